"""What the gate must see before any library opens a file."""

import os
from pathlib import Path

from tests.mutations.attacks import encrypted, strict, truncated
from tests.mutations.registry import (
    FILE,
    add,
    on_bytes,
    on_folder,
    on_parts,
    reject_file,
    rewrite,
)
from tests.mutations.workbook_zip import (
    MEGABYTE,
    SELF_PART,
    TYPES_PART,
    WORKBOOK_PART,
    compound_file,
    in_part,
    packed,
    with_bomb,
    with_broken_member,
    with_member,
    with_size_of,
)


@on_folder("a symbolic link in place of the file", reject_file("BM-026"))
def _link(folder: Path) -> None:
    path = folder / FILE
    aside = folder.parent / "elsewhere.xlsx"
    path.rename(aside)
    path.symlink_to(aside)


@on_folder("a symbolic link that leads nowhere", reject_file("BM-026"))
def _dangling(folder: Path) -> None:
    (folder / FILE).unlink()
    (folder / FILE).symlink_to(folder / "không có")


@on_folder("a folder named like the file", reject_file("BM-008", file=f"{FILE}/"))
def _folder(folder: Path) -> None:
    (folder / FILE).unlink()
    (folder / FILE).mkdir()


@on_folder("a named pipe in place of the file", reject_file("BM-026"))
def _pipe(folder: Path) -> None:
    (folder / FILE).unlink()
    os.mkfifo(folder / FILE)


# Bytes

add("an empty file", reject_file("BM-001"), lambda f: rewrite(f, lambda _: b""))
add("half of the file", reject_file("BM-001"), lambda f: rewrite(f, truncated))
add("the last bytes are lost", reject_file("BM-001"), lambda f: rewrite(f, lambda b: b[:-30]))
add(
    "noise",
    reject_file("BM-021", "BM-001"),
    lambda f: rewrite(f, lambda _: bytes(range(1, 250)) * 40),
)
add(
    "a table with commas, renamed",
    reject_file("BM-021"),
    lambda f: rewrite(f, lambda _: "STT,Điểm\n1,2\n".encode()),
)
add(
    "a web page, renamed",
    reject_file("BM-021"),
    lambda f: rewrite(f, lambda _: b"<html><table><tr><td>1</table></html>"),
)
add(
    "a workbook with a password",
    reject_file("BM-020"),
    lambda f: rewrite(f, encrypted),
)
add(
    "an .xls, renamed",
    reject_file("BM-021"),
    lambda f: rewrite(f, lambda _: compound_file("Workbook")),
)
add(
    "more megabytes than a form has",
    reject_file("BM-022"),
    lambda f: rewrite(f, lambda b: b + bytes(40 * MEGABYTE)),
)
add("a zip of nothing", reject_file("BM-001", "BM-021"), lambda f: rewrite(f, lambda _: packed({})))
add(
    "a zip of documents",
    reject_file("BM-021"),
    lambda f: rewrite(f, lambda _: packed({"Báo cáo.docx": b"x", "Biểu.pdf": b"y"})),
)


@on_bytes("an .ods, renamed", reject_file("BM-021"))
def _ods(_: bytes) -> bytes:
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b"<office:document-content/>",
        }
    )


@on_parts("an .xlsb, renamed", reject_file("BM-021"))
def _xlsb(parts: dict[str, bytes]) -> None:
    in_part(
        parts,
        TYPES_PART,
        "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "ms-excel.sheet.binary.macroEnabled.main",
    )
    parts["xl/workbook.bin"] = bytes(200)
    del parts[WORKBOOK_PART]


on_bytes("strict OOXML", reject_file("BM-024"))(strict)


# The zip

for _label, _name in (
    ("a member twice", SELF_PART),
    ("a member twice but for its case", SELF_PART.upper()),
    ("a member with an absolute name", "/etc/cron.d/x"),
    ("a member that climbs out", "../../x.xml"),
    ("a member with backslashes", "..\\..\\x.xml"),
    ("a member on a drive", "C:/x.xml"),
):
    add(
        _label,
        reject_file("BM-023"),
        lambda f, name=_name: rewrite(f, lambda b: with_member(b, name)),
    )


@on_bytes("a part whose checksum is wrong", reject_file("BM-001"))
def _checksum(form: bytes) -> bytes:
    return with_broken_member(form, SELF_PART)


@on_bytes("a zip bomb", reject_file("BM-022"))
def _bomb(form: bytes) -> bytes:
    return with_bomb(form, SELF_PART, 150)


@on_bytes("a zip bomb in a part that nobody reads", reject_file("BM-022"))
def _bomb_aside(form: bytes) -> bytes:
    return with_bomb(form, "xl/media/image1.xml", 150)


@on_bytes("a zip bomb that lies about its size", reject_file("BM-022", "BM-023", "BM-001"))
def _lying_bomb(form: bytes) -> bytes:
    return with_size_of(with_bomb(form, SELF_PART, 150), SELF_PART, 1000)


@on_parts("five thousand members", reject_file("BM-022"))
def _members(parts: dict[str, bytes]) -> None:
    parts.update({f"xl/media/{number}.xml": b"" for number in range(5000)})
