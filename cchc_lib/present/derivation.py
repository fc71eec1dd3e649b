"""How a number came about, as a tree: for the page as nested details, for the terminal as lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.audit import Fact, Node
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import APPRAISAL_STAGES
from cchc_lib.core.rule_kinds import Rule
from cchc_lib.core.rulebook import (
    Component,
    LegalReference,
    Provenance,
    RankingRule,
    RoundingRule,
)
from cchc_lib.core.submission import NotAppraised, Place
from cchc_lib.present.headline import Card, headline, year_notices
from cchc_lib.present.html import Html, render
from cchc_lib.present.names import (
    DECISION_NAME,
    FACT_NAMES,
    KIND_KEYS,
    KIND_NAMES,
    POLICY_NAMES,
    PROBLEM_NAMES,
    PROVENANCE_NAMES,
    RULING_NAME,
    STAGE_NAMES,
    SUBJECT_NAMES,
)
from cchc_lib.present.summaries import find_score, find_unit
from cchc_lib.present.wording import (
    describe_rank_rule,
    describe_rounding,
    describe_rule_of,
    format_exact,
    format_margin,
    format_place,
    format_reference,
    format_signed,
    format_value,
    name_score,
)
from cchc_lib.vietnamese import format_date

__all__ = ["derivation_headline", "draw_tree", "format_tree"]

_DECISIONS = {"adjustment", "policy"}
_LOOKS = ("override", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One node in words; ``look`` sets an override or a refused decision apart."""

    label: str
    value: str
    kind: str
    look: str
    details: tuple[tuple[str, str], ...]
    parts: tuple["_Line", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Context:
    """What codes of a node mean: the year, and the component and group they belong to."""

    year: YearResult
    component: Component | None = None
    max_score: Decimal = Decimal(0)

    @property
    def labels(self) -> dict[str, str]:
        """Return the names of the component's declared figures."""
        inputs = self.component.inputs if self.component else ()
        return {spec.code: spec.label_vi for spec in inputs}


def derivation_headline(year: YearResult, unit_code: str, component_code: str) -> Html:
    """Open the audit of one score: which number, of whom, and how it stands."""
    unit, _ = find_unit(year, unit_code)
    score = find_score(year, unit_code, component_code)
    return headline(
        title=name_score(score),
        subtitle=f"{unit.name_vi} · {year.assessment.title_vi}",
        cards=[
            Card(
                label="Điểm tính",
                value=format_value(score.final.value),
                note=f"trên {format_value(score.max_score)} điểm tối đa; lấy từ: "
                f"{STAGE_NAMES[score.final.taken_from]}",
            ),
            Card(label="Tự chấm", value=format_value(score.self_score.value)),
        ],
        notices=year_notices(year),
    )


def draw_tree(node: Node, year: YearResult) -> Html:
    """Draw a tree of numbers as nested details; overrides stand open and marked."""
    return render("tree.html.j2", root=_read(node, _Context(year)), open_depth=2)


def format_tree(node: Node, year: YearResult) -> str:
    """Write a tree of numbers as indented lines for a terminal."""
    looks = {KIND_NAMES[kind]: kind for kind in _LOOKS}
    key = "; ".join(
        f"{_mark(name, looks.get(name, ''))} {meaning}" for name, meaning in KIND_KEYS.items()
    )
    return "\n".join([*_lines(_read(node, _Context(year)), 0), "", f"Chú thích: {key}."])


def _lines(line: _Line, depth: int) -> Iterator[str]:
    margin = "  " * depth
    mark = _mark(line.kind, line.look)
    yield f"{margin}{line.label}: {line.value}  {mark}"
    for name, text in line.details:
        yield f"{margin}    {name}: {text}"
    for part in line.parts:
        yield from _lines(part, depth + 1)


def _mark(kind: str, look: str) -> str:
    return f"!!! {kind} !!!" if look else f"[{kind}]"


def _read(node: Node, context: _Context) -> _Line:
    inner = _inside(node, context)
    is_decision = node.subject in _DECISIONS
    details = [
        (FACT_NAMES[fact.name], _fact_text(fact, inner))
        for fact in node.facts
        if fact.name != "reason" or node.subject != "adjustment"
    ]
    if isinstance(node.value, NotAppraised):
        details.insert(0, ("Vì sao chưa có", node.value.reason_vi))
    return _Line(
        label=_label(node, inner),
        value=_value(node, inner),
        kind=_kind_name(node),
        look=node.kind if node.kind in _LOOKS and not is_decision else "",
        details=tuple(details),
        parts=tuple(_read(part, inner) for part in node.parts),
    )


def _kind_name(node: Node) -> str:
    """Say how a number came about: read from a form, decided, computed."""
    if node.subject in _DECISIONS:
        return DECISION_NAME
    is_ruling = node.subject in APPRAISAL_STAGES and node.kind == "input"
    return RULING_NAME if is_ruling else KIND_NAMES[node.kind]


def _inside(node: Node, context: _Context) -> _Context:
    """Return the context below a node: a component names the figures under it."""
    if node.subject != "component":
        return context
    component = next(c for c in context.year.edition.components() if c.code == node.code)
    points = next((f.value for f in node.facts if f.name == "max_score"), Decimal(0))
    max_score = points if isinstance(points, Decimal) else Decimal(0)
    return _Context(context.year, component, max_score)


def _label(  # noqa: PLR0911 - one branch per subject with a name of its own
    node: Node, context: _Context
) -> str:
    name = SUBJECT_NAMES[node.subject]
    edition = context.year.edition
    match node.subject:
        case "index" | "total" | "grade" | "bonus" | "penalty":
            return f"{name} – {context.year.assessment.unit(node.code).name_vi}"
        case "rank":
            return f"{name} – {edition.group(node.code).name_vi}"
        case "area":
            area = next(a for a in edition.areas if a.code == node.code)
            return f"{name} {node.code}. {area.name_vi}"
        case "component" if context.component:
            return f"{node.code}. {context.component.name_vi}"
        case "figure":
            return context.labels.get(node.code, node.code)
        case "tally":
            groups = {g.code: g.name_vi for g in edition.survey.respondent_groups}
            return f"{name} “{groups.get(node.code, node.code)}”"
        case "policy":
            return f"{name}: {POLICY_NAMES[node.code]}"
        case "adjustment":
            return f"{name}: {_reason(node)}"
        case _:
            return name


def _value(node: Node, context: _Context) -> str:
    """Write the value of a node; a cap holds a grade down and has no points."""
    caps = {cap.code for cap in context.year.edition.grading.caps}
    if node.subject == "adjustment" and node.code in caps:
        return "khống chế xếp loại"
    return format_value(node.value)


def _reason(node: Node) -> str:
    return next((str(f.value) for f in node.facts if f.name == "reason" and f.value), node.code)


def _correction(place: Place, year: YearResult) -> str:
    """Say on what document a file was corrected after its stage was closed."""
    notes = (f.found for f in year.findings if f.code == "GD-008" and f.file == place.file)
    return "".join(f" (tệp đính chính theo {note})" for note in notes)


def _fact_text(  # noqa: C901, PLR0911, PLR0912 - one branch per type of fact
    fact: Fact, context: _Context
) -> str:
    match fact.value:
        case LegalReference():
            return format_reference(fact.value)
        case Provenance(mark=mark, note_vi=note):
            return note or PROVENANCE_NAMES[mark]
        case Place():
            return format_place(fact.value) + _correction(fact.value, context.year)
        case RoundingRule():
            return describe_rounding(fact.value)
        case RankingRule():
            return describe_rank_rule(fact.value)
        case Decimal() if fact.name == "margin":
            return format_margin(fact.value)
        case Decimal() if fact.name == "difference":
            return format_signed(fact.value)
        case Decimal():
            return format_value(fact.value)
        case Fraction():
            return format_exact(fact.value)
        case date():
            return format_date(fact.value)
        case int():
            return str(fact.value)
        case str():
            return PROBLEM_NAMES[fact.value] if fact.name == "problem" else fact.value
        case _:
            return _rule_text(fact.value, context)


def _rule_text(rule: Rule, context: _Context) -> str:
    return describe_rule_of(rule, labels=context.labels, max_score=context.max_score)
