"""Both example years against their keys, their own traces and the tables of the contract."""

import csv
import json
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest

from cchc_lib.core.round_rules import STAGES
from cchc_lib.pipeline import check_year, make_example
from tests.golden import against_key, recompute

COLUMNS = {
    "index.csv": "group_code,rank,unit_code,unit_name,max_score,appraised_score,survey_score,bonus,"
    "penalty,total_score,index_pct,grade,provisional",
    "areas.csv": "unit_code,area_code,max_score,self_score,appraised_score,survey_score,"
    "final_score,sub_index_pct,rank_in_group",
    "scores.csv": "unit_code,component_code,max_score,status,self_score,rule_score,appraised_score,"
    "survey_score,final_score",
    "stages.csv": "unit_code,component_code,stage,score,in_force,role,decided_on,reason,document,"
    "problem,file,sheet,cell",
    "figures.csv": "unit_code,component_code,input_code,label,kind,value,missing,file,sheet,cell",
    "answers.csv": "unit_code,component_code,respondent_group,answer,count,percent,sample_size,"
    "file,sheet,cell",
    "adjustments.csv": "unit_code,kind,code,points,reason,document,file,sheet,cell",
    "exemptions.csv": "unit_code,component_code,policy,legal_basis,file,sheet,cell",
    "effects.csv": "unit_code,stage,total_score,index_pct,rank,effect,changed_count,"
    "undecided_count",
    "evidence.csv": "unit_code,reference,title,issued_on,location,component_codes,state,sha256,"
    "file,sheet,cell",
    "emulation.csv": "group_code,rank,unit_code,index_pct,grade,uncapped_grade,completion,"
    "commendation,caps,barred,provisional",
    "findings.csv": "severity,code,unit_code,file,sheet,cell,component_code,found,expected,message,"
    "fix",
}


def rows(folder, name):
    with (folder / "tables" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="session", params=["finished", "second_finished"])
