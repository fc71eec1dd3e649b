"""A computed year in the shape of the example's key, so that the two can be held together."""

import json
from decimal import Decimal

from cchc_lib.core.rulebook import GradeBand

_STAGES = ("appraisal_1", "appraisal_2", "council")
_OF_PUBLISHING = {f"KQ-{number:03}" for number in range(10, 21)}
"""What is remarked of the tables themselves, which nobody planted."""
_UNIT_VALUES = ("total_score", "index_pct", "rank")


def expected_parts(folder) -> dict:
    """The parts of a key that a computed year must have."""
    key = json.loads((folder / "key.json").read_text("utf-8"))
    names = (*_UNIT_VALUES, "max_score", "bonus", "penalty", "grade", "provisional")
    return {
        "units": {code: {name: row[name] for name in names} for code, row in key["units"].items()},
        "components": key["components"],
        "stages": key["stages"],
        "proposals": key["proposals"],
        "findings": sorted(
            (f["code"], f["unit_code"], f["component_code"]) for f in key["findings"]
        ),
    }


def parts_of(year) -> dict:
    """The same parts of a computed year."""
    return {
        "units": {unit.unit_code: _unit(year, unit) for unit in year.units},
        "components": _components(year),
        "stages": {
            unit.code: {one.stage: _text(one.total_score) for one in year.standings_of(unit.code)}
            for unit in year.assessment.units
        },
        "proposals": {
            one.unit_code: {
                "completion": one.completion_vi,
                "commendation": one.commendation.code if one.commendation else "",
            }
            for one in year.proposals
        },
        "findings": sorted(
            (f.code, f.unit_code, f.component_code)
            for f in year.findings
            if f.code not in _OF_PUBLISHING
        ),
    }


def _unit(year, unit) -> dict:
    total = year.edition.rounding.total
    return {
        **{name: _text(getattr(unit, name)) for name in _UNIT_VALUES},
        **{name: _text(total(getattr(unit, name))) for name in ("max_score", "bonus", "penalty")},
        "grade": unit.grade.name_vi if isinstance(unit.grade, GradeBand) else "",
        "provisional": unit.is_provisional,
    }


def _components(year) -> dict:
    units: dict[str, dict] = {}
    for score in year.scores:
        valid = {one.stage: one.value for one in score.decisions if one.kind != "refused"}
        lines = {
            "self_score": score.self_score,
            "rule_score": score.rule_score,
            "appraised_score": score.appraised,
            "survey_score": score.survey,
            "final_score": score.final,
        }
        row = {name: _points(getattr(line, "value", None)) for name, line in lines.items()}
        row |= {stage: _points(valid.get(stage)) for stage in _STAGES}
        own = units.setdefault(score.unit_code, {})
        own[score.component_code] = row | {"status": score.status}
    return units


def _points(value: object) -> str:
    return f"{value.quantize(Decimal('0.01')):f}" if isinstance(value, Decimal) else ""


def _text(value: object) -> str:
    return str(value) if isinstance(value, Decimal | int) else ""
