"""Recompute every number of a run from its traces alone, without the package.

Only the JSON of ``traces.jsonl`` and ``year.json`` and the edition's own rounding are used:
what an auditor who trusts neither us nor our code would write from the documentation.
"""

from collections import defaultdict
from datetime import date
from fractions import Fraction

ZERO, ONE = Fraction(0), Fraction(1)
DECIDING = ("appraisal_1", "appraisal_2", "council")


def half_up(value: Fraction, places: int) -> Fraction:
    scaled = value * 10**places
    whole = (
        (2 * scaled + 1).numerator // (2 * (2 * scaled + 1).denominator) if scaled >= 0 else None
    )
    if whole is None:
        return -half_up(-value, places)
    return Fraction(whole, 10**places)


def number(figure) -> Fraction:
    return Fraction(figure["number"])


def percent(rule: dict, figures: dict) -> Fraction | None:
    measure = rule["measure"]
    if "percent" in measure:
        return number(figures[measure["percent"]])
    planned = number(figures[measure["planned"]])
    return number(figures[measure["achieved"]]) / planned * 100 if planned else None


def in_tier(tier: dict, value: Fraction) -> bool:
    tests = {
        "ge": lambda end: value >= end,
        "gt": lambda end: value > end,
        "le": lambda end: value <= end,
        "lt": lambda end: value < end,
    }
    return all(test(Fraction(tier[end])) for end, test in tests.items() if tier[end] is not None)


def by_tier(tiers: list, value: Fraction) -> Fraction:
    return next(Fraction(tier["share"]) for tier in tiers if in_tier(tier, value))


def rule_points(  # noqa: PLR0911 - one branch per kind
    rule: dict, maximum: Fraction, figures: dict, year: int
) -> Fraction:
    kind = rule["kind"]
    if kind == "yes_no":
        return maximum if figures[rule["flag"]] is True else ZERO
    if kind == "checklist":
        met = [Fraction(i["weight"]) for i in rule["items"] if figures[i["flag"]] is True]
        return maximum * sum(met, ZERO)
    if kind == "graded_share":
        level = figures[rule["level"]]["text"]
        return maximum * next(Fraction(x["share"]) for x in rule["levels"] if x["name_vi"] == level)
    if kind == "deadline_tiers":
        return maximum * deadline_share(rule, figures, year)
    if kind == "per_item_share":
        return maximum * min(number(figures[rule["items"]]) / rule["required_items"], ONE)
    if kind == "count_capped":
        counted = min(number(figures[rule["items"]]), Fraction(rule["cap_items"]))
        if rule["points_per_item"] is not None:
            return min(counted * Fraction(rule["points_per_item"]), maximum)
        return maximum * counted * Fraction(rule["share_per_item"])
    if kind == "count_tiers":
        return maximum * by_tier(rule["tiers"], number(figures[rule["items"]]))
    if kind == "per_item_deduction":
        lost = number(figures[rule["items"]]) * Fraction(rule["deduct"])
        return max(maximum - lost, Fraction(rule["floor"]))
    return ratio_points(rule, maximum, figures)


def deadline_share(rule: dict, figures: dict, year: int) -> Fraction:
    issued = figures[rule["date"]]
    if "text" in issued:
        return Fraction(rule["none"])
    due = rule["due"]
    last = (
        date.fromisoformat(figures[due["input"]]["date"])
        if "input" in due
        else date(year + due["year_offset"], due["month"], due["day"])
    )
    return Fraction(rule["on_time" if date.fromisoformat(issued["date"]) <= last else "late"])


def ratio_points(rule: dict, maximum: Fraction, figures: dict) -> Fraction:
    kind, value = rule["kind"], percent(rule, figures)
    if kind == "percent_tiers":
        return maximum if value is None else maximum * by_tier(rule["tiers"], value)
    if kind == "ratio_linear":
        return maximum if value is None else maximum * value / 100
    if kind == "ratio_to_target":
        target = Fraction(rule["target"])
        return maximum if value is None else maximum * max(min(value / target, ONE), ZERO)
    if kind == "ratio_with_floor":
        if value is None:
            return maximum
        share = ZERO if value < Fraction(rule["zero_below"]) else value / Fraction(rule["full_at"])
        return maximum * min(share, ONE)
    assert kind == "ratio_minus_items"
    lost = number(figures[rule["items"]]) * Fraction(rule["deduct"])
    earned = maximum if value is None else maximum * value / 100
    return max(earned - lost, Fraction(rule["floor"]))


def survey_points(line: dict, maximum: Fraction) -> Fraction:
    rule = line["rule"]
    if rule["kind"] == "survey_percent":
        return maximum * Fraction(line["measured"][0]["percent"]) / 100
    weights = {group["code"]: Fraction(group["weight"]) for group in line["weights"]}
    means = defaultdict(list)
    for tally in line["tallies"]:
        for answer, count in tally["counts"].items():
            means[tally["respondent_group"]] += [answer_share(rule, answer)] * count
    whole = sum(weights[group] for group in means)
    share = sum(weights[g] / whole * sum(shares, ZERO) / len(shares) for g, shares in means.items())
    return maximum * share


def answer_share(rule: dict, answer: str) -> Fraction:
    if rule["kind"] == "survey_map":
        return Fraction(rule["percent_by_answer"][answer]) / 100
    value = int(answer)
    if rule["is_reversed"]:
        value = rule["lowest"] + rule["highest"] - value
    if rule["formula"] == "mean_over_highest":
        return Fraction(value, rule["highest"])
    return Fraction(value - rule["lowest"], rule["highest"] - rule["lowest"])


def points_after(line: dict, stage: str) -> Fraction | None:
    """The points of an appraised component after a stage; none where nothing was valid yet."""
    if stage == "self_assessment":
        claimed, maximum = line["self_score"]["value"], Fraction(line["max_score"])
        is_number = isinstance(claimed, str)
        return Fraction(claimed) if is_number and 0 <= Fraction(claimed) <= maximum else None
    last = "appraisal_1" if stage == "explanation" else stage
    until = DECIDING[: DECIDING.index(last) + 1]
    standing = [
        Fraction(one["value"])
        for one in line["decisions"]
        if one["kind"] != "refused" and one["stage"] in until
    ]
    return standing[-1] if standing else None


def counted_after(line: dict, stage: str) -> Fraction | None:
    """The points that count for any component after a stage, by policy, survey or decision."""
    if line["exemption"]:
        given = {"award_max": Fraction(line["max_score"]), "zero": ZERO}
        return given.get(line["exemption"]["policy"])
    if line["evidence_state"] == "not_required":
        return Fraction(line["survey"]["value"]) if "value" in line["survey"] else None
    return points_after(line, stage)


def total_after(lines: list, unit: dict, stage: str) -> tuple[Fraction, Fraction]:
    """Total and maximum of a unit as if the round had ended with a stage."""
    own, own_max, survey, survey_max, back = ZERO, ZERO, ZERO, ZERO, ZERO
    for line in lines:
        points, maximum = counted_after(line, stage), Fraction(line["max_score"])
        if points is None:
            policy = line["exemption"] and line["exemption"]["policy"]
            back += maximum if policy == "drop_max_appraised_then_add_survey" else 0
        elif line["evidence_state"] == "not_required":
            survey, survey_max = survey + points, survey_max + maximum
        else:
            own, own_max = own + points, own_max + maximum
    if own_max:
        own, own_max = own / own_max * (own_max + back), own_max + back
    maximum = own_max + survey_max
    total = own + survey + Fraction(unit["bonus"]) - Fraction(unit["penalty"])
    return min(max(total, ZERO), maximum), maximum
