"""The words of a language: those of the program, and those of the law that is spoken of.

An edition keeps its own catalogue beside its rules, as data: a run holds a copy of both.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from cchc_lib.files.catalogues import read_catalogue
from cchc_lib.present.language import NATIVE, Language
from cchc_lib.project import PACKAGE

__all__ = ["PROGRAM_CATALOGUES", "words_of"]

PROGRAM_CATALOGUES = PACKAGE / "locale"
_PAGES = "LC_MESSAGES/pages.po"


def words_of(language: Language, editions: Iterable[Path]) -> Mapping[str, str]:
    """Return the text of a language for each Vietnamese one; later folders of rules go first."""
    if language == NATIVE:
        return {}
    words = dict(_program_words(language))
    for folder in editions:
        words |= read_catalogue(folder / f"{language}.po")
    return words


@cache
def _program_words(language: Language) -> Mapping[str, str]:
    return read_catalogue(PROGRAM_CATALOGUES / language / _PAGES)
