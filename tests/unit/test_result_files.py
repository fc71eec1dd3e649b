"""A computed year finds its rows at once, and is written and read back exactly."""

import csv
import io
import pickle
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from pyarrow import parquet

from cchc_lib.core.lookups import Indexed
from cchc_lib.core.rulebook import GradeBand
from cchc_lib.core.submission import NotAppraised
from cchc_lib.errors import ResultProblem
from cchc_lib.files import results
from cchc_lib.files.csv_text import csv_parts, csv_text
from cchc_lib.files.json_records import record_table
from cchc_lib.files.parquet import PARQUET_FROM, write_parquet
from cchc_lib.files.result_tables import TABLES
from cchc_lib.files.results import RECORDS, read_results, read_totals, write_results
from cchc_lib.files.writing import write_parts
from tests.unit.present_cases import BLOCKED, REGISTER, sample_year

MISSING = "_missing"


@pytest.fixture
def sample():
    return _sample()


def _sample():
    return replace(sample_year(), registers=REGISTER)


@pytest.fixture
def written(sample, tmp_path):
    write_results(tmp_path / "tables", sample)
    return tmp_path / "tables"


@pytest.fixture
def same_edition(sample, monkeypatch):
    monkeypatch.setattr(results, "_edition", lambda _: sample.edition)


def test_rows_of_a_unit_are_those_that_a_search_finds(sample):
    for unit in sample.units:
        code = unit.unit_code
        for found, rows in (
            (sample.scores_of(code), sample.scores),
            (sample.areas_of(code), sample.areas),
            (sample.standings_of(code), sample.standings),
            (sample.register_of(code), sample.registers),
            (sample.findings_of(code), sample.findings),
        ):
            assert found == tuple(row for row in rows if row.unit_code == code)
        assert sample.unit(code) is unit
        assert sample.proposal_of(code).unit_code == code
        assert sample.assessment.unit(code).code == code


def test_a_unit_that_is_not_there_has_no_rows(sample):
    assert sample.scores_of("nobody") == sample.group_units("nobody") == ()
    with pytest.raises(LookupError):
        sample.unit("nobody")


def test_units_of_a_group_come_best_first(sample):
    for group in sample.edition.groups:
        ranks = [u.rank for u in sample.group_units(group.code)]
        known = [rank for rank in ranks if isinstance(rank, int)]
        assert known == sorted(known)
        assert all(isinstance(rank, NotAppraised) for rank in ranks[len(known) :])


def test_indices_are_no_part_of_a_year(sample):
    before = pickle.dumps(sample)
    assert "_indices" not in {item.name for item in fields(sample)}
    sample.scores_of(sample.units[0].unit_code)
    sample.assessment.unit(sample.units[0].unit_code)
    assert isinstance(sample._indices, dict)
    assert pickle.dumps(sample) == before
    assert sample == _sample()
    again = pickle.loads(before)
    assert again == sample
    assert not hasattr(again, "_indices")
    assert again.scores_of(sample.units[0].unit_code) == sample.scores_of(sample.units[0].unit_code)


def test_a_replaced_year_finds_its_own_rows(sample):
    first = sample.units[0].unit_code
    assert sample.scores_of(first)
    emptied = replace(sample, scores=())
    assert isinstance(emptied, Indexed)
    assert emptied.scores_of(first) == ()
    assert sample.scores_of(first)


def test_an_index_is_made_once(sample):
    first = sample.units[0].unit_code
    assert sample.scores_of(first) is sample.scores_of(first)


@pytest.mark.usefixtures("same_edition")
def test_a_year_comes_back_from_its_files_as_it_was(sample, written):
    assert read_results(written, written) == sample


@pytest.mark.usefixtures("same_edition")
def test_one_unit_comes_back_with_its_own_scores_only(sample, written):
    code = sample.scores[-1].unit_code
    own = read_results(written, written, unit_code=code)
    assert own.scores == sample.scores_of(code)
    assert own.registers == sample.register_of(code)
    assert own.units == sample.units


@pytest.mark.usefixtures("same_edition")
def test_lines_of_other_units_are_not_even_parsed(sample, written):
    code = sample.scores[-1].unit_code
    path = written / "traces.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    own = [line for line in lines if line.startswith(f'{{"unit_code": "{code}"')]
    assert 0 < len(own) < len(lines)
    path.write_text("không phải JSON\n" + "".join(own), "utf-8")
    assert read_results(written, written, unit_code=code).scores == sample.scores_of(code)
    with pytest.raises(ResultProblem):
        read_results(written, written)


def test_totals_are_read_without_the_traces(sample, written):
    (written / "traces.jsonl").unlink()
    (written / "evidence.jsonl").unlink()
    assert read_totals(written, sample.edition) == replace(sample, scores=(), registers=())


