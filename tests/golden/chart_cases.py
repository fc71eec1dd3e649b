"""One chart of every kind from small fixed figures, whole and with one thing wrong.

What is wrong is one value changed a little, or one note or label missing: the pictures of such
charts must not pass for the agreed ones.
"""

from collections.abc import Callable
from decimal import Decimal

from cchc_lib.present.charts import (
    Bar,
    Chart,
    Dumbbell,
    Pair,
    draw_bars,
    draw_differences,
    draw_dumbbells,
    draw_pairs,
)
from cchc_lib.present.group_charts import Strip, draw_heat_map, draw_profiles, draw_strips
from cchc_lib.present.stage_charts import (
    Step,
    YearMark,
    draw_changes,
    draw_steps,
    draw_years,
)

AREAS = ("Công tác chỉ đạo, điều hành", "Xây dựng văn bản", "Thủ tục hành chính")
GROUPS = ("Sở, ban, ngành", "Huyện, thị xã, thành phố")
AXIS = "Chỉ số CCHC (%)"
SAID = "Một câu."


def bars(value: str = "78.25", note: str = "78,25 · Tốt") -> Chart:
    rows = [
        Bar(label="Sở Nội vụ", value=Decimal("91.50"), note="1 · 91,50 · Xuất sắc", style=0),
        Bar(label="Sở Tư pháp", value=Decimal(value), note=note, style=1),
        Bar(label="Sở Y tế", value=None, note="chưa xếp hạng", style=None),
    ]
    legend = ("Xuất sắc", "Tốt")
    return draw_bars("Xếp hạng", SAID, rows, axis=AXIS, upper=100.0, legend=legend)


def differences(value: str = "-4.20", note: str = "−4,20%") -> Chart:
    rows = [
        Bar(label="Sở Nội vụ", value=Decimal("6.40"), note="+6,40%"),
        Bar(label="Kho bạc Nhà nước", value=Decimal(value), note=note),
    ]
    return draw_differences("Tự chấm cao hơn", SAID, rows, axis="% của điểm tự chấm")


def dumbbells(own: str = "71.00", label: str = AREAS[1]) -> Chart:
    rows = [
        _dumbbell(AREAS[0], "88.50", "82.10", "96.00", earlier=Decimal("85.00")),
        _dumbbell(label, own, "79.40", "90.00"),
        Dumbbell(label=AREAS[2], own=None, mean=Decimal("84.00"), best=Decimal("95.50")),
    ]
    return draw_dumbbells("Từng lĩnh vực", SAID, rows)


def pairs(granted: str = "5.25", note: str = " (7/8 tiêu chí)") -> Chart:
    rows = [
        _pair(AREAS[0], "8.50", "8.00", "10.00", ""),
        _pair(AREAS[1], "6.00", granted, "7.50", note),
    ]
    return draw_pairs("Tự chấm và thẩm định", SAID, rows)


def strips(value: str = "74.00", label: str = GROUPS[1]) -> Chart:
    near = ("81.00", "81.10", "81.20", "90.40", "69.90")
    rows = [
        Strip(label=GROUPS[0], values=_decimals(*near), mean=Decimal("80.72")),
        Strip(label=label, values=_decimals(value, "85.30"), mean=Decimal("79.65")),
    ]
    return draw_strips("Phân bố", SAID, rows, axis=AXIS)


def heat_map(value: str = "71.30", label: str = "Sở Tư pháp") -> Chart:
    return draw_heat_map(
        "Từng lĩnh vực của từng đơn vị",
        SAID,
        rows=("Sở Nội vụ", label),
        columns=AREAS,
        values=((*_decimals("95.5", "88.0"), None), _decimals("64.1", value, "90.0")),
    )


def profiles(value: str = "76.00", label: str = GROUPS[1]) -> Chart:
    series = [(GROUPS[0], _decimals("85.0", "79.5", "92.0")), (label, _decimals("81", value, "88"))]
    return draw_profiles("Các nhóm theo lĩnh vực", SAID, rows=AREAS, series=series)


def steps(after: str = "81.50", note: str = "+1,25 → 81,50") -> Chart:
    rows = [
        _step("Tự chấm", "84.00", "84.00", "84,00"),
        _step("Thẩm định lần 1", "84.00", "80.25", "−3,75 → 80,25"),
        _step("Hội đồng", "80.25", after, note),
    ]
    return draw_steps("Điểm qua các giai đoạn", SAID, rows, axis="Điểm")


def changes(value: str = "-1.75", label: str = "Hội đồng") -> Chart:
    series = [
        ("Thẩm định lần 1", _decimals("-3.25", value, "0")),
        (label, _decimals("0.50", "0", "1.00")),
    ]
    return draw_changes("Thay đổi theo lĩnh vực", SAID, rows=AREAS, series=series, axis="Điểm")


def years(value: str = "78.20", note: str = "78,20 · hạng 5/12") -> Chart:
    rows = [
        _year("2016", "74.10", "74,10 · hạng 7/12", is_joined=False),
        _year("2017", value, note, is_joined=True),
        _year("2018", "83.40", "83,40 · hạng 3/12 · đổi tiêu chí", is_joined=False),
    ]
    return draw_years("Qua các năm", SAID, rows, axis=AXIS)


CHARTS: dict[str, tuple[Callable[..., Chart], str]] = {
    "bars": (bars, "79.75"),
    "differences": (differences, "-4.00"),
    "dumbbells": (dumbbells, "71.50"),
    "pairs": (pairs, "5.40"),
    "strips": (strips, "74.50"),
    "heat_map": (heat_map, "91.30"),
    "profiles": (profiles, "76.50"),
    "steps": (steps, "81.60"),
    "years": (years, "78.90"),
    "changes": (changes, "-1.65"),
}
"""By name: how a chart is drawn, and a value near that of one of its marks."""


def _decimals(*values: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


def _dumbbell(label: str, *values: str, earlier: Decimal | None = None) -> Dumbbell:
    own, mean, best = _decimals(*values)
    return Dumbbell(label=label, own=own, mean=mean, best=best, earlier=earlier)


def _pair(label: str, claimed: str, granted: str, most: str, note: str) -> Pair:
    claim, grant, top = _decimals(claimed, granted, most)
    return Pair(label=label, claimed=claim, granted=grant, max_score=top, note=note)


def _step(label: str, before: str, after: str, note: str) -> Step:
    return Step(label=label, before=Decimal(before), after=Decimal(after), note=note)


def _year(label: str, value: str, note: str, *, is_joined: bool) -> YearMark:
    return YearMark(label=label, value=Decimal(value), note=note, is_joined=is_joined)
