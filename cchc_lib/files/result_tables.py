"""The CSV tables of a run, for people and other tools.

They follow the contract and :mod:`cchc_lib.files.csv_text`, in official order. What the year was
computed from stands in :mod:`cchc_lib.files.input_tables`: together with the rule files all of
them are enough to recompute every number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import RuleLine, SurveyLine
from cchc_lib.core.submission import Explanation, NotAppraised
from cchc_lib.files.csv_text import TableText, place_cells, table_text
from cchc_lib.files.input_tables import INPUT_TABLES
from cchc_lib.findings import Finding

__all__ = ["TABLES"]

_INDEX_COLUMNS = (
    "group_code", "rank", "unit_code", "unit_name", "max_score", "appraised_score",
    "survey_score", "bonus", "penalty", "total_score", "index_pct", "grade", "provisional",
)  # fmt: skip
_AREA_COLUMNS = (
    "unit_code", "area_code", "max_score", "self_score", "appraised_score", "survey_score",
    "final_score", "sub_index_pct", "rank_in_group",
)  # fmt: skip
_SCORE_COLUMNS = (
    "unit_code", "component_code", "max_score", "status", "self_score", "rule_score",
    "appraised_score", "survey_score", "final_score",
)  # fmt: skip
_STAGE_COLUMNS = (
    "unit_code", "component_code", "stage", "score", "in_force", "role", "decided_on", "reason",
    "document", "problem", "file", "sheet", "cell",
)  # fmt: skip
_EFFECT_COLUMNS = (
    "unit_code", "stage", "total_score", "index_pct", "rank", "effect", "changed_count",
    "undecided_count",
)  # fmt: skip
_EVIDENCE_COLUMNS = (
    "unit_code", "reference", "title", "issued_on", "location", "component_codes", "state",
    "sha256", "file", "sheet", "cell",
)  # fmt: skip
_PROPOSAL_COLUMNS = (
    "group_code", "rank", "unit_code", "index_pct", "grade", "uncapped_grade", "completion",
    "commendation", "caps", "barred", "provisional",
)  # fmt: skip
_FINDING_COLUMNS = (
    "severity", "code", "unit_code", "file", "sheet", "cell", "component_code", "found",
    "expected", "message", "fix",
)  # fmt: skip


def _index_rows(year: YearResult) -> Iterable[Sequence[object]]:
    total = year.edition.rounding.total
    names = {unit.code: unit.name_vi for unit in year.assessment.units}
    for unit in year.units:
        is_blocked = unit.state == "blocked"
        yield (
            unit.group_code,
            unit.rank,
            unit.unit_code,
            names[unit.unit_code],
            total(unit.max_score),
            None if is_blocked else total(unit.appraised_exact),
            None if is_blocked else total(unit.survey_points),
            total(unit.bonus),
            total(unit.penalty),
            unit.total_score,
            unit.index_pct,
            unit.grade,
            unit.is_provisional,
        )


def _area_rows(year: YearResult) -> Iterable[Sequence[object]]:
    shown, cells = _with_places(year), attrgetter(*_AREA_COLUMNS)
    for area in year.areas:
        yield tuple(map(shown, cells(area)))


def _score_rows(year: YearResult) -> Iterable[Sequence[object]]:
    shown = _with_places(year)
    for score in year.scores:
        rule, appraised, survey = score.rule_score, score.appraised, score.survey
        values = (
            score.max_score,
            score.self_score.value,
            rule.value if isinstance(rule, RuleLine) else rule,
            appraised.value if isinstance(appraised, AppraisedLine) else appraised,
            survey.value if isinstance(survey, SurveyLine) else survey,
            score.final.value,
        )
        max_score, *stages = map(shown, values)
        yield (score.unit_code, score.component_code, max_score, score.status, *stages)


def _with_places(year: YearResult) -> Callable[[object], object]:
    """Return what shows points with at least the declared decimals, never fewer than they have."""
    least = Decimal(1).scaleb(-year.edition.rounding.component_places)

    @lru_cache(maxsize=4096)
    def padded(value: Decimal) -> Decimal | None:
        shown = value.quantize(least)
        return shown if shown == value else None

    def show(value: object) -> object:
        if not isinstance(value, Decimal):
            return value
        shown = padded(value)
        return value if shown is None else shown

    return show


def _finding_rows(year: YearResult) -> Iterable[Sequence[object]]:
    yield from map(attrgetter(*(item.name for item in fields(Finding))), year.findings)


def _stage_rows(year: YearResult) -> Iterable[Sequence[object]]:
    """Yield every stage of every appraised component: claim, decisions and explanation."""
    shown = _with_places(year)
    for score in year.scores:
        if not score.is_appraised:
            continue
        about = (score.unit_code, score.component_code)
        claimed = shown(score.self_score.value)
        place = score.self_score.place
        yield (*about, "self_assessment", claimed, False, "", "", "", "", "", *place_cells(place))
        for line in score.decisions:
            value = shown(line.value)
            is_in_force = line is score.appraised and score.exemption is None
            who = (line.role, line.decided_on, line.reason, line.document, line.problem)
            yield (*about, line.stage, value, is_in_force, *who, *place_cells(line.place))
        if isinstance(score.response, Explanation):
            text, place = score.response.text, score.response.place
            yield (*about, "explanation", "", False, "", "", text, "", "", *place_cells(place))


def _effect_rows(year: YearResult) -> Iterable[Sequence[object]]:
    """Yield where every unit stood after each stage; effects add up to the last total."""
    for unit in year.assessment.units:
        before: Decimal | NotAppraised | None = None
        for one in year.standings_of(unit.code):
            effect = None
            if isinstance(one.total_score, Decimal) and isinstance(before, Decimal):
                effect = one.total_score - before
            before = one.total_score
            standing = (one.total_score, one.index_pct, one.rank, effect)
            yield (unit.code, one.stage, *standing, one.changed_count, one.undecided_count)


def _evidence_rows(year: YearResult) -> Iterable[Sequence[object]]:
    for item in year.registers:
        codes = " ".join(item.component_codes)
        what = (item.reference, item.title, item.issued_on, item.location, codes)
        yield (item.unit_code, *what, item.state, item.sha256, *place_cells(item.place))


def _proposal_rows(year: YearResult) -> Iterable[Sequence[object]]:
    for group in year.edition.groups:
        for unit in year.group_units(group.code):
            one = year.proposal_of(unit.unit_code)
            commendation = one.commendation.title_vi if one.commendation else ""
            caps = "; ".join(cap.code for cap in one.caps)
            barred = "; ".join(f"{code}: {reason}" for code, reason in one.barred.items())
            grades = (unit.index_pct, unit.grade, unit.uncapped_grade)
            proposed = (one.completion_vi, commendation, caps, barred, one.is_provisional)
            yield (group.code, unit.rank, unit.unit_code, *grades, *proposed)


TABLES: Mapping[str, TableText] = {
    "index.csv": table_text(_INDEX_COLUMNS, _index_rows),
    "areas.csv": table_text(_AREA_COLUMNS, _area_rows),
    "scores.csv": table_text(_SCORE_COLUMNS, _score_rows),
    "stages.csv": table_text(_STAGE_COLUMNS, _stage_rows),
    "effects.csv": table_text(_EFFECT_COLUMNS, _effect_rows),
    **INPUT_TABLES,
    "evidence.csv": table_text(_EVIDENCE_COLUMNS, _evidence_rows),
    "emulation.csv": table_text(_PROPOSAL_COLUMNS, _proposal_rows),
    "findings.csv": table_text(_FINDING_COLUMNS, _finding_rows),
}
"""The text of each CSV table of a computed year, by file name."""
