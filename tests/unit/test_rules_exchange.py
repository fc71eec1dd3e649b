"""An edition goes out as a workbook and comes back as it was; what is spoilt is told."""

import shutil
from dataclasses import fields

import openpyxl
import pytest

from cchc_lib.core.legal import LegalReference, Provenance
from cchc_lib.core.rulebook import Area, Component, Criterion
from cchc_lib.errors import DataProblem, RuleProblem, UsageProblem
from cchc_lib.files.drafts import layout
from cchc_lib.files.drafts.edition_book import edition_book
from cchc_lib.files.drafts.writing import write_folder
from cchc_lib.files.rules import EDITION_FILE, read_edition, rule_files
from cchc_lib.files.text import read_toml
from cchc_lib.project import RULES
from cchc_lib.rulemaking.exporting import export_edition
from cchc_lib.rulemaking.importing import import_edition


@pytest.fixture
def exported(tmp_path):
    path = tmp_path / "mau-2018.xlsx"
    export_edition("mau-2018", path)
    return path


@pytest.mark.parametrize("code", sorted(path.parent.name for path in RULES.glob("*/edition.toml")))
def test_an_exported_edition_is_imported_as_it_was(code, tmp_path):
    path, folder = tmp_path / f"{code}.xlsx", tmp_path / "out" / code
    export_edition(code, path)
    if code != "mau-2018":
        shutil.copytree(RULES / "mau-2018", folder.parent / "mau-2018")
    made = import_edition(path, folder)
    assert made.findings == ()
    assert read_edition(folder)[0] == read_edition(RULES / code)[0]
    assert written(folder) == written(RULES / code)


def written(folder) -> dict[str, object]:
    """Return what stands in the rule files of a folder; an empty lead may be left out."""
    files = {file.name: read_toml(file) for file in rule_files(folder)}
    for area in files.values():
        for criterion in area.get("criteria", ()):
            for component in criterion["components"]:
                component.setdefault("lead_appraiser", "")
    return files


KINDS = [Area, Criterion, Component, LegalReference, Provenance]


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_no_column_is_not_exported(kind):
    """Every field has a column; a key that has none ends the export instead of getting lost."""
    files = {file.name: read_toml(file) for file in rule_files(RULES / "mau-2025")}
    area = files["area_3_procedure.toml"]
    criterion = area["criteria"][0]
    component = criterion["components"][0]
    parts = [area, criterion, component, component["legal_reference"], component["provenance"]]
    entry = parts[KINDS.index(kind)]
    for item in fields(kind):
        entry.setdefault(item.name, item.default)
    edition_book(files, {})
    entry["new_key"] = "x"
    with pytest.raises(RuleProblem, match="new_key"):
        edition_book(files, {})


def test_a_text_that_no_cell_holds_whole_is_not_exported():
    files = {file.name: read_toml(file) for file in rule_files(RULES / "mau-2018")}
    files[EDITION_FILE]["notice_vi"] = "dài " * 10_000
    with pytest.raises(RuleProblem, match="quá dài"):
        edition_book(files, {})


def test_the_workbook_of_an_edition_has_the_same_bytes_each_time(exported, tmp_path):
    again = tmp_path / "again.xlsx"
    export_edition("mau-2018", again)
    assert again.read_bytes() == exported.read_bytes()


def test_the_folder_gives_the_edition_its_code(exported, tmp_path):
    assert import_edition(exported, tmp_path / "qd-1").findings == ()
    assert read_edition(tmp_path / "qd-1")[0].code == "qd-1"


def test_nothing_is_written_where_something_is(exported, tmp_path):
    before = exported.read_bytes()
    with pytest.raises(UsageProblem, match="đã có"):
        export_edition("mau-2018", exported)
    assert exported.read_bytes() == before
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageProblem, match="đã có"):
        import_edition(exported, tmp_path / "taken")
    with pytest.raises(UsageProblem, match="không dùng làm mã"):
        import_edition(exported, tmp_path / "Phụ lục")


