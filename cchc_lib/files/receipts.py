"""Read ``received.csv``: the office's register of incoming files."""

from collections.abc import Collection, Iterator
from pathlib import Path

from cchc_lib.core.submission import Receipt
from cchc_lib.files.row_findings import read_table, row_date, row_finding
from cchc_lib.files.sources import named_owner
from cchc_lib.files.stage_files import closed_copy, folder_path, stage_of
from cchc_lib.findings import BLANK, Finding
from cchc_lib.vietnamese import normalise

__all__ = ["read_receipts"]


def read_receipts(
    root: Path, unit_codes: Collection[str], findings: list[Finding]
) -> Iterator[Receipt]:
    """Yield the entries of the register; a file that is not there is reported and kept."""
    rows = read_table(root, "received.csv", ("file", "received_on"), findings)
    present = _present(root) if rows else frozenset()
    seen: set[str] = set()
    for row in rows:
        file = _as_issued(folder_path(row["file"]), unit_codes)
        owner = named_owner(file, unit_codes)
        day = row_date(row, "received_on", findings)
        if day is None:
            continue
        if file.casefold() in seen:
            findings.append(row_finding("KD-023", row, found=file, unit_code=owner))
            continue
        seen.add(file.casefold())
        if not _is_present(file, present):
            found = row["file"] or BLANK
            findings.append(row_finding("KD-025", row, found=found, unit_code=owner))
        yield Receipt(file=file, received_on=day, place=row.place)


def _as_issued(file: str, unit_codes: Collection[str]) -> str:
    """Return the path of a unit's workbook in lower case, as forms are issued."""
    lower = file.casefold()
    return lower if stage_of(lower) and named_owner(lower, unit_codes) else file


def _present(root: Path) -> frozenset[str]:
    """Return the files below a folder, so that no path from a table is ever opened."""
    files = (path for path in root.rglob("*") if path.is_file())
    return frozenset(normalise(path.relative_to(root).as_posix()).casefold() for path in files)


def _is_present(file: str, present: frozenset[str]) -> bool:
    stage = stage_of(file)
    copy = closed_copy(stage, file) if stage else ""
    return file.casefold() in present or copy.casefold() in present
