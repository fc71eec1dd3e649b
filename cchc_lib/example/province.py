"""Write a synthetic year of the province Đắk Nông, up to any stage of it, with its key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from cchc_lib.core.round_rules import Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.errors import UsageProblem
from cchc_lib.example.build import build_unit
from cchc_lib.example.calendar import (
    FIRST_YEAR,
    closing_day,
    date_leads,
    date_unit,
    make_windows,
    year_seed,
)
from cchc_lib.example.drafts import Planted, UnitDraft, reached
from cchc_lib.example.faults import plan_faults, plant_faults, stray_answer
from cchc_lib.example.key import UnitKey, follows_key_rules, key_of_unit
from cchc_lib.example.key_file import key_text
from cchc_lib.example.members import Member
from cchc_lib.example.papers import LeadPapers, UnitPapers
from cchc_lib.example.rounds import SHARED_LEADS, unfold_rounds
from cchc_lib.example.standing import standing_of
from cchc_lib.example.tables import (
    TABLES,
    CsvText,
    adjustment_rows,
    answer_rows,
    assessment_text,
    council_rows,
    exemption_rows,
    percent_rows,
    readme_text,
    receipt_rows,
    units_text,
)
from cchc_lib.example.units import list_units
from cchc_lib.example.words import LOWERED
from cchc_lib.files.closing import close_stage
from cchc_lib.files.stage_files import stage_files
from cchc_lib.files.writing import write_text

__all__ = ["draft_units", "make_assessment", "write_example"]

_LEVEL = frozenset({("department", 2), ("department", 15)})
"""Two units that end level, by group and place in the list."""


def write_example(
    folder: Path,
    *,
    edition: Edition,
    how_vi: Mapping[str, Mapping[str, str]],
    year: int = FIRST_YEAR,
    unit_count: int = 36,
    seed: int = 2018,
    has_faults: bool = False,
    until: Stage = "council",
) -> None:
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
        How many units; 36 are the real ones.
    seed
        Equal arguments give equal bytes; another seed gives another province, another year
        the same province in that year.
    has_faults
        Plant documented mistakes.
    until
        The last stage that is done; after the self-assessment nothing is closed yet.

    Raises
    ------
    UsageProblem
        If the year or the edition cannot carry the example.
    """
    _refuse_what_cannot_be_written(edition, year)
    members, former = list_units(edition, unit_count, year)
    assessment = replace(make_assessment(edition, members, year), former_units=former)
    papers = UnitPapers(folder=folder, edition=edition, assessment=assessment, how_vi=how_vi)
    leads = LeadPapers(edition)
    records = _Records(edition=edition, assessment=assessment, seed=seed, until=until)
    altered: list[UnitDraft] = []
    for whole in draft_units(edition, assessment, members, seed, has_faults=has_faults):
        draft = whole.as_of(until)
        leads.add(draft, papers.write(draft))
        records.add(draft)
        altered += [draft] if draft.altered else []
    if has_faults:
        records.add_stray(*stray_answer(edition))
    leads.write(papers, date_leads(assessment, SHARED_LEADS, year_seed(seed, year)))
    records.write(folder)
    for stage in reached(until) if until != "self_assessment" else ():
        if stage_files(folder, stage):
            close_stage(folder, stage, closed_on=closing_day(assessment, stage))
    for draft in altered:
        papers.alter(draft)


def make_assessment(edition: Edition, members: Sequence[Member], year: int) -> Assessment:
    """Return the round of a year without decisions about single units."""
    return Assessment(
        year=year,
        edition_code=edition.code,
        title_vi=f"Chỉ số cải cách hành chính năm {year} (số liệu minh họa)",
        province_vi="Đắk Nông",
        is_synthetic=True,
        form_version=f"{year}-1",
        units=tuple(member.unit for member in members),
        exemptions=(),
        adjustments=(),
        windows=make_windows(year),
    )


