"""Canaries in every free text of a year: what a run, its forms and its returns make of them."""

import csv
import html
import json
import re
import unicodedata
from io import StringIO

import pytest
from lxml import etree

from cchc_lib.files.hashing import sha256_of
from cchc_lib.files.workbooks import kept
from cchc_lib.pipeline import RunRequest, check_year, make_forms, return_findings, run_year
from cchc_lib.running.execution.workers import WorkersWanted
from tests.canaries.planting import (
    COMPUTED,
    EXACT,
    HOST,
    PERSONAL,
    PHONE,
    UNIT,
    WRITTEN,
    plant,
)
from tests.canaries.reading import Markup, files_of, layers, strings

OPENS = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset"}
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,]+$)")
QUOTED = re.compile(r'"(?:[^"]|"")*"')
"""A text inside a formula: what stands in it is never computed."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """The year, its forms, what goes back to its units, and a run of it in two languages."""
    root = plant(tmp_path_factory.mktemp("canaries") / "year")
    make_forms(root)
    return_findings(root, check_year(root))
    request = RunRequest(
        directory=root,
        reports=root.parent / "reports",
        language="en",
        workers=WorkersWanted(count=2),
    )
    outcome = run_year(request, lambda *_: None)
    assert outcome.failed == ()
    return root, outcome


@pytest.fixture(scope="module")
def written(planted):
    root, outcome = planted
    folders = (outcome.folder, root / "forms", root / "returned")
    return files_of(*folders)


@pytest.fixture(scope="module")
def everything(written):
    """Every file, and whatever is packed into one."""
    return [one for name, content in written.items() for one in layers(name, content)]


def pages_of(written):
    """Yield every page, and every HTML output of an executed notebook."""
    for name, content in written.items():
        if name.endswith(".html"):
            yield name, Markup(content.decode())
        elif name.endswith(".ipynb"):
            for cell in json.loads(content)["cells"]:
                for output in cell.get("outputs", ()):
                    shown = output.get("data", {})
                    for kind in ("text/html", "image/svg+xml", "text/markdown"):
                        if kind in shown:
                            yield f"{name} {kind}", Markup("".join(strings(shown[kind])))


def test_the_canaries_are_really_in_the_year(planted, written):
    _, outcome = planted
    codes = {finding.code for finding in outcome.year.findings}
    assert {"XH-003", "XH-004", "XH-005", "XH-006", "XH-010"} <= codes
    dropped = {f.found for f in outcome.year.findings if f.code == "XH-010"}
    assert len(dropped) == 6
    assert {f.file for f in outcome.year.findings if f.code == "XH-010"} == {
        "survey/answers.csv",
        "survey/khao-sat.xlsx",
    }
    kinds = {name.rsplit(".", 1)[-1] for name in written}
    assert {"html", "ipynb", "pdf", "csv", "xlsx", "docx", "json", "jsonl"} <= kinds
    assert len(written) > 70


def holding(everything, words):
    """Yield every file that holds one of some words, and the word."""
    for name, content in everything:
        text = unicodedata.normalize("NFC", html.unescape(content.decode("utf-8", "replace")))
        wide = content.decode("utf-16-be", "replace")
        yield from ((name, one) for one in words if one in text or one in wide)


def test_no_personal_data_arrives_anywhere(everything):
    assert list(holding(everything, PERSONAL)) == []


def test_what_an_officer_writes_of_himself_goes_back_to_himself_only(planted, everything):
    _, outcome = planted
    found = {(name.partition("!")[0], one) for name, one in holding(everything, WRITTEN)}
    assert {one for _, one in found} == set(WRITTEN)
    own = {f"returned/{unit.code}.xlsx" for unit in outcome.year.assessment.units}
    assert {name for name, _ in found} <= own
    told = {f.file for f in outcome.year.findings if f.code == "HS-026"}
    assert {"council.csv", "adjustments.csv", "exemptions.csv", f"submissions/{UNIT}.xlsx"} <= told


def test_no_path_of_the_machine_arrives_anywhere(planted, everything):
    root, _ = planted
    paths = (str(root.parent).encode(), str(root.parent).encode("utf-16-be"))
    assert [n for n, content in everything if any(path in content for path in paths)] == []


def test_no_template_has_computed_what_was_typed(everything):
    assert [name for name, content in everything if COMPUTED.encode() in content] == []


def test_no_page_holds_an_element_or_address_that_somebody_typed(written):
    wrong = []
    for name, page in pages_of(written):
        for tag, attributes in page.elements:
            for attribute, value in attributes.items():
                opens = attribute in OPENS and re.match(r"\s*(?:\w+:)?//|\s*javascript:", value)
                if opens or attribute.startswith("on"):
                    wrong.append((name, tag, attribute, value[:80]))
        wrong += [(name, "script", s[:80]) for s in page.scripts if HOST in s or EXACT in s]
    assert wrong == []


def test_no_workbook_or_document_holds_a_formula_or_address_that_somebody_typed(everything):
    wrong = []
    for name, content in everything:
        if "!" not in name or not name.endswith((".xml", ".rels", ".vml")):
            continue
        for element in etree.fromstring(content).iter():
            tag, text = etree.QName(element).localname, element.text or ""
            is_code = tag in {"f", "formula1", "formula2", "definedName", "instrText"}
            if is_code and any(word in QUOTED.sub("", text) for word in (HOST, "HYPERLINK", "$x$")):
                wrong.append((name, tag, text[:80]))
            if tag in {"Relationship", "hyperlink"}:
                leads = (v for n, v in element.items() if n in {"Target", "location"})
                wrong += [(name, tag, address) for address in leads if HOST in address]
    assert wrong == []


def test_no_cell_of_a_table_is_taken_for_a_formula(written):
    wrong = []
    for name, content in written.items():
        if name.endswith(".csv"):
            rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
            wrong += [(name, cell[:60]) for row in rows for cell in row if FORMULA.match(cell)]
    assert wrong == []


def test_no_printed_page_fetches_opens_or_runs_anything(everything):
    wrong = []
    for name, content in everything:
        if ".pdf!" in name and not name.endswith(("!stream", "!text")):
            wrong += [
                (name, word)
                for word in (b"/JavaScript", b"/Launch", b"/URI", b"/EmbeddedFile")
                if word in content
            ]
    assert wrong == []


def test_what_was_typed_arrives_unharmed(planted, written, everything):
    _, outcome = planted
    run = outcome.folder.name
    pages = {name: page.text for name, page in pages_of(written)}
    for name in ("index.html", "index.en.html", f"units/{UNIT}.html", "findings.html",
                 f"audit/{UNIT}.html", "notebooks/50_province_report.html"):  # fmt: skip
        assert EXACT in pages[f"{run}/{name}"], name
    inside = {}
    for name, content in everything:
        whole, _, part = name.partition("!")
        if part == "text" or part.endswith(".xml") or not part:
            text = content.decode("utf-8", "replace")
            inside[whole] = inside.get(whole, "") + html.unescape(re.sub(r"<[^<>]*>", "", text))
    own = ("ledger.xlsx", "manifest.json", "tables/index.csv", "tables/stages.csv")
    for name in (f"units/{UNIT}.pdf", *own):
        assert EXACT in inside[f"{run}/{name}"], name
    assert EXACT in inside["returned/findings.csv"]
    documents = [name for name in inside if name.endswith(".docx")]
    assert [name for name in documents if EXACT not in inside[name]] == []
    forms = [n for n in inside if n.startswith("forms/") and UNIT in n and n.endswith(".xlsx")]
    assert forms
    assert [name for name in forms if EXACT not in inside[name]] == []


def test_a_phone_number_is_searched_in_a_form_that_would_be_found():
    packed = json.dumps({"a": [f"gọi {PHONE}"]}).encode()
    assert any(PHONE.encode() in content for _, content in layers("x.json", packed))


def test_no_copy_is_made_of_a_workbook_that_says_who_answered(planted):
    root, _ = planted
    content = (root / "survey" / "khao-sat.xlsx").read_bytes()
    own = (root / "submissions" / f"{UNIT}.xlsx").read_bytes()
    assert kept.recall(sha256_of(own)) is not None
    assert kept.recall(sha256_of(content)) is None
