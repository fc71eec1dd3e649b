"""Forms as written: layout, locks, safe text, and live points held against core.scoring."""

import random
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.quantities import round_exact
from cchc_lib.core.rule_kinds import (
    DirectPercent,
    FigureRule,
    PercentTiers,
    Quotient,
    RatioLinear,
    RatioMinusItems,
    RatioToTarget,
    RatioWithFloor,
)
from cchc_lib.core.scoring import find_figure_problem, score_by_rule
from cchc_lib.core.submission import Exemption, Place, Returns
from cchc_lib.core.unit_scores import score_unit
from cchc_lib.files.forms.appraisal import write_appraisal
from cchc_lib.files.forms.formulas import points_formula
from cchc_lib.files.forms.issuing import issue_forms
from cchc_lib.files.forms.layout import (
    APPRAISAL_SHEET,
    CHECK_SHEET,
    EVIDENCE_SHEET,
    GUIDE_SHEET,
    LISTS_SHEET,
    SELF_SHEET,
    AppraisalColumn,
    SelfColumn,
)
from cchc_lib.files.forms.self_sheet import FormAnswers
from cchc_lib.files.returns.submissions import read_submissions
from cchc_lib.files.sources import SourceFile
from tests.office import recalculate
from tests.unit.form_cases import (
    ASSESSMENT,
    DEPARTMENT,
    EDITION,
    HOW,
    UNITS,
    altered,
    asked,
    earned,
    find_cell,
    random_answers,
    random_figures,
    write_form,
)

C = SelfColumn
INPUT_COLUMNS = (C.FIGURE, C.SELF, C.EVIDENCE, C.EXPLANATION)


def open_self(path):
    return load_workbook(path)[SELF_SHEET]


def texts(sheet):
    return {cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


# Layout


def test_the_workbook_has_the_sheets_offices_know(tmp_path):
    workbook = load_workbook(write_form(tmp_path))
    names = [GUIDE_SHEET, SELF_SHEET, EVIDENCE_SHEET, CHECK_SHEET, LISTS_SHEET]
    assert workbook.sheetnames == names
    assert workbook[LISTS_SHEET].sheet_state == "hidden"
    assert workbook.security.lockStructure


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.group_code)
def test_the_form_lists_the_appendix_of_the_group_and_nothing_else(tmp_path, unit):
    sheet = open_self(write_form(tmp_path, unit))
    listed = [cell.value for cell in sheet[C.CODE.letter][7:] if cell.value]
    expected = [
        component.code
        for component in EDITION.components_of(unit.group_code)
        for _ in component.inputs or (None,)
    ]
    assert listed == expected


def test_codes_are_hidden_and_the_header_stays_in_sight(tmp_path):
    sheet = open_self(write_form(tmp_path))
    assert sheet.column_dimensions[C.CODE.letter].hidden
    assert sheet.column_dimensions[C.INPUT.letter].hidden
    assert sheet.freeze_panes == "E8"
    assert sheet.print_title_rows == "$7:$7"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.group_code)
def test_exactly_the_input_cells_are_unlocked(tmp_path, unit):
    sheet = open_self(write_form(tmp_path, unit))
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    expected = set()
    for component in asked(unit):
        for spec in component.inputs:
            expected.add(find_cell(sheet, component.code, C.FIGURE, spec.code).coordinate)
        for column in (C.SELF, C.EVIDENCE, C.EXPLANATION):
            expected.add(find_cell(sheet, component.code, column).coordinate)
    assert unlocked == expected
    merged = [place for span in sheet.merged_cells.ranges for place in span.cells]
    assert not {sheet.cell(*place).coordinate for place in merged} & unlocked


