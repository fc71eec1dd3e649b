"""Find tables in workbooks and CSV files: which sheet, which line is the header, which columns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from cchc_lib.core.submission import Place
from cchc_lib.files.cell_rows import CellRow, CsvLine, SheetLine
from cchc_lib.files.sources import WORKBOOK_ENDINGS, SourceFile
from cchc_lib.files.tables import csv_lines, misfit
from cchc_lib.files.workbooks.contents import OpenedBook, Refusal, Sheet
from cchc_lib.files.workbooks.opening import open_books
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_rows, normalise

__all__ = ["Table", "TableKind", "open_tables"]

_HEADER_WITHIN = 20
_Line = CsvLine | SheetLine


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKind:
    """What a table is called, and its columns, each with the header that may stand for it.

    ``missing_code`` is the finding for a column that is not there.
    """

    name_vi: str
    columns: Mapping[str, str]
    missing_code: str

    def columns_in(self, texts: Mapping[int, str]) -> dict[str, list[int]]:
        """Return the columns that a line names, and every place where it does."""
        names = {vi.casefold(): name for name, vi in self.columns.items()}
        found: dict[str, list[int]] = {}
        for place, text in texts.items():
            name = names.get(text.casefold(), text.casefold())
            if name in self.columns:
                found.setdefault(name, []).append(place)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """A CSV file or a sheet: what may hold a table."""

    place: Place
    lines: Sequence[_Line]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: where the cells of each of its columns stand, and the lines below its header."""

    kind: TableKind
    grid: _Grid
    header: _Line
    columns: Mapping[str, Sequence[int]]
    lines: Sequence[_Line]

    @property
    def place(self) -> Place:
        """Return the file and the sheet as a whole."""
        return self.grid.place

    def other_columns(self) -> list[str]:
        """Return the headers of columns that such a table does not have."""
        own = {at for places in self.columns.values() for at in places}
        return [text for at, text in self.header.texts().items() if at not in own]

    def rows(self) -> Iterator[CellRow]:
        """Yield the lines in which anything stands in a column of the table."""
        columns = {name: places[0] for name, places in self.columns.items()}
        rows = (line.row(columns) for line in self.lines)
        return (row for row in rows if not row.is_blank(columns))

    def content(self) -> frozenset[object]:
        """Return what stands in the lines, whatever their order; nothing if all are blank."""
        lines = Counter(tuple(line.texts().items()) for line in self.lines)
        return frozenset(lines.items())


def open_tables(
    sources: Sequence[SourceFile], kinds: Sequence[TableKind], findings: list[Finding]
) -> list[Table]:
    """Return the tables in some files, in their order; a file without gives a finding.

    ``kinds`` are what the tables may be, the least likely first. Tables with the same content
    are read once, under the shortest name.
    """
    opened = iter(open_books([one for one in sources if _is_workbook(one)]))
    tables: list[Table] = []
    for source in sources:
        if _is_workbook(source):
            tables += _in_book(next(opened), kinds, findings)
        elif source.file.lower().endswith(".csv"):
            tables += _in_csv(source, kinds, findings)
        else:
            name = PurePosixPath(source.file).name
            findings.append(finding("BM-008", file=source.file, found=name))
    return [_checked(table, findings) for table in _once(tables, findings)]


def _is_workbook(source: SourceFile) -> bool:
    return source.file.lower().endswith(WORKBOOK_ENDINGS)


def _in_csv(
    source: SourceFile, kinds: Sequence[TableKind], findings: list[Finding]
) -> Iterator[Table]:
    file = source.file
    read = csv_lines(source.path, file, findings)
    if read is not None:
        lines = [CsvLine(file=file, number=number, values=values) for number, values in read]
        yield from _in_grids([_Grid(place=Place(file=file), lines=lines)], kinds, findings)


def _in_book(
    opened: OpenedBook, kinds: Sequence[TableKind], findings: list[Finding]
) -> Iterator[Table]:
    file = opened.source.file
    findings += opened.findings("")
    if not isinstance(opened.content, Refusal):
        grids = [_grid_of(sheet, file) for sheet in opened.content.sheets]
        yield from _in_grids(grids or [_Grid(place=Place(file=file), lines=())], kinds, findings)


