"""Values in rows of nobody: a few are named one by one, a column full of them as one."""

import pytest

from cchc_lib.files.forms.layout import SelfColumn
from cchc_lib.running.reading import compute_year
from tests.unit.form_cases import ASSESSMENT, EDITION, altered, write_form

C = SelfColumn


def strays(root, *columns, count):
    """Fill some cells under the form; return what is said about them, and the first rows."""
    with altered(write_form(root)) as sheet:
        first = sheet.max_row + 3
        for column in columns:
            for row in range(first, first + count):
                sheet[f"{column.letter}{row}"] = 0.5
    year = compute_year(root, EDITION, ASSESSMENT, ())
    said = [(one.cell, one.found) for one in year.findings if one.code == "BM-040"]
    return first, said


def test_a_column_full_of_stray_values_is_one_finding_with_their_number(tmp_path):
    first, said = strays(tmp_path, C.SELF, C.FIGURE, count=1200)
    words = "0,5 và 1.199 ô khác"
    assert sorted(said) == sorted((f"{c.letter}{first}", words) for c in (C.SELF, C.FIGURE))


@pytest.mark.parametrize(("count", "findings"), [(5, 5), (6, 1)])
def test_up_to_five_stray_values_of_a_column_are_named_one_by_one(tmp_path, count, findings):
    first, said = strays(tmp_path, C.SELF, count=count)
    assert len(said) == findings
    assert said[0] == (f"{C.SELF.letter}{first}", "0,5" if findings > 1 else "0,5 và 5 ô khác")
