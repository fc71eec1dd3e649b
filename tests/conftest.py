"""What many tests share: the edition, the example with and without faults, one full run."""

import os
from pathlib import Path, PurePosixPath

import pytest
from xdist.scheduler import LoadScopeScheduling

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.files.workbooks import kept
from cchc_lib.opening import open_edition
from cchc_lib.pipeline import RunOutcome, RunRequest, check_year, make_example, run_year
from cchc_lib.running.execution.keeping import remembering

WHOLE_YEAR = {"browser", "golden", "notebooks", "second_engine"}
"""Folders whose tests share one full run of the example year."""


class _ByWhatIsShared(LoadScopeScheduling):
    """Keeps tests that share what is slow to make in one process: of a file, or of a whole year."""

    def _split_scope(self, nodeid: str) -> str:
        file = PurePosixPath(nodeid.partition("::")[0])
        return "whole year" if file.parent.name in WHOLE_YEAR else str(file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return _ByWhatIsShared(config, log)


def pytest_sessionfinish(session):
    """On a machine that was set up for all tests, a skipped one is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _own_store(tmp_path_factory):
    """Keep what tests read away from what people read."""
    with pytest.MonkeyPatch.context() as patch:
        store = tmp_path_factory.mktemp("store")
        patch.setattr(kept, "READ_WORKBOOKS", store / "workbooks")
        patch.setattr(remembering, "ARTEFACTS", store / "artefacts")
        yield


def _example(folder: Path, *, year: int = 2018, has_faults: bool = False) -> Path:
    make_example(folder, year=year, unit_count=36, seed=2018, has_faults=has_faults)
    return folder


@pytest.fixture(scope="session")
def edition() -> Edition:
    return open_edition("mau-2018")


@pytest.fixture(scope="session")
def example(tmp_path_factory) -> Path:
    return _example(tmp_path_factory.mktemp("example") / "year")


@pytest.fixture(scope="session")
def faulty(tmp_path_factory) -> Path:
    return _example(tmp_path_factory.mktemp("faulty") / "year", has_faults=True)


@pytest.fixture(scope="session")
def year(example) -> YearResult:
    return check_year(example)


@pytest.fixture(scope="session")
def faulty_year(faulty) -> YearResult:
    return check_year(faulty)


@pytest.fixture(scope="session")
def second_edition() -> Edition:
    """The edition that comes after ``edition``."""
    return open_edition("mau-2019")


@pytest.fixture(scope="session")
def second_example(tmp_path_factory) -> Path:
    """The province of ``example`` one year later, under the second edition."""
    return _example(tmp_path_factory.mktemp("second") / "year", year=2019)


@pytest.fixture(scope="session")
def second_year(second_example) -> YearResult:
    return check_year(second_example)


@pytest.fixture(scope="session")
def second_finished(second_example, tmp_path_factory) -> RunOutcome:
    """One run of the second example year: tables without notebooks and unit reports."""
    reports = tmp_path_factory.mktemp("second_reports")
    request = RunRequest(directory=second_example, reports=reports, has_reports=False)
    return run_year(request, lambda *_: None)


@pytest.fixture(scope="session")
def two_tier_example(tmp_path_factory) -> Path:
    """A few departments and communes under the edition of two tiers."""
    folder = tmp_path_factory.mktemp("two_tiers") / "year"
    make_example(folder, year=2025, unit_count=18, seed=2018, has_faults=False)
    return folder


@pytest.fixture(scope="session")
def two_tier_finished(two_tier_example, tmp_path_factory) -> RunOutcome:
    """One run of departments and communes: tables without notebooks and unit reports."""
    reports = tmp_path_factory.mktemp("two_tier_reports")
    request = RunRequest(directory=two_tier_example, reports=reports, has_reports=False)
    return run_year(request, lambda *_: None)


@pytest.fixture(scope="session")
def finished(example, tmp_path_factory) -> RunOutcome:
    """One run of the whole example year with every notebook and report."""
    reports = tmp_path_factory.mktemp("reports")
    return run_year(RunRequest(directory=example, reports=reports), lambda *_: None)