def change(path, title: str, row: int, value: object) -> str:
    """Put a value into a cell of the table, and return the address of the cell."""
    book = openpyxl.load_workbook(path)
    sheet = book[layout.APPENDIX]
    column = [cell.value for cell in sheet[layout.HEADER_ROW]].index(title) + 1
    cell = sheet.cell(row, column, value)
    book.save(path)
    return cell.coordinate


@pytest.mark.parametrize(
    ("title", "value", "code"),
    [
        (layout.LEVEL, "Mục", "PL-002"),
        (layout.CODE, 1.1, "PL-003"),
        (f"{layout.MAXIMUM}district", "một", "PL-004"),
        (layout.RULE, 'kind = "yes_no', "PL-005"),
    ],
)
def test_a_spoilt_cell_is_named(exported, tmp_path, title, value, code):
    cell = change(exported, title, 7, value)
    made = import_edition(exported, tmp_path / "qd-1")
    assert (code, layout.APPENDIX, cell) in {(f.code, f.sheet, f.cell) for f in made.findings}
    assert read_edition(made.folder)[0] is None


def test_a_changed_maximum_is_read_exactly(exported, tmp_path):
    change(exported, f"{layout.MAXIMUM}district", 7, 1.15)
    made = import_edition(exported, tmp_path / "qd-1")
    (found,) = made.findings
    assert (found.code, found.found, found.expected) == ("QT-006", "70,15", "70")


def test_a_sentence_that_contradicts_its_rule_is_told(exported, tmp_path):
    cell = change(exported, layout.SAID, 7, "Có: điểm tối đa; không: 0 điểm")
    made = import_edition(exported, tmp_path / "qd-1")
    (found,) = made.findings
    assert (found.code, found.component_code, found.cell) == ("PL-023", "1.1.1", cell)
    change(exported, layout.RULE, 7, 'kind = "judgment"')
    change(exported, layout.INPUTS, 7, "")
    made = import_edition(exported, tmp_path / "qd-2")
    assert [(f.code, f.found[:2]) for f in made.findings] == [("PL-023", "Có")]
    edition, _ = read_edition(tmp_path / "qd-2")
    assert next(edition.components()).rule.kind == "judgment"


def test_an_added_or_renamed_column_is_told(exported, tmp_path):
    renamed = change(exported, layout.FILE, layout.HEADER_ROW, "Tên tệp")
    repeated = change(exported, layout.LOCATION, layout.HEADER_ROW, layout.LEAD)
    made = import_edition(exported, tmp_path / "qd-1")
    assert {found for _, found in told(made, "PL-001")} == {layout.FILE, layout.LOCATION}
    assert set(told(made, "PL-009")) == {(renamed, "Tên tệp"), (repeated, layout.LEAD)}


def test_a_missing_sheet_or_column_is_named(exported, tmp_path):
    book = openpyxl.load_workbook(exported)
    book.remove(book[layout.PROVISIONS])
    book[layout.APPENDIX].cell(layout.HEADER_ROW, 1, "")
    book.save(exported)
    made = import_edition(exported, tmp_path / "qd-1")
    missing = {f.found for f in made.findings if f.code == "PL-001"}
    assert missing == {layout.PROVISIONS, layout.LEVEL}


def test_a_file_that_is_no_workbook_is_refused_with_its_finding(tmp_path):
    path = tmp_path / "phu-luc.xlsx"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(DataProblem) as refused:
        import_edition(path, tmp_path / "qd-1")
    assert [f.code for f in refused.value.findings] == ["PL-020"]
    assert not (tmp_path / "qd-1").exists()


def rows_of(book, level: str) -> list[int]:
    """Return the rows of the table that hold an entry of a level."""
    sheet = book[layout.APPENDIX]
    return [
        row
        for row in range(layout.HEADER_ROW + 1, sheet.max_row + 1)
        if sheet.cell(row, 1).value == level
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../mau-x/area_1.toml",
        "..\\mau-x\\area_1.toml",
        "{neighbour}",
        "c:area_1.toml",
        "edition.toml",
        "links.toml",
        "linh_vuc_1.toml",
        "area_1.toml.bak",
    ],
)
def test_the_name_of_an_areas_file_stays_in_the_new_folder(exported, tmp_path, name):
    neighbour = tmp_path / "mau-x" / "area_1.toml"
    neighbour.parent.mkdir()
    neighbour.write_text("own", encoding="utf-8")
    cell = change(exported, layout.FILE, layout.HEADER_ROW + 1, name.format(neighbour=neighbour))
    made = import_edition(exported, tmp_path / "mau-2018")
    told = [(f.code, f.cell, f.expected) for f in made.findings]
    assert told == [("PL-027", cell, "area_01.toml")]
    assert neighbour.read_text(encoding="utf-8") == "own"
    assert read_edition(made.folder)[0] == read_edition(RULES / "mau-2018")[0]


