"""The synthetic province: deterministic, calibrated, and true to its own key."""

import csv
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
from cchc_lib.core.submission import NotReported
from cchc_lib.core.successions import check_successions
from cchc_lib.core.survey import answer_shares
from cchc_lib.errors import UsageProblem
from cchc_lib.example.build import blank_claim
from cchc_lib.example.calendar import make_windows
from cchc_lib.example.construct import Site, construct
from cchc_lib.example.decisions import make_exemption
from cchc_lib.example.documents import register_of
from cchc_lib.example.drafting import draft_units
from cchc_lib.example.drafts import Ruling
from cchc_lib.example.draws import Draw
from cchc_lib.example.fault_kinds import FAULT_KINDS
from cchc_lib.example.key import key_of_unit
from cchc_lib.example.opinions import answer_worth
from cchc_lib.example.province import make_assessment, write_example
from cchc_lib.example.roster import provinces
from cchc_lib.example.rounds import SHARED_LEADS
from cchc_lib.example.standing import standing_of
from cchc_lib.example.units import list_members, list_units
from cchc_lib.finding_kinds import KINDS
from cchc_lib.pipeline import check_year, make_example
from cchc_lib.vietnamese import slug

YEAR, SEED = 2018, 2018
(PROVINCE,) = (one for one in provinces() if one.name_vi == "Đắk Nông")


def draft_all(edition, seed=SEED, *, year=YEAR, unit_count=36, has_faults=False):
    members, _ = list_units(edition, unit_count, year)
    assessment = make_assessment(edition, members, year)
    return list(draft_units(edition, assessment, members, seed, has_faults=has_faults))


@pytest.fixture(scope="module")
def drafts(edition):
    return draft_all(edition)


@pytest.fixture(scope="module")
def keys(edition, drafts):
    return [key_of_unit(edition, draft) for draft in drafts]


@pytest.fixture(scope="module")
def faulty_drafts(edition):
    return draft_all(edition, has_faults=True)


@pytest.fixture(scope="module")
def second_drafts(second_edition):
    return draft_all(second_edition, year=YEAR + 1)


@pytest.fixture(scope="module")
def second_keys(second_edition, second_drafts):
    return [key_of_unit(second_edition, draft) for draft in second_drafts]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small") / "year"
    make_example(folder, year=YEAR, unit_count=4, seed=5, has_faults=True)
    return folder


@pytest.mark.parametrize("name", ["edition", "second_edition"])
def test_constructed_points_are_what_the_law_gives_for_the_figures(name, request):
    edition = request.getfixturevalue(name)
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
    assert {key.grade.name_vi for key in keys} == {"Xuất sắc", "Tốt", "Khá", "Trung bình"}


def test_two_departments_end_level_under_several_seeds(edition):
    for seed in (1, 2, 3):
        made = [key_of_unit(edition, draft) for draft in draft_all(edition, seed)]
        index = {key.unit_code: key.index for key in made}
        assert index["so-tu-phap"] == index["so-y-te"]


def test_the_clean_example_has_no_errors_and_few_warnings(keys):
    found = Counter(finding.code for key in keys for finding in key.findings)
    assert set(found) == {"HS-022", "KD-017", "GD-005"}
    assert found["HS-022"] < 40
    assert found["KD-017"] == found["GD-005"] == 1


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
    (capped,) = [key for key in keys if key.unit_code == PROVINCE.capped_unit]
    assert capped.index >= edition.grading.bands[0].ge
    assert capped.grade == edition.grading.band("good")


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


def test_a_decision_that_differs_has_a_reason_and_a_claim_has_evidence(claims):
    for claim in claims:
        before = claim.self_score
        for ruling in claim.rulings.values():
            assert ruling.score == before or ruling.reason
            before = ruling.score
        assert not claim.self_score or claim.documents or claim.explanation


@pytest.fixture(scope="module")
def claims(drafts):
    return [claim for draft in drafts for claim in draft.claims.values()]


