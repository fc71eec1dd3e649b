"""Frames for analysts: floats, unofficial, one row per key."""

from decimal import Decimal

import pytest

from cchc_lib.analysis import frames


def test_frames_have_one_row_per_key(year):
    assert not frames.index_frame(year).duplicated("unit_code").any()
    assert not frames.area_frame(year).duplicated(["unit_code", "area_code"]).any()
    assert not frames.score_frame(year).duplicated(["unit_code", "component_code"]).any()


def test_a_score_that_is_missing_is_not_a_number_and_not_zero(faulty_year):
    missing = {
        (s.unit_code, s.component_code)
        for s in faulty_year.scores
        if not isinstance(s.final.value, Decimal)
    }
    frame = frames.score_frame(faulty_year).set_index(["unit_code", "component_code"])
    assert missing
    assert set(frame.index[frame["final_score"].isna()]) == missing


def test_group_statistics_agree_with_the_published_means(year):
    statistics = frames.group_statistics(year)
    for group in year.groups:
        name = year.edition.group(group.group_code).name_vi
        assert statistics.loc[name, "Số đơn vị"] == group.ranked_count
        published = float(group.mean_index_pct)
        assert statistics.loc[name, "Bình quân"] == pytest.approx(published, abs=0.01)
