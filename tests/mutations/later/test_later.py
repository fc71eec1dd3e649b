"""Every variant of what returns later: the same decisions, or none and a finding at its place."""

from pathlib import Path

import pytest

from cchc_lib.pipeline import make_example
from tests.mutations.later import (  # noqa: F401 - each registers its variants
    cell_variants,
    file_variants,
    row_variants,
    sheet_variants,
)
from tests.mutations.later.judging import check_outcome, make_folder, read
from tests.mutations.later.registry import FORMS, VARIANTS

LEAST = 40


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    """A year of four units in which every form says something, whoever filled it in."""
    example = tmp_path_factory.mktemp("later") / "year"
    make_example(example, year=2018, unit_count=4, seed=7, has_faults=False)
    return make_folder(example, tmp_path_factory.mktemp("clean") / "year")


@pytest.fixture(scope="module")
def before(clean, edition):
    return read(clean, edition)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_comes_to_what_its_users_expect(name, clean, before, edition, tmp_path):
    variant = VARIANTS[name]
    folder = make_folder(clean, tmp_path / "year")
    variant.change(folder)
    check_outcome(variant, clean, before, read(folder, edition))


def test_every_form_of_the_clean_year_says_something(before):
    assert not before.findings
    assert all(len(before.keys_of(form)) > 1 for form in FORMS)


def test_there_are_as_many_variants_as_were_asked_for():
    assert len(VARIANTS) >= LEAST
    assert {variant.form for variant in VARIANTS.values()} == set(FORMS)
