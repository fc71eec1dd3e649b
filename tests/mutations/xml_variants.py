"""What the gate must see in the parts of a workbook, and what it must let pass."""

from pathlib import Path

from tests.mutations.attacks import merged_to_the_end, with_stray_cell
from tests.mutations.registry import (
    FILE,
    UNIT,
    accept,
    add,
    on_bytes,
    on_folder,
    on_parts,
    reject_file,
    warn,
)
from tests.mutations.workbook_zip import (
    SELF_PART,
    STRINGS_PART,
    TYPES_PART,
    WORKBOOK_PART,
    compound_file,
    in_part,
    packed,
    parts_of,
    set_dimension,
    share_strings,
)

_MACRO = "xl/vbaProject.bin"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_DOCUMENT_TYPES = {
    "a document type": "<!DOCTYPE worksheet>",
    "an entity": '<!DOCTYPE worksheet [<!ENTITY a "1">]>',
    "a billion laughs": f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{_LAUGHS}]>',
    "an outside entity": '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
}


for _label, _kind in _DOCUMENT_TYPES.items():

    def _typed(parts: dict[str, bytes], kind: str = _kind) -> None:
        parts[SELF_PART] = kind.encode() + parts[SELF_PART]

    on_parts(f"{_label} in the sheet", reject_file("BM-023"))(_typed)


@on_parts("an outside entity in the workbook part", reject_file("BM-023"))
def _outside(parts: dict[str, bytes]) -> None:
    kind = '<!DOCTYPE workbook [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    parts[WORKBOOK_PART] = kind.encode() + parts[WORKBOOK_PART]


@on_parts("a document type in a sheet in UTF-16", reject_file("BM-023"))
def _wide(parts: dict[str, bytes]) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE worksheet [<!ENTITY a "1">]>'
    parts[SELF_PART] = (text + parts[SELF_PART].decode("utf-8")).encode("utf-16")


@on_parts("a document type in the shared strings", reject_file("BM-023"))
def _in_strings(parts: dict[str, bytes]) -> None:
    share_strings(parts)
    parts[STRINGS_PART] = b"<!DOCTYPE sst>" + parts[STRINGS_PART]


@on_parts("UTF-16 in a part of SharePoint's", accept())
def _custom(parts: dict[str, bytes]) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><p:properties xmlns:p="urn:p">Sở</p:properties>'
    parts["customXml/item1.xml"] = text.encode("utf-16")


# What the sheet spans


def _before_end(parts: dict[str, bytes], rows: str) -> None:
    in_part(parts, SELF_PART, "</sheetData>", f"{rows}</sheetData>")


on_bytes("a merge to the grid's end", reject_file("BM-022"))(merged_to_the_end)
on_bytes("a stray cell in the last corner", reject_file("BM-022"))(with_stray_cell)


@on_parts("a million empty rows with a style", reject_file("BM-022"))
def _styled(parts: dict[str, bytes]) -> None:
    _before_end(
        parts,
        "".join(f'<row r="{row}" s="4"><c r="I{row}" s="4"/></row>' for row in range(200, 1000200)),
    )


@on_parts("the empty rows that LibreOffice writes at the grid's end", accept())
def _end_rows(parts: dict[str, bytes]) -> None:
    rows = (f'<row r="{row}" hidden="0" ht="12.8"/>' for row in range(1048560, 1048577))
    _before_end(parts, "".join(rows))


@on_parts("a dimension to the grid's end", accept())
def _huge(parts: dict[str, bytes]) -> None:
    set_dimension(parts, '<dimension ref="A1:XFD1048576"/>')


@on_parts("a dimension of one cell, as of WPS", accept())
def _small(parts: dict[str, bytes]) -> None:
    set_dimension(parts, '<dimension ref="A1"/>')


@on_parts("no dimension, as of Google", accept())
def _none(parts: dict[str, bytes]) -> None:
    set_dimension(parts, "")


# Macros and other endings


def _add_macro(parts: dict[str, bytes]) -> None:
    parts[_MACRO] = b"\xd0\xcf\x11\xe0" + bytes(100)
    in_part(
        parts,
        TYPES_PART,
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    in_part(
        parts,
        TYPES_PART,
        "</Types>",
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )


on_parts("a macro in an .xlsx", warn("BM-027"))(_add_macro)


def _renamed(folder: Path, ending: str) -> None:
    (folder / FILE).rename(folder / FILE.replace(".xlsx", ending))


@on_folder("an .xlsm", warn("BM-027"))
def _xlsm(folder: Path) -> None:
    parts = parts_of((folder / FILE).read_bytes())
    _add_macro(parts)
    (folder / FILE).write_bytes(packed(parts))
    _renamed(folder, ".xlsm")


add("an .xlsx that ends in .xls", accept(), lambda folder: _renamed(folder, ".xls"))
for _ending, _code in {".csv": "BM-008", ".pdf": "BM-008"}.items():
    add(
        f"a file that ends in {_ending}",
        reject_file(_code, file=f"submissions/{UNIT}{_ending}"),
        lambda folder, ending=_ending: _renamed(folder, ending),
    )


@on_folder("an .xls", reject_file("BM-021", file=f"submissions/{UNIT}.xls"))
def _xls(folder: Path) -> None:
    (folder / FILE).write_bytes(compound_file("Workbook"))
    _renamed(folder, ".xls")


add("an ending in capitals", accept(), lambda folder: _renamed(folder, ".XLSX"))
