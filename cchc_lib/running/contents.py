"""What a run holds before workers make the rest: tables, law, log, pages over the year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.core.audit.checking.chain import ChainLine, seal_of
from cchc_lib.core.audit.comparing.changes import Comparison
from cchc_lib.core.results import YearResult
from cchc_lib.files.results import write_results
from cchc_lib.files.rules import edition_files
from cchc_lib.files.run_log import LOG_FILE, write_log
from cchc_lib.files.writing import write_bytes
from cchc_lib.present.language import NATIVE, Language
from cchc_lib.running.computing import Round
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import Task
from cchc_lib.running.manifest import Extent
from cchc_lib.running.previous import compare, write_comparison, write_previous
from cchc_lib.running.reports import report_tasks
from cchc_lib.running.site import write_site
from cchc_lib.running.speaking import words_of

__all__ = ["Contents", "contents_of", "lay_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A computed year of a round with its log, and how much of it a run shows.

    ``comparison`` is with the run before, none where the round has none; ``words`` are those of
    the languages besides Vietnamese.
    """

    opened: Round
    year: YearResult
    log: Sequence[ChainLine]
    extent: Extent
    comparison: Comparison | None
    words: Mapping[Language, Mapping[str, str]]

    @property
    def seal(self) -> str:
        """Return what the pages show of the log."""
        return seal_of(self.log)

    @property
    def shared(self) -> Shared:
        """Return what the tasks of the run share."""
        before = self.opened.previous
        years = {before.address: before.year} if before else {}
        units = self.comparison.units if self.comparison else ()
        changes = {one.unit_code: one for one in units}
        return Shared(years={".": self.year, **years}, changes=changes, words=self.words)


def contents_of(
    opened: Round, year: YearResult, log: Sequence[ChainLine], extent: Extent
) -> Contents:
    """Return what a run over a round holds: its year compared, and in the words it speaks."""
    before = opened.previous
    return Contents(
        opened=opened,
        year=year,
        log=log,
        extent=extent,
        comparison=compare(before.year, year, before.history) if before else None,
        words=_words_for(opened, extent),
    )


def lay_out(folder: Path, contents: Contents) -> list[Task]:
    """Write the computed year of a round into ``folder``.

    Returns what is still to be made by workers; the pages link what that will be.
    """
    opened, year, comparison = contents.opened, contents.year, contents.comparison
    write_results(folder / "tables", year)
    for path in edition_files(opened.rules):
        write_bytes(folder / "rules" / year.edition.code / path.name, path.read_bytes())
    if opened.previous and comparison:
        write_previous(folder, opened.previous)
        write_comparison(folder / "tables", comparison)
    write_log(folder / LOG_FILE, contents.log)
    previous = opened.previous_address
    tasks = report_tasks(opened.directory, folder, year, contents.extent, previous=previous)
    write_site(
        folder,
        year,
        opened.identity.run_id,
        tasks,
        seal=contents.seal,
        comparison=comparison,
        words=contents.words,
    )
    return tasks


def _words_for(opened: Round, extent: Extent) -> dict[Language, Mapping[str, str]]:
    """Return the words of every language besides Vietnamese that a run over a round speaks."""
    before = opened.previous
    editions = [before.folder / "rules" / before.year.edition.code] if before else []
    return {
        language: words_of(language, [*editions, opened.rules])
        for language in extent.languages
        if language != NATIVE
    }
