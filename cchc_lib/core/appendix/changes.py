"""What an appendix changes of the edition before: new, dropped, renamed, other maxima."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import SequenceMatcher

from cchc_lib.core.appendix.table import PrintedComponent, PrintedTable
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_decimal, normalise

__all__ = ["report_changes"]

_ALIKE = 0.75
"""So much of two names under one code must agree for them to be one component, renamed."""


def report_changes(
    printed: PrintedTable, groups: Mapping[int, str], before: Edition
) -> Iterator[Finding]:
    """Yield what became of each component; ``groups`` gives the codes of the columns of maxima.

    Components are the same by name; else by code, where the names are alike.
    """
    pairs = _pairs(printed.components(), list(before.components()))
    taken = {old.code for _, old in pairs if old is not None}
    for new, old in pairs:
        place = new.place.words
        if old is None:
            shown = f"{new.code} {new.name_vi}"
            yield finding(
                "PL-016", **place, component_code=new.code, found=shown, words=before.code
            )
            continue
        if (old.code, _key(old.name_vi)) != (new.code, _key(new.name_vi)):
            yield finding(
                "PL-018",
                **place,
                component_code=new.code,
                found=f"{old.code} {old.name_vi}",
                expected=f"{new.code} {new.name_vi}",
                words=before.code,
            )
        maxima = {groups[column]: number for column, number in new.maxima.items()}
        if maxima != old.max_score:
            yield finding(
                "PL-019",
                **place,
                component_code=new.code,
                found=_shown(old.max_score),
                expected=_shown(maxima),
                words=before.code,
            )
    for old in before.components():
        if old.code not in taken:
            shown = f"{old.code} {old.name_vi}"
            yield finding("PL-017", component_code=old.code, found=shown, words=before.code)


def _pairs(
    new: list[PrintedComponent], old: list[Component]
) -> list[tuple[PrintedComponent, Component | None]]:
    """Return each component with the one it was before, by name first, then by code."""
    left = {component.code: component for component in old}
    found: dict[int, Component] = {}
    for number, component in enumerate(new):
        same = [o for o in left.values() if _key(o.name_vi) == _key(component.name_vi)]
        one = next((o for o in same if o.code == component.code), same[0] if same else None)
        if one is not None:
            found[number] = left.pop(one.code)
    for number, component in enumerate(new):
        other = left.get(component.code)
        if number not in found and other is not None and _is_alike(component, other):
            found[number] = left.pop(component.code)
    return [(component, found.get(number)) for number, component in enumerate(new)]


def _is_alike(new: PrintedComponent, old: Component) -> bool:
    return SequenceMatcher(None, _key(new.name_vi), _key(old.name_vi)).ratio() >= _ALIKE


def _key(name: str) -> str:
    return normalise(name).casefold().strip(" .;:")


def _shown(maxima: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{group} {format_decimal(m)}" for group, m in maxima.items()) or "0"
