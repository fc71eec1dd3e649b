"""Build one unit of the example: how good it is, what it declares, claims and is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from cchc_lib.core.rule_kinds import FigureRule
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Unit
from cchc_lib.example.calendar import FIRST_YEAR, year_seed
from cchc_lib.example.construct import Site, construct
from cchc_lib.example.decisions import decide_adjustments, decide_exemptions
from cchc_lib.example.documents import cite_documents, in_own_words, share_documents
from cchc_lib.example.drafts import Claim, Document, Ruling, Sourced, UnitDraft
from cchc_lib.example.draws import WHOLE, Draw
from cchc_lib.example.members import Member
from cchc_lib.example.opinions import build_opinion
from cchc_lib.example.roster import Province, province_of
from cchc_lib.example.words import EXPLANATIONS, LOWERED, NOT_DONE, RECOUNTED
from cchc_lib.files.forms.sheet import CellValue

__all__ = ["blank_claim", "build_unit"]

_GOLDEN = 618
_CAPPED_PLACE = 960
_AREA_SPREAD, _COMPONENT_SPREAD, _OWN_SPREAD = 50, 60, 120
_DRIFT = 20
"""How far a unit's quality may move from one year to the next."""
_OVERCLAIMED, _UNDERCLAIMED, _LOWERED, _EXPLAINED = 9, 3, 30, 60
_PARTS = (Fraction(0), Fraction(1, 2), Fraction(3, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Builder:
    """What does not change while one unit is built."""

    edition: Edition
    member: Member
    year: int
    seed: int
    quality: int

    @property
    def unit(self) -> Unit:
        """Return the unit as it is called in the year."""
        return self.member.unit

    def draw(self, *names: str) -> Draw:
        """Return a stream of the unit's own, anew in every year."""
        return Draw(year_seed(self.seed, self.year), self.unit.code, *names)

    def claim(self, component: Component) -> Claim:
        """Build figures, claim, evidence and appraisal of one component."""
        draw = self.draw(component.code)
        max_score = component.max_score[self.unit.group_code]
        target = draw.near(self._target(component), _OWN_SPREAD)
        figures: Mapping[str, CellValue] = {}
        earned: Decimal | None = None
        true_score = self.edition.rounding.component(Fraction(max_score) * target / WHOLE)
        if isinstance(component.rule, FigureRule):
            figures, earned = self._constructed(component, component.rule, target, draw)
            true_score = earned
        claimed = self._claimed(true_score, max_score, draw)
        ruling = self._appraised(true_score, claimed, draw)
        documents, explanation = self._evidence(component, figures, claimed, draw)
        return Claim(
            component=component,
            max_score=max_score,
            figures=figures,
            earned=earned,
            self_score=claimed,
            documents=documents,
            explanation=explanation,
            rulings={"appraisal_1": ruling},
        )

    def sourced(self, component: Component) -> Sourced:
        """Build the figures that an external source gives about one component."""
        draw = self.draw(component.code)
        target = draw.near(self._target(component), _OWN_SPREAD)
        assert isinstance(component.rule, FigureRule)  # the lint asks for that
        figures, earned = self._constructed(component, component.rule, target, draw)
        max_score = component.max_score[self.unit.group_code]
        return Sourced(component=component, max_score=max_score, figures=figures, earned=earned)

    def _constructed(
        self, component: Component, rule: FigureRule, target: int, draw: Draw
    ) -> tuple[Mapping[str, CellValue], Decimal]:
        """Return figures near a target, and the points that they must earn."""
        max_score = component.max_score[self.unit.group_code]
        site = Site(
            component=component, max_score=max_score, target=target, year=self.year, draw=draw
        )
        made = construct(rule, site)
        return made.figures, self.edition.rounding.component(made.points)

    def _target(self, component: Component) -> int:
        """Return what to aim at: the unit's quality, moved by area and by component.

        What a unit is good at, and what is hard for all, stays the same from year to year.
        """
        area = component.code.partition(".")[0]
        return (
            self.quality
            + self._own_bent(area)
            + Draw(self.seed, component.code).between(-_COMPONENT_SPREAD, _COMPONENT_SPREAD)
        )

    def _own_bent(self, area: str) -> int:
        bent = Draw(self.seed, self.member.origin_code, "area", area)
        return bent.between(-_AREA_SPREAD, _AREA_SPREAD)

    def _claimed(self, true_score: Decimal, max_score: Decimal, draw: Draw) -> Decimal:
        """Return what the unit claims: nearly always what its figures earn."""
        roll = draw.between(0, WHOLE - 1)
        claimed = Fraction(true_score)
        if roll < _OVERCLAIMED:
            claimed += (1 - draw.one_of(_PARTS)) * (Fraction(max_score) - claimed)
        elif roll < _OVERCLAIMED + _UNDERCLAIMED:
            claimed *= draw.one_of(_PARTS)
        return self.edition.rounding.component(claimed)

    def _appraised(self, true_score: Decimal, claimed: Decimal, draw: Draw) -> Ruling:
        """Return what the appraiser gives, with a reason wherever it is not what was claimed."""
        if true_score and draw.hit(_LOWERED):
            part = draw.one_of(_PARTS)
            points = self.edition.rounding.component(Fraction(true_score) * part)
            return Ruling(score=points, reason=draw.one_of(LOWERED))
        reason = draw.one_of(RECOUNTED) if true_score != claimed else ""
        return Ruling(score=true_score, reason=reason)

    def _evidence(
        self,
        component: Component,
        figures: Mapping[str, CellValue],
        claimed: Decimal,
        draw: Draw,
    ) -> tuple[tuple[Document, ...], str]:
        """Return the documents cited, or why there are none."""
        words, last_day = draw.apart("words"), date(self.year, 12, 31)
        if not claimed:
            return (), in_own_words(NOT_DONE, self.unit, last_day, words)
        if draw.hit(_EXPLAINED):
            sentence = draw.one_of(EXPLANATIONS)
            return (), in_own_words(sentence, self.unit, last_day, words)
        issued = next((value for value in figures.values() if isinstance(value, date)), None)
        return cite_documents(component, self.unit, self.year, issued, draw), ""


def build_unit(edition: Edition, member: Member, year: int, seed: int) -> UnitDraft:
    """Build everything about one unit, from streams of its own."""
    unit = member.unit
    quality = _quality(province_of(edition), member, seed) + _drift(member, year, seed)
    builder = _Builder(edition=edition, member=member, year=year, seed=seed, quality=quality)
    exemptions = decide_exemptions(edition, unit, seed)
    exempt = {e.component_code for e in exemptions}
    own = list(edition.components_of(unit.group_code))
    claims = {
        c.code: blank_claim(c, unit) if c.code in exempt else builder.claim(c)
        for c in own
        if c.is_appraised
    }
    return UnitDraft(
        unit=unit,
        claims=share_documents(claims, year_seed(seed, year), unit),
        opinions={
            c.code: build_opinion(edition, unit, c, quality, builder.draw(c.code))
            for c in own
            if c.is_survey
        },
        sourced={c.code: builder.sourced(c) for c in own if c.source},
        exemptions=exemptions,
        adjustments=tuple(decide_adjustments(edition, unit, year, seed)),
    )


def blank_claim(component: Component, unit: Unit) -> Claim:
    """Return what is written about a component that does not apply: nothing."""
    return Claim(
        component=component,
        max_score=component.max_score[unit.group_code],
        figures={},
        earned=None,
        self_score=None,
    )


def _quality(province: Province, member: Member, seed: int) -> int:
    """Return a unit's aimed share; the places of a group are spread evenly for any seed."""
    start = Draw(seed, member.unit.group_code).between(0, WHOLE - 1)
    place = (start + member.ordinal * _GOLDEN) % WHOLE
    if member.unit.code == province.capped_unit:
        place = _CAPPED_PLACE
    curve = province.rolls[member.unit.group_code].curve
    (left, low), (right, high) = next(step for step in pairwise(curve) if place <= step[1][0])
    return low + (high - low) * (place - left) // (right - left)


def _drift(member: Member, year: int, seed: int) -> int:
    """Return how far a unit has moved from its quality of the first year."""
    return sum(
        Draw(seed, member.origin_code, "drift", later).between(-_DRIFT, _DRIFT)
        for later in range(FIRST_YEAR + 1, year + 1)
    )
