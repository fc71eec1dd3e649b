"""From component scores to areas, totals, indices, places, grades and means of groups."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from tests.second_engine.points import ZERO, brought_back, rounded

BACK_TO_FULL = "drop_max_appraised_then_add_survey"


@dataclass
class Unit:
    """A unit with a total: its scores and what was added or taken for its own reasons."""

    group: str
    scores: list
    adjustments: list


@dataclass
class Total:
    """The exact figures of a unit before they are rounded."""

    appraised: Fraction
    survey: Fraction
    bonus: Fraction
    penalty: Fraction
    maximum: Fraction
    pending: Fraction

    @property
    def total(self) -> Fraction | None:
        raw = self.appraised + self.survey + self.bonus - self.penalty
        return min(max(raw, ZERO), self.maximum) if self.maximum else None

    @property
    def index(self) -> Fraction | None:
        return None if self.total is None else self.total / self.maximum * 100


def add_up(law, units, result) -> None:
    """Fill in areas, index and means; ``units`` are those that have a total."""
    exact = {code: unit_total(law, unit) for code, unit in units.items()}
    for code, unit in units.items():
        result.index[code] = index_cells(law, unit, exact[code])
    areas = {
        (code, area): area_total(own)
        for code, unit in units.items()
        for area, own in by_area(unit.scores).items()
    }
    for key, one in areas.items():
        result.areas[key] = area_cells(law, one)
    for group in law.edition["groups"]:
        members = {c: exact[c] for c, unit in units.items() if unit.group == group["code"]}
        place_units(law, members, result)
        for area in {key[1] for key in areas}:
            found = {key: areas[key] for key in areas if key[1] == area and key[0] in members}
            place_areas(law, found, result)
        result.means[group["code"]] = group_mean(law, members, result)


def by_area(scores) -> dict:
    found = defaultdict(list)
    for score in scores:
        found[score.component.area].append(score)
    return found


def unit_total(law, unit) -> Total:
    scored = [score for score in unit.scores if score.status == "scored"]
    own = [score for score in scored if not score.is_survey]
    dropped = sum(
        (s.maximum for s in unit.scores if not s.is_survey and s.policy == BACK_TO_FULL), ZERO
    )
    own_max = sum((score.maximum for score in own), ZERO)
    dropped = dropped if own_max else ZERO
    return Total(
        appraised=brought_back(sum((score.final for score in own), ZERO), own_max, dropped),
        survey=sum((score.final for score in scored if score.is_survey), ZERO),
        bonus=adjusted(law, unit, "bonus"),
        penalty=adjusted(law, unit, "penalty"),
        maximum=sum((score.maximum for score in scored), ZERO) + dropped,
        pending=sum((s.maximum for s in unit.scores if s.status == "not_appraised"), ZERO),
    )


def adjusted(law, unit, kind) -> Fraction:
    """Bonus or penalty: every ground to its own maximum, the sum to its cap."""
    rule = law.edition["adjustment"]
    most = {item["code"]: Fraction(item["max_points"]) for item in rule["items"]}
    by_ground = defaultdict(Fraction)
    for row in unit.adjustments:
        if row["kind"] == kind:
            by_ground[row["code"]] += Fraction(row["points"])
    counted = sum((min(p, most.get(code, p)) for code, p in by_ground.items()), ZERO)
    return min(counted, Fraction(rule[f"{kind}_cap"]))


def rounded_total(law, value: Fraction | None) -> Fraction | None:
    rule = law.edition["rounding"]
    return None if value is None else rounded(value, rule["total_places"], rule["mode"])


def digits(value: Fraction | None, places: int) -> str:
    """A number with at least so many decimals, and as many as it has; empty where none."""
    if value is None:
        return ""
    while (value * 10**places).denominator != 1:
        places += 1
    sign, whole = ("-" if value < 0 else ""), str(abs(int(value * 10**places))).zfill(places + 1)
    return f"{sign}{whole[: len(whole) - places]}.{whole[-places:]}" if places else sign + whole


def points_text(law, value) -> str:
    return digits(value, law.edition["rounding"]["component_places"])


def total_text(law, value) -> str:
    return digits(rounded_total(law, value), law.edition["rounding"]["total_places"])


def score_cells(law, score) -> dict[str, str]:
    stages = {
        "max_score": score.maximum,
        "self_score": score.claimed,
        "rule_score": score.by_rule,
        "appraised_score": score.decided,
        "survey_score": score.surveyed,
        "final_score": score.final,
    }
    return {"status": score.status} | {n: points_text(law, value) for n, value in stages.items()}


def area_total(scores) -> dict:
    """The sums of an area; one that waits for a component has none."""
    counted = [score for score in scores if score.status != "not_applicable"]
    own = [score for score in counted if not score.is_survey]
    maximum, final = sum((score.maximum for score in counted), ZERO), known_sum(counted, "final")
    return {
        "max_score": maximum,
        "self_score": known_sum(own, "claimed"),
        "appraised_score": known_sum(own, "final"),
        "survey_score": known_sum([score for score in counted if score.is_survey], "final"),
        "final_score": final,
        "sub_index_pct": None if final is None or not maximum else final / maximum * 100,
    }


def known_sum(scores, name) -> Fraction | None:
    values = [getattr(score, name) for score in scores]
    return None if None in values else sum(values, ZERO)


def area_cells(law, area) -> dict[str, str]:
    shown = area | {"sub_index_pct": rounded_total(law, area["sub_index_pct"])}
    cells = {name: points_text(law, value) for name, value in shown.items()}
    return cells | {"rank_in_group": ""}


def index_cells(law, unit, one: Total) -> dict[str, str]:
    values = {
        "max_score": one.maximum,
        "appraised_score": one.appraised,
        "survey_score": one.survey,
        "bonus": one.bonus,
        "penalty": one.penalty,
        "total_score": one.total,
        "index_pct": one.index,
    }
    cells = {name: total_text(law, value) for name, value in values.items()}
    return cells | {"rank": "", "grade": grade(law, unit, one)}


def is_decided(law, one: Total) -> bool:
    least = Fraction(law.edition["ranking"]["provisional_share"])
    return one.index is not None and one.maximum >= least * (one.maximum + one.pending)


def grade(law, unit, one: Total) -> str:
    """The first band that the index reaches, lowered by what caps the unit's grade."""
    if not is_decided(law, one):
        return ""
    rule = law.edition["grading"]
    value = rounded_total(law, one.index) if rule["value"] == "rounded" else one.index
    bands = rule["bands"]
    place = next(n for n, band in enumerate(bands) if value >= Fraction(band["ge"]))
    facts = {row["code"] for row in unit.adjustments if row["kind"] == "cap"}
    best = [cap["best_grade"] for cap in rule.get("caps", ()) if cap["code"] in facts]
    codes = [band["code"] for band in bands]
    return bands[max([place, *map(codes.index, best)])]["name_vi"]


