"""The evidence register of a unit against its self-assessment and the assessed year."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import (
    Assessment,
    ComponentEntry,
    EvidenceItem,
    EvidenceState,
    Submission,
    Unit,
)
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_date, normalise, shorten

__all__ = [
    "FILE_NAMES",
    "LOST_FILES",
    "SharedDocument",
    "check_register",
    "documents_of",
    "documents_shared",
    "missing_evidence",
]

FILE_NAMES: Mapping[EvidenceState, str] = {
    "found": "có tệp",
    "link": "đường dẫn mạng, không mở",
    "on_paper": "bản giấy, không nêu tệp",
    "absent": "không có tệp",
    "outside": "đường dẫn ngoài thư mục của đơn vị",
    "unreadable": "không đọc được tệp",
}
"""What became of the file of a document in the register."""

LOST_FILES: tuple[EvidenceState, ...] = ("absent", "outside", "unreadable")
"""The states in which a document cannot be seen though the unit names a file."""

_CITED_AT_MOST, _SHOWN_SINGLY, _LONGEST_REFERENCE = 200, 5, 1000
"""More or longer references than people write are not looked up one by one."""
_NOT_NAMED = "Chưa nêu tài liệu kiểm chứng"
_LOOKALIKES = str.maketrans({"ð": "đ", "–": "-", "—": "-", "‑": "-", "‐": "-"})
_AROUND_SIGNS = re.compile(r"\s*([/-])\s*")
_LEADING_ZEROS = re.compile(r"(?<![\w])0+(?=[0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDocument:
    """A document that supports several components: its rows in the register, and which."""

    items: tuple[EvidenceItem, ...]
    component_codes: tuple[str, ...]


def check_register(
    edition: Edition, assessment: Assessment, unit: Unit, submission: Submission
) -> Iterator[Finding]:
    """Yield documents of another year, and documents cited that the register does not list."""
    undated = {c.code for c in edition.components() if c.evidence_period == "any"}
    for item in submission.register:
        issued = item.issued_on
        if (
            isinstance(issued, date)
            and issued.year != assessment.year
            and undated.isdisjoint(item.component_codes)
        ):
            yield _other_year(unit, item, issued, assessment.year)
    if submission.register:
        listed = {name for item in submission.register for name in _names_of(item)}
        for component in edition.components_of(unit.group_code):
            entry = submission.entries.get(component.code)
            if entry is not None:
                yield from _check_citations(unit, entry, listed)


def missing_evidence(score: ComponentScore, register: Sequence[EvidenceItem]) -> Iterator[str]:
    """Yield what evidence of a component is missing, in words, one document after the other."""
    if score.evidence_state == "missing":
        yield _NOT_NAMED
    for item in register:
        if score.component_code in item.component_codes and item.state in LOST_FILES:
            document = item.reference or item.title
            yield f"{document}: {FILE_NAMES[item.state]} “{item.location}”".removeprefix(": ")


def documents_of(
    register: Sequence[EvidenceItem], cited: Sequence[str], component_code: str
) -> tuple[EvidenceItem | str, ...]:
    """Return the rows of a register that a component rests on, and citations no row answers.

    Rows are those that name the component, and those that it cites.
    """
    own = [item for item in register if component_code in item.component_codes]
    listed = {name for item in own for name in _names_of(item)}
    left = [one for one in dict.fromkeys(cited) if not _is_listed(one, listed)]
    if not left:
        return tuple(own)
    others = {name: item for item in reversed(register) for name in _names_of(item)}
    found = [others.get(_key(one), one) for one in left]
    return (*own, *dict.fromkeys(found))


def documents_shared(register: Sequence[EvidenceItem]) -> tuple[SharedDocument, ...]:
    """Return the documents of a register that support several components, in its order.

    Rows are of one document if they have the same file, or the same reference and date.
    """
    documents: list[tuple[set[object], list[int]]] = []
    for index, item in enumerate(register):
        marks, rows = set(_marks_of(item)), [index]
        for document in [one for one in documents if not marks.isdisjoint(one[0])]:
            documents.remove(document)
            marks, rows = marks | document[0], rows + document[1]
        documents.append((marks, sorted(rows)))
    shared = (
        _shared([register[row] for row in rows]) for rows in sorted(rows for _, rows in documents)
    )
    return tuple(document for document in shared if len(document.component_codes) > 1)


def _marks_of(item: EvidenceItem) -> Iterator[object]:
    """Yield what no two documents have in common: their file, and reference with date."""
    if item.sha256:
        yield item.sha256
    if item.reference:
        yield _key(item.reference), item.issued_on


def _shared(rows: Sequence[EvidenceItem]) -> SharedDocument:
    codes = dict.fromkeys(code for row in rows for code in row.component_codes)
    return SharedDocument(items=tuple(rows), component_codes=tuple(codes))


def _other_year(unit: Unit, item: EvidenceItem, issued: date, year: int) -> Finding:
    codes = item.component_codes
    return finding(
        "MC-003",
        unit_code=unit.code,
        component_code=codes[0] if len(codes) == 1 else "",
        **item.place.words,
        found=f"{item.reference or item.title or item.location} ngày {format_date(issued)}",
        expected=str(year),
    )


def _check_citations(
    unit: Unit, entry: ComponentEntry, listed: Collection[str]
) -> Iterator[Finding]:
    """Yield the documents an entry names that are not listed; many of them as one finding."""
    cited = list(dict.fromkeys(entry.evidence))
    unknown = [one for one in cited[:_CITED_AT_MOST] if not _is_listed(one, listed)]
    unknown += cited[_CITED_AT_MOST:]
    shown = [shorten(one) for one in unknown]
    if len(shown) > _SHOWN_SINGLY:
        shown = [f"{shown[0]} và {len(shown) - 1} tài liệu khác"]
    for one in shown:
        yield finding(
            "MC-006",
            unit_code=unit.code,
            component_code=entry.component_code,
            **entry.evidence_place.words,
            found=one,
        )


def _is_listed(cited: str, listed: Collection[str]) -> bool:
    text = _key(cited)
    if text in listed or len(text) > _LONGEST_REFERENCE:
        return text in listed
    alike = (name for name in listed if text in name or name in text)
    return any(_is_alike(text, name) for name in alike)


def _names_of(item: EvidenceItem) -> Iterator[str]:
    """Yield how a document may be cited: by reference, by title, by all that is known."""
    day = f"ngày {format_date(item.issued_on)}" if isinstance(item.issued_on, date) else ""
    dated = f"{item.reference} {day}"
    texts = (item.reference, dated, item.title, f"{dated} {item.title}")
    yield from (key for text in texts if (key := _key(text)))


def _is_alike(cited: str, name: str) -> bool:
    return _holds(cited, name) or _holds(name, cited)


def _holds(text: str, words: str) -> bool:
    """Tell whether a text holds words as whole words: 2/BC is not in 12/BC."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not (_is_word(text[start - 1 : start]) or _is_word(text[end : end + 1])):
            return True
        start = text.find(words, start + 1)
    return False


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    """Return a reference without the differences that people do not see.

    >>> _key("Số 05/QÐ - UBND ngày 01/02/2018")
    'số 5/qđ-ubnd ngày 1/2/2018'
    """
    plain = normalise(text).casefold().translate(_LOOKALIKES)
    return _LEADING_ZEROS.sub("", _AROUND_SIGNS.sub(r"\1", plain))
