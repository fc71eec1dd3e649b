"""The papers of a training course: handout, trainer's notes, and answers with their verdicts."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from cchc_lib.core.course import Course, Question, Session, Verdict
from cchc_lib.present.frame import frame
from cchc_lib.present.headline import headline
from cchc_lib.present.html import (
    Cell,
    Column,
    Html,
    inline_code,
    join,
    mark,
    paragraph,
    phrase,
    render,
    section,
    table,
)
from cchc_lib.vietnamese import format_decimal

__all__ = ["agenda_table", "question_table", "render_handout", "render_notes", "verdict_table"]

_STATES = {
    "blank": ("chưa trả lời", "note"),
    "right": ("đúng", "note"),
    "wrong": ("chưa đúng", "error"),
}


def render_handout(
    course: Course, group: str, questions: Sequence[Question], notices: Sequence[str]
) -> str:
    """Return the printable page of one group: what is done when, and its exercises."""
    return _page(
        course,
        f"Bài tập của {group}",
        notices,
        section("Chương trình", agenda_table(course)),
        section(
            "Bài tập",
            paragraph("Ghi câu trả lời vào cột tra_loi của tra-loi.csv, lưu; giữ nguyên cột khác."),
            question_table(questions),
        ),
    )


def render_notes(
    course: Course, asked: Mapping[str, Sequence[Question]], notices: Sequence[str]
) -> str:
    """Return the trainer's page: every session with its steps, and the answers of every group."""
    return _page(
        course,
        "Ghi chú của giảng viên",
        notices,
        paragraph("Không phát trang này cho học viên: có đáp án của từng nhóm."),
        section("Chương trình", agenda_table(course)),
        *(section(_called(one), *_steps(one)) for one in course.sessions),
        *(section(f"Đáp án của {name}", _answer_table(own)) for name, own in asked.items()),
    )


def agenda_table(course: Course) -> Html:
    """List the sessions of both days."""
    return table(
        caption="Chương trình hai ngày",
        columns=(
            Column("Ngày", is_number=True),
            Column("Từ", is_number=True),
            Column("Phút", is_number=True),
            Column("Nội dung"),
            Column("Lệnh"),
        ),
        rows=[
            (
                str(one.day),
                one.start,
                str(one.minutes),
                one.title_vi,
                inline_code(f"`{one.command}`"),
            )
            for one in course.sessions
        ],
    )


def question_table(questions: Iterable[Question]) -> Html:
    """List the exercises with their hints and room for an answer."""
    return table(
        caption="Bài tập",
        columns=(
            Column("Bài", is_code=True),
            Column("Câu hỏi"),
            Column("Gợi ý"),
            Column("Trả lời"),
        ),
        rows=[(one.exercise.code, one.text, one.exercise.hint_vi, "……………………") for one in questions],
    )


def verdict_table(verdicts: Iterable[Verdict]) -> Html:
    """Tell of every answer whether it is right; of one that is not, where to look again."""
    return table(
        caption="Kết quả làm bài",
        columns=(
            Column("Bài", is_code=True),
            Column("Câu hỏi"),
            Column("Đã trả lời"),
            Column("Kết quả"),
            Column("Xem lại"),
        ),
        rows=[
            (
                one.question.exercise.code,
                one.question.text,
                one.given or "–",
                _state(one),
                "" if one.state == "right" else one.question.exercise.hint_vi,
            )
            for one in verdicts
        ],
    )


def _state(verdict: Verdict) -> Cell:
    name, kind = _STATES[verdict.state]
    return mark(name, kind)


def _answer_table(questions: Sequence[Question]) -> Html:
    return table(
        caption="Đáp án, tính từ hồ sơ gốc",
        columns=(Column("Bài", is_code=True), Column("Câu hỏi"), Column("Đáp án")),
        rows=[
            (one.exercise.code, one.text, " hoặc ".join(map(_shown, one.answers)))
            for one in questions
        ],
    )


def _shown(answer: Decimal | str) -> str:
    return format_decimal(answer) if isinstance(answer, Decimal) else answer


def _called(one: Session) -> str:
    return f"Ngày {one.day}, {one.start} ({one.minutes} phút): {one.title_vi}"


def _code(text: str) -> Html:
    return inline_code(f"`{text}`")


def _steps(one: Session) -> tuple[Html, ...]:
    return (
        *(paragraph(f"{number}. {step}") for number, step in enumerate(one.steps_vi, start=1)),
        paragraph(phrase("Lệnh: ", _code(one.command))),
    )


def _page(course: Course, title: str, notices: Sequence[str], *parts: Html) -> str:
    opening = headline(title=title, subtitle=course.title_vi, notices=notices)
    return render(
        "course.html.j2", title=title, top=frame(title), body=join(opening, *parts)
    ).markup
