"""The record of closed stages, ``closed/record.csv``: which file, its SHA-256, closed when."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cchc_lib.core.places import is_sha256
from cchc_lib.core.round_rules import STAGES, Stage
from cchc_lib.files.row_findings import read_table
from cchc_lib.files.stage_files import CLOSED_FOLDER, folder_path, stage_of
from cchc_lib.files.tables import Row
from cchc_lib.files.writing import write_text
from cchc_lib.findings import Finding
from cchc_lib.vietnamese import parse_date

__all__ = [
    "RECORD_FILE",
    "ClosedFile",
    "UnreadableRecord",
    "read_record",
    "write_record",
]

RECORD_FILE = f"{CLOSED_FOLDER}/record.csv"
_COLUMNS = ("stage", "file", "sha256", "closed_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedFile:
    """A file as it was when its stage was closed; without name where the stage had no file."""

    stage: Stage
    file: str
    sha256: str
    closed_on: date


class UnreadableRecord(Exception):
    """A record that cannot be relied on; ``reason_vi`` says why."""

    def __init__(self, reason_vi: str) -> None:
        super().__init__(reason_vi)
        self.reason_vi = reason_vi


def read_record(root: Path) -> tuple[ClosedFile, ...]:
    """Return what was closed so far; nothing where there is no record.

    Raises
    ------
    UnreadableRecord
        If any line is not as closing writes it: no other line can be relied on then.
    """
    findings: list[Finding] = []
    rows = read_table(root, RECORD_FILE, _COLUMNS, findings)
    if findings:
        where = findings[0].cell or RECORD_FILE
        raise UnreadableRecord(f"{where}, {findings[0].message.rstrip('.')}")
    closed: dict[str, ClosedFile] = {}
    for row in rows:
        one = _closed_file(row)
        key = one.file or one.stage
        if key in closed:
            raise UnreadableRecord(f"{row.place.cell} lặp lại {key}")
        closed[key] = one
    return tuple(closed.values())


def write_record(root: Path, closed: Iterable[ClosedFile]) -> None:
    """Write the whole record."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows((one.stage, one.file, one.sha256, one.closed_on) for one in closed)
    write_text(root / RECORD_FILE, stream.getvalue())


def _closed_file(row: Row) -> ClosedFile:
    file = folder_path(row["file"]) if row["file"] else ""
    digest = row["sha256"]
    stage = stage_of(file) if file else next((s for s in STAGES if s == row["stage"]), None)
    if stage is None or stage != row["stage"]:
        raise UnreadableRecord(f"{row.place.cell} ghi tệp {file} ở giai đoạn {row['stage']}")
    if bool(file) != bool(digest) or (digest and not is_sha256(digest)):
        raise UnreadableRecord(f"{row.place.cell} không có sha256 hợp lệ")
    closed_on = parse_date(row["closed_on"])
    if closed_on is None:
        raise UnreadableRecord(f"{row.place.cell} không có ngày chốt hợp lệ")
    return ClosedFile(stage=stage, file=file, sha256=digest, closed_on=closed_on)
