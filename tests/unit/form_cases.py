"""Forms to test with: three units, one of each group, and ways to fill in and alter a form."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.core.rule_kinds import DeadlineTiers, DueInput, FigureRule, GradedShare
from cchc_lib.core.scoring import find_figure_problem, score_by_rule
from cchc_lib.core.submission import NEVER, Assessment, Place, Unit
from cchc_lib.files.forms.layout import SELF_SHEET, FormColumn, SelfColumn
from cchc_lib.files.forms.self_assessment import write_self_assessment
from cchc_lib.files.forms.self_sheet import FormAnswers
from cchc_lib.files.rules import read_edition
from cchc_lib.files.writing import write_bytes
from cchc_lib.project import RULES

EDITION, _ = read_edition(RULES / "mau-2018")
assert EDITION is not None


def _unit(code: str, name: str, group: str) -> Unit:
    place = Place(file="units.csv")
    since = date(2004, 1, 1)
    return Unit(
        code=code, name_vi=name, group_code=group, valid_from=since, valid_to=None, place=place
    )


DEPARTMENT = _unit("so-noi-vu", "Sở Nội vụ", "department")
AGENCY = _unit("cuc-thue", "Cục Thuế tỉnh", "vertical_agency")
DISTRICT = _unit("huyen-cu-jut", "UBND huyện Cư Jút", "district")
UNITS = (DEPARTMENT, AGENCY, DISTRICT)
ASSESSMENT = Assessment(
    year=2018,
    edition_code="mau-2018",
    title_vi="Kỳ đánh giá năm 2018",
    province_vi="Đắk Nông",
    is_synthetic=True,
    form_version="2018.1",
    units=UNITS,
    exemptions=(),
    adjustments=(),
)
HOW = {component.code: "Cách tính điểm" for component in EDITION.components()}


def asked(unit):
    """Return the components that a unit assesses itself on."""
    return [c for c in EDITION.components_of(unit.group_code) if not c.is_survey]


def random_figures(component, dice: random.Random):
    """Return figures of a component that can be scored."""
    while True:
        figures = {spec.code: _figure(component, spec, dice) for spec in component.inputs}
        rule = component.rule
        if not isinstance(rule, FigureRule) or find_figure_problem(rule, figures) is None:
            return figures


def _figure(component, spec, dice: random.Random):
    rule = component.rule
    match spec.kind:
        case "count":
            return Decimal(dice.choice([0, 1, 2, 3, 5, dice.randint(0, 40), dice.randint(0, 999)]))
        case "amount":
            return Decimal(dice.randint(0, 10**7)) / 100
        case "percent":
            return Decimal(dice.randint(-50, 300)) / 10
        case "flag":
            return dice.random() < 0.7
        case "choice":
            assert isinstance(rule, GradedShare)
            return dice.choice(rule.levels).name_vi
        case "date":
            is_due = isinstance(rule, DeadlineTiers) and rule.due == DueInput(input=spec.code)
            day = date(dice.choice([2017, 2018]), dice.randint(1, 12), dice.choice([1, 15, 28]))
            return NEVER if dice.random() < 0.2 and not is_due else day


def random_answers(unit, seed: int):
    """Return a complete self-assessment that claims what the figures earn."""
    dice = random.Random(seed)
    return {c.code: _answers(c, unit, dice) for c in asked(unit)}


def _answers(component, unit, dice):
    figures = random_figures(component, dice)
    return FormAnswers(
        figures=figures,
        self_score=earned(component, unit, figures),
        evidence=f"QĐ {dice.randint(1, 99)}/QĐ-UBND; BC số {dice.randint(1, 99)}",
        explanation="Đã kiểm tra",
    )


def earned(component, unit, figures) -> Decimal:
    """Return what figures earn under the rule, rounded as declared."""
    rule = component.rule
    assert isinstance(rule, FigureRule)
    points = score_by_rule(
        rule, max_score=component.max_score[unit.group_code], figures=figures, year=2018
    )
    return EDITION.rounding.component(points)


def write_form(root: Path, unit=DEPARTMENT, answers=None, assessment=ASSESSMENT, name="") -> Path:
    """Put a self-assessment form into the submissions of ``root``; filled in unless told."""
    path = root / "submissions" / f"{name or unit.code}.xlsx"
    if answers is None and assessment is ASSESSMENT:
        write_bytes(path, _filled(unit))
        return path
    filled = random_answers(unit, 1) if answers is None else answers
    write_self_assessment(
        path, edition=EDITION, assessment=assessment, unit=unit, how_vi=HOW, answers=filled
    )
    return path


@cache
def _filled(unit) -> bytes:
    """Return a filled-in form; writing one takes longer than most tests of it."""
    with TemporaryDirectory() as scratch:
        return write_form(Path(scratch), unit, random_answers(unit, 1)).read_bytes()


@contextmanager
def altered(path: Path, sheet: str = SELF_SHEET) -> Iterator[Worksheet]:
    """Open a sheet, let it be altered by hand, and save the workbook."""
    workbook = load_workbook(path)
    yield workbook[sheet]
    workbook.save(path)


def unmerge(sheet: Worksheet) -> None:
    """Split merged cells, as a person must before rows can be sorted."""
    for span in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(span.coord)


def header(sheet: Worksheet, column: FormColumn):
    """Return the header cell of a column."""
    return next(c for row in sheet.iter_rows() for c in row if c.value == column.value)


def find_cell(sheet: Worksheet, component: str, column: FormColumn, input_code: str = ""):
    """Return the cell of a component, or of one of its figures, in a column."""
    codes = type(column)
    for row in range(1, sheet.max_row + 1):
        is_row = sheet[f"{codes.CODE.letter}{row}"].value == component
        if is_row and input_code in {"", sheet[f"{SelfColumn.INPUT.letter}{row}"].value}:
            return sheet[f"{column.letter}{row}"]
    raise KeyError(component)
