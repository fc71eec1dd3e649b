"""The site of a run in Chromium, opened as a file: offline, searched, sorted, narrow, printed."""

import pytest

from cchc_lib.vietnamese import sort_key
from tests.browser.conftest import PAGES

ADDRESSES = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
A4_INSIDE = 688
"""The pixels between the margins of a printed page."""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (one) => {
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
      if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
    return false;
  };
  const outside = (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.left > -900 && box.right > width + 1 && !scrolls(one);
  };
  const all = [...document.body.querySelectorAll("*")];
  const found = all.filter(outside).map((one) => one.outerHTML.slice(0, 90));
  if (document.documentElement.scrollWidth > width) found.push("the page scrolls");
  return found.slice(0, 5);
}"""
SCROLLERS_WITHOUT_KEYS = """() => [...document.querySelectorAll("body *")].filter((one) =>
  /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1
  && one.tabIndex < 0 && !one.querySelector("a, button, [tabindex]")).map((one) => one.className)"""
VISIBLE = """() => [...document.querySelectorAll(".cchc-group tbody tr")]
  .filter((row) => row.offsetHeight > 0 && row.cells.length > 1)
  .map((row) => row.cells[0].querySelector("a").innerText)"""


def _sort(page, act):
    """Do what sorts, and wait until the library has drawn the rows again."""
    page.evaluate("""() => {
      window.isDrawn = false;
      const told = () => { window.isDrawn = true; };
      new DataTable.Api("table.cchc-sortable").one("draw", told);
    }""")
    act()
    page.wait_for_function("window.isDrawn")


def _column(table, number):
    texts = f"(rows) => rows.map((row) => row.cells[{number}].innerText)"
    return table.locator("tbody tr").evaluate_all(texts)


@ADDRESSES
def test_nothing_leaves_and_nothing_fails(visit, address):
    with visit(address) as (page, heard):
        page.wait_for_load_state("networkidle")
        assert not heard.requests
        assert not heard.errors


@ADDRESSES
def test_nothing_is_too_wide_for_a_screen_a_phone_or_a_sheet(visit, address):
    with visit(address) as (page, _):
        assert page.evaluate(TOO_WIDE) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(SCROLLERS_WITHOUT_KEYS) == []
        page.set_viewport_size({"width": A4_INSIDE, "height": 1000})
        page.emulate_media(media="print")
        assert page.evaluate(TOO_WIDE) == []
        assert page.is_hidden(".cchc-ways")


@ADDRESSES
def test_axe_finds_nothing_against_the_guidelines(visit, address):
    from axe_playwright_python.sync_playwright import Axe

    context = {"exclude": [["svg"], [".cchc-block:nth-of-type(n+9)"], ["tr:nth-child(n+6)"]]}
    options = {"runOnly": ["wcag2a", "wcag2aa"]}
    with visit(address) as (page, _):
        found = Axe().run(page, context=context, options=options).response
    assert len(found["passes"]) > 15
    assert not [(one["id"], one["nodes"][0]["target"]) for one in found["violations"]]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("noi vu", ["Sở Nội vụ"]),
        ("nội vụ", ["Sở Nội vụ"]),
        ("NỘI VỤ", ["Sở Nội vụ"]),
        ("noi vụ", ["Sở Nội vụ"]),
        ("no\u0302\u0323i vu\u0323", ["Sở Nội vụ"]),
        ("dak mil", ["Huyện Đắk Mil"]),
        ("Đắk Mil", ["Huyện Đắk Mil"]),
        ("vụ sở nội", ["Sở Nội vụ"]),
        ("nỗi vu", []),
        ("html", []),
    ],
)
def test_units_are_found_with_and_without_diacritics(visit, wanted, found):
    with visit("index.html") as (page, heard):
        page.fill("#search", wanted)
        assert page.evaluate(VISIBLE) == found
        assert page.inner_text("#found") == f"Thấy {len(found)} trong 36 dòng."
        page.fill("#search", "")
        assert len(page.evaluate(VISIBLE)) == 36
        assert not heard.errors


def test_names_sort_in_vietnamese_order_and_numbers_as_numbers(visit):
    with visit("index.html") as (page, _):
        table = page.locator(".cchc-group").first
        names, ranks = table.locator("thead th").nth(0), table.locator("thead th").nth(1)
        at_first = _column(table, 0)
        _sort(page, names.click)
        assert _column(table, 0) == sorted(at_first, key=sort_key) != at_first
        assert names.get_attribute("aria-sort") == "ascending"
        _sort(page, ranks.click)
        _sort(page, ranks.click)
        found = [int(rank) for rank in _column(table, 1)]
        assert found == sorted(found, reverse=True)
        assert found[0] > 9
        _sort(page, ranks.click)
        assert _column(table, 0) == at_first


def test_findings_are_searched_and_sorted_by_severity(visit):
    with visit("findings.html") as (page, _):
        table = page.locator("table.cchc-sortable")
        at_first = _column(table, 0)
        page.fill("#search", "kq-019")
        assert {*_column(table, 0)} == {"KQ-019"}
        page.fill("#search", "")
        _sort(page, table.locator("thead th").nth(2).click)
        _sort(page, table.locator("thead th").nth(2).click)
        severities = _column(table, 2)
        assert len(severities) == len(at_first)
        assert severities == sorted(severities, key=["ghi chú", "cảnh báo", "lỗi"].index)
        assert {*severities} == {"ghi chú", "cảnh báo"}


def test_the_keyboard_reaches_search_sorting_and_the_first_unit(visit):
    with visit("index.html") as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "cchc-skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        reached = []
        while len(reached) < 40 and "unit" not in reached:
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("""() => {
              const one = document.activeElement;
              if (one.id === "search") return "search";
              if (one.className === "dt-column-order") return "sort";
              return one.closest("tbody") ? "unit" : "";
            }""")
            )
        order = [one for one in reached if one]
        assert order[0] == "search"
        assert order[1] == "sort"
        assert order[-1] == "unit"
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def test_sorting_by_keyboard(visit):
    with visit("index.html") as (page, _):
        button = page.locator(".cchc-group .dt-column-order").first
        button.focus()
        _sort(page, lambda: page.keyboard.press("Enter"))
        head = page.locator(".cchc-group thead th").first
        assert head.get_attribute("aria-sort") == "ascending"


def test_without_scripts_everything_is_shown_and_nothing_useless(visit):
    with visit("index.html", java_script_enabled=False) as (page, _):
        assert page.locator(".cchc-group tbody tr").count() == 36
        assert page.is_hidden("#search")
        assert page.is_visible(".cchc-group >> nth=2")
