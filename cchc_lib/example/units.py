"""Who is assessed in the example: the units of Đắk Nông in 2018, and made-up ones beyond.

The list is illustrative; the appendix that names the units was not at hand. Later years see
the changes of :mod:`cchc_lib.example.changes`.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Place, Unit
from cchc_lib.errors import UsageProblem
from cchc_lib.example.changes import apply_changes
from cchc_lib.example.members import Member
from cchc_lib.vietnamese import slug

__all__ = ["EXAMPLE_NAMES", "list_members", "list_units"]

EXAMPLE_NAMES: Mapping[str, tuple[str, ...]] = {
    "department": (
        "Văn phòng UBND tỉnh", "Sở Nội vụ", "Sở Tư pháp", "Sở Kế hoạch và Đầu tư", "Sở Tài chính",
        "Sở Công Thương", "Sở Nông nghiệp và Phát triển nông thôn", "Sở Giao thông vận tải",
        "Sở Xây dựng", "Sở Tài nguyên và Môi trường", "Sở Thông tin và Truyền thông",
        "Sở Lao động - Thương binh và Xã hội", "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Khoa học và Công nghệ", "Sở Giáo dục và Đào tạo", "Sở Y tế", "Thanh tra tỉnh",
        "Ban Dân tộc", "Ban Quản lý các khu công nghiệp",
    ),
    "vertical_agency": (
        "Công an tỉnh", "Bảo hiểm xã hội tỉnh", "Cục Thuế tỉnh", "Kho bạc Nhà nước tỉnh",
        "Cục Thống kê tỉnh", "Ngân hàng Nhà nước chi nhánh tỉnh", "Cục Thi hành án dân sự tỉnh",
        "Cục Quản lý thị trường tỉnh", "Chi cục Hải quan cửa khẩu Bu Prăng",
    ),
    "district": (
        "Thị xã Gia Nghĩa", "Huyện Cư Jút", "Huyện Đắk Mil", "Huyện Đắk Song", "Huyện Đắk R'lấp",
        "Huyện Đắk Glong", "Huyện Krông Nô", "Huyện Tuy Đức",
    ),
}  # fmt: skip
_MADE_UP: Mapping[str, str] = {
    "department": "Sở minh họa",
    "vertical_agency": "Cơ quan ngành dọc minh họa",
    "district": "Huyện minh họa",
}
_FILE = "units.csv"
_PROVINCE_SINCE = date(2004, 1, 1)
_VALID_TO: Mapping[str, date] = {"thi-xa-gia-nghia": date(2019, 12, 31)}


def list_units(
    edition: Edition, unit_count: int, year: int
) -> tuple[tuple[Member, ...], tuple[Unit, ...]]:
    """Return the units of a year in official order, and rows of those that ended before.

    Raises
    ------
    UsageProblem
        If there is no unit to write.
    """
    current, former = apply_changes(list_members(edition, unit_count), year)
    placed = [
        replace(unit, place=Place(file=_FILE, cell=f"dòng {line}"))
        for line, unit in enumerate((*(m.unit for m in current), *former), start=2)
    ]
    members = (replace(m, unit=unit) for m, unit in zip(current, placed, strict=False))
    return tuple(members), tuple(placed[len(current) :])


def list_members(edition: Edition, unit_count: int) -> tuple[Member, ...]:
    """Return the units of the first year, in official order.

    Fewer than the real list shorten every group in proportion; more add numbered units.

    Raises
    ------
    UsageProblem
        If there is no unit to write.
    """
    if unit_count < 1:
        raise UsageProblem("Kỳ đánh giá minh họa cần ít nhất một đơn vị.")
    groups = [group.code for group in edition.groups if group.code in EXAMPLE_NAMES]
    if not groups:
        raise UsageProblem(f"Bộ tiêu chí {edition.code} không có nhóm đơn vị của ví dụ minh họa.")
    names = {code: list(EXAMPLE_NAMES[code]) for code in groups}
    real_count = sum(map(len, names.values()))
    if unit_count < real_count:
        names = {code: names[code][:kept] for code, kept in _cut(names, unit_count).items()}
    for number, code in zip(
        range(real_count + 1, unit_count + 1), itertools.cycle(groups), strict=False
    ):
        names[code].append(f"{_MADE_UP[code]} {number}")
    return tuple(_members(names))


def _cut(names: Mapping[str, list[str]], unit_count: int) -> dict[str, int]:
    """Return how many units of each group stay, by largest remainder."""
    real_count = sum(map(len, names.values()))
    shares = {code: divmod(len(own) * unit_count, real_count) for code, own in names.items()}
    kept = {code: whole for code, (whole, _) in shares.items()}
    by_remainder = sorted(shares, key=lambda code: -shares[code][1])
    for code in by_remainder[: unit_count - sum(kept.values())]:
        kept[code] += 1
    return kept


def _members(names: Mapping[str, list[str]]) -> Iterator[Member]:
    for group_code, own in names.items():
        for ordinal, name in enumerate(own):
            code = slug(name)
            unit = Unit(
                code=code,
                name_vi=name,
                group_code=group_code,
                valid_from=_PROVINCE_SINCE,
                valid_to=_VALID_TO.get(code),
                place=Place(file=_FILE),
            )
            yield Member(unit=unit, ordinal=ordinal, origin_code=code)
