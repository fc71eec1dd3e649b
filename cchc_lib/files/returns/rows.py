"""Which row of a returned form belongs to which component, wherever it moved.

A row is known by its hidden codes; where these are gone, by what people see of it. Rows of
which codes and visible text disagree are not relied on.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import Place
from cchc_lib.files.forms.layout import FormColumn
from cchc_lib.files.returns.opening import OpenedForm
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import normalise, suggest

__all__ = ["FormRows", "RowColumns", "is_filled", "locate_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowColumns:
    """The columns by which rows are known, and those in which people write.

    ``inputs`` is ``None`` for forms in which every component has one row, ``office`` for forms
    that are of one unit throughout.
    """

    code: FormColumn
    number: FormColumn
    name: FormColumn
    maximum: FormColumn
    inputs: FormColumn | None = None
    label: FormColumn | None = None
    office: FormColumn | None = None
    figure: FormColumn | None = None
    valued: tuple[FormColumn, ...]
    texts: tuple[FormColumn, ...] = ()

    @classmethod
    def of(
        cls,
        columns: type[FormColumn],
        valued: Iterable[FormColumn],
        texts: Iterable[FormColumn] = (),
    ) -> "RowColumns":
        """Return the columns of a form by their names."""
        known = columns.__members__
        return cls(
            code=known["CODE"],
            number=known["NUMBER"],
            name=known["NAME"],
            maximum=known["MAX"],
            inputs=known.get("INPUT"),
            label=known.get("LABEL"),
            office=known.get("OFFICE"),
            figure=known.get("FIGURE"),
            valued=tuple(valued),
            texts=tuple(texts),
        )


@dataclass(slots=True)
class FormRows:
    """The rows of one form by component code and, below it, by input code.

    A component is ``unsure`` if none of its rows can be relied on.
    """

    form: OpenedForm
    appendix: dict[str, Component]
    columns: RowColumns
    by_component: dict[str, dict[str, int]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def components(self) -> Iterator[Component]:
        """Yield the components whose own row was found, in official order."""
        for component in self.appendix.values():
            if self._has_main(component) and component.code not in self.unsure:
                yield component

    def main(self, component: Component) -> int:
        """Return the row that carries score, evidence and explanation of a component."""
        return self.by_component[component.code][self.inputs(component)[0]]

    def inputs(self, component: Component) -> tuple[str, ...]:
        """Return the input codes that the rows of a component carry, its own row first."""
        has_inputs = self.columns.inputs is not None
        codes = tuple(spec.code for spec in component.inputs) if has_inputs else ()
        return codes or ("",)

    def add(self, component: Component, input_code: str, place: Place, row: int) -> None:
        """Remember a row, or report that its code is unknown or that it stands there twice."""
        known = self.by_component.setdefault(component.code, {})
        if input_code not in self.inputs(component):
            found = f"{component.code}/{input_code}"
            expected = suggest(input_code, self.inputs(component))
            self.report_once("BM-010", place, component.code, found=found, expected=expected)
        elif input_code not in known:
            known[input_code] = row
        else:
            self.unsure.add(component.code)
            self.report_once("BM-019", place, component.code)

    def report_missing(self) -> None:
        """Report the components whose own row was not found."""
        for component in self.appendix.values():
            if not self._has_main(component):
                self.report("BM-012", self.form.place, component.code)

    def report(self, code: str, place: Place, component_code: str = "", **words: str) -> None:
        """Keep a finding about a row."""
        about = {"unit_code": self.form.unit.code, "component_code": component_code}
        self.findings.append(finding(code, **about, **place.words, **words))

    def report_once(self, code: str, place: Place, component_code: str = "", **words: str) -> None:
        """Keep a finding, once for each component: rows come in blocks."""
        about = (code, component_code, words.get("found", ""))
        if about not in {(f.code, f.component_code, f.found) for f in self.findings}:
            self.report(code, place, component_code, **words)

    def _has_main(self, component: Component) -> bool:
        return self.inputs(component)[0] in self.by_component.get(component.code, {})


def locate_rows(
    form: OpenedForm,
    edition: Edition,
    appendix: dict[str, Component],
    columns: RowColumns,
    numbers: Sequence[int],
) -> FormRows:
    """Find the rows of components among numbered rows; report codes that are of nobody.

    ``appendix`` holds the components that are asked for, by code. A value in the row of a
    component that the unit's group does not have is a mistake.
    """
    rows = FormRows(form=form, appendix=appendix, columns=columns)
    group = form.unit.group_code
    known = {component.code: component for component in edition.components()}
    for row in numbers:
        code = form.text(row, columns.code)
        if code in appendix:
            place = form.cell(row, columns.code).place
            rows.add(appendix[code], _input_code(rows, appendix[code], row), place, row)
        elif code and code not in known:
            place = form.cell(row, columns.code).place
            rows.report_once("BM-010", place, found=code, expected=suggest(code, known))
        elif code and group not in known[code].max_score and is_filled(form, row, columns.valued):
            rows.report_once("BM-011", form.cell(row, columns.code).place, code)
    _add_uncoded(rows, numbers)
    return rows


def _add_uncoded(rows: FormRows, numbers: Iterable[int]) -> None:
    """Find the rows of components that have lost their codes by what people see of them."""
    current: Component | None = None
    for row in numbers:
        code, number = (rows.form.text(row, c) for c in (rows.columns.code, rows.columns.number))
        if code or number:
            current = rows.appendix.get(code or number)
        if not code and current is not None:
            _add_by_label(rows, current, row, has_number=bool(number))


def _add_by_label(rows: FormRows, component: Component, row: int, *, has_number: bool) -> None:
    has_inputs = rows.inputs(component) != ("",)
    input_code = _input_by_label(rows, component, row) if has_inputs else ""
    known = rows.by_component.get(component.code, {})
    is_found = input_code in rows.inputs(component) and (has_inputs or has_number)
    if is_found and input_code not in known:
        place = Place(file=rows.form.file, sheet=rows.form.sheet.title)
        rows.add(component, input_code, place, row)
        if rows.columns.code in rows.form.columns:
            rows.report_once("BM-037", place)


def _input_code(rows: FormRows, component: Component, row: int) -> str:
    """Return the code of the figure in a row; where it is gone, the one its label means."""
    code = rows.form.text(row, rows.columns.inputs)
    is_gone = not code and rows.inputs(component) != ("",)
    return _input_by_label(rows, component, row) if is_gone else code


def _input_by_label(rows: FormRows, component: Component, row: int) -> str:
    label = rows.form.text(row, rows.columns.label).casefold()
    labels = {normalise(spec.label_vi).casefold(): spec.code for spec in component.inputs}
    return labels.get(label, "")


def is_filled(form: OpenedForm, row: int, columns: Collection[FormColumn]) -> bool:
    """Tell whether anything stands in one of the columns of a row."""
    return any(not form.cell(row, column).is_blank for column in columns)
