"""Read an assessment folder whole: its edition, its round, and everything that came back."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.checks import check_assessment, check_returns
from cchc_lib.core.lateness import with_receipts_of_units
from cchc_lib.core.places import STAGE_FOLDERS
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import STAGES, Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Decision, Returns
from cchc_lib.errors import DataProblem, RuleProblem, UsageProblem
from cchc_lib.files.assessment import read_assessment, read_edition_code
from cchc_lib.files.closing import stage_sources
from cchc_lib.files.rules import model_editions, read_edition
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.survey import read_survey
from cchc_lib.finding_kinds import KINDS
from cchc_lib.findings import Finding, in_order
from cchc_lib.project import RULES

__all__ = [
    "assessment_of",
    "compute_year",
    "edition_at",
    "edition_of",
    "model_edition",
    "read_returns",
]


def edition_of(directory: Path) -> tuple[Edition, Path]:
    """Return the edition that an assessment names, and its folder.

    Raises
    ------
    UsageProblem
        If there is no such folder.
    DataProblem
        If the assessment does not say which edition it follows.
    RuleProblem
        If the edition has any error.
    """
    if not directory.is_dir():
        raise UsageProblem(f"Không có thư mục “{directory.name}”.")
    code, findings = read_edition_code(directory)
    if not code:
        raise DataProblem("Không đọc được assessment.toml.", findings)
    own = directory / "rules" / code
    folder = own if own.is_dir() else RULES / code
    return edition_at(folder), folder


def model_edition(year: int) -> Edition:
    """Return the reconstruction among the editions that is in force in a year.

    Raises
    ------
    UsageProblem
        If there is none.
    RuleProblem
        If it has any error.
    """
    editions = model_editions(RULES)
    code = next((code for code, years in editions.items() if year in years), "")
    if not code:
        known = ", ".join(f"{code} ({y.start}–{y.stop - 1})" for code, y in editions.items())
        raise UsageProblem(f"Không có bộ tiêu chí mẫu nào áp dụng cho năm {year}; có: {known}.")
    return edition_at(RULES / code)


def edition_at(folder: Path) -> Edition:
    """Read the edition in a folder.

    Raises
    ------
    RuleProblem
        With every finding, if the rule files have any error.
    """
    found, findings = read_edition(folder)
    if found is None:
        message = f"Bộ tiêu chí {folder.name} có {len(findings)} lỗi, chưa dùng được."
        raise RuleProblem(message, findings)
    return found


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


def compute_year(
    directory: Path, edition: Edition, assessment: Assessment, findings: Sequence[Finding]
) -> YearResult:
    """Read the returns, check them against the edition, and compute the year."""
    returns, found = read_returns(directory, edition, assessment)
    assessment = with_receipts_of_units(assessment, returns)
    found += findings
    found += check_assessment(edition, assessment)
    found += check_returns(edition, assessment, returns)
    return aggregate_year(edition, assessment, returns, in_order(_without_echoes(found)))


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
    directory: Path, edition: Edition, assessment: Assessment
) -> tuple[Returns, list[Finding]]:
    """Read submissions, decisions, explanations and survey of an assessment folder.

    A stage that was closed is read as it was when it was closed.
    """
    from cchc_lib.files.council import read_council
    from cchc_lib.files.returns.decisions import read_decisions
    from cchc_lib.files.returns.explanations import read_explanations
    from cchc_lib.files.returns.submissions import read_submissions

    sources, found = _sources_of(directory, assessment)
    submissions, in_submissions = read_submissions(
        sources["self_assessment"], root=directory, edition=edition, assessment=assessment
    )
    first, in_first = read_decisions(
        sources["appraisal_1"], stage="appraisal_1", edition=edition, assessment=assessment
    )
    explanations, in_explanations = read_explanations(
        sources["explanation"], edition=edition, assessment=assessment
    )
    second, in_second = read_decisions(
        sources["appraisal_2"], stage="appraisal_2", edition=edition, assessment=assessment
    )
    council, in_council = read_council(sources["council"], edition=edition, assessment=assessment)
    tallies, measured, in_survey = read_survey(
        directory / "survey", root=directory, edition=edition, assessment=assessment
    )
    returns = Returns(
        submissions=submissions,
        decisions=_by_component((*first, *second, *council)),
        explanations=explanations,
        tallies=tallies,
        measured=measured,
    )
    in_rounds = [*in_first, *in_explanations, *in_second, *in_council]
    return returns, [*found, *in_submissions, *in_rounds, *in_survey]


def _sources_of(
    directory: Path, assessment: Assessment
) -> tuple[dict[Stage, list[SourceFile]], list[Finding]]:
    """Return the files to read for each stage: of a closed one, as they were when it closed."""
    codes = frozenset(unit.code for unit in assessment.units)
    found: list[Finding] = []
    sources: dict[Stage, list[SourceFile]] = {}
    for stage in STAGES:
        sources[stage], findings = stage_sources(directory, stage, unit_codes=codes)
        found += findings
    return sources, found


def _by_component(decisions: Iterable[Decision]) -> dict[tuple[str, str], tuple[Decision, ...]]:
    grouped: dict[tuple[str, str], list[Decision]] = {}
    for one in decisions:
        grouped.setdefault((one.unit_code, one.component_code), []).append(one)
    return {key: tuple(own) for key, own in grouped.items()}
