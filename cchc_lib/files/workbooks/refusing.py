"""How the gate turns a file away, and how it writes sizes and counts in Vietnamese."""

from decimal import Decimal

from cchc_lib.files.workbooks.contents import Refusal
from cchc_lib.vietnamese import format_decimal

__all__ = ["Refused", "count_of", "damaged", "megabytes", "stopped", "too_large", "unsafe"]

_MEGABYTE = 1_000_000


class Refused(Exception):
    """A file that is not read; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code, refusal.found)
        self.refusal = refusal


def damaged(why: str) -> Refused:
    """Return the refusal of a file that is broken."""
    return Refused(Refusal(code="BM-001", found=why))


def stopped(why: str) -> Refusal:
    """Return the refusal of a file whose reading had to be ended."""
    return Refusal(code="BM-025", found=why)


def too_large(found: str, expected: str) -> Refused:
    """Return the refusal of a file that is larger than any form."""
    return Refused(Refusal(code="BM-022", found=found, expected=expected))


def unsafe(what: str) -> Refused:
    """Return the refusal of a file with content that no office program writes."""
    return Refused(Refusal(code="BM-023", found=what))


def megabytes(size: int) -> str:
    """Write a number of bytes.

    >>> megabytes(25_000_000), megabytes(1_234_567)
    ('25 MB', '1,2 MB')
    """
    return f"{format_decimal((Decimal(size) / _MEGABYTE).quantize(Decimal('0.1')))} MB"


def count_of(number: int, what: str) -> str:
    """Write how many there are of something.

    >>> count_of(200_000, "ô có giá trị")
    '200.000 ô có giá trị'
    """
    return f"{format_decimal(Decimal(number))} {what}"
