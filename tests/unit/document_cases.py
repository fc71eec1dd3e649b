"""Documents of the small years, opened as Word would: parts, sections, runs, rows."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from cchc_lib.core.results import YearResult
from cchc_lib.project import TEMPLATES
from cchc_lib.running.document_tasks import document_tasks
from cchc_lib.running.execution.making import make
from cchc_lib.running.execution.shared import Shared, share
from tests.unit.present_cases import rounds_year, sample_year

YEARS = {"sample": sample_year, "rounds": rounds_year}
NAMES = ("quyet-dinh", "bao-cao", "de-nghi-thi-dua", "thong-bao/so-y-te")
FONT = "Times New Roman"
SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")


def make_documents(year: YearResult) -> dict[str, bytes]:
    """Return all documents of a year by address."""
    share(Shared(years={".": year}))
    codes = [unit.code for unit in year.assessment.units]
    files: dict[str, bytes] = {}
    for task in document_tasks(year, codes):
        made = make(task, "cchc")
        assert not made.has_failed, made.reason
        files |= made.files
    return files


@cache
def documents(year_name: str) -> dict[str, bytes]:
    """Return all documents of one of the small years; they are made once."""
    return make_documents(YEARS[year_name]())


def document(name: str, year_name: str = "rounds") -> Any:
    return Document(io.BytesIO(documents(year_name)[f"documents/{name}.docx"]))


def template(name: str) -> bytes:
    return (TEMPLATES / f"{name}.docx").read_bytes()


def edited(name: str, change) -> bytes:
    """Return a template as python-docx saves it after a change, as Word would."""
    opened = Document(io.BytesIO(template(name)))
    change(opened)
    stream = io.BytesIO()
    opened.save(stream)
    return stream.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def all_paragraphs(opened) -> Iterator[Any]:
    """Yield every paragraph element of body, tables, headers and footers."""
    headers = (
        part._element
        for section in opened.sections
        for part in (
            section.header,
            section.first_page_header,
            section.footer,
            section.first_page_footer,
        )
    )
    for root in (opened.element.body, *headers):
        yield from root.iter(qn("w:p"))


def text_of(element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def whole_text(opened) -> str:
    return "\n".join(text_of(p) for p in opened.element.body.iter(qn("w:p")))


def fonts_of(opened) -> set[tuple[str | None, ...]]:
    """Return the effective fonts of every run, through its style and the defaults."""
    styles = {s.get(qn("w:styleId")): s for s in opened.styles.element.iter(qn("w:style"))}
    defaults = opened.styles.element.find(qn("w:docDefaults"))
    found = set()
    for paragraph in all_paragraphs(opened):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        chain = [defaults, *_ancestry(styles, style.get(qn("w:val")) if style is not None else "")]
        for run in paragraph.iter(qn("w:r")):
            effective = dict.fromkeys(SCRIPTS)
            for layer in (*chain, run):
                fonts = layer.find(f".//{qn('w:rFonts')}")
                for script in SCRIPTS:
                    named = fonts is not None and fonts.get(qn(f"w:{script}"))
                    effective[script] = named or effective[script]
            found.add(tuple(effective.values()))
    return found


def _ancestry(styles: dict[str, Any], name: str) -> list[Any]:
    """Return a paragraph style after those that it is based on; none means the normal one."""
    chain = []
    name = name or "Normal"
    while name:
        chain.insert(0, styles[name])
        base = styles[name].find(qn("w:basedOn"))
        name = base.get(qn("w:val")) if base is not None else ""
    return chain


def rows_below(opened, heading: str) -> list[list[str]]:
    """Return the rows of every table whose first header is ``heading``, joined."""
    return [
        [cell.text for cell in row.cells]
        for table in opened.tables
        if table.rows[0].cells[0].text == heading
        for row in table.rows[1:]
    ]


def names_in(kind: type) -> set[str]:
    """Return the names of the fields of a dataclass and of those in its tuples."""
    found = set()
    for one in fields(kind):
        found.add(one.name)
        for inner in getattr(one.type, "__args__", ()):
            if is_dataclass(inner):
                found |= names_in(inner)
    return found
