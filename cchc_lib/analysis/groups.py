"""One question asked of every group of a year that has units with a place."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from cchc_lib.core.results import YearResult

__all__ = ["by_group"]

_P = ParamSpec("_P")
_T = TypeVar("_T")


def by_group(
    year: YearResult,
    ask: Callable[Concatenate[YearResult, str, _P], _T],
    *args: _P.args,
    **kwargs: _P.kwargs,
) -> tuple[tuple[str, _T], ...]:
    """Return the code of each group with the answer to a question, in official order."""
    codes = [group.code for group in year.edition.groups if _has_places(year, group.code)]
    return tuple((code, ask(year, code, *args, **kwargs)) for code in codes)


def _has_places(year: YearResult, group_code: str) -> bool:
    return any(isinstance(unit.rank, int) for unit in year.group_units(group_code))
