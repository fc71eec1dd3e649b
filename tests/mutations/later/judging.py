"""Read what returned later through the door that it always takes, and compare."""

import shutil
import time
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path

from openpyxl import Workbook, load_workbook

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import NotReported, Returns
from cchc_lib.files.forms.layout import IdentityLabel
from cchc_lib.findings import Finding
from cchc_lib.running.reading import assessment_of, read_returns
from tests.mutations.judging import LONGEST_SECONDS, check_findings
from tests.mutations.later.registry import AGENCY, Form, Outcome, Spot, Variant, Where
from tests.mutations.registry import UNIT

NOT_NEEDED = (
    *("submissions", "evidence", "survey", "closed", "received.csv", "council.csv", "key.json"),
    *("van-phong-*", "thi-xa-*", "chu-tri_so-tai-chinh.xlsx"),
)
_PLACES = {"SCORE": 0, "REASON": 1, "RESPONSE": 0, "NEW_EVIDENCE": 1}
_NOTHING = {"SCORE": None, "REASON": "", "RESPONSE": "", "NEW_EVIDENCE": ()}
_SAYS_NOTHING = (None, "", ())
_DAY = 2

Said = dict[tuple[str, str, str], tuple[object, ...]]
"""What was decided or explained, by stage, unit and component."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read of a folder, and how long it took."""

    returns: Returns
    findings: tuple[Finding, ...]
    seconds: float

    @cached_property
    def said(self) -> Said:
        """Return what was decided and explained, leaving out what says nothing."""
        said: Said = {}
        for (unit, component), own in self.returns.decisions.items():
            for one in own:
                score = one.score if isinstance(one.score, Decimal) else None
                if score is not None or one.reason:
                    key = (one.stage, unit, component)
                    assert key not in said
                    said[key] = (score, one.reason, one.decided_on, one.role)
        for (unit, component), explanation in self.returns.explanations.items():
            said["explanation", unit, component] = (explanation.text, explanation.evidence)
        return said

    def keys_of(self, form: Form) -> list[tuple[str, str, str]]:
        """Return what was read from a form."""
        decided = [
            (one.stage, one.unit_code, one.component_code)
            for own in self.returns.decisions.values()
            for one in own
            if one.place.file == form.file and (isinstance(one.score, Decimal) or one.reason)
        ]
        explained = [
            ("explanation", one.unit_code, one.component_code)
            for one in self.returns.explanations.values()
            if one.place.file == form.file
        ]
        return [*decided, *explained]


def make_folder(example: Path, folder: Path) -> Path:
    """Write an assessment of which only the later forms are there, and one notice more."""
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns(*NOT_NEEDED))
    (folder / "appraisal" / f"{AGENCY}.xlsx").unlink(missing_ok=True)
    return folder


def read(folder: Path, edition: Edition) -> Reading:
    """Read a folder."""
    start = time.perf_counter()
    assessment, findings = assessment_of(folder, edition)
    returns, found = read_returns(folder, edition, assessment)
    seconds = time.perf_counter() - start
    return Reading(returns=returns, findings=(*findings, *found), seconds=seconds)


def check_outcome(variant: Variant, clean: Path, before: Reading, after: Reading) -> None:
    """Hold what became of a variant against what must become of it."""
    expected, form = variant.outcome, variant.form
    check_findings(list(after.findings))
    assert after.seconds < LONGEST_SECONDS
    serious = [one for one in after.findings if one.severity != "note"]
    assert form.is_of_lead or {one.unit_code for one in serious} <= {UNIT}
    if expected.refusals:
        _check_refused(expected, after)
    else:
        for severity, wanted in (("error", expected.errors), ("warning", expected.warnings)):
            found = {(one.code, one.cell) for one in after.findings if one.severity == severity}
            assert _as_found(found, wanted) == {
                (code, _address(clean, where)) for code, where in wanted
            }
    notes = {one.code for one in after.findings if one.severity == "note"}
    assert notes == expected.notes
    assert after.said == _expected(expected, before)


def _check_refused(expected: Outcome, after: Reading) -> None:
    serious = [one for one in after.findings if one.severity != "note"]
    assert serious
    assert {one.code for one in serious} <= expected.refusals
    assert {one.severity for one in serious} == {"error"}
    assert expected.file in {"*", *(one.file for one in serious)}


def _as_found(
    found: set[tuple[str, str]], wanted: tuple[tuple[str, Where], ...]
) -> set[tuple[str, str]]:
    """Return findings with their cells, without these where a code is wanted wherever it is."""
    anywhere = {code for code, where in wanted if where == ""}
    return {(code, "" if code in anywhere else cell) for code, cell in found}


def _address(clean: Path, where: Where) -> str:
    if isinstance(where, str):
        return where
    return where.cell(_issued(clean / where.form.file)[where.form.sheet]).coordinate


@cache
def _issued(path: Path) -> Workbook:
    return load_workbook(path)


def _expected(expected: Outcome, before: Reading) -> Said:
    said = dict(before.said)
    for spot in expected.lost:
        _lose(said, spot)
    for spot, value in expected.becomes:
        own = list(said.get(spot.key, ()))
        own[_PLACES[spot.column]] = value
        said[spot.key] = tuple(own)
    if expected.unread is not None:
        for key in before.keys_of(expected.unread):
            del said[key]
    if expected.undated is not None:
        for key in before.keys_of(expected.undated):
            own = list(said[key])
            own[_DAY] = NotReported(reason="refused")
            said[key] = tuple(own)
    return said


def _lose(said: Said, spot: Spot) -> None:
    own = list(said.pop(spot.key))
    if not spot.column:
        return
    own[_PLACES[spot.column]] = _NOTHING[spot.column]
    if any(value not in _SAYS_NOTHING for value in own[:2]):
        said[spot.key] = tuple(own)


def day_cell(sheet) -> object:
    """Return the cell in which the day of the decisions stands."""
    label = f"{IdentityLabel.DATE}:"
    return next(c for row in sheet.iter_rows() for c in row if c.value == label).offset(column=1)
