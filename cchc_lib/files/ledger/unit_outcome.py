"""Outcomes of the sheet “Chỉ số”: state, total, index, place in the group and grade."""

from typing import get_args

from cchc_lib.core.ranking import is_decided, rank_values
from cchc_lib.core.results import ResultState, UnitResult
from cchc_lib.core.submission import NotAppraised
from cchc_lib.files.forms.layout import NO, YES
from cchc_lib.files.ledger.cells import NO_GRADE, NONE_YET, UNUSED, Live, Stored, Value, stored
from cchc_lib.files.ledger.ranks import compared, place_formula
from cchc_lib.files.ledger.unit_columns import (
    AWAITING,
    BEST_PLACE,
    BLOCKING,
    BONUS,
    COMPARED,
    COUNTED_INDEX,
    DECIDED,
    DENOMINATOR,
    GRADE,
    INDEX,
    INDEX_EXACT,
    OPEN,
    PENALTY,
    PENDING,
    PROVISIONAL,
    RANK,
    RESCALED,
    STATE,
    SURVEY_SUM,
    TIES,
    TOTAL,
    TOTAL_EXACT,
    UNCAPPED,
    UNIT_CODE,
)
from cchc_lib.files.ledger.unit_sums import UnitGround
from cchc_lib.files.spreadsheet_text import rounded_formula, text_literal

__all__ = ["outcome_cells"]

Rows = tuple[int, int]
Cells = dict[str, Value]
_NOTHING, _UNUSED, _NO_GRADE = map(text_literal, (NONE_YET, UNUSED, NO_GRADE))
_YES, _NO = map(text_literal, (YES, NO))
_RANKED_BY = {
    ("index_pct", "rounded"): INDEX,
    ("index_pct", "exact"): INDEX_EXACT,
    ("total_score", "rounded"): TOTAL,
    ("total_score", "exact"): TOTAL_EXACT,
}
_TIED_BY = {"appraised_score": RESCALED, "survey_score": SURVEY_SUM, "bonus": BONUS}


def outcome_cells(ground: UnitGround, unit: UnitResult, members: Rows) -> Cells:
    """Return what the sums of a unit come to among the units of its group."""
    highest, total = ground.here(DENOMINATOR), ground.here(TOTAL_EXACT)
    earned = "+".join(ground.here(title) for title in (RESCALED, SURVEY_SUM, BONUS))
    blocked = text_literal(ground.words["blocked"])
    is_none = f"OR({ground.here(STATE)}={blocked},{highest}=0)"
    kept = f"MAX(0,MIN({earned}-{ground.here(PENALTY)},{highest}))"
    index = f"=IF(ISNUMBER({total}),{total}*100/{highest},{_NOTHING})"
    return {
        STATE: _state(ground, unit),
        TOTAL_EXACT: Live(f"=IF({is_none},{_NOTHING},{kept})", stored(unit.total_exact)),
        TOTAL: _rounded(ground, TOTAL_EXACT, unit.total_score),
        INDEX_EXACT: Live(index, stored(unit.index_exact)),
        INDEX: _rounded(ground, INDEX_EXACT, unit.index_pct),
        **_compared_cells(ground, unit),
        **_rank_cells(ground, unit, members),
        **_grade_cells(ground, unit),
    }


def _state(ground: UnitGround, unit: UnitResult) -> Live:
    words = {state: text_literal(ground.words[state]) for state in get_args(ResultState)}
    is_open = ",".join(f"{ground.here(title)}>0" for title in (PENDING, AWAITING, OPEN))
    otherwise = f"IF(OR({is_open}),{words['provisional']},{words['final']})"
    formula = f"=IF({ground.here(BLOCKING)}>0,{words['blocked']},{otherwise})"
    return Live(formula, ground.words[unit.state])


def _rounded(ground: UnitGround, title: str, value: object) -> Live:
    rule, cell = ground.year.edition.rounding, ground.here(title)
    rounded = rounded_formula(cell, places=rule.total_places, mode=rule.mode)
    return Live(f"=IF(ISNUMBER({cell}),{rounded},{_NOTHING})", stored(value))


