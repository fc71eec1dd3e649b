"""Vietnamese text of every value: points, totals, places, references, grades, states."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.results import UnitResult, YearResult
from cchc_lib.core.rulebook import GradeBand, LegalReference, RankingRule, RoundingRule
from cchc_lib.core.stages import ComponentScore, RuleLine, SurveyLine
from cchc_lib.core.submission import NotApplicable, NotAppraised, NotReported, Place
from cchc_lib.present.language import format_date, format_decimal, later, tr
from cchc_lib.present.names import ROUNDING_NAMES
from cchc_lib.present.rule_text import describe_rule, describe_rule_of, format_exact
from cchc_lib.vietnamese import format_number

__all__ = [
    "capitalised",
    "describe_rank_rule",
    "describe_rounding",
    "describe_rule",
    "describe_rule_of",
    "first_units",
    "format_change",
    "format_exact",
    "format_figures",
    "format_margin",
    "format_moved",
    "format_place",
    "format_points",
    "format_reference",
    "format_sample",
    "format_signed",
    "format_total",
    "format_value",
    "name_grade",
    "name_score",
    "provisional_sentence",
    "state_sentence",
]

_UNITS_NAMED = 6
_RANKED_BY = later(
    {
        "index_pct": "chỉ số",
        "total_score": "tổng điểm",
        "appraised_score": "điểm thẩm định",
        "survey_score": "điểm điều tra",
        "bonus": "điểm cộng",
    }
)
_RANKED_VALUE = later({"rounded": "đã làm tròn như công bố", "exact": "chính xác, chưa làm tròn"})
_RANKED_TIES = later(
    {
        "competition": "bằng nhau thì đồng hạng, hạng sau bỏ cách (1 2 2 4)",
        "dense": "bằng nhau thì đồng hạng, hạng sau liền kề (1 2 2 3)",
    }
)


def format_value(  # noqa: PLR0911 - one branch per type of value
    value: object, places: int | None = None
) -> str:
    """Write any stage value; what is missing is said in words, never as zero.

    >>> format_value(NotReported()), format_value(Decimal("1.5"), 2), format_value(Fraction(1, 3))
    ('chưa kê khai', '1,50', '1/3')
    """
    match value:
        case NotReported():
            return tr("chưa kê khai")
        case NotApplicable():
            return tr("không áp dụng")
        case NotAppraised():
            return tr("chưa có điểm")
        case Decimal():
            return format_decimal(value, places).replace("-", "−")
        case Fraction():
            return format_exact(value)
        case GradeBand():
            return tr(value.name_vi)
        case date():
            return format_date(value)
        case bool():
            return tr("Có") if value else tr("Không")
        case str() | int():
            return format_number(value)
        case _:
            message = f"no Vietnamese text for {value!r}"
            raise TypeError(message)


def format_points(year: YearResult, value: object) -> str:
    """Write points with the decimals the edition declares for component scores."""
    return format_value(value, year.edition.rounding.component_places)


def format_total(year: YearResult, value: object) -> str:
    """Write a total, an index or a mean with the decimals the edition declares."""
    if value is None or isinstance(value, NotAppraised):
        return tr("chưa có")
    return format_value(value, year.edition.rounding.total_places)


def format_change(year: YearResult, value: Decimal) -> str:
    """Write a difference of totals with its sign and the decimals the edition declares."""
    return format_signed(value, year.edition.rounding.total_places)


def format_moved(places: int) -> str:
    """Say by how many places a unit went down; up where it is negative.

    >>> format_moved(-2), format_moved(1), format_moved(0)
    ('lên 2', 'xuống 1', '0')
    """
    moved = tr("xuống {count}") if places > 0 else tr("lên {count}")
    return moved.format(count=abs(places)) if places else "0"


def format_signed(value: Decimal, places: int | None = None) -> str:
    """Write a difference with its sign.

    >>> format_signed(Decimal("-0.25")), format_signed(Decimal("1.5"), 2)
    ('−0,25', '+1,50')
    """
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{format_decimal(abs(value), places)}"


def name_score(score: ComponentScore) -> str:
    """Write code and name of a component."""
    return f"{score.component_code}. {score.name_vi}"


def _name_cell(place: Place) -> str:
    if " " in place.cell:
        return place.cell
    return f"{'khóa' if place.file.endswith('.toml') else 'ô'} {place.cell}"


def capitalised(words: str) -> str:
    """Return words with a capital at their beginning, the rest as it is."""
    return words[:1].upper() + words[1:]


def first_units(named: Sequence[str]) -> str:
    """Enumerate units; after the first ones only say how many more there are."""
    more = len(named) - _UNITS_NAMED
    others = tr(" và {count} đơn vị khác").format(count=more) if more > 0 else ""
    return ", ".join(named[:_UNITS_NAMED]) + others


def format_place(place: Place) -> str:
    """Write where a value was read.

    >>> format_place(Place(file="submissions/a.xlsx", sheet="Tự chấm", cell="F27"))
    'submissions/a.xlsx, trang tính “Tự chấm”, ô F27'
    """
    parts = [place.file] if place.file else []
    if place.sheet:
        parts.append(f"trang tính “{place.sheet}”")
    if place.cell:
        parts.append(_name_cell(place))
    return ", ".join(parts)


def format_reference(reference: LegalReference) -> str:
    """Write a legal reference: the place in the document, then the document."""
    return reference.citation


def format_margin(margin: Decimal | None, places: int | None = None) -> str:
    """Write half a confidence interval; an unknown one is not shown as zero."""
    return tr("không rõ") if margin is None else f"±{format_decimal(margin, places)}"


def format_sample(year: YearResult, line: SurveyLine) -> str:
    """Write how many answers a score rests on; so few that they are nobody's business as such."""
    least = year.edition.survey.minimum_answers
    return f"dưới {least}" if line.sample_size < least else str(line.sample_size)


