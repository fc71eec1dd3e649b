"""The synthetic province: deterministic, calibrated, and true to its own key."""

import json
import tomllib
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from statistics import mean

import pytest

from cchc_lib.core.rule_kinds import FigureRule, PercentTiers
from cchc_lib.core.scoring import score_by_rule
from cchc_lib.core.survey import answer_shares
from cchc_lib.errors import UsageProblem
from cchc_lib.example.build import blank_claim, build_unit
from cchc_lib.example.construct import Site, construct
from cchc_lib.example.decisions import CAPPED_UNIT, make_exemption
from cchc_lib.example.draws import Draw
from cchc_lib.example.fault_kinds import FAULT_KINDS
from cchc_lib.example.key import key_of_unit, standing_of
from cchc_lib.example.opinions import answer_worth
from cchc_lib.example.province import draft_units, write_example
from cchc_lib.example.units import list_members
from cchc_lib.findings import KINDS
from cchc_lib.pipeline import check_year, make_example

YEAR, SEED = 2018, 2018


@pytest.fixture(scope="module")
def drafts(edition):
    members = list_members(edition, 36)
    return list(draft_units(edition, members, YEAR, SEED, has_faults=False))


@pytest.fixture(scope="module")
def keys(edition, drafts):
    return [key_of_unit(edition, draft) for draft in drafts]


@pytest.fixture(scope="module")
def faulty_drafts(edition):
    members = list_members(edition, 36)
    return list(draft_units(edition, members, YEAR, SEED, has_faults=True))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small") / "year"
    make_example(folder, year=YEAR, unit_count=4, seed=5, has_faults=True)
    return folder


def test_constructed_points_are_what_the_law_gives_for_the_figures(edition):
    count = 0
    for component in edition.components():
        if not isinstance(component.rule, FigureRule):
            continue
        for group, maximum in component.max_score.items():
            for target in range(0, 1001, 100):
                draw = Draw(1, component.code, group, target)
                site = Site(
                    component=component, max_score=maximum, target=target, year=YEAR, draw=draw
                )
                made = construct(component.rule, site)
                earned = score_by_rule(
                    component.rule, max_score=maximum, figures=made.figures, year=YEAR
                )
                assert earned == made.points, (component.code, made)
                count += 1
    assert count > 1900


def test_answers_are_worth_what_the_law_says(edition):
    for component in edition.components():
        if component.is_survey:
            assert answer_worth(component.rule) == answer_shares(component.rule)


def test_the_groups_look_like_published_ones(keys):
    expected = {
        "department": (85.4, 64, 94.8),
        "vertical_agency": (87.5, 77, 94.2),
        "district": (83.8, 70, 92.3),
    }
    for group, (average, lowest, highest) in expected.items():
        own = [float(key.index) for key in keys if key.group_code == group]
        assert mean(own) == pytest.approx(average, abs=0.5)
        assert min(own) == pytest.approx(lowest, abs=1)
        assert max(own) == pytest.approx(highest, abs=1)
    departments = [key.standing for key in keys if key.group_code == "department"]
    assert mean(s.survey / 30 for s in departments) == pytest.approx(0.892, abs=0.01)
    assert mean(s.appraised / 70 for s in departments) == pytest.approx(0.835, abs=0.015)
    assert {key.grade for key in keys} == {"Xuất sắc", "Tốt", "Khá", "Trung bình"}


def test_two_departments_end_level_under_several_seeds(edition):
    for seed in (1, 2, 3):
        members = list_members(edition, 36)
        made = [
            key_of_unit(edition, draft)
            for draft in draft_units(edition, members, YEAR, seed, has_faults=False)
        ]
        index = {key.unit_code: key.index for key in made}
        assert index["so-tu-phap"] == index["so-y-te"]


def test_the_clean_example_has_no_errors_and_few_warnings(keys):
    found = Counter(finding.code for key in keys for finding in key.findings)
    assert set(found) == {"HS-022", "KD-017"}
    assert found["HS-022"] < 40
    assert found["KD-017"] == 1


def test_every_policy_occurs_and_no_unit_has_two_ways_of_dropping(drafts):
    policies = {draft.unit.code: {e.policy for e in draft.exemptions} for draft in drafts}
    assert set().union(*policies.values()) == {
        "drop_max_all",
        "drop_max_appraised_then_add_survey",
        "award_max",
        "zero",
    }
    assert all(len(own) <= 1 for own in policies.values())


def test_one_unit_is_kept_from_the_best_grade(edition, keys):
    (capped,) = [key for key in keys if key.unit_code == CAPPED_UNIT]
    assert capped.index >= edition.grading.bands[0].ge
    assert capped.grade == edition.grading.band("good").name_vi


def test_boundaries_are_met_exactly_now_and_then(drafts):
    at_bound = [
        (draft.unit.code, code)
        for draft in drafts
        for code, claim in draft.claims.items()
        if claim.figures and isinstance(claim.component.rule, PercentTiers)
        if percent_of(claim) in bounds_of(claim.component.rule)
    ]
    assert len(at_bound) > 10


def percent_of(claim):
    measure = claim.component.rule.measure
    achieved, planned = claim.figures[measure.achieved], claim.figures[measure.planned]
    return Fraction(achieved) * 100 / Fraction(planned) if planned else None


def bounds_of(rule):
    ends = (end for tier in rule.tiers for end in (tier.ge, tier.gt, tier.le, tier.lt))
    return {Fraction(end) for end in ends if end not in (None, 0, 100)}


