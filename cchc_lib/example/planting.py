"""One unit while mistakes are put into it: choose a sound component, change it, write it down."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cchc_lib.core.round_rules import Stage
from cchc_lib.core.rulebook import Edition, NotApplicablePolicy
from cchc_lib.core.submission import Assessment, Exemption
from cchc_lib.example.decisions import make_exemption
from cchc_lib.example.drafts import (
    Claim,
    ExpectedFinding,
    FormAsReturned,
    Opinion,
    Planted,
    UnitDraft,
)
from cchc_lib.example.draws import Draw

__all__ = ["Planter"]


def _anything(_: Claim) -> bool:
    return True


@dataclass(slots=True, kw_only=True)
class Planter:
    """A unit's draft with the mistakes planted so far; every mistake takes a place of its own.

    ``other_unit`` is the code of some other unit, for forms that get mixed up.
    """

    edition: Edition
    assessment: Assessment
    other_unit: str
    draft: UnitDraft
    draw: Draw
    _taken: set[str] = field(default_factory=set)

    @property
    def unit_code(self) -> str:
        """Return the code of the unit."""
        return self.draft.unit.code

    @property
    def year(self) -> int:
        """Return the assessed year."""
        return self.assessment.year

    def in_submission(self, where: str) -> str:
        """Return a place in the unit's self-assessment."""
        return f"submissions/{self.unit_code}.xlsx, {where}"

    def claim(self, fits: Callable[[Claim], bool] = _anything) -> Claim | None:
        """Take a component that is sound so far, earns points and fits; none if there is none."""
        sound = [
            claim
            for code, claim in self.draft.claims.items()
            if code not in self._taken and _is_sound(claim) and fits(claim)
        ]
        if not sound:
            return None
        claim = self.draw.one_of(sound)
        self._taken.add(claim.component.code)
        return claim

    def claim_made_exempt(self) -> Claim | None:
        """Take a component that can be exempt, and record that it is, as others of the unit."""
        claim = self.claim(lambda one: bool(one.component.not_applicable_vi))
        if claim is not None:
            others: list[NotApplicablePolicy] = [e.policy for e in self.draft.exemptions]
            policy = others[0] if others else "drop_max_all"
            exemption = make_exemption(self.draft.unit, claim.component, policy)
            self.draft = replace(self.draft, exemptions=(*self.draft.exemptions, exemption))
        return claim

    def opinion(self) -> Opinion | None:
        """Take a survey question that is answered on a scale."""
        asked = [o for o in self.draft.opinions.values() if o.answers]
        return self.draw.one_of(asked) if asked else None

    def change(self, claim: Claim, **changes: object) -> None:
        """Put a changed claim in the place of the sound one."""
        self.take(replace(claim, **changes))  # type: ignore[arg-type]

    def take(self, claim: Claim) -> None:
        """Put a claim in the place of the sound one."""
        self.draft = replace(self.draft, claims={**self.draft.claims, claim.component.code: claim})

    def change_opinion(self, opinion: Opinion, answers: dict[str, tuple[str, ...]]) -> None:
        """Replace the answers to a question."""
        changed = replace(opinion, answers=answers)
        code = opinion.component.code
        self.draft = replace(self.draft, opinions={**self.draft.opinions, code: changed})

    def return_form(self, form: FormAsReturned) -> None:
        """Let the self-assessment come back differently, or not at all."""
        self.draft = replace(self.draft, form=form)

    def alter(self, claim: Claim) -> None:
        """Let the first appraisal of a component be changed after it was closed."""
        self.draft = replace(self.draft, altered=claim.component.code)

    def exempt_in_vain(self, exemption: Exemption) -> None:
        """Record an exemption that must be refused."""
        self.draft = replace(self.draft, void_exemptions=(*self.draft.void_exemptions, exemption))

    def add_answer(self, row: tuple[str, str, str, str]) -> None:
        """Add an answer that must be refused."""
        self.draft = replace(self.draft, extra_answers=(*self.draft.extra_answers, row))

    def record(
        self,
        code: str,
        sentence_vi: str,
        place: str,
        about: str = "",
        *follows: str,
        since: Stage = "self_assessment",
    ) -> bool:
        """Write down what was planted; ``follows`` are findings about the same component."""
        planted = Planted(
            finding=ExpectedFinding(code, self.unit_code, about),
            consequences=tuple(ExpectedFinding(one, self.unit_code, about) for one in follows),
            place=place,
            sentence_vi=f"{self.draft.unit.name_vi}: {sentence_vi}",
            since=since,
        )
        self.draft = replace(self.draft, planted=(*self.draft.planted, planted))
        return True


def _is_sound(claim: Claim) -> bool:
    given = claim.points_after("council")
    is_agreed = claim.self_score == claim.earned == given and not claim.went_further
    return bool(claim.earned) and is_agreed
