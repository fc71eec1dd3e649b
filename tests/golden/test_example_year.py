"""The example year against its key, its own traces and the tables of the contract."""

import csv
import json
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.golden import recompute

COLUMNS = {
    "index.csv": "group_code,rank,unit_code,unit_name,max_score,appraised_score,survey_score,bonus,"
    "penalty,total_score,index_pct,grade,provisional",
    "areas.csv": "unit_code,area_code,max_score,self_score,appraised_score,survey_score,"
    "final_score,sub_index_pct,rank_in_group",
    "scores.csv": "unit_code,component_code,max_score,status,self_score,rule_score,appraised_score,"
    "survey_score,final_score",
    "findings.csv": "severity,code,unit_code,file,sheet,cell,component_code,found,expected,message,"
    "fix",
}


def rows(folder, name):
    with (folder / "tables" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="session")
def traces(finished):
    text = (finished.folder / "tables" / "traces.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="session")
def totals(finished):
    return json.loads((finished.folder / "tables" / "year.json").read_text("utf-8"))


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
        assert {name: row[name] for name in expected} == expected, row


def test_the_example_has_exactly_the_findings_of_its_key(year, example):
    assert found_keys(year) == expected_keys(example)


def test_the_example_with_faults_has_exactly_the_findings_of_its_key(faulty_year, faulty):
    assert found_keys(faulty_year) == expected_keys(faulty)


def test_the_example_with_faults_has_exactly_the_results_of_its_key(faulty_year, faulty):
    key = json.loads((faulty / "key.json").read_text("utf-8"))["units"]
    for unit in faulty_year.units:
        expected = key[unit.unit_code]
        for name in ("total_score", "index_pct", "rank"):
            value = getattr(unit, name)
            text = str(value) if isinstance(value, Decimal | int) else ""
            assert text == str(expected[name]), (unit.unit_code, name)
        assert unit.is_provisional == (str(expected["provisional"]).lower() == "true")


def found_keys(year):
    return sorted((f.code, f.unit_code, f.component_code) for f in year.findings)


def expected_keys(folder):
    key = json.loads((folder / "key.json").read_text("utf-8"))
    return sorted((f["code"], f["unit_code"], f["component_code"]) for f in key["findings"])


def test_every_rule_score_is_recomputed_from_its_trace_alone(traces):
    count = 0
    for line in traces:
        rule_line = line["rule_score"]
        if rule_line["kind"] == "not_reported" or rule_line["problem"]:
            continue
        figures = {f["input_code"]: f["value"] for f in rule_line["figures"]}
        maximum = Fraction(line["max_score"])
        exact = recompute.rule_points(rule_line["rule"], maximum, figures, rule_line["year"])
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


def test_every_final_score_is_the_stage_its_trace_names(traces):
    for line in traces:
        final = line["final"]
        if final["taken_from"] in {"appraised", "survey"}:
            assert final["value"] == line[final["taken_from"]]["value"]
        elif final["taken_from"] == "policy":
            policy = line["exemption"]["policy"]
            expected = {"award_max": line["max_score"], "zero": "0"}.get(policy)
            assert expected is None or Fraction(final["value"]) == Fraction(expected)


def test_every_total_index_and_rank_is_recomputed_from_the_traces(traces, totals):
    recomputed = {}
    for unit in totals["units"]:
        lines = [line for line in traces if line["unit_code"] == unit["unit_code"]]
        total, maximum = total_of(lines, unit)
        assert total == Fraction(unit["total_exact"]), unit["unit_code"]
        index = recompute.half_up(total / maximum * 100, 2)
        assert index == Fraction(unit["index_pct"])
        recomputed[unit["unit_code"]] = (unit["group_code"], index)
    for unit in totals["units"]:
        group, index = recomputed[unit["unit_code"]]
        better = sum(1 for g, i in recomputed.values() if g == group and i > index)
        assert unit["rank"] == better + 1


def total_of(lines, unit):
    counted = [line for line in lines if line["status"] == "scored"]
    own = [line for line in counted if line["evidence_state"] != "not_required"]
    points = sum((Fraction(line["final"]["value"]) for line in own), Fraction(0))
    maximum = sum((Fraction(line["max_score"]) for line in counted), Fraction(0))
    survey = sum(
        (Fraction(line["final"]["value"]) for line in counted if line not in own), Fraction(0)
    )
    back = sum(
        (
            Fraction(line["max_score"])
            for line in lines
            if line["status"] == "not_applicable"
            and line["exemption"]["policy"] == "drop_max_appraised_then_add_survey"
        ),
        Fraction(0),
    )
    own_max = sum((Fraction(line["max_score"]) for line in own), Fraction(0))
    total = points / own_max * (own_max + back) + survey
    total += Fraction(unit["bonus"]) - Fraction(unit["penalty"])
    return min(max(total, Fraction(0)), maximum + back), maximum + back


def test_published_tables_add_up(finished):
    scores = rows(finished.folder, "scores.csv")
    areas = rows(finished.folder, "areas.csv")
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
