"""The sheet “Điều tra”: the answers by respondent group, and the points they earn."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import lcm

from cchc_lib.core.results import YearResult
from cchc_lib.core.rule_kinds import SurveyPercent, SurveyRuleKind
from cchc_lib.core.stages import ComponentScore, SurveyLine
from cchc_lib.core.survey import answer_shares
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import NONE_YET, UNUSED, Live, Stored, Value, locate, stored
from cchc_lib.files.ledger.grid import Column, Grid
from cchc_lib.files.ledger.order import units_in_order
from cchc_lib.files.ledger.rules_sheet import RuleCells
from cchc_lib.files.spreadsheet_text import rounded_formula, text_literal

__all__ = ["SURVEY_POINTS", "write_survey"]

SURVEY_POINTS = "Điểm điều tra"
_GROUP, _UNIT, _CODE, _NAME = "Nhóm", "Đơn vị", "Mã", "Tiêu chí thành phần"
_WHO, _WEIGHT, _UNKNOWN = "Đối tượng trả lời", "Trọng số", "Không biết (không tính)"
_PERCENT, _SAMPLE = "Tỷ lệ đo được (%)", "Cỡ mẫu của cuộc đo"
_SIZE, _MEAN, _ALL = "Số trả lời hợp lệ", "Phần điểm của đối tượng", "Tổng trả lời hợp lệ"
_SHARE, _SOURCE = "Phần điểm đạt (0–1)", "Nguồn"
_BEFORE = (
    Column(_GROUP, 16), Column(_UNIT, 24), Column(_CODE, 7, "centre"), Column(_NAME, 34),
    Column(_WHO, 24), Column(_WEIGHT, 8, "number"),
)  # fmt: skip
_AFTER = (
    Column(_UNKNOWN, 9, "count", is_input=True), Column(_PERCENT, 9, "number", is_input=True),
    Column(_SAMPLE, 8, "count", is_input=True), Column(_SIZE, 8, "count"),
    Column(_MEAN, 10, "exact"), Column(_ALL, 8, "count"), Column(_SHARE, 10, "exact"),
    Column(SURVEY_POINTS, 8, "points"), Column(_SOURCE, 40),
)  # fmt: skip
_MEASURED = "Cuộc đo lường công bố"
_NOTHING = text_literal(NONE_YET)
Cells = dict[str, Value]


def write_survey(
    book: Book, year: YearResult, rules: RuleCells, maxima: Mapping[tuple[str, str], str]
) -> tuple[Grid, dict[tuple[str, str], int]]:
    """Write the survey; return the row of the points of each unit and component.

    ``maxima`` are the addresses of the maxima by group and component.
    """
    kinds = {c.code: c.rule for c in year.edition.components()}
    asked = [rule for rule in kinds.values() if isinstance(rule, SurveyRuleKind)]
    answers = {answer: f"“{answer}”" for rule in asked for answer in answer_shares(rule)}
    counts = [Column(title, 6, "count", is_input=True) for title in answers.values()]
    grid = Grid(book, Sheet.SURVEY, (*_BEFORE, *counts, *_AFTER), fixed=4)
    rows: dict[tuple[str, str], int] = {}
    for unit in units_in_order(year):
        head: Cells = {_GROUP: year.edition.group(unit.group_code).name_vi, _UNIT: unit.name_vi}
        for score in year.scores_of(unit.code):
            rule = kinds[score.component_code]
            if not isinstance(rule, SurveyRuleKind):
                continue
            first = rows[unit.code, score.component_code] = grid.next_row
            maximum = maxima[unit.group_code, score.component_code]
            own = {**head, _CODE: score.component_code, _NAME: score.name_vi}
            if isinstance(rule, SurveyPercent):
                grid.add(own | _measured_cells(grid, year, score, maximum))
                continue
            blocks = _answer_rows(grid, year, rules, score=score, rule=rule, answers=answers)
            size = len(year.edition.survey.respondent_groups)
            points = _points_cells(
                grid, year, rules, score=score, maximum=maximum, rows=(first, first + size - 1)
            )
            for place, cells in enumerate(blocks):
                grid.add(own | cells | (points if place == 0 else {}))
    return grid, rows


def _measured_cells(grid: Grid, year: YearResult, score: ComponentScore, maximum: str) -> Cells:
    """Return the one row of a percentage that was measured elsewhere."""
    row = grid.next_row
    percent, share = grid.at(_PERCENT, row), grid.at(_SHARE, row)
    cells: Cells = {
        _WHO: _MEASURED,
        _SHARE: Live(f"=IF(ISNUMBER({percent}),{percent}/100,{_NOTHING})", _share_of(score)),
        SURVEY_POINTS: _points(year, score, share, maximum),
    }
    if isinstance(score.survey, SurveyLine):
        (measured,) = score.survey.measured
        cells |= {
            _PERCENT: measured.percent,
            _SAMPLE: measured.sample_size,
            _SOURCE: locate(measured.place),
        }
    return cells


def _answer_rows(
    grid: Grid,
    year: YearResult,
    rules: RuleCells,
    *,
    score: ComponentScore,
    rule: SurveyRuleKind,
    answers: Mapping[str, str],
) -> Iterator[Cells]:
    """Yield a row for every respondent group: who answered what, and what it is worth."""
    tallies = score.survey.tallies if isinstance(score.survey, SurveyLine) else ()
    shares = answer_shares(rule)
    for group in year.edition.survey.respondent_groups:
        own = [tally for tally in tallies if tally.respondent_group == group.code]
        counts = Counter[str]()
        for tally in own:
            counts.update(tally.counts)
        size, row = sum(counts.values()), grid.next_row
        worth = sum((shares[answer] * count for answer, count in counts.items()), Fraction(0))
        mean: Stored = worth / size if size else UNUSED
        total = "+".join(grid.at(answers[answer], row) for answer in shares)
        cells: Cells = {
            _WHO: group.name_vi,
            _WEIGHT: Live(f"={rules.value('respondents', group.code)}", group.weight),
            _UNKNOWN: sum(tally.dont_know for tally in own) if own else None,
            _SIZE: Live(f"={total}", size),
            _MEAN: Live(_mean_formula(grid, row, shares, answers), mean),
            _SOURCE: "; ".join(locate(tally.place) for tally in own),
        }
        yield (
            cells
            | {title: UNUSED for a, title in answers.items() if a not in shares}
            | {answers[answer]: counts[answer] for answer in shares if own}
        )


def _mean_formula(
    grid: Grid, row: int, shares: Mapping[str, Fraction], answers: Mapping[str, str]
) -> str:
    """Return the mean worth of the answers of one row, in whole numbers over one denominator."""
    scale = lcm(*(share.denominator for share in shares.values()))
    terms = "+".join(
        f"{int(share * scale)}*{grid.at(answers[answer], row)}"
        for answer, share in shares.items()
        if share
    )
    size = grid.at(_SIZE, row)
    return f"=IF({size}=0,{text_literal(UNUSED)},({terms})/({scale}*{size}))"


def _points_cells(
    grid: Grid,
    year: YearResult,
    rules: RuleCells,
    *,
    score: ComponentScore,
    maximum: str,
    rows: tuple[int, int],
) -> Cells:
    """Return what all respondent groups of a component come to; it stands in their first row."""
    weights, sizes, means = (grid.near(title, rows) for title in (_WEIGHT, _SIZE, _MEAN))
    total, share = grid.at(_ALL, rows[0]), grid.at(_SHARE, rows[0])
    line = score.survey
    mean = f"SUMPRODUCT({weights},{means})/SUMIF({sizes},{text_literal('>0')},{weights})"
    too_few = f"{total}<MAX(1,{rules.value('survey', 'minimum_answers')})"
    return {
        _ALL: Live(f"=SUM({sizes})", line.sample_size if isinstance(line, SurveyLine) else 0),
        _SHARE: Live(f"=IF({too_few},{_NOTHING},{mean})", _share_of(score)),
        SURVEY_POINTS: _points(year, score, share, maximum),
    }


def _points(year: YearResult, score: ComponentScore, share: str, maximum: str) -> Live:
    rule, line = year.edition.rounding, score.survey
    points = rounded_formula(f"{maximum}*{share}", places=rule.component_places, mode=rule.mode)
    value = stored(line.value) if isinstance(line, SurveyLine) else NONE_YET
    return Live(f"=IF(ISNUMBER({share}),{points},{_NOTHING})", value)


def _share_of(score: ComponentScore) -> Stored:
    line = score.survey
    return line.exact / Fraction(score.max_score) if isinstance(line, SurveyLine) else NONE_YET
