"""The records that the second engine fills in."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tests.second_engine.reading import Component, Unit


@dataclass
class ScoreResult:
    """One component of one unit."""

    component: Component
    maximum: Fraction
    self_score: Fraction | None
    policy: str = ""
    rule: Fraction | None = None
    appraised: Fraction | None = None
    survey: Fraction | None = None
    final: Fraction | None = None

    @property
    def status(self) -> str:
        """Whether it has a result, has none yet, or needs none."""
        if self.final is not None:
            return "scored"
        return "not_applicable" if self.policy else "not_appraised"


@dataclass
class AreaResult:
    """One area of one unit."""

    unit: Unit
    code: str
    maximum: Fraction
    self_score: Fraction | None = None
    appraised: Fraction | None = None
    survey: Fraction | None = None
    final: Fraction | None = None
    sub_index: Fraction | None = None
    rank: int | None = None


@dataclass
class UnitResult:
    """One unit as a whole."""

    unit: Unit
    maximum: Fraction = Fraction(0)
    appraised: Fraction | None = None
    survey: Fraction | None = None
    bonus: Fraction = Fraction(0)
    penalty: Fraction = Fraction(0)
    total: Fraction | None = None
    index: Fraction | None = None
    known_share: Fraction = Fraction(0)
    rank: int | None = None
    grade: str = ""
    is_open: bool = False
    is_provisional: bool = False


def total_of(values: Iterable[Fraction]) -> Fraction:
    """An exact sum."""
    return sum(values, Fraction(0))
