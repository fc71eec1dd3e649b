"""Proposals follow grade, place and recorded facts, as the edition says."""

from dataclasses import replace
from decimal import Decimal

from cchc_lib.core.emulation import propose
from tests.spec.small_year import Given, small_edition, small_year

EDITION = small_edition()


def year_of(*helds: int, caps: tuple[str, ...] = ()):
    givens = [
        Given(
            code=f"u{number}",
            held=Decimal(held),
            spare=Decimal(16),
            survey=Decimal(30),
            caps=caps if number == 0 else (),
        )
        for number, held in enumerate(helds)
    ]
    return small_year(EDITION, givens)


def test_each_unit_is_proposed_for_the_highest_commendation_it_meets():
    year = year_of(50, 49, 48, 47, 5)
    proposals = [year.proposal_of(unit.unit_code) for unit in year.units]
    codes = [one.commendation.code if one.commendation else "" for one in proposals]
    assert codes == ["emulation-flag", "certificate", "certificate", "", ""]
    assert proposals[1].barred == {"emulation-flag": "place"}
    assert proposals[3].barred == {"emulation-flag": "place", "certificate": "place"}
    assert proposals[4].barred == {"emulation-flag": "grade", "certificate": "grade"}
    assert proposals[0].completion_vi == "Hoàn thành xuất sắc nhiệm vụ"


def test_units_level_on_the_last_place_are_all_proposed():
    year = year_of(50, 50, 48)
    assert [year.proposal_of(u.unit_code).commendation.code for u in year.units] == [
        "emulation-flag",
        "emulation-flag",
        "certificate",
    ]


def test_a_recorded_fact_caps_the_grade_and_bars_the_commendation():
    year = year_of(50, 49, caps=("disciplined_head",))
    capped = year.proposal_of("u0")
    assert capped.commendation is None
    assert set(capped.barred.values()) == {"fact"}
    assert [cap.code for cap in capped.caps] == ["disciplined_head"]
    assert capped.completion_vi == "Hoàn thành tốt nhiệm vụ"


def test_what_is_proposed_is_read_from_the_edition():
    first, second = EDITION.emulation.commendations
    other = replace(
        EDITION,
        emulation=replace(
            EDITION.emulation,
            commendations=(replace(first, best_places=2, excluded_by=()), second),
        ),
    )
    year = year_of(50, 49, 48)
    codes = [one.commendation.code for one in propose(other, year.units)]
    assert codes == ["emulation-flag", "emulation-flag", "certificate"]
