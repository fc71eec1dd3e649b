"""Alpha and effects on cases that can be worked out by hand."""

import numpy as np
import pytest

from cchc_lib.analysis.criteria import cronbach
from cchc_lib.analysis.sobol import design, sobol_indices


def test_alpha_is_one_for_items_alike_and_nothing_for_items_apart():
    one = np.array([1.0, 2.0, 3.0, 4.0])
    assert cronbach(np.stack([one, one, one], axis=1)) == pytest.approx(1)
    apart = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    assert cronbach(apart) == pytest.approx(0)
    assert np.isnan(cronbach(np.ones((5, 3))))


def test_effects_of_a_sum_are_the_variances_of_its_parts():
    a, b = np.random.default_rng(1).normal(size=(2, 40_000, 2))
    rows = design(a, b)
    effects = sobol_indices(rows[:, 0] + 2 * rows[:, 1], 2)
    assert effects.first == pytest.approx([0.2, 0.8], abs=0.03)
    assert effects.total == pytest.approx([0.2, 0.8], abs=0.03)
    assert sobol_indices(np.ones(len(rows)), 2).total.tolist() == [0, 0]
