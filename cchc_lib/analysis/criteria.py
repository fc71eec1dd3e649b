"""How well criteria measure: for the department that drafts next year's. Nothing official.

All figures are over the units of one group that have a place; correlations need units that
differ, and are not a number where they do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cchc_lib.analysis.composite import Floats, Mask
from cchc_lib.analysis.model import GroupModel, group_model
from cchc_lib.core.reckoning import AppendixRow
from cchc_lib.core.results import YearResult

__all__ = [
    "Basis",
    "BasisShare",
    "Consistency",
    "CriterionQuality",
    "Redundancy",
    "basis_shares",
    "consistencies",
    "criterion_qualities",
    "cronbach",
    "redundancies",
]

Basis = Literal["figures", "judgment", "survey"]
_FEWEST = 3
"""Units below which a correlation says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionQuality:
    """One component in one group: how hard it was, and whether it told units apart.

    ``mean_pct`` is the mean share of the maximum (the higher, the easier); ``full_count`` of
    ``unit_count`` units have the maximum; ``deviation_pct`` is the standard deviation of the
    shares; ``rest_correlation`` that of the points with all the other points.
    """

    code: str
    unit_count: int
    full_count: int
    mean_pct: float
    deviation_pct: float
    rest_correlation: float

    @property
    def tells_apart(self) -> bool:
        """Tell whether not all units have the same share."""
        return self.deviation_pct > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Redundancy:
    """Two components whose shares go together, and over how many units."""

    first: str
    second: str
    correlation: float
    unit_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """Cronbach's alpha of an area, or of the whole where the code is empty.

    ``unit_count`` units to which all of its ``component_count`` components apply.
    """

    area_code: str
    alpha: float
    component_count: int
    unit_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisShare:
    """How much of an area's maximum rests on figures, judgement or survey, in percent."""

    area_code: str
    max_score: float
    percent: dict[Basis, float]


def criterion_qualities(year: YearResult, group_code: str) -> tuple[CriterionQuality, ...]:
    """Return every component of a group's appendix, in official order."""
    model = group_model(year, group_code)
    points = model.share * model.maximum
    return tuple(_quality(model, points, at) for at in range(len(model.rows)))


def _quality(model: GroupModel, points: Floats, at: int) -> CriterionQuality:
    has = model.counted[:, at] > 0
    share = model.share[has, at]
    rest = points[has].sum(axis=1) - points[has, at]
    return CriterionQuality(
        code=model.rows[at].component.code,
        unit_count=len(share),
        full_count=int((share >= 1).sum()),
        mean_pct=100 * float(share.mean()) if len(share) else float("nan"),
        deviation_pct=100 * float(share.std(ddof=1)) if len(share) > 1 else 0.0,
        rest_correlation=_correlation(share, rest),
    )


def redundancies(year: YearResult, group_code: str, *, at_least: float) -> tuple[Redundancy, ...]:
    """Return the pairs of components correlated by ``at_least`` (0 to 1), strongest first."""
    model = group_model(year, group_code)
    found = [pair for pair in _pairs(model) if abs(pair.correlation) >= at_least]
    return tuple(sorted(found, key=lambda pair: -round(abs(pair.correlation), 9)))


def _pairs(model: GroupModel) -> Iterator[Redundancy]:
    has = model.counted > 0
    for one in range(len(model.rows)):
        for other in range(one + 1, len(model.rows)):
            both = has[:, one] & has[:, other]
            yield Redundancy(
                first=model.rows[one].component.code,
                second=model.rows[other].component.code,
                correlation=_correlation(model.share[both, one], model.share[both, other]),
                unit_count=int(both.sum()),
            )


def _correlation(one: Floats, other: Floats) -> float:
    if len(one) < _FEWEST:
        return float("nan")
    left, right = one - one.mean(), other - other.mean()
    size = float(np.sqrt((left @ left) * (right @ right)))
    return float(left @ right) / size if size > np.finfo(np.float64).eps else float("nan")


def cronbach(points: Floats) -> float:
    """Return Cronbach's alpha of (unit, item); not a number where it has no meaning.

    >>> round(cronbach(np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])), 6)
    1.0
    """
    units, items = points.shape
    if units < _FEWEST or items < 2:  # noqa: PLR2004 - alpha is about two items and more
        return float("nan")
    whole = float(points.sum(axis=1).var(ddof=1))
    if not whole > 0:
        return float("nan")
    parts = float(points.var(axis=0, ddof=1).sum())
    return float(items / (items - 1) * (1 - parts / whole))


def consistencies(year: YearResult, group_code: str) -> tuple[Consistency, ...]:
    """Return alpha of the whole appendix and of every area of a group, in official order."""
    model = group_model(year, group_code)
    areas = dict.fromkeys(row.area_code for row in model.rows)
    whole = np.ones(len(model.rows), dtype=bool)
    own = {code: np.array([row.area_code == code for row in model.rows]) for code in areas}
    return tuple(_consistency(model, code, at) for code, at in {"": whole, **own}.items())


def _consistency(model: GroupModel, code: str, at: Mask) -> Consistency:
    used = at & (model.counted > 0).any(axis=0)
    complete = (model.counted[:, used] > 0).all(axis=1)
    points = (model.share * model.maximum)[complete][:, used]
    return Consistency(
        area_code=code,
        alpha=cronbach(points),
        component_count=int(used.sum()),
        unit_count=int(complete.sum()),
    )


def basis_shares(year: YearResult, group_code: str) -> tuple[BasisShare, ...]:
    """Return for the whole appendix (empty code) and each area what its maximum rests on."""
    rows = group_model(year, group_code).rows
    codes = ["", *dict.fromkeys(row.area_code for row in rows)]
    return tuple(
        _basis_share(code, [r for r in rows if code in {"", r.area_code}]) for code in codes
    )


def _basis_share(code: str, rows: list[AppendixRow]) -> BasisShare:
    points: dict[Basis, float] = {"figures": 0.0, "judgment": 0.0, "survey": 0.0}
    for row in rows:
        points[_basis(row)] += float(row.max_score)
    whole = sum(points.values())
    percent = {basis: 100 * own / whole if whole else 0.0 for basis, own in points.items()}
    return BasisShare(area_code=code, max_score=whole, percent=percent)


def _basis(row: AppendixRow) -> Basis:
    if row.is_survey:
        return "survey"
    return "judgment" if row.figure_rule is None else "figures"
