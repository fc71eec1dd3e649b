"""Read an edition of the rules from its folder and report every problem at once.

``edition.toml`` holds what concerns the whole, one ``area_*.toml`` per area its criteria;
``links.toml``, if there is one, says what became of the components of the edition before.
A mistake in one component does not hide the mistakes in the others: what can be structured
is linted, and only a folder without any error gives an :class:`Edition`.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

from cchc_lib.core.edition_links import ComponentLink, EditionLinks
from cchc_lib.core.link_lint import LINKS_FILE, check_links, link_path
from cchc_lib.core.lint import check_edition, check_sums
from cchc_lib.core.rulebook import Area, Component, Criterion, Edition
from cchc_lib.files.catalogues import edition_catalogues
from cchc_lib.files.records import BadValue, UnknownDocument, UnreadRule, make_rule_converter
from cchc_lib.files.settings import is_code
from cchc_lib.files.text import UnreadableText, read_toml
from cchc_lib.findings import BLANK, Finding, finding, has_errors, in_order
from cchc_lib.vietnamese import shorten, suggest

__all__ = ["EDITION_FILE", "edition_files", "model_editions", "read_edition", "rule_files"]

EDITION_FILE = "edition.toml"
_T = TypeVar("_T")


def edition_files(folder: Path) -> list[Path]:
    """Return the files of an edition: its rules, then what they are called in other languages."""
    return [*rule_files(folder), *edition_catalogues(folder)]


def rule_files(folder: Path) -> list[Path]:
    """Return the rule files of an edition: the edition first, its areas by name, its links."""
    links = folder / LINKS_FILE
    own_links = [links] if links.is_file() else []
    return [folder / EDITION_FILE, *sorted(folder.glob("area_*.toml")), *own_links]


def model_editions(rules: Path) -> dict[str, range]:
    """Return the reconstructed editions below a folder that can be read, with their years."""
    years: dict[str, range] = {}
    for path in sorted(rules.glob(f"*/{EDITION_FILE}")):
        try:
            header = read_toml(path)
        except UnreadableText:
            continue
        first, last = header.get("first_year"), header.get("last_year")
        if header.get("is_reconstruction") and isinstance(first, int) and isinstance(last, int):
            years[path.parent.name] = range(first, last + 1)
    return years


def read_edition(folder: Path) -> tuple[Edition | None, list[Finding]]:
    """Read and lint an edition; its links against the edition before, if that lies beside it.

    Returns
    -------
    tuple
        The edition, or ``None`` if it has any error; and every finding, with file and key.
    """
    edition, findings = _read_alone(folder)
    if edition is not None and edition.links is not None:
        before, problems = _read_before(folder, edition, edition.links)
        findings += [*problems, *check_links(edition, before)]
    findings = list(in_order(findings))
    return (None if has_errors(findings) else edition), findings


def _read_before(
    folder: Path, edition: Edition, links: EditionLinks
) -> tuple[Edition | None, list[Finding]]:
    """Return the edition that the links come from, if it lies beside, or why it is of no use."""
    code, fix = links.from_edition, ""
    before: Edition | None = None
    if code == edition.code or not is_code(code):
        fix = "Ghi vào from_edition mã của bộ tiêu chí trước."
    elif (folder.parent / code / EDITION_FILE).is_file():
        before, problems = _read_alone(folder.parent / code)
        if has_errors(problems):
            before, fix = None, f"Sửa {len(problems)} lỗi của bộ tiêu chí đó."
    if not fix:
        return before, []
    return None, [finding("QT-021", file=LINKS_FILE, cell="from_edition", found=code, expected=fix)]


def _read_alone(folder: Path) -> tuple[Edition | None, list[Finding]]:
    """Read and lint an edition without looking at any other; ``None`` if parts of it are lost."""
    if not (folder / EDITION_FILE).is_file():
        known = sorted(p.parent.name for p in folder.parent.glob(f"*/{EDITION_FILE}"))
        fix = f"Các bộ tiêu chí hiện có: {', '.join(known) or 'chưa có bộ nào'}."
        return None, [finding("QT-014", file=EDITION_FILE, found=folder.name, expected=fix)]
    reading = _Reading()
    raw = {path.name: reading.load(path) for path in rule_files(folder)}
    header = raw.pop(EDITION_FILE)
    raw_links = raw.pop(LINKS_FILE, None)
    reading.take_documents(header)
    reading.take_unread(header)
    areas = {name: reading.area(content, name) for name, content in raw.items()}
    edition = reading.structure(header | {"areas": []}, Edition, EDITION_FILE, "")
    if edition is not None:
        sound = {name: area for name, area in areas.items() if area is not None}
        edition = replace(edition, areas=tuple(sound.values()))
        reading.lint(edition, list(sound), folder.name)
    links = None if raw_links is None else reading.links(raw_links)
    if edition is not None and links is not None:
        edition = replace(edition, links=links)
    return (None if reading.is_partial else edition), reading.findings


class _Reading:
    """The findings of one reading, and whether any component was lost to them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.is_partial = False
        self._documents: dict[str, str] = {}
        self._strict = make_rule_converter(self._documents, is_strict=True)
        self._lenient = make_rule_converter(self._documents, is_strict=False)

    def load(self, path: Path) -> dict[str, Any]:
        """Return the content of a TOML file, decimals exact; empty when it cannot be read."""
        try:
            return read_toml(path)
        except UnreadableText as error:
            self.is_partial = True
            self.findings.append(finding("QT-001", file=path.name, found=error.reason_vi))
            return {}

    def take_documents(self, header: dict[str, Any]) -> None:
        """Take the titles of the documents that legal references cite out of the header."""
        titles = header.pop("documents", None)
        if isinstance(titles, dict) and all(isinstance(title, str) for title in titles.values()):
            self._documents.update(titles)
        elif header:
            expected = "[documents] với mã và tên từng văn bản"
            self._refuse(EDITION_FILE, "documents", found=titles, expected=expected)

    def take_unread(self, header: dict[str, Any]) -> None:
        """Take out of the header, and report, the parts that nobody has held against the law."""
        unread = header.pop("unread", {})
        if not isinstance(unread, dict):
            self._refuse(EDITION_FILE, "unread", found=unread, expected="bảng [unread]")
            return
        for part, why in unread.items():
            place = {"file": EDITION_FILE, "cell": f"unread.{part}"}
            self.findings.append(finding("QT-023", **place, found=part, words=str(why)))

    def area(self, raw: dict[str, Any], file: str) -> Area | None:
        """Structure an area component by component."""
        criteria = [
            self.criterion(item, file, f"criteria[{item.get('code', index)}]")
            for index, item in enumerate(self._tables(raw, "criteria", file, ""))
        ]
        area = self.structure(raw | {"criteria": []}, Area, file, "") if raw else None
        if area is None:
            return None
        return replace(area, criteria=tuple(c for c in criteria if c is not None))

    def links(self, raw: dict[str, Any]) -> EditionLinks | None:
        """Structure the link table line by line."""
        links = [
            self.structure(item, ComponentLink, LINKS_FILE, link_path(item))
            for item in self._tables(raw, "links", LINKS_FILE, "")
        ]
        table = self.structure(raw | {"links": []}, EditionLinks, LINKS_FILE, "") if raw else None
        if table is None:
            return None
        return replace(table, links=tuple(link for link in links if link is not None))

    def criterion(self, raw: dict[str, Any], file: str, path: str) -> Criterion | None:
        """Structure a criterion and those of its components that can be."""
        components = [
            self.structure(item, Component, file, f"components[{item.get('code', index)}]")
            for index, item in enumerate(self._tables(raw, "components", file, path))
        ]
        criterion = self.structure(raw | {"components": []}, Criterion, file, path)
        if criterion is None:
            return None
        return replace(criterion, components=tuple(c for c in components if c is not None))

    def _tables(self, raw: dict[str, Any], key: str, file: str, path: str) -> list[dict[str, Any]]:
        """Return the tables of a list of tables; what is no table goes to findings."""
        tables = raw.get(key, [])
        if isinstance(tables, list) and all(isinstance(item, dict) for item in tables):
            return tables
        self.is_partial = True
        self._refuse(
            file, f"{path}.{key}".lstrip("."), found=tables, expected=f"các bảng [[{key}]]"
        )
        return []

    def _refuse(self, file: str, cell: str, *, found: object, expected: str) -> None:
        text = BLANK if found is None else type(found).__name__
        self.findings.append(finding("QT-004", file=file, cell=cell, found=text, expected=expected))

    def structure(self, raw: Any, kind: type[_T], file: str, path: str) -> _T | None:
        """Structure strictly; after findings, as far as it goes without the unknown keys."""
        try:
            return self._strict.structure(raw, kind)
        except BaseValidationError as error:
            for leaf, where in _leaves(error, path):
                self.findings += _describe(leaf, file, where)
        try:
            return self._lenient.structure(raw, kind)
        except BaseValidationError:
            self.is_partial = True
            return None

    def lint(self, edition: Edition, area_files: list[str], folder_name: str) -> None:
        """Add what the rules say against each other."""
        if edition.code != folder_name:
            fix = f'Ghi code = "{folder_name}" như tên thư mục.'
            self.findings.append(
                finding("QT-015", file=EDITION_FILE, cell="code", found=edition.code, expected=fix)
            )
        found = list(check_edition(edition))
        if not self.is_partial:
            found += check_sums(edition)
        self.findings += [_relocate(item, area_files) for item in found]


