"""The ledger recalculated from nothing: every formula, and what a change in it does."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.stages import RuleLine
from cchc_lib.core.submission import NotReported
from cchc_lib.files.ledger.book import Sheet
from cchc_lib.files.result_tables import TABLES
from cchc_lib.running.editions import edition_of
from cchc_lib.running.reading import assessment_of, read_returns
from tests.ledger_cases import (
    cell_of,
    computed_values,
    is_same,
    recalculated,
    rows_of,
    stored_values,
    without_values,
    write_year,
)

YEARS = ("year", "faulty_year", "second_year")
NO_NUMBER = {"chưa có", "không áp dụng", "chưa xếp loại", "chưa tính được", "–"}

every_year = pytest.mark.parametrize("name", YEARS)


@pytest.fixture(scope="module")
def ledgers(request, tmp_path_factory):
    """The ledgers of all years as written, and as LibreOffice computes them from nothing."""
    folder = tmp_path_factory.mktemp("ledgers")
    years = {name: request.getfixturevalue(name) for name in YEARS}
    written = {name: write_year(folder / f"{name}.xlsx", year) for name, year in years.items()}
    bare = folder / "bare"
    bare.mkdir()
    paths = [without_values(path, bare / path.name) for path in written.values()]
    computed = dict(zip(written, recalculated(folder, *paths), strict=True))
    return years, written, computed


def test_the_years_compared_hold_every_state_of_a_result(ledgers):
    years, _, _ = ledgers
    assert {unit.state for unit in years["year"].units} == {"final"}
    assert {unit.state for unit in years["faulty_year"].units} == {
        "final",
        "provisional",
        "blocked",
    }


@every_year
def test_every_formula_gives_what_the_engine_has(ledgers, name):
    _, written, computed = ledgers
    stored, found = stored_values(written[name]), computed_values(computed[name])
    differing = {
        place: (found.get(place), value)
        for place, value in stored.items()
        if not is_same(found.get(place), value)
    }
    assert len(stored) > 20_000
    assert differing == {}


def _table(year, name):
    return list(csv.DictReader(io.StringIO(TABLES[name](year))))


def _as_in_table(value, places):
    """Return a recalculated value as the tables write it; what is no number is empty there."""
    if isinstance(value, str):
        return "" if value in NO_NUMBER else value
    return f"{value:.{places}f}"


@every_year
def test_totals_ranks_and_grades_are_those_of_the_index_table(ledgers, name):
    years, _, computed = ledgers
    rows = {row["Mã đơn vị"]: row for row in rows_of(computed[name], Sheet.UNITS)}
    table = _table(years[name], "index.csv")
    assert len(table) == len(rows)
    for expected in table:
        row = rows[expected["unit_code"]]
        for title, column, places in (
            ("Tổng điểm", "total_score", 2),
            ("Chỉ số (%)", "index_pct", 2),
            ("Hạng trong nhóm", "rank", 0),
            ("Xếp loại", "grade", 0),
            ("Điểm cộng", "bonus", 2),
            ("Điểm trừ", "penalty", 2),
        ):
            assert _as_in_table(row[title], places) == expected[column], (expected, title)
        assert (row["Hạng tạm tính"] == "Có") == (expected["provisional"] == "true")


@every_year
def test_scores_are_those_of_the_scores_table(ledgers, name):
    years, _, computed = ledgers
    year = years[name]
    units = {unit.name_vi: unit.code for unit in year.assessment.units}
    rows = {(units[row["Đơn vị"]], row["Mã"]): row for row in rows_of(computed[name], Sheet.SCORES)}
    table = _table(year, "scores.csv")
    assert len(table) == len(rows)
    for expected in table:
        row = rows[expected["unit_code"], expected["component_code"]]
        for title, column in (
            ("Điểm được tính", "final_score"),
            ("Điểm theo số liệu", "rule_score"),
            ("Điểm điều tra", "survey_score"),
        ):
            assert _as_in_table(row[title], 2) == expected[column], (expected, title)


# What a change does


def _changed(directory, *, unit, figure, decision):
    """Let the engine compute a year with another figure and another decision of a unit.

    ``figure`` is component, input and number; ``decision`` component and points.
    """
    edition, _ = edition_of(directory)
    assessment, _ = assessment_of(directory, edition)
    returns, _ = read_returns(directory, edition, assessment)
    code, given, number = figure
    submission = returns.submissions[unit]
    entry = submission.entries[code]
    figures = tuple(
        replace(one, value=number) if one.input_code == given else one for one in entry.figures
    )
    entries = submission.entries | {code: replace(entry, figures=figures)}
    submissions = returns.submissions | {unit: replace(submission, entries=entries)}
    component, points = decision
    own = returns.decisions[unit, component]
    last = replace(own[-1], score=points, reason=own[-1].reason or "Thử đổi điểm")
    decisions = returns.decisions | {(unit, component): (*own[:-1], last)}
    changed = replace(returns, submissions=submissions, decisions=decisions)
    return aggregate_year(edition, assessment, changed, ())


def _candidates(year):
    """Return a unit, and two of its components: with a count that earns points, with decisions."""
    group = year.edition.groups[0].code
    best = year.group_units(group)[0].unit_code
    scores = year.scores_of(best)
    counted = next(
        score
        for score in scores
        if isinstance(score.rule_score, RuleLine)
        and score.rule_score.rule.kind in {"ratio_linear", "percent_tiers", "ratio_with_floor"}
        and isinstance(score.rule_score.value, Decimal)
        and score.rule_score.value > 0
        and not isinstance(score.self_score.value, NotReported)
    )
    decided = max(
        (score for score in scores if score.final.taken_from == "appraisal_1"),
        key=lambda score: score.final.value,
    )
    return best, counted, decided


def test_a_changed_figure_and_decision_change_score_total_and_rank_as_in_the_engine(
    ledgers, example, tmp_path
):
    years, written, computed = ledgers
    year, workbook = years["year"], computed["year"]
    unit, counted, decided = _candidates(year)
    name = year.assessment.unit(unit).name_vi
    rule = counted.rule_score
    given = rule.rule.measure.achieved
    after = _changed(
        example,
        unit=unit,
        figure=(counted.component_code, given, Decimal(0)),
        decision=(decided.component_code, Decimal(0)),
    )
    label = next(
        spec.label_vi
        for component in year.edition.components()
        if component.code == counted.component_code
        for spec in component.inputs
        if spec.code == given
    )
    figure_row = next(
        row["row"]
        for row in rows_of(workbook, Sheet.FIGURES)
        if (row["Đơn vị"], row["Mã"], row["Số liệu"]) == (name, counted.component_code, label)
    )
    score_row = next(
        row["row"]
        for row in rows_of(workbook, Sheet.SCORES)
        if (row["Đơn vị"], row["Mã"]) == (name, decided.component_code)
    )
    changes = {
        cell_of(workbook, Sheet.FIGURES, "Giá trị", figure_row): 0,
        cell_of(workbook, Sheet.SCORES, "Thẩm định lần 1", score_row): 0,
    }
    bare = without_values(written["year"], tmp_path / "changed.xlsx", changes)
    (changed,) = recalculated(tmp_path, bare)
    scores = {row["Mã"]: row for row in rows_of(changed, Sheet.SCORES) if row["Đơn vị"] == name}
    by_code = {score.component_code: score for score in after.scores_of(unit)}
    new_rule = by_code[counted.component_code].rule_score.value
    assert new_rule != rule.value
    assert is_same(scores[counted.component_code]["Điểm theo số liệu"], float(new_rule))
    assert scores[decided.component_code]["Điểm được tính"] == 0
    rows = {row["Mã đơn vị"]: row for row in rows_of(changed, Sheet.UNITS)}
    assert after.unit(unit).rank != year.unit(unit).rank
    for result in after.units:
        row = rows[result.unit_code]
        assert is_same(row["Tổng điểm"], float(result.total_score))
        assert is_same(row["Chỉ số (%)"], float(result.index_pct))
        assert row["Hạng trong nhóm"] == result.rank
        assert row["Xếp loại"] == result.grade.name_vi
