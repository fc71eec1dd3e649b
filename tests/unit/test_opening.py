"""`cchc open`: the site of a run by its folder, by its id, or of the latest run."""

import json
import os
import webbrowser

import pytest
from click.testing import CliRunner

from cchc_lib.cli import cli
from cchc_lib.errors import ResultProblem
from cchc_lib.running import run_folder
from cchc_lib.running.manifest import MANIFEST


@pytest.fixture
def reports(tmp_path, monkeypatch):
    """Two runs of which the first by name was finished last."""
    for name, age in (("run-1", 10), ("run-2", 5)):
        folder = tmp_path / "2018" / name
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("<p>x</p>", "utf-8")
        (folder / MANIFEST).write_text("{}", "utf-8")
        os.utime(folder / MANIFEST, (age, age))
    monkeypatch.setattr(run_folder, "REPORTS", tmp_path)
    return tmp_path / "2018"


@pytest.fixture
def opened(monkeypatch):
    """The addresses that a browser, which there is, was asked to open."""
    addresses = []
    monkeypatch.setattr(webbrowser, "open", lambda url: addresses.append(url) or True)
    return addresses


def test_the_latest_run_is_opened_where_none_is_named(reports, opened):
    done = CliRunner().invoke(cli, ["open"])
    page = (reports / "run-1" / "index.html").resolve()
    assert done.exit_code == 0
    assert opened == [page.as_uri()]
    assert done.stdout.strip() == str(page)


@pytest.mark.parametrize("by", ["id", "folder"])
def test_a_run_is_opened_by_id_and_by_folder(by, reports, opened):
    name = "run-2" if by == "id" else str(reports / "run-2")
    done = CliRunner().invoke(cli, ["open", name, "--json"])
    page = (reports / "run-2" / "index.html").resolve()
    assert opened == [page.as_uri()]
    assert json.loads(done.stdout) == {"page": str(page), "is_open": True}


def test_without_a_browser_a_sentence_says_what_to_do(reports, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    done = CliRunner().invoke(cli, ["open", str(reports / "run-1")])
    assert done.exit_code == 0
    assert "Không mở được trình duyệt" in done.stderr
    assert done.stdout.strip().endswith("index.html")


def test_what_cannot_be_opened_is_said(reports, opened, tmp_path, monkeypatch):
    (reports / "run-2" / "index.html").unlink()
    done = CliRunner().invoke(cli, ["open", "run-2"])
    assert isinstance(done.exception, ResultProblem)
    monkeypatch.setattr(run_folder, "REPORTS", tmp_path / "none")
    done = CliRunner().invoke(cli, ["open"])
    assert isinstance(done.exception, ResultProblem)
    assert not opened
