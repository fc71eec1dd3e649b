"""The text of ``key.json``: true results by unit and component, ranks, findings, planted faults."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cchc_lib.core.round_rules import STAGES, Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.example.drafts import ExpectedFinding, Planted
from cchc_lib.example.key import UnitKey
from cchc_lib.example.standing import points_text

__all__ = ["key_around_components"]

_COMPONENTS = ' "components": {'


def key_around_components(
    edition: Edition, units: Sequence[UnitKey], strays: Sequence[Planted], seed: int
) -> tuple[str, str]:
    """Return the text of ``key.json`` before and after the components, its longest part.

    ``strays`` are mistakes that belong to no unit.
    """
    findings = [finding for unit in units for finding in unit.findings]
    findings += [planted.finding for planted in strays]
    planted = [one for unit in units for one in unit.planted] + list(strays)
    is_open = any(finding.leaves_open and not finding.unit_code for finding in findings)
    open_units = _open_units(units)
    open_groups = {unit.group_code for unit in units if unit.unit_code in open_units}
    ranks = _ranks(units)
    whole: dict[str, Any] = {
        "synthetic": True,
        "note": "Số liệu minh họa; kết quả đúng tính từ cách dựng ví dụ, không dùng phần mềm chấm.",
        "seed": seed,
        "units": {
            unit.unit_code: _unit_row(
                edition,
                unit,
                ranks.get(unit.unit_code, ""),
                is_provisional=is_open or unit.group_code in open_groups,
            )
            for unit in units
        },
        "stages": _stages(edition, units),
        "proposals": {
            unit.unit_code: _proposal(
                edition,
                unit,
                ranks.get(unit.unit_code, ""),
                is_open=is_open or unit.group_code in open_groups,
            )
            for unit in units
        },
        "components": {},
        "findings": [_finding(finding) for finding in findings],
        "planted": [
            _finding(one.finding) | {"place": one.place, "sentence_vi": one.sentence_vi}
            for one in planted
        ],
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    before, _, after = text.partition(_COMPONENTS)
    return f"{before}{_COMPONENTS}\n", f"\n {after}"


def _finding(finding: ExpectedFinding) -> dict[str, str]:
    return {
        "code": finding.code,
        "unit_code": finding.unit_code,
        "component_code": finding.component_code,
    }


def _unit_row(
    edition: Edition, unit: UnitKey, rank: str, *, is_provisional: bool
) -> dict[str, str | bool]:
    places = edition.rounding.total_places
    standing = unit.standing
    is_known = not unit.is_blocked
    return {
        "group_code": unit.group_code,
        "max_score": points_text(standing.max_score, places),
        "appraised_score": points_text(standing.appraised, places) if is_known else "",
        "survey_score": points_text(standing.survey, places) if is_known else "",
        "bonus": points_text(standing.bonus, places),
        "penalty": points_text(standing.penalty, places),
        "total_score": points_text(standing.total, places) if unit.index is not None else "",
        "index_pct": "" if unit.index is None else f"{unit.index:f}",
        "rank": rank,
        "grade": unit.grade.name_vi if unit.grade else "",
        "provisional": is_provisional,
    }


def _stages(edition: Edition, units: Sequence[UnitKey]) -> dict[str, Mapping[Stage, str]]:
    """Return every unit's total after each stage at which anything happened in the round."""
    settled = frozenset[Stage]().union(*(unit.settled for unit in units))
    stages = [stage for stage in STAGES if stage == "self_assessment" or stage in settled]
    places = edition.rounding.total_places
    return {
        unit.unit_code: {
            stage: ""
            if unit.is_blocked or not unit.stages[stage].max_score
            else points_text(unit.stages[stage].total, places)
            for stage in stages
        }
        for unit in units
    }


def _open_units(units: Sequence[UnitKey]) -> frozenset[str]:
    """Return the units with results of their own that are not final.

    The explanation round of a unit is over once it was closed for all, or anything about the
    unit has gone beyond the first appraisal.
    """
    is_closed = any("explanation" in unit.settled for unit in units)
    return frozenset(
        u.unit_code for u in units if u.is_open(is_explanation_over=is_closed or u.has_moved_on)
    )


def _proposal(edition: Edition, unit: UnitKey, rank: str, *, is_open: bool) -> dict[str, str]:
    """Return the completion level that a unit's grade supports, and its commendation's code."""
    levels = {level.grade: level.title_vi for level in edition.emulation.completion}
    completion = proposed = ""
    if unit.grade and rank and not is_open:
        completion = levels.get(unit.grade.code, "")
        proposed = next(
            (
                one.code
                for one in edition.emulation.commendations
                if not unit.facts.intersection(one.excluded_by)
                and unit.grade.ge >= edition.grading.band(one.lowest_grade).ge
                and int(rank) <= one.best_places
            ),
            "",
        )
    return {"completion": completion, "commendation": proposed}


def _ranks(units: Iterable[UnitKey]) -> dict[str, str]:
    """Return places by group: as many units are ahead as have a higher index."""
    ranks: dict[str, str] = {}
    by_group: dict[str, list[tuple[Decimal, str]]] = {}
    for unit in units:
        if unit.index is not None and unit.grade is not None:
            by_group.setdefault(unit.group_code, []).append((unit.index, unit.unit_code))
    for members in by_group.values():
        first: dict[Decimal, int] = {}
        for place, (index, code) in enumerate(sorted(members, key=lambda m: -m[0]), start=1):
            ranks[code] = str(first.setdefault(index, place))
    return ranks
