"""What came in, what is wrong with it, and what must go back to whom."""

from typing import Literal

from cchc_lib.core.progress import UnitProgress, unit_progress
from cchc_lib.core.results import YearResult
from cchc_lib.findings import Finding
from cchc_lib.present.findings_table import finding_table, severity_counts
from cchc_lib.present.headline import Card, headline, year_notices
from cchc_lib.present.html import Column, Html, join, section, table
from cchc_lib.present.names import FINDING_FAMILIES, STATE_NAMES
from cchc_lib.present.summaries import unit_names

__all__ = [
    "arrival_table",
    "family_table",
    "findings_for_appraisers",
    "findings_for_staff",
    "findings_for_units",
    "intake_headline",
]

_Desk = Literal["unit", "appraiser", "office"]
_WORK_OF: tuple[tuple[str, _Desk], ...] = (
    ("submissions/", "unit"),
    ("explanations/", "unit"),
    ("appraisal", "appraiser"),
)
"""Who filled in a file, by how its path begins; anything else is the work of the office."""

_ABOUT_CONTENT = ("BM", "HS", "MC", "TD")
"""The families of findings about what stands in a file, for whoever filled it in to mend."""

_ARRIVALS = {"in": "đã nhận", "late": "nộp chậm", "missing": "CHƯA NHẬN"}


def intake_headline(year: YearResult) -> Html:
    """Open the notebook: how many dossiers came in and how many may be scored."""
    units = unit_progress(year)
    arrived = sum(unit.submission != "missing" for unit in units)
    late = sum(unit.submission == "late" for unit in units)
    blocked = sum(1 for unit in year.units if unit.state == "blocked")
    return headline(
        title=f"Tiếp nhận hồ sơ năm {year.assessment.year}",
        subtitle=f"{year.assessment.title_vi} · {year.assessment.province_vi}",
        cards=[
            Card(
                label="Hồ sơ đã nhận",
                value=f"{arrived}/{len(units)}",
                note=f"{late} hồ sơ nộp chậm" if late else "",
            ),
            Card(label="Đơn vị còn lỗi", value=str(blocked), note="chưa tính được tổng điểm"),
            Card(
                label="Vấn đề",
                value=str(len(year.findings)),
                note=severity_counts(year.findings),
            ),
        ],
        notices=year_notices(year),
    )


def arrival_table(year: YearResult) -> Html:
    """List, per unit, how much of submission, the rounds of appraisal and survey is there."""
    names = unit_names(year)
    return table(
        caption="Tình trạng hồ sơ theo đơn vị",
        columns=(
            Column("Đơn vị"),
            Column("Bài tự chấm"),
            Column("Đã tự chấm", is_number=True),
            Column("Đã thẩm định", is_number=True),
            Column("Giải trình", is_number=True),
            Column("Thẩm định lần 2", is_number=True),
            Column("Hội đồng", is_number=True),
            Column("Điều tra còn thiếu", is_number=True),
            Column("Lỗi", is_number=True),
            Column("Cảnh báo", is_number=True),
            Column("Kết quả"),
        ),
        rows=[
            (
                names[unit.unit_code],
                _ARRIVALS[unit.submission],
                *_counts(unit),
                *_problems(year, unit.unit_code),
                STATE_NAMES[year.unit(unit.unit_code).state],
            )
            for unit in unit_progress(year)
        ],
        is_wide=True,
    )


def family_table(year: YearResult) -> Html:
    """Count the findings by what is looked at and how grave they are."""
    return table(
        caption="Vấn đề theo nội dung",
        columns=(
            Column("Nội dung"),
            Column("Lỗi", is_number=True),
            Column("Cảnh báo", is_number=True),
            Column("Ghi chú", is_number=True),
        ),
        rows=[
            (
                name,
                *(
                    str(sum(1 for f in _family(year, family) if f.severity == severity))
                    for severity in ("error", "warning", "note")
                ),
            )
            for family, name in FINDING_FAMILIES.items()
            if _family(year, family)
        ],
        empty="Không có vấn đề nào.",
    )


def findings_for_units(year: YearResult) -> Html:
    """List, unit by unit, what its dossier must be sent back for."""
    return _by_unit(year, "unit", "Không có hồ sơ nào phải trả lại.")


def findings_for_appraisers(year: YearResult) -> Html:
    """List, unit by unit, what the appraisers must still settle."""
    return _by_unit(year, "appraiser", "Không còn việc nào của cơ quan thẩm định.")


def findings_for_staff(year: YearResult) -> Html:
    """List what the office that runs the assessment must settle itself."""
    names = unit_names(year)
    left = [f for f in year.findings if _desk_of(f) == "office"]
    return finding_table(left, caption="Việc của cơ quan tổ chức đánh giá", units=names)


def _by_unit(year: YearResult, desk: _Desk, empty: str) -> Html:
    parts = []
    names = unit_names(year) | {"": "Chưa rõ đơn vị"}
    chosen = [f for f in year.findings if _desk_of(f) == desk and f.severity != "note"]
    for code, name in names.items():
        own = [f for f in chosen if f.unit_code == code]
        if own:
            parts.append(section(name, finding_table(own, caption=severity_counts(own))))
    return join(*parts) if parts else finding_table([], caption="Kết quả", empty=empty)


def _family(year: YearResult, family: str) -> list[Finding]:
    return [finding for finding in year.findings if finding.code.startswith(family)]


def _desk_of(finding: Finding) -> _Desk:
    """Return on whose desk a finding belongs: whoever filled the file in, else the office."""
    answers_notice = finding.code.startswith("GD") and finding.severity == "warning"
    if finding.code[:2] not in _ABOUT_CONTENT and not answers_notice:
        return "office"
    return next((desk for start, desk in _WORK_OF if finding.file.startswith(start)), "office")


def _problems(year: YearResult, unit_code: str) -> tuple[str, str]:
    """Return how many errors and warnings there are about a unit."""
    own = [finding.severity for finding in year.findings if finding.unit_code == unit_code]
    return str(own.count("error")), str(own.count("warning"))


def _counts(unit: UnitProgress) -> tuple[str, ...]:
    """Return how many components each step has reached, of how many where that is known."""
    return (
        f"{unit.claimed}/{unit.asked}",
        f"{unit.appraised}/{unit.asked}",
        f"{unit.explained}/{unit.disputed}",
        str(unit.reviewed),
        str(unit.council),
        str(unit.survey_waiting),
    )
