"""What one unit's points add up to after each stage, in arithmetic of its own.

The totals follow the rules in words: points given by the appraiser and the survey, bonus and
penalty up to their caps, an index in per cent of the maxima that count. Nothing here asks the
engine.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from cchc_lib.core.round_rules import Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.example.drafts import Claim, Opinion, UnitDraft
from cchc_lib.example.opinions import answer_worth

__all__ = [
    "Standing",
    "adjusted",
    "all_measured",
    "given_after",
    "half_up",
    "measured_of",
    "points_text",
    "recorded",
    "standing_of",
]

_SECOND_WAY = "drop_max_appraised_then_add_survey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one unit's points add up to; ``pending_max`` is the maximum of what is undecided."""

    appraised: Fraction
    survey: Fraction
    bonus: Decimal
    penalty: Decimal
    max_score: Fraction
    pending_max: Fraction
    total: Fraction


def all_measured(edition: Edition, draft: UnitDraft) -> dict[str, Decimal | None]:
    """Return the survey points of every question about one unit, by component code."""
    return {code: measured_of(edition, opinion) for code, opinion in draft.opinions.items()}


def standing_of(
    edition: Edition,
    draft: UnitDraft,
    stage: Stage = "council",
    measured: Mapping[str, Decimal | None] | None = None,
) -> Standing:
    """Add up the points of one unit after a stage, under its not-applicable policies.

    Survey, bonus and penalty are those of the end, whatever the stage. ``measured`` are the
    survey points where :func:`all_measured` has returned them already.
    """
    sums = dict.fromkeys(("points", "own", "back", "survey", "survey_max", "open"), Decimal(0))
    for code, claim in draft.claims.items():
        policy, worth = draft.policy_of(code), claim.max_score
        sums["back"] += worth if policy == _SECOND_WAY else 0
        if policy.startswith("drop_max"):
            continue
        given = given_after(draft, claim, stage)
        sums["open" if given is None else "own"] += worth
        sums["points"] += given or 0
    for code, one in draft.sourced.items():
        if not draft.policy_of(code):
            sums["own"] += one.max_score
            sums["points"] += one.earned
    for code, got in (all_measured(edition, draft) if measured is None else measured).items():
        sums["open" if got is None else "survey_max"] += draft.opinions[code].max_score
        sums["survey"] += got or 0
    points, own_max, given_back, survey, survey_max, pending_max = map(Fraction, sums.values())
    if given_back and own_max:
        points = points * (own_max + given_back) / own_max
        own_max += given_back
    bonus, penalty = adjusted(edition, draft)
    max_score = own_max + survey_max
    total = points + survey + Fraction(bonus) - Fraction(penalty)
    return Standing(
        appraised=points,
        survey=survey,
        bonus=bonus,
        penalty=penalty,
        max_score=max_score,
        pending_max=pending_max,
        total=min(max(total, Fraction(0)), max_score),
    )


def given_after(draft: UnitDraft, claim: Claim, stage: Stage) -> Decimal | None:
    """Return the points that count for a component after a stage; none while undecided."""
    policy = draft.policy_of(claim.component.code)
    if policy == "award_max":
        return claim.max_score
    if policy == "zero":
        return Decimal(0)
    if stage == "self_assessment":
        claimed = claim.self_score
        if not isinstance(claimed, Decimal) or not draft.form.is_accepted:
            return None
        return claimed if 0 <= claimed <= claim.max_score else None
    return claim.points_after("appraisal_1" if stage == "explanation" else stage)


def measured_of(edition: Edition, opinion: Opinion) -> Decimal | None:
    """Return the survey points of one question: weighted over the groups that answered."""
    if opinion.percent is not None:
        share = Fraction(opinion.percent) / 100
    else:
        worth = answer_worth(opinion.component.rule)
        valid = {
            group: {answer: n for answer, n in Counter(own).items() if answer in worth}
            for group, own in opinion.answers.items()
        }
        answered = sum(sum(counts.values()) for counts in valid.values())
        if answered < max(edition.survey.minimum_answers, 1):
            return None
        weights = {
            group.code: Fraction(group.weight)
            for group in edition.survey.respondent_groups
            if valid.get(group.code)
        }
        means = {
            code: sum((worth[answer] * n for answer, n in valid[code].items()), Fraction(0))
            / sum(valid[code].values())
            for code in weights
        }
        weighted = sum((weights[code] * means[code] for code in weights), Fraction(0))
        share = weighted / sum(weights.values())
    return half_up(Fraction(opinion.max_score) * share, edition.rounding.component_places)


def adjusted(edition: Edition, draft: UnitDraft) -> tuple[Decimal, Decimal]:
    """Return bonus and penalty as they count: every ground up to its cap, then their sums."""
    caps = {item.code: item.max_points for item in edition.adjustment.items}
    by_ground: dict[tuple[str, str], Decimal] = {}
    for kind, code, points in _grounds(edition, draft):
        by_ground[kind, code] = by_ground.get((kind, code), Decimal(0)) + points
    sums = {"bonus": Decimal(0), "penalty": Decimal(0)}
    for (kind, code), points in by_ground.items():
        sums[kind] += min(points, caps.get(code, points))
    rule = edition.adjustment
    return min(sums["bonus"], rule.bonus_cap), min(sums["penalty"], rule.penalty_cap)


def recorded(edition: Edition, draft: UnitDraft) -> Mapping[str, Decimal]:
    """Return bonus and penalty before any cap."""
    sums = {"bonus": Decimal(0), "penalty": Decimal(0)}
    for kind, _, points in _grounds(edition, draft):
        sums[kind] += points
    return sums


def _grounds(edition: Edition, draft: UnitDraft) -> list[tuple[str, str, Decimal]]:
    """Return kind, code and points of what is recorded, and of what follows from filing late."""
    recorded_ones = (a for a in draft.adjustments if a.kind != "cap")
    grounds: list[tuple[str, str, Decimal]] = [(a.kind, a.code, a.points) for a in recorded_ones]
    if draft.is_late:
        grounds += [
            ("penalty", rule.item, rule.points_per_day * draft.late_days)
            for rule in edition.adjustment.late
            if rule.stage == "self_assessment"
        ]
    return grounds


def points_text(value: object, places: int) -> str:
    """Write points; whatever is not a number is missing."""
    match value:
        case Decimal() | Fraction():
            return f"{half_up(Fraction(value), places):f}"
        case _:
            return ""


def half_up(value: Fraction, places: int) -> Decimal:
    """Round as the rules of the key say: a half goes up."""
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)
