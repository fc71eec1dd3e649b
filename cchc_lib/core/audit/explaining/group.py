"""Explain the means of a group: every unit's value, and who is left out."""

from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.audit.explaining.nodes import Fact, Node
from cchc_lib.core.audit.explaining.sources import exact_fact, known_facts, rounded_node
from cchc_lib.core.results import AreaResult, UnitResult, YearResult
from cchc_lib.core.submission import NotAppraised

__all__ = ["explain_area_mean", "explain_mean"]

_LEFT_OUT = Fact(name="relation", value="left_out")
_NO_AREA = NotAppraised(reason_vi="Chưa có đơn vị nào đủ điểm ở lĩnh vực này")


def explain_mean(year: YearResult, group_code: str) -> Node:
    """Explain the mean index of a group by the index of each of its units."""
    summary = next(one for one in year.groups if one.group_code == group_code)
    units = year.group_units(group_code)
    indices = [u.index_pct for u in units if isinstance(u.rank, int)]
    exact = _mean_of([value for value in indices if isinstance(value, Decimal)])
    return Node(
        subject="mean",
        kind="formula",
        code=group_code,
        value=summary.mean_index_pct,
        facts=(
            *exact_fact(exact),
            Fact(name="rounding", value=year.edition.rounding),
            Fact(name="legal_reference", value=year.edition.rounding.legal_reference),
            Fact(name="unit_count", value=summary.unit_count),
            Fact(name="ranked_count", value=summary.ranked_count),
        ),
        parts=tuple(_index_node(year, unit) for unit in units),
    )


def explain_area_mean(year: YearResult, group_code: str, area_code: str) -> Node:
    """Explain the mean sub-index of a group in one area."""
    members = {unit.unit_code for unit in year.group_units(group_code)}
    own = [a for a in year.areas if a.area_code == area_code and a.unit_code in members]
    known = [a.sub_index_pct for a in own if isinstance(a.sub_index_pct, Decimal)]
    exact = _mean_of(known)
    rounding = year.edition.rounding
    return Node(
        subject="area_mean",
        kind="formula",
        code=area_code,
        value=_NO_AREA if isinstance(exact, NotAppraised) else rounding.total(exact),
        facts=(
            *exact_fact(exact),
            Fact(name="rounding", value=rounding),
            Fact(name="legal_reference", value=rounding.legal_reference),
            Fact(name="unit_count", value=len(own)),
            Fact(name="ranked_count", value=len(known)),
        ),
        parts=tuple(_area_node(year, area) for area in own),
    )


def _mean_of(values: list[Decimal]) -> Fraction | NotAppraised:
    return Fraction(sum(values)) / len(values) if values else _NO_AREA


def _index_node(year: YearResult, unit: UnitResult) -> Node:
    """Name the index of one unit, and its place, or that it is left out of the mean."""
    place = known_facts((Fact(name="rank_of_unit", value=unit.rank),)) or (_LEFT_OUT,)
    ends, rounding = (unit.index_pct, unit.index_exact), year.edition.rounding
    return rounded_node("index", unit.unit_code, *ends, said=place, rounding=rounding)


def _area_node(year: YearResult, area: AreaResult) -> Node:
    """Name the sub-index of one unit, or that it is left out of the mean."""
    said = () if isinstance(area.sub_index_pct, Decimal) else (_LEFT_OUT,)
    ends, rounding = (area.sub_index_pct, area.sub_index_exact), year.edition.rounding
    return rounded_node("sub_index", area.unit_code, *ends, said=said, rounding=rounding)
