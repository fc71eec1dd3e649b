"""The page that goes back to a unit: what is wrong, step by step, and how to send it again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cchc_lib.core.places import STAGE_FOLDERS, unit_file
from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import Place
from cchc_lib.finding_kinds import KINDS, SEVERITY_NAMES, STEP_NAMES, Severity, Step
from cchc_lib.findings import Finding
from cchc_lib.present.findings_table import format_fix, severity_mark
from cchc_lib.present.headline import Card, headline, year_notices
from cchc_lib.present.html import Column, Html, inline_code, render, table
from cchc_lib.present.summaries import find_unit
from cchc_lib.present.wording import capitalised, format_place

__all__ = ["render_return"]

Group = Sequence[Finding]

_STEP_SENTENCES: Mapping[Step, str] = {
    "file": "Tệp có mở được, có đúng là bài nộp của đơn vị không.",
    "form": "Trang tính, cột và dòng có đúng như biểu mẫu đã phát hành không.",
    "cell": "Từng ô có đọc được thành số, ngày hoặc lựa chọn không.",
    "cross": "Số liệu, điểm tự chấm và tài liệu có khớp với nhau và với bộ tiêu chí không.",
}
_SEVERITY_NOTES: Mapping[Severity, str] = {
    "error": "phải sửa mới có tổng điểm",
    "warning": "không chặn tổng điểm, cần xem lại; ô chưa ghi thì chưa có điểm",
    "note": "để đối chiếu, không phải sửa",
}
_NOTHING_READ = (
    "Chưa lấy được số liệu nào của đơn vị: chưa nhận được tệp, hoặc tệp không đọc được hay không "
    "dùng được cho kỳ đánh giá này. Tệp gửi kèm để trống."
)
_COPY_IS_FILLED = (
    "Đây là bản mới của biểu mẫu đã phát hành, điền sẵn những gì đơn vị đã ghi; không phải tệp "
    "của đơn vị được lưu lại, nên trang tính, công thức và ghi chú đơn vị tự thêm không có trong "
    "đó, và dòng có thể ở chỗ khác."
)
_MEND_YOUR_OWN = (
    "Mở lại tệp đơn vị đã nộp, làm theo cách xử lý nêu trên rồi gửi lại; không phải nhập lại số "
    "liệu."
)
_COPY_IS_BLANK = "Đây là biểu mẫu đã phát hành, để trống."
_NO_SUBMISSION = "HS-001"
_OF_ANOTHER = {"BM-003", "BM-004", "BM-005", "BM-006", "BM-044"}
_SUBMITTED = f"{STAGE_FOLDERS['self_assessment']}/"
_EXPLAINED = f"{STAGE_FOLDERS['explanation']}/"
_LACKS_A_FILE = {"MC-001", "MC-002", "MC-007"}


def render_return(
    year: YearResult,
    unit_code: str,
    groups: Sequence[Group],
    *,
    file: str,
    places: Mapping[Finding, Place],
) -> str:
    """Return the whole page for one unit.

    Parameters
    ----------
    year, unit_code
        The year the findings are of, and the unit that is asked to mend them.
    groups
        The findings in steps of reading, equal ones together.
    file
        The unit's own file that the copy of the form was filled from; empty if it is blank.
    places
        Which cell of the copy a finding is about, where it is about one.
    """
    unit, _ = find_unit(year, unit_code)
    page = _Page(year, unit_code, [list(group) for group in groups], file, places)
    return render(
        "return.html.j2",
        title=f"{page.title()} – {unit.name_vi}",
        opening=headline(
            title=page.title(),
            subtitle=f"{unit.name_vi} – Chỉ số cải cách hành chính năm {year.assessment.year}",
            cards=page.cards(),
            sentences=() if file or not page.has_form_problem else (_NOTHING_READ,),
            notices=year_notices(year),
        ),
        steps=list(page.steps()),
        sending=list(page.sending()),
        sending_title="Sửa và gửi lại" if page.has_errors else "Nếu sửa thì gửi lại",
    ).markup


@dataclass(frozen=True, slots=True)
class _Page:
    """What the parts of one page need to know."""

    year: YearResult
    unit_code: str
    groups: list[list[Finding]]
    file: str
    places: Mapping[Finding, Place]

    @property
    def findings(self) -> list[Finding]:
        return [one for group in self.groups for one in group]

    @property
    def has_form_problem(self) -> bool:
        """Tell whether anything is wrong with the self-assessment, not the explanations only."""
        return not all(one.file.startswith(_EXPLAINED) for one in self.findings)

    @property
    def has_errors(self) -> bool:
        """Tell whether the unit must send its form again."""
        return any(one.severity == "error" for one in self.findings)

    def title(self) -> str:
        """Say in one sentence what the unit is asked to do."""
        form = "Biểu tự chấm" if self.has_form_problem else "Bản giải trình"
        errors = [one for one in self.findings if one.severity == "error"]
        if errors and all(one.code == _NO_SUBMISSION for one in errors):
            return "Chưa nhận được biểu tự chấm của đơn vị"
        if errors:
            return f"{form} cần sửa {len(errors)} lỗi rồi gửi lại"
        if count := sum(one.severity == "warning" for one in self.findings):
            return f"{form} không có lỗi, có {count} cảnh báo cần xem lại"
        return f"{form} không phải sửa, có {len(self.findings)} ghi chú để đối chiếu"

    def cards(self) -> list[Card]:
        """Count the findings of each severity that there is."""
        counts = {
            severity: sum(one.severity == severity for one in self.findings)
            for severity in SEVERITY_NAMES
        }
        return [
            Card(
                label=capitalised(SEVERITY_NAMES[severity]),
                value=str(count),
                note=_SEVERITY_NOTES[severity],
            )
            for severity, count in counts.items()
            if count
        ]

    def steps(self) -> Iterator[tuple[str, str, list[Html]]]:
        """Yield name, sentence and groups of every step that found something."""
        for step, groups in groupby(self.groups, key=lambda group: KINDS[group[0].code].step):
            yield STEP_NAMES[step], _STEP_SENTENCES[step], [self._group(one) for one in groups]

    def _group(self, group: Group) -> Html:
        first = group[0]
        is_same = all(one.message == first.message for one in group)
        return render(
            "return_group.html.j2",
            code=first.code,
            mark=severity_mark(first.severity),
            sentence=first.message if is_same else _outline(first),
            count=len(group),
            fix=format_fix(first.fix),
            place="" if len(group) > 1 else self._place(first, has_component=True),
            places=self._places(group) if len(group) > 1 else "",
        )

    def _places(self, group: Group) -> Html:
        """List where a problem was found, with what stands there; empty columns are left out.

        Where a message holds more than what was found and expected, it is given in full.
        """
        has_words = "{words}" in KINDS[group[0].code].message
        columns = {
            Column("Vị trí"): [self._place(one) for one in group],
            Column("Tiêu chí thành phần"): [self._component(one) for one in group],
            Column("Đã ghi"): ["" if has_words else one.found for one in group],
            Column("Đối chiếu với"): ["" if has_words else one.expected for one in group],
            Column("Nội dung"): [one.message if has_words else "" for one in group],
        }
        shown = {column: texts for column, texts in columns.items() if any(texts)}
        return table(
            caption=f"{len(group)} chỗ",
            columns=list(shown),
            rows=list(zip(*shown.values(), strict=True)),
        )

    def _place(self, finding: Finding, *, has_component: bool = False) -> str:
        component = self._component(finding) if has_component else ""
        said = (
            self._cell(finding),
            f"tiêu chí thành phần {component}" if component else "",
        )
        return capitalised("; ".join(part for part in said if part))

    def _cell(self, finding: Finding) -> str:
        """Say where in the copy to look, and where the unit had it if that is elsewhere."""
        is_known = finding.file == (self.file or unit_file("self_assessment", self.unit_code))
        file = "" if is_known and finding.sheet else finding.file
        own = format_place(Place(file=file, sheet=finding.sheet, cell=finding.cell))
        here = self.places.get(finding)
        if here is None:
            return f"tệp {own}" if file else own
        moved = (here.sheet, here.cell) != (finding.sheet, finding.cell) and finding.cell
        return format_place(here) + (f" (trong tệp đã nộp: ô {finding.cell})" if moved else "")

    def _component(self, finding: Finding) -> str:
        code = finding.component_code
        names = (c.name_vi for c in self.year.edition.components() if c.code == code)
        return ". ".join((code, *names))

    def sending(self) -> Iterator[Html]:
        """Yield what to do with the files, in order."""
        if all(one.severity == "note" for one in self.findings):
            return
        if self.has_form_problem:
            yield from self._sending_form()
        if any(one.code in _LACKS_A_FILE for one in self.findings):
            yield inline_code(
                "Gửi kèm các tệp tài liệu kiểm chứng còn thiếu, đúng tên ghi trong danh mục."
            )
        for file in sorted({f.file for f in self.findings if f.file.startswith(_EXPLAINED)}):
            yield inline_code(
                "Phần giải trình: sửa ngay trong thông báo sơ bộ đơn vị đã điền, rồi gửi lại tệp "
                f"đó với tên `{file.removeprefix(_EXPLAINED)}`."
            )

    def _sending_form(self) -> Iterator[Html]:
        name, verb = f"{self.unit_code}.xlsx", "Sửa" if self.file else "Điền"
        if not self.file and any(map(_is_mended_by_saving, self.findings)):
            yield inline_code(_MEND_YOUR_OWN)
            yield inline_code(f"Chỉ khi không còn tệp ấy mới điền tệp `{name}` gửi kèm trang này.")
            return
        about = _COPY_IS_FILLED if self.file else _COPY_IS_BLANK
        yield inline_code(f"Mở tệp `{name}` gửi kèm trang này. {about}")
        yield inline_code(
            "Trang “Vấn đề cần xử lý” của tệp ấy liệt kê mọi vấn đề; bấm vào địa chỉ để đến ô. Ô "
            "cần xem có viền tím và ghi chú."
        )
        yield inline_code(
            f"{verb} đến khi trang “Kiểm tra” báo ĐỦ và mọi dòng “lỗi” của trang “Vấn đề cần xử "
            f"lý” đã sửa xong; lưu dạng .xlsx, không đặt mật khẩu, giữ tên `{name}`; gửi lại theo "
            "cách nộp đã được hướng dẫn."
        )


def _is_mended_by_saving(finding: Finding) -> bool:
    """Tell whether a file was refused for how it was saved or laid out, not for whose it is."""
    is_own = finding.file.startswith(_SUBMITTED) and finding.code not in _OF_ANOTHER
    return is_own and KINDS[finding.code].step in {"file", "form"}


def _outline(finding: Finding) -> str:
    """Say what several findings have in common."""
    return KINDS[finding.code].outline.replace("….", "…")
