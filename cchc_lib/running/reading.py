"""Read an assessment folder whole: its edition, its round, and everything that came back."""

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.audit.publishing.own_tables import check_publication
from cchc_lib.core.checks import check_assessment, check_returns
from cchc_lib.core.lateness import with_receipts_of_units
from cchc_lib.core.places import STAGE_FOLDERS
from cchc_lib.core.records import making_many
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import STAGES, Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Decision, Returns
from cchc_lib.errors import DataProblem
from cchc_lib.files.assessment import read_assessment
from cchc_lib.files.closing import stage_sources
from cchc_lib.files.external import read_external
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.survey import read_survey
from cchc_lib.finding_kinds import KINDS
from cchc_lib.findings import Finding, in_order
from cchc_lib.telling import Count, say_nothing
from cchc_lib.vietnamese import show_hidden

__all__ = ["assessment_of", "compute_year", "read_returns"]


@dataclass(slots=True)
class _Steps:
    """How far a reading has come."""

    total: int
    progress: Count
    done: int = 0

    def advance(self) -> None:
        """Tell that one more file was read."""
        self.done += 1
        self.progress(self.done, self.total)

    def finish(self) -> None:
        """Tell that all was read, also what is not read file by file."""
        self.progress(self.total, self.total)


class _Law(TypedDict):
    edition: Edition
    assessment: Assessment


def assessment_of(directory: Path, edition: Edition) -> tuple[Assessment, list[Finding]]:
    """Return the round in a folder, and what is wrong with it short of making it unusable.

    Raises
    ------
    DataProblem
        If the round cannot be read at all.
    """
    assessment, findings = read_assessment(directory, edition)
    if assessment is None:
        raise DataProblem("Kỳ đánh giá chưa dùng được.", findings)
    return assessment, findings


@making_many()
def compute_year(
    directory: Path,
    edition: Edition,
    assessment: Assessment,
    findings: Sequence[Finding],
    progress: Count = say_nothing,
    *,
    without: Collection[str] = (),
) -> YearResult:
    """Read the returns, check them against the edition, and compute the year.

    What contradicts itself or is remarkable in its tables is added to the findings;
    ``progress`` and ``without`` are as for :func:`read_returns`.
    """
    returns, found = read_returns(directory, edition, assessment, progress, without=without)
    assessment = with_receipts_of_units(assessment, returns)
    found += findings
    found += check_assessment(edition, assessment)
    found += check_returns(edition, assessment, returns)
    year = aggregate_year(edition, assessment, returns, in_order(_without_echoes(found)))
    return replace(year, findings=in_order((*year.findings, *check_publication(year))))


def _without_echoes(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out that a unit has no usable form where it is said what is wrong with its file."""
    folder = f"{STAGE_FOLDERS['self_assessment']}/"
    refused = {
        one.unit_code
        for one in findings
        if one.severity == "error"
        and one.file.startswith(folder)
        and KINDS[one.code].step == "file"
    }
    for one in findings:
        if one.code != "HS-001" or one.unit_code not in refused:
            yield one


def read_returns(
    directory: Path,
    edition: Edition,
    assessment: Assessment,
    progress: Count = say_nothing,
    *,
    without: Collection[str] = (),
) -> tuple[Returns, list[Finding]]:
    """Read submissions, decisions, explanations, survey and external figures of a folder.

    A stage that was closed is read as it was when it was closed. ``progress`` is told after
    each file how many were read, and of how many; the survey counts as one. The files of
    stages that ``without`` names are left out.
    """
    from cchc_lib.files.council import read_council
    from cchc_lib.files.returns.decisions import read_decisions
    from cchc_lib.files.returns.explanations import read_explanations
    from cchc_lib.files.returns.submissions import read_submissions

    sources, found = _sources_of(directory, assessment, {show_hidden(name) for name in without})
    steps = _Steps(sum(map(len, sources.values())) + 1, progress)
    law: _Law = {"edition": edition, "assessment": assessment}
    submissions, in_submissions = read_submissions(
        sources["self_assessment"], root=directory, advance=steps.advance, **law
    )
    first, in_first = read_decisions(
        sources["appraisal_1"], stage="appraisal_1", advance=steps.advance, **law
    )
    explanations, in_explanations = read_explanations(
        sources["explanation"], advance=steps.advance, **law
    )
    second, in_second = read_decisions(
        sources["appraisal_2"], stage="appraisal_2", advance=steps.advance, **law
    )
    council, in_council = read_council(sources["council"], **law)
    tallies, measured, in_survey = read_survey(directory / "survey", root=directory, **law)
    sourced, in_external = read_external(directory, **law)
    steps.finish()
    returns = Returns(
        submissions=submissions,
        decisions=_by_component((*first, *second, *council)),
        explanations=explanations,
        tallies=tallies,
        measured=measured,
        sourced=sourced,
    )
    in_rounds = [*in_first, *in_explanations, *in_second, *in_council]
    return returns, [*found, *in_submissions, *in_rounds, *in_survey, *in_external]


def _sources_of(
    directory: Path, assessment: Assessment, without: Container[str]
) -> tuple[dict[Stage, list[SourceFile]], list[Finding]]:
    """Return the files to read for each stage: of a closed one, as they were when it closed."""
    codes = frozenset(unit.code for unit in assessment.units)
    found: list[Finding] = []
    sources: dict[Stage, list[SourceFile]] = {}
    for stage in STAGES:
        own, findings = stage_sources(directory, stage, unit_codes=codes)
        sources[stage] = [source for source in own if source.file not in without]
        found += findings
    return sources, found


def _by_component(decisions: Iterable[Decision]) -> dict[tuple[str, str], tuple[Decision, ...]]:
    grouped: dict[tuple[str, str], list[Decision]] = {}
    for one in decisions:
        grouped.setdefault((one.unit_code, one.component_code), []).append(one)
    return {key: tuple(own) for key, own in grouped.items()}
