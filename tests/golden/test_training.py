"""A course: mistakes are really planted, answers are those of the engine, papers can be printed."""

import csv
import json
from decimal import Decimal
from io import BytesIO, StringIO

import pypdf
import pytest

from cchc_lib.cli import main
from cchc_lib.core.course import Question, judge
from cchc_lib.errors import DataProblem, UsageProblem
from cchc_lib.files.course import ANSWERS, read_course
from cchc_lib.pipeline import check_year
from cchc_lib.present import course_pages
from cchc_lib.project import TRAINING
from cchc_lib.training.checking import check_answers, open_lesson
from cchc_lib.training.making import TRAINERS, YEAR, make_course

GROUPS = ("nhom-01", "nhom-02")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training") / "khoa"
    make_course(folder, groups=2, seed=2018)
    return folder


def write_answers(course, group, change):
    """Fill in the sheet of a group: ``change`` gives the answer to each question."""
    path = course / group / ANSWERS
    questions = {q.exercise.code: q for q in open_lesson(str(course), group).questions}
    rows = list(csv.DictReader(StringIO(path.read_text("utf-8"))))
    stream = StringIO()
    table = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    table.writerow(["bai", "cau_hoi", "tra_loi"])
    table.writerows([r["bai"], r["cau_hoi"], change(questions[r["bai"]])] for r in rows)
    path.write_text(stream.getvalue(), "utf-8-sig")


def right(question: Question) -> str:
    return (
        str(question.answers[-1]).replace(".", ",")
        if is_number(question)
        else str(question.answers[-1]).upper()
    )


def is_number(question: Question) -> bool:
    return isinstance(question.answers[0], Decimal)


def test_every_group_has_mistakes_of_its_own_and_no_key(course):
    seen = []
    for group in GROUPS:
        own = check_year(course / group / YEAR)
        faults = [(f.code, f.file, f.cell) for f in own.findings if f.severity == "error"]
        assert len(faults) > 10
        seen.append(faults)
        assert not (course / group / YEAR / "key.json").exists()
        assert list((course / group / YEAR / "forms").rglob("*.xlsx"))
        kept = course / TRAINERS / group
        assert [f.code for f in check_year(kept).findings] == [f.code for f in own.findings]
    assert seen[0] != seen[1]


def test_every_exercise_of_the_course_is_put_to_both_groups(course):
    model = read_course(TRAINING / "course.toml")
    for group in GROUPS:
        asked = open_lesson(str(course), group).questions
        assert [q.exercise for q in asked] == list(model.exercises)
        assert [q.text for q in asked if "{" in q.text] == []


def test_answers_are_those_of_the_year_as_it_is_computed_and_checked(course):
    year = check_year(course / TRAINERS / "nhom-01")
    asked = {q.exercise.kind: q for q in open_lesson(str(course), "nhom-01").questions}
    (unit,) = (
        u for u in year.units if year.assessment.unit(u.unit_code).name_vi in asked["total"].text
    )
    assert asked["total"].answers == (unit.total_score,)
    assert asked["rank"].answers == (unit.rank,)
    assert asked["grade"].answers == (unit.grade.name_vi,)
    cells = {f.cell for f in year.findings if f.code == asked["fault_cell"].exercise.fault}
    assert cells >= set(asked["fault_cell"].answers) > set()


def test_right_answers_are_right_however_they_are_typed_and_wrong_ones_wrong(course):
    write_answers(course, "nhom-01", right)
    write_answers(course, "nhom-02", lambda q: "-7" if is_number(q) else "không rõ")
    first, second = check_answers(course)
    assert first.right_count == len(first.verdicts) == 9
    assert {v.state for v in second.verdicts} == {"wrong"}
    assert first.findings == second.findings == ()
    said = course_pages.verdict_table(second.verdicts).markup
    for verdict in second.verdicts:
        if isinstance(verdict.question.answers[0], str) and verdict.question.exercise.code == "9":
            assert verdict.question.answers[0] not in said
        assert verdict.question.exercise.hint_vi.split(",")[0] in said


def test_what_a_group_does_to_its_copy_changes_no_answer(course):
    before = [v.question for v in check_answers(course)[0].verdicts]
    form = next((course / "nhom-01" / YEAR / "submissions").glob("*.xlsx"))
    content = form.read_bytes()
    form.write_bytes(b"spoilt")
    try:
        assert [v.question for v in check_answers(course)[0].verdicts] == before
    finally:
        form.write_bytes(content)


def test_a_blank_answer_is_neither_right_nor_wrong(course):
    questions = open_lesson(str(course), "nhom-01").questions
    verdicts = judge(questions, {"1": "  "})
    assert {v.state for v in verdicts} == {"blank"}


@pytest.mark.parametrize("name", ["nhom-01/bai-tap", f"{TRAINERS}/ghi-chu"])
def test_papers_can_be_printed_say_what_they_are_and_bear_no_seal(course, name):
    pdf = pypdf.PdfReader(BytesIO((course / f"{name}.pdf").read_bytes()))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    page = (course / f"{name}.html").read_text("utf-8")
    for said in ("Số liệu minh họa", "bản phục dựng"):
        assert said in page
        assert said in text
    assert "Mã chuỗi kiểm chứng" not in text
    assert "Chương trình hai ngày" in text


def test_a_handout_holds_no_answers(course):
    page = (course / "nhom-01" / "bai-tap.html").read_text("utf-8")
    asked = {q.exercise.kind: q for q in open_lesson(str(course), "nhom-01").questions}
    assert asked["clause"].answers[0] not in page
    assert "Đáp án" not in page


def test_the_same_seed_gives_the_same_course(course, tmp_path):
    again = tmp_path / "khoa"
    make_course(again, groups=1, seed=2018)
    for path in sorted((again / "nhom-01").rglob("*")):
        other = course / path.relative_to(again)
        if path.is_file() and path.name != ANSWERS:
            assert path.read_bytes() == other.read_bytes(), path.name


def test_a_taken_folder_a_wrong_number_of_groups_and_a_stranger_folder_are_refused(tmp_path):
    (tmp_path / "x").write_text("")
    for groups in (1, 0, 61):
        with pytest.raises(UsageProblem):
            make_course(tmp_path, groups=groups, seed=1)
    with pytest.raises(UsageProblem):
        check_answers(tmp_path)


@pytest.mark.parametrize("text", ["title_vi = 3", "title_vi =", 'title_vi = "x"\nunknown = 1'])
def test_a_broken_course_file_is_told_by_name(tmp_path, text):
    path = tmp_path / "course.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataProblem, match=r"course\.toml"):
        read_course(path)


def test_the_command_checks_and_prints_one_object(course, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["cchc", "training", str(course), "--check", "--json"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code in (0, None)
    told = json.loads(capsys.readouterr().out)
    assert [one["group"] for one in told["groups"]] == list(GROUPS)
    assert {a["code"] for a in told["groups"][0]["answers"]} == set("123456789")
