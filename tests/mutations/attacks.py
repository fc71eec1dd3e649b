"""Forms that no program should open, as bytes: the ones that more than one test needs."""

from tests.mutations.workbook_zip import SELF_PART, compound_file, in_part, packed, parts_of

_OPEN, _STRICT = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
_YEAR = b"/2006/"


def merged_to_the_end(form: bytes) -> bytes:
    """Return a form with a block of merged cells to the end of the grid."""
    block = '<mergeCell ref="A200:XFD1048576"/></mergeCells>'
    return _changed(form, "</mergeCells>", block)


def with_stray_cell(form: bytes) -> bytes:
    """Return a form with a value in the last corner of the grid."""
    row = '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    return _changed(form, "</sheetData>", row)


def strict(form: bytes) -> bytes:
    """Return a form in the strict kind of OOXML."""
    parts = parts_of(form)
    swapped = {name: part.replace(_OPEN, _STRICT) for name, part in parts.items()}
    return packed({name: part.replace(_YEAR, b"/") for name, part in swapped.items()})


def encrypted(_: bytes) -> bytes:
    """Return what Excel writes for a form with a password."""
    return compound_file("EncryptionInfo", "EncryptedPackage")


def truncated(form: bytes) -> bytes:
    """Return half of a form."""
    return form[: len(form) // 2]


def _changed(form: bytes, old: str, new: str) -> bytes:
    parts = parts_of(form)
    in_part(parts, SELF_PART, old, new)
    return packed(parts)
