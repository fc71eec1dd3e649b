"""Workbooks as bytes: their parts, single cells in XML, and containers of other kinds."""

import io
import re
import struct
import zipfile
from collections.abc import Mapping

SELF_PART = "xl/worksheets/sheet2.xml"
EVIDENCE_PART = "xl/worksheets/sheet3.xml"
WORKBOOK_PART = "xl/workbook.xml"
RELATIONS_PART = "xl/_rels/workbook.xml.rels"
TYPES_PART = "[Content_Types].xml"
STYLES_PART = "xl/styles.xml"
STRINGS_PART = "xl/sharedStrings.xml"
MEGABYTE = 2**20
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_INLINE = re.compile(rb't="inlineStr"><is>(.*?)</is>')
_END_OF_CHAIN, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def with_member(content: bytes, name: str, member: bytes = b"<x/>") -> bytes:
    """Return a zip with one more member, whatever its name."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, member)
    return stream.getvalue()


def with_bomb(content: bytes, name: str, megabytes: int) -> bytes:
    """Return a zip in which one part unpacks to many megabytes of blanks."""
    parts = parts_of(content)
    own = parts.pop(name, b"<x></x>")
    head, closing, tail = own.rpartition(b"</")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for other, part in parts.items():
            package.writestr(other, part)
        with package.open(name, "w") as member:
            member.write(head)
            for _ in range(megabytes):
                member.write(b" " * MEGABYTE)
            member.write(closing + tail)
    return stream.getvalue()


def with_size_of(content: bytes, name: str, size: int) -> bytes:
    """Return a zip whose list says that a member unpacks to ``size`` bytes."""
    data = bytearray(content)
    for signature, at, named_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        start = data.find(signature)
        while start >= 0:
            if data[start + named_at :].startswith(name.encode()):
                data[start + at : start + at + 4] = struct.pack("<I", size)
            start = data.find(signature, start + 4)
    return bytes(data)


def with_broken_member(content: bytes, name: str) -> bytes:
    """Return a zip in which the stored bytes of a member no longer have their checksum."""
    parts = parts_of(content)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for other, part in parts.items():
            package.writestr(other, part)
    data = bytearray(stream.getvalue())
    at = data.find(parts[name][200:260])
    data[at : at + 4] = bytes(byte ^ 1 for byte in data[at : at + 4])
    return bytes(data)


def in_part(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    """Replace text in a part, once; it must be there."""
    text = parts[name].decode("utf-8")
    assert old in text
    parts[name] = text.replace(old, new, 1).encode("utf-8")


def set_cell(parts: dict[str, bytes], part: str, address: str, content: str) -> None:
    """Replace a cell in XML; ``content`` follows its address and style, from ``t=`` on."""
    pattern = rf'<c r="{address}"( s="[0-9]+")?[^>]*?(?:/>|>.*?</c>)'
    text, count = re.subn(
        pattern,
        lambda found: f'<c r="{address}"{found[1] or ""} {content}</c>',
        parts[part].decode("utf-8"),
    )
    assert count == 1
    parts[part] = text.encode("utf-8")


def share_strings(parts: dict[str, bytes]) -> None:
    """Move all texts of the sheets into the list of shared strings, as Excel keeps them."""
    shared: list[bytes] = []

    def moved(found: re.Match[bytes]) -> bytes:
        shared.append(found[1])
        return b't="s"><v>%d</v>' % (len(shared) - 1)

    for name in sheet_parts(parts):
        parts[name] = _INLINE.sub(moved, parts[name])
    items = b"".join(b"<si>%s</si>" % text for text in shared)
    parts[STRINGS_PART] = b'<sst xmlns="%s">%s</sst>' % (_MAIN.encode(), items)
    name_strings(parts)


def name_strings(parts: dict[str, bytes]) -> None:
    """Say that there is a list of shared strings."""
    kind = f'Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"'
    link = f'<Relationship {kind} Id="rId99"/></Relationships>'
    in_part(parts, RELATIONS_PART, "</Relationships>", link)
    named = f'<Override PartName="/{STRINGS_PART}" ContentType="{_STRINGS_TYPE}"/></Types>'
    in_part(parts, TYPES_PART, "</Types>", named)


def sheet_parts(parts: Mapping[str, bytes]) -> list[str]:
    """Return the names of the parts that are sheets."""
    return [name for name in parts if name.startswith("xl/worksheets/sheet")]


def set_dimension(parts: dict[str, bytes], element: str) -> None:
    """Replace what the sheet says about the cells in use."""
    text, count = re.subn(rb'<dimension ref="[^"]*"/>', element.encode(), parts[SELF_PART])
    assert count == 1
    parts[SELF_PART] = text


def compound_file(*streams: str) -> bytes:
    """Return an OLE compound file, as of Office before 2007 and of encrypted workbooks."""
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    fat = struct.pack("<II", _FAT, _END_OF_CHAIN).ljust(_SECTOR, b"\xff")
    entries = [_entry("Root Entry", 5, child=1 if streams else _FREE)]
    for number, name in enumerate(streams, start=1):
        following = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, right=following))
    return header + fat + b"".join(entries).ljust(_SECTOR, b"\0") + bytes(4096)


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    start = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return (start + struct.pack("<III", _FREE, right, child)).ljust(116, b"\0") + struct.pack(
        "<IQ", _END_OF_CHAIN, 0
    )