def _grid_of(sheet: Sheet, file: str) -> _Grid:
    return _Grid(
        place=Place(file=file, sheet=sheet.title),
        lines=[
            SheetLine(file=file, number=number, sheet=sheet, stored=cells)
            for number, cells in sheet.rows()
        ],
        is_hidden=sheet.is_hidden,
        hidden_rows=sheet.hidden_rows,
    )


def _in_grids(
    grids: Sequence[_Grid], kinds: Sequence[TableKind], findings: list[Finding]
) -> Iterator[Table]:
    """Yield the one table of each kind that a file holds."""
    found = [table for grid in grids if (table := _headed(grid, kinds)) is not None]
    if not found:
        findings += _missing(grids, kinds)
    for kind in kinds:
        own = [table for table in found if table.kind is kind]
        filled = [table for table in own if len(own) == 1 or table.content()] or own
        if len(filled) > 1 and len({table.content() for table in filled}) > 1:
            findings.append(_conflict(filled))
        elif filled:
            yield min(filled, key=lambda table: table.grid.is_hidden)


def _headed(grid: _Grid, kinds: Iterable[TableKind]) -> Table | None:
    """Return the table whose whole header stands in one of the first lines, if there is one."""
    for at, line in enumerate(grid.lines[:_HEADER_WITHIN], start=1):
        for kind in kinds:
            columns = kind.columns_in(line.texts())
            if columns.keys() == kind.columns.keys():
                lines = grid.lines[at:]
                return Table(kind=kind, grid=grid, header=line, columns=columns, lines=lines)
    return None


def _missing(grids: Sequence[_Grid], kinds: Sequence[TableKind]) -> Iterator[Finding]:
    """Yield the columns that are not in the line which holds most of them."""
    place, kind, best = Place(file=grids[0].place.file), kinds[-1], frozenset[str]()
    for grid in grids:
        for line in grid.lines[:_HEADER_WITHIN]:
            for one in reversed(kinds):
                columns = frozenset(one.columns_in(line.texts()))
                if len(columns) > len(best):
                    place, kind, best = grid.place, one, columns
    for column in kind.columns:
        if column not in best:
            yield finding(kind.missing_code, **place.words, found=column)


def _conflict(tables: Sequence[Table]) -> Finding:
    """Report sheets with the same header and different content."""
    titles = ", ".join(f"“{normalise(table.place.sheet)}”" for table in tables)
    first = tables[0]
    return finding("BM-032", file=first.place.file, found=titles, expected=first.kind.name_vi)


def _once(tables: Sequence[Table], findings: list[Finding]) -> Iterator[Table]:
    """Yield every table whose content no other has, and one of those that are the same."""
    sizes = Counter(len(table.lines) for table in tables)
    contents = {
        at: content
        for at, table in enumerate(tables)
        if sizes[len(table.lines)] > 1 and (content := table.content())
    }
    chosen: dict[frozenset[object], Table] = {}
    for at in sorted(contents, key=lambda at: len(tables[at].place.file)):
        chosen.setdefault(contents[at], tables[at])
    for at, table in enumerate(tables):
        same = chosen[contents[at]] if at in contents else table
        if same is table:
            yield table
        else:
            about = {"file": table.place.file, "expected": same.place.file}
            findings.append(finding("BM-050", **about))


def _checked(table: Table, findings: list[Finding]) -> Table:
    """Return a table with the lines that fit its header: none, if a column stands there twice."""
    if table.grid.is_hidden:
        title = normalise(table.place.sheet)
        findings.append(finding("BM-033", **table.place.words, found=title))
    findings += _hidden_rows(table)
    twice = [name for name, places in table.columns.items() if len(places) > 1]
    findings += [finding("KD-019", **table.place.words, found=name) for name in twice]
    fitting, width = [], table.header.width
    for line in () if twice else table.lines:
        if line.width == width:
            fitting.append(line)
        else:
            findings.append(misfit(line.place, line.width, width))
    return replace(table, lines=fitting)


def _hidden_rows(table: Table) -> Iterator[Finding]:
    """Yield a note on lines that nobody sees who looks at the sheet."""
    hidden = [line.number for line in table.lines if line.number in table.grid.hidden_rows]
    if hidden:
        yield finding("BM-034", **table.place.words, found=format_rows(hidden))
