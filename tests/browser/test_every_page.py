"""What holds for every page of a run, without a browser: links lead somewhere, parts are there."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

STYLE_URL = re.compile(r"@import|url\(")
MOST_BYTES = 1_500_000
"""So much the first page may weigh, with all it loads."""


@pytest.fixture(scope="module")
def pages(site):
    """Every page of the run by its path."""
    return {path: html.fromstring(path.read_bytes()) for path in sorted(site.rglob("*.html"))}


def _anchors(tree):
    return {*tree.xpath("//@id"), *tree.xpath("//a/@name")}


def _wrong_links(path, tree, anchors):
    for href in tree.xpath("//@href | //@src"):
        parts = urlsplit(href)
        if parts.scheme == "data":
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        known = anchors.get(target)
        if (
            parts.scheme
            or parts.netloc
            or not target.is_file()
            or (parts.fragment and not {parts.fragment, unquote(parts.fragment)} & (known or set()))
        ):
            yield f"{path.name}: {href}"


def test_every_link_and_every_anchor_leads_somewhere(pages):
    anchors = {path.resolve(): _anchors(tree) for path, tree in pages.items()}
    assert len(pages) > 80
    wrong = [
        one for path, tree in pages.items() for one in _wrong_links(path.resolve(), tree, anchors)
    ]
    assert not wrong, wrong[:20]


def test_no_anchor_is_given_twice(pages):
    for path, tree in pages.items():
        given = tree.xpath("//@id[not(ancestor::svg)]")
        assert len(given) == len(set(given)), path.name


def _problems(tree):
    """Yield what a page lacks for somebody who does not see it, or has no mouse."""
    main = tree.xpath("//main")
    if tree.xpath("/html/@lang") != ["vi"]:
        yield "lang"
    if not tree.xpath("normalize-space(//head/title)"):
        yield "title"
    if len(tree.xpath("//h1")) != 1:
        yield "one h1"
    if len(main) != 1 or main[0].get("id") != "content":
        yield "one main"
    if tree.xpath("string((//body//a)[1]/@href)") != "#content":
        yield "skip link first"
    if len(tree.xpath("//nav[@class='cchc-ways' and @aria-label]//a")) != 7:
        yield "ways on"
    if tree.xpath("//th[not(@scope)]"):
        yield "scope"
    if tree.xpath("//img[not(@alt)] | //svg[not(ancestor::*[@role='img'][@aria-label!=''])]"):
        yield "alternative text"
    if tree.xpath("//*[@class='cchc-scroll'][not(@tabindex='0' and @role and @aria-label!='')]"):
        yield "scrolling by keyboard"


def test_every_page_can_be_read_without_eyes_and_without_a_mouse(pages):
    found = {path.name: [*_problems(tree)] for path, tree in pages.items()}
    assert not {name: problems for name, problems in found.items() if problems}


def test_every_page_but_the_first_says_where_it_lies(pages, site):
    for path, tree in pages.items():
        crumbs = tree.xpath("//nav[@class='cchc-home']//li")
        if path == site / "index.html":
            assert not crumbs
            continue
        first = crumbs[0].xpath("string(a/@href)")
        assert (path.parent / first).resolve() == (site / "index.html").resolve()
        assert crumbs[-1].get("aria-current") == "page"


def test_the_manual_is_on_every_way(pages):
    for path, tree in pages.items():
        (manual,) = tree.xpath("//nav//a[.='Sổ tay phương pháp']/@href")
        assert (path.parent / manual).resolve().name == "00_methodology.html"


def test_the_first_page_is_light_and_loads_the_library_once(pages, site):
    page = site / "index.html"
    scripts = [Path(one) for one in pages[page].xpath("//script/@src")]
    assert [one.name for one in scripts] == ["datatables.js", "tables.js"]
    weight = sum((site / one).stat().st_size for one in (page.name, *scripts))
    assert weight < MOST_BYTES
    others = [path for path in pages if b"DataTable" in path.read_bytes()]
    assert not others


def test_without_scripts_the_first_page_lists_every_unit(pages, site, finished):
    rows = pages[site / "index.html"].xpath("//table[contains(@class, 'cchc-sortable')]/tbody/tr")
    assert len(rows) == len(finished.year.units)
    assert not any("hidden" in row.attrib for row in rows)


def test_styles_load_nothing(pages):
    for path, tree in pages.items():
        assert not STYLE_URL.search("".join(tree.xpath("//style/text()"))), path.name
