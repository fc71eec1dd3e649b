"""What figures, answers and decisions earn: the rule kinds of ``data/rules/README.md``, anew.

A rule is the table of a rule file, its numbers whatever :class:`~fractions.Fraction` takes;
figures are fractions, dates, booleans and texts by input code.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

Figure = Fraction | date | bool | str
Rule = Mapping[str, object]
ZERO, ONE = Fraction(0), Fraction(1)


def rounded(value: Fraction, places: int, mode: str) -> Fraction:
    """Round once; a half goes away from zero (``half_up``) or to the even neighbour."""
    size = abs(value) * 10**places
    whole, rest = divmod(size.numerator, size.denominator)
    twice = 2 * rest - size.denominator
    goes_up = twice > 0 or (twice == 0 and (mode == "half_up" or whole % 2 == 1))
    result = Fraction(whole + goes_up, 10**places)
    return result if value >= 0 else -result


def figure_points(rule: Rule, maximum: Fraction, figures: Mapping[str, Figure], year: int):
    """Return the exact points that figures earn; ``None`` where they are incomplete or wrong."""
    try:
        points = _earned(rule, maximum, figures, year)
    except (LookupError, StopIteration):
        return None
    return None if points is None else min(max(points, ZERO), maximum)


def _earned(rule, maximum, figures, year):  # noqa: PLR0911 - one branch per kind
    kind = rule["kind"]
    if kind == "yes_no":
        return maximum if figures[rule["flag"]] is True else ZERO
    if kind == "checklist":
        met = [Fraction(item["weight"]) * figures[item["flag"]] for item in rule["items"]]
        return maximum * sum(met, ZERO)
    if kind == "graded_share":
        level = figures[rule["level"]]
        return maximum * next(Fraction(x["share"]) for x in rule["levels"] if x["name_vi"] == level)
    if kind == "deadline_tiers":
        share = _deadline_share(rule, figures, year)
        return None if share is None else maximum * share
    if kind == "per_item_share":
        return maximum * min(figures[rule["items"]] / rule["required_items"], ONE)
    if kind == "count_capped":
        counted = min(figures[rule["items"]], Fraction(rule["cap_items"]))
        if rule.get("points_per_item") is not None:
            return counted * Fraction(rule["points_per_item"])
        return counted * Fraction(rule["share_per_item"]) * maximum
    if kind == "count_tiers":
        return maximum * _tier_share(rule["tiers"], figures[rule["items"]])
    if kind == "per_item_deduction":
        lost = figures[rule["items"]] * Fraction(rule["deduct"])
        return max(maximum - lost, Fraction(rule["floor"]))
    return _by_percentage(rule, maximum, figures)


def _by_percentage(rule, maximum, figures):
    """Return the points of a kind that measures a percentage; none planned earns the most."""
    measure = rule["measure"]
    if "percent" in measure:
        share = _share_of(rule, figures[measure["percent"]])
    else:
        achieved, planned = figures[measure["achieved"]], figures[measure["planned"]]
        if achieved > planned or (planned == 0 and measure["when_none"] == "refuse"):
            return None
        share = _share_of(rule, achieved / planned * 100) if planned else ONE
    if rule["kind"] == "ratio_minus_items":
        lost = figures[rule["items"]] * Fraction(rule["deduct"])
        return max(maximum * share - lost, Fraction(rule["floor"]))
    return maximum * share


def _share_of(rule, percent):
    kind = rule["kind"]
    if kind == "percent_tiers":
        return _tier_share(rule["tiers"], percent)
    if kind == "ratio_to_target":
        return percent / Fraction(rule["target"])
    if kind == "ratio_with_floor":
        is_below = percent < Fraction(rule["zero_below"])
        return ZERO if is_below else percent / Fraction(rule["full_at"])
    assert kind in {"ratio_linear", "ratio_minus_items"}
    return percent / 100


def _deadline_share(rule, figures, year):
    issued, due = figures[rule["date"]], rule["due"]
    last = (
        figures[due["input"]]
        if "input" in due
        else date(year + due["year_offset"], due["month"], due["day"])
    )
    if not isinstance(issued, date):
        return Fraction(rule["none"])
    if isinstance(last, str):
        return None
    return Fraction(rule["on_time" if issued <= last else "late"])


def _tier_share(tiers, value):
    return next(Fraction(tier["share"]) for tier in tiers if _lies_in(tier, value))


def _lies_in(tier, value):
    ends = {end: tier.get(end) for end in ("ge", "gt", "le", "lt")}
    ends = {end: Fraction(limit) for end, limit in ends.items() if limit is not None}
    return (
        value >= ends.get("ge", value)
        and value <= ends.get("le", value)
        and ("gt" not in ends or value > ends["gt"])
        and ("lt" not in ends or value < ends["lt"])
    )


def answer_points(
    rule: Rule,
    maximum: Fraction,
    answers: Sequence[tuple[str, str, int]],
    weights: Mapping[str, Fraction],
) -> Fraction:
    """Return the exact points of a question from (respondent group, answer, how often)."""
    worth, size = defaultdict(Fraction), defaultdict(int)
    for group, answer, count in answers:
        worth[group] += _answer_share(rule, answer) * count
        size[group] += count
    heard = [group for group in size if size[group]]
    whole = sum(weights[group] for group in heard)
    share = sum((weights[g] / whole * worth[g] / size[g] for g in heard), ZERO)
    return maximum * share


def _answer_share(rule, answer):
    if rule["kind"] == "survey_map":
        return Fraction(rule["percent_by_answer"][answer]) / 100
    value, lowest, highest = int(answer), rule["lowest"], rule["highest"]
    if rule["is_reversed"]:
        value = lowest + highest - value
    if rule["formula"] == "mean_over_highest":
        return Fraction(value, highest)
    return Fraction(value - lowest, highest - lowest)


def counted_points(
    policy: str, maximum: Fraction, *, is_survey: bool, surveyed, decided
) -> Fraction | None:
    """Return the points that count: by policy where exempt, else by survey or decision."""
    if policy:
        return {"award_max": maximum, "zero": ZERO}.get(policy)
    return surveyed if is_survey else decided


def brought_back(points: Fraction, maximum: Fraction, dropped: Fraction) -> Fraction:
    """Return appraised points brought back to the maximum they would have had."""
    return points / maximum * (maximum + dropped) if maximum else points