def draft_units(
    edition: Edition,
    assessment: Assessment,
    members: Sequence[Member],
    seed: int,
    *,
    has_faults: bool,
) -> Iterator[UnitDraft]:
    """Yield the finished draft of every unit, in official order."""
    year = assessment.year
    stream = year_seed(seed, year)
    faults = plan_faults([member.unit for member in members], stream) if has_faults else {}
    level = [member for member in members if (member.unit.group_code, member.ordinal) in _LEVEL]
    for number, member in enumerate(members):
        draft = build_unit(edition, member, year, seed)
        if member in level:
            for other in level:
                draft = _level(edition, draft, build_unit(edition, other, year, seed))
        draft = date_unit(assessment, draft, stream)
        yield plant_faults(
            edition,
            assessment,
            unfold_rounds(edition, assessment, draft, stream),
            faults.get(member.unit.code, ()),
            seed=stream,
            other_unit=members[number - 1].unit.code,
        )


def _level(edition: Edition, draft: UnitDraft, other: UnitDraft) -> UnitDraft:
    """Let the appraiser take points from a unit until it has no more than another."""
    mine, theirs = standing_of(edition, draft), standing_of(edition, other)
    excess = edition.rounding.component(max(mine.total - theirs.total, Fraction(0)))
    claims = dict(draft.claims)
    for number, (code, claim) in enumerate(draft.claims.items()):
        ruling = claim.ruling("appraisal_1")
        if ruling is not None and mine.max_score == theirs.max_score:
            cut = min(excess, edition.rounding.component(ruling.score / 2))
            excess -= cut
            if cut:
                reason = LOWERED[number % len(LOWERED)]
                lower = replace(ruling, score=ruling.score - cut, reason=reason)
                claims[code] = replace(claim, rulings={"appraisal_1": lower})
    return replace(draft, claims=claims)


@dataclass(kw_only=True)
class _Records:
    """The tables that grow unit by unit, and the keys of the units."""

    edition: Edition
    assessment: Assessment
    seed: int
    until: Stage
    keys: list[UnitKey] = field(default_factory=list)
    strays: list[Planted] = field(default_factory=list)
    tables: dict[str, CsvText] = field(
        default_factory=lambda: {name: CsvText(columns) for name, columns in TABLES.items()}
    )

    def add(self, draft: UnitDraft) -> None:
        """Take down everything about one unit that is not in its workbooks."""
        self.keys.append(key_of_unit(self.edition, draft))
        self.tables["exemptions.csv"].add(exemption_rows(draft))
        self.tables["adjustments.csv"].add(adjustment_rows(draft))
        self.tables["received.csv"].add(receipt_rows(draft))
        self.tables["council.csv"].add(council_rows(draft))
        self.tables["survey/answers.csv"].add(answer_rows(draft))
        self.tables["survey/sipas.csv"].add(percent_rows(draft))

    def add_stray(self, answer: tuple[str, str, str, str], planted: Planted) -> None:
        """Take down an answer that belongs to no unit."""
        self.tables["survey/answers.csv"].add([answer])
        self.strays.append(planted)

    def write(self, folder: Path) -> None:
        """Write the tables, the notes and the key."""
        write_text(folder / "units.csv", units_text(self.assessment))
        for name, table in self.tables.items():
            if name != "council.csv" or self.until == "council":
                write_text(folder / name, table.text)
        planted = [one for unit in self.keys for one in unit.planted] + self.strays
        write_text(folder / "assessment.toml", assessment_text(self.assessment))
        notes = readme_text(self.assessment, self.seed, self.until, planted)
        write_text(folder / "README.txt", notes)
        key = key_text(self.edition, self.keys, self.strays, self.seed)
        write_text(folder / "key.json", key)


def _refuse_what_cannot_be_written(edition: Edition, year: int) -> None:
    if not edition.first_year <= year <= edition.last_year:
        years = f"{edition.first_year}–{edition.last_year}"
        raise UsageProblem(f"Bộ tiêu chí {edition.code} chỉ áp dụng cho các năm {years}.")
    if not follows_key_rules(edition):
        raise UsageProblem(f"Chưa lập được đáp án theo cách làm tròn, xếp hạng của {edition.code}.")
