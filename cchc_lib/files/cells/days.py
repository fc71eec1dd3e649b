"""Days typed as text, and which days can be meant at all."""

import re
from datetime import date

from cchc_lib.files.cells.numbers import fold_width

__all__ = ["is_as_asked", "is_possible", "parse_day"]

_AS_ASKED = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_DAY, _MONTH, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<month>[0-9]{1,2})", r"(?P<year>[0-9]{4})"
_TIME = r"(?:[ t](?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)?"
_FORMS = (
    re.compile(rf"(?:ngày )?{_DAY} ?(?P<mark>[-./]) ?{_MONTH} ?(?P=mark) ?{_YEAR}{_TIME}"),
    re.compile(rf"(?:ngày )?{_DAY} tháng {_MONTH} năm {_YEAR}"),
    re.compile(rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}}){_TIME}"),
)
_FIRST, _LAST = date(1945, 1, 1), date(2100, 12, 31)
"""A day outside is a slip: no document of the state is older, and 2018 in a cell of days
is shown as a day of 1905."""


def parse_day(text: str) -> date | None:
    """Return the day that a normalised text unmistakably means, day before month.

    >>> parse_day("15.1.2018") == parse_day("Ngày 15 tháng 01 năm 2018") == date(2018, 1, 15)
    True
    >>> parse_day("31/02/2018"), parse_day("15/1/18"), parse_day("43115")
    (None, None, None)
    """
    folded = fold_width(text).casefold()
    parts = next((match for form in _FORMS if (match := form.fullmatch(folded))), None)
    if parts is None:
        return None
    try:
        day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None
    return day if is_possible(day) else None


def is_as_asked(text: str) -> bool:
    """Tell whether a day is written as forms ask for it: day/month/year.

    >>> is_as_asked("5/1/2018"), is_as_asked("2018-01-05")
    (True, False)
    """
    return _AS_ASKED.fullmatch(text) is not None


def is_possible(day: date) -> bool:
    """Tell whether a day is one of the years that forms can be about."""
    return _FIRST <= day <= _LAST
