"""Places in a group and grades, as the edition declares them."""

from collections.abc import Sequence
from fractions import Fraction

from cchc_lib.core.rulebook import Edition, GradeBand
from cchc_lib.core.submission import Adjustment, NotAppraised

__all__ = ["cap_grade", "grade_of", "places_of"]


def grade_of(edition: Edition, index: Fraction | NotAppraised) -> GradeBand | NotAppraised:
    """Return the band of an index, rounded or exact as the edition declares."""
    if isinstance(index, NotAppraised):
        return index
    rule = edition.grading
    value = edition.rounding.total(index) if rule.value == "rounded" else index
    return next(band for band in rule.bands if value >= band.ge)


def cap_grade(
    edition: Edition, grade: GradeBand | NotAppraised, adjustments: Sequence[Adjustment]
) -> GradeBand | NotAppraised:
    """Lower a grade to the best one that every recorded cap allows."""
    if isinstance(grade, NotAppraised):
        return grade
    caps = {cap.code: edition.grading.band(cap.best_grade) for cap in edition.grading.caps}
    allowed = [caps[a.code] for a in adjustments if a.kind == "cap" and a.code in caps]
    return min((grade, *allowed), key=lambda band: band.ge)


def places_of(keys: dict[str, tuple[Fraction, ...]], method: str) -> dict[str, int]:
    """Return the place of each key, highest first, ties sharing a place.

    >>> keys = {"a": (Fraction(9),), "b": (Fraction(9),), "c": (Fraction(8),)}
    >>> places_of(keys, "competition"), places_of(keys, "dense")
    ({'a': 1, 'b': 1, 'c': 3}, {'a': 1, 'b': 1, 'c': 2})
    """
    ordered = sorted(keys.values(), reverse=True)
    steps = sorted(set(ordered), reverse=True) if method == "dense" else ordered
    first_place: dict[tuple[Fraction, ...], int] = {}
    for place, key in enumerate(steps, start=1):
        first_place.setdefault(key, place)
    return {code: first_place[key] for code, key in keys.items()}
