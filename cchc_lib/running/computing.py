"""From an assessment folder to the year that a run holds: computed, and with its log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cchc_lib.core.audit.checking.chain import ChainLine
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.findings import Finding
from cchc_lib.running.editions import edition_of
from cchc_lib.running.identity import RunIdentity, chain_of, identify
from cchc_lib.running.previous import PreviousRun, open_previous, refuse_incomparable
from cchc_lib.running.reading import assessment_of, compute_year
from cchc_lib.telling import Count, say_nothing

__all__ = ["Round", "compute_run", "open_round"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """An assessment folder with its law, its round, and what a run over it is called."""

    directory: Path
    edition: Edition
    rules: Path
    assessment: Assessment
    findings: Sequence[Finding]
    identity: RunIdentity
    previous: PreviousRun | None

    @property
    def previous_address(self) -> str:
        """Return where the run keeps the one it is compared with; empty if it has none."""
        return self.previous.address if self.previous else ""


def open_round(directory: Path, previous: Path | None = None) -> Round:
    """Read what an assessment folder says of the round, and take down the hash of every file.

    ``previous`` is the folder of the run to compare with, if there is one.

    Raises
    ------
    ResultProblem
        If the run before cannot be read.
    UsageProblem
        If it cannot be compared with this round.
    RuleProblem
        If the edition cannot be used.
    DataProblem
        If the assessment folder cannot be read at all.
    """
    directory = directory.resolve()
    edition, rules = edition_of(directory)
    assessment, findings = assessment_of(directory, edition)
    before = open_previous(previous) if previous else None
    if before:
        refuse_incomparable(before.year.assessment, assessment)
    compared = {before.run_id: before.manifest_sha256} if before else {}
    return Round(
        directory=directory,
        edition=edition,
        rules=rules,
        assessment=assessment,
        findings=findings,
        identity=identify(directory, assessment, rules, compared),
        previous=before,
    )


def compute_run(
    opened: Round, progress: Count = say_nothing
) -> tuple[YearResult, tuple[ChainLine, ...]]:
    """Compute the year of a round as a run holds it, and the log of the run."""
    computed = compute_year(
        opened.directory, opened.edition, opened.assessment, opened.findings, progress
    )
    year = replace(computed, inputs=opened.identity.inputs)
    return year, chain_of(opened.directory, opened.assessment, opened.identity)