def places(keys: dict, method: str) -> dict:
    """Every key's place: one more than how many (``dense``: how many different) are better."""
    better = {name: [other for other in keys.values() if other > key] for name, key in keys.items()}
    return {
        name: 1 + len(set(above) if method == "dense" else above) for name, above in better.items()
    }


def place_units(law, members, result) -> None:
    rule = law.edition["ranking"]
    by = {"index_pct": "index", "total_score": "total"}[rule["by"]]
    breaks = {"appraised_score": "appraised", "survey_score": "survey", "bonus": "bonus"}
    keys = {}
    for code, one in members.items():
        if is_decided(law, one):
            first = getattr(one, by)
            first = rounded_total(law, first) if rule["value"] == "rounded" else first
            keys[code] = (first, *(getattr(one, breaks[name]) for name in rule["tie_break"]))
    for code, place in places(keys, rule["method"]).items():
        result.index[code]["rank"] = str(place)


def place_areas(law, found, result) -> None:
    rule = law.edition["ranking"]
    values = {key: one["sub_index_pct"] for key, one in found.items()}
    keys = {
        key: rounded_total(law, value) if rule["value"] == "rounded" else value
        for key, value in values.items()
        if value is not None
    }
    for key, place in places(keys, rule["method"]).items():
        result.areas[key]["rank_in_group"] = str(place)


def group_mean(law, members, result) -> str:
    """The mean of the published indices of the units that have a place."""
    indices = [
        rounded_total(law, one.index) for code, one in members.items() if result.index[code]["rank"]
    ]
    return total_text(law, sum(indices, ZERO) / len(indices)) if indices else ""
