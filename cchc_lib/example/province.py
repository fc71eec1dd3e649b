"""Write a synthetic year of a province, up to any stage of it, with its key."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TextIO

from cchc_lib.core.round_rules import Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.errors import UsageProblem
from cchc_lib.example.calendar import (
    FIRST_YEAR,
    closing_day,
    date_leads,
    make_windows,
    year_seed,
)
from cchc_lib.example.drafting import plan_drafts
from cchc_lib.example.drafts import Planted, UnitDraft, reached
from cchc_lib.example.faults import stray_answer
from cchc_lib.example.key import UnitKey, follows_key_rules
from cchc_lib.example.key_file import key_around_components
from cchc_lib.example.making import Maker, UnitMade, make_units
from cchc_lib.example.members import Member
from cchc_lib.example.papers import LeadPapers, UnitPapers
from cchc_lib.example.roster import province_of
from cchc_lib.example.rounds import SHARED_LEADS
from cchc_lib.example.tables import (
    SOURCE_COLUMNS,
    TABLES,
    assessment_text,
    csv_rows,
    readme_text,
    source_tables,
    units_text,
)
from cchc_lib.example.units import list_units
from cchc_lib.files.closing import close_stage
from cchc_lib.files.stage_files import stage_files
from cchc_lib.files.writing import append_text, write_parts, write_text
from cchc_lib.telling import Progress, say_nothing

__all__ = ["make_assessment", "write_example"]

_UNITS_VI = "Lập hồ sơ đơn vị"
_LEADS_VI = "Lập phiếu của cơ quan chủ trì"
_CLOSING_VI = "Chốt giai đoạn"
_PIECE = 1 << 16


def write_example(
    folder: Path,
    *,
    edition: Edition,
    how_vi: Mapping[str, Mapping[str, str]],
    year: int = FIRST_YEAR,
    unit_count: int | None = None,
    seed: int = 2018,
    has_faults: bool = False,
    until: Stage = "council",
    progress: Progress = say_nothing,
) -> int:
    """Write a synthetic assessment into a new folder, as it stands after a stage.

    Parameters
    ----------
    folder
        Where to; it must not exist or be empty.
    edition
        The criteria to assess by.
    how_vi
        The sentence on how points are given, by group code and component code.
    year
        The assessed year, within the years in which the edition is in force.
    unit_count
        How many units; as many as the list of the province has, if not told.
    seed
        Equal arguments give equal bytes; another seed gives another province, another year
        the same province in that year.
    has_faults
        Plant documented mistakes.
    until
        The last stage that is done; after the self-assessment nothing is closed yet.
    progress
        Told how far the writing has come.

    Returns
    -------
    int
        How many units it has.

    Raises
    ------
    UsageProblem
        If the year or the edition cannot carry the example.
    """
    _refuse_what_cannot_be_written(edition, year)
    members, former = list_units(edition, unit_count, year)
    assessment = replace(make_assessment(edition, members, year), former_units=former)
    papers = UnitPapers(folder=folder, edition=edition, assessment=assessment, how_vi=how_vi)
    drafting = plan_drafts(edition, assessment, members, seed, has_faults=has_faults)
    maker = Maker(drafting=drafting, papers=papers, until=until)
    leads = LeadPapers(edition)
    altered: list[UnitDraft] = []
    with _recording(folder, edition, assessment, seed, until) as records:
        for done, made in enumerate(make_units(maker, len(members)), start=1):
            leads.add(made.key.unit_code, made.lead)
            records.add(made)
            altered += [made.altered] if made.altered else []
            progress(_UNITS_VI, done, len(members))
        if has_faults:
            records.add_stray(*stray_answer(edition))
        records.write()
    progress(_LEADS_VI, 0, 1)
    leads.write(papers, date_leads(assessment, SHARED_LEADS, year_seed(seed, year)))
    _close(folder, assessment, until, progress)
    for draft in altered:
        papers.alter(draft)
    return len(members)


def _close(folder: Path, assessment: Assessment, until: Stage, progress: Progress) -> None:
    """Close every stage that is over: after the self-assessment none is."""
    stages = reached(until) if until != "self_assessment" else ()
    for done, stage in enumerate(stages):
        progress(_CLOSING_VI, done, len(stages))
        if stage_files(folder, stage):
            close_stage(folder, stage, closed_on=closing_day(assessment, stage))


def make_assessment(edition: Edition, members: Sequence[Member], year: int) -> Assessment:
    """Return the round of a year without decisions about single units."""
    return Assessment(
        year=year,
        edition_code=edition.code,
        title_vi=f"Chỉ số cải cách hành chính năm {year} (số liệu minh họa)",
        province_vi=province_of(edition).name_vi,
        is_synthetic=True,
        form_version=f"{year}-1",
        units=tuple(member.unit for member in members),
        exemptions=(),
        adjustments=(),
        windows=make_windows(year),
    )


@dataclass(slots=True, kw_only=True)
class _Records:
    """The tables and the key of true results, which grow unit by unit on the disk."""

    folder: Path
    edition: Edition
    assessment: Assessment
    seed: int
    until: Stage
    components: TextIO
    keys: list[UnitKey] = field(default_factory=list)
    strays: list[Planted] = field(default_factory=list)

    def begin(self) -> None:
        """Write the tables without any unit."""
        write_text(self.folder / "units.csv", units_text(self.assessment))
        for name, columns in TABLES.items():
            if name != "council.csv" or self.until == "council":
                write_text(self.folder / name, csv_rows([columns]))
        for name in source_tables(self.edition).values():
            write_text(self.folder / name, csv_rows([SOURCE_COLUMNS]))

    def add(self, made: UnitMade) -> None:
        """Take down everything about one unit that is not in its workbooks."""
        self.components.write(made.components if not self.keys else f",\n{made.components}")
        self.keys.append(made.key)
        for name, rows in made.tables.items():
            self._append(name, rows)

    def add_stray(self, answer: tuple[str, str, str, str], planted: Planted) -> None:
        """Take down an answer that belongs to no unit."""
        self._append("survey/answers.csv", csv_rows([answer]))
        self.strays.append(planted)

    def write(self) -> None:
        """Write the notes and the key."""
        planted = [one for unit in self.keys for one in unit.planted] + self.strays
        write_text(self.folder / "assessment.toml", assessment_text(self.assessment))
        notes = readme_text(self.edition, self.assessment, self.seed, self.until, planted)
        write_text(self.folder / "README.txt", notes)
        before, after = key_around_components(self.edition, self.keys, self.strays, self.seed)
        self.components.seek(0)
        pieces = iter(partial(self.components.read, _PIECE), "")
        write_parts(self.folder / "key.json", chain([before], pieces, [after]))

    def _append(self, name: str, rows: str) -> None:
        path = self.folder / name
        if rows and path.exists():
            append_text(path, rows)


@contextmanager
def _recording(
    folder: Path, edition: Edition, assessment: Assessment, seed: int, until: Stage
) -> Iterator[_Records]:
    """Give the records of a year; what of the key is waiting lies in a file of its own."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as components:
        records = _Records(
            folder=folder,
            edition=edition,
            assessment=assessment,
            seed=seed,
            until=until,
            components=components,
        )
        records.begin()
        yield records


def _refuse_what_cannot_be_written(edition: Edition, year: int) -> None:
    if not edition.first_year <= year <= edition.last_year:
        years = f"{edition.first_year}–{edition.last_year}"
        raise UsageProblem(f"Bộ tiêu chí {edition.code} chỉ áp dụng cho các năm {years}.")
    if not follows_key_rules(edition):
        raise UsageProblem(f"Chưa lập được đáp án theo cách làm tròn, xếp hạng của {edition.code}.")