@pytest.mark.parametrize(
    "name", ["../area_1.toml", "a/b.toml", "a\\b.toml", "c:b.toml", "/b", ".."]
)
def test_no_file_is_written_outside_its_folder(tmp_path, name):
    with pytest.raises(UsageProblem, match="không dùng làm tên tệp"):
        write_folder(tmp_path / "new", {"edition.toml": "", name.format(tmp=tmp_path): ""})
    assert not list(tmp_path.iterdir())


def test_areas_without_names_of_files_keep_their_order(exported, tmp_path):
    for row in rows_of(openpyxl.load_workbook(exported), layout.LEVELS[0]):
        change(exported, layout.FILE, row, "")
    made = import_edition(exported, tmp_path / "mau-2018")
    assert made.findings == ()
    assert read_edition(made.folder)[0] == read_edition(RULES / "mau-2018")[0]


def swap(path, row: int) -> None:
    """Let a row of the table change places with the one below."""
    book = openpyxl.load_workbook(path)
    for cell in book[layout.APPENDIX][row]:
        below = cell.offset(1)
        cell.value, below.value = below.value, cell.value
    book.save(path)


def told(made, code: str) -> list[tuple[str, str]]:
    return [(f.cell, f.found) for f in made.findings if f.code == code]


def test_a_component_above_its_criterion_is_told(exported, tmp_path):
    swap(exported, 6)
    made = import_edition(exported, tmp_path / "qd-1")
    assert told(made, "PL-010") == [("B6", "1.1.1")]


def test_a_component_between_an_area_and_its_first_criterion_is_told(exported, tmp_path):
    row = rows_of(openpyxl.load_workbook(exported), layout.LEVELS[0])[1]
    swap(exported, row + 1)
    made = import_edition(exported, tmp_path / "qd-1")
    assert told(made, "PL-010") == [(f"B{row + 1}", "2.1.1")]


def test_a_criterion_above_any_area_is_told_with_its_components(exported, tmp_path):
    swap(exported, 5)
    made = import_edition(exported, tmp_path / "qd-1")
    lost = [found for _, found in told(made, "PL-010")]
    assert lost[:2] == ["1.1", "1.1.1"]
    assert made.components == 83 - len(lost[1:])


def test_two_areas_with_one_file_are_both_kept(exported, tmp_path):
    second = rows_of(openpyxl.load_workbook(exported), layout.LEVELS[0])[1]
    name = min(file.name for file in RULES.glob("mau-2018/area_*.toml"))
    cell = change(exported, layout.FILE, second, name)
    made = import_edition(exported, tmp_path / "mau-2018")
    assert told(made, "PL-027") == [(cell, name)]
    assert made.components == 83
    assert read_edition(made.folder)[0] == read_edition(RULES / "mau-2018")[0]


def test_a_key_that_stands_twice_or_in_the_wrong_cell_is_told(exported, tmp_path):
    book = openpyxl.load_workbook(exported)
    sheet = book[layout.PROVISIONS]
    last = sheet.max_row + 1
    sheet.cell(last, 2, "first_year = 1999")
    book.save(exported)
    cell = change(exported, layout.INPUTS, 7, 'code = "9.9.9"')
    made = import_edition(exported, tmp_path / "qd-1")
    assert told(made, "PL-005") == [(f"B{last}", "first_year có ở hai dòng")]
    assert told(made, "QT-003") == [(cell, "code")]
    assert read_toml(made.folder / EDITION_FILE)["first_year"] != 1999
