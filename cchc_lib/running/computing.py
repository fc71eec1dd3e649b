"""From an assessment folder to the year that a run holds: computed, and with its log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cchc_lib.core.audit.checking.chain import ChainLine
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.errors import RuleProblem
from cchc_lib.files.rules import edition_files
from cchc_lib.findings import Finding
from cchc_lib.running.editions import edition_at, edition_of
from cchc_lib.running.identity import RunIdentity, chain_of, hash_files, identify
from cchc_lib.running.moving import Sighting, refusals_of, see
from cchc_lib.running.previous import PreviousRun, open_previous, refuse_incomparable
from cchc_lib.running.reading import assessment_of, compute_year
from cchc_lib.telling import Count, say_nothing

__all__ = ["Round", "compute_run", "open_round"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """An assessment folder with its law, its round, and what a run over it is called.

    ``seen`` is how its files stood before anything of it was read.
    """

    directory: Path
    edition: Edition
    rules: Path
    assessment: Assessment
    findings: Sequence[Finding]
    identity: RunIdentity
    previous: PreviousRun | None
    seen: Sighting

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
    seen = see(directory)
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
        seen=seen,
    )


def compute_run(
    opened: Round, progress: Count = say_nothing
) -> tuple[YearResult, tuple[ChainLine, ...]]:
    """Compute the year of a round as a run holds it, and the log of the run.

    A file of a unit that changed while it was read is not computed with; its unit is told.

    Raises
    ------
    DataProblem, RuleProblem
        If a file of the whole assessment, or the law, changed meanwhile.
    """
    inputs, codes = opened.identity.inputs, {unit.code for unit in opened.assessment.units}
    moved: frozenset[str] = frozenset()
    while True:
        computed = compute_year(
            opened.directory,
            opened.edition,
            opened.assessment,
            (*opened.findings, *refusals_of(moved, codes)),
            progress,
            without=moved,
        )
        found = opened.seen.moved(inputs)
        if found <= moved:
            break
        moved |= found
    _refuse_moved_law(opened)
    year = replace(computed, inputs=inputs)
    return year, chain_of(opened.directory, opened.assessment, opened.identity)


def _refuse_moved_law(opened: Round) -> None:
    """Raise if the rule files are not those that were read, and that have the hashes of the run."""
    files = edition_files(opened.rules)
    if not any(map(opened.seen.is_recent, files)):
        return
    hashes = hash_files(files, opened.rules)
    if hashes != opened.identity.rules or edition_at(opened.rules) != opened.edition:
        raise RuleProblem(
            f"Bộ tiêu chí {opened.edition.code} thay đổi trong khi đang đọc. Chưa tính gì; "
            "hãy đóng tệp quy tắc rồi chạy lại."
        )
