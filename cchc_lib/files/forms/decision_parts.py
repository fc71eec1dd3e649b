"""Whose scores stand on an appraisal form, and below which head rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Assessment, Unit
from cchc_lib.files.forms.layout import IdentityLabel
from cchc_lib.files.forms.sheet import FormOwner
from cchc_lib.vietnamese import slug

__all__ = [
    "Part",
    "Section",
    "lead_owner",
    "parts_of_lead",
    "parts_of_unit",
    "unit_owner",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A head row and the rows below it: a criterion of a unit, or a unit of a lead appraiser."""

    number: str
    name_vi: str
    scores: tuple[ComponentScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Sections below one upper head row: those of an area, or of a group of units."""

    number: str
    name_vi: str
    sections: tuple[Section, ...]

    @property
    def scores(self) -> tuple[ComponentScore, ...]:
        """Return the scores of all sections."""
        return tuple(score for section in self.sections for score in section.scores)


def unit_owner(unit: Unit) -> FormOwner:
    """Return a unit as the one whose scores a form is about."""
    return FormOwner(label=IdentityLabel.UNIT, code=unit.code, name_vi=unit.name_vi)


def lead_owner(edition: Edition, lead_code: str) -> FormOwner:
    """Return a lead appraiser as the one whose form it is."""
    name = edition.lead_appraisers()[lead_code]
    return FormOwner(label=IdentityLabel.LEAD, code=lead_code, name_vi=f"Cơ quan chủ trì: {name}")


def parts_of_unit(edition: Edition, scores: Sequence[ComponentScore]) -> Iterator[Part]:
    """Yield what is appraised of one unit, by area and criterion."""
    appraised = [score for score in scores if score.is_appraised]
    for area in edition.areas:
        sections = tuple(
            Section(number=criterion.code, name_vi=criterion.name_vi, scores=own)
            for criterion in area.criteria
            if (own := tuple(s for s in appraised if s.criterion_code == criterion.code))
        )
        if sections:
            yield Part(number=area.code, name_vi=area.name_vi.upper(), sections=sections)


def parts_of_lead(
    edition: Edition,
    assessment: Assessment,
    lead_code: str,
    scores: Mapping[str, Sequence[ComponentScore]],
) -> Iterator[Part]:
    """Yield what one lead appraiser appraises, by group and unit."""
    for group in edition.groups:
        sections: list[Section] = []
        for unit in assessment.units:
            own = tuple(
                score
                for score in scores[unit.code]
                if score.is_appraised and slug(score.lead_appraiser) == lead_code
            )
            if own and unit.group_code == group.code:
                number = str(len(sections) + 1)
                sections.append(Section(number=number, name_vi=unit.name_vi, scores=own))
        if sections:
            yield Part(number="", name_vi=group.name_vi.upper(), sections=tuple(sections))