def _leaves(error: BaseException, path: str) -> Iterator[tuple[BaseException, str]]:
    """Yield each single problem below a structuring error, with the path of its key."""
    if not isinstance(error, BaseValidationError):
        yield error, path
        return
    with_notes, without = error.group_exceptions()  # type: ignore[attr-defined]
    for part, note in with_notes:
        key = f".{note.name}" if isinstance(getattr(note, "name", None), str) else f"[{note.index}]"
        yield from _leaves(part, (path + key).lstrip("."))
    for part in without:
        yield from _leaves(part, path)


def _describe(error: BaseException, file: str, path: str) -> Iterator[Finding]:
    """Yield the findings for one structuring problem."""
    match error:
        case ForbiddenExtraKeysError():
            for name in sorted(error.extra_fields):
                fix = suggest(name, _field_names(error.cl), otherwise="Xóa khóa này.")
                cell = f"{path}.{name}".lstrip(".")
                yield finding("QT-003", file=file, cell=cell, found=name, expected=fix)
        case BadValue():
            found = str(error.found)
            yield finding("QT-004", file=file, cell=path, found=found, expected=error.expected)
        case UnreadRule():
            text = shorten(error.text_vi) or BLANK
            yield finding("QT-022", file=file, cell=path, found=text)
        case UnknownDocument():
            cell = f"{path}.document".lstrip(".")
            yield finding("QT-008", file=file, cell=cell, found=f"“{error.document}”")
        case KeyError():
            yield finding("QT-002", file=file, cell=path, found=path.rsplit(".", 1)[-1])
        case _:
            name = path.rsplit(".", 1)[-1]
            expected = "giá trị đúng kiểu như trong bộ tiêu chí mẫu"
            yield finding("QT-004", file=file, cell=path, found=name, expected=expected)


def _field_names(kind: type) -> list[str]:
    return [item.name for item in fields(kind)] if is_dataclass(kind) else []


def _relocate(item: Finding, area_files: list[str]) -> Finding:
    """Turn a path from the edition's root into a file and the path inside it."""
    if not item.cell.startswith("areas["):
        return replace(item, file=EDITION_FILE)
    index, _, rest = item.cell.removeprefix("areas[").partition("].")
    return replace(item, file=area_files[int(index)], cell=rest)
