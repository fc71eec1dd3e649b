"""Which row of a returned form belongs to which component: by hidden code, wherever it moved."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Place
from cchc_lib.files.forms.layout import FormColumn
from cchc_lib.files.forms.opening import OpenedForm
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["FormRows", "fill_rows", "is_filled", "locate_rows"]


@dataclass(slots=True)
class FormRows:
    """The rows of one form by component code and, below it, by input code.

    A component that stands in the form twice is ``repeated``: neither row can be relied on.
    """

    form: OpenedForm
    appendix: dict[str, Component]
    has_inputs: bool
    by_component: dict[str, dict[str, int]] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def components(self) -> Iterator[Component]:
        """Yield the components whose own row was found, in official order."""
        for component in self.appendix.values():
            is_there = self.main_input(component) in self.by_component.get(component.code, {})
            if is_there and component.code not in self.repeated:
                yield component

    def main(self, component: Component) -> int:
        """Return the row that carries score, evidence and explanation of a component."""
        return self.by_component[component.code][self.main_input(component)]

    def main_input(self, component: Component) -> str:
        """Return the input code in a component's own row: that of its first figure."""
        return next(iter(self.inputs(component)))

    def inputs(self, component: Component) -> tuple[str, ...]:
        """Return the input codes that the rows of a component carry."""
        codes = tuple(spec.code for spec in component.inputs) if self.has_inputs else ()
        return codes or ("",)

    def add(self, component: Component, input_code: str, place: Place, row: int) -> None:
        """Remember a row, or report that its code is unknown or that it stands there twice."""
        known = self.by_component.setdefault(component.code, {})
        if input_code not in self.inputs(component):
            found = f"{component.code}/{input_code}"
            expected = suggest(input_code, self.inputs(component))
            self.report("BM-010", place, component.code, found=found, expected=expected)
        elif input_code not in known:
            known[input_code] = row
        else:
            self.repeated.add(component.code)
            self.report("BM-019", place, component.code)

    def report_missing(self) -> None:
        """Report the components whose own row was not found."""
        sheet = Place(file=self.form.file, sheet=self.form.grid.title)
        for component in self.appendix.values():
            if self.main_input(component) not in self.by_component.get(component.code, {}):
                self.report("BM-012", sheet, component.code)

    def report(self, code: str, place: Place, component_code: str, **words: str) -> None:
        """Keep a finding about a row."""
        self.findings.append(
            finding(
                code,
                unit_code=self.form.unit.code,
                **place.words,
                component_code=component_code,
                **words,
            )
        )


def locate_rows(
    form: OpenedForm,
    edition: Edition,
    code_column: FormColumn,
    input_column: FormColumn | None,
    valued: Sequence[FormColumn],
) -> FormRows:
    """Find the rows of a form and report codes that are unknown, foreign, repeated or missing.

    ``valued`` are the columns in which a value makes a foreign component a mistake.
    """
    own = {c.code: c for c in edition.components_of(form.unit.group_code) if not c.is_survey}
    rows = FormRows(form=form, appendix=own, has_inputs=input_column is not None)
    fill_rows(
        rows,
        edition,
        form.rows(),
        code_column=code_column,
        input_column=input_column,
        valued=valued,
    )
    rows.report_missing()
    return rows


def fill_rows(
    rows: FormRows,
    edition: Edition,
    numbers: Iterable[int],
    *,
    code_column: FormColumn,
    input_column: FormColumn | None,
    valued: Sequence[FormColumn],
) -> None:
    """Look for a unit's components in numbered rows; leave those of nobody to a finding."""
    form = rows.form
    group = form.unit.group_code
    known = {component.code: component for component in edition.components()}
    for row in numbers:
        cell = form.cell(row, code_column)
        code = form.code(row, code_column)
        if code in rows.appendix:
            rows.add(rows.appendix[code], form.code(row, input_column), cell.place, row)
        elif code and code not in known:
            rows.report("BM-010", cell.place, "", found=code, expected=suggest(code, known))
        elif code and group not in known[code].max_score and is_filled(form, row, valued):
            rows.report("BM-011", cell.place, code)
    rows.findings = list(_once_each(rows.findings))


def is_filled(form: OpenedForm, row: int, columns: Sequence[FormColumn]) -> bool:
    """Tell whether anything stands in one of the columns of a row."""
    return any(not form.cell(row, column).is_blank for column in columns)


def _once_each(findings: list[Finding]) -> Iterator[Finding]:
    """Yield findings without repeats about the same component: rows come in blocks."""
    seen: set[tuple[str, str, str]] = set()
    for one in findings:
        key = (one.code, one.component_code, one.found)
        if key not in seen:
            seen.add(key)
            yield one
