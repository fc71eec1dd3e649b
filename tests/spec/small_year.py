"""A small edition of three components, and years over it, for aggregation tests.

``held`` (appraised, 54), ``spare`` (appraised, 16) and ``survey`` (measured, 30) stand in one
area; a unit without ``spare`` points is exempt from that component.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rule_kinds import Judgment, SurveyPercent
from cchc_lib.core.rulebook import Component, Criterion, Edition
from cchc_lib.core.submission import (
    Adjustment,
    Assessment,
    Decision,
    Exemption,
    MeasuredPercent,
    NotReported,
    Place,
    Returns,
    Unit,
)
from cchc_lib.files.rules import read_edition
from cchc_lib.findings import Finding
from cchc_lib.project import RULES
from tests.rounds import make_decision

HELD, SPARE, SURVEY = "1.1.1", "1.1.2", "1.1.3"
MAXIMA = {HELD: Decimal(54), SPARE: Decimal(16), SURVEY: Decimal(30)}
NOWHERE = Place(file="test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The points of one unit; ``spare=None`` makes it exempt, other ``None`` undecided."""

    code: str = "a"
    group: str = "department"
    held: Decimal | None = Decimal(0)
    spare: Decimal | None = None
    survey: Decimal | None = Decimal(0)
    policy: str = "drop_max_all"
    bonus: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)
    caps: tuple[str, ...] = ()


def given_from(row: Mapping[str, object], code: str = "a") -> Given:
    """Read the points of a unit from a row of a case file."""
    numbers = {
        name: Decimal(str(row[name]))
        for name in ("held", "spare", "survey", "bonus", "penalty")
        if name in row
    }
    policy = str(row.get("policy", "drop_max_all"))
    caps = tuple(str(cap) for cap in row.get("caps", ()))
    return Given(code=code, policy=policy, caps=caps, **numbers)


def real_edition() -> Edition:
    """Return the committed edition."""
    edition, findings = read_edition(RULES / "mau-2018")
    assert edition is not None, findings
    return edition


def small_edition(ranking: Mapping[str, object] | None = None, grading: str = "rounded") -> Edition:
    """Return the small edition with ranking options and the value grades are made on."""
    real = real_edition()
    template = next(real.components())
    components = tuple(_component(template, code) for code in MAXIMA)
    criterion = Criterion(code="1.1", name_vi="Tiêu chí thử", components=components)
    area = replace(real.areas[0], criteria=(criterion,))
    options = dict(ranking or {})
    if "tie_break" in options:
        options["tie_break"] = tuple(options["tie_break"])
    return replace(
        real,
        areas=(area,),
        ranking=replace(real.ranking, **options),
        grading=replace(real.grading, value=grading),
    )


def small_year(
    edition: Edition, givens: Sequence[Given], findings: Sequence[Finding] = ()
) -> YearResult:
    """Aggregate a year of the given units."""
    assessment = Assessment(
        year=2018,
        edition_code=edition.code,
        title_vi="Kỳ thử",
        province_vi="Tỉnh thử",
        is_synthetic=True,
        form_version="1",
        units=tuple(make_unit(given.code, given.group) for given in givens),
        exemptions=tuple(e for given in givens for e in _exemptions(given)),
        adjustments=tuple(a for given in givens for a in _adjustments(given)),
    )
    returns = Returns(
        decisions={
            (g.code, code): (_decision(g.code, code, points),)
            for g in givens
            for code, points in ((HELD, g.held), (SPARE, g.spare))
        },
        measured={
            (g.code, SURVEY): _measured(g.code, g.survey) for g in givens if g.survey is not None
        },
    )
    return aggregate_year(edition, assessment, returns, tuple(findings))


def one_unit(edition: Edition, given: Given) -> UnitResult:
    """Aggregate a year of one unit and return its result."""
    return small_year(edition, [given]).units[0]


def make_unit(code: str, group: str = "department") -> Unit:
    """Return a unit without a history."""
    return Unit(
        code=code,
        name_vi=f"Đơn vị {code}",
        group_code=group,
        valid_from=date(2018, 1, 1),
        valid_to=None,
        place=NOWHERE,
    )


def _component(template: Component, code: str) -> Component:
    rule = SurveyPercent(kind="survey_percent") if code == SURVEY else Judgment(kind="judgment")
    groups = ("department", "vertical_agency", "district")
    maxima = dict.fromkeys(groups, MAXIMA[code])
    return replace(template, code=code, rule=rule, inputs=(), max_score=maxima)


def _exemptions(given: Given) -> list[Exemption]:
    if given.spare is not None or given.policy == "none":
        return []
    return [
        Exemption(
            unit_code=given.code,
            component_code=SPARE,
            policy=given.policy,
            legal_basis="Không phát sinh",
            place=NOWHERE,
        )
    ]


def _adjustments(given: Given) -> list[Adjustment]:
    rows = [("bonus", "", given.bonus), ("penalty", "", given.penalty)]
    rows = [row for row in rows if row[2]] + [("cap", code, Decimal(0)) for code in given.caps]
    return [
        Adjustment(
            unit_code=given.code,
            kind=kind,
            code=code,
            points=points,
            reason="lý do",
            document="văn bản",
            place=NOWHERE,
        )
        for kind, code, points in rows
    ]


def _decision(unit: str, code: str, points: Decimal | None) -> Decision:
    return make_decision(unit, code, NotReported() if points is None else points)


def _measured(unit: str, points: Decimal) -> MeasuredPercent:
    percent = points * 100 / MAXIMA[SURVEY]
    return MeasuredPercent(
        unit_code=unit, component_code=SURVEY, percent=percent, sample_size=50, place=NOWHERE
    )
