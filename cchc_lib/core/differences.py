"""Where claim, figures and appraisal part: disputes, over-claiming, strictness of appraisers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.results import YearResult
from cchc_lib.core.rounds import is_appraised_component
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import NotReported

__all__ = [
    "Mismatch",
    "OverClaim",
    "Strictness",
    "figure_mismatches",
    "over_claims",
    "strictness",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A component whose claim is not what the unit's own figures earn."""

    score: ComponentScore
    claimed: Decimal
    earned: Decimal

    @property
    def at_stake(self) -> Decimal:
        """Return the points that claim and figures are apart."""
        return abs(self.claimed - self.earned)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverClaim:
    """What was claimed and what was given, over the components where both are known."""

    code: str
    component_count: int
    claimed: Decimal
    given: Decimal
    raised_count: int
    lowered_count: int

    @property
    def excess(self) -> Decimal:
        """Return the points claimed beyond those given; negative where more were given."""
        return self.claimed - self.given


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """How much one lead appraiser takes from claims, against all on components alike.

    Components are alike when their points come about by the same kind of rule.
    ``expected_cut`` is what would have been taken at the rate of all appraisers on those
    kinds; ``excess_ratio`` is the difference as a part of what was claimed.
    """

    lead_appraiser: str
    component_count: int
    claimed: Decimal
    cut: Decimal
    expected_cut: Fraction
    excess_ratio: Fraction


def figure_mismatches(year: YearResult) -> tuple[Mismatch, ...]:
    """Return the components whose claim and figures disagree, most points at stake first."""
    found = [
        Mismatch(score=score, claimed=claimed, earned=line.value)
        for score in year.scores
        if score.exemption is None
        and isinstance(line := score.rule_score, RuleLine)
        and isinstance(line.value, Decimal)
        and isinstance(claimed := score.self_score.value, Decimal)
        and claimed != line.value
    ]
    return tuple(sorted(found, key=lambda one: -one.at_stake))


def over_claims(
    scores: Iterable[ComponentScore], key: Callable[[ComponentScore], str]
) -> tuple[OverClaim, ...]:
    """Return claims against what was given, grouped by ``key`` (unit, area, appraiser)."""
    groups: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for score in scores:
        pair = _claimed_and_given(score)
        if pair is not None:
            groups.setdefault(key(score), []).append(pair)
    return tuple(
        OverClaim(
            code=code,
            component_count=len(pairs),
            claimed=sum((claimed for claimed, _ in pairs), Decimal(0)),
            given=sum((given for _, given in pairs), Decimal(0)),
            raised_count=sum(given > claimed for claimed, given in pairs),
            lowered_count=sum(given < claimed for claimed, given in pairs),
        )
        for code, pairs in groups.items()
    )


def strictness(year: YearResult) -> tuple[Strictness, ...]:
    """Return how strict every lead appraiser is on components alike, the strictest first.

    What the council gave or took is not the appraiser's doing and does not count.
    """
    kinds = {component.code: component.rule.kind for component in year.edition.components()}
    scores = [_before_council(score) for score in year.scores]
    by_kind = {one.code: one for one in over_claims(scores, lambda s: kinds[s.component_code])}
    rates = {
        kind: Fraction(one.excess) / Fraction(one.claimed) if one.claimed else Fraction(0)
        for kind, one in by_kind.items()
    }
    expected: dict[str, Fraction] = {}
    for score in scores:
        pair = _claimed_and_given(score)
        if pair is not None:
            cut = Fraction(pair[0]) * rates[kinds[score.component_code]]
            expected[score.lead_appraiser] = expected.get(score.lead_appraiser, Fraction(0)) + cut
    leads = over_claims(scores, lambda score: score.lead_appraiser)
    found = [_strictness(one, expected[one.code]) for one in leads if one.claimed]
    return tuple(sorted(found, key=lambda one: -one.excess_ratio))


def _strictness(lead: OverClaim, expected: Fraction) -> Strictness:
    return Strictness(
        lead_appraiser=lead.code,
        component_count=lead.component_count,
        claimed=lead.claimed,
        cut=lead.excess,
        expected_cut=expected,
        excess_ratio=(Fraction(lead.excess) - expected) / Fraction(lead.claimed),
    )


def _before_council(score: ComponentScore) -> ComponentScore:
    """Return a component as its appraisers left it."""
    kept = tuple(line for line in score.decisions if line.stage != "council")
    return score if len(kept) == len(score.decisions) else replace(score, decisions=kept)


def _claimed_and_given(score: ComponentScore) -> tuple[Decimal, Decimal] | None:
    """Return claim and points in force of an appraised component where both are known."""
    claimed, line = score.self_score.value, score.appraised
    if not is_appraised_component(score) or not isinstance(line, AppraisedLine):
        return None
    return None if isinstance(claimed, NotReported) else (claimed, line.value)
