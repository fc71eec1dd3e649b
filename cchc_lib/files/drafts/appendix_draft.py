"""Rule files from what an appendix says, with a mark wherever a person has to go on."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from cchc_lib.core.appendix.sums import added
from cchc_lib.core.appendix.table import PrintedComponent, PrintedTable
from cchc_lib.core.phrasing.reading import ReadRule, UnreadRule
from cchc_lib.core.places import Place
from cchc_lib.core.rule_kinds import SurveyRuleKind
from cchc_lib.files.drafts.toml_text import Tables
from cchc_lib.files.records import UNREAD
from cchc_lib.files.rules import EDITION_FILE
from cchc_lib.vietnamese import slug

__all__ = ["Issued", "appendix_draft", "plain_record"]

_FROM_APPENDIX = {"code", "documents", "groups", "legal_reference", "title_vi"}
_YEARS = {"first_year", "last_year"}
_NOTICES = {"is_reconstruction", "notice_vi", "replace_vi"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The document that an appendix belongs to, the year it begins to apply, and its file."""

    document: str
    year: int
    file: str


def appendix_draft(
    printed: PrintedTable,
    rules: Mapping[Place, ReadRule | UnreadRule],
    groups: Mapping[int, str],
    issued: Issued,
    before: Tables,
) -> dict[str, dict[str, Any]]:
    """Return the rule files of an appendix by name.

    Parameters
    ----------
    printed
        What the appendix says.
    rules
        What was read of the rule of each component, by its place.
    groups
        The code of the group of each column of maxima.
    issued
        Where the appendix comes from.
    before
        The header of the edition before, whose general provisions stand in until a person has
        held them against the document; empty if there is none.
    """
    files = {EDITION_FILE: _header(printed, rules, groups, issued, before)}
    for number, area in enumerate(printed.areas, 1):
        criteria = [
            {
                "code": criterion.code,
                "name_vi": criterion.name_vi,
                "components": [
                    _component(one, rules[one.place], groups, issued)
                    for one in criterion.components
                ],
            }
            for criterion in area.criteria
        ]
        files[f"area_{number:02}.toml"] = {
            "code": area.code,
            "name_vi": area.name_vi,
            "name_en": "",
            "short_vi": area.name_vi,
            "criteria": criteria,
        }
    return files


def _header(
    printed: PrintedTable,
    rules: Mapping[Place, ReadRule | UnreadRule],
    groups: Mapping[int, str],
    issued: Issued,
    before: Tables,
) -> dict[str, Any]:
    code = slug(issued.document)
    general = {
        key: value
        for key, value in before.items()
        if key not in _FROM_APPENDIX | _YEARS | _NOTICES | {"unread"}
    }
    source = before.get("code", "")
    unread = dict.fromkeys(general, f"chép từ {source}")
    unread |= {"title_vi": "tên do chương trình đặt", "last_year": "chưa rõ năm hết áp dụng"}
    unread["groups"] = "điểm của nhóm do chương trình cộng từ phụ lục"
    return {
        "code": "",
        "title_vi": f"Bộ tiêu chí ban hành kèm theo {issued.document}",
        "is_reconstruction": False,
        "notice_vi": "",
        "replace_vi": "",
        "first_year": issued.year,
        "last_year": issued.year,
        "legal_reference": {"document": code, "location": "Phụ lục"},
        "unread": unread,
        "documents": {**before.get("documents", {}), code: issued.document},
        "groups": _groups(printed, rules, groups, before),
        **general,
    }


def _groups(
    printed: PrintedTable,
    rules: Mapping[Place, ReadRule | UnreadRule],
    groups: Mapping[int, str],
    before: Tables,
) -> list[dict[str, Any]]:
    names = {group["code"]: group["name_vi"] for group in before.get("groups", ())}
    survey = added(c.maxima for c in printed.components() if _is_survey(rules[c.place]))
    appraised = added(c.maxima for c in printed.components() if not _is_survey(rules[c.place]))
    made = []
    for group in printed.groups:
        code = groups[group.column]
        parts = [sums.get(group.column, Decimal(0)) for sums in (appraised, survey)]
        made.append(
            {
                "code": code,
                "name_vi": group.name_vi or names.get(code, code),
                "max_score": sum(parts),
                "appraised_max": parts[0],
                "survey_max": parts[1],
            }
        )
    return made


def _is_survey(rule: ReadRule | UnreadRule) -> bool:
    match rule:
        case ReadRule():
            return isinstance(rule.rule, SurveyRuleKind)
        case UnreadRule():
            return rule.is_survey


def _component(
    component: PrintedComponent,
    rule: ReadRule | UnreadRule,
    groups: Mapping[int, str],
    issued: Issued,
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "code": component.code,
        "name_vi": component.name_vi,
        "max_score": {groups[column]: number for column, number in component.maxima.items()},
        "evidence_vi": component.evidence_vi,
    }
    if component.not_applicable_vi:
        made["not_applicable_vi"] = component.not_applicable_vi
    if component.lead_vi:
        made["lead_appraiser"] = component.lead_vi
    location = f"Phụ lục, mục {component.printed_code}"
    made["legal_reference"] = {"document": slug(issued.document), "location": location}
    made["provenance"] = {"mark": "read", "note_vi": _note(component, rule, issued)}
    if isinstance(rule, ReadRule) and rule.inputs:
        made["inputs"] = [plain_record(spec) for spec in rule.inputs]
    made["rule"] = _rule(component, rule)
    return made


def _note(component: PrintedComponent, rule: ReadRule | UnreadRule, issued: Issued) -> str:
    place = component.place
    notes = [f"Đọc tự động từ tệp {issued.file}, {place.sheet}, ô {place.cell}"]
    if isinstance(rule, ReadRule) and rule.inputs:
        notes.append("mã và tên số liệu do chương trình đặt")
    if isinstance(rule, ReadRule) and rule.assumed_vi:
        notes.append(rule.assumed_vi)
    if component.is_own_criterion:
        notes.append(f"mã {component.code} do chương trình đặt cho tiêu chí tự chấm điểm")
    elif component.code != component.printed_code:
        notes.append(f"phụ lục ghi mã {component.printed_code}")
    if component.note_vi:
        notes.append(f"ghi chú của phụ lục: {component.note_vi}")
    return "; ".join(notes)


def _rule(component: PrintedComponent, rule: ReadRule | UnreadRule) -> dict[str, Any]:
    match rule:
        case ReadRule():
            return plain_record(rule.rule)
        case UnreadRule():
            source = {"source": "survey"} if rule.is_survey else {}
            return {
                "kind": UNREAD,
                **source,
                "text_vi": component.words_vi,
                "unread_vi": rule.words_vi,
                "reason_vi": rule.reason_vi,
            }


def plain_record(record: Any) -> dict[str, Any]:  # noqa: ANN401 - records have no common type
    """Return a record as the table that it is read from; what is not said is left out."""
    pairs = ((item.name, getattr(record, item.name)) for item in fields(record))
    return {name: _plain(value) for name, value in pairs if value is not None}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    if is_dataclass(value):
        return plain_record(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
