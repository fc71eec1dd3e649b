"""Read a damaged return through the door that every return takes, and compare."""

import csv
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import RuleLine
from cchc_lib.files.forms.layout import SelfColumn
from cchc_lib.findings import Finding
from cchc_lib.running.reading import assessment_of, compute_year
from tests.mutations.registry import FILE, OTHER_UNIT, UNIT, Outcome, Variant

LONGEST_SECONDS = 20
_UNITS = (UNIT, OTHER_UNIT)
_OWN = (UNIT, "")
_VALUED = (SelfColumn.SELF, SelfColumn.FIGURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of a folder: the result, and how long it took."""

    year: YearResult
    seconds: float

    @property
    def scores(self) -> dict[str, tuple[object, ...]]:
        """Return the scores of the unit at every stage, by component."""
        return {
            score.component_code: (
                score.self_score.value,
                score.rule_score.value if isinstance(score.rule_score, RuleLine) else "none",
                score.final.value,
                score.status,
            )
            for score in self.year.scores_of(UNIT)
        }

    def changed_from(self, before: "Judged") -> set[str]:
        """Return the components whose scores are not what they were."""
        now, was = self.scores, before.scores
        return {code for code in now.keys() | was.keys() if now.get(code) != was.get(code)}

    def has_submission(self) -> bool:
        """Tell whether anything the unit claims was read."""
        return any(isinstance(values[0], Decimal) for values in self.scores.values())

    def new_findings(self, before: "Judged") -> list[Finding]:
        """Return the findings about the unit that were not there before, wherever they moved."""
        known = Counter(map(_about, before.year.findings))
        new = []
        for one in self.year.findings:
            if known[_about(one)]:
                known[_about(one)] -= 1
            elif one.unit_code in _OWN:
                new.append(one)
        return new


def _about(one: Finding) -> tuple[str, ...]:
    return one.code, one.unit_code, one.component_code, one.found, one.expected


def make_folder(example: Path, folder: Path) -> Path:
    """Write an assessment with one return, before anything was decided about it."""
    folder.mkdir(parents=True)
    shutil.copy(example / "assessment.toml", folder)
    for name, column in (("units.csv", "unit_code"), ("exemptions.csv", "")):
        lines = (example / name).read_text("utf-8").splitlines()
        kept = [row for row in lines[1:] if column and next(csv.reader([row]))[0] in _UNITS]
        (folder / name).write_text("\n".join([lines[0], *kept, ""]), "utf-8")
    for name in (FILE, f"evidence/{UNIT}"):
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        (shutil.copytree if (example / name).is_dir() else shutil.copy)(example / name, place)
    return folder


def judge(folder: Path, edition: Edition) -> Judged:
    """Read, check and compute a folder."""
    start = time.perf_counter()
    assessment, findings = assessment_of(folder, edition)
    year = compute_year(folder, edition, assessment, findings)
    return Judged(year=year, seconds=time.perf_counter() - start)


def check_outcome(variant: Variant, form: bytes, before: Judged, after: Judged) -> None:
    """Hold what became of a variant against what must become of it."""
    new = after.new_findings(before)
    check_findings(new)
    assert after.seconds < LONGEST_SECONDS
    expected = variant.outcome
    match expected.kind:
        case "reject_file":
            _check_refused_file(expected, new)
            assert not after.has_submission()
        case "reject_cell":
            _check_refused_cells(expected, new, form)
            changed = {at.component for _, at in expected.errors}
            assert after.changed_from(before) <= changed
            _check_unused(expected, before, after)
        case "accept" | "warn":
            assert not after.changed_from(before)
            assert {one.code for one in new} == expected.codes | expected.notes
            severities = {one.code: one.severity for one in new}
            assert {severities[code] for code in expected.codes} <= {"warning"}
            assert expected.kind == "warn" or set(severities.values()) <= {"note"}


def check_findings(findings: list[Finding]) -> None:
    """Hold findings against what every finding has: a file, a message, what to do."""
    for one in findings:
        assert one.file
        assert one.message
        assert one.fix
        assert "Error" not in one.found
        assert "Traceback" not in one.message
        assert not one.cell or one.sheet or one.file.endswith((".csv", ".toml"))


def _check_refused_file(expected: Outcome, new: list[Finding]) -> None:
    about = {one.code for one in new if one.code in expected.codes}
    assert len(about) == 1
    errors = {one.code for one in new if one.severity == "error"}
    assert errors == {"HS-001"} | {code for code in about if _is_error(code, new)}
    where = [one.file for one in new if one.code in expected.codes]
    assert set(where) == {expected.file}


def _is_error(code: str, findings: list[Finding]) -> bool:
    return any(one.code == code and one.severity == "error" for one in findings)


def _check_refused_cells(expected: Outcome, new: list[Finding], form: bytes) -> None:
    errors = {
        (one.code, one.component_code, one.sheet, one.cell)
        for one in new
        if one.severity == "error"
    }
    assert errors == {(code, at.component, at.sheet, at.cell(form)) for code, at in expected.errors}
    assert {one.code for one in new if one.severity != "error"} == expected.notes


def _check_unused(expected: Outcome, before: Judged, after: Judged) -> None:
    """Hold that no value of a refused cell went into a score."""
    for _, at in expected.errors:
        if at.component in before.scores and at.column in _VALUED:
            was, now = before.scores[at.component], after.scores[at.component]
            place = 0 if at.column == SelfColumn.SELF else 1
            is_out_of_bounds = isinstance(now[place], Decimal) and now[place] != was[place]
            assert not isinstance(now[place], Decimal) or is_out_of_bounds
