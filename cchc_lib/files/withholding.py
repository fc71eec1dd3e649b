"""What people wrote in a survey is not repeated: findings show codes and numbers, no words.

An answer in the wrong column may be a name, a telephone number or a sentence. Whoever mends it
finds it by file and line.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from cchc_lib.findings import BLANK, Finding

__all__ = ["withheld", "withhold"]

_CODE = re.compile(r"[A-Za-z0-9.,%+-]{1,40}")
_MOST_DIGITS = 5
"""The shortest numbers that name a person, such as old identity or telephone numbers, have more."""


def withheld(text: str) -> str:
    """Return a text as findings show it: itself if it is a code or a figure, else its length.

    >>> withheld("so-noi-vuu"), withheld("0987650431")
    ('so-noi-vuu', '(10 ký tự, không hiện ở đây)')
    """
    digits = sum(character.isdigit() for character in text)
    is_shown = text in {"", BLANK} or (_CODE.fullmatch(text) and digits <= _MOST_DIGITS)
    return text if is_shown else f"({len(text)} ký tự, không hiện ở đây)"


def withhold(item: Finding, known: Collection[str]) -> Finding:
    """Return a finding about a cell of a survey without what was written there.

    ``known`` holds the codes of components, which are always shown.
    """
    if not item.cell:
        return item
    shown = withheld(item.found)
    is_known = item.component_code in known
    return replace(
        item,
        component_code=item.component_code if is_known else "",
        found=shown,
        message=item.message.replace(item.found, shown) if item.found else item.message,
        fix=item.fix.replace(item.found, shown) if item.found else item.fix,
    )
