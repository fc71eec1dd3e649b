"""The words of a traced number: its name, value and kind, and every fact it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_lib.core.audit import Fact, Node
from cchc_lib.core.evidence import FILE_NAMES
from cchc_lib.core.results import YearResult
from cchc_lib.core.round_rules import APPRAISAL_STAGES
from cchc_lib.core.rulebook import (
    Component,
    LegalReference,
    Provenance,
    RankingRule,
    RoundingRule,
)
from cchc_lib.core.submission import (
    EvidenceItem,
    NotApplicable,
    NotAppraised,
    NotReported,
    Place,
)
from cchc_lib.present.disputes import name_document
from cchc_lib.present.names import (
    DECISION_NAME,
    FACT_NAMES,
    FROM_SOURCE_NAME,
    KIND_NAMES,
    MISSING_NAME,
    POLICY_NAMES,
    PROBLEM_NAMES,
    PROVENANCE_NAMES,
    RELATION_NAMES,
    RULING_NAME,
    STAGE_NAMES,
    SUBJECT_NAMES,
)
from cchc_lib.present.wording import (
    describe_rank_rule,
    describe_rounding,
    describe_rule_of,
    format_exact,
    format_margin,
    format_place,
    format_reference,
    format_signed,
    format_total,
    format_value,
)
from cchc_lib.vietnamese import format_date

__all__ = ["LOOKS", "Detail", "Words", "short_hash"]

LOOKS = ("override", "refused")
"""The kinds that are set apart wherever they are shown."""

_DECISIONS = {"adjustment", "policy"}
_AWAITED = {"appraised", "survey"}
_RULINGS = {*APPRAISAL_STAGES, "change"}
_PUBLISHED = {"index", "sub_index", "total", "mean", "area_mean", "area", "criterion", "component"}
_UNPLACED = {"rank": "chưa xếp hạng", "grade": "chưa xếp loại"}
_HASH_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One fact in words, with the hash of the file where it is a place."""

    fact: Fact
    name: str
    text: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the codes of a year's nodes mean; below a component, of its figures too."""

    year: YearResult
    components: Mapping[str, Component] = field(repr=False)
    names: Mapping[tuple[str, str], str] = field(repr=False)
    corrections: Mapping[str, str] = field(repr=False)
    component: Component | None = None
    max_score: Decimal = Decimal(0)

    @classmethod
    def of_year(cls, year: YearResult) -> "Words":
        """Return the words of a whole year."""
        edition = year.edition
        names = {("area", a.code): a.name_vi for a in edition.areas}
        names |= {("criterion", c.code): c.name_vi for a in edition.areas for c in a.criteria}
        names |= {("unit", unit.code): unit.name_vi for unit in year.assessment.units}
        names |= {("group", group.code): group.name_vi for group in edition.groups}
        names |= {("tally", g.code): g.name_vi for g in edition.survey.respondent_groups}
        components = {c.code: c for c in edition.components()}
        return cls(year, components, names, _corrections(year))

    def inside(self, node: Node) -> "Words":
        """Return the words below a node: a component names the figures under it."""
        if node.subject != "component":
            return self
        most = next((value for value in node.found("max_score")), Decimal(0))
        max_score = most if isinstance(most, Decimal) else Decimal(0)
        return replace(self, component=self.components[node.code], max_score=max_score)

    def kind(self, node: Node) -> str:
        """Say how a number came about: read from a form, decided, computed."""
        if node.subject in _DECISIONS:
            return DECISION_NAME
        if node.subject in _AWAITED and isinstance(node.value, NotAppraised):
            return MISSING_NAME
        is_ruling = node.subject in _RULINGS and node.kind == "input"
        return RULING_NAME if is_ruling else KIND_NAMES[node.kind]

    def look(self, node: Node) -> str:
        """Return the kind of a node that must not be overlooked; empty for any other."""
        return node.kind if node.kind in LOOKS and node.subject not in _DECISIONS else ""

    def label(self, node: Node) -> str:
        """Name a number."""
        name, code = SUBJECT_NAMES[node.subject], node.code
        match node.subject:
            case "index" | "sub_index" | "total" | "grade" | "bonus" | "penalty":
                name = f"{name} – {self.names['unit', code]}"
            case "rank" | "mean":
                name = f"{name} – {self.names['group', code]}"
            case "area" | "criterion":
                name = f"{name} {code}. {self.names[node.subject, code]}"
            case "area_mean":
                name = f"{name} – {code}. {self.names['area', code]}"
            case "component" | "change":
                name = f"{code}. {self.components[code].name_vi}"
            case "rule" if node.found("source"):
                name = FROM_SOURCE_NAME
            case _:
                name = self._label_below(node, name)
        return name

    def _label_below(self, node: Node, name: str) -> str:
        """Name what stands below a component or an adjustment."""
        match node.subject:
            case "stage":
                return f"{name} {STAGE_NAMES[node.code]}"
            case "figure":
                return self._labels().get(node.code, node.code)
            case "tally":
                return f"{name} “{self.names.get(('tally', node.code), node.code)}”"
            case "policy":
                return f"{name}: {POLICY_NAMES[node.code]}"
            case "adjustment":
                reason = next(iter(node.found("reason")), "")
                return f"{name}: {reason or node.code}"
            case _:
                return name

    def value(self, node: Node) -> str:
        """Write the value of a node; a cap holds a grade down and has no points."""
        caps = {cap.code for cap in self.year.edition.grading.caps}
        if node.subject == "adjustment" and node.code in caps:
            return "khống chế xếp loại"
        if node.subject in _UNPLACED and isinstance(node.value, NotAppraised):
            return _UNPLACED[node.subject]
        if node.subject == "stage":
            places = self.year.edition.rounding.total_places
            change = node.value
            return f"{format_signed(change, places)} điểm" if isinstance(change, Decimal) else "–"
        if isinstance(node.value, Decimal) and node.subject in _PUBLISHED:
            return format_total(self.year, node.value)
        return format_value(node.value)

    def details(self, node: Node, above: tuple[Fact, ...] = ()) -> Iterator[Detail]:
        """Yield the facts of a node in words, without those that also stand ``above`` it."""
        if isinstance(node.value, NotAppraised):
            reason = Fact(name="reason", value=node.value.reason_vi)
            yield Detail(fact=reason, name="Vì sao chưa có", text=node.value.reason_vi)
        for place, fact in enumerate(node.facts):
            is_title = fact.name == "reason" and node.subject == "adjustment"
            if fact.name == "sha256" or is_title or fact in above:
                continue
            after = node.facts[place + 1 : place + 2]
            digest = next((str(f.value) for f in after if f.name == "sha256"), "")
            text = self.fact(fact)
            yield Detail(fact=fact, name=FACT_NAMES[fact.name], text=text, sha256=digest)

    def fact(self, fact: Fact) -> str:  # noqa: C901, PLR0911, PLR0912 - one branch per type
        """Write the value of a fact."""
        match fact.value:
            case LegalReference():
                return format_reference(fact.value)
            case Provenance(mark=mark, note_vi=note):
                return note or PROVENANCE_NAMES[mark]
            case Place():
                return format_place(fact.value) + self.corrections.get(fact.value.file, "")
            case RoundingRule():
                return describe_rounding(fact.value)
            case RankingRule():
                return describe_rank_rule(fact.value)
            case EvidenceItem():
                return self._document(fact.value)
            case Decimal() if fact.name == "margin":
                return format_margin(fact.value)
            case Decimal() if fact.name in {"change", "difference"}:
                return format_signed(fact.value)
            case Decimal() | NotAppraised() | NotApplicable() | NotReported():
                return format_value(fact.value)
            case Fraction():
                return format_exact(fact.value)
            case date():
                return format_date(fact.value)
            case int():
                return str(fact.value)
            case str():
                return _coded(fact.name, fact.value)
            case _:
                labels, most = self._labels(), self.max_score
                return describe_rule_of(fact.value, labels=labels, max_score=most)

    def _labels(self) -> dict[str, str]:
        inputs = self.component.inputs if self.component else ()
        return {spec.code: spec.label_vi for spec in inputs}

    def _document(self, item: EvidenceItem) -> str:
        """Write a row of the register: the document, where it is kept, its state and its cell."""
        where = f"“{item.location}”: " if item.location else ""
        digest = f", {short_hash(item.sha256)}" if item.sha256 else ""
        state = f"{where}{FILE_NAMES[item.state]}{digest}"
        return f"{name_document(item)}; {state}; ghi tại {format_place(item.place)}"


def _corrections(year: YearResult) -> dict[str, str]:
    """Say of each file that was corrected after its stage was closed on what document it was."""
    said: dict[str, str] = {}
    for one in year.findings:
        if one.code == "GD-008":
            said[one.file] = f"{said.get(one.file, '')} (tệp đính chính theo {one.found})"
    return said


def short_hash(digest: str) -> str:
    """Write the head of a hash, enough to tell files apart; the whole of it stands elsewhere.

    >>> short_hash("a02d088bcd11224d915a")
    'SHA-256 a02d088bcd11…'
    """
    return f"SHA-256 {digest[:_HASH_SHOWN]}…"


def _coded(name: str, value: str) -> str:
    """Return the words of a fact that is a code, or the words that it is."""
    tables: dict[str, Mapping[str, str]] = {
        "problem": PROBLEM_NAMES,
        "relation": RELATION_NAMES,
        "taken_from": STAGE_NAMES,
    }
    return tables[name][value] if name in tables else value
