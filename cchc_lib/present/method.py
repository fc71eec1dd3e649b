"""How the index is computed, read live from the edition: tables, rules in words, limits."""

from collections import defaultdict
from decimal import Decimal

from cchc_lib.core.rulebook import Area, Component, Edition, UnitGroup
from cchc_lib.finding_kinds import KINDS, STEP_NAMES, FindingKind
from cchc_lib.present.findings_table import format_fix, severity_mark
from cchc_lib.present.headline import edition_notices, headline
from cchc_lib.present.html import Column, Html, inline_code, join, render, stacked, table
from cchc_lib.present.language import format_decimal, later, tr
from cchc_lib.present.method_round import describe_precedence
from cchc_lib.present.names import FINDING_FAMILIES, POLICY_NAMES, PROVENANCE_NAMES
from cchc_lib.present.rule_text import describe_source
from cchc_lib.present.wording import (
    describe_rank_rule,
    describe_rounding,
    describe_rule,
    format_reference,
)

__all__ = [
    "area_maxima_table",
    "finding_codes",
    "general_rules",
    "group_table",
    "limits",
    "method_headline",
    "provenance_table",
    "rule_tables",
]

_LIMITS = later(
    (
        "Chỉ số chỉ đo những gì bộ tiêu chí hỏi; điểm cao không thay cho kiểm tra thực tế.",
        "Mỗi nhóm có phụ lục riêng, vì vậy không so chỉ số giữa các nhóm.",
        "Điểm điều tra có sai số mẫu; hai đơn vị gần nhau có thể đổi chỗ nếu hỏi lại người khác.",
        "Điểm tự chấm không tham gia tính chỉ số; chỉ điểm thẩm định và điểm điều tra được tính.",
        "So giữa các năm chỉ có nghĩa khi điểm tối đa và cách tính không đổi.",
    )
)
_READ_IN_STEPS = {"BM", "HS", "MC"}
"""The families of codes about what units return, which is read and checked step by step."""


def method_headline(edition: Edition) -> Html:
    """Open the notebook: which edition, of what standing, and how it is replaced."""
    count = sum(1 for _ in edition.components())
    criteria = sum(len(area.criteria) for area in edition.areas)
    content = (
        f"{len(edition.areas)} lĩnh vực, {criteria} tiêu chí, {count} tiêu chí thành phần, "
        f"{len(edition.groups)} nhóm đơn vị."
    )
    is_rebuilt = edition.is_reconstruction
    replace = (inline_code(f"Cách thay: {edition.replace_vi}"),) if is_rebuilt else ()
    return headline(
        title=edition.title_vi,
        subtitle=f"Mã {edition.code} · áp dụng {edition.first_year}–{edition.last_year}",
        sentences=(content,),
        notices=(*edition_notices(edition), *replace),
    )


def group_table(edition: Edition) -> Html:
    """List the groups with their maxima."""
    return table(
        caption=tr("Nhóm đơn vị và điểm tối đa"),
        columns=(
            Column("Nhóm"),
            Column("Tiêu chí thành phần", is_number=True),
            Column("Thẩm định", is_number=True),
            Column("Điều tra xã hội học", is_number=True),
            Column("Tổng", is_number=True),
        ),
        rows=[
            (
                group.name_vi,
                str(sum(1 for _ in edition.components_of(group.code))),
                *(
                    format_decimal(points, edition.rounding.component_places)
                    for points in (group.appraised_max, group.survey_max, group.max_score)
                ),
            )
            for group in edition.groups
        ],
    )


def area_maxima_table(edition: Edition) -> Html:
    """List the maximum of each area in each group."""
    return table(
        caption=tr("Điểm tối đa của từng lĩnh vực theo nhóm"),
        columns=(
            Column("Lĩnh vực"),
            *(Column(group.name_vi, is_number=True) for group in edition.groups),
        ),
        rows=[
            (
                f"{area.code}. {area.name_vi}",
                *(_area_max(edition, area, group) for group in edition.groups),
            )
            for area in edition.areas
        ],
    )


def rule_tables(edition: Edition) -> Html:
    """List every component of every area with maxima, rule, evidence and clause."""
    return join(*(_rule_table(edition, area) for area in edition.areas))


def provenance_table(edition: Edition) -> Html:
    """Count the components by where their rule comes from."""
    marks = [component.provenance.mark for component in edition.components()]
    return table(
        caption=tr("Nguồn của cách tính"),
        columns=(Column("Nguồn"), Column("Số tiêu chí thành phần", is_number=True)),
        rows=[
            (name, str(sum(1 for found in marks if found == mark)))
            for mark, name in PROVENANCE_NAMES.items()
        ],
    )


def general_rules(edition: Edition) -> Html:
    """Say the general rules in words, each with its legal reference."""
    rows = (
        (tr("Làm tròn"), _rounding(edition), edition.rounding.legal_reference),
        (tr("Tiêu chí không áp dụng"), _policy(edition), edition.not_applicable.legal_reference),
        (tr("Điểm được tính"), describe_precedence(edition), edition.procedure.legal_reference),
        (tr("Xếp hạng"), _ranking(edition), edition.ranking.legal_reference),
        (tr("Xếp loại"), _grading(edition), edition.grading.legal_reference),
        (tr("Điểm cộng, điểm trừ"), _adjustment(edition), edition.adjustment.legal_reference),
        (tr("Điều tra xã hội học"), _survey(edition), edition.survey.legal_reference),
    )
    return table(
        caption=tr("Quy định chung"),
        columns=(Column("Nội dung"), Column("Quy định"), Column("Căn cứ")),
        rows=[(name, said, format_reference(reference)) for name, said, reference in rows],
    )


