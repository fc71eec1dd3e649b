"""The ledger as written: the same bytes, safe text, one value per formula, rules of any kind."""

import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from cchc_lib.core.rulebook import RoundingRule
from cchc_lib.files.ledger import ledger_fits
from cchc_lib.files.ledger.book import Sheet
from tests.ledger_cases import (
    computed_values,
    is_same,
    recalculated,
    rows_of,
    stored_values,
    without_values,
    write_year,
)
from tests.spec.small_year import Given, small_edition, small_year

MOST_LINKS = 65_530
"""So many links can a sheet have."""
GIVENS = (
    Given(code="a", held=Decimal(50), spare=Decimal(10), survey=Decimal("20.01"), bonus=Decimal(1)),
    Given(code="b", held=Decimal(48), spare=Decimal(12), survey=Decimal("20.01"), bonus=Decimal(1)),
    Given(code="c", held=Decimal(30), policy="drop_max_appraised_then_add_survey"),
    Given(code="d", held=Decimal(40), policy="award_max", survey=Decimal(30)),
    Given(code="e", held=Decimal(40), policy="zero", survey=Decimal(7), penalty=Decimal(9)),
    Given(code="f", held=Decimal(54), policy="drop_max_all", survey=Decimal(30)),
    Given(code="g", held=None, policy="drop_max_all", survey=Decimal(10)),
    Given(code="h", held=Decimal(54), policy="none", survey=None),
    Given(code="i", group="district", held=Decimal(54), spare=Decimal(16), survey=Decimal(30)),
    Given(code="j", group="district", held=Decimal(54), caps=("disciplined_head",)),
)


def ranking(by="index_pct", value="rounded", method="competition", tie_break=()):
    return {"by": by, "value": value, "method": method, "tie_break": tie_break}


EDITIONS = {
    "as committed": small_edition(),
    "exact": small_edition(ranking(value="exact"), grading="exact"),
    "dense": small_edition(ranking(method="dense")),
    "ties": small_edition(ranking(tie_break=("appraised_score", "survey_score", "bonus"))),
    "dense ties": small_edition(ranking("total_score", "exact", "dense", ("bonus",))),
    "half even": replace(
        small_edition(), rounding=RoundingRule(
            component_places=1, total_places=1, mode="half_even",
            legal_reference=small_edition().rounding.legal_reference,
        ),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def small():
    return small_year(small_edition(), GIVENS)


@pytest.fixture
def workbook(small, tmp_path):
    return load_workbook(write_year(tmp_path / "ledger.xlsx", small))


def test_the_sheets_stand_in_the_order_of_the_computation(workbook):
    assert workbook.sheetnames == list(Sheet)


def test_the_same_year_gives_the_same_bytes(small, tmp_path):
    first = write_year(tmp_path / "a.xlsx", small).read_bytes()
    assert write_year(tmp_path / "b.xlsx", small).read_bytes() == first


def test_the_package_names_nobody_and_no_day(small, tmp_path):
    with zipfile.ZipFile(write_year(tmp_path / "ledger.xlsx", small)) as package:
        core = package.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in core
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"1980-01-01"}


@pytest.mark.parametrize("sheet", [s for s in Sheet if s is not Sheet.OPENING])
def test_every_table_can_be_filtered_printed_and_left_for_its_neighbours(workbook, sheet):
    page = workbook[sheet]
    assert page.auto_filter.ref
    assert page.freeze_panes
    assert page.print_title_rows == "$4:$4"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.oddFooter.right.text.strip() == "Trang &P/&N"
    order = list(Sheet)
    place = order.index(sheet)
    neighbours = (order[place - 1], Sheet.OPENING, (*order, Sheet.OPENING)[place + 1])
    targets = [page[cell].hyperlink.location for cell in ("A3", "B3", "C3")]
    assert targets == [f"'{name}'!A1" for name in neighbours]


def test_synthetic_data_and_a_reconstructed_edition_are_marked_on_every_sheet(small, tmp_path):
    everywhere = load_workbook(write_year(tmp_path / "marked.xlsx", small))
    for sheet in everywhere.worksheets:
        said = " ".join(str(c.value) for row in sheet.iter_rows(max_row=4) for c in row if c.value)
        assert "minh họa" in said.lower(), sheet.title
        assert "phục dựng" in said, sheet.title
    real = replace(
        small,
        assessment=replace(small.assessment, is_synthetic=False),
        edition=replace(small.edition, is_reconstruction=False),
    )
    silent = load_workbook(write_year(tmp_path / "real.xlsx", real))
    texts = " ".join(str(c.value) for sheet in silent for row in sheet.iter_rows() for c in row)
    assert "minh họa" not in texts.lower()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(1)", "{=1}", "http://a.b", "mailto:x", "#N/A", "a\x00b\x0b", "&<>"],
)
def test_a_text_of_a_unit_never_becomes_anything_else(small, tmp_path, text):
    units = tuple(replace(unit, name_vi=text) for unit in small.assessment.units)
    year = replace(small, assessment=replace(small.assessment, units=units, title_vi=text))
    path = write_year(tmp_path / "ledger.xlsx", year)
    shown = text.replace("\x00", "").replace("\x0b", "")
    workbook = load_workbook(path)
    found = [
        c for row in workbook[Sheet.SCORES].iter_rows(min_row=5, min_col=2, max_col=2) for c in row
    ]
    assert {(cell.value, cell.data_type) for cell in found} == {(shown, "s")}
    with zipfile.ZipFile(path) as package:
        assert not any("worksheets/_rels" in name for name in package.namelist())


