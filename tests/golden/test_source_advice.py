"""What next where an external source has the figures: nobody declares or appraises them."""

import shutil
from decimal import Decimal

import pytest

from cchc_lib.auditing.setting import set_figures
from cchc_lib.core.advice.goals import ScoreGoal
from cchc_lib.core.advice.outlook import look_ahead
from cchc_lib.files.catalogues import read_catalogue
from cchc_lib.pipeline import check_year
from cchc_lib.present.advice.data import outlook_data
from cchc_lib.present.advice.text import format_outlook
from cchc_lib.present.advice.words import PROMISE
from cchc_lib.present.language import speaking
from cchc_lib.present.unit_steps import next_steps
from cchc_lib.project import RULES
from cchc_lib.running.editions import model_edition
from tests.advised import read_round
from tests.catalogues import PROGRAM

SOURCED = [c.code for c in model_edition(2025).components() if c.source]
UNIT = "xa-an-bac"
PORTAL = "Cổng Dịch vụ công quốc gia"
ALL_EFFORTS = dict.fromkeys(SOURCED, Decimal(1))
SHOWN = ("total_exact", "total_score", "index_exact", "index_pct", "rank", "grade")


@pytest.fixture(scope="module")
def year(two_tier_example):
    return check_year(two_tier_example)


def by_the_source_alone(year, unit=UNIT):
    """Look ahead for all that better figures of the source win a unit, with its other figures."""
    goal = ScoreGoal(total_score=Decimal(100))
    return look_ahead(year, unit, goals=[goal], efforts=ALL_EFFORTS)


def test_better_figures_of_the_source_lead_where_was_said_when_the_source_has_them(
    two_tier_example, year
):
    taken, kept = read_round(two_tier_example), 0
    for unit in year.units[::3]:
        most = by_the_source_alone(year, unit.unit_code).advice[0].most
        again = taken.after(unit.unit_code, most.steps)
        own = again.unit(unit.unit_code)
        assert [getattr(own, x) for x in SHOWN] == [getattr(most.after, x) for x in SHOWN]
        for step in most.steps:
            scores = again.scores_of(unit.unit_code)
            score = next(x for x in scores if x.component_code == step.component_code)
            assert (score.final.value, score.final.taken_from) == (step.after, "rule")
            assert (step.is_from_source, score.decisions) == (True, ())
            kept += 1
        assert most.effort == len(most.steps)
    assert kept > 5


def test_advice_on_figures_of_the_source_asks_for_no_declaration_and_no_appraiser(year):
    step = set_figures(year, UNIT, ["3.4.5.satisfied=89"])
    only = format_outlook(year, look_ahead(year, UNIT, given=step, goals=[]))
    assert f"(số liệu do {PORTAL} công bố)" in only
    assert f"nếu {PORTAL} công bố các số liệu này của 3.4.5 (đơn vị không kê khai" in only
    assert PROMISE not in only
    assert "công nhận" not in only


def test_the_report_of_a_unit_tells_figures_of_the_source_from_declared_ones(year):
    both = 0
    for unit in year.units:
        outlook = look_ahead(year, unit.unit_code)
        codes = {step.component_code for step in outlook.steps()}
        page = next_steps(year, unit.unit_code).markup
        assert (f"{PORTAL} công bố các số liệu này" in page) == bool(codes & set(SOURCED))
        assert (PROMISE in page) == bool(codes - set(SOURCED) or not codes)
        both += PROMISE in page and "Riêng số liệu của 3.4." in page
    assert both


def test_the_report_says_in_english_too_who_publishes_the_figures(year):
    words = read_catalogue(PROGRAM) | read_catalogue(RULES / "mau-2025" / "en.po")
    codes = (unit.unit_code for unit in year.units)
    unit = next(x for x in codes if any(s.is_from_source for s in look_ahead(year, x).steps()))
    with speaking("en", words):
        page = next_steps(year, unit).markup
    assert "published by National public service portal" in page


def test_a_figure_that_the_source_has_not_published_is_told_as_such(two_tier_example, tmp_path):
    folder = shutil.copytree(two_tier_example, tmp_path / "year")
    path = folder / "external" / "national-portal.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    start = f"{UNIT},3.4.5,satisfied,"
    path.write_text("".join(x for x in lines if not x.startswith(start)), "utf-8")
    year = check_year(folder)
    outlook = look_ahead(year, UNIT)
    left = outlook_data(outlook)["left_out"]
    assert left["unpublished"] == ["3.4.5"]
    assert "1 tiêu chí thành phần chưa đủ số liệu do nguồn ngoài công bố" in format_outlook(
        year, outlook
    )
    given = set_figures(year, UNIT, ["3.4.5.satisfied=89"])
    said = format_outlook(year, look_ahead(year, UNIT, given=given, goals=[]))
    assert "89, chưa công bố (số liệu do" in said
    assert "kê khai, được công nhận" not in said


def test_a_goal_out_of_reach_names_the_figures_of_the_source_beside_the_declared(year):
    goals = [ScoreGoal(total_score=Decimal(100))]
    said = format_outlook(year, look_ahead(year, UNIT, goals=goals))
    assert "bằng số liệu kê khai và số liệu do nguồn ngoài công bố; nhiều nhất là" in said
    assert "Riêng số liệu của 3.4." in said
