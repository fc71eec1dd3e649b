"""What all tasks of a run share: the computed years, by the names its notebooks give them.

A worker is told once; the notebooks it executes then open these years instead of reading the
files they were written to, which hold the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cchc_lib.core.audit.comparing.changes import UnitChange
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.present.language import Language

__all__ = ["Shared", "share", "shared_change", "shared_edition", "shared_words", "shared_year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The years of a run: its own under ``.``, the one it is compared with under its address.

    ``changes`` holds what came of each unit since that one, by its code; ``words`` what texts are
    called in a language, by its code, for the languages besides Vietnamese.
    """

    years: Mapping[str, YearResult] = field(default_factory=dict)
    changes: Mapping[str, UnitChange] = field(default_factory=dict)
    words: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)


_told: list[Shared] = []


def share(shared: Shared) -> None:
    """Tell this process what the tasks it is going to make share."""
    _told[:] = [shared]


def shared_year(name: str) -> YearResult | None:
    """Return the year that a notebook calls by this name, if this process was told."""
    return _told[0].years.get(name) if _told else None


def shared_change(unit_code: str) -> UnitChange | None:
    """Return what came of a unit since the year before, if this process was told."""
    return _told[0].changes.get(unit_code) if _told else None


def shared_edition(address: str) -> Edition | None:
    """Return the edition that a run keeps at an address, if this process was told."""
    own = shared_year(".")
    return own.edition if own and address == f"rules/{own.edition.code}" else None


def shared_words(language: Language) -> Mapping[str, str]:
    """Return the words of a language, if this process was told; else none."""
    return _told[0].words.get(language, {}) if _told else {}