def test_long_texts_run_down_the_rows_of_a_component_and_no_row_is_tall(tmp_path):
    path = write_form(tmp_path, answers={})
    sheet = open_self(path)
    component = next(c for c in asked(DEPARTMENT) if len(c.inputs) > 1)
    rows = [find_cell(sheet, component.code, C.LABEL, spec.code).row for spec in component.inputs]
    for column in (C.NAME, C.HOW, C.REQUIRED):
        span = f"{column.letter}{rows[0]}:{column.letter}{rows[-1]}"
        assert span in [merged.coord for merged in sheet.merged_cells.ranges]
    xml = zipfile.ZipFile(path).read("xl/worksheets/sheet2.xml").decode()
    heads = [re.search(rf'<row r="{row}"[^>]*>', xml)[0] for row in rows]
    fixed = ['customHeight="1"' in head for head in heads]
    assert fixed == [False, *[True] * (len(rows) - 1)]


def test_a_day_is_asked_for_with_its_year_and_another_year_is_caught(tmp_path):
    sheet = open_self(write_form(tmp_path))
    address = find_cell(sheet, "1.3.3", C.FIGURE, "report_date").coordinate
    (rule,) = [r for r in sheet.data_validations.dataValidation if address in r.sqref]
    assert "15/01/2018" in rule.prompt
    assert "từ 01/01/2016 đến 31/12/2019" in rule.error
    assert "DATE(2016,1,1)" in rule.formula1
    assert "<DATE(2020,1,1)" in rule.formula1


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.group_code)
def test_every_figure_and_score_cell_says_what_it_accepts(tmp_path, unit):
    sheet = open_self(write_form(tmp_path, unit))
    rules = sheet.data_validations.dataValidation
    for row in range(8, sheet.max_row + 1):
        for column in (C.FIGURE, C.SELF):
            cell = sheet[f"{column.letter}{row}"]
            matching = [rule for rule in rules if cell.coordinate in rule.sqref]
            assert len(matching) == (0 if cell.protection.locked else 1)
            assert all(rule.error and rule.showErrorMessage for rule in matching)


def test_a_survey_component_takes_no_input(tmp_path):
    sheet = open_self(write_form(tmp_path))
    assert find_cell(sheet, "1.S.1", C.LABEL).value == "Điều tra XHH – đơn vị không tự chấm"
    assert all(find_cell(sheet, "1.S.1", column).protection.locked for column in INPUT_COLUMNS)


def test_an_exempt_component_takes_no_input(tmp_path):
    exemption = Exemption(
        unit_code=DEPARTMENT.code,
        component_code="2.1.1",
        policy="drop_max_all",
        legal_basis="Không được giao văn bản",
        place=Place(file="exemptions.csv"),
    )
    assessment = replace(ASSESSMENT, exemptions=(exemption,))
    sheet = open_self(write_form(tmp_path, answers={}, assessment=assessment))
    assert find_cell(sheet, "2.1.1", C.SELF).value == "Không áp dụng"
    assert all(find_cell(sheet, "2.1.1", column).protection.locked for column in INPUT_COLUMNS)


def test_synthetic_data_and_a_reconstructed_edition_are_marked(tmp_path):
    workbook = load_workbook(write_form(tmp_path))
    marks = " ".join(str(text) for text in texts(workbook[SELF_SHEET]))
    assert "SỐ LIỆU MINH HỌA" in marks
    assert "PHỤC DỰNG" in marks
    assert EDITION.notice_vi in texts(workbook[GUIDE_SHEET])
    real = write_form(tmp_path, assessment=replace(ASSESSMENT, is_synthetic=False))
    everything = " ".join(str(t) for sheet in load_workbook(real) for t in texts(sheet))
    assert "SỐ LIỆU MINH HỌA" not in everything


