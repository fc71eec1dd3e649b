"""What people see while a run goes on."""

import re

import pytest

from cchc_lib.terminal import say, show_progress


@pytest.fixture
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.usefixtures("wide")
def test_each_stage_shows_how_much_is_done_of_how_many_and_the_time_left(capsys):
    with show_progress() as progress:
        progress("Lập báo cáo", 3, 12)
        progress("Báo cáo của đơn vị", 2, 9)
    reports, units = capsys.readouterr().err.strip().splitlines()
    assert "Lập báo cáo" in reports
    assert re.search(r" 3/12 +· còn ", reports)
    assert "Báo cáo của đơn vị" in units
    assert re.search(r" 2/9 +· còn ", units)


@pytest.mark.usefixtures("wide")
def test_what_is_said_meanwhile_is_whole(capsys):
    with show_progress() as progress:
        progress("Lập báo cáo", 1, 2)
        say("[KQ-001] Sổ tính [b]so-noi-vu[/b] dừng ở ô thứ 5.")
        progress("Lập báo cáo", 2, 2)
    assert "[KQ-001] Sổ tính [b]so-noi-vu[/b] dừng ở ô thứ 5.\n" in capsys.readouterr().err


def test_nothing_to_do_shows_nothing(capsys):
    with show_progress():
        pass
    assert capsys.readouterr().err == ""
