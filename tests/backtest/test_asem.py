"""The analysis gives the figures that another program, COINr, gives for its own example."""

import csv
from pathlib import Path

import numpy as np
import pytest

from cchc_lib.analysis.composite import Level, aggregate, without
from cchc_lib.analysis.places import ahead, mean_moves, place_statistics, places
from cchc_lib.analysis.sobol import sobol_indices

FOLDER = Path(__file__).parent / "asem"
TOP = 4


def rows(name):
    return list(csv.DictReader((FOLDER / name).read_text("utf-8").splitlines()))


STRUCTURE = rows("inputs/asem_structure.csv")
DATA = rows("inputs/asem_normalised_0_100.csv")
UNITS = [row["uCode"] for row in DATA]


def codes_at(level):
    return [row["iCode"] for row in STRUCTURE if row["Level"] == str(level)]


def level_of(number):
    above = codes_at(number + 1)
    parents = {row["iCode"]: row["Parent"] for row in STRUCTURE}
    codes = codes_at(number)
    return Level(codes=tuple(codes), parents=tuple(above.index(parents[c]) for c in codes))


LEVELS = [level_of(number) for number in range(1, TOP)]
EQUAL = [np.ones(len(level.codes)) for level in LEVELS]
VALUES = np.array([[float(row[code]) for code in LEVELS[0].codes] for row in DATA])


def table(name, columns, key="uCode", order=UNITS):
    found = {row[key]: row for row in rows(name)}
    return np.array([[float(found[one][column]) for column in columns] for one in order])


def places_by(scores):
    return places(ahead((scores,)), "competition")


def index_places(weights):
    return places_by(aggregate(VALUES, LEVELS, weights)[-1][..., 0])


@pytest.mark.parametrize("number", range(2, TOP + 1))
def test_aggregates_with_equal_weights_and_their_places_agree(number):
    codes = codes_at(number)
    scores = aggregate(VALUES, LEVELS, EQUAL)[number - 2]
    assert np.abs(scores - table("expected/01_equal_arith.csv", codes)).max() < 1e-9
    ranks = table("expected/01_equal_arith.csv", [f"{code}_rank" for code in codes])
    assert (places_by(scores.T) == ranks.T).all()


@pytest.mark.parametrize("number", [1, 2])
def test_places_without_each_element_agree(number):
    weights = [*EQUAL]
    weights[number - 1] = without(EQUAL[number - 1])
    moved, nominal = index_places(weights), index_places(EQUAL)
    codes = LEVELS[number - 1].codes
    expected = table(f"expected/06_remove_level{number}_ranks.csv", codes)
    assert (moved == expected.T).all()
    means = table(
        f"expected/06_remove_level{number}_meanabs.csv", ["MeanAbsRankChange"], "Removed", codes
    )
    assert np.abs(mean_moves(nominal, moved) - means[:, 0]).max() < 1e-9


def test_statistics_of_places_under_noisy_weights_agree():
    drawn = rows("inputs/asem_noisy_weights_100.csv")
    count = len({row["rep"] for row in drawn})
    found = {(row["rep"], row["iCode"]): float(row["Weight"]) for row in drawn}
    noisy = [
        np.array([[found[str(rep), code] for code in level.codes] for rep in range(1, count + 1)])
        for level in LEVELS[1:]
    ]
    statistics = place_statistics(index_places([EQUAL[0], *noisy]), low=0.05, high=0.95)
    expected = table("expected/12_noisy_rankstats.csv", ["Mean", "Median", "Q5", "Q95"])
    assert count == 100
    assert np.abs(np.stack(statistics).T - expected).max() < 1e-9


def test_effects_estimated_from_the_sample_agree():
    outputs = np.array([float(row["y"]) for row in rows("inputs/sa_sample_N64_d3.csv")])
    effects = sobol_indices(outputs, 3)
    expected = rows("expected/13_sobol_indices.csv")
    assert np.abs(effects.first - [float(row["Si"]) for row in expected]).max() < 1e-9
    assert np.abs(effects.total - [float(row["STi"]) for row in expected]).max() < 1e-9
