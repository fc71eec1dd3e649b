"""What a run holds before workers make the rest: tables, law, log, pages over the year."""

from collections.abc import Sequence
from pathlib import Path

from cchc_lib.core.audit.checking.chain import ChainLine, seal_of
from cchc_lib.core.audit.comparing.changes import Comparison
from cchc_lib.core.results import YearResult
from cchc_lib.files.results import write_results
from cchc_lib.files.rules import edition_files
from cchc_lib.files.run_log import LOG_FILE, write_log
from cchc_lib.files.writing import write_bytes
from cchc_lib.running.computing import Round
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import Task
from cchc_lib.running.manifest import Extent
from cchc_lib.running.previous import compare, write_comparison, write_previous
from cchc_lib.running.reports import report_tasks
from cchc_lib.running.site import write_site

__all__ = ["compared", "lay_out", "shared_by"]


def compared(opened: Round, year: YearResult) -> Comparison | None:
    """Compare a computed year with the run before, if the round has one."""
    before = opened.previous
    return compare(before.year, year, before.history) if before else None


def lay_out(
    folder: Path,
    year: YearResult,
    *,
    opened: Round,
    comparison: Comparison | None,
    log: Sequence[ChainLine],
    extent: Extent,
) -> list[Task]:
    """Write the computed year of a round into ``folder``.

    Returns what is still to be made by workers; the pages link what that will be.
    """
    write_results(folder / "tables", year)
    for path in edition_files(opened.rules):
        write_bytes(folder / "rules" / year.edition.code / path.name, path.read_bytes())
    if opened.previous and comparison:
        write_previous(folder, opened.previous)
        write_comparison(folder / "tables", comparison)
    write_log(folder / LOG_FILE, log)
    previous = opened.previous_address
    tasks = report_tasks(opened.directory, folder, year, extent, previous=previous)
    run_id, seal = opened.identity.run_id, seal_of(log)
    write_site(folder, year, run_id, tasks, seal=seal, comparison=comparison)
    return tasks


def shared_by(opened: Round, year: YearResult, comparison: Comparison | None) -> Shared:
    """Return what the tasks of a run over a round share."""
    before = {opened.previous.address: opened.previous.year} if opened.previous else {}
    units = comparison.units if comparison else ()
    return Shared(years={".": year, **before}, changes={one.unit_code: one for one in units})
