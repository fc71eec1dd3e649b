"""The words of a language: those of the program, and those of the law that is spoken of.

An edition keeps its own catalogue beside its rules, as data: a run holds a copy of both.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from cchc_lib.errors import UsageProblem
from cchc_lib.files.catalogues import read_catalogue
from cchc_lib.present.language import LANGUAGES, NATIVE, Language, speak
from cchc_lib.project import PACKAGE
from cchc_lib.running.execution.shared import shared_words

__all__ = ["PROGRAM_CATALOGUES", "speak_of", "words_of"]

PROGRAM_CATALOGUES = PACKAGE / "locale"
_PAGES = "LC_MESSAGES/pages.po"


def speak_of(named: str, runs: Sequence[Path]) -> None:
    """Speak a language from here on, of runs by their folders: the first decides where two differ.

    Raises
    ------
    UsageProblem
        If pages are not written in this language.
    """
    code = next((known for known in LANGUAGES if known == named), None)
    if code is None:
        raise UsageProblem(f"Không có ngôn ngữ “{named}”; có: {', '.join(LANGUAGES)}.")
    words = shared_words(code)
    if not words:
        rules = (sorted((run / "rules").iterdir()) for run in reversed(runs))
        words = words_of(code, (edition for editions in rules for edition in editions))
    speak(code, words)


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
