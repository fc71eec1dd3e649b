"""Check the figures of external sources: which are missing, and which cannot be scored."""

from collections.abc import Iterator

from cchc_lib.core.filed import Filed, sourced_entry
from cchc_lib.core.reckoning import AppendixRow, Reckoning
from cchc_lib.core.stages import RuleLine
from cchc_lib.core.submission import NotReported, Returns, Unit
from cchc_lib.core.unit_scores import rule_line
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_number

__all__ = ["check_sourced"]

_FOLDER = "external"


def check_sourced(
    reckoning: Reckoning, unit: Unit, filed: Filed, returns: Returns
) -> Iterator[Finding]:
    """Yield what the external sources still owe about a unit, and what contradicts itself.

    A missing figure is never a zero: the component has no points until it is there.
    """
    waiting: dict[str, list[str]] = {}
    for row in reckoning.appendix(unit.group_code):
        component = row.component
        if not component.source or component.code in filed.exemptions:
            continue
        line = _line(reckoning, row, unit, returns)
        if line.problem == "missing":
            if not _is_refused(line):
                name = reckoning.edition.source_name(component)
                waiting.setdefault(name, []).append(component.code)
        elif line.problem is not None:
            yield _impossible(unit, row, line)
    for name, codes in waiting.items():
        yield finding(
            "SN-008",
            unit_code=unit.code,
            file=_FOLDER,
            found=str(len(codes)),
            expected=", ".join(codes),
            words=name,
        )


def _line(reckoning: Reckoning, row: AppendixRow, unit: Unit, returns: Returns) -> RuleLine:
    line = rule_line(reckoning, row, sourced_entry(unit.code, row.component.code, returns))
    assert isinstance(line, RuleLine)  # the lint gives a source only to rules over figures
    return line


def _is_refused(line: RuleLine) -> bool:
    """Tell whether a figure was given and refused, which has been reported."""
    values = (figure.value for figure in line.figures)
    return any(isinstance(one, NotReported) and one.reason == "refused" for one in values)


def _impossible(unit: Unit, row: AppendixRow, line: RuleLine) -> Finding:
    values = [one.value for one in line.figures if not isinstance(one.value, NotReported)]
    return finding(
        "SN-009",
        unit_code=unit.code,
        component_code=row.component.code,
        **line.figures[0].place.words,
        found=" và ".join(map(format_number, values)),
    )