def format_figures(line: RuleLine | NotReported, labels: Mapping[str, str]) -> str:
    """Write the declared figures of a component in one line."""
    if isinstance(line, NotReported):
        return ""
    return "; ".join(f"{labels[f.input_code]}: {format_value(f.value)}" for f in line.figures)


def describe_rounding(rounding: RoundingRule) -> str:
    """Say how numbers are rounded."""
    return tr(
        "điểm tiêu chí thành phần {component} chữ số thập phân, tổng và chỉ số {total} chữ số, "
        "{mode}"
    ).format(
        component=rounding.component_places,
        total=rounding.total_places,
        mode=tr(ROUNDING_NAMES[rounding.mode]),
    )


def describe_rank_rule(rule: RankingRule) -> str:
    """Say by what units are ranked and how ties share a place."""
    breaks = ", ".join(tr(_RANKED_BY[name]) for name in rule.tie_break)
    first = tr("xếp theo {what} {value}").format(
        what=tr(_RANKED_BY[rule.by]), value=tr(_RANKED_VALUE[rule.value])
    )
    then = tr("; bằng nhau thì xét tiếp {what}").format(what=breaks) if breaks else ""
    return f"{first}{then}; {tr(_RANKED_TIES[rule.method])}"


def name_grade(unit: UnitResult) -> str:
    """Write the grade of a unit, and that it is capped where it is."""
    if not isinstance(unit.grade, GradeBand):
        return tr("chưa xếp loại")
    is_capped = unit.grade != unit.uncapped_grade
    return tr(unit.grade.name_vi) + (tr(" (khống chế)") if is_capped else "")


def provisional_sentence(year: YearResult) -> str:
    """Say for the whole year why it is provisional, in counts of units."""
    waiting = sum(unit.state != "blocked" and bool(unit.pending_max) for unit in year.units)
    disputed = sum(unit.state != "blocked" and bool(unit.awaiting_count) for unit in year.units)
    errors = sum(finding.severity == "error" for finding in year.findings)
    reasons = (
        (waiting, "đơn vị còn tiêu chí thành phần chưa có điểm"),
        (disputed, "đơn vị còn chênh lệch đang chờ giải trình hoặc thẩm định lần 2"),
        (errors, "lỗi phải sửa"),
    )
    said = "; ".join(f"{count} {what}" for count, what in reasons if count)
    return f"Kết quả là TẠM TÍNH: {said}."


def state_sentence(unit: UnitResult) -> str:
    """Say what the state of a unit's result means for a reader; empty when it is final."""
    if unit.state == "blocked":
        return "Chưa có tổng điểm và thứ hạng: hồ sơ của đơn vị còn lỗi phải sửa."
    if unit.state == "provisional" and not unit.pending_max and unit.awaiting_count:
        return (
            f"Kết quả tạm tính: còn {unit.awaiting_count} tiêu chí thành phần đang chờ giải trình "
            "hoặc quyết định sau giải trình; điểm thẩm định lần 1 được tính trong lúc chờ."
        )
    if unit.state == "provisional" and not unit.pending_max:
        return (
            "Kết quả tạm tính: còn quyết định hoặc tệp có lỗi phải sửa; trong lúc chờ, điểm của "
            "giai đoạn trước có hiệu lực."
        )
    if unit.state == "provisional":
        pending = format_decimal(unit.pending_max)
        said = f"Kết quả tạm tính: còn {pending} điểm tối đa chưa có điểm thẩm định hoặc điều tra"
        has_index = isinstance(unit.index_pct, Decimal)
        return f"{said}; chỉ số tính trên phần đã có điểm." if has_index else f"{said}."
    if unit.is_provisional:
        return "Điểm của đơn vị đã đủ; thứ hạng tạm tính vì nhóm còn đơn vị chưa có đủ kết quả."
    return ""
