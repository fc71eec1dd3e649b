"""The numbering of an appendix: which rows are areas, criteria and components, and their codes."""

import re
from collections.abc import Sequence
from typing import Literal

__all__ = ["SIGNS", "Numbering", "numbering_of", "printed_code"]

_CODE = re.compile(r"(?:[IVXLC]+|[A-Z]|\d{1,2})(?:\.(?:\d{1,2}|[A-Z]))*")
SIGNS = " .-–+*•)"
"""What stands in place of a code before a level."""
_AROUND = " \t.):-–"
_LEADING = re.compile(r"(?P<code>\d{1,2}(?:\.\d{1,2})+)[.)]?\s+(?P<name>\S.*)", re.DOTALL)

Numbering = Literal["dotted", "lettered", "lettered_over_dotted"]
"""How rows are numbered: 1, 1.1, 1.1.1; or I, 1, 1.1; or I above 1.1 and 1.1.1."""


def printed_code(code: str, name: str) -> tuple[str, str]:
    """Return the code of a row and its name; the code may stand before the name.

    >>> printed_code("1.1.", "Kế hoạch"), printed_code("", "1.1.2. Báo cáo"), printed_code("-", "a")
    (('1.1', 'Kế hoạch'), ('1.1.2', 'Báo cáo'), ('', 'a'))
    """
    bare = "".join(code.split()).strip(_AROUND)
    if _CODE.fullmatch(bare):
        return bare, name
    if not bare and (found := _LEADING.fullmatch(name.strip())) is not None:
        return found["code"], found["name"]
    return "", name


def numbering_of(codes: Sequence[str]) -> Numbering:
    """Return how the rows with these codes are numbered.

    >>> numbering_of(["1", "1.1", "1.1.1"]), numbering_of(["I", "1", "1.1", "II", "1"])
    ('dotted', 'lettered')
    >>> numbering_of(["I", "1.1", "1.1.1", "II", "2.1"])
    'lettered_over_dotted'
    """
    tops = [code for code in codes if "." not in code]
    if all(code.isdecimal() for code in tops):
        return "dotted"
    has_numbers = any(code.isdecimal() for code in tops)
    has_whole = any(not code.split(".")[0].isdecimal() for code in codes if "." in code)
    if has_numbers:
        return "lettered"
    return "dotted" if has_whole else "lettered_over_dotted"
