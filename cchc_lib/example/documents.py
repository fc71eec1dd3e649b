"""The documents of the example: what units cite, list in their registers and hand in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from cchc_lib.core.rulebook import Component
from cchc_lib.core.submission import Unit
from cchc_lib.example.drafts import Claim, Document, UnitDraft
from cchc_lib.example.draws import Draw, Seed
from cchc_lib.example.roster import signs_as
from cchc_lib.files.evidence import EVIDENCE_FOLDER
from cchc_lib.files.forms.register import RegisterEntry
from cchc_lib.files.writing import write_text
from cchc_lib.vietnamese import format_date, slug

__all__ = [
    "cite_documents",
    "cite_one",
    "in_own_words",
    "initials",
    "register_of",
    "share_documents",
    "write_files",
]

_KINDS = {"Báo cáo": "BC", "Kế hoạch": "KH", "QĐ": "QĐ", "Quyết định": "QĐ", "Kết luận": "TB"}
_ANY_KIND = ("BC", "CV", "BC", "TB")
_NAMES = {
    "BC": "Báo cáo", "CV": "Công văn", "KH": "Kế hoạch", "QĐ": "Quyết định", "TB": "Thông báo",
}  # fmt: skip
_ALSO_CITED, _SHARED = 200, 70
_DAYS = 350
_HAS_FILE, _IS_ONLINE = 125, 25
_MINOR_WORDS = frozenset({"và", "các", "tỉnh", "của"})
_FILE = """\
SỐ LIỆU MINH HỌA – KHÔNG PHẢI VĂN BẢN THẬT

{title}
Số, ký hiệu: {reference}
Ngày ban hành: {issued_on}
Cơ quan ban hành: {unit}

Tệp này thay cho tài liệu kiểm chứng trong ví dụ; nội dung là giả định.
"""


def initials(unit: Unit) -> str:
    """Return how a unit signs its documents.

    >>> from cchc_lib.core.submission import Place
    >>> from_ = {"valid_from": date(2004, 1, 1), "valid_to": None, "place": Place(file="")}
    >>> initials(Unit(code="x", name_vi="Sở Nội vụ", group_code="department", **from_))
    'SNV'
    """
    if signed := signs_as(unit.group_code):
        return signed
    words = unit.name_vi.replace("-", " ").replace(",", " ").split()
    return "".join(w if w.isupper() else w[0].upper() for w in words if w not in _MINOR_WORDS)


def cite_documents(
    component: Component, unit: Unit, year: int, issued: date | None, draw: Draw
) -> tuple[Document, ...]:
    """Return one or two documents of the unit, the first of a given day."""
    kind = next(
        (short for word, short in _KINDS.items() if component.evidence_vi.startswith(word)), ""
    )
    kind = kind or draw.one_of(_ANY_KIND)
    first = cite_one(kind, component, unit, issued or _some_day(year, draw), draw)
    if not draw.hit(_ALSO_CITED):
        return (first,)
    return first, cite_one("BC", component, unit, _some_day(year, draw), draw)


def cite_one(kind: str, component: Component, unit: Unit, day: date, draw: Draw) -> Document:
    """Return a document of a unit about a component: on paper, in a file or on the network."""
    reference = f"{draw.between(3, 480):02d}/{kind}-{initials(unit)}"
    name = f"{day.isoformat()}_{slug(reference)}"
    has_file = draw.hit(_HAS_FILE)
    link = f"https://{slug(unit.code)}.example/van-ban/{name}" if draw.hit(_IS_ONLINE) else ""
    return Document(
        citation=f"{kind} {reference} ngày {format_date(day)}",
        reference=reference,
        issued_on=day,
        title=f"{_NAMES[kind]} (minh họa): {component.evidence_vi}",
        location=f"{name}.txt" if has_file else link,
        has_file=has_file,
    )


def in_own_words(sentence: str, unit: Unit, until: date, draw: Draw) -> str:
    """Return a sentence of a unit about one component, with a document of its own in it.

    The document is of the months up to ``until``.
    """
    kind = draw.one_of(_ANY_KIND)
    reference = f"{draw.between(3, 480):02d}/{kind}-{initials(unit)}"
    day = until - timedelta(days=draw.between(0, _DAYS))
    return sentence.format(reference=reference, day=format_date(day))


def share_documents(claims: Mapping[str, Claim], seed: Seed, unit: Unit) -> dict[str, Claim]:
    """Let some components cite a document that another component of their area cites too."""
    shared = dict(claims)
    latest: dict[str, Document] = {}
    for code, claim in claims.items():
        area = code.partition(".")[0]
        other = latest.get(area)
        if not claim.documents:
            continue
        if other is not None and Draw(seed, unit.code, code, "shared").hit(_SHARED):
            shared[code] = replace(claim, documents=(*claim.documents, other))
        latest[area] = claim.documents[0]
    return shared


def register_of(draft: UnitDraft) -> list[RegisterEntry]:
    """Return the register of a unit: one row for each document, with all it supports."""
    supported: dict[Document, list[str]] = {}
    for code, claim in draft.claims.items():
        for document in claim.documents:
            supported.setdefault(document, []).append(code)
    return [
        RegisterEntry(
            reference=document.reference,
            issued_on=document.issued_on,
            title=document.title,
            location=document.location,
            components="; ".join(codes),
        )
        for document, codes in supported.items()
    ]


def write_files(folder: Path, draft: UnitDraft) -> None:
    """Write the files that a unit hands in with its register."""
    own = (document for claim in draft.claims.values() for document in claim.documents)
    for document in dict.fromkeys(own):
        if document.has_file:
            text = _FILE.format(
                title=document.title,
                reference=document.reference,
                issued_on=format_date(document.issued_on),
                unit=draft.unit.name_vi,
            )
            write_text(folder / EVIDENCE_FOLDER / draft.unit.code / document.location, text)


def _some_day(year: int, draw: Draw) -> date:
    return date(year, 1, 2) + timedelta(days=draw.between(0, _DAYS))
