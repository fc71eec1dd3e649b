"""From any number of the example's tables and reports, two steps lead to the cell and the clause.

The first step is the link (or, from a CSV table, the codes of the row); the second is the place
that the audit page names.
"""

import csv
import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from cchc_lib.auditing.explaining import node_table
from cchc_lib.core.audit import explain, is_group, numbers_of
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.present.audit.derivation import format_tree
from cchc_lib.present.audit.derivation_data import tree_data
from cchc_lib.terminal import show_result
from tests.golden.pages import Page, numbers_on, read_page

COUNTS = {
    "Số tiêu chí", "Số đơn vị", "Có chỉ số", "Số lượng", "Đã tự chấm", "Đã thẩm định",
    "Giải trình", "Thẩm định lần 2", "Hội đồng", "Điều tra còn thiếu", "Lỗi", "Cảnh báo",
    "Ghi chú", "Tự chấm", "Thẩm định", "Chênh lệch", "Lần 2", "Thiếu điều tra", "Thiếu tệp",
}  # fmt: skip
COUNTING_TABLES = (
    "Tình trạng hồ sơ", "Vấn đề", "Một tài liệu dùng cho", "Tình hình theo", "Tóm tắt theo nhóm",
)  # fmt: skip
DATED = {"Thời gian", "Ngày, văn bản", "Tài liệu"}
ANALYSIS = "Phân tích: "
LAW_PAGE = "00_methodology.html"
"""What may stand without a link: counts in tables that count, dates and documents, tables of
analysis, which hold no results, and the page of the law itself, which names the clause beside
every number."""


@pytest.fixture(scope="module")
def pages(finished) -> dict[Path, Page]:
    return {path.resolve(): read_page(path) for path in finished.folder.rglob("*.html")}


def _target(page: Page, href: str) -> tuple[Path, str]:
    file, _, anchor = href.partition("#")
    return (page.path.parent / file).resolve() if file else page.path.resolve(), anchor


def _is_excepted(cell) -> bool:
    counts = cell.heading in COUNTS and cell.table.startswith(COUNTING_TABLES)
    return counts or cell.heading in DATED or cell.table.startswith(ANALYSIS)


def test_every_number_of_every_report_links_to_its_derivation(finished, pages):
    audit = finished.folder / "audit"
    seen = 0
    for path, page in pages.items():
        if path.parent == audit.resolve() or path.name == LAW_PAGE:
            continue
        for cell in numbers_on(page):
            if _is_excepted(cell):
                continue
            seen += 1
            where = f"{path.name}: {cell.table} / {cell.heading} / {cell.text}"
            assert cell.links, where
            target, anchor = _target(page, cell.links[-1])
            assert target.parent == audit.resolve(), where
            assert anchor in pages[target].anchors, f"{where} -> {cell.links[-1]}"
    assert seen > 20_000


def test_no_link_of_the_site_leads_nowhere_and_no_anchor_is_folded_away(finished, pages):
    audit = finished.folder / "audit"
    for path, page in pages.items():
        for href in page.links:
            target, anchor = _target(page, href)
            assert target.exists(), f"{path.name} -> {href}"
            if anchor and target in pages:
                assert anchor in pages[target].anchors, f"{path.name} -> {href}"
        if path.parent == audit.resolve():
            assert not page.hidden, path.name


def test_every_unit_and_group_has_a_page_with_the_agreed_anchors(finished, pages):
    year = finished.year
    audit = finished.folder.resolve() / "audit"
    for unit in year.units:
        anchors = pages[audit / f"{unit.unit_code}.html"].anchors
        plain = {"index", "total", "rank", "grade", "bonus", "penalty"}
        stages = {f"stage-{one.stage}" for one in year.standings_of(unit.unit_code)}
        scores = year.scores_of(unit.unit_code)
        parts = {f"component-{s.component_code}" for s in scores}
        parts |= {f"criterion-{s.criterion_code}" for s in scores}
        parts |= {f"area-{s.area_code}" for s in scores}
        assert plain | stages | parts <= anchors, unit.unit_code
    for group in {unit.group_code for unit in year.units}:
        assert "mean" in pages[audit / f"group-{group}.html"].anchors


def test_every_component_on_an_audit_page_names_a_cell_and_a_clause(finished):
    for unit in finished.year.units:
        text = (finished.folder / "audit" / f"{unit.unit_code}.html").read_text("utf-8")
        blocks = re.findall(
            r'<section [^>]*id="component-([^"]+)">(.*?)</section>', text, re.DOTALL
        )
        assert len(blocks) == len(finished.year.scores_of(unit.unit_code))
        for code, block in blocks:
            assert re.search(r"\.(xlsx|csv|toml), |không có ô nào", block), (unit.unit_code, code)
            assert f"mục {code} (" in block, (unit.unit_code, code)


CELL = re.compile(r"\.(xlsx|csv|toml), |không có (ô|mục) nào")
CLAUSE = re.compile(r"(mục [^<]*|Toàn văn) \(Bộ tiêu chí mẫu")


