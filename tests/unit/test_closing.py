"""A closed stage stays as it was: what changed is named, and read only where corrected."""

import hashlib
import unicodedata
from datetime import date

import pytest

from cchc_lib.errors import UsageProblem
from cchc_lib.files import closing
from cchc_lib.files.closing import close_stage, closed_stages, stage_sources
from tests.unit.round_cases import UNITS, put

DAY = date(2018, 12, 1)
FILE = "submissions/so-noi-vu.xlsx"
OTHER = "submissions/so-y-te.xlsx"
COPY = "closed/self_assessment/so-noi-vu.xlsx"
HEADER = "file,sha256,document,date,reason\n"


def sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path):
    """A folder with two submissions and an appraisal, nothing closed."""
    put(tmp_path, FILE, "as submitted")
    put(tmp_path, OTHER, "of another unit")
    put(tmp_path, "appraisal/so-noi-vu.xlsx", "as appraised")
    return tmp_path


@pytest.fixture
def closed(folder):
    close_stage(folder, "self_assessment", closed_on=DAY)
    return folder


def state(root) -> dict[str, bytes]:
    """Return every file below a folder."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def sources(root, stage="self_assessment"):
    """Return what is read for a stage, file by file, and the findings."""
    found, findings = stage_sources(root, stage, unit_codes=UNITS)
    return {one.file: one.path.read_text("utf-8") for one in found}, findings


def codes(findings) -> list[tuple[str, str]]:
    return [(one.code, one.file) for one in findings]


def test_closing_copies_the_files_of_the_stage_and_touches_nothing_else(folder):
    before = state(folder)
    closing_of = close_stage(folder, "self_assessment", closed_on=DAY)
    after = state(folder)
    assert closing_of.files == (FILE, OTHER)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {
        COPY,
        "closed/self_assessment/so-y-te.xlsx",
        "closed/record.csv",
    }
    assert after[COPY] == before[FILE]
    assert closed_stages(folder) == {"self_assessment": DAY}


def test_what_did_not_change_is_read_where_it_lies(closed):
    found, findings = stage_sources(closed, "self_assessment", unit_codes=UNITS)
    assert [one.path for one in found] == [closed / FILE, closed / OTHER]
    assert findings == []


def test_closing_again_is_harmless_and_restores_lost_copies(closed):
    before = state(closed)
    (closed / COPY).unlink()
    again = close_stage(closed, "self_assessment", closed_on=date(2019, 5, 5))
    assert again.closed_on == DAY
    assert state(closed) == before


def test_a_changed_stage_cannot_be_closed_again(closed):
    before = state(closed)
    put(closed, FILE, "altered")
    with pytest.raises(UsageProblem, match="01/12/2018"):
        close_stage(closed, "self_assessment", closed_on=DAY)
    assert state(closed) == {**before, FILE: b"altered"}


def test_a_stage_that_must_have_files_cannot_be_closed_without(tmp_path):
    with pytest.raises(UsageProblem, match="thẩm định lần 1"):
        close_stage(tmp_path, "appraisal_1", closed_on=DAY)
    assert not (tmp_path / "closed").exists()


def test_stages_are_closed_in_any_order_and_listed_in_theirs(folder):
    put(folder, "council.csv", "decisions")
    for stage in ("council", "appraisal_1", "self_assessment"):
        close_stage(folder, stage, closed_on=DAY)
    assert list(closed_stages(folder)) == ["self_assessment", "appraisal_1", "council"]
    put(folder, "council.csv", "other decisions")
    found, findings = sources(folder, "council")
    assert found == {"council.csv": "decisions"}
    assert codes(findings) == [("GD-001", "council.csv")]


def test_an_interrupted_closing_can_be_repeated(folder, monkeypatch):
    writes = []

    def fails_on_the_second(path, content):
        writes.append(path)
        if len(writes) > 1:
            raise OSError("disk full")
        path.parent.mkdir(parents=True)
        path.write_bytes(content)

    with monkeypatch.context() as patch:
        patch.setattr(closing, "write_bytes", fails_on_the_second)
        with pytest.raises(OSError, match="disk full"):
            close_stage(folder, "self_assessment", closed_on=DAY)
    assert closed_stages(folder) == {}
    found, findings = sources(folder)
    assert set(found) == {FILE, OTHER}
    assert [one.code for one in findings] == ["GD-009"]
    close_stage(folder, "self_assessment", closed_on=DAY)
    assert sources(folder) == ({FILE: "as submitted", OTHER: "of another unit"}, [])


def test_a_replaced_file_is_named_and_its_closed_copy_is_read(closed):
    put(closed, FILE, "altered")
    found, findings = sources(closed)
    assert found[FILE] == "as submitted"
    (one,) = findings
    assert (one.code, one.file, one.unit_code) == ("GD-001", FILE, "so-noi-vu")
    assert (one.found, one.expected) == (sha256("altered"), COPY)
    assert "tự chấm điểm" in one.message


def test_a_recorded_correction_is_read(closed):
    put(closed, FILE, "altered")
    first = f"{FILE},{sha256('an earlier correction')},CV 11,2018-12-09,Nhầm số\n"
    row = f"submissions\\so-noi-vu.xlsx,{sha256('altered').upper()},CV 12,2018-12-10,Nhầm số\n"
    put(closed, "corrections.csv", HEADER + first + row)
    found, findings = sources(closed)
    assert found[FILE] == "altered"
    assert codes(findings) == [("GD-008", FILE)]
    assert findings[0].found == "CV 12 ngày 10/12/2018 (Nhầm số)"


def test_a_correction_of_another_content_does_not_count(closed):
    put(closed, FILE, "altered again")
    put(
        closed,
        "corrections.csv",
        f"{HEADER}{FILE},{sha256('altered')},CV 12,2018-12-10,Nhầm số\n",
    )
    found, findings = sources(closed)
    assert found[FILE] == "as submitted"
    assert codes(findings) == [("GD-007", "corrections.csv"), ("GD-001", FILE)]
    assert sha256("altered again") in findings[0].fix


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("{f},{h},,2018-12-10,Nhầm số", "thiếu số văn bản"),
        ("{f},{h},CV 12,31/02/2018,Nhầm số", "ngày 31/02/2018"),
        ("{f},{h},CV 12,2018-12-10,", "thiếu lý do"),
        ("{f},abc,CV 12,2018-12-10,Nhầm số", "sha256 abc"),
        ("units.csv,{h},CV 12,2018-12-10,Nhầm số", "tệp units.csv không thuộc giai đoạn nào"),
    ],
)
def test_an_incomplete_correction_is_refused(closed, row, found):
    put(closed, FILE, "altered")
    put(closed, "corrections.csv", HEADER + row.format(f=FILE, h=sha256("altered")) + "\n")
    read, findings = sources(closed)
    assert read[FILE] == "as submitted"
    assert [one.code for one in findings] == ["GD-007", "GD-001"]
    assert (findings[0].found, findings[0].cell) == (found, "dòng 2")


def test_a_correction_is_reported_only_with_the_stage_of_its_file(closed):
    put(closed, "corrections.csv", f"{HEADER}{FILE},abc,CV 12,2018-12-10,Nhầm số\n")
    assert sources(closed, "appraisal_1")[1] == []


def test_a_lost_file_is_read_from_its_copy_and_a_lost_copy_is_not_read(closed):
    (closed / FILE).unlink()
    (closed / OTHER).unlink()
    put(closed, "closed/self_assessment/so-y-te.xlsx", "altered copy")
    found, findings = sources(closed)
    assert found == {FILE: "as submitted"}
    assert codes(findings) == [("GD-002", FILE), ("GD-003", OTHER)]


def test_a_file_that_came_after_closing_is_read_only_with_a_correction(closed):
    late = put(closed, "submissions/cuc-thue.xlsx", "late")
    found, findings = sources(closed)
    assert "submissions/cuc-thue.xlsx" not in found
    assert codes(findings) == [("GD-004", "submissions/cuc-thue.xlsx")]
    row = f"submissions/{late.name},{sha256('late')},CV 12,2018-12-10,Được gia hạn\n"
    put(closed, "corrections.csv", HEADER + row)
    found, findings = sources(closed)
    assert found["submissions/cuc-thue.xlsx"] == "late"
    assert [one.code for one in findings] == ["GD-008"]


def test_other_stages_are_not_closed_with_it(closed):
    put(closed, "appraisal/so-noi-vu.xlsx", "altered")
    assert sources(closed, "appraisal_1") == ({"appraisal/so-noi-vu.xlsx": "altered"}, [])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:0],
        lambda text: text.replace("self_assessment", "council", 1),
        lambda text: text.replace(sha256("as submitted"), "0"),
        lambda text: text.replace("2018-12-01", "hôm qua"),
        lambda text: text + text.splitlines()[1] + "\n",
        lambda text: text.replace(FILE, "submissions/../../etc/passwd"),
    ],
)
def test_a_spoilt_record_means_that_only_closed_copies_are_read(closed, spoil):
    put(closed, FILE, "altered")
    record = closed / "closed/record.csv"
    record.write_text(spoil(record.read_text("utf-8")), "utf-8")
    found, findings = sources(closed)
    assert found == {FILE: "as submitted", OTHER: "of another unit"}
    assert [one.code for one in findings] == ["GD-009"]
    assert closed_stages(closed) == {}
    with pytest.raises(UsageProblem, match=r"record\.csv"):
        close_stage(closed, "appraisal_1", closed_on=DAY)


def test_removing_the_record_is_noticed(closed):
    (closed / "closed/record.csv").unlink()
    assert [one.code for one in sources(closed)[1]] == ["GD-009"]


def test_names_that_macs_and_people_write_differently_stay_the_same_file(folder):
    name = unicodedata.normalize("NFD", "Bài  nộp sửa.xlsx")
    put(folder, f"submissions/{name}", "named by hand")
    close_stage(folder, "self_assessment", closed_on=DAY)
    found, findings = stage_sources(folder, "self_assessment", unit_codes=UNITS)
    assert len(found) == 3
    assert findings == []


def test_a_round_in_which_nobody_explained_anything_can_be_closed_all_the_same(folder):
    assert close_stage(folder, "explanation", closed_on=DAY).files == ()
    assert closed_stages(folder) == {"explanation": DAY}
    assert close_stage(folder, "explanation", closed_on=date(2019, 1, 1)).closed_on == DAY
    put(folder, "explanations/so-noi-vu.xlsx", "too late")
    found, findings = sources(folder, "explanation")
    assert found == {}
    assert codes(findings) == [("GD-004", "explanations/so-noi-vu.xlsx")]
    with pytest.raises(UsageProblem, match="01/12/2018"):
        close_stage(folder, "explanation", closed_on=DAY)
