"""Points from declared figures (rule kinds) and from the survey, before rounding."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from tests.second_engine.reading import Row

Rule = dict[str, Any]
Figures = dict[str, Row]

_NEVER = "Không có"
"""What stands in figures.csv for a date of something that was never done."""


class NoPointsError(Exception):
    """The figures give no points: one is missing, or the rule refuses them."""


def rule_points(rule: Rule, maximum: Fraction, figures: Figures, year: int) -> Fraction | None:
    """Points by the rule from what the unit declared; None if the rule gives none."""
    try:
        points = _KINDS[rule["kind"]](rule, maximum, figures, year)
    except (NoPointsError, KeyError):
        return None
    return min(max(points, Fraction(0)), maximum)


def _value(figures: Figures, code: str) -> str:
    row = figures.get(code)
    if row is None or row["missing"] or row["value"] == "":
        raise NoPointsError(code)
    return row["value"]


def _number(figures: Figures, code: str) -> Fraction:
    return Fraction(_value(figures, code))


def _share(value: int | str | Fraction) -> Fraction:
    return Fraction(value)


def _percent(rule: Rule, figures: Figures) -> Fraction | None:
    """The measured percentage; None if nothing was planned and the maximum is awarded."""
    measure = rule["measure"]
    if "percent" in measure:
        return _number(figures, measure["percent"])
    achieved = _number(figures, measure["achieved"])
    planned = _number(figures, measure["planned"])
    if achieved > planned:
        raise NoPointsError("more achieved than planned")
    if planned == 0:
        if measure["when_none"] == "award_max":
            return None
        raise NoPointsError("nothing planned")
    return achieved / planned * 100


def _tier(tiers: list[Rule], value: Fraction) -> Fraction:
    for tier in tiers:
        is_above = value >= tier["ge"] if "ge" in tier else "gt" not in tier or value > tier["gt"]
        is_below = value <= tier["le"] if "le" in tier else "lt" not in tier or value < tier["lt"]
        if is_above and is_below:
            return _share(tier["share"])
    raise NoPointsError("no tier")


def _yes_no(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    return maximum if _value(figures, rule["flag"]) == "true" else Fraction(0)


def _checklist(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    kept = [item for item in rule["items"] if _value(figures, item["flag"]) == "true"]
    return maximum * sum((_share(item["weight"]) for item in kept), Fraction(0))


def _graded_share(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    level = _value(figures, rule["level"])
    shares = {entry["name_vi"]: _share(entry["share"]) for entry in rule["levels"]}
    return maximum * shares[level]


def _deadline_tiers(rule: Rule, maximum: Fraction, figures: Figures, year: int) -> Fraction:
    declared = _value(figures, rule["date"])
    if declared == _NEVER:
        return maximum * _share(rule["none"])
    done = date.fromisoformat(declared)
    due_rule = rule["due"]
    if "input" in due_rule:
        due = date.fromisoformat(_value(figures, due_rule["input"]))
    else:
        due = date(year + due_rule["year_offset"], due_rule["month"], due_rule["day"])
    return maximum * _share(rule["on_time"] if done <= due else rule["late"])


def _percent_tiers(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    percent = _percent(rule, figures)
    return maximum if percent is None else maximum * _tier(rule["tiers"], percent)


def _ratio_with_floor(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    percent = _percent(rule, figures)
    if percent is None or percent >= rule["full_at"]:
        return maximum
    return (
        Fraction(0) if percent < rule["zero_below"] else maximum * percent / _share(rule["full_at"])
    )


def _ratio_linear(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    percent = _percent(rule, figures)
    return maximum if percent is None else maximum * percent / 100


def _ratio_to_target(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    percent = _percent(rule, figures)
    return maximum if percent is None else maximum * percent / _share(rule["target"])


def _ratio_minus_items(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    percent = _percent(rule, figures)
    full = maximum if percent is None else maximum * percent / 100
    return max(
        full - _number(figures, rule["items"]) * _share(rule["deduct"]), Fraction(rule["floor"])
    )


def _per_item_share(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    return maximum * _number(figures, rule["items"]) / _share(rule["required_items"])


def _count_capped(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    counted = min(_number(figures, rule["items"]), Fraction(rule["cap_items"]))
    if "points_per_item" in rule:
        return counted * _share(rule["points_per_item"])
    return counted * _share(rule["share_per_item"]) * maximum


def _count_tiers(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    return maximum * _tier(rule["tiers"], _number(figures, rule["items"]))


def _per_item_deduction(rule: Rule, maximum: Fraction, figures: Figures, _: int) -> Fraction:
    deducted = maximum - _number(figures, rule["items"]) * _share(rule["deduct"])
    return max(deducted, Fraction(rule["floor"]))


_KINDS: dict[str, Callable[[Rule, Fraction, Figures, int], Fraction]] = {
    "yes_no": _yes_no,
    "checklist": _checklist,
    "graded_share": _graded_share,
    "deadline_tiers": _deadline_tiers,
    "percent_tiers": _percent_tiers,
    "ratio_with_floor": _ratio_with_floor,
    "ratio_linear": _ratio_linear,
    "ratio_to_target": _ratio_to_target,
    "ratio_minus_items": _ratio_minus_items,
    "per_item_share": _per_item_share,
    "count_capped": _count_capped,
    "count_tiers": _count_tiers,
    "per_item_deduction": _per_item_deduction,
}


def survey_points(
    rule: Rule, maximum: Fraction, answers: list[Row], survey: Rule
) -> Fraction | None:
    """Points of a survey question; None with too few valid answers."""
    measured = [row for row in answers if row["percent"] != ""]
    if measured:
        return _measured_points(maximum, measured, survey)
    counts = _valid_counts(rule, answers)
    total = sum((count for group in counts.values() for count in group.values()), Fraction(0))
    if total == 0 or total < survey["minimum_answers"]:
        return None
    weights = {entry["code"]: Fraction(entry["weight"]) for entry in survey["respondent_groups"]}
    means = {group: _mean(rule, found) for group, found in counts.items() if sum(found.values())}
    whole = sum((weights[group] for group in means), Fraction(0))
    mean = sum((weights[group] * value for group, value in means.items()), Fraction(0)) / whole
    return maximum * _survey_share(rule, mean)


def _measured_points(maximum: Fraction, rows: list[Row], survey: Rule) -> Fraction | None:
    row = rows[0]
    if row["sample_size"] and Fraction(row["sample_size"]) < survey["minimum_answers"]:
        return None
    return maximum * Fraction(row["percent"]) / 100


def _scale(rule: Rule) -> dict[str, Fraction]:
    """What each valid answer is worth."""
    if rule["kind"] == "survey_map":
        return {code: Fraction(value) for code, value in rule["percent_by_answer"].items()}
    return {str(step): Fraction(step) for step in range(rule["lowest"], rule["highest"] + 1)}


def _valid_counts(rule: Rule, answers: list[Row]) -> dict[str, dict[str, Fraction]]:
    scale = _scale(rule)
    found: dict[str, dict[str, Fraction]] = {}
    for row in answers:
        if row["answer"] in scale:
            group = found.setdefault(row["respondent_group"], {})
            before = group.get(row["answer"], Fraction(0))
            group[row["answer"]] = before + Fraction(row["count"])
    return found


def _mean(rule: Rule, counts: dict[str, Fraction]) -> Fraction:
    scale = _scale(rule)
    worth = sum((scale[answer] * count for answer, count in counts.items()), Fraction(0))
    return worth / sum(counts.values())


def _survey_share(rule: Rule, mean: Fraction) -> Fraction:
    if rule["kind"] == "survey_map":
        return mean / 100
    lowest, highest = Fraction(rule["lowest"]), Fraction(rule["highest"])
    if rule["is_reversed"]:
        mean = lowest + highest - mean
    if rule["formula"] == "mean_over_highest":
        return mean / highest
    return (mean - lowest) / (highest - lowest)