def test_the_appraisal_form_leaves_the_survey_out_and_unlocks_score_and_reason(tmp_path):
    path = tmp_path / "appraisal.xlsx"
    scores = score_unit(EDITION, ASSESSMENT, DEPARTMENT, Returns())
    write_appraisal(path, edition=EDITION, assessment=ASSESSMENT, unit=DEPARTMENT, scores=scores)
    sheet = load_workbook(path)[APPRAISAL_SHEET]
    column = AppraisalColumn
    listed = [cell.value for cell in sheet[column.CODE.letter][7:] if cell.value]
    assert listed == [component.code for component in asked(DEPARTMENT)]
    unlocked = {
        cell.column_letter
        for row in sheet.iter_rows(min_row=8)
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == {column.SCORE.letter, column.REASON.letter}
    assert find_cell(sheet, "1.1.1", column.LEAD).value == "Sở Nội vụ – phòng CCHC"
    assert find_cell(sheet, "1.1.1", column.SELF).value == "chưa ghi"


def test_the_appraiser_sees_the_figures_the_method_and_what_is_too_much(tmp_path):
    answers = random_answers(DEPARTMENT, 4)
    figures = {"issued": Decimal(1234), "programmed": "mười"}
    answers["2.1.1"] = replace(answers["2.1.1"], figures=figures, self_score=Decimal(9))
    form = write_form(tmp_path, answers=answers)
    submission, _ = _read(form, tmp_path)
    returns = Returns(submissions={DEPARTMENT.code: submission})
    path = tmp_path / "appraisal.xlsx"
    write_appraisal(
        path,
        edition=EDITION,
        assessment=ASSESSMENT,
        unit=DEPARTMENT,
        scores=score_unit(EDITION, ASSESSMENT, DEPARTMENT, returns),
        how_vi=HOW,
    )
    sheet, column = load_workbook(path)[APPRAISAL_SHEET], AppraisalColumn
    component = next(c for c in asked(DEPARTMENT) if c.code == "2.1.1")
    values = {"issued": "1.234", "programmed": "ghi không hợp lệ"}
    lines = [f"{spec.label_vi}: {values[spec.code]}" for spec in component.inputs]
    assert find_cell(sheet, "2.1.1", column.FIGURES).value == "\n".join(lines)
    assert find_cell(sheet, "2.1.1", column.HOW).value == HOW["2.1.1"]
    claim = find_cell(sheet, "2.1.1", column.SELF)
    assert claim.value == 9
    over = [
        rule.formula[0]
        for area in sheet.conditional_formatting
        if claim.coordinate in area.cells
        for rule in area.rules
    ]
    assert over == [
        f"AND(ISNUMBER(${column.SELF.letter}8),${column.SELF.letter}8>${column.MAX.letter}8)"
    ]


# Hostile and repeated


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "=HYPERLINK(1)", "#N/A", "'x"])
def test_a_text_never_becomes_a_formula(tmp_path, text):
    answers = {
        "1.1.1": FormAnswers(
            figures={"issued_date": text}, self_score=text, evidence=text, explanation=text
        )
    }
    sheet = open_self(write_form(tmp_path, answers=answers))
    for column in INPUT_COLUMNS:
        cell = find_cell(sheet, "1.1.1", column)
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_characters_that_no_sheet_can_hold_are_left_out(tmp_path):
    answers = {
        "1.1.1": FormAnswers(figures={}, self_score=None, explanation="a\x00b\x0bc\ud800d\uffffe")
    }
    sheet = open_self(write_form(tmp_path, answers=answers))
    assert find_cell(sheet, "1.1.1", C.EXPLANATION).value == "abcde"


def test_the_same_content_gives_the_same_bytes(tmp_path):
    answers = random_answers(DEPARTMENT, 2)
    first = write_form(tmp_path / "a", answers=answers).read_bytes()
    assert write_form(tmp_path / "b", answers=answers).read_bytes() == first


# Issued again


@pytest.fixture
def year():
    units = (DEPARTMENT,)
    return aggregate_year(EDITION, replace(ASSESSMENT, units=units), Returns(), ())


def _issue(folder, year, how=HOW):
    return issue_forms(folder, year=year, how_vi={"department": how}, pages={})


def _counts(issued):
    paths = (issued.written, issued.replaced, issued.unchanged, issued.kept)
    return [[path.parent.name for path in own] for own in paths]


