"""What there is about the components of one unit: its form, or the figures of a source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cchc_lib.core.decisions import known_dates
from cchc_lib.core.round_rules import Stage
from cchc_lib.core.submission import (
    Assessment,
    ComponentEntry,
    DeclaredFigure,
    Exemption,
    NotReported,
    Place,
    Returns,
    SelfScore,
    Unit,
)

__all__ = ["Filed", "filed_by", "sourced_entry"]

_NOT_REPORTED = NotReported()
_NOWHERE = Place(file="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What one unit has filed, and what does not apply to it.

    ``dates`` says when the stages of the unit itself came in, where that is known.
    """

    is_submitted: bool
    entries: Mapping[str, ComponentEntry]
    nowhere: Place
    exemptions: Mapping[str, Exemption]
    dates: Mapping[Stage, date]

    def entry(self, component_code: str) -> ComponentEntry:
        """Return what the unit said about a component; an empty entry when it said nothing."""
        return self.entries.get(component_code) or _entry_without_claim(
            component_code, (), self.nowhere
        )


def filed_by(unit: Unit, assessment: Assessment, returns: Returns) -> Filed:
    """Return what a unit has filed, and what does not apply to it."""
    submission = returns.submissions.get(unit.code)
    return Filed(
        is_submitted=submission is not None,
        entries=submission.entries if submission else {},
        nowhere=Place(file=submission.file if submission else ""),
        exemptions={one.component_code: one for one in assessment.exemptions_of(unit.code)},
        dates=known_dates(assessment, unit),
    )


def sourced_entry(unit_code: str, component_code: str, returns: Returns) -> ComponentEntry:
    """Return what the external source says about a component, of which the unit says nothing."""
    figures = returns.sourced.get((unit_code, component_code), ())
    return _entry_without_claim(component_code, figures, _NOWHERE)


def _entry_without_claim(
    component_code: str, figures: tuple[DeclaredFigure, ...], place: Place
) -> ComponentEntry:
    """Return an entry in which the unit itself says nothing."""
    return ComponentEntry(
        component_code=component_code,
        figures=figures,
        self_score=SelfScore(value=_NOT_REPORTED, place=place),
        evidence=(),
        evidence_place=place,
        explanation="",
    )
