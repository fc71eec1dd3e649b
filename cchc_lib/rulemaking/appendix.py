"""An appendix as issued: its table read, its rules recognised, held against the edition before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cchc_lib.core.appendix.changes import report_changes
from cchc_lib.core.appendix.merging import merge_appendices
from cchc_lib.core.appendix.reading import read_tables
from cchc_lib.core.appendix.sums import check_printed_codes, check_printed_sums
from cchc_lib.core.appendix.table import AppendixTable, PrintedComponent, PrintedTable
from cchc_lib.core.phrasing.reading import ReadRule, RuleWords, UnreadRule
from cchc_lib.core.phrasing.recognising import recognise
from cchc_lib.core.places import Place
from cchc_lib.core.rulebook import Edition
from cchc_lib.errors import DataProblem, UsageProblem
from cchc_lib.files.drafts.appendix_draft import Issued, appendix_draft
from cchc_lib.files.drafts.toml_text import Tables
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import shorten, slug

__all__ = ["Before", "ReadAppendix", "read_appendix"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The edition before, and the header of its rule files."""

    edition: Edition
    header: Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAppendix:
    """An appendix that was read: rule files, what was read of each rule, what was found."""

    files: dict[str, dict[str, Any]]
    components: tuple[PrintedComponent, ...]
    groups: Mapping[int, str]
    rules: Mapping[Place, ReadRule | UnreadRule]
    findings: tuple[Finding, ...]


def read_appendix(
    tables: Sequence[AppendixTable],
    issued: Issued,
    groups_vi: Sequence[str],
    before: Before | None,
) -> ReadAppendix:
    """Read the tables of an appendix.

    Parameters
    ----------
    tables
        All tables of the file.
    issued
        The document, the year and the file.
    groups_vi
        The group of units of each appendix that has a single column of maxima; else empty.
    before
        The edition before, if the user named one.

    Raises
    ------
    DataProblem
        If there is no table of criteria.
    UsageProblem
        If there is one column of maxima and nobody said of which group.
    """
    appendices, found = read_tables(tables)
    if not appendices:
        missing = finding("PL-021", file=issued.file)
        raise DataProblem(f"Không đọc được phụ lục từ tệp “{issued.file}”.", [missing])
    printed, names = appendices[0], _names(appendices, groups_vi)
    for number, one in enumerate(appendices):
        is_column = len(appendices) > 1
        own = {g.column: names[number if is_column else g.column] for g in one.groups}
        found += [*check_printed_codes(one), *check_printed_sums(one, own)]
    if len(appendices) > 1:
        printed, renamed = merge_appendices(appendices)
        found += renamed
    printed.groups = tuple(replace(g, name_vi=names[g.column]) for g in printed.groups)
    groups, unknown = _codes(names, before, issued.file)
    rules = {one.place: _recognised(one, issued.year) for one in printed.components()}
    found += [*unknown, *_notes(printed), *_assumptions(printed, rules)]
    if before is not None:
        found += report_changes(printed, groups, before.edition)
    header: Tables = {} if before is None else before.header
    return ReadAppendix(
        files=appendix_draft(printed, rules, groups, issued, header),
        components=tuple(printed.components()),
        groups=groups,
        rules=rules,
        findings=tuple(found),
    )


def _names(appendices: Sequence[PrintedTable], groups_vi: Sequence[str]) -> dict[int, str]:
    """Return the name of the group of each column of maxima; each of several appendices is one."""
    first = appendices[0]
    if len(appendices) == 1 and len(first.groups) > 1:
        if groups_vi:
            raise UsageProblem("Phụ lục có nhiều cột điểm tối đa, mỗi cột một nhóm: bỏ --group.")
        return {group.column: group.name_vi for group in first.groups}
    printed = [one.groups[0].name_vi for one in appendices]
    if groups_vi and len(groups_vi) != len(printed):
        raise UsageProblem(
            f"Tệp có {len(printed)} phụ lục, mỗi phụ lục một cột điểm tối đa: ghi --group "
            f"{len(printed)} lần, theo thứ tự trong tệp."
        )
    names = list(groups_vi) or printed
    if not all(names):
        raise UsageProblem(
            f"Phụ lục có một cột điểm tối đa: ghi --group {len(printed)} lần, mỗi lần tên một nhóm "
            'đơn vị theo thứ tự phụ lục trong tệp, ví dụ --group "Sở, ban, ngành".'
        )
    columns = range(len(names)) if len(appendices) > 1 else [first.groups[0].column]
    return dict(zip(columns, names, strict=True))


def _codes(
    names: Mapping[int, str], before: Before | None, file: str
) -> tuple[dict[int, str], list[Finding]]:
    """Return the code of each group: that of the edition before where the names are the same."""
    known = {} if before is None else {slug(g.name_vi): g.code for g in before.edition.groups}
    codes = {column: known.get(slug(name), slug(name)) for column, name in names.items()}
    new = [
        finding("PL-015", file=file, found=names[column], expected=code)
        for column, code in codes.items()
        if before is not None and slug(names[column]) not in known
    ]
    return codes, new


def _recognised(component: PrintedComponent, year: int) -> ReadRule | UnreadRule:
    words = RuleWords(
        name_vi=component.name_vi,
        text_vi=component.rule_vi or ("" if component.levels else component.note_vi),
        levels=tuple(component.levels),
        maxima=tuple(component.maxima.values()),
        year=year,
    )
    return recognise(words)


def _assumptions(
    printed: PrintedTable, rules: Mapping[Place, ReadRule | UnreadRule]
) -> Iterator[Finding]:
    """Yield what custom had to settle in rules that were read."""
    for one in printed.components():
        rule = rules[one.place]
        if isinstance(rule, ReadRule) and rule.assumed_vi:
            place = one.place.words
            yield finding("PL-024", **place, component_code=one.code, found=rule.assumed_vi)


def _notes(printed: PrintedTable) -> list[Finding]:
    """Return the remarks that stand beside a rule and were not read as part of it."""
    return [
        finding("PL-014", **one.place.words, component_code=one.code, found=shorten(one.note_vi))
        for one in printed.components()
        if one.note_vi and (one.rule_vi or one.levels)
    ]
