"""What the XML in a workbook makes a reader do, counted before any reader sees it.

Every part is parsed as a stream by the parser of the standard library, so that encodings,
namespaces and comments mean here what they mean to the readers.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from cchc_lib.files.workbooks.contents import Refusal, coordinate
from cchc_lib.files.workbooks.counting import Counts, SheetExtent
from cchc_lib.files.workbooks.links import LINK_ID, Links, is_looked_through
from cchc_lib.files.workbooks.refusing import Refused, damaged, unsafe

__all__ = ["look_through"]

_VALUES = {"v", "f", "is"}
_COVERING = {"mergeCell", "hyperlink", "comment"}
_NAMING = {"tablePart", "pivotCache"}
_OTHERS = {"row", "Relationship", "Override", "sheets", *_COVERING, *_NAMING}
_COUNTED = {"c", "t", "sheet", *_VALUES, *_OTHERS}
_ROW = re.compile(r"[0-9]{1,7}")
_STRICT = "purl.oclc.org/ooxml"
_UNKNOWN_ENCODING: Final = 18
_ODD_ENCODING = "bảng mã lạ bên trong tệp"
_NOT_NEEDED = "docprops/"
_FOREIGN_XML = (b"\0\0\0<", b"<\0\0\0", b"\x4c\x6f\xa7\x94")
"""How XML begins in UTF-32 and in EBCDIC, which only some parsers understand."""
_MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first bracket: a mark of the encoding, half of a letter, blanks."""
_TELLING = 4


def look_through(name: str, chunks: Iterator[bytes], counts: Counts, links: Links) -> None:
    """Count what a part of a workbook holds, to its end, and remember where it links to.

    Raises
    ------
    Refused
        If it is damaged, unsafe, in the strict format, or more than a form can hold.
    """
    head = _head(chunks)
    if _is_xml(name.casefold(), head):
        if head.startswith(_FOREIGN_XML):
            raise unsafe(_ODD_ENCODING)
        _Part(name, counts, links).parse(head, chunks)
    for _ in chunks:
        pass


def _head(chunks: Iterator[bytes]) -> bytes:
    """Return the first bytes of a part, as many as it takes to see what it is."""
    head: list[bytes] = []
    telling = 0
    for chunk in chunks:
        head.append(chunk)
        telling += len(chunk if telling else chunk.lstrip(_MARKS))
        if telling >= _TELLING:
            break
    return b"".join(head)


def _is_xml(place: str, head: bytes) -> bool:
    """Tell whether a part is XML that readers of workbooks parse."""
    begins_so = head.lstrip(_MARKS).startswith(b"<") or head.startswith(_FOREIGN_XML)
    return is_looked_through(place) and (begins_so or place.endswith((".xml", ".rels")))


class _Part:
    """The parser of one part; its elements are told apart by their local names."""

    def __init__(self, name: str, counts: Counts, links: Links) -> None:
        self._name = name
        self._counts = counts
        self._links = links
        self._numbers = counts.numbers
        self._kinds: dict[str, str] = {}
        self._extent = SheetExtent()
        self._cell: list[str] | None = None
        self._valued: list[str] = []
        self._row = self._column = 0

    def parse(self, first: bytes, chunks: Iterator[bytes]) -> None:
        """Parse to the end; what is not well-formed is refused where it is needed."""
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = _refuse_dtd
        try:
            for chunk in itertools.chain((first,), chunks):
                parser.Parse(chunk, False)  # noqa: FBT003 - the parser's own
                self._check()
            parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            self._refuse_broken(error)
        except (LookupError, ValueError) as error:
            raise unsafe(_ODD_ENCODING) from error
        self._check()
        self._extent.check()

    def _refuse_broken(self, error: expat.ExpatError) -> None:
        if error.code == _UNKNOWN_ENCODING:
            raise unsafe(_ODD_ENCODING) from error
        if not self._name.casefold().startswith(_NOT_NEEDED):
            raise damaged("nội dung XML bên trong bị hỏng hoặc bị cắt cụt") from error

    def _start(self, name: str, attributes: list[str]) -> None:
        kind = self._kinds.get(name) or self._learn(name)
        self._numbers[kind] += 1
        if kind == "c":
            self._cell = attributes
            self._column += 1
        elif kind in _VALUES:
            if (cell := self._cell) is not None:
                self._valued.append(cell[1] if cell[:1] == ["r"] else self._address(cell))
                self._cell = None
        elif kind in _OTHERS:
            self._take_other(kind, _paired(attributes))

    def _address(self, cell: list[str]) -> str:
        """Return where a cell stands; one that does not say so follows the one before."""
        return _paired(cell).get("r") or coordinate(self._row, self._column)

    def _take_other(self, kind: str, attributes: dict[str, str]) -> None:
        if kind == "row":
            row = attributes.get("r", "")
            self._row = int(row) if _ROW.fullmatch(row) else self._row + 1
            self._column = 0
        elif kind in _COVERING:
            self._counts.cover(attributes.get("ref", ""))
        else:
            self._take_link(kind, attributes)

    def _take_link(self, kind: str, attributes: dict[str, str]) -> None:
        if kind == "Relationship":
            self._links.add(self._name, attributes)
        elif kind == "Override":
            self._links.add_override(attributes)
        elif kind == "sheets":
            self._parser.StartElementHandler = self._start_in_book
        else:
            self._links.add_named(self._name, attributes.get(LINK_ID, ""))

    def _start_in_book(self, name: str, attributes: list[str]) -> None:
        """Take an element of a workbook: readers follow every link that it names there."""
        self._start(name, attributes)
        link = _paired(attributes).get(LINK_ID, "")
        if self._kinds[name] == "sheet":
            self._links.add_sheet(self._name, link)
        elif link:
            self._links.add_named(self._name, link)

    def _learn(self, name: str) -> str:
        """Return and remember what an element is counted as; the first is the root."""
        namespace, _, local = name.rpartition(" ")
        if not self._kinds and _STRICT in namespace:
            raise Refused(Refusal(code="BM-024"))
        kind = local if local in _COUNTED else "other"
        self._kinds[name] = kind
        return kind

    def _check(self) -> None:
        """Take account of the cells with a value so far, and refuse what is too much."""
        self._numbers["value"] += len(self._valued)
        self._extent.take(self._valued)
        self._valued.clear()
        self._counts.check()


def _paired(attributes: list[str]) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def _refuse_dtd(*_: object) -> None:
    raise unsafe("khai báo DTD hoặc thực thể XML")