def test_an_appraisal_that_differs_has_a_reason_and_a_claim_has_evidence(drafts):
    for draft in drafts:
        for claim in draft.claims.values():
            assert claim.appraised == claim.self_score or claim.reason
            assert not claim.self_score or claim.evidence or claim.explanation


def test_units_do_not_move_each_other(edition, drafts):
    members = list_members(edition, 100)
    by_code = {member.unit.code: member for member in members}
    assert len(by_code) == 100
    for draft in drafts[:2] + drafts[-2:]:
        assert build_unit(edition, by_code[draft.unit.code], YEAR, SEED).claims == draft.claims


def test_fewer_units_shorten_every_group_and_more_are_numbered(edition):
    groups = Counter(member.unit.group_code for member in list_members(edition, 18))
    assert groups == {"department": 10, "vertical_agency": 4, "district": 4}
    assert [len(list_members(edition, count)) for count in (1, 2, 35, 36)] == [1, 2, 35, 36]
    many = list_members(edition, 10_000)
    assert len({member.unit.code for member in many}) == 10_000
    assert many[19].unit.name_vi == "Sở minh họa 37"


@pytest.mark.parametrize(
    ("policy", "max_score", "index"),
    [
        ("drop_max_all", 84, "85.71"),
        ("drop_max_appraised_then_add_survey", 100, "85.33"),
        ("award_max", 100, "88.00"),
        ("zero", 100, "72.00"),
    ],
)
def test_the_key_follows_the_worked_comparison_of_policies(
    edition, drafts, policy, max_score, index
):
    """16 of 70 appraised points not applicable, 45 of 54 given, survey 27 of 30."""
    draft = next(d for d in drafts if d.unit.code == "so-y-te")
    (code, given), (other, exempt) = list(draft.claims.items())[:2]
    opinion = next(o for o in draft.opinions.values() if o.percent is not None)
    left_out = replace(blank_claim(exempt.component, draft.unit), max_score=Decimal(16))
    made = replace(
        draft,
        claims={
            code: replace(given, max_score=Decimal(54), appraised=Decimal(45)),
            other: left_out,
        },
        opinions={"S": replace(opinion, max_score=Decimal(30), percent=Decimal(90))},
        exemptions=(make_exemption(draft.unit, exempt.component, policy),),
        adjustments=(),
    )
    standing = standing_of(edition, made)
    assert standing.max_score == max_score
    percent = standing.total * 100 / standing.max_score
    assert edition.rounding.total(percent) == Decimal(index)


def test_every_kind_of_fault_is_planted_once_and_one_unit_has_twenty(faulty_drafts):
    by_unit = {d.unit.code: [p.finding.code for p in d.planted] for d in faulty_drafts}
    counts = Counter(len(codes) for codes in by_unit.values())
    assert counts == {20: 1, 1: len(FAULT_KINDS), 0: 36 - 1 - len(FAULT_KINDS)}
    assert {codes[0] for codes in by_unit.values() if len(codes) == 1} == set(FAULT_KINDS)
    assert set(FAULT_KINDS) <= set(KINDS)


def test_faults_leave_the_other_units_as_they_were(drafts, faulty_drafts):
    for sound, other in zip(drafts, faulty_drafts, strict=True):
        assert other.planted or other == sound


def test_a_check_of_a_small_example_agrees_with_its_key(small):
    key = json.loads((small / "key.json").read_text("utf-8"))
    year = check_year(small)
    found = sorted((f.code, f.unit_code, f.component_code) for f in year.findings)
    assert found == sorted(
        (f["code"], f["unit_code"], f["component_code"]) for f in key["findings"]
    )
    assert {u.unit_code: u.is_provisional for u in year.units} == {
        code: row["provisional"] for code, row in key["units"].items()
    }
    named = {(p["code"], p["unit_code"], p["component_code"]) for p in key["planted"]}
    assert named <= set(found)


def test_every_file_that_can_says_that_it_is_synthetic(small):
    key = json.loads((small / "key.json").read_text("utf-8"))
    settings = (small / "assessment.toml").read_text("utf-8")
    notes = (small / "README.txt").read_text("utf-8")
    assert key["synthetic"] is True
    assert tomllib.loads(settings)["is_synthetic"] is True
    assert "Số liệu minh họa" in settings
    assert notes.startswith("SỐ LIỆU MINH HỌA")
    assert all(planted["sentence_vi"] in notes for planted in key["planted"])


def test_the_same_arguments_give_the_same_bytes(small, tmp_path):
    make_example(tmp_path / "again", year=YEAR, unit_count=4, seed=5, has_faults=True)
    first, second = (
        {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        for root in (small, tmp_path / "again")
    )
    assert first == second


def test_what_cannot_be_written_is_refused_in_one_sentence(edition, tmp_path):
    (tmp_path / "mine.txt").write_text("của tôi", "utf-8")
    with pytest.raises(UsageProblem, match="đã có tệp"):
        make_example(tmp_path, year=2018, unit_count=1, seed=1, has_faults=False)
    with pytest.raises(UsageProblem, match="2018–2019"):
        write_example(tmp_path / "new", edition=edition, how_vi={}, year=2031)
    with pytest.raises(UsageProblem, match="ít nhất một đơn vị"):
        write_example(tmp_path / "new", edition=edition, how_vi={}, unit_count=0)
    ranking = replace(edition.ranking, method="dense")
    with pytest.raises(UsageProblem, match="đáp án"):
        write_example(tmp_path / "new", edition=replace(edition, ranking=ranking), how_vi={})
    assert not (tmp_path / "new").exists()
