"""Hand findings back to the units that can mend them: a page, and a marked copy of the form.

The copy is the form as issued, filled in by us with what the unit typed; the unit's own file
is never saved again, as that would lose whatever we do not know.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.core.places import STAGE_FOLDERS
from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import Place, Unit
from cchc_lib.files.closing import stage_sources
from cchc_lib.files.issued import open_issued
from cchc_lib.files.sources import SourceFile
from cchc_lib.finding_kinds import KINDS, SEVERITY_NAMES, STEP_NAMES
from cchc_lib.findings import Finding
from cchc_lib.vietnamese import sort_key

__all__ = ["FindingGroups", "ReturnedCopy", "fill_copies", "findings_to_mend", "put_back"]

FindingGroups = tuple[tuple[Finding, ...], ...]
"""Findings in steps of reading, the worst of each step first; equal ones are one group."""

_UNITS_OWN = ("BM-", "HS-", "MC-", "GD-006")
_SUBMISSIONS = f"{STAGE_FOLDERS['self_assessment']}/"
_UNITS_FILES = (_SUBMISSIONS, f"{STAGE_FOLDERS['explanation']}/")
_NOT_THIS_FORM = {"BM-004", "BM-005", "BM-006", "BM-044"}
"""What keeps the values of a file out: they are of another unit, year or edition, or of two."""
_UNDECIDED, _NO_SUBMISSION = "BM-007", "HS-001"
_OFFICES_OWN = {"BM-008", "BM-043", "BM-045", "BM-050"}
"""What is said about files to the office, which keeps them."""
_STEPS, _SEVERITIES = list(STEP_NAMES), list(SEVERITY_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedCopy:
    """A fresh copy of a unit's form with its findings marked, as bytes.

    ``file`` is the unit's own file that it was filled from; empty if nothing could be taken.
    ``places`` says which cell of the copy a finding is about, where it is about one.
    """

    unit: Unit
    file: str
    content: bytes
    places: Mapping[Finding, Place]


def findings_to_mend(findings: Iterable[Finding]) -> dict[str, FindingGroups]:
    """Return what units can mend themselves, by unit code: equal code and fix is one group.

    A unit between whose files the office has yet to choose is asked for nothing.
    """
    own: dict[str, dict[tuple[str, str], list[Finding]]] = {}
    about = [one for one in findings if one.unit_code and _is_for_unit(one)]
    refused = {one.unit_code for one in about if _is_refusal(one)}
    undecided = {one.unit_code for one in about if one.code == _UNDECIDED}
    for one in about:
        is_told = one.code == _NO_SUBMISSION and one.unit_code in refused
        if not is_told and one.unit_code not in undecided and one.code not in _OFFICES_OWN:
            groups = own.setdefault(one.unit_code, {})
            groups.setdefault((one.code, one.fix), []).append(one)
    return {
        unit_code: tuple(
            tuple(sorted(group, key=_by_place))
            for group in sorted(groups.values(), key=lambda group: _by_step(group[0]))
        )
        for unit_code, groups in own.items()
    }


def _is_for_unit(finding: Finding) -> bool:
    """Tell whether the unit itself can mend it: its form, its notice or its evidence."""
    is_own_file = not finding.file or finding.file.startswith(_UNITS_FILES)
    return is_own_file and finding.code.startswith(_UNITS_OWN)


def _is_refusal(finding: Finding) -> bool:
    """Tell whether a unit's own form was not read, so that it is clear why there is none."""
    is_submission = finding.file.startswith(_SUBMISSIONS) and finding.severity == "error"
    return is_submission and KINDS[finding.code].step in {"file", "form"}


def _by_step(finding: Finding) -> tuple[int, int, str]:
    step = _STEPS.index(KINDS[finding.code].step)
    return step, _SEVERITIES.index(finding.severity), finding.code


def _by_place(finding: Finding) -> tuple[object, ...]:
    component = sort_key(finding.component_code)
    return finding.file, finding.sheet, component, sort_key(finding.cell), finding.found


def fill_copies(
    root: Path,
    year: YearResult,
    asked: Mapping[str, FindingGroups],
    how_vi: Mapping[str, Mapping[str, str]],
) -> Iterator[ReturnedCopy]:
    """Yield a copy of the form for each unit that is asked to mend something.

    Parameters
    ----------
    root, year
        The assessment folder, and what it came to.
    asked
        What to mend, by unit code, as :func:`findings_to_mend` returns it.
    how_vi
        The sentences on how points are given, by group and component code.
    """
    codes = frozenset(unit.code for unit in year.assessment.units)
    found, _ = stage_sources(root, "self_assessment", unit_codes=codes)
    sources = {source.file: source for source in found}
    used = {score.unit_code: score.self_score.place.file for score in year.scores}
    for unit in year.assessment.units:
        if groups := asked.get(unit.code):
            file = _file_of(groups, used.get(unit.code, ""))
            yield _fill_copy(year, unit, sources.get(file), groups, how_vi[unit.group_code])


def _file_of(groups: FindingGroups, used: str) -> str:
    """Return the file of a unit to take values from: the one used, else one that was refused."""
    findings = [one for group in groups for one in group]
    refused = [one.file for one in findings if one.file.startswith(_SUBMISSIONS)]
    if used or any(one.code in _NOT_THIS_FORM for one in findings):
        return used
    return refused[0] if refused else ""


def _fill_copy(
    year: YearResult,
    unit: Unit,
    source: SourceFile | None,
    groups: FindingGroups,
    how_vi: Mapping[str, str],
) -> ReturnedCopy:
    from cchc_lib.files.forms.saving import pack
    from cchc_lib.files.forms.self_assessment import build_self_assessment
    from cchc_lib.files.returns.marking import Marking
    from cchc_lib.files.returns.typed import typed_form

    edition, assessment = year.edition, year.assessment
    typed = typed_form(source, edition=edition, assessment=assessment) if source else None
    form = build_self_assessment(
        edition=edition,
        assessment=assessment,
        unit=unit,
        how_vi=how_vi,
        answers=typed.answers if typed else {},
        register=typed.register if typed else (),
    )
    file = source.file if source and typed else ""
    marking = Marking(form=form, file=file, targets=typed.targets if typed else {})
    marking.apply(groups, edition=edition, assessment=assessment, unit=unit)
    content = pack(form.workbook)
    return ReturnedCopy(unit=unit, file=file, content=content, places=marking.places)


def put_back(folder: Path, files: Iterable[tuple[str, bytes]]) -> tuple[list[Path], list[Path]]:
    """Write files by their names into a folder; return the paths written and kept.

    What we wrote earlier and is no longer among ``files`` is removed: the unit has nothing to
    mend any more. What people have changed is kept.
    """
    written: list[Path] = []
    kept: list[Path] = []
    with open_issued(folder) as issued:
        for name, content in files:
            path = folder / name
            (kept if issued.put(path, content) == "kept" else written).append(path)
        kept += issued.remove_others([*written, *kept])
    return written, kept
