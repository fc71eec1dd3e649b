"""Read the evidence register of a returned self-assessment form, and look for its files.

A form without the sheet has no register: older forms are such.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import EvidenceItem, EvidenceState, Place, Unit
from cchc_lib.files.cells.reading import SourceCell, read_day, read_remark
from cchc_lib.files.cells.taking import Taking
from cchc_lib.files.evidence import EVIDENCE_FOLDER, look_up
from cchc_lib.files.forms.layout import EVIDENCE_SHEET, EvidenceColumn
from cchc_lib.files.returns.locating import locate_sheet
from cchc_lib.files.returns.opening import OpenedForm, OpenedSheet
from cchc_lib.files.returns.remarks import Remark
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["find_register", "look_for_files", "read_register"]

_C = EvidenceColumn
_NEEDED = tuple(column for column in _C if column is not _C.NUMBER)
_BETWEEN_CODES = re.compile(r"[;,\s]+")
_AND = "và"
_LONGEST_SHOWN = 120
_STATE_FINDINGS: Mapping[EvidenceState, str] = {
    "absent": "MC-001",
    "outside": "MC-002",
    "unreadable": "MC-007",
}


def read_register(
    form: OpenedForm, *, edition: Edition, year: int
) -> tuple[tuple[tuple[EvidenceItem, Place], ...], list[Finding]]:
    """Read the register in a self-assessment form: documents, and where each says its file is.

    What became of the files is another question: see :func:`look_for_files`.
    """
    sheet, remarks = find_register(form)
    problems = [remark.about(form.file, form.unit.code) for remark in remarks]
    if sheet is None and problems:
        first, unit = problems[0], form.unit.code
        said = {"sheet": first.sheet, "found": first.message}
        return (), [finding("MC-008", unit_code=unit, file=form.file, **said)]
    if sheet is None:
        return (), problems
    codes = [component.code for component in edition.components_of(form.unit.group_code)]
    reader = _RegisterReader(sheet, form.unit, codes, year)
    return tuple(reader.items()), [*problems, *reader.cells.findings]


def look_for_files(
    register: Iterable[tuple[EvidenceItem, Place]], root: Path
) -> tuple[tuple[EvidenceItem, ...], list[Finding]]:
    """Return documents with what became of their files below ``root``, and what is wrong."""
    items: list[EvidenceItem] = []
    findings: list[Finding] = []
    for item, place in register:
        state, sha256 = look_up(root, item.unit_code, item.location)
        items.append(replace(item, state=state, sha256=sha256))
        if state in _STATE_FINDINGS:
            folder = f"{EVIDENCE_FOLDER}/{item.unit_code}"
            said = {"found": _shown(item.location), "expected": folder}
            kind = _STATE_FINDINGS[state]
            findings.append(finding(kind, unit_code=item.unit_code, **place.words, **said))
    return tuple(items), findings


def find_register(form: OpenedForm) -> tuple[OpenedSheet | None, tuple[Remark, ...]]:
    """Return the sheet of the register, if there is one, and what is to be said about it."""
    located = locate_sheet(form.book, EVIDENCE_SHEET, EvidenceColumn, _NEEDED)
    if isinstance(located, tuple):
        return None, tuple(remark for remark in located if remark.code != "BM-002")
    sheet = OpenedSheet(
        opened=form.opened,
        book=form.book,
        sheet=located.sheet,
        head_row=located.header.row,
        columns=located.header.columns,
        identity={},
    )
    return sheet, located.remarks


@dataclass(slots=True)
class _RegisterReader:
    """The rows of one register while they are read."""

    sheet: OpenedSheet
    unit: Unit
    codes: Sequence[str]
    year: int
    cells: Taking = field(default_factory=Taking)

    def items(self) -> Iterator[tuple[EvidenceItem, Place]]:
        """Yield the documents of the register, in its order, and the cells of their files."""
        for row in self.sheet.rows():
            texts = [self._text(row, c) for c in (_C.REFERENCE, _C.TITLE, _C.LOCATION)]
            if any(texts):
                yield self._item(row, *texts), self.sheet.cell(row, _C.LOCATION).place

    def _item(self, row: int, reference: str, title: str, location: str) -> EvidenceItem:
        issued = self.sheet.cell(row, _C.ISSUED)
        day = read_day(issued, code="MC-005", expected=str(self.year))
        return EvidenceItem(
            unit_code=self.unit.code,
            reference=reference,
            title=title,
            issued_on=self.cells.take(issued, day, unit_code=self.unit.code),
            location=location,
            component_codes=tuple(dict.fromkeys(self._component_codes(row))),
            state="on_paper",
            sha256="",
            place=self.sheet.cell(row, _C.REFERENCE).place,
        )

    def _text(self, row: int, column: EvidenceColumn) -> str:
        cell = self.sheet.cell(row, column)
        return self.cells.take(cell, read_remark(cell), unit_code=self.unit.code)

    def _component_codes(self, row: int) -> Iterator[str]:
        """Yield the codes in a row that are in the unit's appendix; report the others."""
        cell = self.sheet.cell(row, _C.COMPONENTS)
        is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
        written = str(cell.value) if is_number else self._text(row, _C.COMPONENTS)
        for word in dict.fromkeys(_BETWEEN_CODES.split(written)):
            code = word.strip(".")
            if code in self.codes:
                yield code
            elif code and code.casefold() != _AND:
                self._report("MC-004", cell, code, suggest(code, self.codes))

    def _report(self, code: str, cell: SourceCell, found: str, expected: str) -> None:
        self.cells.findings.append(
            finding(
                code,
                unit_code=self.unit.code,
                **cell.place.words,
                found=_shown(found),
                expected=expected,
            )
        )


def _shown(found: str) -> str:
    return found if len(found) <= _LONGEST_SHOWN else f"{found[:_LONGEST_SHOWN]}…"
