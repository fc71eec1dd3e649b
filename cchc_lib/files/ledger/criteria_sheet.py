"""The sheet “Tiêu chí”: of every group and component the maximum, the rule and its clause."""

from collections.abc import Mapping
from typing import Literal

from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import Value
from cchc_lib.files.ledger.grid import Column, Grid

__all__ = [
    "APPRAISED",
    "CRITERIA_MAX",
    "NOT_SURVEYED",
    "SURVEYED",
    "source_of",
    "write_criteria",
]

Source = Literal["thẩm định", "điều tra", "nguồn ngoài"]
APPRAISED: Source = "thẩm định"
SURVEYED: Source = "điều tra"
_FROM_SOURCE: Source = "nguồn ngoài"
NOT_SURVEYED = f"<>{SURVEYED}"
"""The condition for what counts among the appraised points."""
_GROUP, CRITERIA_MAX = "Nhóm", "Điểm tối đa"
_CODE, _NAME, _AREA, _SOURCE = "Mã", "Tiêu chí thành phần", "Lĩnh vực", "Nguồn điểm"
_KIND, _HOW, _LEAD = "Loại quy tắc", "Cách cho điểm", "Cơ quan chủ trì thẩm định"
_CLAUSE, _MARK = "Căn cứ", "Nguồn của quy định"
_COLUMNS = (
    Column(_GROUP, 16), Column(_CODE, 7, "centre"), Column(_NAME, 38), Column(_AREA, 20),
    Column(_SOURCE, 10, "centre"), Column(CRITERIA_MAX, 8, "points"), Column(_KIND, 18),
    Column(_HOW, 60), Column(_LEAD, 22), Column(_CLAUSE, 26), Column(_MARK, 24),
)  # fmt: skip


def write_criteria(
    book: Book, edition: Edition, how_vi: Mapping[str, Mapping[str, str]], words: Mapping[str, str]
) -> tuple[Grid, dict[tuple[str, str], int]]:
    """Write the components of every group; return the row of each by group and component."""
    grid = Grid(book, Sheet.CRITERIA, _COLUMNS, fixed=3)
    rows: dict[tuple[str, str], int] = {}
    for group in edition.groups:
        for area in edition.areas:
            for component in area.components():
                if group.code not in component.max_score:
                    continue
                mark = component.provenance
                values: dict[str, Value] = {
                    _GROUP: group.name_vi,
                    _CODE: component.code,
                    _NAME: component.name_vi,
                    _AREA: area.short_vi,
                    _SOURCE: source_of(component),
                    CRITERIA_MAX: component.max_score[group.code],
                    _KIND: words[component.rule.kind],
                    _HOW: how_vi[group.code][component.code],
                    _LEAD: component.lead_appraiser,
                    _CLAUSE: component.legal_reference.citation,
                    _MARK: ": ".join(part for part in (words[mark.mark], mark.note_vi) if part),
                }
                rows[group.code, component.code] = grid.add(values)
    return grid, rows


def source_of(component: Component) -> Source:
    """Return what the points of a component are from: appraiser, survey or external figures."""
    if component.source:
        return _FROM_SOURCE
    return SURVEYED if component.is_survey else APPRAISED
