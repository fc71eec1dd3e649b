"""The sheet “Quy định”: every general rule with its and the cells formulas refer to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from cchc_lib.core.legal import LegalReference
from cchc_lib.core.rulebook import Edition, NotApplicablePolicy
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import Live, Value
from cchc_lib.files.ledger.grid import Column, Grid
from cchc_lib.files.spreadsheet_text import NOISE_PLACES

__all__ = ["RuleCells", "write_rules"]

_PART, _NAME, _VALUE, _CODE, _TEXT, _CLAUSE = (
    "Mục quy định", "Tên", "Giá trị", "Mã", "Nội dung", "Căn cứ",
)  # fmt: skip
_COLUMNS = (
    Column(_PART, 22), Column(_NAME, 34), Column(_VALUE, 10, "number"),
    Column(_CODE, 22), Column(_TEXT, 62), Column(_CLAUSE, 44),
)  # fmt: skip
Rows = tuple[int, int]
RulePart = Literal[
    "group",
    "rounding",
    "stage",
    "policy",
    "survey",
    "respondents",
    "adjustment",
    "late",
    "ranking",
]
Row = tuple[str, Value, str, str, LegalReference]
"""Name, value, code, text and clause of a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCells:
    """Where the rules stand that formulas look up.

    Of grades, caps and grounds the stretches of their rows; of the rest the row by part and
    code.
    """

    grid: Grid
    bands: Rows
    caps: Rows
    items: Rows
    rows: Mapping[tuple[RulePart, str], int]

    def value(self, part: RulePart, code: str) -> str:
        """Return the address of the number of a rule."""
        return self.grid.ref(_VALUE, self.rows[part, code])

    def name(self, part: RulePart, code: str) -> str:
        """Return the address of the name of a rule."""
        return self.grid.ref(_NAME, self.rows[part, code])

    def values(self, rows: Rows) -> str:
        """Return the stretch of the numbers of some rules."""
        return self.grid.span(_VALUE, rows)

    def names(self, rows: Rows) -> str:
        """Return the stretch of the names of some rules."""
        return self.grid.span(_NAME, rows)

    def codes(self, rows: Rows) -> str:
        """Return the stretch of the codes of some rules."""
        return self.grid.span(_CODE, rows)


def write_rules(book: Book, edition: Edition, words: Mapping[str, str]) -> RuleCells:
    """Write the general rules of an edition."""
    grid = Grid(book, Sheet.RULES, _COLUMNS, fixed=2)
    rows: dict[tuple[RulePart, str], int] = {}
    parts: tuple[tuple[RulePart, str, Iterator[Row]], ...] = (
        ("group", "Nhóm đơn vị", _group_rows(edition)),
        ("rounding", "Làm tròn", _rounding_rows(edition, words)),
        ("stage", "Trình tự thẩm định", _procedure_rows(edition, words)),
        ("policy", "Tiêu chí không áp dụng", _policy_rows(edition, words)),
        ("survey", "Điều tra xã hội học", _survey_rows(edition)),
        ("respondents", "Đối tượng điều tra", _respondent_rows(edition)),
        ("adjustment", "Trần điểm cộng, điểm trừ", _adjustment_caps(edition)),
        ("late", "Nộp muộn", _late_rows(edition, words)),
        ("ranking", "Xếp hạng", _ranking_rows(edition, words)),
    )
    for part, title, own in parts:
        for row in own:
            rows[part, row[2]] = _add(grid, title, row)
    bands = _add_all(grid, "Xếp loại", _band_rows(edition))
    return RuleCells(
        grid=grid,
        bands=bands,
        caps=_add_all(
            grid, "Khống chế xếp loại", _cap_rows(edition, grid.near(_NAME, bands), grid)
        ),
        items=_add_all(grid, "Mục điểm cộng, trừ", _item_rows(edition, words)),
        rows=rows,
    )


def _add(grid: Grid, part: str, row: Row) -> int:
    name, value, code, text, reference = row
    words = {_NAME: name, _CODE: code, _TEXT: text, _CLAUSE: reference.citation}
    return grid.add({_PART: part, _VALUE: value, **words})


def _add_all(grid: Grid, part: str, rows: Iterator[Row]) -> Rows:
    """Write the rows of a part; a part without rows keeps a blank one for formulas to look up."""
    numbers = [_add(grid, part, row) for row in rows] or [grid.add({_PART: part})]
    return numbers[0], numbers[-1]


