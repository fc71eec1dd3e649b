"""The tables of the example year, digit by digit, as they stood when last agreed to."""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "example_2018"


@pytest.mark.parametrize("name", ["index.csv", "areas.csv"])
def test_the_example_year_gives_the_agreed_table(finished, name):
    """A change here changes published scores: say so in CHANGELOG before renewing the table."""
    found = (finished.folder / "tables" / name).read_text("utf-8")
    assert found == (GOLDEN / name).read_text("utf-8")
