"""What an input cell accepts: drop-downs and checks with messages in Vietnamese."""

from collections.abc import Iterable, Mapping
from typing import Literal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rule_kinds import DeadlineTiers, DueInput, GradedShare, Rule
from cchc_lib.core.rulebook import InputSpec
from cchc_lib.core.submission import NEVER
from cchc_lib.files.forms.layout import LISTS_SHEET, NO, YES
from cchc_lib.files.forms.sheet import RED, YELLOW, cell_ranges, highlight, put

__all__ = [
    "Choices",
    "FigureInputs",
    "add_day_rule",
    "add_score_rule",
    "mark_blanks",
    "mark_over_maximum",
]

_InputRule = Literal["count", "amount", "percent", "date", "due_date"]
_YEARS_BEFORE, _YEARS_AFTER = 2, 1
"""Years around the assessed one in which a date is still plausible: typing errors, not policy."""
_LONGEST_MESSAGE = 255
_DAY = "ngày/tháng/năm, ví dụ 15/01/{year}, từ 01/01/{first_year} đến 31/12/{last_year}"
_MESSAGES: Mapping[_InputRule, str] = {
    "count": "Ghi một số nguyên không âm. Không phát sinh thì ghi 0.",
    "amount": "Ghi một số không âm, dùng dấu phẩy cho phần thập phân.",
    "percent": "Ghi một số, ví dụ 12,5 (không ghi ký hiệu %).",
    "date": f"Ghi {_DAY}. Chưa ban hành thì ghi “{NEVER}”.",
    "due_date": f"Ghi {_DAY}.",
}


class Choices:
    """The drop-down lists of a form, kept on a hidden sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._known: dict[tuple[str, ...], str] = {}
        sheet.sheet_state = "hidden"

    def add(self, target: Worksheet, addresses: Iterable[str], words: tuple[str, ...]) -> None:
        """Offer ``words``, and nothing else, in the cells of ``target``."""
        message = f"Chọn một giá trị trong danh sách: {'; '.join(words)}."
        rule = DataValidation(type="list", formula1=self._range_of(words), allow_blank=True)
        _add(target, addresses, rule, message)

    def _range_of(self, words: tuple[str, ...]) -> str:
        if words not in self._known:
            letter = get_column_letter(len(self._known) + 1)
            for row, word in enumerate(words, start=1):
                put(self._sheet, f"{letter}{row}", word, "text")
            self._known[words] = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(words)}"
        return self._known[words]


class FigureInputs:
    """The figure cells of a form while it is written, and what each of them accepts."""

    def __init__(self) -> None:
        self._rules: dict[_InputRule, list[int]] = {}
        self._choices: dict[tuple[str, ...], list[int]] = {}

    def add(self, spec: InputSpec, rule: Rule, row: int) -> None:
        """Note that a figure of a component is declared in a row."""
        match spec.kind, rule:
            case "flag", _:
                self._choices.setdefault((YES, NO), []).append(row)
            case "choice", GradedShare(levels=levels):
                names = tuple(level.name_vi for level in levels)
                self._choices.setdefault(names, []).append(row)
            case "date", DeadlineTiers(due=DueInput(input=code)) if code == spec.code:
                self._rules.setdefault("due_date", []).append(row)
            case ("count" | "amount" | "percent" | "date") as kind, _:
                self._rules.setdefault(kind, []).append(row)

    def apply(self, sheet: Worksheet, letter: str, choices: Choices, year: int) -> None:
        """Set what the cells of a column accept."""
        for words, rows in self._choices.items():
            choices.add(sheet, cell_ranges(letter, rows), words)
        for rule, rows in self._rules.items():
            _add_input_rule(sheet, letter, rows, rule, year)


def _add_input_rule(
    sheet: Worksheet, letter: str, rows: Iterable[int], rule: _InputRule, year: int
) -> None:
    """Accept only figures of one kind in the rows of a column."""
    addresses = list(cell_ranges(letter, rows))
    if not addresses:
        return
    first = addresses[0].partition(":")[0]
    first_year, last_year = year - _YEARS_BEFORE, year + _YEARS_AFTER
    is_date = f"AND({first}>=DATE({first_year},1,1),{first}<DATE({last_year + 1},1,1))"
    validation = {
        "count": _at_least_zero("whole"),
        "amount": _at_least_zero("decimal"),
        "percent": _custom(f"ISNUMBER({first})"),
        "date": _custom(f'IF(ISNUMBER({first}),{is_date},{first}="{NEVER}")'),
        "due_date": _custom(f"IF(ISNUMBER({first}),{is_date},FALSE)"),
    }[rule]
    message = _MESSAGES[rule].format(year=year, first_year=first_year, last_year=last_year)
    if rule in {"date", "due_date", "percent"}:
        validation.promptTitle, validation.prompt = "Cách ghi", message
        validation.showInputMessage = True
    _add(sheet, addresses, validation, message)


def add_score_rule(sheet: Worksheet, letter: str, rows: Iterable[int], max_letter: str) -> None:
    """Accept only points from zero to the maximum that stands in the same row."""
    addresses = list(cell_ranges(letter, rows))
    if addresses:
        first_row = addresses[0].partition(":")[0].removeprefix(letter)
        limit = f"${max_letter}{first_row}"
        rule = DataValidation(
            type="decimal", operator="between", formula1="0", formula2=limit, allow_blank=True
        )
        _add(sheet, addresses, rule, "Ghi số điểm từ 0 đến điểm tối đa của dòng này, ví dụ 0,75.")


def add_day_rule(sheet: Worksheet, letter: str, rows: Iterable[int], year: int) -> None:
    """Accept only days around the assessed year in the rows of a column."""
    _add_input_rule(sheet, letter, rows, "due_date", year)


def mark_blanks(sheet: Worksheet, letter: str, rows: Iterable[int]) -> None:
    """Show which cells of a column still wait for an entry."""
    addresses = list(cell_ranges(letter, rows))
    if addresses:
        first = addresses[0].partition(":")[0]
        highlight(sheet, " ".join(addresses), f"LEN({first})=0", YELLOW)


def mark_over_maximum(
    sheet: Worksheet, score: str, maximum: str, first_row: int, last_row: int
) -> None:
    """Show which points of a column are more than the maximum in the same row."""
    given, most = f"${score}{first_row}", f"${maximum}{first_row}"
    over = f"AND(ISNUMBER({given}),{given}>{most})"
    highlight(sheet, f"{score}{first_row}:{score}{last_row}", over, RED)


def _at_least_zero(kind: Literal["whole", "decimal"]) -> DataValidation:
    return DataValidation(type=kind, operator="greaterThanOrEqual", formula1="0", allow_blank=True)


def _custom(formula: str) -> DataValidation:
    return DataValidation(type="custom", formula1=formula, allow_blank=True)


def _add(sheet: Worksheet, addresses: Iterable[str], rule: DataValidation, message: str) -> None:
    for address in addresses:
        rule.add(address)
    rule.errorTitle, rule.error = "Giá trị chưa đúng", message[:_LONGEST_MESSAGE]
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