def test_the_stages_look_like_a_real_round(claims):
    """Some of the disputes are explained; few of these are settled by the council."""
    scores = [{s: r.score for s, r in one.rulings.items()} for one in claims if one.rulings]
    disputed = [c for c in claims if c.rulings and c.rulings["appraisal_1"].score != c.self_score]
    explained = [claim for claim in claims if claim.response]
    assert 0.02 < len(explained) / len(claims) < 0.035
    assert len(explained) < len(disputed) / 2
    assert all(claim in disputed and "appraisal_2" in claim.rulings for claim in explained)
    assert 4 <= sum("council" in own for own in scores) <= 8
    second = [own for own in scores if "appraisal_2" in own]
    assert any(own["appraisal_2"] == own["appraisal_1"] for own in second)
    assert any(own["appraisal_2"] > own["appraisal_1"] for own in second)
    leads = {slug(claim.component.lead_appraiser) for claim in explained}
    assert leads & SHARED_LEADS
    assert leads - SHARED_LEADS


def test_nothing_is_decided_before_what_it_decides_on_came_in(drafts):
    for draft in drafts:
        days = draft.days
        assert days["self_assessment"] <= days["appraisal_1"] < days["explanation"]
        assert days["explanation"] < days["appraisal_2"]
        councils = (c.rulings["council"] for c in draft.claims.values() if "council" in c.rulings)
        assert all(days["appraisal_2"] < one.decided_on and one.document for one in councils)


def test_one_unit_files_late_and_pays_for_it(edition, drafts):
    (late,) = [draft for draft in drafts if draft.late_days]
    assert late.unit.code == PROVINCE.late_unit
    assert standing_of(edition, late).penalty == 3 * edition.adjustment.late[0].points_per_day
    on_time = standing_of(edition, replace(late, late_days=0))
    assert on_time.penalty == 0


def test_windows_follow_the_year():
    names = [(w.name, w.last_day.year - w.first_day.year) for w in make_windows(2018)]
    moved = [(w.name, w.last_day.year - w.first_day.year) for w in make_windows(2019)]
    assert names == moved
    first = {w.name: w.first_day for w in make_windows(2019)}
    assert first["guidance"].isoformat() == "2019-11-05"
    assert first["council"].isoformat() == "2020-03-04"


def test_a_register_lists_every_document_once_with_all_it_supports(drafts):
    files = links = shared = rows = 0
    for draft in drafts:
        cited = {
            (document.reference, document.issued_on, code)
            for code, claim in draft.claims.items()
            for document in claim.documents
        }
        register = register_of(draft)
        listed = [
            (row.reference, row.issued_on, code)
            for row in register
            for code in row.components.split("; ")
        ]
        assert set(listed) == cited
        assert len(listed) == len(set(listed))
        rows += len(register)
        shared += sum(";" in row.components for row in register)
        links += sum("://" in row.location for row in register)
        files += sum(row.location.endswith(".txt") for row in register)
    assert files / rows == pytest.approx(1 / 8, abs=0.02)
    assert 0 < links < files
    assert shared > 36


def test_documents_are_of_the_year_unless_the_law_allows_otherwise(drafts):
    for draft in drafts:
        for document, periods in periods_by_document(draft).items():
            assert document.issued_on.year == YEAR or "any" in periods


def periods_by_document(draft):
    periods = {}
    for claim in draft.claims.values():
        for document in claim.documents:
            periods.setdefault(document, set()).add(claim.component.evidence_period)
    return periods


def test_units_do_not_move_each_other(edition, drafts):
    others = {draft.unit.code: draft for draft in draft_all(edition, unit_count=100)}
    assert len(others) == 100
    for draft in drafts[:2] + drafts[-2:]:
        assert others[draft.unit.code].claims == draft.claims
        assert others[draft.unit.code].days == draft.days


def test_the_next_year_has_units_renamed_merged_and_new(edition, second_edition):
    before, no_former = list_units(edition, 36, YEAR)
    after, former = list_units(second_edition, 36, YEAR + 1)
    assert no_former == ()
    assert [(one.code, one.successor_code) for one in former] == [
        ("bao-hiem-xa-hoi-tinh", "bao-hiem-xa-hoi-tinh"),
        ("so-nong-nghiep-va-phat-trien-nong-thon", "so-nong-nghiep"),
        ("so-giao-thong-van-tai", "so-xay-dung"),
    ]
    old, new = ({m.unit.code: m.unit.name_vi for m in own} for own in (before, after))
    assert set(old) - set(new) == {one.code for one in former[1:]}
    assert set(new) - set(old) == {"so-nong-nghiep", "trung-tam-phuc-vu-hanh-chinh-cong-tinh"}
    assert old["bao-hiem-xa-hoi-tinh"] != new["bao-hiem-xa-hoi-tinh"]
    assert len(after) == 36


