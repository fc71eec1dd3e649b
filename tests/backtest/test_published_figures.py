"""What others have published comes out again, or it is said why not."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from cchc_lib.core.audit.publishing.back_test import back_test
from cchc_lib.opening import open_published
from cchc_lib.project import PUBLISHED


@pytest.fixture(scope="module")
def compared(edition):
    return back_test(edition, open_published())


def of(compared, table, kind="total"):
    return {one.subject: one for one in compared if (one.table, one.kind) == (table, kind)}


def test_the_areas_of_dak_lak_add_up_to_its_index(compared):
    (one,) = of(compared, "daklak2017_areas").values()
    assert (one.published, one.recomputed, one.result) == (Decimal("75.37"),) * 2 + ("agrees",)


def test_three_of_the_ten_best_differ_by_what_rounding_makes_and_no_more(compared):
    apart = {
        name: one.difference
        for name, one in of(compared, "par2020_top10").items()
        if one.result == "rounding"
    }
    cent = Decimal("0.01")
    assert apart == {"Quảng Ninh": -cent, "Đồng Tháp": cent, "Phú Thọ": cent}
    assert Counter(one.result for one in of(compared, "par2020_top10").values()) == {
        "agrees": 7,
        "rounding": 3,
    }


def test_the_places_of_the_ten_best_are_those_of_their_indices(compared):
    places = of(compared, "par2020_top10", "place")
    assert [one.recomputed for one in places.values()] == list(range(1, 11))


def test_the_misprinted_total_of_ha_tinh_is_flagged(compared):
    (one,) = of(compared, "hatinh_soxaydung2021_self").values()
    assert (one.published, one.recomputed) == (Decimal("83.05"), Decimal("83.0"))
    assert one.result == "differs"
    assert one.difference > one.allowance
    (most,) = of(compared, "hatinh_soxaydung2021_self", "maxima").values()
    assert most.result == "agrees"


def test_the_six_groups_of_decision_766_add_up(compared):
    (one,) = of(compared, "quangnam_766_2024").values()
    assert (one.published, one.recomputed, one.result) == (Decimal("80.1"),) * 2 + ("agrees",)


def test_the_changes_of_the_regions_are_the_differences_of_their_indices(compared):
    changes = of(compared, "regions_2022_2023", "change")
    assert {one.result for one in changes.values()} == {"agrees"}
    assert len(changes) == 4


def test_an_index_over_the_maximum_that_still_applies_comes_out(compared):
    (one,) = of(compared, "thanhhoa_2023", "index").values()
    assert one.recomputed == one.published == Decimal("81.33")


def test_the_bands_of_kien_giang_are_those_of_the_model_edition(compared):
    grades = of(compared, "kiengiang_2017_bands", "grade")
    assert len(grades) == 11
    assert {one.result for one in grades.values()} == {"agrees"}
    (fair,) = of(compared, "kiengiang_2017_bands", "band").values()
    assert (fair.published, fair.recomputed) == ("trên 60, không quá 67", Decimal(65))


def test_totals_whose_parts_were_not_all_published_are_not_judged(compared):
    open_ended = [one.table for one in compared if one.result == "incomplete"]
    assert open_ended == ["daknong_par2022", *["quangnam_par_2022_2023"] * 2]


def test_a_decision_dated_within_the_year_it_is_about_is_flagged(compared):
    (one,) = of(compared, "announcements", "day").values()
    assert (one.published, one.result) == (date(2024, 2, 17), "differs")


def test_only_two_published_figures_do_not_agree(compared):
    found = [(one.table, one.kind) for one in compared if one.result == "differs"]
    assert found == [("hatinh_soxaydung2021_self", "total"), ("announcements", "day")]


def test_every_published_table_is_recomputed_and_has_title_and_source(compared):
    tables = open_published()
    assert {one.table for one in compared} | {"totals"} == set(tables)
    assert all(one.source for one in compared)
    assert all(table.title_vi for name, table in tables.items() if name != "totals")
    listed = (PUBLISHED / "README.md").read_text("utf-8")
    assert all(f"`{name}.csv`" in listed for name in tables)
