"""Each check finds its smallest mistake, at its place, and is silent on a clean return."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cchc_lib.core.checks import check_assessment, check_returns
from cchc_lib.core.submission import (
    Adjustment,
    Assessment,
    ComponentEntry,
    Decision,
    DeclaredFigure,
    Exemption,
    MeasuredPercent,
    NotReported,
    Place,
    Receipt,
    Returns,
    SelfScore,
    Submission,
    SurveyTally,
    Window,
)
from tests.architecture.source import PACKAGE, codes_in
from tests.rounds import make_decision, make_explanation
from tests.spec.small_year import make_unit, real_edition

RATIO, FLAG, QUESTION, SIPAS = "1.1.3", "1.2.2", "1.S.1", "4.S.1"
DONE, PLANNED = "done_tasks", "planned_tasks"
BLANK = NotReported()
REFUSED = NotReported(reason="refused")


def _few_components():
    """Return the committed edition with four components only."""
    edition = real_edition()
    kept = {RATIO, FLAG, QUESTION, SIPAS}
    areas = tuple(
        replace(
            area,
            criteria=tuple(
                replace(c, components=tuple(x for x in c.components if x.code in kept))
                for c in area.criteria
            ),
        )
        for area in edition.areas
    )
    return replace(edition, areas=areas)


EDITION = _few_components()
UNIT = make_unit("a")
ASSESSMENT = Assessment(
    year=2018,
    edition_code=EDITION.code,
    title_vi="Kỳ thử",
    province_vi="Tỉnh thử",
    is_synthetic=True,
    form_version="1",
    units=(UNIT,),
    closed_on={"self_assessment": date(2019, 1, 11)},
    exemptions=(),
    adjustments=(),
)


def cell(name: str) -> Place:
    return Place(file="submissions/a.xlsx", sheet="Tự chấm", cell=name)


def entry(code: str, score: object, *, evidence: tuple[str, ...] = ("QĐ 1",), **figures: object):
    """Return what a unit said: figures stand in cells named after their code."""
    return ComponentEntry(
        component_code=code,
        figures=tuple(
            DeclaredFigure(input_code=name, value=value, place=cell(f"figure-{name}"))
            for name, value in figures.items()
        ),
        self_score=SelfScore(value=score, place=cell(f"score-{code}")),
        evidence=evidence,
        evidence_place=cell(f"evidence-{code}"),
        explanation="",
    )


CLEAN_ENTRIES = {
    RATIO: entry(RATIO, Decimal("0.75"), **{DONE: Decimal(9), PLANNED: Decimal(10)}),
    FLAG: entry(FLAG, Decimal(1), is_complete=True),
}


def decision(code: str, score: object, reason: str = "", stage: str = "appraisal_1") -> Decision:
    place = Place(file="appraisal/a.xlsx", sheet="Thẩm định", cell=f"score-{code}")
    day = date(2019, 1, 20)
    return make_decision("a", code, score, reason, stage=stage, place=place, day=day)


def clean() -> Returns:
    """Return everything a unit returned, without a mistake."""
    return Returns(
        submissions={"a": submission()},
        decisions={
            ("a", RATIO): (decision(RATIO, Decimal("0.75")),),
            ("a", FLAG): (decision(FLAG, Decimal(1)),),
        },
        tallies={("a", QUESTION): (tally(5),)},
        measured={
            ("a", SIPAS): MeasuredPercent(
                unit_code="a",
                component_code=SIPAS,
                percent=Decimal(90),
                sample_size=100,
                place=Place(file="survey/sipas.csv", cell="2"),
            )
        },
    )


def submission(**entries: ComponentEntry) -> Submission:
    return Submission(
        unit_code="a",
        file="submissions/a.xlsx",
        sha256="0" * 64,
        entries=CLEAN_ENTRIES | {e.component_code: e for e in entries.values()},
    )


def tally(answers: int) -> SurveyTally:
    return SurveyTally(
        unit_code="a",
        component_code=QUESTION,
        respondent_group="citizens",
        counts={"4": answers},
        dont_know=3,
        place=Place(file="survey/answers.csv"),
    )


def exempt(code: str, policy: str = "drop_max_all") -> Exemption:
    return Exemption(
        unit_code="a", component_code=code, policy=policy, legal_basis="QĐ 2", place=Place(file="")
    )


def adjustment(kind: str, points: str) -> Adjustment:
    return Adjustment(
        unit_code="a",
        kind=kind,
        code="x",
        points=Decimal(points),
        reason="lý do",
        document="QĐ 3",
        place=Place(file="adjustments.csv", cell="2"),
    )


def found(returns: Returns, assessment: Assessment = ASSESSMENT) -> list:
    return [
        *check_assessment(EDITION, assessment),
        *check_returns(EDITION, assessment, returns),
    ]


def test_a_clean_return_has_no_finding():
    assert found(clean()) == []


RATIO_ENTRIES = [
    ("HS-014", entry(RATIO, Decimal("1.75"), **{DONE: Decimal(9), PLANNED: Decimal(10)}), "score"),
    ("HS-015", entry(RATIO, Decimal(-1), **{DONE: Decimal(9), PLANNED: Decimal(10)}), "score"),
    ("HS-016", entry(RATIO, BLANK, **{DONE: Decimal(9), PLANNED: Decimal(10)}), "score"),
    ("HS-018", entry(RATIO, Decimal("0.75"), **{DONE: BLANK, PLANNED: Decimal(10)}), "figure"),
    (
        "HS-020",
        entry(RATIO, Decimal("0.75"), **{DONE: Decimal(11), PLANNED: Decimal(10)}),
        "figure",
    ),
    ("HS-021", entry(RATIO, Decimal("0.75"), **{DONE: Decimal(0), PLANNED: Decimal(0)}), "figure"),
    ("HS-022", entry(RATIO, Decimal("1.5"), **{DONE: Decimal(9), PLANNED: Decimal(10)}), "score"),
    (
        "HS-023",
        entry(RATIO, Decimal("0.75"), evidence=(), **{DONE: Decimal(9), PLANNED: Decimal(10)}),
        "evidence",
    ),
]


@pytest.mark.parametrize(
    ("code", "mistake", "place"), RATIO_ENTRIES, ids=[row[0] for row in RATIO_ENTRIES]
)
def test_a_mistake_in_a_self_assessment_is_found_in_its_cell(code, mistake, place):
    returns = replace(clean(), submissions={"a": submission(changed=mistake)})
    on_entry = [item for item in found(returns) if item.code[:2] == "HS"]
    assert [item.code for item in on_entry] == [code]
    (item,) = on_entry
    assert (item.unit_code, item.component_code) == ("a", RATIO)
    assert (item.file, item.sheet) == ("submissions/a.xlsx", "Tự chấm")
    assert item.cell.startswith(place)


def test_a_cell_refused_on_reading_is_not_called_blank_as_well():
    refused = entry(RATIO, REFUSED, **{DONE: REFUSED, PLANNED: Decimal(10)})
    returns = replace(clean(), submissions={"a": submission(changed=refused)})
    assert [item.code for item in found(returns)] == ["TD-017"]


def test_an_appraiser_who_confirms_the_figures_of_a_blank_claim_needs_no_reason():
    blank = entry(RATIO, BLANK, **{DONE: Decimal(9), PLANNED: Decimal(10)})
    returns = replace(clean(), submissions={"a": submission(changed=blank)})
    assert [item.code for item in found(returns)] == ["HS-016"]


def test_points_with_more_decimals_than_the_edition_has_are_named():
    returns = clean()
    returns.decisions["a", RATIO] = (decision(RATIO, Decimal("0.755"), "lý do"),)
    (item,) = found(returns)
    assert (item.code, item.found, item.expected) == ("TD-019", "0,755", "2")


def test_a_figure_of_the_wrong_kind_is_named():
    wrong = entry(RATIO, Decimal("0.75"), **{DONE: True, PLANNED: Decimal(10)})
    returns = replace(clean(), submissions={"a": submission(changed=wrong)})
    assert [item.code for item in found(returns)] == ["HS-025"]


def test_an_explanation_stands_in_for_evidence():
    excused = replace(CLEAN_ENTRIES[RATIO], evidence=(), explanation="Đang bổ sung")
    assert found(replace(clean(), submissions={"a": submission(changed=excused)})) == []


def test_a_claim_of_zero_needs_no_evidence():
    zero = entry(RATIO, Decimal(0), evidence=(), **{DONE: Decimal(1), PLANNED: Decimal(10)})
    returns = replace(clean(), submissions={"a": submission(changed=zero)})
    assert [item.code for item in found(returns)] == ["TD-017"]


def test_a_unit_that_returned_nothing_is_named():
    codes = {item.code: item for item in found(replace(clean(), submissions={}))}
    assert codes.keys() == {"HS-001"}
    assert codes["HS-001"].file == "submissions/a.xlsx"


def test_points_claimed_for_an_exempt_component_are_found():
    assessment = replace(ASSESSMENT, exemptions=(exempt(FLAG),))
    returns = clean()
    del returns.decisions["a", FLAG]
    assert [item.code for item in found(returns, assessment)] == ["HS-024"]


def test_an_exempt_component_left_blank_is_clean():
    blank = entry(FLAG, BLANK, is_complete=BLANK, evidence=())
    returns = replace(clean(), submissions={"a": submission(changed=blank)})
    returns.decisions["a", FLAG] = (decision(FLAG, BLANK),)
    assert found(returns, replace(ASSESSMENT, exemptions=(exempt(FLAG),))) == []


@pytest.mark.parametrize(
    ("code", "score", "reason"),
    [
        ("TD-014", Decimal("1.51"), "lý do"),
        ("TD-015", Decimal("-0.01"), "lý do"),
        ("TD-016", BLANK, ""),
        ("TD-017", Decimal("0.5"), ""),
    ],
)
def test_a_mistake_in_an_appraisal_is_found(code, score, reason):
    returns = clean()
    returns.decisions["a", RATIO] = (decision(RATIO, score, reason),)
    (item,) = found(returns)
    assert (item.code, item.unit_code, item.file) == (code, "a", "appraisal/a.xlsx")


def test_another_score_with_a_reason_is_clean():
    returns = clean()
    returns.decisions["a", RATIO] = (decision(RATIO, Decimal("0.5"), "Hai nhiệm vụ chưa xong"),)
    assert found(returns) == []


def test_components_that_wait_are_counted_and_named_together():
    returns = clean()
    returns.decisions.update({("a", c): (decision(c, BLANK),) for c in (RATIO, FLAG)})
    (item,) = found(returns)
    assert (item.code, item.found, item.expected) == ("TD-016", "2", f"{RATIO}, {FLAG}")


def test_a_missing_appraisal_is_named():
    (item,) = found(replace(clean(), decisions={}))
    assert (item.code, item.severity) == ("TD-001", "warning")


def test_points_given_for_an_exempt_component_are_found():
    silent = entry(FLAG, BLANK, is_complete=BLANK, evidence=())
    returns = replace(clean(), submissions={"a": submission(changed=silent)})
    (item,) = found(returns, replace(ASSESSMENT, exemptions=(exempt(FLAG),)))
    assert (item.code, item.component_code) == ("TD-018", FLAG)


def test_a_survey_not_held_is_said_once():
    (item,) = found(replace(clean(), tallies={}, measured={}))
    assert (item.code, item.unit_code) == ("XH-001", "")


def test_too_few_answers_are_counted_without_those_who_do_not_know():
    (item,) = found(replace(clean(), tallies={("a", QUESTION): (tally(4),)}))
    assert (item.code, item.component_code) == ("XH-007", QUESTION)
    assert (item.found, item.expected) == ("", "5")


def test_a_percentage_that_is_missing_is_named():
    (item,) = found(replace(clean(), measured={}))
    assert (item.code, item.component_code) == ("XH-011", SIPAS)


def test_an_exempt_question_is_not_missed():
    returns = replace(clean(), measured={})
    assert found(returns, replace(ASSESSMENT, exemptions=(exempt(SIPAS),))) == []


@pytest.mark.parametrize(("year", "codes"), [(2017, ["KD-004"]), (2018, []), (2019, ["KD-004"])])
def test_a_year_outside_the_edition_is_found(year, codes):
    assert [item.code for item in found(clean(), replace(ASSESSMENT, year=year))] == codes


def test_two_ways_to_drop_a_maximum_do_not_mix_in_one_unit():
    other = "drop_max_appraised_then_add_survey"
    both = (exempt(QUESTION), exempt(SIPAS, other))
    (item,) = found(clean(), replace(ASSESSMENT, exemptions=both))
    assert (item.code, item.found) == ("KD-013", f"drop_max_all, {other}")
    mixed = (exempt(QUESTION), exempt(SIPAS, "award_max"))
    assert found(clean(), replace(ASSESSMENT, exemptions=mixed)) == []


@pytest.mark.parametrize(
    ("kind", "at_cap", "over"), [("bonus", "2", "2.01"), ("penalty", "3", "3.01")]
)
def test_points_over_a_cap_are_noted(kind, at_cap, over):
    within = replace(ASSESSMENT, adjustments=(adjustment(kind, at_cap),))
    assert found(clean(), within) == []
    (item,) = found(clean(), replace(ASSESSMENT, adjustments=(adjustment(kind, over),)))
    assert (item.code, item.severity, item.cell) == ("KD-017", "note", "2")


def test_every_code_of_the_checks_is_triggered_here():
    here = codes_in([PACKAGE.parent / "tests" / "unit" / "test_checks.py"])
    assert codes_in([PACKAGE / "core" / "checks.py"]) <= here


def test_two_decisions_that_disagree_are_named_with_both_files_and_neither_counts():
    returns = clean()
    place = Place(file="appraisal/chu-tri_so-noi-vu.xlsx", sheet="Thẩm định", cell="L9")
    day = date(2019, 1, 20)
    other = make_decision("a", RATIO, Decimal("0.5"), "khác", place=place, day=day)
    returns.decisions["a", RATIO] = (decision(RATIO, Decimal("0.75")), other)
    items = [item for item in found(returns) if item.code == "TD-020"]
    assert {item.file for item in items} == {"appraisal/a.xlsx", place.file}
    assert all("appraisal/a.xlsx" in item.message and place.file in item.message for item in items)
    assert all("0,75 và 0,5" in item.message for item in items)


def test_a_later_decision_without_reason_names_what_it_would_have_changed():
    returns = clean()
    later = decision(RATIO, Decimal("0.5"), stage="appraisal_2")
    returns.decisions["a", RATIO] = (decision(RATIO, Decimal("0.75")), later)
    open_round, item = found(returns)
    assert (open_round.code, open_round.severity) == ("GD-011", "warning")
    assert "cchc close" in open_round.fix
    assert "appraisal_1" in open_round.fix
    assert item.code == "TD-017"
    closed = replace(ASSESSMENT, closed_on=ASSESSMENT.closed_on | {"appraisal_1": date(2019, 2, 1)})
    assert [one.code for one in found(returns, closed)] == ["TD-017"]
    assert item.message.startswith("Thẩm định lần 2: điểm 0,5 khác điểm trước đó (0,75)")
    assert item.has_fallback


def test_an_explanation_of_what_nobody_disputes_is_found_in_its_place():
    returns = clean()
    returns.explanations["a", RATIO] = make_explanation("a", RATIO)
    _, item = found(returns)
    assert (item.code, item.file) == ("GD-006", "explanations/a.xlsx")
    del returns.decisions["a", RATIO]
    assert "GD-010" in {item.code for item in found(returns)}


def test_a_form_filed_late_is_found_with_its_days():
    window = Window(name="self_assessment", first_day=date(2018, 12, 1), last_day=date(2019, 1, 10))
    receipt = Receipt(
        file="submissions/a.xlsx", received_on=date(2019, 1, 13), place=Place(file="received.csv")
    )
    late = replace(ASSESSMENT, windows=(window,), receipts=(receipt,))
    (item,) = found(clean(), late)
    assert (item.code, item.severity) == ("GD-005", "warning")
    assert "chậm 3 ngày so với hạn 10/01/2019" in item.message
    in_time = replace(receipt, received_on=date(2019, 1, 10))
    assert found(clean(), replace(late, receipts=(in_time,))) == []


def test_a_later_decision_without_a_first_one_is_pointed_out():
    returns = clean()
    returns.decisions["a", RATIO] = (decision(RATIO, Decimal("0.75"), stage="council"),)
    codes = {item.code for item in found(returns)}
    assert "TD-029" in codes


def test_a_form_without_a_day_and_a_day_outside_its_window_are_pointed_out():
    window = Window(name="appraisal_1", first_day=date(2019, 1, 11), last_day=date(2019, 1, 31))
    bounded = replace(ASSESSMENT, windows=(window,))
    assert found(clean(), bounded) == []
    returns = clean()
    late = replace(returns.decisions["a", RATIO][0], decided_on=date(2029, 1, 20))
    returns.decisions["a", RATIO] = (late,)
    (item,) = found(returns, bounded)
    assert (item.code, item.found) == ("GD-014", "20/01/2029")
    returns.decisions["a", RATIO] = (replace(late, decided_on=NotReported()),)
    assert [one.code for one in found(returns, bounded)] == ["GD-012"]


def test_a_file_that_the_register_does_not_hold_is_pointed_out():
    other = Receipt(
        file="submissions/b.xlsx", received_on=date(2019, 1, 3), place=Place(file="received.csv")
    )
    (item,) = found(clean(), replace(ASSESSMENT, receipts=(other,)))
    assert (item.code, item.found) == ("GD-013", "submissions/a.xlsx")
