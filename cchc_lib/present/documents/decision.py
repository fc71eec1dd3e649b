"""The draft decision that announces the results, with an annex for every group."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.core.results import GroupSummary, UnitResult, YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.present.documents.frame import provisional_words, roman
from cchc_lib.present.headline import edition_notices
from cchc_lib.present.summaries import groups_of, is_decided, unit_names
from cchc_lib.present.wording import format_points, format_total, name_grade

__all__ = ["Annex", "AnnexRow", "Decision", "decision_of"]

_NONE = "–"
_NAMED_DOCUMENTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexRow:
    """One unit of an annex."""

    number: int
    unit: str
    appraised: str
    survey: str
    bonus: str
    penalty: str
    total: str
    index: str
    rank: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """The results of one group; ``label`` is what the annex is called, with its number."""

    label: str
    group: str
    unit_count: int
    mean: str
    mean_words: str
    rows: tuple[AnnexRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the draft decision says; ``bases`` are its legal grounds, without the word for it.

    ``drafting_notes`` go out before it is signed.
    """

    unit_count: int
    bases: tuple[str, ...]
    drafting_notes: tuple[str, ...]
    annexes: tuple[Annex, ...]


def decision_of(year: YearResult) -> Decision:
    """Return what the draft decision on the results of a year says."""
    groups = groups_of(year)
    means = {summary.group_code: summary for summary in year.groups}
    return Decision(
        unit_count=len(year.units),
        bases=(*_documents(year.edition), *_council_documents(year)),
        drafting_notes=tuple(_drafting_notes(year)),
        annexes=tuple(
            _annex(year, means[group.code], f"Phụ lục {roman(n)}" if len(groups) > 1 else "Phụ lục")
            for n, group in enumerate(groups, start=1)
        ),
    )


def _drafting_notes(year: YearResult) -> Iterator[str]:
    """Yield what whoever finishes the draft must know."""
    if words := provisional_words(year):
        yield words.rstrip(".")
    if edition_notices(year.edition):
        yield (
            "bộ tiêu chí là bản phục dựng, không dùng làm căn cứ chấm điểm chính thức; thay bằng "
            "văn bản chính thức"
        )


def _documents(edition: Edition) -> Iterator[str]:
    """Yield the documents that an edition rests on."""
    references = (
        edition.legal_reference,
        edition.procedure.legal_reference,
        edition.rounding.legal_reference,
        edition.ranking.legal_reference,
        edition.grading.legal_reference,
    )
    yield from dict.fromkeys(reference.document for reference in references)


def _council_documents(year: YearResult) -> Iterator[str]:
    """Yield the decisions of the council that changed points."""
    found = sorted(
        {
            line.document
            for score in year.scores
            for line in score.decisions
            if line.stage == "council" and line.kind != "refused" and line.document
        }
    )
    if found:
        more = len(found) - _NAMED_DOCUMENTS
        rest = f" và {more} văn bản khác" if more > 0 else ""
        yield f"kết luận của Hội đồng thẩm định tại {', '.join(found[:_NAMED_DOCUMENTS])}{rest}"


def _annex(year: YearResult, summary: GroupSummary, label: str) -> Annex:
    names = unit_names(year)
    units = year.group_units(summary.group_code)
    mean = format_total(year, summary.mean_index_pct)
    return Annex(
        label=label,
        group=year.edition.group(summary.group_code).name_vi,
        unit_count=len(units),
        mean=mean,
        mean_words=f", chỉ số bình quân {mean}%" if summary.ranked_count else "",
        rows=tuple(_row(year, unit, n, names) for n, unit in enumerate(units, start=1)),
        notes=tuple(_notes(year, units, names)),
    )


def _row(year: YearResult, unit: UnitResult, number: int, names: dict[str, str]) -> AnnexRow:
    appraised = year.edition.rounding.total(unit.appraised_exact)
    has_own, has_survey = (is_decided(year, unit, is_survey=kind) for kind in (False, True))
    return AnnexRow(
        number=number,
        unit=names[unit.unit_code],
        appraised=format_total(year, appraised if has_own else None),
        survey=format_points(year, unit.survey_points) if has_survey else format_total(year, None),
        bonus=format_points(year, unit.bonus),
        penalty=format_points(year, unit.penalty),
        total=format_total(year, unit.total_score),
        index=format_total(year, unit.index_pct),
        rank=str(unit.rank) if isinstance(unit.rank, int) else _NONE,
        grade=name_grade(unit),
    )


def _notes(year: YearResult, units: tuple[UnitResult, ...], names: dict[str, str]) -> Iterator[str]:
    """Yield what a reader must know to check the rows of an annex."""
    yield (
        "Tổng điểm = điểm thẩm định + điểm điều tra xã hội học + điểm cộng − điểm trừ; chỉ số = "
        "tổng điểm / điểm tối đa × 100."
    )
    most = year.edition.group(units[0].group_code).max_score
    lower = [
        f"{names[unit.unit_code]} ({format_points(year, unit.max_score)})"
        for unit in units
        if unit.max_score != most and unit.dropped_max and _has_total(unit)
    ]
    if lower:
        yield (
            f"Điểm tối đa của nhóm là {format_points(year, most)}; đơn vị có tiêu chí không áp "
            f"dụng tính trên điểm tối đa riêng: {'; '.join(lower)}."
        )
    if any(unit.pending_max and _has_total(unit) for unit in units):
        yield "Đơn vị còn tiêu chí chưa có điểm được tính trên điểm tối đa của phần đã có điểm."
    if any(unit.grade != unit.uncapped_grade for unit in units):
        yield "(khống chế): xếp loại theo quyết định khống chế, thấp hơn mức theo điểm."
    open_units = [names[unit.unit_code] for unit in units if unit.state != "final"]
    if open_units:
        yield f"Kết quả tạm tính vì chưa có đủ kết quả của: {'; '.join(open_units)}."


def _has_total(unit: UnitResult) -> bool:
    return isinstance(unit.total_score, Decimal)