def _blocks(audit: Path) -> dict[tuple[Path, str], str]:
    """Return what stands at every anchor of the audit pages."""
    section = re.compile(r'<section [^>]*id="([^"]+)">(.*?)</section>', re.DOTALL)
    return {
        (path.resolve(), anchor): text
        for path in audit.glob("*.html")
        for anchor, text in section.findall(path.read_text("utf-8"))
    }


def test_two_steps_lead_from_every_number_to_a_cell_and_a_clause(finished, pages):
    audit = (finished.folder / "audit").resolve()
    blocks = _blocks(audit)
    asked = {
        _target(page, cell.links[-1])
        for path, page in pages.items()
        if path.parent != audit
        for cell in numbers_on(page)
        if cell.links
    }
    assert len(asked & blocks.keys()) > 3_000
    for where in asked & blocks.keys():
        text = blocks[where]
        further = [
            blocks.get(_target(pages[where[0]], href), "")
            for href in re.findall(r'href="([^"]+)"', text)
        ]
        assert CLAUSE.search(text) or any(map(CLAUSE.search, further)), where
        assert CELL.search(text) or any(map(CELL.search, further)), where


def test_audit_pages_stay_small_enough_to_open_anywhere(finished):
    for path in (finished.folder / "audit").iterdir():
        assert path.stat().st_size < 500_000, path.name


@cache
def _table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tables" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _published(folder: Path, unit_code: str) -> dict[str, str]:
    """Return what the tables publish of a unit, by the name that `cchc explain` takes."""
    own = {
        name: [row for row in _table(folder, name) if row["unit_code"] == unit_code]
        for name in ("index.csv", "areas.csv", "scores.csv", "effects.csv")
    }
    (index,) = own["index.csv"]
    return {
        "index": index["index_pct"],
        "total": index["total_score"],
        "rank": index["rank"],
        "grade": index["grade"],
        "bonus": index["bonus"],
        "penalty": index["penalty"],
        **{row["area_code"]: row["final_score"] for row in own["areas.csv"]},
        **{row["component_code"]: row["final_score"] for row in own["scores.csv"]},
        **{row["stage"]: row["effect"] for row in own["effects.csv"]},
    }


def _machine(value: object) -> object:
    """Return a value as the tables write it; missing values are empty."""
    match value:
        case Decimal():
            return value
        case int():
            return str(value)
        case GradeBand(name_vi=name):
            return name
        case _:
            return ""


def test_every_number_of_every_unit_can_be_explained_and_is_the_published_one(finished):
    year = finished.year
    for unit in year.units:
        numbers = numbers_of(year, unit.unit_code)
        published = _published(finished.folder, unit.unit_code)
        nodes = {name: make() for name, make in numbers.items()}
        assert published.keys() <= nodes.keys()
        for name, text in published.items():
            value = _machine(nodes[name].value)
            same = value == Decimal(text) if isinstance(value, Decimal) and text else value == text
            assert same, (unit.unit_code, name, value, text)
        for name in nodes.keys() - published.keys():
            parts = [part.value for part in nodes[name].parts]
            known = [value for value in parts if isinstance(value, Decimal)]
            if isinstance(nodes[name].value, Decimal):
                assert nodes[name].value == sum(known), (unit.unit_code, name)


def test_every_mean_of_every_group_can_be_explained(finished):
    year = finished.year
    for group in year.groups:
        if group.unit_count:
            node = explain(year, group.group_code)
            assert node.value == group.mean_index_pct
            assert {part.code for part in node.parts} == {
                unit.unit_code for unit in year.group_units(group.group_code)
            }
            assert is_group(year, group.group_code)


def _no_float(text: str) -> None:
    raise AssertionError(text)


@pytest.mark.parametrize("number", ["index", "rank", "appraisal_1", "council", "explanation"])
def test_a_tree_as_data_has_no_binary_fraction_and_a_row_for_every_node(finished, capsys, number):
    year = finished.year
    for unit in year.units[::6]:
        node = explain(year, unit.unit_code, number)
        size = len(list(node.walk()))
        show_result(as_json=True, payload=tree_data(node, year))
        whole = json.loads(capsys.readouterr().out, parse_float=_no_float)
        assert whole["subject"] == node.subject
        assert len(list(csv.DictReader(node_table(node, year).splitlines(keepends=True)))) == size
        assert format_tree(node, year)


def test_every_node_of_a_unit_says_its_kind_and_its_clause(finished):
    year = finished.year
    for unit in year.units[::6]:
        node = explain(year, unit.unit_code)
        rows = list(csv.DictReader(node_table(node, year).splitlines(keepends=True)))
        for row in rows:
            assert row["kind"] in {"input", "law", "formula", "override", "refused"}
            assert row["clause"], row["path"]
            if row["file"]:
                assert re.fullmatch("[0-9a-f]{64}", row["sha256"]), row["path"]
        missing = {"chưa kê khai", "chưa có điểm"}
        read = [row for row in rows if row["kind"] == "input" and row["value"] not in missing]
        assert all(row["file"] for row in read)
