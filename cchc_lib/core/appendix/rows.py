"""From the rows of a table to areas, criteria and components, with what cannot be placed."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from cchc_lib.core.appendix.codes import SIGNS, Numbering, numbering_of, printed_code
from cchc_lib.core.appendix.columns import Columns, Role, is_numbering, plain
from cchc_lib.core.appendix.table import (
    AppendixCell,
    PrintedArea,
    PrintedComponent,
    PrintedCriterion,
    PrintedTable,
)
from cchc_lib.core.phrasing.numbers import NUMBER, stated_number
from cchc_lib.core.phrasing.reading import StatedLevel
from cchc_lib.core.places import Place
from cchc_lib.findings import BLANK, Finding, finding
from cchc_lib.vietnamese import shorten

__all__ = ["AppendixRows", "is_total", "points_of"]

Row = tuple[AppendixCell, ...]
_TOTAL = re.compile(
    r"(?:tổng(?: cộng)?(?: số)?|cộng)(?: điểm)?(?: tối đa| chuẩn)?"
    r"(?: ?\((?:\w{1,5}(?: ?[+,;–-] ?\w{1,5})*|\d+(?:[.,]\d+)? điểm)\))?"
)
_ABSENT = {"", "-", "–", "—", "x", "không", "không áp dụng", "kad"}
_AREA, _CRITERION, _COMPONENT = 1, 2, 3
_POINTS = re.compile(rf"({NUMBER})(?:\s*(?:điểm|đ))?", re.IGNORECASE)


class AppendixRows:
    """The reading of rows, one after the other; what came last is what the next belongs to.

    Parameters
    ----------
    columns
        Where things stand in the rows that are put into ``rows``.
    """

    def __init__(self, columns: Columns) -> None:
        self.printed = PrintedTable(groups=columns.groups)
        self.findings: list[Finding] = []
        self.rows: list[Row] = []
        self._columns = columns
        self._numbering: Numbering = "dotted"
        self._row: Row = ()
        self._below_name = ""
        self._last: PrintedComponent | None = None

    def fits(self, columns: Columns) -> bool:
        """Tell whether things stand in the same columns in another table."""
        own = self._columns
        return (columns.groups, columns.roles) == (own.groups, own.roles)

    def read(self) -> None:
        """Read the rows from the top."""
        body = [row for row in self.rows if self._is_of_body(row)]
        codes = [printed_code(self._of(row, "code"), self._of(row, "name"))[0] for row in body]
        self._numbering = numbering_of([code for code in codes if code])
        for row, code in zip(body, codes, strict=True):
            self._row = row
            if code:
                self._take_coded(code)
            elif is_total(self._of(row, "name") or self._of(row, "code")):
                self._take_total()
            else:
                self._take_below()
        for area in self.printed.areas:
            _end_criteria(area)

    def _is_of_body(self, row: Row) -> bool:
        titles = tuple(plain(cell.text) for cell in row)
        is_header = all(
            t in own.split(" / ") for t, own in zip(titles, self._columns.header, strict=False) if t
        )
        return any(titles) and not is_header and not is_numbering(row)

    def _of(self, row: Row, role: Role) -> str:
        """Return the text of a cell by its role; cells merged with the one above are empty."""
        column = self._columns.roles.get(role)
        if column is None or row[column].is_continued:
            return ""
        return row[column].text.strip()

    def _place(self) -> Place:
        return self._row[self._columns.roles["name"]].place

    def _take_total(self) -> None:
        """Take the row of totals; without any it may as well be about what stands above it."""
        if not (totals := self._maxima()):
            self._report_row()
            return
        self.printed.totals, self.printed.totals_place = totals, self._place()
        self._last = None

    def _take_coded(self, code: str) -> None:
        text = printed_code(self._of(self._row, "code"), self._of(self._row, "name"))[1]
        name, self._below_name = _split_name(text)
        depth = self._depth(code)
        if depth == _AREA:
            self._add_area(code, name)
        elif not self.printed.areas:
            self._report("PL-010", found=code)
        elif depth == _CRITERION:
            self._add_criterion(code, name)
        elif depth > _COMPONENT:
            self._take_below()
        elif not self.printed.areas[-1].criteria:
            self._report("PL-010", found=code)
        else:
            self._add_component(code, name)

    def _depth(self, code: str) -> int:
        parts = code.split(".")
        if self._numbering == "lettered":
            return len(parts) + parts[0].isdecimal()
        return len(parts)

    def _full(self, code: str) -> str:
        """Return a code that begins as that of its area."""
        if self._numbering == "lettered" and code.split(".", maxsplit=1)[0].isdecimal():
            return f"{self.printed.areas[-1].code}.{code}"
        return code

    def _add_area(self, code: str, name: str) -> None:
        self._tell_unused("\n".join((self._below_name, self._of(self._row, "rule"))), code)
        maxima, self._last = self._maxima(), None
        area = PrintedArea(code=code, name_vi=name, place=self._place(), maxima=maxima)
        self.printed.areas.append(area)

    def _add_criterion(self, code: str, name: str) -> None:
        area = self.printed.areas[-1]
        if self._numbering == "lettered_over_dotted" and not area.criteria:
            area.code = code.split(".", maxsplit=1)[0]
        own = self._component(code, name)
        criterion = PrintedCriterion(
            code=own.code, name_vi=name, place=own.place, maxima=own.maxima, components=[own]
        )
        own.is_own_criterion = True
        area.criteria.append(criterion)
        self._last = own

    def _add_component(self, code: str, name: str) -> None:
        criterion = self.printed.areas[-1].criteria[-1]
        own = next((c for c in criterion.components if c.is_own_criterion), None)
        if own is not None:
            self._tell_unused(f"{own.words_vi}\n{own.note_vi}", criterion.code)
            criterion.components.remove(own)
        self._last = self._component(code, name)
        criterion.components.append(self._last)

    def _component(self, code: str, name: str) -> PrintedComponent:
        return PrintedComponent(
            printed_code=code,
            code=self._full(code),
            name_vi=name,
            place=self._place(),
            maxima=self._maxima(),
            rule_vi="\n".join(filter(None, (self._below_name, self._of(self._row, "rule")))),
            evidence_vi=" ".join(self._shared("evidence").split()),
            note_vi=" ".join(self._of(self._row, "note").split()),
            lead_vi=" ".join(self._shared("lead").split()),
            not_applicable_vi=" ".join(self._of(self._row, "not_applicable").split()),
        )

    def _shared(self, role: Role) -> str:
        """Return the text of a cell that several rows may have in common."""
        column = self._columns.roles.get(role)
        return "" if column is None else self._row[column].text.strip()

    def _take_below(self) -> None:
        """Take a row without a code of its own: a level of the component above, or more text."""
        name = self._of(self._row, "name") or self._of(self._row, "code")
        last = self._last
        if last is None:
            self._report_row()
            return
        code = self._of(self._row, "code").strip(SIGNS)
        if code and not printed_code(code, "")[0]:
            self._check_sign(code)
        last.rule_vi = "\n".join(filter(None, (last.rule_vi, self._of(self._row, "rule"))))
        last.evidence_vi = _joined(last.evidence_vi, self._of(self._row, "evidence"))
        last.note_vi = _joined(last.note_vi, self._of(self._row, "note"))
        if name:
            last.levels.append(self._level(name))
        elif not any(self._of(self._row, role) for role in ("rule", "evidence", "note")):
            self._report_row()

    def _check_sign(self, code: str) -> None:
        if len(code) > 1:
            self._report("PL-003", found=code)

    def _level(self, name: str) -> StatedLevel:
        """Return a row below a component as what is reached and the points beside it."""
        assert self._last is not None
        cells = [
            self._row[group.column]
            for group in self.printed.groups
            if group.column in self._last.maxima
        ]
        texts = ["" if cell.is_continued else cell.text.strip() for cell in cells]
        numbers = [points_of(cell) for cell in cells if not cell.is_continued]
        if cells and len(numbers) == len(cells) and all(n is not None for n in numbers):
            points = tuple(n for n in numbers if n is not None)
            return StatedLevel(text_vi=name, points=points)
        said = [text for text in dict.fromkeys(texts) if text]
        return StatedLevel(text_vi=": ".join([name, *said]), points=())

    def _maxima(self) -> Mapping[int, Decimal]:
        maxima = {}
        for group in self.printed.groups:
            cell = self._row[group.column]
            if cell.is_continued or plain(cell.text) in _ABSENT:
                continue
            number = points_of(cell)
            if number is None:
                place = cell.place
                self.findings.append(_finding("PL-004", place, found=shorten(cell.text)))
            else:
                maxima[group.column] = number
        return maxima

    def _tell_unused(self, text: str, code: str) -> None:
        """Tell of words beside an area or a criterion that gives no points itself."""
        if words := " ".join(text.split()):
            found = shorten(words)
            place = self._place().words
            self.findings.append(finding("PL-025", **place, found=found, component_code=code))

    def _report_row(self) -> None:
        """Tell that the row is left out, whatever stands in it."""
        texts = (self._of(self._row, "name"), self._of(self._row, "rule"), *self._own_texts())
        if said := next(filter(None, texts), ""):
            self._report("PL-011", found=shorten(said))

    def _own_texts(self) -> Iterator[str]:
        texts = (cell.text.strip() for cell in self._row if not cell.is_continued)
        return (text for text in texts if plain(text) not in _ABSENT)

    def _report(self, code: str, *, found: str) -> None:
        self.findings.append(_finding(code, self._place(), found=found or BLANK))


def is_total(text: str) -> bool:
    """Tell whether a text names the row of totals, and says no more.

    >>> is_total("TỔNG CỘNG:"), is_total("Tổng điểm (I+II)"), is_total("Tổng số điểm không quá 1")
    (True, True, False)
    """
    return _TOTAL.fullmatch(plain(text)) is not None


def points_of(cell: AppendixCell) -> Decimal | None:
    """Return the points that a cell states; nothing where it states something else."""
    if cell.number is not None:
        return cell.number
    found = _POINTS.fullmatch(cell.text.strip())
    return None if found is None else stated_number(found[1])


def _split_name(text: str) -> tuple[str, str]:
    r"""Return the name that a cell begins with, and what else stands below it there.

    A line that begins in small letters goes on with the name; after any other all is rule.

    >>> _split_name("Ban hành kế hoạch\nCCHC năm"), _split_name("Kế hoạch\nnăm\n- Có: 1")
    (('Ban hành kế hoạch', 'CCHC năm'), ('Kế hoạch năm', '- Có: 1'))
    """
    lines = [line for line in text.split("\n") if line.strip()]
    end = next((n for n, line in enumerate(lines) if n and not line.strip()[0].islower()), None)
    name, below = lines[:end], [] if end is None else lines[end:]
    return " ".join(" ".join(name).split()), "\n".join(below)


def _end_criteria(area: PrintedArea) -> None:
    """Give a criterion that gives points itself a component, whose code follows its own."""
    for criterion in area.criteria:
        for component in criterion.components:
            if component.is_own_criterion:
                component.code = f"{criterion.code}.1"


def _joined(first: str, second: str) -> str:
    return " ".join(filter(None, (first, " ".join(second.split()))))


def _finding(code: str, place: Place, *, found: str = "") -> Finding:
    return finding(code, **place.words, found=found)
