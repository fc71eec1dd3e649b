"""Which areas of a unit may stand beside what they were, and what their sub-index was."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cchc_lib.core.audit.comparing.changes import AreaChange, Incomparable, NotCompared
from cchc_lib.core.audit.comparing.component_matching import ComponentPair
from cchc_lib.core.results import AreaResult

__all__ = ["area_changes"]


def area_changes(
    before: Sequence[AreaResult], after: Sequence[AreaResult], pairs: Sequence[ComponentPair]
) -> Iterator[AreaChange]:
    """Yield every area of a unit in the official order of after.

    An area is compared where it holds the same components at both ends, each with the same
    maximum and content. One that does not apply at an end is no hindrance: a sub-index is a
    percentage of what applies.
    """
    earlier = {area.area_code: area.sub_index_pct for area in before}
    for area in after:
        reason = _hurdle(area.area_code, pairs)
        value = earlier.get(area.area_code)
        if reason:
            yield AreaChange(area_code=area.area_code, before=NotCompared(reason=reason))
        elif isinstance(value, Decimal) and isinstance(area.sub_index_pct, Decimal):
            yield AreaChange(area_code=area.area_code, before=value)
        else:
            yield AreaChange(area_code=area.area_code, before=NotCompared(reason="no_index"))


def _hurdle(area_code: str, pairs: Sequence[ComponentPair]) -> Incomparable | None:
    """Return why an area is not what it was; ``None`` where it is."""
    for pair in pairs:
        areas = {end.area_code for end in (pair.old, pair.new) if end is not None}
        if area_code not in areas:
            continue
        if pair.hurdle is not None:
            return pair.hurdle.reason
        if len(areas) > 1:
            return "content"
    return None
