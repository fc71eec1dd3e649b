"""Read ``corrections.csv``: which files of a closed stage were corrected, and on what document."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cchc_lib.core.places import is_sha256
from cchc_lib.core.round_rules import Stage
from cchc_lib.core.submission import Place
from cchc_lib.files.row_findings import read_table
from cchc_lib.files.sources import named_owner
from cchc_lib.files.stage_files import folder_path, stage_of
from cchc_lib.files.tables import Row
from cchc_lib.findings import BLANK, Finding, finding
from cchc_lib.vietnamese import parse_date

__all__ = ["CORRECTIONS_FILE", "Correction", "read_corrections"]

CORRECTIONS_FILE = "corrections.csv"
_COLUMNS = ("file", "sha256", "document", "date", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The recorded decision that a file takes the place of the one that was closed."""

    file: str
    sha256: str
    document: str
    decided_on: date
    reason: str
    place: Place


def read_corrections(
    root: Path, stage: Stage, *, unit_codes: Collection[str]
) -> tuple[list[Correction], list[Finding]]:
    """Return the usable corrections of files of a stage, and what is wrong with the others.

    A row that is of no stage at all is reported whichever stage is asked for.
    """
    corrections: list[Correction] = []
    findings: list[Finding] = []
    for row in read_table(root, CORRECTIONS_FILE, _COLUMNS, findings):
        file = folder_path(row["file"])
        if stage_of(file) not in {stage, None}:
            continue
        day = parse_date(row["date"])
        problems = list(_problems(row, file, day))
        owner = named_owner(file, unit_codes)
        findings += [
            finding(
                "GD-007",
                unit_code=owner,
                file=row.place.file,
                cell=row.place.cell,
                found=found,
                expected=expected,
            )
            for found, expected in problems
        ]
        if day is not None and not problems:
            corrections.append(
                Correction(
                    file=file,
                    sha256=row["sha256"].lower(),
                    document=row["document"],
                    decided_on=day,
                    reason=row["reason"],
                    place=row.place,
                )
            )
    return corrections, findings


def _problems(row: Row, file: str, day: date | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row, and what to write instead."""
    if stage_of(file) is None:
        found = f"tệp {row['file'] or BLANK} không thuộc giai đoạn nào"
        yield found, "đường dẫn trong thư mục kỳ đánh giá, ví dụ submissions/so-noi-vu.xlsx"
    if not is_sha256(row["sha256"].lower()):
        yield (
            f"sha256 {row['sha256'] or BLANK}",
            "đủ 64 ký tự sha256 của tệp đính chính, như nêu ở vấn đề của tệp đó",
        )
    if not row["document"]:
        yield "thiếu số văn bản", "số văn bản vào cột document"
    if day is None:
        yield f"ngày {row['date'] or BLANK}", "ngày của văn bản dạng 2018-12-31"
    if not row["reason"]:
        yield "thiếu lý do", "lý do vào cột reason"
