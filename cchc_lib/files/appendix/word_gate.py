"""What is known of a Word document from its bytes alone, before any library reads it."""

from collections.abc import Iterator
from xml.parsers import expat

from cchc_lib.files.workbooks.contents import Refusal
from cchc_lib.files.workbooks.gate import refuse_size
from cchc_lib.files.workbooks.package import open_zip
from cchc_lib.files.workbooks.refusing import Refused, count_of, damaged, too_large, unsafe

__all__ = ["admit_word"]

_DOCUMENT, _TYPES = "word/document.xml", "[Content_Types].xml"
_MACROS = b"macroEnabled"
_ELEMENTS_AT_MOST = 1_500_000
_DEPTH_AT_MOST = 150
_NOT_WORD = "tệp nén không phải văn bản Word"
_WITH_MACROS = "văn bản Word có macro .docm"


def admit_word(content: bytes) -> bool:
    """Look a document through, and tell whether there is a program in it.

    Raises
    ------
    Refused
        If it is no .docx file, encrypted, damaged, unsafe or larger than any appendix.
    """
    refuse_size(len(content))
    package = open_zip(content)
    if _DOCUMENT not in package.names or _TYPES not in package.names:
        raise Refused(Refusal(code="BM-021", found=_NOT_WORD))
    count = _Count()
    for name, chunks in package.parts():
        _look_through(name, chunks, count)
    return package.has_macros


def _look_through(name: str, chunks: Iterator[bytes], count: "_Count") -> None:
    """Parse a part of XML as a stream; take all others to their end."""
    if not name.casefold().endswith((".xml", ".rels")):
        for _ in chunks:
            pass
        return
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = count.open
    parser.EndElementHandler = count.close
    try:
        for chunk in chunks:
            if name == _TYPES and _MACROS in chunk:
                raise Refused(Refusal(code="BM-021", found=_WITH_MACROS))
            parser.Parse(chunk, False)  # noqa: FBT003 - the parser's own
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged("nội dung XML bên trong bị hỏng hoặc bị cắt cụt") from error


class _Count:
    """How many elements a document has so far, and how deep the current one lies."""

    def __init__(self) -> None:
        self._elements = self._depth = 0

    def open(self, *_: object) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > _ELEMENTS_AT_MOST:
            limit = count_of(_ELEMENTS_AT_MOST, "phần tử")
            raise too_large("quá nhiều phần tử trong văn bản", limit)
        if self._depth > _DEPTH_AT_MOST:
            raise unsafe("nội dung lồng nhau quá sâu")

    def close(self, *_: object) -> None:
        self._depth -= 1


def _refuse_dtd(*_: object) -> None:
    raise unsafe("khai báo DTD hoặc thực thể XML")
