"""The rest of a unit's report: strengths, survey, evidence, findings, origin of every number."""

from collections.abc import Sequence

from cchc_lib.core.decisions import AppraisedLine
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore, RuleLine, SurveyLine
from cchc_lib.core.submission import NotReported, Place
from cchc_lib.core.suppression import HIDDEN, hidden_groups, sizes_of
from cchc_lib.present.findings_table import finding_table
from cchc_lib.present.html import (
    Cell,
    Column,
    Html,
    join,
    mark,
    over_small,
    paragraph,
    phrase,
    table,
)
from cchc_lib.present.names import EVIDENCE_NAMES, STAGE_NAMES
from cchc_lib.present.summaries import CriterionShare, criterion_shares, find_unit
from cchc_lib.present.trail import score_trail, total_trail, trail
from cchc_lib.present.wording import (
    format_margin,
    format_place,
    format_points,
    format_sample,
    name_score,
)

__all__ = [
    "derivation_table",
    "evidence_table",
    "strengths_and_weaknesses",
    "survey_table",
    "unit_findings",
]

_SHOWN_CRITERIA = 5


def strengths_and_weaknesses(year: YearResult, unit_code: str) -> Html:
    """List the criteria with the highest and the lowest share of their maximum."""
    find_unit(year, unit_code)
    shares = criterion_shares(year, unit_code)
    if not shares:
        return paragraph("Chưa có tiêu chí nào có điểm.")
    count = min(_SHOWN_CRITERIA, len(shares) // 2)
    full = sum(1 for share in shares if share.points == share.max_score)
    return join(
        paragraph(f"{full} trong {len(shares)} tiêu chí đã có điểm đạt 100% điểm tối đa."),
        _share_table("Điểm mạnh: tiêu chí có tỷ lệ đạt cao nhất", year, unit_code, shares[:count]),
        _share_table(
            "Điểm yếu: tiêu chí có tỷ lệ đạt thấp nhất", year, unit_code, shares[::-1][:count]
        ),
    )


def survey_table(year: YearResult, unit_code: str) -> Html:
    """List the surveyed components with sample size and margin of error."""
    find_unit(year, unit_code)
    conduct = year.edition.survey
    names = {g.code: g.name_vi for g in conduct.respondent_groups}
    surveyed = [score for score in year.scores_of(unit_code) if score.is_survey]
    lines = [score.survey for score in surveyed if isinstance(score.survey, SurveyLine)]
    is_hidden = any(hidden_groups(line.tallies, conduct) for line in lines)
    said = f"“{HIDDEN}”: không công bố, để không suy ra được nhóm có dưới {conduct.minimum_answers}"
    shown = table(
        caption="Kết quả điều tra xã hội học",
        columns=(
            Column("Tiêu chí thành phần"),
            Column("Tối đa", is_number=True),
            Column("Điểm", is_number=True),
            Column("Sai số (± điểm)", is_number=True),
            Column("Trả lời hợp lệ", is_number=True),
            *(Column(name, is_number=True) for name in names.values()),
        ),
        rows=[
            (
                _surveyed(score),
                score_trail(year, score, score.max_score),
                score_trail(year, score, score.final.value),
                *_sample(year, score, list(names)),
            )
            for score in surveyed
        ],
    )
    return join(shown, paragraph(f"{said} câu trả lời.")) if is_hidden else shown


def evidence_table(year: YearResult, unit_code: str) -> Html:
    """Count the state of evidence, and list the components that lack it."""
    find_unit(year, unit_code)
    asked = [
        s for s in year.scores_of(unit_code) if s.is_appraised and s.status != "not_applicable"
    ]
    counts = {state: sum(1 for s in asked if s.evidence_state == state) for state in EVIDENCE_NAMES}
    said = "; ".join(f"{EVIDENCE_NAMES[state]}: {n}" for state, n in counts.items() if n)
    return join(
        paragraph(f"{len(asked)} tiêu chí thành phần cần tài liệu kiểm chứng; {said}."),
        table(
            caption="Tiêu chí thành phần chưa có tài liệu kiểm chứng",
            columns=(
                Column("Tiêu chí thành phần"),
                Column("Tự chấm", is_number=True),
                Column("Thẩm định", is_number=True),
                Column("Tình trạng"),
                Column("Giải trình của đơn vị"),
                Column("Tài liệu cần có"),
            ),
            rows=[_evidence_row(year, score) for score in asked if score.evidence_state != "given"],
            empty="Mọi tiêu chí thành phần đều có tài liệu kiểm chứng.",
        ),
    )


def unit_findings(year: YearResult, unit_code: str) -> Html:
    """List what is still open about the unit."""
    find_unit(year, unit_code)
    own = [finding for finding in year.findings if finding.unit_code == unit_code]
    return finding_table(
        own, caption="Vấn đề còn phải xem xét", empty="Không còn vấn đề nào của đơn vị."
    )


def derivation_table(year: YearResult, unit_code: str) -> Html:
    """List every component with all its stages, where they were read, and the clause."""
    find_unit(year, unit_code)
    scores = year.scores_of(unit_code)
    changed = [i for i, score in enumerate(scores) if _is_changed(score)]
    return table(
        caption="Nguồn gốc từng điểm; dòng tô nền là điểm thẩm định khác điểm theo số liệu kê khai",
        columns=(
            Column("Tiêu chí thành phần"),
            Column("Tối đa", is_number=True),
            Column("Tự chấm", is_number=True),
            Column("Theo số liệu", is_number=True),
            Column("Thẩm định", is_number=True),
            Column("Điều tra", is_number=True),
            Column("Điểm tính", is_number=True),
            Column("Lấy từ"),
            Column("Đọc từ"),
            Column("Căn cứ"),
        ),
        rows=[_derivation_row(year, score) for score in scores],
        highlighted=changed,
        is_wide=True,
    )


def _share_table(
    caption: str, year: YearResult, unit_code: str, shares: list[CriterionShare]
) -> Html:
    return table(
        caption=caption,
        columns=(
            Column("Tiêu chí"),
            Column("Đạt", is_number=True),
            Column("Tối đa", is_number=True),
            Column("Tỷ lệ (%)", is_number=True),
        ),
        rows=[
            (
                f"{share.criterion.code}. {share.criterion.name_vi}",
                trail(format_points(year, share.points), unit_code, anchor),
                trail(format_points(year, share.max_score), unit_code, anchor),
                total_trail(year, year.edition.rounding.total(share.share_pct), unit_code, anchor),
            )
            for share in shares
            for anchor in [f"criterion-{share.criterion.code}"]
        ],
    )


def _surveyed(score: ComponentScore) -> Cell:
    """Name a surveyed component, and say where its answers are not counted by group."""
    if not isinstance(score.survey, SurveyLine):
        return over_small(name_score(score), "chưa đủ kết quả")
    if not score.survey.tallies:
        return over_small(name_score(score), "cuộc đo lường riêng")
    return name_score(score)


def _sample(year: YearResult, score: ComponentScore, groups: Sequence[str]) -> tuple[Cell, ...]:
    """Return the margin of error, the number of answers, and how many each group gave."""
    line = score.survey
    if not isinstance(line, SurveyLine):
        return ("", "", *("–" for _ in groups))
    hidden = hidden_groups(line.tallies, year.edition.survey)
    counts = {
        group: HIDDEN if group in hidden else str(size)
        for group, size in sizes_of(line.tallies).items()
    }
    margin = format_margin(line.margin, year.edition.rounding.component_places)
    texts = (margin, format_sample(year, line), *(counts.get(group, "–") for group in groups))
    anchor = f"component-{score.component_code}"
    return tuple(trail(text, score.unit_code, anchor) for text in texts)


def _evidence_row(year: YearResult, score: ComponentScore) -> tuple[Cell, ...]:
    return (
        name_score(score),
        score_trail(year, score, score.self_score.value),
        _stage(year, score, score.appraised),
        EVIDENCE_NAMES[score.evidence_state],
        score.explanation,
        _required(year.edition, score),
    )


def _required(edition: Edition, score: ComponentScore) -> str:
    return next(c.evidence_vi for c in edition.components() if c.code == score.component_code)


def _is_changed(score: ComponentScore) -> bool:
    return isinstance(score.appraised, AppraisedLine) and score.appraised.kind == "override"


def _derivation_row(year: YearResult, score: ComponentScore) -> tuple[Cell, ...]:
    claimed = score_trail(year, score, score.self_score.value) if score.is_appraised else ""
    taken: str | Html = STAGE_NAMES[score.final.taken_from]
    if score.exemption is not None:
        taken = f"không áp dụng: {score.exemption.legal_basis}"
    elif _is_changed(score):
        taken = phrase(mark("THAY ĐỔI", "override"), " ", STAGE_NAMES[score.final.taken_from])
    return (
        name_score(score),
        score_trail(year, score, score.max_score),
        claimed,
        _stage(year, score, score.rule_score),
        _stage(year, score, score.appraised) if score.is_appraised else "",
        _stage(year, score, score.survey) if score.is_survey else "",
        score_trail(year, score, score.final.value),
        taken,
        format_place(_place_of(score)),
        score.legal_reference.location,
    )


def _stage(year: YearResult, score: ComponentScore, line: object) -> Cell:
    match line:
        case RuleLine(value=value) | AppraisedLine(value=value) | SurveyLine(value=value):
            return score_trail(year, score, value)
        case NotReported():
            return ""
        case _:
            return score_trail(year, score, line)


def _place_of(score: ComponentScore) -> Place:
    """Return the place of the stage that counts, or of the self score while none does.

    A surveyed component has no place before there are answers.
    """
    if score.exemption is not None:
        return score.exemption.place
    if isinstance(score.appraised, AppraisedLine):
        return score.appraised.place
    if isinstance(score.survey, SurveyLine):
        places = [tally.place for tally in score.survey.tallies]
        places += [percent.place for percent in score.survey.measured]
        return places[0]
    if score.is_from_source and isinstance(score.rule_score, RuleLine):
        return next((one.place for one in score.rule_score.figures), Place(file=""))
    return score.self_score.place if score.is_appraised else Place(file="")