@pytest.mark.usefixtures("same_edition")
@pytest.mark.parametrize(
    ("name", "old"),
    [
        *((name, old) for name in RECORDS for old in ('"file": "', '"place": {', '": "')),
        *(("traces.jsonl", old) for old in ('"kind": "', '"rule_score": {', '"decisions": [')),
    ],
)
def test_damaged_records_are_a_problem_with_results(name, old, written):
    path = written / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, old[:-1] + "!", 1), "utf-8")
    with pytest.raises(ResultProblem):
        read_results(written, written)


@pytest.mark.usefixtures("same_edition")
@pytest.mark.parametrize("value", ["0", "[]", "null", '"a"', '{"kind": "not_reported"}', "true"])
def test_a_value_of_another_type_is_a_problem_with_results(value, sample, written):
    path = written / "year.json"
    title = f'"title_vi": "{sample.assessment.title_vi}"'
    text = path.read_text("utf-8")
    assert title in text
    path.write_text(text.replace(title, f'"year": {value}', 1), "utf-8")
    with pytest.raises(ResultProblem):
        read_results(written, written)


def test_a_table_in_parts_is_the_table_that_the_csv_module_writes():
    cells = ["a", "", "có, phẩy", 'nói "thế"', "hai\ndòng", " lề ", "=1+1", "-", "@x"]
    rows = [[cell, Decimal("1E+2"), True, 7, date(2019, 1, 2), None] for cell in cells] * 500
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["c", "d", "e", "f", "g", "h"])
    for cell, *_ in rows:
        shown = f"'{cell}" if cell[:1] in {"=", "-", "@"} else cell
        writer.writerow([shown, "100", "true", "7", "2019-01-02", ""])
    parts = list(csv_parts(["c", "d", "e", "f", "g", "h"], rows))
    assert len(parts) > 2
    assert "".join(parts) == stream.getvalue() == csv_text(["c", "d", "e", "f", "g", "h"], rows)


def test_a_carriage_return_stays_inside_its_cell():
    text = csv_text(["a", "b"], [["về\rđầu", "x"]])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], ["về\rđầu", "x"]]


def test_a_cell_that_is_a_grade_shows_its_name():
    assert csv_text(["grade"], [[GradeBand(code="A", name_vi="Tốt, khá", ge=Decimal(80))]]) == (
        'grade\n"Tốt, khá"\n'
    )


def test_an_empty_list_and_an_empty_table_take_one_line():
    assert "".join(record_table({"a": (), "b": {}, "c": (1, "é")})) == (
        '{\n "a": [],\n "b": {},\n "c": [\n  1,\n  "é"\n ]\n}\n'
    )


def test_a_file_whose_parts_fail_stays_as_it_was(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("trước", "utf-8")

    def parts():
        yield "nửa"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_parts(path, parts())
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_text("utf-8") == "trước"


@pytest.mark.parametrize("name", ["index", "areas", "scores"])
def test_parquet_holds_what_the_csv_table_says_exactly(name, sample, tmp_path):
    write_parquet(tmp_path, sample)
    rows = list(csv.DictReader(io.StringIO(TABLES[f"{name}.csv"](sample))))
    found = parquet.read_table(tmp_path / f"{name}.parquet").to_pylist()
    assert len(rows) == len(found) > 0
    for row, own in zip(rows, found, strict=True):
        kinds = {k.removesuffix(MISSING): own.pop(k) for k in list(own) if k.endswith(MISSING)}
        assert own.keys() == row.keys()
        for column, text in row.items():
            assert _shown(own[column], text) == text
            assert (column in kinds and not text) == (kinds.get(column) is not None)


def _shown(value, text):
    """Write a value of Parquet as the CSV table shows it; points by their value."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return text if text and Decimal(text) == value else f"{value:f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if str(value).startswith(("=", "+", "-", "@")) else str(value)


def test_parquet_says_which_kind_of_missing(sample, tmp_path):
    write_parquet(tmp_path, sample)
    table = parquet.read_table(tmp_path / "index.parquet").to_pylist()
    kinds = {row["unit_code"]: row["appraised_score_missing"] for row in table}
    assert kinds[BLOCKED] == "blocked"
    scores = parquet.read_table(tmp_path / "scores.parquet").to_pylist()
    kinds = {row["final_score_missing"] for row in scores}
    assert kinds >= {None, "not_appraised", "not_applicable"}


def test_the_same_year_gives_the_same_parquet(tmp_path):
    for folder in ("one", "two"):
        write_parquet(tmp_path / folder, _sample())
    for name in ("index", "areas", "scores"):
        one, two = ((tmp_path / f / f"{name}.parquet").read_bytes() for f in ("one", "two"))
        assert one == two


def test_few_units_have_no_parquet(sample, written):
    assert len(sample.units) < PARQUET_FROM
    assert not list(written.glob("*.parquet"))


def test_many_units_have_parquet(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(results, "PARQUET_FROM", len(sample.units))
    write_results(tmp_path, sample)
    assert {path.stem for path in tmp_path.glob("*.parquet")} == {"areas", "index", "scores"}