def test_a_blank_a_zero_and_what_does_not_apply_stay_apart(small, tmp_path):
    path = write_year(tmp_path / "ledger.xlsx", small)
    sheet = load_workbook(path, data_only=True)[Sheet.SCORES]
    head = [cell.value for cell in sheet[4]]
    shown = {
        (row[head.index("Đơn vị")], row[head.index("Mã")]): (
            row[head.index("Thẩm định lần 1")],
            row[head.index("Điểm được tính")],
            row[head.index("Tình trạng")],
        )
        for row in sheet.iter_rows(min_row=5, values_only=True)
    }
    assert shown["Đơn vị a", "1.1.1"] == (50, 50, "đã có điểm")
    assert shown["Đơn vị f", "1.1.2"] == (None, "không áp dụng", "không áp dụng")
    assert shown["Đơn vị e", "1.1.2"] == (None, 0, "đã có điểm")
    assert shown["Đơn vị g", "1.1.1"] == (None, "chưa có", "chưa có điểm")


@pytest.fixture(scope="module")
def recomputed(tmp_path_factory):
    """The small year under every edition, as written and as LibreOffice computes it."""
    folder = tmp_path_factory.mktemp("ledgers")
    written, bare = [], folder / "bare"
    bare.mkdir()
    for number, edition in enumerate(EDITIONS.values()):
        written.append(write_year(folder / f"{number}.xlsx", small_year(edition, GIVENS)))
    paths = [without_values(path, bare / path.name) for path in written]
    return dict(zip(EDITIONS, zip(written, recalculated(folder, *paths), strict=True), strict=True))


@pytest.mark.parametrize("name", EDITIONS)
def test_every_way_to_round_rank_and_grade_is_computed_as_in_the_engine(recomputed, name):
    path, computed = recomputed[name]
    stored, found = stored_values(path), computed_values(computed)
    differing = {
        place: (found.get(place), value)
        for place, value in stored.items()
        if not is_same(found.get(place), value)
    }
    assert differing == {}
    ranks = [row["Hạng trong nhóm"] for row in rows_of(computed, Sheet.UNITS)]
    assert any(isinstance(rank, float) for rank in ranks)


def test_every_link_of_a_year_that_fits_has_room_on_its_sheet(small, tmp_path):
    path = write_year(tmp_path / "ledger.xlsx", small)
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        links = max(package.read(name).count(b"<hyperlink ") for name in sheets)
    largest = MOST_LINKS * len(small.scores) // links
    assert ledger_fits(small)
    assert ledger_fits(replace(small, scores=small.scores * (20_000 // len(small.scores))))
    assert not ledger_fits(replace(small, scores=small.scores * (largest // len(small.scores) + 1)))
