"""What many tests share: the edition, the example with and without faults, one full run."""

import os
from pathlib import Path

import pytest

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.files.workbooks import kept
from cchc_lib.pipeline import (
    RunOutcome,
    RunRequest,
    check_year,
    make_example,
    open_edition,
    run_year,
)


def pytest_sessionfinish(session):
    """On a machine that was set up for all tests, a skipped one is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _own_store(tmp_path_factory):
    """Keep what tests read away from what people read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "READ_WORKBOOKS", tmp_path_factory.mktemp("store") / "workbooks")
        yield


def _example(folder: Path, *, has_faults: bool) -> Path:
    make_example(folder, year=2018, unit_count=36, seed=2018, has_faults=has_faults)
    return folder


@pytest.fixture(scope="session")
def edition() -> Edition:
    return open_edition("mau-2018")


@pytest.fixture(scope="session")
def example(tmp_path_factory) -> Path:
    return _example(tmp_path_factory.mktemp("example") / "year", has_faults=False)


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
def finished(example, tmp_path_factory) -> RunOutcome:
    """One run of the whole example year with every notebook and report."""
    reports = tmp_path_factory.mktemp("reports")
    return run_year(RunRequest(directory=example, reports=reports), lambda *_: None)
