"""What the report says about the round: who, when, how much, what is open, what is proposed."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rounds import decision_at, is_disputed, is_explained
from cchc_lib.core.stages import SurveyLine
from cchc_lib.finding_kinds import KINDS, SEVERITY_NAMES
from cchc_lib.present.names import STEP_NAMES
from cchc_lib.present.summaries import groups_of, unit_names
from cchc_lib.present.wording import capitalised, format_points
from cchc_lib.vietnamese import format_date, format_decimal

__all__ = ["adjustment_lines", "emulation_words", "finding_lines", "rollout_lines"]

_NAMED = 4


def rollout_lines(year: YearResult) -> Iterator[str]:
    """Yield how the round went: units, days, dossiers, decisions, survey."""
    counts = Counter(unit.group_code for unit in year.units)
    parts = "; ".join(f"{counts[group.code]} {group.name_vi}" for group in groups_of(year))
    yield f"Số đơn vị được đánh giá: {len(year.units)}, gồm {parts}."
    if dated := list(_windows(year)):
        yield f"Thời gian: {'; '.join(dated)}."
    yield from _stage_counts(year)
    surveyed = [score.survey for score in year.scores if isinstance(score.survey, SurveyLine)]
    if surveyed:
        answers = format_decimal(Decimal(sum(line.sample_size for line in surveyed)), 0)
        yield (
            f"Điều tra xã hội học: {len(surveyed)} lượt tiêu chí thành phần của các đơn vị được "
            f"chấm từ {answers} câu trả lời hợp lệ."
        )


def _windows(year: YearResult) -> Iterator[str]:
    for name, said in STEP_NAMES.items():
        if window := year.assessment.window(name):
            first, last = format_date(window.first_day), format_date(window.last_day)
            days = f"ngày {first}" if first == last else f"từ {first} đến {last}"
            yield f"{said} {days}"


def _stage_counts(year: YearResult) -> Iterator[str]:
    filed = {score.unit_code for score in year.scores if score.self_score.place.file}
    disputed = [score for score in year.scores if is_disputed(score)]
    yield f"Hồ sơ tự chấm điểm: {len(filed)} trong {len(year.units)} đơn vị."
    if not any(decision_at(score, "appraisal_1") for score in year.scores):
        return
    second, council = (
        sum(decision_at(score, stage) is not None for score in year.scores)
        for stage in ("appraisal_2", "council")
    )
    later = (
        (sum(map(is_explained, disputed)), "đơn vị giải trình"),
        (second, "thẩm định lần 2 quyết định"),
        (council, "Hội đồng quyết định"),
    )
    said = "".join(f"; {what} {count} lượt" for count, what in later if count)
    yield (f"Thẩm định: lần 1 có {len(disputed)} lượt tiêu chí thành phần khác điểm tự chấm{said}.")


def adjustment_lines(year: YearResult) -> Iterator[str]:
    """Yield who has bonus or penalty points, or a capped grade."""
    names = unit_names(year)
    bonus = [_named(year, unit, unit.bonus, "+", names) for unit in year.units if unit.bonus]
    penalty = [_named(year, unit, unit.penalty, "−", names) for unit in year.units if unit.penalty]
    caps = [
        f"{names[proposal.unit_code]}: {cap.text_vi}"
        for proposal in year.proposals
        for cap in proposal.caps
    ]
    for title, found in (
        ("Điểm cộng", bonus),
        ("Điểm trừ", penalty),
        ("Khống chế xếp loại", caps),
    ):
        yield f"{title}: {'; '.join(found) if found else 'không có'}."


def _named(
    year: YearResult, unit: UnitResult, points: Decimal, sign: str, names: dict[str, str]
) -> str:
    return f"{names[unit.unit_code]} ({sign}{format_points(year, points)})"


def finding_lines(year: YearResult) -> Iterator[str]:
    """Yield what is still open, by kind: how many, how grave, what it is, and of whom."""
    names = unit_names(year)
    for code, kind in KINDS.items():
        own = [one for one in year.findings if one.code == code]
        if not own:
            continue
        said = (own[0].message if len(own) == 1 else kind.outline).rstrip(".")
        units = list(dict.fromkeys(one.unit_code for one in own if one.unit_code))
        named = ", ".join(names.get(unit, unit) for unit in units[:_NAMED])
        more = f" và {len(units) - _NAMED} đơn vị khác" if len(units) > _NAMED else ""
        whose = f"; {named}{more}" if named else ""
        count = f"{len(own)} {SEVERITY_NAMES[kind.severity]}"
        yield f"{capitalised(said)} ({count}, mã {code}{whose})."
    if not year.findings:
        yield "Không có vấn đề nào."


def emulation_words(year: YearResult) -> str:
    """Count what is proposed."""
    counts = Counter(p.commendation.code for p in year.proposals if p.commendation)
    named = [
        f"{one.title_vi}: {counts[one.code]} đơn vị"
        for one in year.edition.emulation.commendations
        if counts[one.code]
    ]
    return f"{'; '.join(named)}." if named else "chưa có đơn vị nào đủ điều kiện đề nghị."
