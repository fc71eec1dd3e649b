"""A year as it would be if a unit had taken some steps: by its records, the whole of it anew."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_lib.core.advice.ladders import Step
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.scoring import Figures
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import (
    Assessment,
    ComponentEntry,
    Decision,
    DeclaredFigure,
    Figure,
    NotReported,
    Place,
    Returns,
    SelfScore,
    Submission,
    Unit,
)
from cchc_lib.core.unit_scores import score_unit
from cchc_lib.findings import Finding
from cchc_lib.running import reading
from cchc_lib.running.editions import edition_of
from tests.rounds import make_decision
from tests.spec.small_year import make_unit

NOWHERE = Place(file="council.csv", cell="dòng 2")
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
        """Compute the year with some steps declared and granted, or published by the source."""
        returns = with_steps(self.returns, unit_code, steps)
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


def with_steps(returns: Returns, unit_code: str, steps: Sequence[Step]) -> Returns:
    """Return what came back with steps declared by a unit and granted by the council.

    What an external source publishes is neither: its figures are changed in the source.
    """
    for step in steps:
        take = _with_published if step.is_from_source else _with_step
        returns = take(returns, unit_code, step)
    return returns


def _with_published(returns: Returns, unit_code: str, step: Step) -> Returns:
    key = (unit_code, step.component_code)
    figures = {one.input_code: one for one in returns.sourced.get(key, ())}
    after = {
        change.input_code: _declared(change.input_code, change.after) for change in step.changes
    }
    return replace(returns, sourced={**returns.sourced, key: tuple((figures | after).values())})


def _with_step(returns: Returns, unit_code: str, step: Step) -> Returns:
    key = (unit_code, step.component_code)
    submission = returns.submissions.get(unit_code) or Submission(
        unit_code=unit_code, file="a.xlsx", sha256="0" * 64, entries={}
    )
    entry = _with_figures(submission.entries.get(step.component_code), step)
    entries = {**submission.entries, step.component_code: entry}
    earlier = [one for one in returns.decisions.get(key, ()) if one.stage != "council"]
    return replace(
        returns,
        submissions={**returns.submissions, unit_code: replace(submission, entries=entries)},
        decisions={**returns.decisions, key: (*earlier, _granted(unit_code, step))},
    )


def _with_figures(entry: ComponentEntry | None, step: Step) -> ComponentEntry:
    """Return an entry with the figures of a step in place of its own, or beside them."""
    after = {change.input_code: change.after for change in step.changes}
    if entry is None:
        return ComponentEntry(
            component_code=step.component_code,
            figures=tuple(_declared(code, value) for code, value in after.items()),
            self_score=SelfScore(value=NotReported(), place=NOWHERE),
            evidence=(),
            evidence_place=NOWHERE,
            explanation="",
        )
    figures = tuple(
        replace(one, value=after.get(one.input_code, one.value)) for one in entry.figures
    )
    return replace(entry, figures=figures)


def _declared(code: str, value: Figure) -> DeclaredFigure:
    return DeclaredFigure(input_code=code, value=value, place=NOWHERE)


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
        place=NOWHERE,
    )


def scored(
    edition: Edition, component: Component, group: str, figures: Figures, granted: Decimal
) -> ComponentScore:
    """Return a component of a unit that declared certain figures and was granted some points."""
    unit = make_unit("a", group)
    entry = ComponentEntry(
        component_code=component.code,
        figures=tuple(_declared(code, value) for code, value in figures.items()),
        self_score=SelfScore(value=NotReported(), place=NOWHERE),
        evidence=(),
        evidence_place=NOWHERE,
        explanation="",
    )
    submission = Submission(
        unit_code="a", file="a.xlsx", sha256="0" * 64, entries={component.code: entry}
    )
    returns = Returns(
        submissions={"a": submission},
        decisions={("a", component.code): (make_decision("a", component.code, granted, REASON),)},
    )
    own = score_unit(edition, round_of(unit), unit, returns)
    return next(score for score in own if score.component_code == component.code)


def round_of(*units: Unit) -> Assessment:
    """Return a round of some units."""
    return Assessment(
        year=2018,
        edition_code="mau-2018",
        title_vi="Kỳ thử",
        province_vi="Tỉnh thử",
        is_synthetic=True,
        form_version="1",
        units=units,
        exemptions=(),
        adjustments=(),
    )
