"""What every page of the analysis says, and how its numbers are written."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import TYPE_CHECKING

from cchc_lib.core.rulebook import Edition
from cchc_lib.present.html import Html, mark, paragraph, phrase
from cchc_lib.present.language import format_decimal, later, tr
from cchc_lib.present.summaries import component_of
from cchc_lib.present.wording import first_units

if TYPE_CHECKING:
    from cchc_lib.analysis.disturbing import Source

__all__ = [
    "ANALYSIS",
    "SOURCE_NAMES",
    "UNOFFICIAL",
    "component_name",
    "criterion_names",
    "named_units",
    "show",
    "show_range",
    "unofficial",
]

ANALYSIS = later("Phân tích: {title}")
"""How the title of every table of the analysis begins, so that nobody takes it for a result."""
UNOFFICIAL = later("Phân tích, không làm thay đổi kết quả chính thức")
SOURCE_NAMES: "Mapping[Source, str]" = later(
    {
        "survey": "Sai số chọn mẫu của điều tra",
        "rounding": "Làm tròn điểm thành phần",
        "appraisal": "Bất đồng giữa các lần thẩm định",
        "weights": "Trọng số (điểm tối đa) thay đổi",
    }
)


def unofficial(text: str) -> Html:
    """Say that what follows is analysis, and what it supposes."""
    return paragraph(phrase(mark(tr(UNOFFICIAL), "note"), " ", text))


def show(value: float, places: int = 1) -> str:
    """Write a number of the analysis; a dash where it has no meaning.

    >>> show(2.25, 1), show(float("nan")), show(-0.04)
    ('2,3', '–', '0,0')
    """
    if not isfinite(value):
        return "–"
    exact = Decimal(f"{value:.12g}")
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return format_decimal(rounded + 0, places)


def show_range(low: int, high: int) -> str:
    """Write a range of places."""
    return str(low) if low == high else f"{low}–{high}"


def named_units(codes: Iterable[str], names: Mapping[str, str]) -> str:
    """Name some units; after the first ones only say how many more there are."""
    return first_units([names[code] for code in codes])


def component_name(edition: Edition, code: str) -> str:
    """Return code and name of a component."""
    component = component_of(edition, code)
    return f"{component.code}. {component.name_vi}"


def criterion_names(edition: Edition) -> dict[str, str]:
    """Return the names of areas and criteria, by code."""
    areas = {area.code: area.short_vi for area in edition.areas}
    criteria = {c.code: c.name_vi for area in edition.areas for c in area.criteria}
    return {**areas, **criteria}
