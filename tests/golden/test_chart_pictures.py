"""Every kind of chart looks as agreed, and the comparison sees when one does not."""

import ast
import inspect

import pytest

from tests.architecture.source import MODULES, tree_of
from tests.golden.chart_cases import CHARTS
from tests.golden.chart_pictures import AGREED, TOLERANCE, agreed_picture, difference, picture

each_chart = pytest.mark.parametrize("name", CHARTS)


@each_chart
def test_a_chart_looks_as_agreed(name):
    """A change here is seen by every reader: look at it, then ``make charts``."""
    draw, _ = CHARTS[name]
    assert difference(picture(draw()), agreed_picture(name)) <= TOLERANCE


@each_chart
def test_a_mark_elsewhere_is_seen(name):
    draw, value = CHARTS[name]
    assert difference(picture(draw(value)), agreed_picture(name)) > 2 * TOLERANCE


@each_chart
def test_a_missing_text_is_seen(name):
    draw, _ = CHARTS[name]
    _, text = inspect.signature(draw).parameters
    assert difference(picture(draw(**{text: ""})), agreed_picture(name)) > 2 * TOLERANCE


@each_chart
def test_other_edges_between_pixels_pass(name):
    draw, _ = CHARTS[name]
    assert 0 < difference(picture(draw(), finer=5), agreed_picture(name)) <= TOLERANCE


def test_every_kind_of_chart_has_its_picture_and_the_pictures_stay_small():
    drawing = {
        node.name.removeprefix("draw_")
        for name, path in MODULES.items()
        if name.startswith("cchc_lib.present.")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("draw_")
        and node.returns is not None
        and ast.unparse(node.returns) == "Chart"
    }
    files = list(AGREED.iterdir())
    assert drawing == CHARTS.keys() == {path.stem for path in files}
    assert sum(path.stat().st_size for path in files) < 300_000
