"""The part of a computed year that the report and the audit page of one unit may show.

Whoever makes them is given this part and nothing else, so that they depend on nothing else:
on what is the unit's own, and on what it shares with the others of its group.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.places import Place
from cchc_lib.core.results import (
    AreaResult,
    GroupSummary,
    StageStanding,
    UnitResult,
    YearResult,
)
from cchc_lib.core.rulebook import Area, Component, Edition, RankedBy
from cchc_lib.core.stages import ComponentScore, RuleLine, SurveyLine
from cchc_lib.core.submission import (
    Assessment,
    EvidenceItem,
    Explanation,
    NotAppraised,
    Unit,
)
from cchc_lib.findings import Finding
from cchc_lib.vietnamese import show_hidden

__all__ = [
    "GroupPart",
    "OwnPart",
    "own_part",
    "prepare_shares",
    "report_share_of",
    "share_of",
    "shared_part",
]

_NOWHERE = Place(file="")
_NOT_TOLD = NotAppraised(reason_vi="Không thuộc phần của đơn vị này")
_CORRECTED = "GD-008"
"""The finding that says on what document a file of a closed stage was corrected."""
_COMPARED_BY: Mapping[RankedBy, tuple[str, ...]] = {
    "index_pct": ("index_exact", "index_pct"),
    "total_score": ("total_exact", "total_score"),
    "appraised_score": ("appraised_exact",),
    "survey_score": ("survey_points",),
    "bonus": ("bonus",),
}
"""What units are ranked by, and the numbers of a result that say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPart:
    """What all units of a group share: their law, their names, and how they compare.

    Of a unit with a place there is that place and what it was ranked by, of its areas the
    sub-index; of one without there is only that it has none.
    """

    edition: Edition
    assessment: Assessment
    units: tuple[UnitResult, ...]
    areas: tuple[AreaResult, ...]
    groups: tuple[GroupSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """What is one unit's own; ``inputs`` are the hashes of the files its records name.

    ``findings`` are those about the unit, and those that say of one of these files that it
    was corrected.
    """

    unit: UnitResult
    areas: tuple[AreaResult, ...]
    scores: tuple[ComponentScore, ...]
    standings: tuple[StageStanding, ...]
    register: tuple[EvidenceItem, ...]
    findings: tuple[Finding, ...]
    inputs: Mapping[str, str]


def share_of(year: YearResult, unit_code: str) -> YearResult:
    """Return the part of a year that the audit page of a unit may show, as a year of its own.

    Its group is there as far as :class:`GroupPart` goes, its law without the components of
    other groups; there are no proposals.
    """
    own = own_part(year, unit_code)
    group = shared_part(year, own.unit.group_code)
    return YearResult(
        edition=group.edition,
        assessment=group.assessment,
        scores=own.scores,
        areas=(*own.areas, *(area for area in group.areas if area.unit_code != unit_code)),
        units=tuple(own.unit if one.unit_code == unit_code else one for one in group.units),
        groups=group.groups,
        standings=own.standings,
        proposals=(),
        registers=own.register,
        findings=own.findings,
        inputs=own.inputs,
    )


def prepare_shares(year: YearResult) -> None:
    """Work out at once what all shares of a year are taken from, so that none has to."""
    first = {unit.group_code: unit.unit_code for unit in year.units}
    for unit_code in first.values():
        share_of(year, unit_code)


def report_share_of(year: YearResult, unit_code: str) -> YearResult:
    """Return the part of a year that the report of a unit may show: no hash of any file."""
    return replace(share_of(year, unit_code), inputs={})


def own_part(year: YearResult, unit_code: str) -> OwnPart:
    """Return what is a unit's own."""
    unit = year.unit(unit_code)
    scores, register = year.scores_of(unit_code), year.register_of(unit_code)
    places = _places(scores, register, unit)
    files = {file: show_hidden(file) for file in sorted({place.file for place in places})}
    named = year.index("corrected", lambda: _corrected(year.findings))
    corrected = [one for file in files for one in named.get(file, ()) if one.unit_code != unit_code]
    return OwnPart(
        unit=unit,
        areas=year.areas_of(unit_code),
        scores=scores,
        standings=year.standings_of(unit_code),
        register=register,
        findings=(*year.findings_of(unit_code), *corrected),
        inputs={shown: year.inputs[shown] for shown in files.values() if shown in year.inputs},
    )


def shared_part(year: YearResult, group_code: str) -> GroupPart:
    """Return what the units of a group share; it is made once."""
    return year.index(f"shared by {group_code}", lambda: _shared_part(year, group_code))


def _shared_part(year: YearResult, group_code: str) -> GroupPart:
    edition = year.edition
    kept = [name for by in _compared(edition) for name in _COMPARED_BY[by]]
    units = tuple(unit for unit in year.units if unit.group_code == group_code)
    return GroupPart(
        edition=_law_of(edition, group_code),
        assessment=_round_of(year.assessment, group_code),
        units=tuple(_as_peer(unit, kept) for unit in units),
        areas=tuple(_as_other(area) for one in units for area in year.areas_of(one.unit_code)),
        groups=tuple(one for one in year.groups if one.group_code == group_code),
    )


def _compared(edition: Edition) -> tuple[RankedBy, ...]:
    return (edition.ranking.by, *edition.ranking.tie_break)


def _law_of(edition: Edition, group_code: str) -> Edition:
    """Return an edition without the components that are not in a group's appendix."""
    return replace(
        edition,
        groups=(edition.group(group_code),),
        areas=tuple(_area_of(area, group_code) for area in edition.areas),
        links=None,
    )


def _area_of(area: Area, group_code: str) -> Area:
    narrowed = (
        replace(
            criterion,
            components=tuple(
                _component_of(component, group_code)
                for component in criterion.components
                if group_code in component.max_score
            ),
        )
        for criterion in area.criteria
    )
    return replace(area, criteria=tuple(one for one in narrowed if one.components))


def _component_of(component: Component, group_code: str) -> Component:
    return replace(component, max_score={group_code: component.max_score[group_code]})


def _round_of(assessment: Assessment, group_code: str) -> Assessment:
    """Return a round with the names of a group's units, and without decisions or calendar."""
    return Assessment(
        year=assessment.year,
        edition_code=assessment.edition_code,
        title_vi=assessment.title_vi,
        province_vi=assessment.province_vi,
        is_synthetic=assessment.is_synthetic,
        form_version=assessment.form_version,
        units=tuple(_named(unit) for unit in assessment.units if unit.group_code == group_code),
        exemptions=(),
        adjustments=(),
    )


def _named(unit: Unit) -> Unit:
    return Unit(
        code=unit.code,
        name_vi=unit.name_vi,
        group_code=unit.group_code,
        valid_from=date.min,
        valid_to=None,
        place=_NOWHERE,
    )


def _as_peer(unit: UnitResult, kept: Iterable[str]) -> UnitResult:
    """Return of a unit its place and the numbers it was ranked by; nothing where it has none."""
    nothing = UnitResult(
        unit_code=unit.unit_code,
        group_code=unit.group_code,
        state="final",
        max_score=Decimal(0),
        dropped_max=Decimal(0),
        pending_max=Decimal(0),
        awaiting_count=0,
        appraised_points=Decimal(0),
        appraised_exact=Fraction(0),
        survey_points=Decimal(0),
        bonus=Decimal(0),
        bonus_uncapped=Decimal(0),
        penalty=Decimal(0),
        penalty_uncapped=Decimal(0),
        adjustments=(),
        total_exact=_NOT_TOLD,
        total_score=_NOT_TOLD,
        index_exact=_NOT_TOLD,
        index_pct=_NOT_TOLD,
        rank=_NOT_TOLD,
        grade=_NOT_TOLD,
        uncapped_grade=_NOT_TOLD,
        is_provisional=False,
    )
    if not isinstance(unit.rank, int):
        return nothing
    return replace(nothing, rank=unit.rank, **{name: getattr(unit, name) for name in kept})


def _as_other(area: AreaResult) -> AreaResult:
    """Return of an area its sub-index as published, for the mean and the best of the group."""
    is_known = isinstance(area.sub_index_pct, Decimal)
    return AreaResult(
        unit_code=area.unit_code,
        area_code=area.area_code,
        max_score=Decimal(0),
        self_score=Decimal(0),
        appraised_score=_NOT_TOLD,
        survey_score=_NOT_TOLD,
        final_score=_NOT_TOLD,
        sub_index_exact=_NOT_TOLD,
        sub_index_pct=area.sub_index_pct if is_known else _NOT_TOLD,
        rank_in_group=_NOT_TOLD,
    )


def _corrected(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    """Return by file what says that the file was corrected."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        if one.code == _CORRECTED:
            found.setdefault(one.file, []).append(one)
    return found


def _places(
    scores: Iterable[ComponentScore], register: Iterable[EvidenceItem], unit: UnitResult
) -> Iterator[Place]:
    """Yield every place that the records of a unit name."""
    for score in scores:
        yield from _places_of(score)
    yield from (item.place for item in register)
    yield from (adjustment.place for adjustment in unit.adjustments)


def _places_of(score: ComponentScore) -> Iterator[Place]:
    yield score.self_score.place
    yield score.evidence_place
    yield from (line.place for line in score.decisions)
    if isinstance(score.rule_score, RuleLine):
        yield from (figure.place for figure in score.rule_score.figures)
    if isinstance(score.response, Explanation):
        yield score.response.place
    if isinstance(score.survey, SurveyLine):
        yield from (tally.place for tally in score.survey.tallies)
        yield from (percent.place for percent in score.survey.measured)
    if score.exemption is not None:
        yield score.exemption.place
