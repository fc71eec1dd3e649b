"""Every variant of a return: what is accepted has the same scores, what is not has its place."""

import hashlib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc_lib.finding_kinds import KINDS
from cchc_lib.pipeline import return_findings
from tests.mutations import (  # noqa: F401 - each registers its variants
    column_variants,
    gate_variants,
    package_variants,
    resaved,
    return_variants,
    row_variants,
    sheet_variants,
    text_variants,
    value_variants,
    xml_variants,
)
from tests.mutations.judging import check_outcome, judge, make_folder
from tests.mutations.registry import FILE, UNIT, VARIANTS

LEAST = 80
NOT_BY_A_FILE = {
    "BM-025": "needs a reader that is killed: tests/faults/test_workbooks_as_they_come.py",
    "KD-032": "needs a file that changes while it is read: tests/faults/test_moving_inputs.py",
}
HOSTILE_WORDS = ("<script>alert", "<img src=x", "<b>x</b>", "<b><b>")
PLANTED = ("cmd|", 'HYPERLINK("http://x"', "1+1", "SUM(1+1)")


@pytest.fixture(scope="module")
def clean(example, tmp_path_factory) -> Path:
    return make_folder(example, tmp_path_factory.mktemp("clean") / "year")


@pytest.fixture(scope="module")
def form(clean) -> bytes:
    return (clean / FILE).read_bytes()


@pytest.fixture(scope="module")
def before(clean, edition):
    return judge(clean, edition)


@pytest.fixture
def folder(example, tmp_path) -> Path:
    return make_folder(example, tmp_path / "year")


def everything_in(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): "" if path.is_symlink() else _hash(path)
        for path in sorted(folder.rglob("*"))
    }


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_variant_comes_to_what_its_users_expect(name, folder, form, before, edition):
    variant = VARIANTS[name]
    variant.change(folder)
    there = everything_in(folder.parent)
    after = judge(folder, edition)
    assert everything_in(folder.parent) == there
    check_outcome(variant, form, before, after)


GIVEN_BACK = (
    "a name that is a formula",
    "a name with a tag",
    "a name that turns around",
    "hostile: a command as an explanation",
    "hostile: a formula as an explanation",
    "hostile: a picture with a script as an explanation",
    "hostile: a template as an explanation",
    "hostile: mathematics as an explanation",
    "hostile: a command as a score",
    "hostile: a long text as a score",
    "hostile: a script as a choice",
    "hostile: a script as a sheet",
    "hostile: a script as an address as evidence",
    "hostile: a formula as evidence",
    "hostile: a tag as evidence",
)


@pytest.mark.parametrize("name", GIVEN_BACK)
def test_nothing_hostile_comes_alive_in_what_is_given_back(name, folder, edition):
    VARIANTS[name].change(folder)
    written, _ = return_findings(folder, judge(folder, edition).year)
    assert (folder / "returned").is_dir()
    for path in written:
        assert path.resolve().is_relative_to(folder / "returned")
        if path.suffix == ".xlsx":
            assert not [text for text in _formulas(path) if any(p in text for p in PLANTED)]
        if path.suffix == ".html":
            page = path.read_text("utf-8")
            assert not [words for words in HOSTILE_WORDS if words in page]
            assert 'href="javascript:' not in page
            assert "\u202e" not in page


def _formulas(path: Path) -> list[str]:
    sheets = load_workbook(path).worksheets
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    return [str(cell.value) for cell in cells if cell.data_type == "f"]


def test_there_are_as_many_variants_as_were_asked_for():
    assert len(VARIANTS) >= LEAST
    kinds = {variant.outcome.kind for variant in VARIANTS.values()}
    assert kinds == {"accept", "warn", "reject_cell", "reject_file"}


def test_every_finding_about_files_forms_and_cells_is_provoked_by_a_variant():
    codes = {code for code, kind in KINDS.items() if kind.step != "cross"}
    provoked = {
        code
        for variant in VARIANTS.values()
        for code in (
            *variant.outcome.codes,
            *variant.outcome.notes,
            *(code for code, _ in variant.outcome.errors),
        )
    }
    assert codes - provoked == NOT_BY_A_FILE.keys()


def test_the_unit_of_the_variants_is_whole(before):
    assert before.has_submission()
    errors = {(one.code, one.unit_code) for one in before.year.findings if one.severity == "error"}
    assert (("HS-001", UNIT)) not in errors
    assert not {code for code, unit in errors if unit == UNIT}
