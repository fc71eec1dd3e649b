"""The tables of both example years, digit by digit, as they stood when last agreed to."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
AGREED = {"example_2018": "finished", "example_2019": "second_finished"}


@pytest.mark.parametrize("name", ["index.csv", "areas.csv"])
@pytest.mark.parametrize("agreed", AGREED)
def test_the_example_year_gives_the_agreed_table(agreed, name, request):
    """A change here changes published scores: say so in CHANGELOG before renewing the table."""
    run = request.getfixturevalue(AGREED[agreed])
    found = (run.folder / "tables" / name).read_text("utf-8")
    assert found == (HERE / agreed / name).read_text("utf-8")
