"""Everything in a run that needs no notebook: tables, law, log and the pages made here."""

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
from cchc_lib.running.notebooks import NotebookJob
from cchc_lib.running.previous import compare, write_comparison, write_previous
from cchc_lib.running.reports import LEDGER, write_site

__all__ = ["write_contents"]


def write_contents(
    folder: Path,
    year: YearResult,
    *,
    opened: Round,
    log: Sequence[ChainLine],
    jobs: Sequence[NotebookJob],
) -> None:
    """Write the computed year of a round into ``folder``; its pages link what ``jobs`` make."""
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
    run_id, seal = opened.identity.run_id, seal_of(log)
    write_site(folder, year, run_id, jobs, seal=seal, comparison=comparison)
