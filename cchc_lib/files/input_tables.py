"""The CSV tables of what a year was computed from: figures, answers, adjustments, exemptions.

With ``stages.csv`` and the rule files of the run they are enough to recompute every score.
Survey answers that were too few to earn a score are not among them.
"""

from collections.abc import Iterable, Mapping, Sequence

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import InputSpec
from cchc_lib.core.stages import RuleLine, SurveyLine
from cchc_lib.core.submission import NotReported
from cchc_lib.files.csv_text import TableText, place_cells, table_text

__all__ = ["INPUT_TABLES"]

_FIGURE_COLUMNS = (
    "unit_code", "component_code", "input_code", "label", "kind", "value", "missing", "file",
    "sheet", "cell",
)  # fmt: skip
_ANSWER_COLUMNS = (
    "unit_code", "component_code", "respondent_group", "answer", "count", "percent",
    "sample_size", "file", "sheet", "cell",
)  # fmt: skip
_ADJUSTMENT_COLUMNS = (
    "unit_code", "kind", "code", "points", "reason", "document", "file", "sheet", "cell",
)  # fmt: skip
_EXEMPTION_COLUMNS = (
    "unit_code", "component_code", "policy", "legal_basis", "file", "sheet", "cell",
)  # fmt: skip
_DONT_KNOW = "dont_know"
"""Stands for an answer that the edition leaves out of every mean."""


def _figure_rows(year: YearResult) -> Iterable[Sequence[object]]:
    """Yield every declared figure; ``missing`` says why there is no value."""
    specs: Mapping[tuple[str, str], InputSpec] = {
        (component.code, spec.code): spec
        for component in year.edition.components()
        for spec in component.inputs
    }
    for score in year.scores:
        figures = score.rule_score.figures if isinstance(score.rule_score, RuleLine) else ()
        for one in figures:
            spec = specs[score.component_code, one.input_code]
            what = (score.unit_code, score.component_code, spec.code, spec.label_vi, spec.kind)
            missing = one.value.reason if isinstance(one.value, NotReported) else ""
            yield (*what, one.value, missing, *place_cells(one.place))


def _answer_rows(year: YearResult) -> Iterable[Sequence[object]]:
    """Yield how often each answer was given, or the percentage measured elsewhere."""
    for score in year.scores:
        if not isinstance(score.survey, SurveyLine):
            continue
        about = (score.unit_code, score.component_code)
        for tally in score.survey.tallies:
            place = place_cells(tally.place)
            for answer, count in (*sorted(tally.counts.items()), (_DONT_KNOW, tally.dont_know)):
                yield (*about, tally.respondent_group, answer, count, "", "", *place)
        for one in score.survey.measured:
            yield (*about, "", "", "", one.percent, one.sample_size, *place_cells(one.place))


def _adjustment_rows(year: YearResult) -> Iterable[Sequence[object]]:
    """Yield bonus, penalty and caps: those recorded, then those that follow from lateness."""
    for unit in year.units:
        for one in unit.adjustments:
            why = (one.points, one.reason, one.document)
            yield (one.unit_code, one.kind, one.code, *why, *place_cells(one.place))


def _exemption_rows(year: YearResult) -> Iterable[Sequence[object]]:
    for score in year.scores:
        one = score.exemption
        if one is not None:
            what = (one.unit_code, one.component_code, one.policy, one.legal_basis)
            yield (*what, *place_cells(one.place))


INPUT_TABLES: Mapping[str, TableText] = {
    "figures.csv": table_text(_FIGURE_COLUMNS, _figure_rows),
    "answers.csv": table_text(_ANSWER_COLUMNS, _answer_rows),
    "adjustments.csv": table_text(_ADJUSTMENT_COLUMNS, _adjustment_rows),
    "exemptions.csv": table_text(_EXEMPTION_COLUMNS, _exemption_rows),
}
"""The text of each of these tables of a computed year, by file name."""
