"""What every document of a year says around its content: year, province, marks, notices."""

from dataclasses import dataclass

from cchc_lib.core.results import YearResult
from cchc_lib.present.headline import year_notices

__all__ = ["Frame", "counted", "frame_of", "provisional_words", "roman"]

_SYNTHETIC, _DRAFT = "SỐ LIỆU MINH HỌA", "DỰ THẢO"
_KINDS = ("tỉnh ", "thành phố ")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The words that all templates may use.

    ``mark`` stands on every page, ``footnote`` at the foot of every page; both may be empty.
    """

    year: int
    province: str
    province_full: str
    edition: str
    mark: str
    footnote: str


def frame_of(year: YearResult) -> Frame:
    """Return the frame of the documents of a year."""
    name = year.assessment.province_vi
    kind = next((kind for kind in _KINDS if name.lower().startswith(kind)), "")
    bare = name[len(kind) :]
    marks = (
        _SYNTHETIC if year.assessment.is_synthetic else "",
        _DRAFT if year.is_provisional else "",
    )
    return Frame(
        year=year.assessment.year,
        province=bare,
        province_full=f"{kind or _KINDS[0]}{bare}",
        edition=year.edition.title_vi,
        mark=" – ".join(filter(None, marks)),
        footnote=" ".join(year_notices(year)),
    )


def roman(number: int) -> str:
    """Write a number below forty as annexes are numbered.

    >>> roman(3), roman(4), roman(19)
    ('III', 'IV', 'XIX')
    """
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def counted(number: int, of: int) -> str:
    """Say how many of how many.

    >>> counted(3, 5)
    '3/5'
    """
    return f"{number}/{of}"


def provisional_words(year: YearResult) -> str:
    """Say that the results of a year may still change; empty when they cannot."""
    waiting = sum(unit.state != "final" for unit in year.units)
    if not year.is_provisional:
        return ""
    return (
        f"Kết quả tạm tính: {waiting} trong {len(year.units)} đơn vị chưa có đủ kết quả; thứ hạng "
        "của nhóm có đơn vị ấy còn có thể thay đổi."
    )
