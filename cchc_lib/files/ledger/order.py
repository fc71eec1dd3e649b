"""The order of units in the ledger: those of a group stand together, as formulas need them."""

from collections.abc import Iterator

from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import Unit

__all__ = ["units_in_order"]


def units_in_order(year: YearResult) -> Iterator[Unit]:
    """Yield the units group by group, inside a group in official order."""
    for group in year.edition.groups:
        yield from (unit for unit in year.assessment.units if unit.group_code == group.code)
