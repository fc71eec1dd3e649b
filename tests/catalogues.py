"""Bring the message catalogues up to date with the texts to translate.

``python -m tests.catalogues``, or ``make catalogues``, keeps every translation there is, adds
what is new without one and drops what is not said any more; :mod:`tests.unit.test_catalogues`
asks for the rest. Where texts come from:

* the code: what stands in calls of ``tr``, ``later``, ``title_for`` and ``Column`` in modules that
  speak a language, and the constants of the core that these look up;
* the templates: calls of ``tr``; the notebook of the province report: its cells of prose;
* the law: the names and notices of an edition that reports show, from its rule files.
"""

import ast
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from cchc_lib.core.audit.unranked import TOO_LITTLE_VI
from cchc_lib.core.lateness import LATE_REASON_VI
from cchc_lib.core.round_rules import STAGE_NAMES_VI
from cchc_lib.example.roster import provinces
from cchc_lib.finding_kinds import KINDS, SEVERITY_NAMES
from cchc_lib.present.language import CONTEXT
from cchc_lib.project import NOTEBOOKS, PACKAGE, ROOT, RULES
from cchc_lib.running.speaking import PROGRAM_CATALOGUES

PROGRAM = PROGRAM_CATALOGUES / "en" / "LC_MESSAGES" / "pages.po"
REPORT = NOTEBOOKS / "50_province_report.ipynb"
_SPEAKER = "cchc_lib.present.language"
_PLACES = {"tr": 0, "later": 0, "Column": 0, "title_for": 2}
"""Which argument of a call holds texts to translate."""
_REASONS = (
    "Chưa có đủ điểm thành phần",
    "Hồ sơ còn lỗi phải sửa",
    "Nhóm của đơn vị chưa được xếp hạng",
    TOO_LITTLE_VI,
    LATE_REASON_VI,
)
_OTHER_NAMES = (
    "Ban Quản lý khu kinh tế",
    "Sở Dân tộc và Tôn giáo",
    "Sở Du lịch",
    "Sở Ngoại vụ",
    "Sở Nông nghiệp",
    "Sở Nông nghiệp và Môi trường",
    "Trung tâm Phục vụ hành chính công tỉnh",
)
"""Common names of units that the example of the first year does not have."""
_UNIT_KINDS = ("department", "vertical_agency")
_LAW = {
    "title_vi", "notice_vi", "name_vi", "short_vi", "text_vi", "lead_appraiser", "note_vi",
    "dont_know",
}  # fmt: skip
_NOT_SHOWN = {"inputs", "rule", "provenance"}
"""What of a component no report in another language says."""
Texts = dict[str, list[str]]
"""Where each text stands."""


def program_texts() -> Texts:
    """Return the texts of code, templates and notebook."""
    found: Texts = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        _add(found, path, _texts_of_code(ast.parse(path.read_text("utf-8"))))
    for path in sorted((PACKAGE / "present" / "templates").rglob("*.*")):
        if path.suffix in {".j2", ".css"}:
            with path.open("rb") as stream:
                messages = list(babel_extract(stream, ["tr"], (), {"silent": "false"}))
            _add(found, path, (message for _, _, message, _ in messages))
    cells = json.loads(REPORT.read_text("utf-8"))
    prose = ["".join(c["source"]) for c in cells["cells"] if c["cell_type"] == "markdown"]
    _add(found, REPORT, [cells["metadata"]["title"], *prose])
    _add(found, PACKAGE / "finding_kinds.py", (kind.outline for kind in KINDS.values()))
    _add(found, PACKAGE / "finding_kinds.py", SEVERITY_NAMES.values())
    _add(found, PACKAGE / "core", (*STAGE_NAMES_VI.values(), *_REASONS))
    rolls = [one.rolls[kind] for one in provinces() for kind in _UNIT_KINDS if kind in one.rolls]
    names = [name for roll in rolls for name in roll.units]
    _add(found, PACKAGE / "example" / "provinces", [*names, *_OTHER_NAMES])
    return found


def edition_texts(folder: Path) -> Texts:
    """Return what reports say of an edition."""
    found: Texts = {}
    for path in sorted(folder.glob("*.toml")):
        _add(found, path, _texts_of_law(tomllib.loads(path.read_text("utf-8"))))
    return found


def catalogues() -> Iterator[tuple[Path, Texts]]:
    """Yield every catalogue and the texts that belong in it."""
    yield PROGRAM, program_texts()
    for folder in sorted(path for path in RULES.iterdir() if path.is_dir()):
        yield folder / "en.po", edition_texts(folder)


def update(path: Path, texts: Texts, words: Mapping[str, str]) -> None:
    """Write a catalogue of texts, with the translations it had and those of ``words``."""
    old: dict[str, str] = {}
    if path.is_file():
        with path.open("rb") as stream:
            messages = [message for message in read_po(stream) if message.id]
        old = {_key(m): str(m.string) for m in messages if not m.fuzzy}
    moment = datetime(2026, 11, 29, tzinfo=UTC)
    catalogue = Catalog(
        locale="en",
        project="cchc-workbench",
        header_comment="# English texts, by the Vietnamese ones; see CONTRIBUTING.md.",
        creation_date=moment,
        revision_date=moment,
        fuzzy=False,
    )
    for text, places in texts.items():
        context, _, bare = text.rpartition(CONTEXT)
        said = words.get(text, old.get(text, ""))
        catalogue.add(bare, said, [(p, None) for p in places], context=context or None)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=100, omit_header=False)


def _key(message: Message) -> str:
    return f"{message.context}{CONTEXT}{message.id}" if message.context else str(message.id)


def _add(found: Texts, path: Path, texts: Iterable[object]) -> None:
    place = path.relative_to(ROOT).as_posix()
    for text in texts:
        if isinstance(text, str) and any(map(str.isalpha, text)):
            places = found.setdefault(text, [])
            places += [] if place in places else [place]


def _texts_of_code(tree: ast.Module) -> Iterator[str]:
    """Yield the texts to translate of a module that speaks a language."""
    imports = (node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    if _SPEAKER not in imports:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _name(node.func)) in _PLACES:
            context = "".join(_texts_in(*node.args[1:2])) if name == "tr" else ""
            for text in _texts_in(*node.args[_PLACES[name] : _PLACES[name] + 1]):
                yield f"{context}{CONTEXT}{text}" if context else text


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _texts_in(*nodes: ast.expr | None) -> Iterator[str]:
    """Yield the texts of literals; the keys of a dictionary and parts of f-strings are none."""
    for node in nodes:
        match node:
            case ast.Constant(value=str() as text):
                yield text
            case ast.Dict(values=values):
                yield from _texts_in(*values)
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.BoolOp(values=parts):
                yield from _texts_in(*parts)
            case ast.IfExp(body=one, orelse=other):
                yield from _texts_in(one, other)


def _texts_of_law(raw: Any, key: str = "") -> Iterator[str]:
    match raw:
        case dict():
            for name, value in raw.items():
                if name not in _NOT_SHOWN:
                    yield from _texts_of_law(value, name if name in _LAW else "")
        case list():
            for value in raw:
                yield from _texts_of_law(value, key)
        case str() if key:
            yield raw


def main(words: Mapping[str, str]) -> None:
    for path, texts in catalogues():
        update(path, texts, words)


if __name__ == "__main__":
    given = [json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:]]
    main({text: said for words in given for text, said in words.items()})
