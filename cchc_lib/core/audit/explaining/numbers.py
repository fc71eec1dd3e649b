"""Every number that can be asked for by name: of a unit, and of a group of units."""

from collections.abc import Callable, Mapping
from functools import partial

from cchc_lib.core.audit.explaining.adjustment import bonus_node, penalty_node
from cchc_lib.core.audit.explaining.area import area_node, criterion_node
from cchc_lib.core.audit.explaining.component import component_node
from cchc_lib.core.audit.explaining.group import explain_area_mean, explain_mean
from cchc_lib.core.audit.explaining.nodes import Node
from cchc_lib.core.audit.explaining.sources import Sources
from cchc_lib.core.audit.explaining.stage import explain_stage
from cchc_lib.core.audit.explaining.standing import grade_node, rank_node
from cchc_lib.core.audit.explaining.unit import explain_unit, total_node
from cchc_lib.core.results import YearResult
from cchc_lib.errors import UsageProblem
from cchc_lib.vietnamese import suggest

__all__ = ["explain", "is_group", "numbers_of"]

Numbers = Mapping[str, Callable[[], Node]]


def explain(year: YearResult, code: str, number: str = "") -> Node:
    """Explain a number of a unit (by default its index) or of a group (by default its mean).

    Raises
    ------
    UsageProblem
        If the year has no such unit or group, or it has no such number; near names are listed.
    """
    units = [unit.unit_code for unit in year.units]
    groups = list(dict.fromkeys(unit.group_code for unit in year.units))
    if code not in units and code not in groups:
        hint = suggest(code, [*units, *groups])
        raise UsageProblem(f"Lần chạy không có đơn vị hoặc nhóm “{code}”. {hint}")
    numbers = numbers_of(year, code)
    number = number or next(iter(numbers))
    if number not in numbers:
        raise UsageProblem(_why_unknown(year, code, number, numbers))
    return numbers[number]()


def _why_unknown(year: YearResult, code: str, number: str, numbers: Numbers) -> str:
    """Say that a component is of other groups only, or which numbers come near."""
    edition = year.edition
    max_score = {c.code: c.max_score for c in edition.components()}.get(number)
    if max_score is not None and not is_group(year, code):
        own = edition.group(year.unit(code).group_code).name_vi
        others = ", ".join(group.name_vi for group in edition.groups if group.code in max_score)
        return (
            f"Tiêu chí thành phần {number} không có trong phụ lục của nhóm {own}, nhóm của "
            f"“{code}”; nhóm có tiêu chí này: {others}."
        )
    names = ", ".join(name for name in numbers if not name[:1].isdecimal())
    below = "" if is_group(year, code) else ", tiêu chí, tiêu chí thành phần"
    otherwise = f"Có thể hỏi: {names}, hoặc mã lĩnh vực{below}."
    hint = suggest(number, numbers, otherwise=otherwise)
    return f"“{code}” không có con số “{number}”. {hint}"


def is_group(year: YearResult, code: str) -> bool:
    """Tell whether a code is that of a group and of no unit."""
    return all(unit.unit_code != code for unit in year.units)


def numbers_of(year: YearResult, code: str) -> Numbers:
    """Return every number of a unit or group by its name, the most general first."""
    return _numbers_of_group(year, code) if is_group(year, code) else _numbers_of_unit(year, code)


def _numbers_of_group(year: YearResult, code: str) -> Numbers:
    members = {unit.unit_code for unit in year.group_units(code)}
    areas = dict.fromkeys(a.area_code for a in year.areas if a.unit_code in members)
    return {
        "mean": partial(explain_mean, year, code),
        **{area: partial(explain_area_mean, year, code, area) for area in areas},
    }


def _numbers_of_unit(year: YearResult, code: str) -> Numbers:
    unit = year.unit(code)
    sources = Sources.of_unit(year, code)
    scores = year.scores_of(code)
    areas = {a.area_code: partial(area_node, a, scores, sources) for a in year.areas_of(code)}
    criteria = dict.fromkeys(score.criterion_code for score in scores)
    stages = [standing.stage for standing in year.standings_of(code)]
    return {
        "index": partial(explain_unit, year, code),
        "total": partial(total_node, unit, sources),
        "rank": partial(rank_node, year, unit),
        "grade": partial(grade_node, year, unit, sources),
        "bonus": partial(bonus_node, unit, sources),
        "penalty": partial(penalty_node, unit, sources),
        **{stage: partial(explain_stage, year, code, stage) for stage in stages},
        **areas,
        **{one: partial(criterion_node, one, scores, sources) for one in criteria},
        **{s.component_code: partial(component_node, s, sources) for s in scores},
    }
