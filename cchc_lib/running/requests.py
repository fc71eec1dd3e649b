"""What a run is asked for, where it goes, and what came of it."""

from dataclasses import dataclass, field
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import Assessment
from cchc_lib.errors import UsageProblem
from cchc_lib.findings import Finding
from cchc_lib.present.language import NATIVE, Language
from cchc_lib.project import REPORTS
from cchc_lib.running.computing import Round
from cchc_lib.running.execution.tasks import Made
from cchc_lib.running.execution.workers import WorkersWanted
from cchc_lib.running.manifest import Extent
from cchc_lib.vietnamese import suggest

__all__ = ["RunOutcome", "RunRequest", "folder_of", "wanted_extent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """What to run: an assessment folder, where to, and how much of the reports.

    ``previous`` is a finished run to compare with, by its folder or id; empty for none.
    ``language`` is one to write the report for the province in besides Vietnamese.
    """

    directory: Path
    reports: Path = REPORTS
    workers: WorkersWanted = field(default_factory=WorkersWanted)
    unit_codes: tuple[str, ...] = ()
    has_reports: bool = True
    is_fresh: bool = False
    previous: str | Path = ""
    language: Language = NATIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """A finished run: its folder, its result, and the notebooks that failed.

    ``noticed`` is what was found when the run was added to the log of the office.
    """

    folder: Path
    year: YearResult
    failed: tuple[Made, ...]
    is_reused: bool
    noticed: tuple[Finding, ...] = ()


def wanted_extent(assessment: Assessment, request: RunRequest) -> Extent:
    """Return the reports that a request asks for; all units when it names none."""
    known = [unit.code for unit in assessment.units]
    for code in request.unit_codes:
        if code not in known:
            raise UsageProblem(f"Không có đơn vị “{code}” trong units.csv. {suggest(code, known)}")
    if not request.has_reports:
        if request.language != NATIVE:
            raise UsageProblem("Chọn một trong hai: --no-reports hoặc --lang khác vi.")
        return Extent(has_reports=False, unit_codes=())
    return Extent(
        has_reports=True,
        unit_codes=tuple(sorted(set(request.unit_codes or known))),
        languages=tuple(dict.fromkeys((NATIVE, request.language))),
    )


def folder_of(request: RunRequest, opened: Round) -> Path:
    """Return the folder of the run over a round."""
    return request.reports.resolve() / str(opened.assessment.year) / opened.identity.run_id
