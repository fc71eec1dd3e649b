"""A strategy of whole years on the committed edition: points, answers, exemptions, figures."""

from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from cchc_lib.core.rule_kinds import FigureRule, SurveyPercent
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.submission import (
    Adjustment,
    Assessment,
    ComponentEntry,
    DeclaredFigure,
    Exemption,
    MeasuredPercent,
    NotReported,
    Place,
    Returns,
    SelfScore,
    Submission,
    SurveyTally,
)
from cchc_lib.core.survey import answer_shares
from tests.property.figures import possible_figures
from tests.rounds import make_decision
from tests.spec.small_year import NOWHERE, make_unit

UNITS = (make_unit("a"), make_unit("b"), make_unit("c", "district"), make_unit("d", "district"))
DROPS = ("drop_max_all", "drop_max_appraised_then_add_survey")
MISSING = st.sampled_from([NotReported(), NotReported(reason="refused")])
TEXTS = st.text(max_size=12)


@st.composite
def years(draw, edition: Edition) -> tuple[Assessment, Returns]:
    """Draw the decisions about four units; a seed fills most of it, so that years stay cheap."""
    random = Random(draw(st.integers(0, 2**32)))
    has_gaps = draw(st.booleans())
    assessment = Assessment(
        year=2018,
        edition_code=edition.code,
        title_vi="Kỳ thử",
        province_vi="Tỉnh thử",
        is_synthetic=True,
        form_version="1",
        units=UNITS,
        exemptions=tuple(_exemptions(edition, random)),
        adjustments=tuple(_adjustments(random)),
    )
    returns = Returns(submissions={u.code: draw(submissions(edition, u.code)) for u in UNITS[:2]})
    for unit in UNITS:
        for component in edition.components_of(unit.group_code):
            if not (has_gaps and random.random() < 0.1):
                _fill(returns, edition, unit.code, component, random)
    return assessment, returns


@st.composite
def submissions(draw, edition: Edition, unit_code: str) -> Submission:
    """Draw a submission that says something about a few components."""
    components = [c for c in edition.components() if isinstance(c.rule, FigureRule)]
    chosen = draw(st.lists(st.sampled_from(components), max_size=4, unique_by=lambda c: c.code))
    entries = {component.code: draw(_entry(component)) for component in chosen}
    return Submission(unit_code=unit_code, file="a.xlsx", sha256="0" * 64, entries=entries)


@st.composite
def _entry(draw, component: Component) -> ComponentEntry:
    values = draw(possible_figures(component.rule))
    place = Place(file="a.xlsx", sheet="Tự chấm", cell="F7")
    if values and draw(st.integers(0, 5)) == 0:
        values[next(iter(values))] = draw(MISSING)
    claimed = draw(st.one_of(MISSING, st.integers(-10, 300).map(_hundredths)))
    return ComponentEntry(
        component_code=component.code,
        figures=tuple(
            DeclaredFigure(input_code=code, value=value, place=place)
            for code, value in values.items()
        ),
        self_score=SelfScore(value=claimed, place=place),
        evidence=tuple(draw(st.lists(TEXTS, max_size=2))),
        evidence_place=place,
        explanation=draw(TEXTS),
    )


def _fill(
    returns: Returns, edition: Edition, unit: str, component: Component, random: Random
) -> None:
    key = (unit, component.code)
    about = {"unit_code": unit, "component_code": component.code, "place": NOWHERE}
    if isinstance(component.rule, SurveyPercent):
        percent = _hundredths(random.randint(0, 10000))
        returns.measured[key] = MeasuredPercent(**about, percent=percent, sample_size=40)
    elif component.is_survey:
        returns.tallies[key] = tuple(
            SurveyTally(
                **about,
                respondent_group=group.code,
                counts={a: random.randint(0, 9) for a in answer_shares(component.rule)},
                dont_know=random.randint(0, 3),
            )
            for group in edition.survey.respondent_groups
        )
    else:
        top = int(min(component.max_score.values()) * 100)
        score = _hundredths(random.randint(0, top))
        returns.decisions[key] = (make_decision(unit, component.code, score, "lý do"),)


def _exemptions(edition: Edition, random: Random) -> list[Exemption]:
    exemptions = []
    for unit in UNITS:
        drop = random.choice(DROPS)
        components = list(edition.components_of(unit.group_code))
        exemptions += [
            Exemption(
                unit_code=unit.code,
                component_code=component.code,
                policy=random.choice((drop, "award_max", "zero")),
                legal_basis="Không phát sinh",
                place=NOWHERE,
            )
            for component in random.sample(components, random.randint(0, 6))
        ]
    return exemptions


def _adjustments(random: Random) -> list[Adjustment]:
    return [
        Adjustment(
            unit_code=random.choice(UNITS).code,
            kind=random.choice(("bonus", "penalty")),
            code="khen-thuong",
            points=_hundredths(random.randint(0, 300)),
            reason="lý do",
            document="văn bản",
            place=NOWHERE,
        )
        for _ in range(random.randint(0, 5))
    ]


def _hundredths(number: int) -> Decimal:
    return Decimal(number) / 100
