"""Places under doubt, in the size of a province: sixty units, a hundred components."""

from dataclasses import replace

import numpy as np

from cchc_lib.analysis import firmness
from cchc_lib.analysis.composite import Floats
from cchc_lib.analysis.disturbing import SOURCES, Spread, spread_of
from cchc_lib.analysis.model import GroupModel, group_model
from cchc_lib.core.results import YearResult

UNITS, COMPONENTS, DRAWS = 60, 100, 10_000


def place_all(model: GroupModel, spread: Spread) -> None:
    """Place every unit in every draw, all sources of doubt at once."""
    firmness._places_under(model, spread, SOURCES, firmness.Doubt(draws=DRAWS))


def repeated(year: YearResult) -> tuple[GroupModel, Spread]:
    """Return the largest group of a year, its units and components again up to the size."""
    models = [group_model(year, group.code) for group in year.edition.groups]
    model = max(models, key=lambda one: len(one.units))
    spread = spread_of(year, model, weight_pct=10.0)
    of_units = np.arange(UNITS) % len(model.units)
    of_components = np.arange(COMPONENTS) % len(model.rows)

    def table(values: Floats) -> Floats:
        return values[np.ix_(of_units, of_components)]

    return replace(
        model,
        units=tuple(model.units[at] for at in of_units),
        rows=tuple(model.rows[at] for at in of_components),
        scores=(),
        maximum=model.maximum[of_components],
        is_survey=model.is_survey[of_components],
        share=table(model.share),
        counted=table(model.counted),
        given_back=model.given_back[of_units],
        bonus=model.bonus[of_units],
        penalty=model.penalty[of_units],
    ), replace(
        spread,
        survey=table(spread.survey),
        rounding=table(spread.rounding),
        kinds=tuple(spread.kinds[at] for at in of_components),
        appraised=table(spread.appraised),
    )
