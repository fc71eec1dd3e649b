"""What came in, what is wrong with it, and what must go back to whom."""

from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import AppraisedLine, ComponentScore, SurveyLine
from cchc_lib.core.submission import NotReported
from cchc_lib.findings import Finding
from cchc_lib.present.findings_table import finding_table, severity_counts
from cchc_lib.present.headline import Card, headline, year_notices
from cchc_lib.present.html import Column, Html, join, section, table
from cchc_lib.present.summaries import unit_names
from cchc_lib.present.wording import FINDING_FAMILIES, STATE_NAMES

__all__ = [
    "arrival_table",
    "family_table",
    "findings_for_appraisers",
    "findings_for_staff",
    "findings_for_units",
    "intake_headline",
]

_RETURNED_TO_UNITS = ("BM", "HS")
_FOR_APPRAISERS = ("TD",)


def intake_headline(year: YearResult) -> Html:
    """Open the notebook: how many dossiers came in and how many may be scored."""
    units = year.assessment.units
    arrived = sum(1 for unit in units if _has_submission(year.scores_of(unit.code)))
    blocked = sum(1 for unit in year.units if unit.state == "blocked")
    return headline(
        title=f"Tiếp nhận hồ sơ năm {year.assessment.year}",
        subtitle=f"{year.assessment.title_vi} · {year.assessment.province_vi}",
        cards=[
            Card(label="Hồ sơ đã nhận", value=f"{arrived}/{len(units)}"),
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
    """List, per unit, how much of submission, appraisal and survey is there."""
    names = unit_names(year)
    rows = []
    for unit in year.units:
        scores = year.scores_of(unit.unit_code)
        own = [f for f in year.findings if f.unit_code == unit.unit_code]
        rows.append(
            (
                names[unit.unit_code],
                "đã nhận" if _has_submission(scores) else "CHƯA NHẬN",
                *_counts(scores),
                *(str(sum(1 for f in own if f.severity == s)) for s in ("error", "warning")),
                STATE_NAMES[unit.state],
            )
        )
    return table(
        caption="Tình trạng hồ sơ theo đơn vị",
        columns=(
            Column("Đơn vị"),
            Column("Bài tự chấm"),
            Column("Đã tự chấm", is_number=True),
            Column("Đã thẩm định", is_number=True),
            Column("Đã có điều tra", is_number=True),
            Column("Lỗi", is_number=True),
            Column("Cảnh báo", is_number=True),
            Column("Kết quả"),
        ),
        rows=rows,
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
    return _by_unit(year, _RETURNED_TO_UNITS, "Không có hồ sơ nào phải trả lại.")


def findings_for_appraisers(year: YearResult) -> Html:
    """List, unit by unit, what the appraisers must still settle."""
    return _by_unit(year, _FOR_APPRAISERS, "Không còn việc nào của cơ quan thẩm định.")


def findings_for_staff(year: YearResult) -> Html:
    """List what the office that runs the assessment must settle itself."""
    names = unit_names(year)
    left = [f for f in year.findings if f.code[:2] not in (*_RETURNED_TO_UNITS, *_FOR_APPRAISERS)]
    return finding_table(left, caption="Việc của cơ quan tổ chức đánh giá", units=names)


def _by_unit(year: YearResult, families: tuple[str, ...], empty: str) -> Html:
    parts = []
    names = unit_names(year) | {"": "Chưa rõ đơn vị"}
    chosen = [f for f in year.findings if f.code[:2] in families and f.severity != "note"]
    for code, name in names.items():
        own = [f for f in chosen if f.unit_code == code]
        if own:
            parts.append(section(name, finding_table(own, caption=severity_counts(own))))
    return join(*parts) if parts else finding_table([], caption="Kết quả", empty=empty)


def _family(year: YearResult, family: str) -> list[Finding]:
    return [finding for finding in year.findings if finding.code.startswith(family)]


def _has_submission(scores: tuple[ComponentScore, ...]) -> bool:
    return any(score.self_score.place.file for score in scores)


def _counts(scores: tuple[ComponentScore, ...]) -> tuple[str, str, str]:
    """Return how many components are claimed, appraised and surveyed, of how many."""
    asked = [s for s in scores if s.exemption is None]
    own = [s for s in asked if not s.is_survey]
    surveyed = [s for s in asked if s.is_survey]
    claimed = sum(1 for s in own if not isinstance(s.self_score.value, NotReported))
    appraised = sum(1 for s in own if isinstance(s.appraised, AppraisedLine))
    counted = sum(1 for s in surveyed if isinstance(s.survey, SurveyLine))
    return f"{claimed}/{len(own)}", f"{appraised}/{len(own)}", f"{counted}/{len(surveyed)}"
