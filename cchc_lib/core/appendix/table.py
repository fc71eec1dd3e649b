"""A table of an appendix as it was read, and what became of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cchc_lib.core.phrasing.reading import StatedLevel
from cchc_lib.core.places import Place
from cchc_lib.vietnamese import format_decimal

__all__ = [
    "AppendixCell",
    "AppendixTable",
    "PrintedArea",
    "PrintedComponent",
    "PrintedCriterion",
    "PrintedGroup",
    "PrintedTable",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendixCell:
    """A cell: its text, its number if it holds one, where it stands.

    ``is_continued`` is true of a cell that is merged with the one above it.
    """

    text: str
    number: Decimal | None = None
    place: Place
    is_continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendixTable:
    """The rows of a table from the top, all of one length; merged cells repeat their text."""

    rows: tuple[tuple[AppendixCell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedGroup:
    """A group of units as the head of a column names it; empty where there is one column only."""

    name_vi: str
    column: int


@dataclass(slots=True, kw_only=True)
class PrintedComponent:
    """A row that gives points, with all that stands in it and in the rows below it.

    ``maxima`` has an entry for each column of maxima that is filled. ``is_own_criterion`` is
    true of a criterion that has no components and gives the points itself.
    """

    printed_code: str
    code: str
    name_vi: str
    place: Place
    maxima: Mapping[int, Decimal]
    rule_vi: str = ""
    evidence_vi: str = ""
    note_vi: str = ""
    lead_vi: str = ""
    not_applicable_vi: str = ""
    levels: list[StatedLevel] = field(default_factory=list)
    is_own_criterion: bool = False

    @property
    def words_vi(self) -> str:
        """Return all that is said of how points are given, a line for each row."""
        below = (
            ": ".join([level.text_vi, " | ".join(map(format_decimal, level.points))]).rstrip(": ")
            for level in self.levels
        )
        return "\n".join(filter(None, (self.rule_vi, *below)))


@dataclass(slots=True, kw_only=True)
class PrintedCriterion:
    """A criterion with its printed maxima, if there are any."""

    code: str
    name_vi: str
    place: Place
    maxima: Mapping[int, Decimal]
    components: list[PrintedComponent] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PrintedArea:
    """An area with its printed maxima, if there are any."""

    code: str
    name_vi: str
    place: Place
    maxima: Mapping[int, Decimal]
    criteria: list[PrintedCriterion] = field(default_factory=list)

    def components(self) -> list[PrintedComponent]:
        """Return its components in order."""
        return [one for criterion in self.criteria for one in criterion.components]


@dataclass(slots=True, kw_only=True)
class PrintedTable:
    """All that the tables of an appendix say; ``totals`` is the row of totals, if there is one."""

    groups: tuple[PrintedGroup, ...]
    areas: list[PrintedArea] = field(default_factory=list)
    totals: Mapping[int, Decimal] = field(default_factory=dict)
    totals_place: Place | None = None

    def components(self) -> list[PrintedComponent]:
        """Return all components in order."""
        return [one for area in self.areas for one in area.components()]
