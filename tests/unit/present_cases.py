"""A small year as people may read it, with hostile text and every stage of the procedure.

One unit waits for appraisal, one is blocked, one has an exemption; ``rounds_year`` goes on
through explanations, the second appraisal and the council.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from cchc_lib.core.aggregation import aggregate_year
from cchc_lib.core.checks import check_returns
from cchc_lib.core.results import YearResult
from cchc_lib.core.rule_kinds import (
    DeadlineTiers,
    FigureRule,
    GradedShare,
    Quotient,
    SurveyMap,
    SurveyPercent,
)
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.core.scoring import due_date, score_by_rule
from cchc_lib.core.submission import (
    Adjustment,
    Assessment,
    ComponentEntry,
    Decision,
    DeclaredFigure,
    EvidenceItem,
    Exemption,
    Explanation,
    MeasuredPercent,
    NotReported,
    Place,
    Receipt,
    Returns,
    SelfScore,
    Submission,
    SurveyTally,
    Unit,
    Window,
)
from cchc_lib.files.rules import read_edition
from cchc_lib.findings import finding
from cchc_lib.project import RULES

HOSTILE = "<script>alert(1)</script> A & B < 5 $x$ =1+1"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt; A &amp; B &lt; 5 $x$ =1+1"
UNITS = (
    ("so-noi-vu", "Sở Nội vụ", "department"),
    ("so-tu-phap", "Sở Tư pháp", "department"),
    ("so-y-te", HOSTILE, "department"),
    ("ban-qlkcn", "Ban Quản lý các khu công nghiệp", "department"),
    ("cuc-thue", "Cục Thuế", "vertical_agency"),
    ("kho-bac", "Kho bạc Nhà nước", "vertical_agency"),
    ("dak-mil", "UBND huyện Đắk Mil", "district"),
    ("cu-jut", "UBND huyện Cư Jút", "district"),
)
WINDOWS = (
    ("guidance", date(2018, 11, 5), date(2018, 11, 6)),
    ("self_assessment", date(2018, 12, 1), date(2018, 12, 20)),
    ("appraisal_1", date(2019, 1, 2), date(2019, 1, 25)),
    ("explanation", date(2019, 1, 28), date(2019, 2, 5)),
    ("appraisal_2", date(2019, 2, 6), date(2019, 2, 20)),
    ("council", date(2019, 2, 21), date(2019, 3, 5)),
)
PROVISIONAL, BLOCKED, EXEMPT = "kho-bac", "cu-jut", "ban-qlkcn"


@cache
def edition() -> Edition:
    found, findings = read_edition(RULES / "mau-2018")
    assert found is not None, findings
    return found


@cache
def sample_year() -> YearResult:
    """Return the year after the first appraisal."""
    assessment = Assessment(
        year=2018,
        edition_code="mau-2018",
        title_vi="Kỳ đánh giá thử",
        province_vi="Tỉnh Đắk Nông",
        is_synthetic=True,
        form_version="1",
        units=tuple(_unit(*row) for row in UNITS),
        exemptions=(_exemption("2.1.1"), _exemption("2.1.2")),
        adjustments=(_adjustment("bonus", "1.5"), _adjustment("cap", "0")),
    )
    returns = Returns()
    for index, unit in enumerate(assessment.units):
        fill(returns, unit, index)
    findings = tuple(check_returns(edition(), assessment, returns))
    blocked = finding(
        "BM-013", unit_code=BLOCKED, file="submissions/cu-jut.xlsx", cell="F9", found=HOSTILE
    )
    return aggregate_year(edition(), assessment, returns, (*findings, blocked))


@cache
def rounds_year() -> YearResult:
    """Return the year after the council, one unit late, one decision refused, one to chase."""
    before = sample_year().assessment
    assessment = replace(
        before,
        adjustments=(*before.adjustments, _adjustment("bonus", "0.9", "urgent-task")),
        windows=tuple(Window(name=n, first_day=a, last_day=b) for n, a, b in WINDOWS),
        receipts=(
            Receipt(
                file="submissions/so-tu-phap.xlsx",
                received_on=date(2018, 12, 25),
                place=Place(file="received.csv", cell="2"),
            ),
        ),
    )
    returns = Returns()
    for index, unit in enumerate(assessment.units):
        fill(returns, unit, index)
    submission = returns.submissions["so-noi-vu"]
    returns.submissions["so-noi-vu"] = replace(submission, register=REGISTER)
    del returns.submissions["cuc-thue"]
    _claim_too_much(returns, "dak-mil")
    for unit_code in ("so-noi-vu", "so-tu-phap", "so-y-te"):
        _go_on(returns, unit_code)
    findings = tuple(check_returns(edition(), assessment, returns))
    return aggregate_year(edition(), assessment, returns, findings)


def _claim_too_much(returns: Returns, unit_code: str) -> None:
    """Let a unit claim the maximum of two components beyond its figures, and be given it."""
    entries = returns.submissions[unit_code].entries
    maxima = {c.code: c.max_score["district"] for c in edition().components_of("district")}
    short = [c for c, e in entries.items() if e.self_score.value < maxima[c]]
    for code in short[:2]:
        claim = replace(entries[code].self_score, value=maxima[code])
        entries[code] = replace(entries[code], self_score=claim)
        (first,) = returns.decisions[unit_code, code]
        returns.decisions[unit_code, code] = (replace(first, score=maxima[code], reason="Đồng ý"),)


def _go_on(returns: Returns, unit_code: str) -> None:
    """Explain every cut; the second round gives back the first, the council half of the next."""
    entries = returns.submissions[unit_code].entries
    cuts = [
        (key, decisions[0])
        for key, decisions in returns.decisions.items()
        if key[0] == unit_code and decisions[0].reason
    ]
    for place, (key, first) in enumerate(cuts):
        claimed = entries[key[1]].self_score.value
        assert isinstance(claimed, Decimal)
        returns.explanations[key] = Explanation(
            unit_code=unit_code,
            component_code=key[1],
            text=f"Giải trình {HOSTILE}",
            evidence=("Báo cáo bổ sung 9/BC",),
            place=Place(file=f"explanations/{unit_code}.xlsx", cell=f"H{place + 8}"),
        )
        if place == 0:
            later = _later(first, "appraisal_2", claimed, date(2019, 2, 18))
        elif place == 1:
            later = _later(first, "council", claimed - Decimal("0.1"), date(2019, 3, 1))
        elif place == 2:
            later = _later(first, "council", Decimal(99), date(2019, 3, 1))
        else:
            continue
        returns.decisions[key] = (first, later)


def _later(first: Decision, stage: str, score: Decimal, day: date) -> Decision:
    is_council = stage == "council"
    folder = "council.csv" if is_council else f"appraisal_2/{first.unit_code}.xlsx"
    return replace(
        first,
        stage=stage,
        score=score,
        reason="Tài liệu bổ sung hợp lệ",
        role="Hội đồng thẩm định" if is_council else first.role,
        decided_on=day,
        document="Biên bản 3/BB-HĐ" if is_council else "",
        place=replace(first.place, file=folder),
    )


def _document(reference: str, state: str, codes: tuple[str, ...], row: int) -> EvidenceItem:
    return EvidenceItem(
        unit_code="so-noi-vu",
        reference=reference,
        title=f"Văn bản {HOSTILE}",
        issued_on=date(2018, 5, row),
        location="" if state == "on_paper" else f"tep-{row}.pdf",
        component_codes=codes,
        state=state,
        sha256=f"{row:064d}" if state == "found" else "",
        place=Place(file="submissions/so-noi-vu.xlsx", sheet="Danh mục", cell=f"A{row}"),
    )


REGISTER = (
    _document("1/KH", "found", ("1.1.1", "1.1.2"), 1),
    _document("2/BC", "absent", ("1.1.3",), 2),
    _document("3/BC", "outside", ("1.2.1",), 3),
    _document("4/QĐ", "on_paper", ("1.2.2",), 4),
    _document("5/CV", "link", ("2.1.1",), 5),
)


def _unit(code: str, name: str, group: str) -> Unit:
    place = Place(file="units.csv", cell="2")
    return Unit(
        code=code,
        name_vi=name,
        group_code=group,
        valid_from=date(2004, 1, 1),
        valid_to=None,
        place=place,
    )


def _exemption(component: str) -> Exemption:
    return Exemption(
        unit_code=EXEMPT,
        component_code=component,
        policy="drop_max_all",
        legal_basis="Không được giao văn bản nào",
        place=Place(file="exemptions.csv", cell="2"),
    )


def _adjustment(kind: str, points: str, ground: str = "new-model") -> Adjustment:
    return Adjustment(
        unit_code="so-noi-vu",
        kind=kind,
        code="disciplined_head" if kind == "cap" else ground,
        points=Decimal(points),
        reason=f"Lý do {HOSTILE}",
        document="Công văn 12/SNV",
        place=Place(file="adjustments.csv", cell="2"),
    )


def fill(returns: Returns, unit: Unit, index: int) -> None:
    entries = {}
    for row, component in enumerate(edition().components_of(unit.group_code)):
        weight = (row * 7 + index * 5) % 11
        key = (unit.code, component.code)
        if component.is_survey:
            _answer(returns, key, component, weight)
            continue
        entry, earned = _entry(unit, component, row, weight)
        entries[component.code] = entry
        is_waiting = unit.code == PROVISIONAL and row > 20
        cut = Decimal("0.25") if weight == 3 else Decimal(0)
        score = NotReported() if is_waiting else max(earned - cut, Decimal(0))
        reason = f"Thiếu tài liệu {HOSTILE}" if cut else ""
        place = Place(file=f"appraisal/{unit.code}.xlsx", sheet="Thẩm định", cell=f"H{row + 8}")
        first = Decision(
            stage="appraisal_1",
            unit_code=unit.code,
            component_code=component.code,
            score=score,
            reason=reason,
            role=component.lead_appraiser,
            decided_on=date(2019, 1, 20),
            document="",
            place=place,
        )
        returns.decisions[key] = (first,)
    returns.submissions[unit.code] = Submission(
        unit_code=unit.code, file=f"submissions/{unit.code}.xlsx", sha256="0" * 64, entries=entries
    )


def _entry(
    unit: Unit, component: Component, row: int, weight: int
) -> tuple[ComponentEntry, Decimal]:
    file = f"submissions/{unit.code}.xlsx"
    figures = {spec.code: _figure(component, spec, weight) for spec in component.inputs}
    rule, max_score = component.rule, component.max_score[unit.group_code]
    if isinstance(rule, DeadlineTiers):
        late = timedelta(days=9 if weight == 5 else -3)
        figures[rule.date] = due_date(rule, figures, 2018) + late
    assert isinstance(rule, FigureRule)
    exact = score_by_rule(rule, max_score=max_score, figures=figures, year=2018)
    earned = edition().rounding.component(exact)
    entry = ComponentEntry(
        component_code=component.code,
        figures=tuple(
            DeclaredFigure(
                input_code=code,
                value=value,
                place=Place(file=file, sheet="Tự chấm", cell=f"D{row + 8}"),
            )
            for code, value in figures.items()
        ),
        self_score=SelfScore(
            value=earned, place=Place(file=file, sheet="Tự chấm", cell=f"F{row + 8}")
        ),
        evidence=() if weight == 3 else (f"Báo cáo {row}/BC",),
        evidence_place=Place(file=file, sheet="Tự chấm", cell=f"G{row + 8}"),
        explanation=HOSTILE if weight == 3 and row % 2 else "",
    )
    return entry, earned


def _figure(component: Component, spec, weight: int):
    measure = getattr(component.rule, "measure", None)
    if isinstance(measure, Quotient) and spec.code in {measure.planned, measure.achieved}:
        return Decimal(20) if spec.code == measure.planned else Decimal(20 - weight % 5)
    if isinstance(component.rule, GradedShare):
        return component.rule.levels[weight % len(component.rule.levels)].name_vi
    match spec.kind:
        case "flag":
            return weight != 4
        case "date":
            return date(2018, 6, 1)
        case "percent":
            return Decimal(95 - weight)
        case _:
            return Decimal(weight % 3)


def _answer(returns: Returns, key: tuple[str, str], component: Component, weight: int) -> None:
    place = Place(file="survey/answers.csv", cell="2")
    if isinstance(component.rule, SurveyPercent):
        returns.measured[key] = MeasuredPercent(
            unit_code=key[0],
            component_code=key[1],
            percent=Decimal(80 + weight),
            sample_size=120,
            place=place,
        )
        return
    rule = component.rule
    answers = (
        list(rule.percent_by_answer)
        if isinstance(rule, SurveyMap)
        else [str(a) for a in range(rule.lowest, rule.highest + 1)]
    )
    best_first = answers if isinstance(rule, SurveyMap) or rule.is_reversed else answers[::-1]
    counts = {a: max(18 - 7 * place_ + weight, 0) for place_, a in enumerate(best_first)}
    returns.tallies[key] = tuple(
        SurveyTally(
            unit_code=key[0],
            component_code=key[1],
            respondent_group=group.code,
            counts=counts,
            dont_know=1,
            place=place,
        )
        for group in edition().survey.respondent_groups
    )
