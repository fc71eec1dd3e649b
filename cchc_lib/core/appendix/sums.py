"""Whether the printed maxima of an appendix add up, and whether each code stands there once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from cchc_lib.core.appendix.table import PrintedTable
from cchc_lib.core.places import Place
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_decimal

__all__ = ["added", "check_printed_codes", "check_printed_sums"]


def check_printed_sums(printed: PrintedTable, names: Mapping[int, str]) -> Iterator[Finding]:
    """Yield every printed maximum that is not the sum of what stands below it.

    ``names`` says what each column of maxima is called. A maximum that is not printed is not
    missed, but a component without any is.
    """
    for area in printed.areas:
        whole = added(component.maxima for component in area.components())
        yield from _check(f"lĩnh vực {area.code}", area.maxima, whole, area.place, names)
        for criterion in area.criteria:
            own = added(component.maxima for component in criterion.components)
            what = f"tiêu chí {criterion.code}"
            yield from _check(what, criterion.maxima, own, criterion.place, names)
        if not area.criteria:
            yield finding("PL-013", **area.place.words, found=area.code)
    for component in printed.components():
        if not component.maxima:
            place = component.place.words
            yield finding("PL-012", **place, component_code=component.code, found=component.code)
    if printed.totals_place is not None:
        whole = added(component.maxima for component in printed.components())
        yield from _check("dòng tổng cộng", printed.totals, whole, printed.totals_place, names)


def check_printed_codes(printed: PrintedTable) -> Iterator[Finding]:
    """Yield the rows whose code a row above has already."""
    criteria = [criterion for area in printed.areas for criterion in area.criteria]
    rows = [
        *((area.code, area.place) for area in printed.areas),
        *((criterion.code, criterion.place) for criterion in criteria),
        *((one.code, one.place) for one in printed.components() if not one.is_own_criterion),
    ]
    seen: Counter[str] = Counter()
    for code, place in rows:
        seen[code] += 1
        if seen[code] > 1:
            yield finding("PL-022", **place.words, found=code)


def added(maxima: Iterable[Mapping[int, Decimal]]) -> dict[int, Decimal]:
    """Return the sum of maxima in each column."""
    sums: dict[int, Decimal] = {}
    for one in maxima:
        for column, number in one.items():
            sums[column] = sums.get(column, Decimal(0)) + number
    return sums


def _check(
    what: str,
    printed: Mapping[int, Decimal],
    sums: Mapping[int, Decimal],
    place: Place,
    names: Mapping[int, str],
) -> Iterator[Finding]:
    for column, number in printed.items():
        real = sums.get(column, Decimal(0))
        if number != real:
            words = f"{what}, {names[column]}" if names[column] else what
            yield finding(
                "PL-006",
                **place.words,
                found=format_decimal(number),
                expected=format_decimal(real),
                words=words,
            )
