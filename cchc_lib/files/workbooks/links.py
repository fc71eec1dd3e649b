"""The links between the parts of a workbook, as a reader follows them.

Readers open a part because something names its link, and do not ask what kind of link it says
it is. A part that the gate does not look through must therefore not be named at all.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cchc_lib.files.workbooks.refusing import damaged, unsafe

__all__ = ["LINK_ID", "Links", "is_looked_through"]

LINK_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
"""The attribute that names a link, as the gate's parser writes it."""
_FOREIGN_FOLDERS = ("customxml/", "xl/media/")
"""Content of other programs, which no reader of workbooks opens."""
_CUSTOM = "customxml/"
_READ_TYPE = re.compile(
    r"spreadsheetml|/(?:worksheet|chartsheet|sharedStrings|styles|comments|drawing|chart|table"
    r"|pivotTable|pivotCacheDefinition|pivotCacheRecords)$"
)
_STYLES_TYPE, _STYLES = "/styles", "xl/styles.xml"
_LOST_SHEET = "trang tính không tìm thấy trong tệp"
_LOST_STYLES = "bảng định dạng ô không tìm thấy trong tệp"
_RENAMED = "một phần bên trong bị đổi tên"


def is_looked_through(place: str) -> bool:
    """Tell whether a part stands where the gate parses it, by its name in small letters."""
    return not (place.startswith(_FOREIGN_FOLDERS) or place.endswith(".vml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    name: str
    target: str
    kind: str

    @property
    def is_looked_through(self) -> bool:
        return is_looked_through(posixpath.normpath(self.target).casefold().lstrip("/"))


class Links:
    """All links of a workbook, and the links that its parts name, by the part in small letters."""

    def __init__(self) -> None:
        self._links: dict[str, list[_Link]] = {}
        self._sheets: dict[str, list[str]] = {}
        self._named: dict[str, set[str]] = {}

    def add(self, place: str, link: Mapping[str, str]) -> None:
        """Remember a link of the list of links at ``place``."""
        folder, name = posixpath.split(place)
        parent = posixpath.dirname(folder)
        owner = posixpath.join(parent, name.casefold().removesuffix(".rels")).casefold()
        target = link.get("Target", "")
        if link.get("TargetMode") != "External":
            is_whole = target.startswith("/")
            target = target[1:] if is_whole else posixpath.normpath(posixpath.join(parent, target))
        found = _Link(name=link.get("Id", ""), target=target, kind=link.get("Type", ""))
        self._links.setdefault(owner, []).append(found)

    def add_override(self, override: Mapping[str, str]) -> None:
        """Remember a part that the list of kinds names; readers find some by their kind alone."""
        target, kind = override.get("PartName", "")[1:], override.get("ContentType", "")
        self._links.setdefault("", []).append(_Link(name="", target=target, kind=kind))

    def add_sheet(self, place: str, name: str) -> None:
        """Remember that a workbook names the link of a sheet; empty where it names none."""
        self._sheets.setdefault(place.casefold(), []).append(name)

    def add_named(self, place: str, name: str) -> None:
        """Remember that a part names a link which a reader follows whatever its kind."""
        self._named.setdefault(place.casefold(), set()).add(name)

    def check(self, members: Collection[str]) -> None:
        """Refuse a workbook with parts that the gate or one of the readers would not see.

        Parameters
        ----------
        members
            The names of the parts, letter by letter.

        Raises
        ------
        Refused
            If a part is kept among foreign content, or a sheet is not where its link leads.
        """
        if any(not link.is_looked_through for link in self._followed()):
            raise unsafe("trang tính giấu trong thư mục của nội dung khác")
        parts = set(members)
        known = {name.casefold() for name in parts}
        for book, sheets in self._sheets.items():
            links = self._links.get(book, [])
            self._check_sheets(sheets, links, parts)
            if any(link.target not in parts and link.target.casefold() in known for link in links):
                raise damaged(_RENAMED)
            if any(link.kind.endswith(_STYLES_TYPE) and link.target != _STYLES for link in links):
                raise damaged(_LOST_STYLES)

    def _followed(self) -> Iterator[_Link]:
        """Yield the links that a reader follows: all of a workbook but those to custom data."""
        for owner, links in self._links.items():
            named = self._named.get(owner, set()).union(self._sheets.get(owner, ()))
            for link in links:
                is_custom = link.target.casefold().startswith(_CUSTOM)
                is_of_book = owner in self._sheets and not is_custom
                if is_of_book or link.name in named or _READ_TYPE.search(link.kind):
                    yield link

    @staticmethod
    def _check_sheets(sheets: Collection[str], links: Collection[_Link], parts: set[str]) -> None:
        targets: dict[str, list[str]] = {}
        for link in links:
            targets.setdefault(link.name, []).append(link.target)
        found = (targets.get(name, [""]) for name in sheets)
        if not all(parts.issuperset(leads_to) for leads_to in found):
            raise damaged(_LOST_SHEET)