def _group_rows(edition: Edition) -> Iterator[Row]:
    for group in edition.groups:
        text = (
            "Điểm tối đa của nhóm: thẩm định "
            f"{group.appraised_max:f}, điều tra xã hội học {group.survey_max:f}"
        ).replace(".", ",")
        yield group.name_vi, group.max_score, group.code, text, edition.legal_reference


def _rounding_rows(edition: Edition, words: Mapping[str, str]) -> Iterator[Row]:
    rule = edition.rounding
    how = f"Số chữ số thập phân; {words[rule.mode]}. Không làm tròn giữa chừng: trong công thức, "
    how += f"ROUND(…;{NOISE_PLACES}) chỉ bỏ sai số nhị phân của bảng tính."
    for name, places, code in (
        ("Điểm tiêu chí thành phần", rule.component_places, "component_places"),
        ("Tổng điểm, chỉ số, bình quân", rule.total_places, "total_places"),
    ):
        yield name, places, code, how, rule.legal_reference


def _procedure_rows(edition: Edition, words: Mapping[str, str]) -> Iterator[Row]:
    rule = edition.procedure
    for place, stage in enumerate(rule.precedence, start=1):
        text = "Thứ tự ưu tiên: điểm được tính là điểm của giai đoạn đứng trước nhất có quyết định"
        yield words[stage], place, stage, text, rule.legal_reference


def _policy_rows(edition: Edition, words: Mapping[str, str]) -> Iterator[Row]:
    rule = edition.not_applicable
    for policy in get_args(NotApplicablePolicy):
        text = "Áp dụng khi không ghi cách khác" if policy == rule.default_policy else ""
        yield words[policy], None, policy, text, rule.legal_reference


def _survey_rows(edition: Edition) -> Iterator[Row]:
    rule = edition.survey
    least = "Ít trả lời hợp lệ hơn thì chưa có điểm điều tra"
    law = rule.legal_reference
    yield "Số trả lời tối thiểu", rule.minimum_answers, "minimum_answers", least, law
    words = ", ".join(f"“{answer}”" for answer in rule.dont_know)
    yield "Trả lời không tính", None, "dont_know", words, law


def _respondent_rows(edition: Edition) -> Iterator[Row]:
    rule = edition.survey
    for group in rule.respondent_groups:
        text = "Trọng số, tính trên các nhóm có trả lời hợp lệ"
        yield group.name_vi, group.weight, group.code, text, rule.legal_reference


def _adjustment_caps(edition: Edition) -> Iterator[Row]:
    rule = edition.adjustment
    text = "Tổng không quá mức này; tổng điểm của đơn vị không dưới 0 và không quá điểm tối đa"
    yield "Trần điểm cộng", rule.bonus_cap, "bonus_cap", text, rule.legal_reference
    yield "Trần điểm trừ", rule.penalty_cap, "penalty_cap", text, rule.legal_reference


def _late_rows(edition: Edition, words: Mapping[str, str]) -> Iterator[Row]:
    for late in edition.adjustment.late:
        text = f"Điểm trừ cho mỗi ngày, không quá mức tối đa của mục {late.item}"
        yield words[late.stage], late.points_per_day, late.stage, text, late.legal_reference


def _ranking_rows(edition: Edition, words: Mapping[str, str]) -> Iterator[Row]:
    rule = edition.ranking
    text = "Phần điểm tối đa phải có kết quả để được xếp hạng, xếp loại tạm tính"
    yield "Cách xếp hạng", None, rule.method, words["ranking"], rule.legal_reference
    share = rule.provisional_share
    yield "Phần phải có kết quả", share, "provisional_share", text, rule.legal_reference


def _band_rows(edition: Edition) -> Iterator[Row]:
    rule = edition.grading
    what = "đã làm tròn" if rule.value == "rounded" else "chính xác, chưa làm tròn"
    for band in edition.grading.bands:
        text = f"Chỉ số {what} từ mức này trở lên"
        yield band.name_vi, band.ge, band.code, text, rule.legal_reference


def _cap_rows(edition: Edition, names: str, grid: Grid) -> Iterator[Row]:
    """Yield each cap: the best grade still to be had, and its place among the grades."""
    bands = edition.grading.bands
    for cap in edition.grading.caps:
        best = edition.grading.band(cap.best_grade)
        formula = f"=MATCH({grid.at(_NAME, grid.next_row)},{names},0)"
        place = Live(formula, bands.index(best) + 1)
        yield best.name_vi, place, cap.code, cap.text_vi, cap.legal_reference


def _item_rows(edition: Edition, words: Mapping[str, str]) -> Iterator[Row]:
    for item in edition.adjustment.items:
        name = words[item.kind]
        yield name, item.max_points, item.code, item.text_vi, item.legal_reference
