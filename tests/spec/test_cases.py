"""The law's points, case by case: the files under ``cases/`` are the specification."""

import re
from fractions import Fraction

import pytest

from cchc_lib.core.quantities import exact_text, round_exact
from cchc_lib.opening import open_edition
from tests.spec.case_files import Case, read_cases, read_tables, score_case
from tests.spec.small_year import given_from, one_unit, real_edition, small_edition, small_year

EDITION = real_edition()
CASES = read_cases(EDITION)
SECOND = open_edition("mau-2019")
CHANGED = read_cases(SECOND, SECOND.code)


def _rows(key: str, file: str = "policies.toml") -> list:
    tables = [table | {"n": n} for n, table in enumerate(read_tables(file, key))]
    return [
        pytest.param(table | row, id=f"{key}-{table['n']}-{index}")
        for table in tables
        for index, row in enumerate(table.get("cases", [{}]))
    ]


@pytest.mark.parametrize("case", [*CASES, *CHANGED], ids=lambda case: f"{case.year}-{case.name}")
def test_the_law_gives_these_points(case: Case):
    found = score_case(case, EDITION.survey)
    if isinstance(found, str):
        assert found == case.refused, case.why
    else:
        assert case.expected is not None, f"{case.why}: refused, yet scored {exact_text(found)}"
        assert exact_text(found) == exact_text(case.expected), f"{case.source}: {case.why}"


def test_what_a_new_edition_scores_differently_has_cases_of_its_own():
    assert SECOND.links is not None
    unchanged = {"same", "renamed"}
    codes = {x.new for x in SECOND.links.links if x.new and not unchanged.issuperset(x.changes)}
    assert {case.component for case in CHANGED} >= codes


@pytest.mark.parametrize("row", _rows("rounding", "oracles.toml"))
def test_exact_points_are_rounded_as_declared(row):
    found = round_exact(Fraction(row["exact"]), places=2, mode=row["mode"])
    assert found == Fraction(row["rounded"]), row["why"]


@pytest.mark.parametrize("row", _rows("policy"))
def test_not_applicable_policies_give_these_totals(row):
    unit = one_unit(small_edition(), given_from(row))
    found = {
        "max_score": unit.max_score,
        "appraised": unit.appraised_exact,
        "total": unit.total_exact,
        "index": unit.index_exact,
        "index_pct": unit.index_pct,
        "dropped_max": unit.dropped_max,
    }
    assert found == {name: Fraction(text) for name, text in row["expected"].items()}, row["why"]


@pytest.mark.parametrize("row", _rows("mean"))
def test_the_group_mean_is_rounded_once(row):
    givens = [
        given_from(_split(text), code=f"u{index}") for index, text in enumerate(row["indices"])
    ]
    department = small_year(small_edition(), givens).groups[0]
    assert department.mean_index_pct == Fraction(row["expected"]), row["why"]


def _split(index: str) -> dict[str, str]:
    """Return points that add up to an index of at least 60: survey 30 and the rest appraised."""
    rest = Fraction(index) - 30
    spare = min(rest, Fraction(16))
    return {"held": exact_text(rest - spare), "spare": exact_text(spare), "survey": "30"}


@pytest.mark.parametrize("row", _rows("ranking"))
def test_units_take_these_places(row):
    givens = [given_from(unit, code=code) for code, unit in row["units"].items()]
    year = small_year(small_edition(row["options"]), givens)
    assert {unit.unit_code: unit.rank for unit in year.units} == row["expected"], row["why"]


@pytest.mark.parametrize("row", _rows("grading"))
def test_an_index_earns_this_grade(row):
    unit = one_unit(small_edition(grading=row["value"]), given_from(row))
    assert unit.grade.code == row["expected"], row["why"]


@pytest.mark.parametrize("row", _rows("adjustment"))
def test_bonus_and_penalty_are_capped_and_the_total_is_clamped(row):
    unit = one_unit(small_edition(), given_from(row))
    found = {"bonus": unit.bonus, "penalty": unit.penalty, "total": unit.total_exact}
    assert found == {name: Fraction(text) for name, text in row["expected"].items()}, row["why"]


def test_every_case_names_its_source_and_reason():
    for case in CASES:
        assert case.source.strip(), case.name
        assert case.why.strip(), case.name
        if case.component:
            assert re.search(rf"mục {re.escape(case.component)}$", case.source), case.name
