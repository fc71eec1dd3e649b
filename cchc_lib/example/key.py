"""The key of true results of one unit: from how it was built, never from the engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.round_rules import APPRAISAL_STAGES, STAGES, Stage
from cchc_lib.core.rulebook import Edition, GradeBand
from cchc_lib.example.drafts import Claim, ExpectedFinding, Planted, UnitDraft
from cchc_lib.example.standing import (
    Standing,
    all_measured,
    given_after,
    half_up,
    points_text,
    recorded,
    standing_of,
)

__all__ = ["UnitKey", "follows_key_rules", "key_of_unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitKey:
    """The true results of one unit before it is ranked.

    ``stages`` holds the standing after every stage, ``settled`` the stages at which something
    was explained or decided for good; ``facts`` are the codes of recorded caps.
    ``may_explain`` and ``awaits_review`` tell what the unit and its appraisers may still do,
    ``has_moved_on`` that the round of this unit went beyond the first appraisal.
    """

    unit_code: str
    group_code: str
    standing: Standing
    stages: Mapping[Stage, Standing]
    settled: frozenset[Stage]
    index: Decimal | None
    grade: GradeBand | None
    facts: frozenset[str]
    may_explain: bool
    awaits_review: bool
    has_moved_on: bool
    components: Mapping[str, Mapping[str, str]]
    findings: tuple[ExpectedFinding, ...]
    planted: tuple[Planted, ...]

    @property
    def is_blocked(self) -> bool:
        """Tell whether an error withholds the unit's total."""
        return any(finding.withholds for finding in self.findings)

    def is_open(self, *, is_explanation_over: bool) -> bool:
        """Tell whether the unit's own result is not final."""
        has_error = any(finding.leaves_open for finding in self.findings)
        may_change = self.awaits_review or (self.may_explain and not is_explanation_over)
        return has_error or may_change or bool(self.standing.pending_max)


def follows_key_rules(edition: Edition) -> bool:
    """Tell whether an edition rounds, ranks and grades in the way this key is written for."""
    ranking = (edition.ranking.by, edition.ranking.value, edition.ranking.method)
    return (
        ranking == ("index_pct", "rounded", "competition")
        and not edition.ranking.tie_break
        and edition.grading.value == "rounded"
        and edition.rounding.mode == "half_up"
        and edition.procedure.precedence == APPRAISAL_STAGES[::-1]
    )


def key_of_unit(edition: Edition, draft: UnitDraft) -> UnitKey:
    """Return the true results of one unit and the findings it must get."""
    findings = tuple(_findings(edition, draft))
    measured = all_measured(edition, draft)
    stages = {stage: standing_of(edition, draft, stage, measured) for stage in STAGES}
    standing = stages["council"]
    facts = frozenset(a.code for a in draft.adjustments if a.kind == "cap")
    index = None
    if standing.max_score and not any(finding.withholds for finding in findings):
        percent = standing.total * 100 / standing.max_score
        index = half_up(percent, edition.rounding.total_places)
    return UnitKey(
        unit_code=draft.unit.code,
        group_code=draft.unit.group_code,
        standing=standing,
        stages=stages,
        settled=frozenset(_settled(draft)),
        index=index,
        grade=_grade(edition, facts, standing, index),
        facts=facts,
        may_explain=any(claim.response is None for claim in _disputed(draft)),
        awaits_review=draft.until == "explanation"
        and any(claim.response is not None for claim in _disputed(draft)),
        has_moved_on=any(claim.went_further for claim in draft.claims.values()),
        components=dict(_components(edition, draft, measured)),
        findings=findings,
        planted=draft.planted,
    )


def _disputed(draft: UnitDraft) -> Iterator[Claim]:
    """Yield the claims of a form that was accepted on which the first appraisal differs."""
    for code, claim in draft.claims.items():
        if draft.form.is_accepted and claim.is_disputed and not draft.policy_of(code):
            yield claim


def _settled(draft: UnitDraft) -> Iterator[Stage]:
    for claim in draft.claims.values():
        yield from (stage for stage in claim.rulings if claim.ruling(stage))
    if draft.has_explained:
        yield "explanation"


def _grade(
    edition: Edition, facts: frozenset[str], standing: Standing, index: Decimal | None
) -> GradeBand | None:
    """Return the band of an index under the caps; none while too little is decided."""
    whole = standing.max_score + standing.pending_max
    if index is None or standing.max_score < whole * Fraction(edition.ranking.provisional_share):
        return None
    bands = edition.grading.bands
    reached = next(place for place, band in enumerate(bands) if index >= band.ge)
    for cap in edition.grading.caps:
        if cap.code in facts:
            best = next(p for p, band in enumerate(bands) if band.code == cap.best_grade)
            reached = max(reached, best)
    return bands[reached]


def _components(
    edition: Edition, draft: UnitDraft, measured: Mapping[str, Decimal | None]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    places = edition.rounding.component_places
    for component in edition.components_of(draft.unit.group_code):
        code = component.code
        if component.is_survey:
            points = measured[code]
            row = {
                "survey_score": points_text(points, places),
                "final_score": points_text(points, places),
            }
            yield code, _row(row, "not_appraised" if points is None else "scored")
            continue
        if component.source:
            earned = points_text(draft.sourced[code].earned, places)
            yield code, _row({"rule_score": earned, "final_score": earned}, "scored")
            continue
        claim = draft.claims[code]
        row = dict(_appraised_row(draft, claim, places))
        if draft.policy_of(code).startswith("drop_max"):
            yield code, _row(row, "not_applicable")
        else:
            given = given_after(draft, claim, "council")
            row["final_score"] = points_text(given, places)
            yield code, _row(row, "not_appraised" if given is None else "scored")


def _appraised_row(draft: UnitDraft, claim: Claim, places: int) -> Iterator[tuple[str, str]]:
    """Yield what the unit claimed and what was decided on it, by name of column."""
    if draft.form.is_accepted:
        yield "self_score", points_text(claim.self_score, places)
        yield "rule_score", points_text(claim.earned, places)
    for stage in APPRAISAL_STAGES:
        ruling = claim.ruling(stage)
        yield stage, points_text(ruling.score if ruling else None, places)
    yield "appraised_score", points_text(claim.points_after("council"), places)


def _row(scores: Mapping[str, str], status: str) -> dict[str, str]:
    names = (
        "self_score", "rule_score", *APPRAISAL_STAGES, "appraised_score", "survey_score",
        "final_score",
    )  # fmt: skip
    return {name: scores.get(name, "") for name in names} | {"status": status}


def _findings(edition: Edition, draft: UnitDraft) -> Iterator[ExpectedFinding]:
    """Yield what a full check must find: what was planted, and what the build implies."""
    unit_code = draft.unit.code
    planted: list[ExpectedFinding] = []
    for one in draft.planted:
        planted += [one.finding, *one.consequences]
    yield from planted
    if draft.form.is_accepted:
        for code, claim in draft.claims.items():
            claimed, implied = claim.self_score, ExpectedFinding("HS-022", unit_code, code)
            is_possible = isinstance(claimed, Decimal) and 0 <= claimed <= claim.max_score
            if is_possible and claim.earned not in (None, claimed) and implied not in planted:
                yield implied
    caps = {"bonus": edition.adjustment.bonus_cap, "penalty": edition.adjustment.penalty_cap}
    for kind, points in recorded(edition, draft).items():
        if points > caps[kind]:
            yield ExpectedFinding("KD-017", unit_code)
    if draft.is_late:
        yield ExpectedFinding("GD-005", unit_code)
    if draft.until == "self_assessment":
        yield ExpectedFinding("TD-001", unit_code)
