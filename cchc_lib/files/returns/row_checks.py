"""Whether the rows of a form still are what was issued: nothing swapped, changed or beside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.files.returns.rows import FormRows
from cchc_lib.files.returns.strays import check_strays, number_in, place_in
from cchc_lib.vietnamese import format_decimal, format_rows, normalise

__all__ = ["check_rows"]

_NO_OFFICES: Mapping[str, int] = {}
_TEXTS_KNOWN = 4096


def check_rows(
    rows: FormRows,
    edition: Edition,
    numbers: Iterable[int],
    *,
    offices: Mapping[str, int] = _NO_OFFICES,
) -> None:
    """Report rows that disagree with their code, changed maxima, hidden rows and stray values.

    A component of which a row disagrees with its code becomes unsure. ``offices`` tells
    how many units have a name, in small letters: a row must be of no other unit.
    """
    printed = _Printed.of(edition, rows.form.unit.name_vi, offices)
    located = {row: code for code, own in rows.by_component.items() for row in own.values()}
    for code, own in rows.by_component.items():
        for input_code, row in own.items():
            _check_visible(rows, printed, rows.appendix[code], input_code, row)
    for component in rows.components():
        _check_maximum(rows, component)
    _check_hidden(rows, located)
    unasked = {component.code for component in edition.components() if not component.is_appraised}
    nobodys = {"", *unasked}
    code = rows.columns.code
    beside = [n for n in numbers if n not in located and rows.form.text(n, code) in nobodys]
    check_strays(rows, beside)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printed:
    """What forms print: codes, names with their codes, labels of figures, names of other units."""

    codes: frozenset[str]
    names: dict[str, str]
    labels: frozenset[str]
    own_office: str
    offices: Mapping[str, int]

    @classmethod
    def of(cls, edition: Edition, own_office: str, offices: Mapping[str, int]) -> "_Printed":
        components = list(edition.components())
        return cls(
            own_office=_key(own_office),
            offices=offices,
            codes=frozenset(component.code for component in components),
            names={_key(component.name_vi): component.code for component in components},
            labels=frozenset(_key(spec.label_vi) for c in components for spec in c.inputs),
        )

    def is_other_office(self, name: str) -> bool:
        """Tell whether a name is that of another unit, be it also the unit's own."""
        own = 1 if name == self.own_office else 0
        return self.offices.get(name, 0) > own


def _check_visible(
    rows: FormRows, printed: _Printed, component: Component, input_code: str, row: int
) -> None:
    """Report a row whose number, name or label is that of something else."""
    seen = _belongs_to(rows, printed, component, input_code, row)
    if seen:
        rows.unsure |= {component.code, seen} & rows.appendix.keys()
        place = place_in(rows, row, rows.columns.number)
        rows.report_once("BM-038", place, component.code, found=seen, expected=component.code)


def _belongs_to(
    rows: FormRows, printed: _Printed, component: Component, input_code: str, row: int
) -> str:
    """Return what a row visibly is instead of what its code says; empty if both agree."""
    office = rows.form.text(row, rows.columns.office)
    if printed.is_other_office(_key(office)):
        return office
    number = rows.form.text(row, rows.columns.number)
    if number in printed.codes and number != component.code:
        return number
    name = _key(rows.form.text(row, rows.columns.name))
    if name != _key(component.name_vi) and name in printed.names:
        return printed.names[name]
    label = rows.form.text(row, rows.columns.label)
    own = {spec.code: _key(spec.label_vi) for spec in component.inputs}
    is_of_other = _key(label) in printed.labels and _key(label) != own.get(input_code)
    return f"“{label}”" if input_code in own and is_of_other else ""


def _check_maximum(rows: FormRows, component: Component) -> None:
    """Report a maximum that is not the edition's; the edition's counts all the same."""
    column = rows.columns.maximum
    if column not in rows.form.columns:
        return
    cell = rows.form.sheet.cell(rows.main(component), rows.form.columns[column])
    expected = component.max_score[rows.form.unit.group_code]
    given = number_in(cell)
    if given is not None and given != expected:
        rows.report(
            "BM-039",
            place_in(rows, rows.main(component), column),
            component.code,
            found=format_decimal(given),
            expected=format_decimal(expected),
        )


def _check_hidden(rows: FormRows, located: Iterable[int]) -> None:
    hidden = sorted(rows.form.sheet.hidden_rows & set(located))
    if hidden:
        rows.report("BM-034", rows.form.place, found=format_rows(hidden))


@lru_cache(maxsize=_TEXTS_KNOWN)
def _key(text: str) -> str:
    return normalise(text).casefold()
