"""What a run holds before its notebooks are executed: tables, law, log, the pages made here."""

from collections.abc import Sequence
from pathlib import Path

from cchc_lib.core.audit.checking.chain import ChainLine, seal_of
from cchc_lib.core.results import YearResult
from cchc_lib.files.results import write_results
from cchc_lib.files.rules import edition_files
from cchc_lib.files.run_log import LOG_FILE, write_log
from cchc_lib.files.writing import write_bytes
from cchc_lib.present.ledger_words import ledger_words
from cchc_lib.present.rule_text import describe_edition
from cchc_lib.running.computing import Round
from cchc_lib.running.manifest import Extent
from cchc_lib.running.notebooks import NotebookJob
from cchc_lib.running.previous import compare, write_comparison, write_previous
from cchc_lib.running.reports import LEDGER, report_jobs, write_site

__all__ = ["lay_out"]


def lay_out(
    folder: Path, year: YearResult, *, opened: Round, log: Sequence[ChainLine], extent: Extent
) -> list[NotebookJob]:
    """Write the computed year of a round into ``folder``.

    Returns the notebooks that are still to be executed; the pages link what they will make.
    """
    from cchc_lib.files.ledger import write_ledger

    write_results(folder / "tables", year)
    write_ledger(folder / LEDGER, year, describe_edition(year.edition), ledger_words(year))
    for path in edition_files(opened.rules):
        write_bytes(folder / "rules" / year.edition.code / path.name, path.read_bytes())
    comparison = compare(opened.previous.year, year) if opened.previous else None
    if opened.previous and comparison:
        write_previous(folder, opened.previous)
        write_comparison(folder / "tables", comparison)
    write_log(folder / LOG_FILE, log)
    seal, previous = seal_of(log), opened.previous_address
    jobs = report_jobs(opened.directory, folder, year, extent, seal=seal, previous=previous)
    write_site(folder, year, opened.identity.run_id, jobs, seal=seal, comparison=comparison)
    return jobs