def test_forms_that_nobody_touched_are_replaced_only_where_they_differ(tmp_path, year):
    leads = dict.fromkeys(component.lead_appraiser for component in asked(DEPARTMENT))
    every = ["submissions", "appraisal", *(["appraisal"] * len(leads))]
    assert _counts(_issue(tmp_path, year)) == [every, [], [], []]
    assert _counts(_issue(tmp_path, year)) == [[], [], every, []]
    changed = ["submissions", "appraisal", "appraisal"]
    others = ["appraisal"] * (len(leads) - 1)
    counts = _counts(_issue(tmp_path, year, HOW | {"2.1.1": "Cách khác"}))
    assert counts == [[], changed, others, []]


def test_a_form_that_somebody_filled_in_is_kept(tmp_path, year):
    form = _issue(tmp_path, year).written[0]
    with altered(form) as sheet:
        find_cell(sheet, "1.1.1", C.SELF).value = 1
    content = form.read_bytes()
    issued = _issue(tmp_path, year, HOW | {"2.1.1": "Cách khác"})
    assert [path.name for path in issued.kept] == [form.name]
    assert [path.name for path in issued.replaced] == [form.name, "chu-tri_so-tu-phap.xlsx"]
    assert form.read_bytes() == content


# Live points


def recalculated(folder, *paths):
    """Let LibreOffice compute workbooks; return them with values."""
    return [load_workbook(path, data_only=True) for path in recalculate(folder, *paths)]


def shown(value):
    return round_exact(Decimal(str(value)), places=6, mode="half_up")


def test_the_form_shows_the_points_that_the_figures_earn(tmp_path):
    cases = [(unit, seed) for unit in UNITS for seed in (11, 12)]
    paths = [
        write_form(tmp_path, unit, random_answers(unit, seed), name=f"{unit.code}-{seed}")
        for unit, seed in cases
    ]
    for (unit, seed), workbook in zip(cases, recalculated(tmp_path, *paths), strict=True):
        sheet, answers = workbook[SELF_SHEET], random_answers(unit, seed)
        for component in asked(unit):
            value = find_cell(sheet, component.code, C.RULE).value
            figures = answers[component.code].figures
            assert shown(value) == earned(component, unit, figures), (component.code, figures)
        states = [str(text) for text in texts(workbook[CHECK_SHEET])]
        assert "ĐỦ" in states


def test_a_form_saved_by_another_spreadsheet_reads_the_same(tmp_path):
    before, _ = _read(write_form(tmp_path), tmp_path)
    recalculated(tmp_path, tmp_path / before.file)
    saved = tmp_path / "recalculated" / "so-noi-vu.xlsx"
    after, findings = _read(saved, tmp_path)
    assert findings == []
    assert list(after.entries) == list(before.entries)
    for code, entry in after.entries.items():
        other = before.entries[code]
        assert [f.value for f in entry.figures] == [f.value for f in other.figures]
        assert entry.self_score.value == other.self_score.value
        assert (entry.evidence, entry.explanation) == (other.evidence, other.explanation)


def _read(path, root):
    source = SourceFile(path=path, file=f"submissions/{path.name}")
    found, findings = read_submissions([source], root=root, edition=EDITION, assessment=ASSESSMENT)
    return found[path.stem], findings


def test_the_check_sheet_counts_what_is_missing_and_what_cannot_be(tmp_path):
    answers = random_answers(DEPARTMENT, 3)
    answers["1.1.1"] = replace(answers["1.1.1"], figures={}, self_score=None)
    answers["1.1.2"] = replace(answers["1.1.2"], self_score=Decimal(9))
    answers["1.1.3"] = replace(answers["1.1.3"], self_score="đạt")
    answers["2.1.1"] = replace(answers["2.1.1"], figures={})
    path = write_form(tmp_path, answers=answers)
    (workbook,) = recalculated(tmp_path, path)
    sheet = workbook[CHECK_SHEET]
    counted = {row[0]: row[2:5] for row in sheet.iter_rows(min_row=5, max_row=12, values_only=True)}
    assert counted["1"] == (1, 1, 2)
    assert counted["2"] == (2, 0, 0)
    assert counted["3"] == (0, 0, 0)
    assert any("CHƯA ĐỦ – còn 3 ô số liệu, 1 ô điểm" in str(text) for text in texts(sheet))
    points = workbook[SELF_SHEET]
    assert not find_cell(points, "2.1.1", C.RULE).value


