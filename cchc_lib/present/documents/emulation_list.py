"""The emulation list: what the results support, by group, and why not more."""

from dataclasses import dataclass

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import UnitGroup
from cchc_lib.present.documents.frame import provisional_words
from cchc_lib.present.emulation import grade_text, proposal_notes
from cchc_lib.present.emulation_annex import legal_lines
from cchc_lib.present.summaries import groups_of, unit_names
from cchc_lib.present.wording import format_total

__all__ = ["EmulationGroup", "EmulationList", "EmulationRow", "emulation_list_of"]

_NONE = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulationRow:
    """What is proposed for one unit."""

    rank: str
    unit: str
    index: str
    grade: str
    completion: str
    commendation: str
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulationGroup:
    """The units of one group, best first."""

    name: str
    rows: tuple[EmulationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulationList:
    """What the list says, and what it rests on."""

    provisional_words: str
    groups: tuple[EmulationGroup, ...]
    legal: tuple[str, ...]


def emulation_list_of(year: YearResult) -> EmulationList:
    """Return the list of a year."""
    return EmulationList(
        provisional_words=provisional_words(year),
        groups=tuple(_group(year, group) for group in groups_of(year)),
        legal=tuple(legal_lines(year)),
    )


def _group(year: YearResult, group: UnitGroup) -> EmulationGroup:
    names = unit_names(year)
    return EmulationGroup(
        name=group.name_vi,
        rows=tuple(
            _row(year, unit, names[unit.unit_code]) for unit in year.group_units(group.code)
        ),
    )


def _row(year: YearResult, unit: UnitResult, name: str) -> EmulationRow:
    proposal = year.proposal_of(unit.unit_code)
    return EmulationRow(
        rank=str(unit.rank) if isinstance(unit.rank, int) else _NONE,
        unit=name,
        index=format_total(year, unit.index_pct),
        grade=grade_text(unit),
        completion=proposal.completion_vi or "Chưa đề nghị",
        commendation=proposal.commendation.title_vi if proposal.commendation else _NONE,
        notes=" ".join(proposal_notes(year, unit)),
    )
