"""Charts: where their marks and texts stand, and that nothing around them changes their bytes."""

import re
from decimal import Decimal

import matplotlib as mpl
import pytest

from cchc_lib.core.audit import Fact, Node
from cchc_lib.present import charts
from cchc_lib.present.audit.blocks import BlockMaker
from cchc_lib.present.audit.node_text import Words
from cchc_lib.present.audit.page import _peer_rows
from cchc_lib.present.lettering import measure
from cchc_lib.present.panel import _ticks
from tests.unit.present_cases import sample_year

BARS = [
    charts.Bar(label=f"Tiêu chí {n}", value=Decimal(n), note=f"{n} điểm", style=n % 2)
    for n in range(1, 5)
]


def drawn():
    return charts.draw_bars("t", "s", BARS, axis="Điểm", legend=("a", "b")).svg.markup


def test_settings_of_a_notebook_do_not_change_a_chart():
    before = drawn()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "else", "font.size": 30}):
        assert drawn() == before
    assert drawn() == before


def test_bars_are_as_long_as_their_values():
    boxes = re.findall(r'd="M ([\d.]+) [\d.]+ \nL ([\d.]+) [^"]*"[^>]*clip-path', drawn())
    lengths = [float(right) - float(left) for left, right in boxes if left != right]
    assert len(lengths) == len(BARS)
    assert lengths == pytest.approx([lengths[0] * n for n in range(1, 5)], abs=1e-4)


def test_every_letter_that_is_used_is_outlined_once():
    svg = drawn()
    outlined = re.findall(r'<path id="([^"]*SourceSansPro-Regular-[^"]*)"', svg)
    assert sorted(outlined) == sorted(
        set(re.findall(r'href="#([^"]*SourceSansPro-Regular-[^"]*)"', svg))
    )


def test_a_longer_text_is_wider_and_all_lines_are_equally_high():
    short, long = (measure([text], 9)[0] for text in ("a", "ấẵgj"))
    assert long[0] > short[0]
    assert measure(["a", "b"], 9)[0][1:] == pytest.approx(measure(["c", "d"], 9)[1][1:], abs=0.01)


@pytest.mark.parametrize(
    ("limits", "width", "expected"),
    [
        ((0.0, 1.0), 300.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        ((65.0, 100.0), 100.0, [80.0, 100.0]),
    ],
)
def test_the_scale_has_round_values_inside_its_ends(limits, width, expected):
    assert _ticks(limits, width) == pytest.approx(expected)


@pytest.mark.parametrize(("ahead", "level", "shown"), [(20, 5, 25), (100, 50, 31), (4000, 0, 31)])
def test_of_very_many_units_ahead_the_first_and_the_nearest_are_listed(ahead, level, shown):
    year = sample_year()
    group, unit = year.units[0].group_code, year.units[0].unit_code
    kinds = ["ahead"] * ahead + ["level"] * level
    peers = tuple(
        Node(
            subject="index",
            kind="formula",
            code=unit,
            value=Decimal(5000 - place),
            facts=(Fact(name="relation", value=kind),),
        )
        for place, kind in enumerate(kinds)
    )
    rank = Node(subject="rank", kind="law", code=group, value=ahead + 1, parts=peers)
    rows = list(_peer_rows(BlockMaker(words=Words.of_year(year)), rank, ()))
    assert len(rows) == shown
    values = [row.value for row in rows]
    assert values[0].startswith("5.000")
    if len(peers) > shown:
        assert f"{len(peers) - shown + 1} đơn vị nữa" in rows[-1].label
        assert rows[-1].href == f"group-{group}.html#mean"