def _compared_cells(ground: UnitGround, unit: UnitResult) -> Cells:
    """Return whether enough of a unit is decided for a place, and by which values it is ranked."""
    edition = ground.year.edition
    source = ground.here(_RANKED_BY[edition.ranking.by, edition.ranking.value])
    highest, pending = ground.here(DENOMINATOR), ground.here(PENDING)
    share = ground.rules.value("ranking", "provisional_share")
    missing = compared(f"{highest}-{share}*({highest}+{pending})")
    is_enough = is_decided(edition, unit.max_score, unit.pending_max)
    values = rank_values(edition, unit)
    first = values[edition.ranking.by] if _has_place(unit) else None
    is_compared = f"AND({ground.here(DECIDED)}={_YES},ISNUMBER({source}))"
    return {
        DECIDED: Live(f"=IF({missing}>=0,{_YES},{_NO})", YES if is_enough else NO),
        COMPARED: Live(f"=IF({is_compared},{compared(source)},{_UNUSED})", stored(first, UNUSED)),
        **{
            TIES[name]: Live(f"={compared(ground.here(_TIED_BY[name]))}", stored(values[name]))
            for name in edition.ranking.tie_break
        },
    }


def _rank_cells(ground: UnitGround, unit: UnitResult, members: Rows) -> Cells:
    """Return the place of a unit in its group, and whether it may still change."""
    rule, grid = ground.year.edition.ranking, ground.grid
    titles = [COMPARED, *(TIES[name] for name in rule.tie_break)]
    keys = [(grid.near(title, members), ground.here(title)) for title in titles]
    has_place = f"ISNUMBER({ground.here(COMPARED)})"
    not_final = text_literal(f"<>{ground.words['final']}")
    is_open = f"COUNTIF({grid.near(STATE, members)},{not_final})>0"
    is_open = f"OR({is_open},TRUE)" if ground.is_open else is_open
    counted: Stored = stored(unit.index_pct) if _has_place(unit) else UNUSED
    return {
        RANK: Live(
            f"=IF({has_place},{place_formula(keys, rule.method)},{_NOTHING})", stored(unit.rank)
        ),
        PROVISIONAL: Live(f"=IF({is_open},{_YES},{_NO})", YES if unit.is_provisional else NO),
        COUNTED_INDEX: Live(f"=IF({has_place},{ground.here(INDEX)},{_UNUSED})", counted),
    }


def _grade_cells(ground: UnitGround, unit: UnitResult) -> Cells:
    """Return the grade by the bands, the best one that recorded facts leave, and the grade."""
    edition, rules = ground.year.edition, ground.rules
    index = ground.here(INDEX if edition.grading.value == "rounded" else INDEX_EXACT)
    names, uncapped = rules.names(rules.bands), ground.here(UNCAPPED)
    place = f"1+SUMPRODUCT(--({rules.values(rules.bands)}>{compared(index)}))"
    is_graded = f"AND({ground.here(DECIDED)}={_YES},ISNUMBER({index}))"
    worse = f"MAX(MATCH({uncapped},{names},0),{ground.here(BEST_PLACE)})"
    facts = {one.code for one in unit.adjustments if one.kind == "cap"}
    best = [edition.grading.band(c.best_grade) for c in edition.grading.caps if c.code in facts]
    places = [edition.grading.bands.index(band) + 1 for band in best]
    return {
        UNCAPPED: Live(
            f"=IF({is_graded},INDEX({names},{place}),{_NO_GRADE})",
            stored(unit.uncapped_grade, NO_GRADE),
        ),
        BEST_PLACE: Live(
            f"={ground.adjusted.best_place(ground.here(UNIT_CODE))}", max(places, default=0)
        ),
        GRADE: Live(
            f"=IF({uncapped}={_NO_GRADE},{_NO_GRADE},INDEX({names},{worse}))",
            stored(unit.grade, NO_GRADE),
        ),
    }


def _has_place(unit: UnitResult) -> bool:
    return not isinstance(unit.rank, NotAppraised)
