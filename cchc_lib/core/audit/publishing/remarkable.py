"""What somebody should look at before the tables of a year leave the office.

None of it is wrong by itself. From where on it is remarkable says the edition
(``[publishing]``).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.audit.publishing.published import is_announced_early
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import STAGE_NAMES_VI
from cchc_lib.core.stages import ComponentScore, SurveyLine
from cchc_lib.core.submission import Explanation, Place
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_date, format_decimal, normalise

__all__ = ["check_remarkable"]

_NAMED_AT_MOST = 8
_CLOSING = ".,;:!?…-–—\"'”’»)"


def check_remarkable(year: YearResult) -> Iterator[Finding]:
    """Yield survey results far off, early days, full marks for all, and repeated words."""
    yield from _check_survey(year)
    yield from _check_announcement(year)
    yield from _check_decision_years(year)
    yield from _check_full_marks(year)
    yield from _check_repeated_texts(year)


def _check_survey(year: YearResult) -> Iterator[Finding]:
    """Yield survey results that lie far off the median of the other units of the group."""
    gap = Fraction(year.edition.publishing.survey_gap_pct)
    for scores in _by_component(year).values():
        shares = [
            (score.unit_code, _survey_percent(score, score.survey))
            for score in scores
            if isinstance(score.survey, SurveyLine) and score.status == "scored"
        ]
        for code, share, middle in _far_off(shares, gap):
            found, expected = (_percent(year, one) for one in (share, middle))
            about = {"unit_code": code, "component_code": scores[0].component_code}
            yield finding("KQ-016", **about, found=found, expected=expected)


def _far_off(
    shares: Sequence[tuple[str, Fraction]], gap: Fraction
) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Yield who lies at least a gap off the median of the others: whose, what, and that median.

    The others of a value, in order, are all values in order without it.
    """
    ordered = sorted(share for _, share in shares)
    places: dict[Fraction, int] = {}
    for place, share in enumerate(ordered):
        places.setdefault(share, place)
    for code, share in shares if len(shares) > 1 else ():
        middle = _nearer_median(ordered, places[share])
        if abs(share - middle) >= gap:
            yield code, share, middle


def _nearer_median(ordered: Sequence[Fraction], place: int) -> Fraction:
    """Return the median of the values other than the one at a place.

    Of an even number of values it is the one of the middle two that is nearer: the mean of the
    middle two of two values would hold the outlier that is looked for.
    """
    count = len(ordered) - 1
    lower, upper = (
        ordered[middle if middle < place else middle + 1]
        for middle in ((count - 1) // 2, count // 2)
    )
    return min(lower, upper, key=lambda one: abs(one - ordered[place]))


def _survey_percent(score: ComponentScore, line: SurveyLine) -> Fraction:
    """Return the percentage that was measured, else the one that the answers come to."""
    if line.measured:
        return Fraction(line.measured[0].percent)
    return line.exact * 100 / Fraction(score.max_score)


def _check_announcement(year: YearResult) -> Iterator[Finding]:
    """Yield an announcement within the assessed year, or before the council has decided."""
    announced = year.assessment.window("announcement")
    if announced is None:
        return
    day, about = announced.first_day, {"file": "assessment.toml", "cell": "windows.announcement"}
    if is_announced_early(day, year.assessment.year):
        why = f"chưa hết năm {year.assessment.year}"
        yield finding("KQ-017", **about, found=format_date(day), expected=why)
    decided = [
        line.decided_on
        for score in year.scores
        for line in score.decisions
        if line.stage == "council" and line.kind != "refused"
    ]
    last = max((one for one in decided if isinstance(one, date)), default=None)
    if last is not None and day < last:
        why = f"trước quyết định của Hội đồng ngày {format_date(last)}"
        yield finding("KQ-017", **about, found=format_date(day), expected=why)


def _check_decision_years(year: YearResult) -> Iterator[Finding]:
    """Yield decisions of before the assessed year, where no calendar shows it already."""
    first = date(year.assessment.year, 1, 1)
    seen: set[tuple[str, date]] = set()
    for score in year.scores:
        for line in score.decisions:
            day, file = line.decided_on, line.place.file
            if not isinstance(day, date) or day >= first or (file, day) in seen:
                continue
            if year.assessment.window(line.stage) is None:
                seen.add((file, day))
                words = STAGE_NAMES_VI[line.stage]
                about = {"file": file, "found": format_date(day), "words": words}
                yield finding("KQ-018", **about, expected=str(first.year))


def _check_full_marks(year: YearResult) -> Iterator[Finding]:
    """Yield components at which every unit of a group has the maximum."""
    least = year.edition.publishing.full_marks_units
    for (group_code, code), scores in _by_component(year).items():
        counted = [s for s in scores if s.exemption is None and s.status == "scored"]
        is_full = all(score.final.value == score.max_score for score in counted)
        if is_full and len(counted) >= least and len(counted) == len(scores):
            name = year.edition.group(group_code).name_vi
            yield finding("KQ-019", component_code=code, words=name, found=str(len(counted)))


@dataclass(frozen=True, slots=True)
class _Text:
    """What a unit wrote about a component, and where."""

    unit_code: str
    text: str
    place: Place


def _check_repeated_texts(year: YearResult) -> Iterator[Finding]:
    """Yield components that several units explain in the same words."""
    least = year.edition.publishing.repeated_text_units
    said: dict[tuple[str, str], dict[str, _Text]] = defaultdict(dict)
    for score in year.scores:
        for one in _texts(score):
            said[score.component_code, _comparable(one.text)][one.unit_code] = one
    names = {unit.code: unit.name_vi for unit in year.assessment.units}
    for (code, _), by_unit in said.items():
        if len(by_unit) >= least:
            first = next(iter(by_unit.values()))
            about = {"component_code": code, "found": first.text, **first.place.words}
            units = _listed([names[unit] for unit in by_unit])
            yield finding("KQ-020", **about, expected=str(len(by_unit)), words=units)


def _comparable(text: str) -> str:
    """Return a text without blanks, case and closing punctuation."""
    return "".join(normalise(text).casefold().split()).rstrip(_CLOSING)


def _texts(score: ComponentScore) -> Iterator[_Text]:
    """Yield what the unit wrote beside its claim and in answer to the preliminary notice."""
    if score.explanation.strip():
        yield _Text(score.unit_code, score.explanation, score.evidence_place)
    if isinstance(score.response, Explanation) and score.response.text.strip():
        yield _Text(score.unit_code, score.response.text, score.response.place)


def _listed(names: Sequence[str]) -> str:
    more = f" và {len(names) - _NAMED_AT_MOST} đơn vị khác" if len(names) > _NAMED_AT_MOST else ""
    return ", ".join(names[:_NAMED_AT_MOST]) + more


def _by_component(year: YearResult) -> dict[tuple[str, str], list[ComponentScore]]:
    """Return the scores of each component in each group, in official order."""
    found: dict[tuple[str, str], list[ComponentScore]] = defaultdict(list)
    for score in year.scores:
        found[score.group_code, score.component_code].append(score)
    return found


def _percent(year: YearResult, value: Fraction) -> str:
    """Write a percentage as it is; one without end as totals are rounded."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(exact) == value:
        return f"{format_decimal(exact)}%"
    rounding = year.edition.rounding
    return f"{format_decimal(rounding.total(value), rounding.total_places)}%"
