"""Read the figures that systems outside of the units give, such as a national portal.

The CSV files and workbooks in ``external/`` are long tables: one figure per row. Which source a
figure is from is what the edition says of its component.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cchc_lib.core.rulebook import Component, Edition, InputSpec
from cchc_lib.core.submission import Assessment, DeclaredFigure, NotReported, Place
from cchc_lib.files.cell_rows import CellRow
from cchc_lib.files.cells.reading import CellProblem, read_figure
from cchc_lib.files.cells.taking import Taking
from cchc_lib.files.row_findings import row_finding, unit_finding
from cchc_lib.files.sheets import Table, TableKind, open_tables
from cchc_lib.files.sources import list_sources, skipped_entries
from cchc_lib.files.tables import Row
from cchc_lib.findings import BLANK, Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["EXTERNAL_FOLDER", "read_external"]

EXTERNAL_FOLDER = "external"
_COLUMNS = ("unit_code", "component_code", "input_code", "value")
_FIGURES = TableKind(
    name_vi="bảng số liệu của nguồn ngoài",
    columns=dict(zip(_COLUMNS, _COLUMNS, strict=True)),
    missing_code="SN-001",
)
Sourced = dict[tuple[str, str], tuple[DeclaredFigure, ...]]
"""By unit code and component code: the figures that the component asks for, in its order."""


def read_external(
    root: Path, *, edition: Edition, assessment: Assessment
) -> tuple[Sourced, list[Finding]]:
    """Read every table of the folder ``external`` of an assessment."""
    reading = _Reading(
        {unit.code: unit.group_code for unit in assessment.units},
        {component.code: component for component in edition.components() if component.source},
    )
    reading.findings += [
        finding("BM-008", file=f"{EXTERNAL_FOLDER}/{entry}", found=entry)
        for entry in skipped_entries(root, EXTERNAL_FOLDER)
        if entry.endswith("/")
    ]
    sources = list_sources(root, EXTERNAL_FOLDER)
    for table in open_tables(sources, (_FIGURES,), reading.findings):
        reading.read(table)
    return reading.sourced(), reading.findings


@dataclass(slots=True)
class _Reading:
    """What one reading of the folder has collected; ``groups`` are by unit code."""

    groups: Mapping[str, str]
    components: Mapping[str, Component]
    findings: list[Finding] = field(default_factory=list)
    figures: dict[tuple[str, str], dict[str, DeclaredFigure]] = field(default_factory=dict)

    def read(self, table: Table) -> None:
        """Read one table; columns that it should not have are named and left out."""
        for name in table.other_columns():
            self.findings.append(finding("SN-002", **table.place.words, found=name))
        taking = Taking(self.findings)
        for cells in table.rows():
            row = _codes_of(cells, taking)
            spec = None if row is None else self._spec_of(row)
            if row is not None and spec is not None:
                self._take(cells, row, spec, taking)

    def sourced(self) -> Sourced:
        """Return the figures of each component of which there is any, the others not reported."""
        return {
            (unit, code): tuple(
                own.get(spec.code) or _not_given(spec, own) for spec in self.components[code].inputs
            )
            for (unit, code), own in self.figures.items()
        }

    def _spec_of(self, row: Row) -> InputSpec | None:
        """Return what a row gives a figure of; ``None`` if that is nothing, which is reported."""
        unit, code = row["unit_code"], row["component_code"]
        if unit not in self.groups:
            found, expected = unit or BLANK, suggest(unit, self.groups)
            self.findings.append(
                row_finding("SN-003", row, "unit_code", found=found, expected=expected)
            )
            return None
        group = self.groups[unit]
        asked = {c: one for c, one in self.components.items() if group in one.max_score}
        if code not in asked:
            self._refuse("SN-004", row, "component_code", code, suggest(code, asked))
            return None
        specs = {spec.code: spec for spec in asked[code].inputs}
        if row["input_code"] not in specs:
            expected = suggest(row["input_code"], specs)
            self._refuse("SN-005", row, "input_code", row["input_code"], expected)
        return specs.get(row["input_code"])

    def _take(self, cells: CellRow, row: Row, spec: InputSpec, taking: Taking) -> None:
        """Take a figure down; two that differ are both refused, whatever their order."""
        unit, code = row["unit_code"], row["component_code"]
        cell = cells.cells["value"]
        reading = read_figure(cell, spec, self.components[code].rule)
        value = cells.take(
            "value",
            replace(reading, problems=tuple(_of_source(one) for one in reading.problems)),
            taking,
            unit_code=unit,
            component_code=code,
        )
        own = self.figures.setdefault((unit, code), {})
        before = own.get(spec.code)
        figure = DeclaredFigure(input_code=spec.code, value=value, place=cell.place)
        if before is not None and before.value != value:
            self._refuse("SN-007", row, "value", cell.as_typed or BLANK, spec.label_vi)
            figure = replace(figure, value=NotReported(reason="refused"))
        own[spec.code] = figure

    def _refuse(self, code: str, row: Row, column: str, found: str, expected: str) -> None:
        self.findings.append(
            unit_finding(code, row, column, found=found or BLANK, expected=expected)
        )


def _codes_of(cells: CellRow, taking: Taking) -> Row | None:
    """Return a row with its codes, if they can be relied on."""
    texts = {column: cells.text(column, taking) for column in _COLUMNS[:-1]}
    known = {column: text for column, text in texts.items() if text is not None}
    return cells.named(known) if len(known) == len(texts) else None


def _not_given(spec: InputSpec, own: Mapping[str, DeclaredFigure]) -> DeclaredFigure:
    """Return a figure that no row gives, in the file that gives the others."""
    file = next(iter(own.values())).place.file
    return DeclaredFigure(input_code=spec.code, value=NotReported(), place=Place(file=file))


def _of_source(problem: CellProblem) -> CellProblem:
    """Return a problem with a declared figure as one with a figure of a source."""
    return replace(problem, code="SN-006") if problem.code == "HS-019" else problem
