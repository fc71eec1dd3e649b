"""The text of ``key.json``: true results by unit and component, ranks, findings, planted faults."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from cchc_lib.core.rulebook import Edition
from cchc_lib.example.drafts import Planted
from cchc_lib.example.key import UnitKey, points_text

__all__ = ["key_text"]


def key_text(
    edition: Edition, units: Sequence[UnitKey], strays: Sequence[Planted], seed: int
) -> str:
    """Return the text of ``key.json``; ``strays`` are mistakes that belong to no unit."""
    findings = [finding for unit in units for finding in unit.findings]
    findings += [planted.finding for planted in strays]
    planted = [one for unit in units for one in unit.planted] + list(strays)
    is_open = any(finding.is_error and not finding.unit_code for finding in findings)
    open_groups = {u.group_code for u in units if u.is_blocked or u.standing.is_pending}
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
        "components": {unit.unit_code: unit.components for unit in units},
        "findings": [
            {"code": f.code, "unit_code": f.unit_code, "component_code": f.component_code}
            for f in findings
        ],
        "planted": [
            {
                "code": one.finding.code,
                "unit_code": one.finding.unit_code,
                "component_code": one.finding.component_code,
                "place": one.place,
                "sentence_vi": one.sentence_vi,
            }
            for one in planted
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


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
        "grade": unit.grade,
        "provisional": is_provisional,
    }


def _ranks(units: Iterable[UnitKey]) -> dict[str, str]:
    """Return places by group: as many units are ahead as have a higher index."""
    ranks: dict[str, str] = {}
    by_group: dict[str, list[tuple[Decimal, str]]] = {}
    for unit in units:
        if unit.index is not None:
            by_group.setdefault(unit.group_code, []).append((unit.index, unit.unit_code))
    for members in by_group.values():
        first: dict[Decimal, int] = {}
        for place, (index, code) in enumerate(sorted(members, key=lambda m: -m[0]), start=1):
            ranks[code] = str(first.setdefault(index, place))
    return ranks