def run(request):
    """Return a run of each example year."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def traces(run):
    text = (run.folder / "tables" / "traces.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="session")
def by_unit(traces):
    lines = defaultdict(list)
    for line in traces:
        lines[line["unit_code"]].append(line)
    return lines


@pytest.fixture(scope="session")
def totals(run):
    return json.loads((run.folder / "tables" / "year.json").read_text("utf-8"))


@pytest.mark.parametrize("name", COLUMNS)
def test_tables_have_the_columns_of_the_contract(finished, name):
    first = (finished.folder / "tables" / name).read_text("utf-8").partition("\n")[0]
    assert first == COLUMNS[name]


def test_index_table_agrees_with_the_key_to_the_last_digit(finished, example):
    key = json.loads((example / "key.json").read_text("utf-8"))["units"]
    table = {row["unit_code"]: row for row in rows(finished.folder, "index.csv")}
    assert set(table) == set(key)
    for code, expected in key.items():
        found = {name: table[code][name] for name in expected if name != "provisional"}
        assert found == {k: str(v) for k, v in expected.items() if k != "provisional"}, code
        assert table[code]["provisional"] == str(expected["provisional"]).lower()


def test_scores_table_agrees_with_the_key_to_the_last_digit(finished, example):
    key = json.loads((example / "key.json").read_text("utf-8"))["components"]
    table = rows(finished.folder, "scores.csv")
    assert len(table) == sum(map(len, key.values()))
    for row in table:
        expected = key[row["unit_code"]][row["component_code"]]
        shared = row.keys() & expected.keys()
        assert {name: row[name] for name in shared} == {name: expected[name] for name in shared}


def test_stages_table_holds_every_decision_of_the_key(finished, example):
    key = json.loads((example / "key.json").read_text("utf-8"))["components"]
    found = {
        (row["unit_code"], row["component_code"], row["stage"]): row["score"]
        for row in rows(finished.folder, "stages.csv")
        if row["stage"] in recompute.DECIDING and not row["problem"]
    }
    assert found == {
        (unit, component, stage): scores[stage]
        for unit, own in key.items()
        for component, scores in own.items()
        for stage in recompute.DECIDING
        if scores[stage]
    }


def test_the_example_is_its_key(year, example):
    assert against_key.parts_of(year) == against_key.expected_parts(example)


def test_the_second_example_is_its_key(second_year, second_example):
    assert against_key.parts_of(second_year) == against_key.expected_parts(second_example)


def test_a_second_year_with_faults_is_its_key(tmp_path):
    make_example(tmp_path, year=2019, unit_count=8, seed=7, has_faults=True)
    assert against_key.parts_of(check_year(tmp_path)) == against_key.expected_parts(tmp_path)


def test_the_example_with_faults_is_its_key(faulty_year, faulty):
    assert against_key.parts_of(faulty_year) == against_key.expected_parts(faulty)


def test_every_rule_score_is_recomputed_from_its_trace_alone(traces):
    count = 0
    for line in traces:
        rule_line = line["rule_score"]
        if rule_line["kind"] == "not_reported" or rule_line["problem"]:
            continue
        exact = recompute.rule_points(rule_line, Fraction(line["max_score"]))
        assert exact == Fraction(rule_line["exact"]), (line["unit_code"], line["component_code"])
        places = line["rounding"]["component_places"]
        assert recompute.half_up(exact, places) == Fraction(rule_line["value"])
        count += 1
    assert count > 1500


def test_every_survey_score_is_recomputed_from_its_trace_alone(traces):
    lines = [line for line in traces if line["survey"]["kind"] == "law"]
    assert len(lines) > 400
    for line in lines:
        exact = recompute.survey_points(line["survey"], Fraction(line["max_score"]))
        assert exact == Fraction(line["survey"]["exact"])
        places = line["rounding"]["component_places"]
        assert recompute.half_up(exact, places) == Fraction(line["survey"]["value"])


def test_every_final_score_is_the_last_decision_that_was_not_refused(traces):
    taken_from = Counter()
    for line in traces:
        final = line["final"]
        taken_from[final["taken_from"]] += 1
        expected = recompute.counted_after(line, "council")
        if expected is None:
            assert final["value"]["kind"] == "not_applicable"
        else:
            assert Fraction(final["value"]) == expected
        if final["taken_from"] in recompute.DECIDING:
            valid = [one["stage"] for one in line["decisions"] if one["kind"] != "refused"]
            assert valid[-1] == final["taken_from"]
    assert {"appraisal_1", "appraisal_2", "council", "survey", "policy"} == set(taken_from)


def test_every_total_index_and_rank_is_recomputed_from_the_traces(by_unit, totals):
    recomputed = {}
    for unit in totals["units"]:
        total, maximum = recompute.total_after(by_unit[unit["unit_code"]], unit, "council")
        assert total == Fraction(unit["total_exact"]), unit["unit_code"]
        index = recompute.half_up(total / maximum * 100, 2)
        assert index == Fraction(unit["index_pct"])
        recomputed[unit["unit_code"]] = (unit["group_code"], index)
    for unit in totals["units"]:
        group, index = recomputed[unit["unit_code"]]
        better = sum(1 for g, i in recomputed.values() if g == group and i > index)
        assert unit["rank"] == better + 1


def test_every_standing_is_recomputed_from_the_traces(by_unit, totals):
    units = {unit["unit_code"]: unit for unit in totals["units"]}
    moved = Counter()
    for one in totals["standings"]:
        code, stage = one["unit_code"], one["stage"]
        total, maximum = recompute.total_after(by_unit[code], units[code], stage)
        assert total == Fraction(one["total_exact"]), (code, stage)
        assert recompute.half_up(total / maximum * 100, 2) == Fraction(one["index_pct"])
        moved[stage] += one["changed_count"]
    assert not moved["explanation"]
    assert all(moved[stage] for stage in recompute.DECIDING)


def test_the_effects_of_the_stages_add_up_to_the_difference_of_the_totals(run):
    final = {row["unit_code"]: row["total_score"] for row in rows(run.folder, "index.csv")}
    by_unit = defaultdict(list)
    for row in rows(run.folder, "effects.csv"):
        by_unit[row["unit_code"]].append(row)
    assert by_unit.keys() == final.keys()
    for code, own in by_unit.items():
        assert [row["stage"] for row in own] == list(STAGES)
        effects = sum(Decimal(row["effect"]) for row in own[1:])
        assert Decimal(own[0]["total_score"]) + effects == Decimal(own[-1]["total_score"])
        assert own[-1]["total_score"] == final[code]


def test_published_tables_add_up(run):
    scores = rows(run.folder, "scores.csv")
    areas = rows(run.folder, "areas.csv")
    codes = {area["area_code"] for area in areas}
    for area in areas:
        parts = [
            Decimal(row["final_score"])
            for row in scores
            if row["unit_code"] == area["unit_code"]
            and row["component_code"].split(".")[0] == area["area_code"]
            and row["final_score"]
        ]
        assert sum(parts, Decimal(0)) == Decimal(area["final_score"])
    assert len(areas) == 36 * len(codes)