def finding_codes() -> Html:
    """List every code a check may report: how grave it is, where it is found, what to do."""
    return table(
        caption=tr("Mã vấn đề"),
        columns=(
            Column("Mã", is_code=True),
            Column("Mức"),
            Column("Nội dung"),
            Column("Bước kiểm tra"),
            Column("Vấn đề"),
            Column("Cách xử lý"),
        ),
        rows=[
            (
                code,
                severity_mark(kind.severity),
                FINDING_FAMILIES[code[:2]],
                STEP_NAMES[kind.step] if code[:2] in _READ_IN_STEPS else "–",
                kind.outline,
                _outline_of_fix(kind),
            )
            for code, kind in KINDS.items()
        ],
    )


def _outline_of_fix(kind: FindingKind) -> str | Html:
    """Say what to do without what each finding fills in."""
    fix = kind.fix.format_map(defaultdict(lambda: "…"))
    return "Theo gợi ý ghi kèm từng vấn đề." if fix == "…" else format_fix(fix)


def limits() -> Html:
    """List what the index cannot tell."""
    return render("list.html.j2", items=[tr(limit) for limit in _LIMITS])


def _area_max(edition: Edition, area: Area, group: UnitGroup) -> str:
    points = (component.max_score.get(group.code) for component in area.components())
    total = sum((value for value in points if value is not None), Decimal(0))
    return format_decimal(total, edition.rounding.component_places)


def _rule_table(edition: Edition, area: Area) -> Html:
    return table(
        caption=f"Lĩnh vực {area.code}. {area.name_vi}",
        columns=(
            Column("Tiêu chí thành phần"),
            *(Column(group.name_vi, is_number=True) for group in edition.groups),
            Column("Cách cho điểm"),
            Column("Tài liệu kiểm chứng"),
            Column("Căn cứ"),
        ),
        rows=[
            (
                f"{component.code}. {component.name_vi}",
                *(_max_text(edition, component, group) for group in edition.groups),
                _rule_lines(edition, component),
                component.evidence_vi,
                component.legal_reference.location,
            )
            for component in area.components()
        ],
        is_wide=True,
    )


def _max_text(edition: Edition, component: Component, group: UnitGroup) -> str:
    points = component.max_score.get(group.code)
    return "–" if points is None else format_decimal(points, edition.rounding.component_places)


def _rule_lines(edition: Edition, component: Component) -> Html:
    """Say how points are given, once for each different maximum."""
    maxima = sorted(set(component.max_score.values()))
    exception = component.not_applicable_vi
    lines = [describe_rule(component, most) for most in maxima]
    lines += [f"Không áp dụng khi: {exception}"] if exception else []
    source = describe_source(edition, component)
    return stacked([*lines, source] if source else lines)


def _rounding(edition: Edition) -> str:
    said = describe_rounding(edition.rounding)
    once = tr("{said}; mỗi số chỉ làm tròn một lần từ giá trị chính xác.")
    return once.format(said=f"{said[:1].upper()}{said[1:]}")


def _policy(edition: Edition) -> str:
    names = "; ".join(map(tr, POLICY_NAMES.values()))
    default = tr(POLICY_NAMES[edition.not_applicable.default_policy])
    said = tr("Mặc định: {default}. Các cách có thể ghi trong exemptions.csv: {names}.")
    return said.format(default=default, names=names)


def _adjustment(edition: Edition) -> str:
    rule = edition.adjustment
    return tr(
        "Điểm cộng không quá {bonus}, điểm trừ không quá {penalty}, mỗi mục không quá mức tối đa "
        "của mục; tổng điểm nằm trong khoảng từ 0 đến điểm tối đa."
    ).format(bonus=format_decimal(rule.bonus_cap), penalty=format_decimal(rule.penalty_cap))


def _ranking(edition: Edition) -> str:
    rule = edition.ranking
    said = describe_rank_rule(rule)
    breaks = later(
        {
            "appraised_score": "điểm thẩm định",
            "survey_score": "điểm điều tra",
            "bonus": "điểm cộng",
        }
    )
    chain = ", ".join(tr(breaks[name]) for name in rule.tie_break)
    then = tr(" Khi bằng nhau xét tiếp: {what}.").format(what=chain)
    return tr("Trong từng nhóm, {how}.").format(how=said) + (then if chain else "")


def _grading(edition: Edition) -> str:
    bands = "; ".join(
        tr("{grade}: từ {points}").format(grade=tr(band.name_vi), points=format_decimal(band.ge))
        for band in edition.grading.bands
    )
    caps = "".join(f" {tr(cap.text_vi)}." for cap in edition.grading.caps)
    return f"{bands}.{caps}"


def _survey(edition: Edition) -> str:
    rule = edition.survey
    weights = "; ".join(
        f"{tr(group.name_vi)}: {format_decimal(group.weight)}" for group in rule.respondent_groups
    )
    return tr(
        "Trọng số {weights}, tính trên các nhóm có trả lời hợp lệ. Không tính câu trả lời "
        "{answers}. Cần ít nhất {count} câu trả lời hợp lệ."
    ).format(
        weights=weights,
        answers=", ".join(f"“{tr(answer)}”" for answer in rule.dont_know),
        count=rule.minimum_answers,
    )