def _variants():
    """Yield every rule of the edition, and the kinds of measure it happens not to use."""
    for component in EDITION.components():
        if isinstance(component.rule, FigureRule):
            yield component
            yield from _other_measures(component)


def _other_measures(component):
    rule = component.rule
    kinds = PercentTiers | RatioWithFloor | RatioLinear | RatioToTarget | RatioMinusItems
    if isinstance(rule, kinds) and isinstance(rule.measure, Quotient):
        other = "refuse" if rule.measure.when_none == "award_max" else "award_max"
        yield replace(component, rule=replace(rule, measure=replace(rule.measure, when_none=other)))
        percent = replace(component.inputs[0], code="percent", kind="percent")
        measure = DirectPercent(percent="percent")
        inputs = (percent, *component.inputs[2:])
        yield replace(component, rule=replace(rule, measure=measure), inputs=inputs)


@pytest.mark.parametrize("mode", ["half_up", "half_even"])
def test_the_formula_of_every_rule_kind_agrees_with_scoring(tmp_path, mode):
    rounding = replace(EDITION.rounding, mode=mode)
    workbook, expected, dice = Workbook(), [], random.Random(5)
    sheet = workbook.active
    for component in _variants():
        maximum = max(component.max_score.values())
        for figures in _figure_sets(component, dice):
            row = len(expected) + 1
            cells = {}
            for index, (code, value) in enumerate(figures.items(), start=2):
                cell = sheet.cell(row, index, value)
                if isinstance(value, bool):
                    cell.value = "Có" if value else "Không"
                cells[code] = cell.coordinate
            sheet.cell(row, 1).value = points_formula(
                component.rule, max_score=maximum, cells=cells, year=2018, rounding=rounding
            )
            expected.append((component, figures, maximum))
    path = tmp_path / "formulas.xlsx"
    workbook.save(path)
    (computed,) = recalculated(tmp_path, path)
    assert {component.rule.kind for component, _, _ in expected} == {
        component.rule.kind for component in EDITION.components() if asked_of(component)
    }
    for row, (component, figures, maximum) in enumerate(expected, start=1):
        value = computed.active.cell(row, 1).value
        rule, about = component.rule, (component.code, component.rule, figures)
        if any(v is None for v in figures.values()) or find_figure_problem(rule, figures):
            assert value in {None, ""}, about
            continue
        points = score_by_rule(rule, max_score=maximum, figures=figures, year=2018)
        assert shown(value) == rounding.component(points), about


def asked_of(component):
    return isinstance(component.rule, FigureRule)


def _figure_sets(component, dice):
    """Yield random figures, the edges of every tier, an empty set and impossible pairs."""
    for _ in range(25):
        yield random_figures(component, dice)
    yield {spec.code: None for spec in component.inputs}
    measure = getattr(component.rule, "measure", None)
    if isinstance(measure, Quotient):
        rest = random_figures(component, dice)
        for achieved, planned in (
            *((n, 100) for n in (0, 10, 20, 30, 50, 64, 70, 80, 81, 90, 95, 100)),
            *((n, 100_000) for n in (29_999, 69_999, 79_999, 89_999, 90_001, 94_999)),
            (1, 3), (2, 3), (7, 8), (1, 16), (3, 16), (0, 0), (5, 4),
        ):  # fmt: skip
            counts = {measure.achieved: Decimal(achieved), measure.planned: Decimal(planned)}
            yield rest | counts
    if isinstance(measure, DirectPercent):
        rest = random_figures(component, dice)
        for percent in ("0", "69.999", "70", "90", "90.001", "100", "250"):
            yield rest | {measure.percent: Decimal(percent)}


def test_the_points_formula_of_the_form_stands_beside_each_component(tmp_path):
    sheet = open_self(write_form(tmp_path))
    for component in asked(DEPARTMENT):
        assert str(find_cell(sheet, component.code, C.RULE).value).startswith("=IF(")
        assert find_cell(sheet, component.code, C.HOW).value == HOW[component.code]
