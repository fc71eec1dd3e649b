"""The key of true results, in arithmetic of its own: nothing here asks the engine.

The totals follow the rules in words: points given by the appraiser and the survey, bonus and
penalty up to their caps, an index in per cent of the maxima that count, rounded half up once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from cchc_lib.core.rulebook import Edition, GradeBand
from cchc_lib.example.drafts import Claim, ExpectedFinding, Opinion, Planted, UnitDraft
from cchc_lib.example.opinions import answer_worth

__all__ = ["Standing", "UnitKey", "follows_key_rules", "key_of_unit", "points_text", "standing_of"]

_SECOND_WAY = "drop_max_appraised_then_add_survey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one unit's points add up to; ``is_pending`` while any of them is undecided."""

    appraised: Fraction
    survey: Fraction
    bonus: Decimal
    penalty: Decimal
    max_score: Fraction
    total: Fraction
    is_pending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKey:
    """The true results of one unit before it is ranked."""

    unit_code: str
    group_code: str
    standing: Standing
    index: Decimal | None
    grade: str
    components: Mapping[str, Mapping[str, str]]
    findings: tuple[ExpectedFinding, ...]
    planted: tuple[Planted, ...]

    @property
    def is_blocked(self) -> bool:
        """Tell whether an error withholds the unit's total."""
        return any(finding.is_error for finding in self.findings)


def follows_key_rules(edition: Edition) -> bool:
    """Tell whether an edition rounds, ranks and grades in the way this key is written for."""
    ranking = (edition.ranking.by, edition.ranking.value, edition.ranking.method)
    return (
        ranking == ("index_pct", "rounded", "competition")
        and not edition.ranking.tie_break
        and edition.grading.value == "rounded"
        and edition.rounding.mode == "half_up"
    )


def key_of_unit(edition: Edition, draft: UnitDraft) -> UnitKey:
    """Return the true results of one unit and the findings it must get."""
    findings = tuple(dict.fromkeys(_findings(edition, draft)))
    is_blocked = any(finding.is_error for finding in findings)
    standing = standing_of(edition, draft)
    index = None
    if standing.max_score and not is_blocked:
        percent = standing.total * 100 / standing.max_score
        index = _half_up(percent, edition.rounding.total_places)
    return UnitKey(
        unit_code=draft.unit.code,
        group_code=draft.unit.group_code,
        standing=standing,
        index=index,
        grade="" if index is None else _grade(edition, draft, index).name_vi,
        components=dict(_components(edition, draft)),
        findings=findings,
        planted=draft.planted,
    )


def standing_of(edition: Edition, draft: UnitDraft) -> Standing:
    """Add up the points of one unit under its not-applicable policies."""
    points = own_max = given_back = survey = survey_max = Fraction(0)
    is_pending = False
    for code, claim in draft.claims.items():
        policy, worth = draft.policy_of(code), Fraction(claim.max_score)
        given_back += worth if policy == _SECOND_WAY else 0
        if policy.startswith("drop_max"):
            continue
        given = _given(claim, policy)
        is_pending |= given is None
        own_max += 0 if given is None else worth
        points += Fraction(given or 0)
    for opinion in draft.opinions.values():
        measured = _measured(edition, opinion)
        is_pending |= measured is None
        survey_max += 0 if measured is None else Fraction(opinion.max_score)
        survey += Fraction(measured or 0)
    if given_back and own_max:
        points = points * (own_max + given_back) / own_max
        own_max += given_back
    bonus, penalty = _adjusted(edition, draft)
    max_score = own_max + survey_max
    total = points + survey + Fraction(bonus) - Fraction(penalty)
    return Standing(
        appraised=points,
        survey=survey,
        bonus=bonus,
        penalty=penalty,
        max_score=max_score,
        total=min(max(total, Fraction(0)), max_score),
        is_pending=is_pending,
    )


def _grade(edition: Edition, draft: UnitDraft, index: Decimal) -> GradeBand:
    bands = edition.grading.bands
    reached = next(place for place, band in enumerate(bands) if index >= band.ge)
    for cap in edition.grading.caps:
        if any(a.kind == "cap" and a.code == cap.code for a in draft.adjustments):
            best = next(p for p, band in enumerate(bands) if band.code == cap.best_grade)
            reached = max(reached, best)
    return bands[reached]


