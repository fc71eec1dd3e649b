"""An office may reword the templates; what it breaks is told by file and name, and nothing else."""

import io
import json
import shutil
import sys
from dataclasses import dataclass, field

import pytest
from docx import Document

from cchc_lib.cli import main
from cchc_lib.core.shares import report_share_of
from cchc_lib.files.documents.filling import TemplateProblem, fill_template
from cchc_lib.pipeline import make_example
from cchc_lib.present.documents.decision import decision_of
from cchc_lib.present.documents.frame import frame_of
from cchc_lib.present.documents.notice import notice_of
from cchc_lib.project import TEMPLATES
from cchc_lib.running import document_tasks, identity
from cchc_lib.running.execution.making import make
from cchc_lib.running.execution.shared import Shared, share
from cchc_lib.running.execution.tasks import DocumentTask
from tests.unit.document_cases import edited, members, template, whole_text
from tests.unit.present_cases import rounds_year, sample_year

HOSTILE = "A & B < 5 $x$ {{7*7}} {% for %} =1+1 #panic \u202e<w:p>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    name: str = "trong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A content as small as can be."""

    unit: str = HOSTILE
    lines: tuple[str, ...] = ("một", HOSTILE)
    inner: Inner = field(default_factory=Inner)
    count: int = 3


def filled(*paragraphs: str, content: object = None) -> str:
    """Return the text of a small template after it was filled."""
    return whole_text(Document(io.BytesIO(fill_template(small(*paragraphs), "nho.docx",
                                                        content or Content()))))  # fmt: skip


def small(*paragraphs: str) -> bytes:
    opened = Document()
    for text in paragraphs:
        opened.add_paragraph(text)
    stream = io.BytesIO()
    opened.save(stream)
    return stream.getvalue()


def decision_from(content: bytes) -> bytes:
    year = rounds_year()
    return fill_template(content, "quyet-dinh.docx", frame_of(year), decision_of(year))


def test_hostile_text_is_shown_and_never_followed():
    text = filled("{{ unit }}", "{%p for line in lines %}", "- {{ line }}", "{%p endfor %}")
    shown = HOSTILE.replace("\u202e", "")
    assert text.splitlines() == [shown, "- một", f"- {shown}"]


def test_a_character_that_no_document_can_hold_is_left_out():
    content = Content(unit="a\x00b\x0bc\ud800d\ufffee")
    assert filled("{{ unit }}", content=content) == "abcde"


def test_a_reworded_template_is_used_as_it_is():
    def reword(opened):
        first = next(p for p in opened.paragraphs if p.text.startswith("Điều 3."))
        first.insert_paragraph_before("Điều thêm: năm {{ year }}, {{ unit_count }} đơn vị.")
        for run in first.runs:
            run.text = run.text.replace("Chánh Văn phòng", "Đồng chí Chánh Văn phòng")

    before = whole_text(Document(io.BytesIO(decision_from(template("quyet-dinh")))))
    after = whole_text(Document(io.BytesIO(decision_from(edited("quyet-dinh", reword)))))
    assert "Điều thêm: năm 2018, 8 đơn vị." in after
    assert "Đồng chí Chánh Văn phòng" in after
    assert after.count("PHỤ LỤC") == before.count("PHỤ LỤC") == 3


def test_a_tag_that_word_has_split_into_pieces_is_still_read():
    opened = Document()
    paragraph = opened.add_paragraph()
    for piece in ("{", "{ un", "it ", "}", "}"):
        paragraph.add_run(piece).bold = len(piece) > 1
    stream = io.BytesIO()
    opened.save(stream)
    done = fill_template(stream.getvalue(), "x.docx", Content(unit="Sở Y tế"))
    assert whole_text(Document(io.BytesIO(done))) == "Sở Y tế"


def test_what_word_writes_about_the_person_does_not_reach_the_document():
    def sign(opened):
        opened.core_properties.author = "Nguyễn Văn Canary"
        opened.core_properties.last_modified_by = "Nguyễn Văn Canary"

    made = decision_from(edited("quyet-dinh", sign))
    assert b"Canary" not in b"".join(members(made).values())
    assert not any(name.startswith("docProps") for name in members(made))
    Document(io.BytesIO(made))


@pytest.mark.parametrize("name", ["quyet-dinh", "bao-cao", "thong-bao", "de-nghi-thi-dua"])
def test_templates_hold_no_name_of_a_person(name):
    parts = members(template(name))
    assert not any(part.startswith(("docProps", "customXml")) for part in parts)
    whole = b"".join(parts.values())
    assert not any(word in whole for word in (b"w:author", b"w:rsid", b"python-docx"))


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("{{ uni }}",), "Mẫu nho.docx dùng ô {{ uni }} mà văn bản này không có. Có phải: unit?"),
        (("{{ inner.nam }}",), "ô {{ nam }} mà văn bản này không có. Có phải: name?"),
        (("{{ hoàn_toàn_khác }}",), "Xem README.vi.md"),
        (("{%p if xyz %}", "a", "{%p endif %}"), "ô {{ xyz }}"),
        (("{{ unit",), "Mẫu nho.docx"),
        (("{{ unit | kiểu_lạ }}",), "viết sai"),
        (("{%p for line in lines %}", "{{ line }}"), "for phải có endfor"),
        (("{% for line in lines %}a", "b{% endfor %}{{ '</w:p>' | safe }}"), "sai chỗ"),
        (("{{ unit.__class__.__mro__ }}",), "Mẫu nho.docx"),
        (("{{ count / 0 }}",), "Mẫu nho.docx"),
    ],
)
def test_a_wrong_template_is_told_by_file_and_name(paragraphs, said):
    with pytest.raises(TemplateProblem) as caught:
        filled(*paragraphs)
    assert said in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"<html>"])
def test_a_file_that_is_no_word_file_is_told(content):
    with pytest.raises(TemplateProblem, match=r"Không có mẫu x\.docx, hoặc tệp ấy không phải"):
        fill_template(content, "x.docx", Content())


def test_a_document_that_cannot_be_made_is_a_finding():
    share(Shared(years={".": sample_year()}))
    wrong = edited("quyet-dinh", lambda opened: opened.add_paragraph("{{ ten_sai }}"))
    made = make(
        DocumentTask(name="documents/quyet-dinh.docx", kind="decision",
                     address="documents/quyet-dinh.docx", template=wrong),
        "cchc",
    )  # fmt: skip
    found = made.as_finding()
    assert made.files == {}
    assert found.code == "KQ-021"
    assert found.message.startswith("Không lập được văn bản documents/quyet-dinh.docx: Mẫu")
    assert "quyet-dinh.docx dùng ô {{ ten_sai }}" in found.message


def test_a_notice_needs_nothing_but_the_share_of_its_unit():
    year = rounds_year()
    share_of_unit = report_share_of(year, "dak-mil")
    done = fill_template(
        template("thong-bao"),
        "t.docx",
        frame_of(share_of_unit),
        notice_of(share_of_unit, "dak-mil"),
    )
    assert "UBND huyện Đắk Mil" in whole_text(Document(io.BytesIO(done)))


def test_a_template_is_part_of_what_makes_a_run_but_not_the_lock_of_word(tmp_path, monkeypatch):
    folders = {"PACKAGE": "cchc_lib", "NOTEBOOKS": "notebooks", "TEMPLATES": "data/templates"}
    monkeypatch.setattr(identity, "ROOT", tmp_path)
    for name, folder in folders.items():
        (tmp_path / folder).mkdir(parents=True)
        monkeypatch.setattr(identity, name, tmp_path / folder)
    template_file = tmp_path / "data" / "templates" / "quyet-dinh.docx"
    template_file.write_bytes(small("trước"))
    before = identity.code_sha256()
    template_file.with_name("~$quyet-dinh.docx").write_bytes(b"lock")
    assert identity.code_sha256() == before
    template_file.write_bytes(small("sau"))
    assert identity.code_sha256() != before


def test_a_run_with_a_wrong_template_makes_everything_else_and_ends_with_14(
    tmp_path, monkeypatch, capsys
):
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    wrong = edited("bao-cao", lambda opened: opened.add_paragraph("{{ ten_sai }}"))
    (templates / "bao-cao.docx").write_bytes(wrong)
    (templates / "de-nghi-thi-dua.docx").unlink()
    monkeypatch.setattr(document_tasks, "TEMPLATES", templates)
    make_example(tmp_path / "year", year=2018, unit_count=3, seed=1, has_faults=False)
    words = ["cchc", "run", tmp_path / "year", "--out", tmp_path / "out", "--json"]
    monkeypatch.setattr(sys, "argv", list(map(str, words)))
    with pytest.raises(SystemExit) as stopped:
        main()
    captured = capsys.readouterr()
    failed = {one["name"]: one["reason"] for one in json.loads(captured.out)["failed_notebooks"]}
    assert stopped.value.code == 14
    assert failed.keys() == {"documents/bao-cao.docx", "documents/de-nghi-thi-dua.docx"}
    assert "Mẫu bao-cao.docx dùng ô {{ ten_sai }}" in failed["documents/bao-cao.docx"]
    assert "Không có mẫu de-nghi-thi-dua.docx" in failed["documents/de-nghi-thi-dua.docx"]
    assert "[KQ-021] Không lập được văn bản documents/bao-cao.docx" in captured.err
    assert "Traceback" not in captured.err
    (folder,) = (tmp_path / "out").glob("*/*/documents")
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    assert {"quyet-dinh.docx", "bang-ket-qua.xlsx"} <= made
    assert not {"bao-cao.docx", "de-nghi-thi-dua.docx"} & made
    assert sum(name.startswith("thong-bao/") for name in made) == 3