def test_what_became_of_units_can_be_true(second_edition):
    for year in (YEAR, YEAR + 1, YEAR + 2):
        members, former = list_units(second_edition, 36, year)
        rows = (*(member.unit for member in members), *former)
        assert list(check_successions(rows)) == []
        assert all(one.valid_to.year <= year for one in former)


def test_a_short_list_sees_only_the_changes_among_its_units(second_edition):
    members, former = list_units(second_edition, 6, YEAR + 1)
    assert len(members) == 6
    assert {one.successor_code for one in former} <= {member.unit.code for member in members}


def test_the_next_year_is_the_same_province_with_other_figures(keys, second_keys):
    first = {key.unit_code: key.index for key in keys}
    moved = [abs(k.index - first[k.unit_code]) for k in second_keys if k.unit_code in first]
    assert len(moved) == 34
    assert 1 < mean(moved) < 3
    assert max(moved) < 10


def test_the_next_year_has_no_errors_and_other_adjustments(drafts, second_drafts, second_keys):
    found = {finding.code for key in second_keys for finding in key.findings}
    assert {"HS-022", "GD-005"} <= found <= {"HS-022", "KD-017", "GD-005"}
    first, second = (
        {(a.unit_code, a.code, a.points) for draft in own for a in draft.adjustments}
        for own in (drafts, second_drafts)
    )
    assert first - second
    assert first & second


def test_units_that_kept_their_name_share_no_document_of_both_years(drafts, second_drafts):
    first, second = (
        {(d.unit.code, x.citation) for d in own for c in d.claims.values() for x in c.documents}
        for own in (drafts, second_drafts)
    )
    assert not first & second


@pytest.mark.parametrize("name", ["drafts", "second_drafts", "faulty_drafts"])
def test_no_two_units_explain_a_component_in_the_same_words(name, request):
    said = Counter(
        (code, text)
        for draft in request.getfixturevalue(name)
        for code, claim in draft.claims.items()
        for text in (claim.explanation, claim.response.text if claim.response else "")
        if text
    )
    assert len(said) > 200
    assert set(said.values()) == {1}
    assert not any("{" in text for _, text in said)


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
            code: replace(
                given,
                max_score=Decimal(54),
                rulings={"appraisal_1": Ruling(score=Decimal(45))},
            ),
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
    planted = sorted(codes[0] for codes in by_unit.values() if len(codes) == 1)
    assert planted == sorted(kind.partition("/")[0] for kind in FAULT_KINDS)
    assert set(planted) <= set(KINDS)


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


def test_the_register_of_the_office_has_the_files_that_came_in(small):
    with (small / "received.csv").open(encoding="utf-8", newline="") as stream:
        received = {row["file"] for row in csv.DictReader(stream)}
    sent = {
        path.relative_to(small).as_posix()
        for folder in ("submissions", "explanations")
        for path in (small / folder).glob("*.xlsx")
    }
    assert received == sent


def test_shared_leads_decide_in_one_workbook_each(small):
    names = {path.name for path in (small / "appraisal").iterdir()}
    assert {f"chu-tri_{lead}.xlsx" for lead in SHARED_LEADS} <= names
    year = check_year(small)
    for score in year.scores:
        lead = slug(score.lead_appraiser)
        stem = f"chu-tri_{lead}" if lead in SHARED_LEADS else score.unit_code
        for one in score.decisions:
            assert one.stage == "council" or one.place.file.endswith(f"/{stem}.xlsx")
            assert not isinstance(one.decided_on, NotReported)


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
    with pytest.raises(UsageProblem, match="năm 2031"):
        make_example(tmp_path / "new", year=2031, unit_count=1, seed=1, has_faults=False)
    with pytest.raises(UsageProblem, match="2018–2018"):
        write_example(tmp_path / "new", edition=edition, how_vi={}, year=2031)
    with pytest.raises(UsageProblem, match="ít nhất một đơn vị"):
        write_example(tmp_path / "new", edition=edition, how_vi={}, unit_count=0)
    ranking = replace(edition.ranking, method="dense")
    with pytest.raises(UsageProblem, match="đáp án"):
        write_example(tmp_path / "new", edition=replace(edition, ranking=ranking), how_vi={})
    assert not (tmp_path / "new").exists()
