"""A year as it would be if a unit had taken some steps: by its records, the whole of it anew."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from cchc_lib.core.advice.ladders import Step
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import (
    Assessment,
    ComponentEntry,
    Decision,
    NotReported,
    Place,
    Returns,
)
from cchc_lib.findings import Finding
from cchc_lib.running import reading
from cchc_lib.running.editions import edition_of

REASON = "Công nhận số liệu kê khai"


@dataclass(frozen=True, kw_only=True)
class ReadRound:
    """An assessment folder as it was read, to be computed again with other records."""

    directory: Path
    edition: Edition
    assessment: Assessment
    findings: Sequence[Finding]
    returns: Returns
    found: Sequence[Finding]

    def after(self, unit_code: str, steps: Sequence[Step]) -> YearResult:
        """Compute the year with the figures of some steps declared, and granted by the council."""
        returns = self.returns
        for step in steps:
            returns = _with_step(returns, unit_code, step)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reading, "read_returns", lambda *_, **__: (returns, [*self.found]))
            return reading.compute_year(
                self.directory, self.edition, self.assessment, self.findings
            )


def read_round(directory: Path) -> ReadRound:
    """Read an assessment folder once."""
    edition, _ = edition_of(directory)
    assessment, findings = reading.assessment_of(directory, edition)
    returns, found = reading.read_returns(directory, edition, assessment)
    return ReadRound(
        directory=directory,
        edition=edition,
        assessment=assessment,
        findings=findings,
        returns=returns,
        found=found,
    )


def _with_step(returns: Returns, unit_code: str, step: Step) -> Returns:
    """Return what came back with the step declared in the form and decided by the council."""
    key = (unit_code, step.component_code)
    submission = returns.submissions[unit_code]
    entry = _with_figures(submission.entries[step.component_code], step)
    entries = {**submission.entries, step.component_code: entry}
    earlier = [one for one in returns.decisions.get(key, ()) if one.stage != "council"]
    return replace(
        returns,
        submissions={**returns.submissions, unit_code: replace(submission, entries=entries)},
        decisions={**returns.decisions, key: (*earlier, _granted(unit_code, step))},
    )


def _with_figures(entry: ComponentEntry, step: Step) -> ComponentEntry:
    after = {change.input_code: change.after for change in step.changes}
    figures = tuple(
        replace(one, value=after.get(one.input_code, one.value)) for one in entry.figures
    )
    return replace(entry, figures=figures)


def _granted(unit_code: str, step: Step) -> Decision:
    return Decision(
        stage="council",
        unit_code=unit_code,
        component_code=step.component_code,
        score=step.after,
        reason=REASON,
        role="Hội đồng thẩm định",
        decided_on=NotReported(),
        document="Biên bản 01",
        place=Place(file="council.csv", cell="dòng 2"),
    )
