"""Draft the units of a year, each by itself: nothing about one moves another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.example.build import build_unit
from cchc_lib.example.calendar import date_unit, year_seed
from cchc_lib.example.drafts import UnitDraft
from cchc_lib.example.draws import Seed
from cchc_lib.example.faults import plan_faults, plant_faults
from cchc_lib.example.members import Member
from cchc_lib.example.roster import province_of
from cchc_lib.example.rounds import unfold_rounds
from cchc_lib.example.standing import standing_of
from cchc_lib.example.words import LOWERED

__all__ = ["Drafting", "draft_units", "plan_drafts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """How the units of a year are drafted; ``faults`` are the kinds planted, by unit code."""

    edition: Edition
    assessment: Assessment
    members: Sequence[Member]
    seed: int
    faults: Mapping[str, tuple[str, ...]]

    @property
    def _stream(self) -> Seed:
        return year_seed(self.seed, self.assessment.year)

    def draft(self, number: int) -> UnitDraft:
        """Return the finished draft of the unit at a place of the list."""
        edition, assessment, member = self.edition, self.assessment, self.members[number]
        is_late = member.unit.code == province_of(edition).late_unit
        draft = date_unit(assessment, self._levelled(member), self._stream, is_late=is_late)
        return plant_faults(
            edition,
            assessment,
            unfold_rounds(edition, assessment, draft, self._stream),
            self.faults.get(member.unit.code, ()),
            seed=self._stream,
            other_unit=self.members[number - 1].unit.code,
        )

    def _levelled(self, member: Member) -> UnitDraft:
        year = self.assessment.year
        draft = build_unit(self.edition, member, year, self.seed)
        level = province_of(self.edition).level
        pair = [m for m in self.members if (m.unit.group_code, m.ordinal) in level]
        if member in pair:
            for other in pair:
                theirs = build_unit(self.edition, other, year, self.seed)
                draft = _level(self.edition, draft, theirs)
        return draft


def plan_drafts(
    edition: Edition,
    assessment: Assessment,
    members: Sequence[Member],
    seed: int,
    *,
    has_faults: bool,
) -> Drafting:
    """Return how to draft the units of a year, and which of them get which mistakes."""
    stream = year_seed(seed, assessment.year)
    faults = plan_faults([member.unit for member in members], stream) if has_faults else {}
    return Drafting(
        edition=edition, assessment=assessment, members=members, seed=seed, faults=faults
    )


def draft_units(
    edition: Edition,
    assessment: Assessment,
    members: Sequence[Member],
    seed: int,
    *,
    has_faults: bool,
) -> Iterator[UnitDraft]:
    """Yield the finished draft of every unit, in official order."""
    drafting = plan_drafts(edition, assessment, members, seed, has_faults=has_faults)
    return map(drafting.draft, range(len(members)))


def _level(edition: Edition, draft: UnitDraft, other: UnitDraft) -> UnitDraft:
    """Let the appraiser take points from a unit until it has no more than another."""
    mine, theirs = standing_of(edition, draft), standing_of(edition, other)
    excess = edition.rounding.component(max(mine.total - theirs.total, Fraction(0)))
    claims = dict(draft.claims)
    for number, (code, claim) in enumerate(draft.claims.items()):
        ruling = claim.ruling("appraisal_1")
        if ruling is not None and mine.max_score == theirs.max_score:
            cut = min(excess, edition.rounding.component(ruling.score / 2))
            excess -= cut
            if cut:
                reason = LOWERED[number % len(LOWERED)]
                lower = replace(ruling, score=ruling.score - cut, reason=reason)
                claims[code] = replace(claim, rulings={"appraisal_1": lower})
    return replace(draft, claims=claims)
