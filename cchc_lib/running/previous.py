"""The run that a new run is compared with: opened, and kept inside the new one.

The copy holds what a comparison reads, so that a run is whole wherever it lies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from cchc_lib.core.audit.comparing.changes import Comparison
from cchc_lib.core.audit.comparing.trend import History
from cchc_lib.core.audit.comparing.years import compare_years, why_incomparable
from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import Assessment
from cchc_lib.errors import ResultProblem, UsageProblem
from cchc_lib.files.comparison_tables import COMPARISON_TABLES
from cchc_lib.files.hashing import sha256_of_file
from cchc_lib.files.results import RECORDS, read_results
from cchc_lib.files.writing import write_bytes, write_text
from cchc_lib.files.year_history import HISTORY, read_history
from cchc_lib.running.inside import is_linked
from cchc_lib.running.manifest import MANIFEST, Manifest, is_finished, read_manifest
from cchc_lib.running.records_check import check_records

__all__ = [
    "PREVIOUS",
    "PreviousRun",
    "compare",
    "history_of",
    "kept_previous",
    "open_previous",
    "refuse_incomparable",
    "write_comparison",
    "write_previous",
]

PREVIOUS = "previous"
"""The folder of a run that holds what it is compared with."""
_KEPT_SUFFIXES = {".toml", ".po"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousRun:
    """A finished run, and the SHA-256 of its manifest."""

    folder: Path
    run_id: str
    manifest_sha256: str
    year: YearResult
    history: History

    @property
    def address(self) -> str:
        """Return where a run keeps its copy."""
        return f"{PREVIOUS}/{self.run_id}"


def open_previous(folder: Path) -> PreviousRun:
    """Open a finished run to compare with.

    Raises
    ------
    ResultProblem
        If it came to no end, or is not what its manifest says.
    """
    if not is_finished(folder):
        raise ResultProblem(f"Lần chạy trước “{folder.name}” chưa hoàn thành.")
    manifest = read_manifest(folder)
    check_records(folder)
    return PreviousRun(
        folder=folder,
        run_id=manifest.run_id,
        manifest_sha256=sha256_of_file(folder / MANIFEST),
        year=read_results(folder / "tables", folder / "rules"),
        history=history_of(folder),
    )


def history_of(folder: Path) -> History:
    """Return the years that a finished run, whose records were checked, knows of its units.

    A run that was compared with none knows of none.

    Raises
    ------
    ResultProblem
        If they cannot be read.
    """
    return read_history(folder / "tables" / HISTORY) if _has_history(folder) else {}


def kept_previous(folder: Path, manifest: Manifest) -> Path | None:
    """Return the copy inside a run of the run it is compared with, if there is one."""
    names = (f"{PREVIOUS}/{run_id}" for run_id in manifest.previous)
    return next((folder / name for name in names if not is_linked(folder, name)), None)


def refuse_incomparable(before: Assessment, after: Assessment) -> None:
    """Refuse two rounds that cannot be compared.

    Raises
    ------
    UsageProblem
        Saying why.
    """
    if why := why_incomparable(before, after):
        raise UsageProblem(f"Không so sánh được. {why}")


def compare(
    before: YearResult, after: YearResult, history: History = MappingProxyType({})
) -> Comparison:
    """Compare two results; ``history`` is what the earlier run knows of the years before.

    Raises
    ------
    UsageProblem
        If they cannot be compared.
    """
    refuse_incomparable(before.assessment, after.assessment)
    return compare_years(before, after, history)


def write_comparison(folder: Path, comparison: Comparison) -> None:
    """Write the tables of a comparison into ``folder``."""
    for name, table in COMPARISON_TABLES.items():
        write_text(folder / name, table(comparison))


def write_previous(folder: Path, previous: PreviousRun) -> None:
    """Keep inside a run what a comparison reads of the run before."""
    for name in _kept_files(previous.folder):
        content = (previous.folder / name).read_bytes()
        write_bytes(folder / previous.address / name, content)


def _kept_files(folder: Path) -> Iterator[str]:
    yield MANIFEST
    yield from (f"tables/{name}" for name in RECORDS)
    if _has_history(folder):
        yield f"tables/{HISTORY}"
    found = (path for path in (folder / "rules").rglob("*") if path.suffix in _KEPT_SUFFIXES)
    rules = sorted(path for path in found if path.is_file())
    yield from (path.relative_to(folder).as_posix() for path in rules)


def _has_history(folder: Path) -> bool:
    """Tell whether a run has years of before, as its manifest says."""
    return is_finished(folder) and f"tables/{HISTORY}" in read_manifest(folder).outputs