def _adjusted(edition: Edition, draft: UnitDraft) -> tuple[Decimal, Decimal]:
    bonus, penalty = _recorded(draft)
    return min(bonus, edition.adjustment.bonus_cap), min(penalty, edition.adjustment.penalty_cap)


def _recorded(draft: UnitDraft) -> tuple[Decimal, Decimal]:
    """Return bonus and penalty before their caps."""
    sums = {"bonus": Decimal(0), "penalty": Decimal(0), "cap": Decimal(0)}
    for adjustment in draft.adjustments:
        sums[adjustment.kind] += adjustment.points
    return sums["bonus"], sums["penalty"]


def _components(edition: Edition, draft: UnitDraft) -> Iterator[tuple[str, Mapping[str, str]]]:
    places = edition.rounding.component_places
    for component in edition.components_of(draft.unit.group_code):
        code = component.code
        if component.is_survey:
            measured = _measured(edition, draft.opinions[code])
            row = {
                "survey_score": points_text(measured, places),
                "final_score": points_text(measured, places),
            }
            yield code, _row(row, "not_appraised" if measured is None else "scored")
            continue
        claim, policy = draft.claims[code], draft.policy_of(code)
        given = _given(claim, policy)
        row = {"appraised_score": points_text(_given(claim, ""), places)}
        if draft.form.is_accepted:
            row["self_score"] = points_text(claim.self_score, places)
            row["rule_score"] = points_text(claim.earned, places)
        if policy.startswith("drop_max"):
            yield code, _row(row, "not_applicable")
        else:
            row["final_score"] = points_text(given, places)
            yield code, _row(row, "not_appraised" if given is None else "scored")


def _row(scores: Mapping[str, str], status: str) -> dict[str, str]:
    names = ("self_score", "rule_score", "appraised_score", "survey_score", "final_score")
    return {name: scores.get(name, "") for name in names} | {"status": status}


def _given(claim: Claim, policy: str) -> Decimal | None:
    """Return the points that count for a component; none while nobody has decided."""
    if policy == "award_max":
        return claim.max_score
    if policy == "zero":
        return Decimal(0)
    score = claim.appraised
    is_possible = isinstance(score, Decimal) and 0 <= score <= claim.max_score
    return score if isinstance(score, Decimal) and is_possible else None


def _measured(edition: Edition, opinion: Opinion) -> Decimal | None:
    """Return the survey points of one question: weighted over the groups that answered."""
    if opinion.percent is not None:
        share = Fraction(opinion.percent) / 100
    else:
        worth = answer_worth(opinion.component.rule)
        valid = {g: [worth[a] for a in own if a in worth] for g, own in opinion.answers.items()}
        answered = sum(map(len, valid.values()))
        if answered < max(edition.survey.minimum_answers, 1):
            return None
        weights = {
            group.code: Fraction(group.weight)
            for group in edition.survey.respondent_groups
            if valid.get(group.code)
        }
        means = {code: sum(valid[code], Fraction(0)) / len(valid[code]) for code in weights}
        weighted = sum((weights[code] * means[code] for code in weights), Fraction(0))
        share = weighted / sum(weights.values())
    return _half_up(Fraction(opinion.max_score) * share, edition.rounding.component_places)


def _findings(edition: Edition, draft: UnitDraft) -> Iterator[ExpectedFinding]:
    """Yield what a full check must find: what was planted, and what the build implies."""
    unit_code = draft.unit.code
    for planted in draft.planted:
        yield planted.finding
        yield from planted.consequences
    if draft.form.is_accepted:
        for code, claim in draft.claims.items():
            claimed = claim.self_score
            is_possible = isinstance(claimed, Decimal) and 0 <= claimed <= claim.max_score
            if is_possible and claim.earned not in (None, claimed):
                yield ExpectedFinding("HS-022", unit_code, code)
    if _recorded(draft) != _adjusted(edition, draft):
        yield ExpectedFinding("KD-017", unit_code)


def points_text(value: object, places: int) -> str:
    """Write points; whatever is not a number is missing."""
    match value:
        case Decimal() | Fraction():
            return f"{_half_up(Fraction(value), places):f}"
        case _:
            return ""


def _half_up(value: Fraction, places: int) -> Decimal:
    return Decimal(floor(value * 10**places + Fraction(1, 2))).scaleb(-places)
