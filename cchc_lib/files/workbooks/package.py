"""The zip around a workbook: its members, their names and their true sizes."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from cchc_lib.files.workbooks.contents import Refusal
from cchc_lib.files.workbooks.disguises import refuse_other_packages, refuse_without_zip
from cchc_lib.files.workbooks.refusing import (
    Refused,
    count_of,
    damaged,
    megabytes,
    too_large,
    unsafe,
)

__all__ = ["Package", "open_package", "open_zip"]

_MEMBERS_AT_MOST = 3000
_UNPACKED_AT_MOST = 120_000_000
_CHUNK = 1 << 18
_MIMETYPE_SIZE = 200
_ENCRYPTED = 0x1 | 0x40 | 0x2000
"""The bits of a member that say: encrypted, strongly encrypted, its names hidden."""
_ELSEWHERE = re.compile(r"^/|^[A-Za-z]:|[\\\0]")
"""Marks of a name that is no place inside the file: absolute, a drive, a backslash, cut off."""
_LOCAL_HEADER = struct.Struct("<4s5HLLL2H")
_LOCAL_START = b"PK\x03\x04"
_BAD_TABLE = (
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    OverflowError,
    UnicodeError,
    ValueError,
    struct.error,
)
"""What :mod:`zipfile` was seen to raise on damaged tables of contents."""
_BROKEN = "tệp bị cắt cụt hoặc hỏng khi chép, khi gửi"


class Package:
    """A zip whose table of contents has been checked; its members are unpacked one by one."""

    def __init__(self, content: bytes, members: list[zipfile.ZipInfo]) -> None:
        self._content = content
        self._members = members

    @property
    def names(self) -> list[str]:
        """Return the names of its members, letter by letter."""
        return [member.filename for member in self._members]

    @property
    def has_macros(self) -> bool:
        """Tell whether there is a program in it, whatever the name of the file."""
        names = [PurePosixPath(member.filename.casefold()) for member in self._members]
        return any(name.name == "vbaproject.bin" or "macrosheets" in name.parts for name in names)

    def mimetype(self) -> str:
        """Return what an OpenDocument file says it is."""
        small = (m for m in self._members if m.file_size < _MIMETYPE_SIZE)
        first = next((m for m in small if m.filename == "mimetype"), None)
        return b"".join(_unpack(self._content, first)).decode("latin-1") if first else ""

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield the name and the content of each member, to be taken to its end.

        Taking it raises
        :class:`~.refusing.Refused` where a member is damaged or not of the size it declares.
        """
        for member in self._members:
            yield member.filename, _unpack(self._content, member)


def open_package(content: bytes) -> Package:
    """Check that some bytes are a workbook: a zip, what is in it, how large it says it is.

    Raises
    ------
    Refused
        If it is none, or none that an office program would write.
    """
    package = open_zip(content)
    refuse_other_packages({name.casefold() for name in package.names}, package.mimetype())
    return package


def open_zip(content: bytes) -> Package:
    """Check that some bytes are a zip as office programs write them, of whatever kind.

    Raises
    ------
    Refused
        If it is none.
    """
    refuse_without_zip(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except _BAD_TABLE as error:
        raise damaged(_BROKEN) from error
    _refuse_names(members)
    _refuse_encrypted(members)
    _refuse_sizes(members, len(content))
    return Package(content, members)


def _refuse_names(members: list[zipfile.ZipInfo]) -> None:
    """Refuse names that mean another place, or the same place twice."""
    if len(members) > _MEMBERS_AT_MOST:
        limit = count_of(_MEMBERS_AT_MOST, "phần")
        raise too_large(count_of(len(members), "phần trong tệp"), limit)
    seen = set()
    for member in members:
        name = member.orig_filename
        if _ELSEWHERE.search(name) or ".." in PurePosixPath(name).parts:
            raise unsafe("tên phần bên trong trỏ ra ngoài tệp")
        if name.casefold() in seen:
            raise unsafe("hai phần bên trong trùng tên")
        seen.add(name.casefold())


def _refuse_encrypted(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Refused(Refusal(code="BM-020"))


def _refuse_sizes(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse by the sizes that the table declares; that they are true is seen on unpacking."""
    unpacked = sum(member.file_size for member in members)
    if unpacked > _UNPACKED_AT_MOST:
        raise too_large(f"giải nén thành {megabytes(unpacked)}", megabytes(_UNPACKED_AT_MOST))
    if sum(member.compress_size for member in members) > packed:
        raise unsafe("các phần bên trong chồng lên nhau")


def _unpack(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a member holds, and refuse it unless it is just what the table declares."""
    start = _data_start(content, member)
    packed = memoryview(content)[start : start + member.compress_size]
    size = crc = 0
    for chunk in _inflate(packed) if member.compress_type else _slices(packed):
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
        if size > member.file_size:
            raise unsafe("một phần bên trong lớn hơn kích thước đã khai")
        yield chunk
    if (size, crc) != (member.file_size, member.CRC):
        raise damaged(_BROKEN)


def _data_start(content: bytes, member: zipfile.ZipInfo) -> int:
    """Return where the bytes of a member begin, behind its own header."""
    at = member.header_offset
    try:
        start, *_, name_size, extra_size = _LOCAL_HEADER.unpack_from(content, at)
    except struct.error as error:
        raise damaged(_BROKEN) from error
    if start != _LOCAL_START or member.compress_type not in {
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    }:
        raise damaged(_BROKEN)
    return at + _LOCAL_HEADER.size + int(name_size) + int(extra_size)


def _slices(stored: memoryview) -> Iterator[bytes]:
    for at in range(0, len(stored), _CHUNK):
        yield bytes(stored[at : at + _CHUNK])


def _inflate(packed: memoryview) -> Iterator[bytes]:
    """Yield what was deflated, never more than a chunk at once."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in _slices(packed):
            rest = piece
            while rest and not stream.eof:
                yield stream.decompress(rest, _CHUNK)
                rest = stream.unconsumed_tail
        while not stream.eof:
            if not (chunk := stream.decompress(b"", _CHUNK)):
                raise damaged(_BROKEN)
            yield chunk
    except zlib.error as error:
        raise damaged(_BROKEN) from error
