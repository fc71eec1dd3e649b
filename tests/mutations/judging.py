"""Read a damaged return through the door that every return takes, and compare."""

import csv
import shutil
import time
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import Figure, NotReported
from cchc_lib.files.forms.layout import SelfColumn
from cchc_lib.finding_kinds import KINDS
from cchc_lib.findings import Finding
from cchc_lib.running.reading import assessment_of, compute_year
from tests.mutations.registry import FILE, OTHER_UNIT, UNIT, At, Outcome, Variant

LONGEST_SECONDS = 20
_UNITS = (UNIT, OTHER_UNIT)
_OWN = (UNIT, "")
_REFUSED = NotReported(reason="refused")
_IMPOSSIBLE = {"HS-014", "HS-015"}
"""Claims that stay on record as they were typed, for everyone to see, and never score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What was read about one component, and what came of it."""

    self_score: Decimal | NotReported
    figures: dict[str, Figure | NotReported]
    by_rule: Decimal | NotReported
    final: object
    status: str

    @classmethod
    def of(cls, score: ComponentScore) -> "Claim":
        """Return the claim in a component score."""
        line = score.rule_score
        is_ruled = isinstance(line, RuleLine)
        return cls(
            self_score=score.self_score.value,
            figures={one.input_code: one.value for one in line.figures} if is_ruled else {},
            by_rule=line.value if is_ruled else NotReported(),
            final=score.final.value,
            status=score.status,
        )

    def without(self, at: At) -> "Claim":
        """Return the claim as it must be read where the value in a cell is refused."""
        match at.column:
            case SelfColumn.SELF:
                return replace(self, self_score=_REFUSED)
            case SelfColumn.FIGURE:
                figures = self.figures | {at.input_code: _REFUSED}
                return replace(self, figures=figures, by_rule=NotReported())
            case SelfColumn.EXPLANATION | SelfColumn.EVIDENCE:
                return self
            case _:
                nothing = NotReported()
                return replace(self, self_score=nothing, figures={}, by_rule=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of a folder: the result, and how long it took."""

    year: YearResult
    seconds: float

    @property
    def claims(self) -> dict[str, Claim]:
        """Return what was read of the unit and what came of it, by component."""
        return {one.component_code: Claim.of(one) for one in self.year.scores_of(UNIT)}

    @property
    def explanations(self) -> dict[str, str]:
        """Return the explanations of the unit by component."""
        return {one.component_code: one.explanation for one in self.year.scores_of(UNIT)}

    def changed_from(self, before: "Judged") -> set[str]:
        """Return the components of which scores or figures are not what they were."""
        now, was = self.claims, before.claims
        return {code for code in now.keys() | was.keys() if now.get(code) != was.get(code)}

    def has_submission(self) -> bool:
        """Tell whether anything the unit claims was read."""
        return any(isinstance(one.self_score, Decimal) for one in self.claims.values())

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
    is_said = any(
        one.severity == "error" and one.unit_code == UNIT and KINDS[one.code].step == "file"
        for one in new
    )
    echo = set() if is_said else {"HS-001"}
    assert errors == echo | {code for code in about if _is_error(code, new)}
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
    """Hold that no value of a refused cell went into a score, and that every other one did."""
    impossible = {at.component for code, at in expected.errors if code in _IMPOSSIBLE}
    left = {code: before.claims[code] for code in before.claims.keys() - impossible}
    for code, at in expected.errors:
        if at.component in left:
            left[at.component] = left[at.component].without(at)
        if at.column == SelfColumn.EXPLANATION:
            assert after.explanations[at.component] == ""
        if code in _IMPOSSIBLE:
            _check_impossible(at.component, before, after)
    assert {code: after.claims[code] for code in left} == left


def _check_impossible(component: str, before: Judged, after: Judged) -> None:
    """Hold that an impossible claim was not made into a possible one, and gives no points."""
    claim, was = after.claims[component], before.claims[component]
    (score,) = (one for one in after.year.scores_of(UNIT) if one.component_code == component)
    assert isinstance(claim.self_score, Decimal)
    assert not 0 <= claim.self_score <= score.max_score
    assert replace(claim, self_score=was.self_score) == was
