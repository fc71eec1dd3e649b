"""Issue the forms of an assessment, without ever writing over what a person has filled in."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

from cchc_lib.core.results import YearResult
from cchc_lib.files.forms.appraisal import write_appraisal
from cchc_lib.files.forms.self_assessment import write_self_assessment
from cchc_lib.files.ledger import Outcome, open_ledger

__all__ = ["Issued", "issue_forms"]

Writer = Callable[[Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The forms of an assessment by what became of them; ``kept`` are those people changed."""

    written: tuple[Path, ...]
    replaced: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    kept: tuple[Path, ...]


def issue_forms(
    folder: Path, *, year: YearResult, how_vi: Mapping[str, Mapping[str, str]]
) -> Issued:
    """Write both forms of every unit; replace only what is byte for byte as it was issued.

    ``how_vi`` holds the sentences on how points are given, by group and component code.
    """
    paths: dict[Outcome, list[Path]] = {name: [] for name in get_args(Outcome)}
    with open_ledger(folder) as ledger:
        for path, write in _forms(folder, year, how_vi):
            paths[ledger.put(path, _content(write))].append(path)
    return Issued(**{outcome: tuple(own) for outcome, own in paths.items()})


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
            how_vi=how_vi[unit.group_code],
        )
        yield folder / "submissions" / f"{unit.code}.xlsx", form
        yield folder / "appraisal" / f"{unit.code}.xlsx", sheet


def _content(write: Writer) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "form.xlsx"
        write(path)
        return path.read_bytes()
