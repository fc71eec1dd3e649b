"""Compute a year again from its own traces, and name every record that comes out otherwise.

A trace holds what came in: figures, claim, decisions, explanation, answers. Put together again
as returns, they go through the same law once more; nothing else of the record is believed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.quantities import exact_text
from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import ComponentScore, RuleLine, SurveyLine
from cchc_lib.core.submission import (
    ComponentEntry,
    Decision,
    Explanation,
    Returns,
    Submission,
)

__all__ = ["Discrepancy", "recheck_year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """A recorded value that its trace does not give.

    ``record`` is the kind of record, ``key`` names it by unit, component and the like,
    ``item`` is the part of it that differs.
    """

    record: str
    key: tuple[str, ...]
    item: str
    found: str
    expected: str


def recheck_year(year: YearResult) -> Iterator[Discrepancy]:
    """Yield what the traces of a year and its edition do not give again, in official order."""
    findings = [one for one in year.findings if not one.code.startswith(_ON_RESULTS)]
    again = aggregate_year(year.edition, year.assessment, _returns_of(year), findings)
    for record, keys in _KEYS.items():
        found, expected = getattr(year, record), getattr(again, record)
        if found != expected:
            yield from _compare(record, keys, found, expected)


_ON_RESULTS = "KQ-"
"""Begins the codes of findings about results: they follow from them and make none."""
_KEYS: Mapping[str, tuple[str, ...]] = {
    "scores": ("unit_code", "component_code"),
    "areas": ("unit_code", "area_code"),
    "units": ("unit_code",),
    "groups": ("group_code",),
    "standings": ("unit_code", "stage"),
    "proposals": ("unit_code",),
}
"""What a year is made of, from the parts to the whole, and what each record is known by."""


def _compare(
    record: str, keys: tuple[str, ...], found: Sequence[object], expected: Sequence[object]
) -> Iterator[Discrepancy]:
    old, new = ({_key(keys, one): one for one in some} for some in (found, expected))
    if len(found) != len(old):
        yield Discrepancy(record=record, key=(), item="", found="lặp lại", expected="một lần")
    for key in dict.fromkeys((*new, *old)):
        if key not in new or key not in old:
            said = ("có", "không có") if key in old else ("không có", "có")
            yield Discrepancy(record=record, key=key, item="", found=said[0], expected=said[1])
            continue
        for item, one, other in _unlike("", old[key], new[key]):
            yield Discrepancy(record=record, key=key, item=item, found=one, expected=other)
    if [*old] != [*new] and old.keys() == new.keys():
        yield Discrepancy(record=record, key=(), item="", found="thứ tự khác", expected="")


def _key(names: Iterable[str], one: object) -> tuple[str, ...]:
    return tuple(str(getattr(one, name)) for name in names)


def _unlike(path: str, one: object, other: object) -> Iterator[tuple[str, str, str]]:
    """Yield the innermost parts of two records that differ: path and both values as text."""
    if one == other:
        return
    if is_dataclass(one) and type(one) is type(other):
        for item in fields(one):
            own = f"{path}.{item.name}".lstrip(".")
            yield from _unlike(own, getattr(one, item.name), getattr(other, item.name))
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True), start=1):
            yield from _unlike(f"{path}[{number}]", left, right)
    else:
        yield path, _text(one), _text(other)


def _text(value: object) -> str:
    match value:
        case Decimal():
            return f"{value:f}"
        case Fraction():
            return exact_text(value)
        case _:
            return str(value)


def _returns_of(year: YearResult) -> Returns:
    """Put together what came in from the traces."""
    returns = Returns()
    for unit in year.assessment.units:
        own = year.scores_of(unit.code)
        file = next((s.self_score.place.file for s in own if s.self_score.place.file), "")
        if file:
            entries = {s.component_code: _entry_of(s) for s in own if not s.is_from_source}
            returns.submissions[unit.code] = Submission(
                unit_code=unit.code,
                file=file,
                sha256="",
                entries=entries,
                register=year.register_of(unit.code),
            )
    for score in year.scores:
        _add_later_stages(returns, score)
    return returns


def _add_later_stages(returns: Returns, score: ComponentScore) -> None:
    key = (score.unit_code, score.component_code)
    if score.decisions:
        returns.decisions[key] = tuple(_decision_of(score, line) for line in score.decisions)
    if isinstance(score.response, Explanation):
        returns.explanations[key] = score.response
    if score.is_from_source:
        returns.sourced[key] = _entry_of(score).figures
    if isinstance(score.survey, SurveyLine):
        returns.tallies[key] = score.survey.tallies
        if score.survey.measured:
            returns.measured[key] = score.survey.measured[0]


def _entry_of(score: ComponentScore) -> ComponentEntry:
    line = score.rule_score
    return ComponentEntry(
        component_code=score.component_code,
        figures=line.figures if isinstance(line, RuleLine) else (),
        self_score=score.self_score,
        evidence=score.evidence,
        evidence_place=score.evidence_place,
        explanation=score.explanation,
    )


def _decision_of(score: ComponentScore, line: AppraisedLine) -> Decision:
    return Decision(
        stage=line.stage,
        unit_code=score.unit_code,
        component_code=score.component_code,
        score=line.entered,
        reason=line.reason,
        role=line.role,
        decided_on=line.decided_on,
        document=line.document,
        place=line.place,
    )
