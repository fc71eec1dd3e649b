"""What the columns of an appendix hold, by the words above them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cchc_lib.core.appendix.table import AppendixCell, AppendixTable, PrintedGroup

__all__ = ["Columns", "find_columns", "is_numbering", "plain"]

Role = Literal["code", "name", "rule", "evidence", "note", "lead", "not_applicable"]
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("code", re.compile(r"^(?:stt|tt|số tt|số thứ tự|mã(?: số)?(?: tiêu chí)?)$")),
    ("not_applicable", re.compile(r"không áp dụng|không đánh giá")),
    (
        "rule",
        re.compile(r"cách (?:tính|chấm|xác định|đánh giá)|hướng dẫn|phương pháp|quy định chấm"),
    ),
    ("evidence", re.compile(r"kiểm chứng|minh chứng|chứng minh")),
    ("lead", re.compile(r"chủ trì|(?:cơ quan|đơn vị) (?:thẩm định|theo dõi|phụ trách)")),
    ("note", re.compile(r"ghi chú")),
    ("name", re.compile(r"tiêu chí|lĩnh vực|nội dung")),
)
_NAME = dict(_ROLES)["name"]
_MAXIMUM = re.compile(r"điểm tối đa|điểm chuẩn|thang điểm|^điểm$|^số điểm$")
_NO_GROUP = re.compile(r"điều tra|xhh|thẩm định|tự (?:chấm|đánh giá)|đạt được|chỉ số")
_FORM = re.compile(r"tự (?:chấm|đánh giá)|thẩm định|đạt được|chỉ số|giải trình|điều tra|điểm")
_SEARCHED_ROWS = 60
_HEADER_AT_MOST = 4
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?")
_LEAST_NUMBERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where things stand in a table.

    Parameters
    ----------
    body
        The first row below the header.
    header
        The words above each column.
    roles
        The column of each thing but maxima.
    groups
        The columns of maxima.
    unclear
        Columns of points that are of no group.
    unknown
        Columns that mean nothing here.
    """

    body: int
    header: tuple[str, ...]
    roles: Mapping[Role, int]
    groups: tuple[PrintedGroup, ...]
    unclear: tuple[int, ...]
    unknown: tuple[int, ...]


def find_columns(table: AppendixTable) -> Columns | None:
    """Find the header of a table; nothing in a table that is none of criteria."""
    for first in range(min(len(table.rows), _SEARCHED_ROWS)):
        titles = [plain(cell.text) for cell in table.rows[first]]
        if not any(_ROLES[0][1].search(t) for t in titles) or _role_at(titles, "name") is None:
            continue
        body = _body(table, first)
        if any(_MAXIMUM.search(t) for row in table.rows[first:body] for t in _titles(row)):
            columns = _columns(table, first, body)
            if {"code", "name"} <= columns.roles.keys() and columns.groups:
                return columns
    return None


def is_numbering(row: Sequence[AppendixCell]) -> bool:
    """Tell whether a row only numbers the columns, as the third row of many headers does."""
    texts = [cell.text.strip() for cell in row if cell.text.strip()]
    return (
        len(texts) >= _LEAST_NUMBERED
        and len(set(texts)) == len(texts)
        and all(map(_NUMBERING.fullmatch, texts))
    )


def plain(text: str) -> str:
    """Return words as headers are compared: in small letters, on one line."""
    return " ".join(text.casefold().split()).strip(" :.")


def _titles(row: Sequence[AppendixCell]) -> Iterator[str]:
    return (plain(cell.text) for cell in row)


def _role_at(titles: Sequence[str], role: Role) -> int | None:
    pattern = dict(_ROLES)[role]
    return next((n for n, title in enumerate(titles) if pattern.search(title)), None)


def _body(table: AppendixTable, first: int) -> int:
    """Return the row after the header: it goes on while its first column is merged or numbered."""
    code = _role_at(list(_titles(table.rows[first])), "code") or 0
    body = first + 1
    while body < min(len(table.rows), first + _HEADER_AT_MOST):
        row = table.rows[body]
        if not row[code].is_continued and not is_numbering(row):
            break
        body += 1
    return body


def _columns(table: AppendixTable, first: int, body: int) -> Columns:
    rows = [row for row in table.rows[first:body] if not is_numbering(row)]
    header = [_title([row[n].text for row in rows]) for n in range(len(rows[0]))]
    roles: dict[Role, int] = {}
    points: list[int] = []
    unclear: list[int] = []
    unknown: list[int] = []
    for column, title in enumerate(header):
        role = next((r for r, pattern in _ROLES if pattern.search(title)), None)
        if _MAXIMUM.search(title):
            (unclear if _NO_GROUP.search(title) else points).append(column)
        elif role is not None and role not in roles:
            roles[role] = column
        elif title and not _FORM.search(title):
            unknown.append(column)
    named = (n for n, title in enumerate(header) if n not in points and _NAME.search(title))
    if "name" not in roles and (name := next(named, None)) is not None:
        roles = {role: column for role, column in roles.items() if column != name}
        roles["name"] = name
    groups = [_group(rows, column, is_alone=len(points) == 1) for column in points]
    return Columns(
        body=body,
        header=tuple(header),
        roles=roles,
        groups=tuple(groups),
        unclear=tuple(unclear),
        unknown=tuple(unknown),
    )


def _title(texts: Sequence[str]) -> str:
    """Return the words above a column, each once."""
    return " / ".join(dict.fromkeys(plain(text) for text in texts if text.strip()))


def _group(rows: Sequence[Sequence[AppendixCell]], column: int, *, is_alone: bool) -> PrintedGroup:
    """Return the group of a column of maxima: the lowest words above it."""
    lowest = next((r[column].text for r in reversed(rows) if r[column].text.strip()), "")
    name = " ".join(lowest.split())
    if is_alone and _MAXIMUM.search(plain(name)):
        name = ""
    return PrintedGroup(name_vi=name, column=column)
