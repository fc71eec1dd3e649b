"""What a file is that calls itself .xlsx and is none."""

from collections.abc import Collection

from cchc_lib.files.workbooks.contents import Refusal
from cchc_lib.files.workbooks.refusing import Refused, damaged

__all__ = ["ZIP_START", "refuse_other_packages", "refuse_without_zip"]

ZIP_START = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE_START = bytes.fromhex("D0CF11E0A1B11AE1")
_STARTS = (
    (b"%PDF", "tệp PDF"),
    (b"{\\rtf", "tệp RTF"),
    (b"Rar!", "tệp nén .rar"),
    (b"7z\xbc\xaf", "tệp nén .7z"),
    (b"\x1f\x8b", "tệp nén .gz"),
    (b"\x89PNG", "tệp ảnh"),
    (b"\xff\xd8\xff", "tệp ảnh"),
    (b"GIF8", "tệp ảnh"),
)
_MARKUP = (
    ("<html", "trang web HTML"),
    ("<!doctype html", "trang web HTML"),
    ("<table", "trang web HTML"),
    ('progid="excel.sheet"', "bảng tính XML 2003"),
    ("<?xml", "tệp XML"),
)
_OPEN_DOCUMENTS = "application/vnd.oasis.opendocument."
_PACKAGES = (
    ("xl/workbook.bin", "bảng tính .xlsb"),
    ("word/document.xml", "văn bản Word .docx"),
    ("ppt/presentation.xml", "trình chiếu .pptx"),
    ("index/document.iwa", "bảng tính Apple Numbers"),
)
_HEAD = 2048


def refuse_without_zip(content: bytes) -> None:
    """Turn away a file that does not begin as a .xlsx does, and say what it is.

    Raises
    ------
    Refused
        If it is anything else.
    """
    if content.startswith(ZIP_START):
        return
    if not content:
        raise damaged("tệp rỗng, không có nội dung")
    if content.startswith(_OLE_START):
        raise _old_office(content)
    if content.startswith(_EMPTY_ZIP):
        raise _other("tệp nén .zip rỗng")
    starts = (kind for start, kind in _STARTS if content.startswith(start))
    kind = next(starts, "") or _kind_of_text(content[:_HEAD])
    raise _other(kind) if kind else damaged("nội dung không phải của một workbook")


def refuse_other_packages(names: Collection[str], mimetype: str) -> None:
    """Turn away a zip of something else, by the names in it (in small letters).

    Raises
    ------
    Refused
        If there is no workbook of Excel in it.
    """
    if mimetype.startswith(_OPEN_DOCUMENTS):
        is_sheet = "spreadsheet" in mimetype
        raise _other(
            "bảng tính .ods" if is_sheet else "tài liệu OpenDocument, không phải bảng tính"
        )
    for name, kind in _PACKAGES:
        if name in names:
            raise _other(kind)
    if not any(name.startswith("xl/") or name == "[content_types].xml" for name in names):
        raise _other("tệp nén .zip")


def _old_office(content: bytes) -> Refused:
    """Tell apart what the file format of old Office holds: also encrypted workbooks."""
    if _stream("EncryptedPackage") in content:
        return Refused(Refusal(code="BM-020"))
    if _stream("WordDocument") in content:
        return _other("văn bản Word .doc")
    return _other("bảng tính Excel 97–2003 (.xls)")


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def _kind_of_text(head: bytes) -> str:
    """Name what readable text is; empty for bytes that are none."""
    try:
        text = head.decode(
            "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "ignore"
        )
    except UnicodeDecodeError:
        return ""
    lower = text.casefold()
    kind = next((kind for mark, kind in _MARKUP if mark in lower), "")
    is_text = text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    return kind or ("tệp văn bản hoặc .csv" if is_text else "")


def _other(kind: str) -> Refused:
    return Refused(Refusal(code="BM-021", found=kind))
