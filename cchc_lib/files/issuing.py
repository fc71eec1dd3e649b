"""Issue the forms of an assessment, without ever writing over what a person has filled in."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.files.appraisal_form import write_appraisal
from cchc_lib.files.forms import write_self_assessment
from cchc_lib.files.writing import write_bytes, write_text

__all__ = ["issue_forms"]

_ISSUED = "issued.json"
Writer = Callable[[Path], None]


def issue_forms(
    folder: Path, *, year: YearResult, how_vi: Mapping[str, Mapping[str, str]]
) -> tuple[list[Path], list[Path]]:
    """Write both forms of every unit; return the paths written and the paths kept.

    A form is replaced only while it is byte for byte as it was issued.
    """
    record = folder / _ISSUED
    issued = json.loads(record.read_text("utf-8")) if record.is_file() else {}
    written: list[Path] = []
    kept: list[Path] = []
    for path, write in _forms(folder, year, how_vi):
        name = path.relative_to(folder).as_posix()
        if path.exists() and issued.get(name) != _digest(path.read_bytes()):
            kept.append(path)
            continue
        content = _content(write)
        write_bytes(path, content)
        issued[name] = _digest(content)
        written.append(path)
    write_text(record, json.dumps(issued, indent=1, sort_keys=True) + "\n")
    return written, kept


def _forms(
    folder: Path, year: YearResult, how_vi: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[Path, Writer]]:
    edition, assessment = year.edition, year.assessment
    for unit in assessment.units:
        form = partial(
            write_self_assessment,
            edition=edition,
            assessment=assessment,
            unit=unit,
            how_vi=how_vi[unit.group_code],
        )
        sheet = partial(
            write_appraisal,
            edition=edition,
            assessment=assessment,
            unit=unit,
            scores=year.scores_of(unit.code),
        )
        yield folder / "submissions" / f"{unit.code}.xlsx", form
        yield folder / "appraisal" / f"{unit.code}.xlsx", sheet


def _content(write: Writer) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "form.xlsx"
        write(path)
        return path.read_bytes()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
