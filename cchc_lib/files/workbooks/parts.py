"""What the XML in a workbook makes a reader do, counted before any reader sees it.

Every part is parsed as a stream by the parser of the standard library, so that encodings,
namespaces and comments mean here what they mean to the readers.
"""

import itertools
import posixpath
import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from cchc_lib.files.workbooks.contents import Refusal, coordinate
from cchc_lib.files.workbooks.counting import Counts, SheetExtent
from cchc_lib.files.workbooks.refusing import Refused, damaged, unsafe

__all__ = ["look_through"]

_VALUES = {"v", "f", "is"}
_COVERING = {"mergeCell", "hyperlink", "comment"}
_LINKS = {"Relationship", "Override"}
_OTHERS = {"row", *_COVERING, *_LINKS}
_COUNTED = {"c", "sheet", "t", *_VALUES, *_OTHERS}
_ROW = re.compile(r"[0-9]{1,7}")
_STRICT = "purl.oclc.org/ooxml"
_UNKNOWN_ENCODING: Final = 18
_UNPARSED_FOLDERS = ("customxml/", "xl/media/")
"""Content of other programs, which no reader of workbooks opens."""
_PARSED_TYPE = re.compile(r"spreadsheetml|/(worksheet|sharedStrings|styles|comments|drawing)$")
_ODD_ENCODING = "bảng mã lạ bên trong tệp"
_NOT_NEEDED = "docprops/"
_FOREIGN_XML = (b"\0\0\0<", b"<\0\0\0", b"\x4c\x6f\xa7\x94")
"""How XML begins in UTF-32 and in EBCDIC, which only some parsers understand."""
_MARKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first bracket: a mark of the encoding, half of a letter, blanks."""


def look_through(name: str, chunks: Iterator[bytes], counts: Counts) -> None:
    """Count what a part of a workbook holds, to its end.

    Raises
    ------
    Refused
        If it is damaged, unsafe, in the strict format, or more than a form can hold.
    """
    place = name.casefold()
    first = next(chunks, b"")
    if _is_xml(place, first):
        if first.startswith(_FOREIGN_XML):
            raise unsafe(_ODD_ENCODING)
        _Part(place, counts).parse(first, chunks)
    for _ in chunks:
        pass


def _is_xml(place: str, first: bytes) -> bool:
    """Tell whether a part is XML that readers of workbooks parse."""
    if place.startswith(_UNPARSED_FOLDERS) or place.endswith(".vml"):
        return False
    return place.endswith((".xml", ".rels")) or first.lstrip(_MARKS).startswith(b"<")


class _Part:
    """The parser of one part; its elements are told apart by their local names."""

    def __init__(self, place: str, counts: Counts) -> None:
        self._place = place
        self._counts = counts
        self._numbers = counts.numbers
        self._kinds: dict[str, str] = {}
        self._extent = SheetExtent()
        self._cell: list[str] | None = None
        self._valued: list[str] = []
        self._row = self._column = 0

    def parse(self, first: bytes, chunks: Iterator[bytes]) -> None:
        """Parse to the end; what is not well-formed is refused where it is needed."""
        parser = expat.ParserCreate(namespace_separator=" ")
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
        if not self._place.startswith(_NOT_NEEDED):
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
            _refuse_hidden_part(self._place, attributes)

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


def _refuse_hidden_part(place: str, link: dict[str, str]) -> None:
    """Refuse a workbook that keeps a part of itself where it would not be looked through."""
    target = link.get("PartName") or link.get("Target", "")
    kind = link.get("ContentType") or link.get("Type", "")
    folder = posixpath.dirname(posixpath.dirname(place))
    full = posixpath.normpath(posixpath.join("/", folder, target)).casefold().lstrip("/")
    if _PARSED_TYPE.search(kind) and (full.startswith(_UNPARSED_FOLDERS) or full.endswith(".vml")):
        raise unsafe("trang tính giấu trong thư mục của nội dung khác")
