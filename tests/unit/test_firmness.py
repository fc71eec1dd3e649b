"""Places under doubt: the same as the official ones without it, and moved by it within reason."""

from dataclasses import replace

import numpy as np
import pytest

from cchc_lib.analysis.disturbing import SOURCES, Disturbance, draw, spread_of
from cchc_lib.analysis.firmness import Doubt, disturbed, firmness_of_year
from cchc_lib.analysis.model import group_model
from cchc_lib.analysis.places import ahead, places, rounded

FEW = Doubt(draws=300)


def models_of(year):
    return [group_model(year, group.code) for group in year.edition.groups]


@pytest.fixture(scope="module")
def firm(year):
    return firmness_of_year(year, FEW)


@pytest.mark.parametrize("name", ["year", "second_year", "faulty_year"])
def test_without_disturbance_index_and_places_are_the_official_ones(name, request):
    year = request.getfixturevalue(name)
    seen = 0
    for model in models_of(year):
        found = model.evaluate()
        for at, unit in enumerate(model.units):
            assert found.index[at] == pytest.approx(float(unit.index_exact), abs=1e-9)
            assert found.place[at] == unit.rank
            seen += 1
    assert seen == sum(isinstance(unit.rank, int) for unit in year.units) > 20


def test_a_half_is_rounded_as_the_edition_declares(edition):
    for mode, expected in (("half_up", [268, -268, 267]), ("half_even", [268, -268, 266])):
        rule = replace(edition.rounding, mode=mode, total_places=2)
        assert rounded(np.array([2.675, -2.675, 2.665]), rule).tolist() == expected


def test_ties_are_broken_by_the_next_key_only():
    keys = (np.array([5.0, 5.0, 4.0, 5.0]), np.array([1.0, 2.0, 9.0, 1.0]))
    assert places(ahead(keys), "competition").tolist() == [2, 1, 4, 2]
    assert places(ahead(keys), "dense").tolist() == [2, 1, 3, 2]


@pytest.mark.parametrize("seed", range(5))
def test_a_unit_ahead_in_everything_is_never_placed_behind(year, seed):
    model = next(m for m in models_of(year) if len(m.units) > 5)
    stream = np.random.default_rng(seed)
    share = stream.uniform(size=(50, *model.share.shape))
    share[:, 0] = np.minimum(share[:, 1] + 0.01, 1.0)
    counted = np.ones(model.counted.shape)
    nothing = np.zeros(len(model.units))
    even = replace(model, counted=counted, given_back=nothing, bonus=nothing, penalty=nothing)
    weights = stream.uniform(0.5, 1.5, size=(50, len(model.rows)))
    place = even.evaluate(share, weights).place
    assert (place[:, 0] <= place[:, 1]).all()
    assert len(np.unique(place)) > 5


def test_equal_percent_on_all_weights_changes_nothing(year):
    for model in models_of(year):
        nothing = np.zeros(len(model.units))
        plain = replace(model, bonus=nothing, penalty=nothing, given_back=nothing)
        doubled = plain.evaluate(weights=np.full((1, len(model.rows)), 2.0))
        assert np.allclose(doubled.index[0], plain.evaluate().index)


def test_disturbed_shares_stay_between_nothing_and_the_maximum(year):
    for model in models_of(year):
        spread = spread_of(year, model, weight_pct=10)
        parts = [draw(spread, source, 40, (1, 0)) for source in SOURCES]
        share, weights = disturbed(model, [*parts, Disturbance(shift=10 * parts[0].shift)])
        assert share.min() >= 0
        assert share.max() <= 1
        assert (share[:, model.counted == 0] == 0).all()
        assert np.abs(weights - 1).max() <= 0.1


def test_every_source_is_measured_and_moves_only_what_it_is_about(year):
    for model in models_of(year):
        spread = spread_of(year, model, weight_pct=10)
        assert spread.survey[:, ~model.is_survey].max() == 0
        assert spread.survey[:, model.is_survey].max() > 0
        assert spread.appraised[:, model.is_survey].max() == 0
        assert any(pool.any() for pool in spread.differences.values())


def test_ranges_hold_every_unit_and_wrong_order_is_seen_from_both_sides(firm, year):
    assert sum(len(group.units) for group in firm) == len(year.units)
    for group in firm:
        by_code = {unit.unit_code: unit for unit in group.units}
        for unit in group.units:
            assert 1 <= unit.combined.low <= unit.combined.high <= len(group.units)
            assert set(unit.ranges) == set(SOURCES)
            for other, often in unit.neighbours.items():
                assert other != unit.unit_code
                assert by_code[other].neighbours[unit.unit_code] == often
    assert any(unit.neighbours for group in firm for unit in group.units)


def test_the_same_seed_gives_the_same_and_another_seed_does_not(firm, year):
    assert firmness_of_year(year, FEW) == firm
    assert firmness_of_year(year, replace(FEW, seed=FEW.seed + 1)) != firm


def test_without_any_doubt_every_range_is_the_place_itself(year):
    certain = firmness_of_year(year, replace(FEW, draws=20, weight_pct=0), sources=["weights"])
    for group in certain:
        for unit in group.units:
            own = unit.ranges["weights"]
            assert own.low == own.high == unit.place
