"""One unit of the example and what of it stays the same from year to year."""

from dataclasses import dataclass

from cchc_lib.core.submission import Unit

__all__ = ["Member"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A unit, its place in the list of its group, and the code it had at first.

    Place, counted from zero, and first code say how good the unit is, whatever it is called.
    """

    unit: Unit
    ordinal: int
    origin_code: str
