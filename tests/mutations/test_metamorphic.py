"""What never matters: the order of rows, columns and sheets, and who saved the file last."""

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cchc_lib.core.quantities import decimal_from_float
from cchc_lib.files.forms.layout import SELF_SHEET, SelfColumn
from tests.mutations.judging import judge, make_folder
from tests.mutations.moving import move_columns, move_rows, rows_of, shift_columns
from tests.mutations.registry import FILE, rewrite, with_book
from tests.mutations.workbook_zip import SELF_PART, packed, parts_of

few = settings(max_examples=8, deadline=None, derandomize=True, database=None)
_SCORE = re.compile(rf'<c r="{SelfColumn.SELF.letter}\d+"[^>]*><v>([0-9.]+)</v></c>')


@pytest.fixture(scope="module")
def clean(example, tmp_path_factory) -> Path:
    return make_folder(example, tmp_path_factory.mktemp("clean") / "year")


@pytest.fixture(scope="module")
def before(clean, edition):
    return judge(clean, edition)


@pytest.fixture(scope="module")
def after(clean, edition, example, tmp_path_factory):
    """Return a function that reads the form again after a change by openpyxl."""
    folder = make_folder(example, tmp_path_factory.mktemp("changed") / "year")
    form = (clean / FILE).read_bytes()

    def read(change):
        rewrite(folder, lambda _: with_book(form, change))
        return judge(folder, edition)

    return read


def _rows(workbook: Workbook, dice: random.Random) -> None:
    rows = rows_of(workbook[SELF_SHEET])
    move_rows(workbook[SELF_SHEET], dice.sample(rows, len(rows)))


def _columns(workbook: Workbook, dice: random.Random) -> None:
    places = range(1, len(SelfColumn) + 1)
    move_columns(workbook[SELF_SHEET], dice.sample(places, len(places)))


def _sheets(workbook: Workbook, dice: random.Random) -> None:
    for sheet in dice.sample(workbook.worksheets, len(workbook.worksheets)):
        workbook.move_sheet(sheet, dice.randint(-4, 4))


def _blanks(workbook: Workbook, dice: random.Random) -> None:
    sheet = workbook[SELF_SHEET]
    shift_columns(sheet, dice.randint(1, 14), dice.randint(1, 3))
    for _ in range(dice.randint(1, 5)):
        sheet.insert_rows(dice.randint(1, sheet.max_row))


CHANGES = {"rows": _rows, "columns": _columns, "sheets": _sheets, "blanks": _blanks}


@few
@given(
    seed=st.integers(0, 2**32),
    names=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=2, unique=True),
)
def test_no_order_changes_a_score(after, before, seed, names):
    def change(workbook):
        dice = random.Random(seed)
        for name in sorted(names, reverse=True):
            CHANGES[name](workbook, dice)

    changed = after(change)
    assert not changed.changed_from(before)
    assert not [one.code for one in changed.new_findings(before)]


@few
@given(order=st.randoms(use_true_random=False))
def test_no_order_of_the_parts_in_the_zip_changes_a_score(clean, before, edition, order):
    parts = list(parts_of((clean / FILE).read_bytes()).items())
    order.shuffle(parts)
    form = (clean / FILE).read_bytes()
    rewrite(clean, lambda _: packed(dict(parts)))
    changed = judge(clean, edition)
    rewrite(clean, lambda _: form)
    assert not changed.changed_from(before)
    assert not [one.code for one in changed.new_findings(before)]


def test_what_is_read_is_what_stands_in_the_file(clean, before):
    """Sum and count of the points, without any library."""
    text = parts_of((clean / FILE).read_bytes())[SELF_PART].decode("utf-8")
    written = [decimal_from_float(float(found)) for found in _SCORE.findall(text)]
    claimed = [one.self_score for one in before.claims.values()]
    read = [value for value in claimed if isinstance(value, Decimal)]
    assert len(read) == len(written) > 50
    assert sum(read) == sum(written)
