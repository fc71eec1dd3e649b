"""The list of variants: what is done to the folder of one unit, and what must come of it."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc_lib.files.forms.layout import SELF_SHEET, FormColumn, SelfColumn
from tests.mutations.workbook_zip import packed, parts_of
from tests.unit.form_cases import find_cell

UNIT = "so-noi-vu"
OTHER_UNIT = "so-tu-phap"
FILE = f"submissions/{UNIT}.xlsx"
VARIANTS: dict[str, "Variant"] = {}

Change = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class At:
    """A cell of the issued form, by what it means; ``address`` where a variant moved it.

    Without a column it is the component as a whole, which has no cell.
    """

    component: str
    column: FormColumn | None = SelfColumn.SELF
    input_code: str = ""
    address: str = ""
    sheet: str = SELF_SHEET

    def cell(self, content: bytes) -> str:
        """Return the address in a form as issued."""
        if self.column is None or self.address:
            return self.address
        return address_of(content, self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a variant may lead to.

    ``codes`` are the warnings, exactly, of a refused file the error, or one of several;
    ``notes`` is what is found beside, exactly; ``errors`` are refused cells. Only their
    components may change.
    """

    kind: Literal["accept", "warn", "reject_cell", "reject_file"]
    codes: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    errors: tuple[tuple[str, At], ...] = ()
    file: str = FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way in which a return may arrive."""

    name: str
    change: Change
    outcome: Outcome


def accept(*notes: str) -> Outcome:
    """Expect the same scores and nothing new but these notes."""
    return Outcome(kind="accept", notes=frozenset(notes))


def warn(*codes: str, notes: tuple[str, ...] = ()) -> Outcome:
    """Expect the same scores and these warnings."""
    return Outcome(kind="warn", codes=frozenset(codes), notes=frozenset(notes))


def reject(code: str, *at: At, notes: tuple[str, ...] = ()) -> Outcome:
    """Expect this error at these cells and no change in any other component."""
    return reject_each(*((code, one) for one in at), notes=notes)


def reject_each(*errors: tuple[str, At], notes: tuple[str, ...] = ()) -> Outcome:
    """Expect these errors, each at its cell."""
    return Outcome(kind="reject_cell", errors=errors, notes=frozenset(notes))


def reject_file(*codes: str, file: str = FILE) -> Outcome:
    """Expect one of these errors about the file, and the unit without a submission."""
    return Outcome(kind="reject_file", codes=frozenset(codes), file=file)


def add(name: str, outcome: Outcome, change: Change) -> None:
    """Put a variant on the list."""
    if name in VARIANTS:
        raise ValueError(f"two variants are named {name!r}")
    VARIANTS[name] = Variant(name=name, change=change, outcome=outcome)


def on_folder(name: str, outcome: Outcome) -> Callable[[Change], Change]:
    """Register a change of the whole assessment folder."""

    def register(change: Change) -> Change:
        add(name, outcome, change)
        return change

    return register


def on_bytes(name: str, outcome: Outcome) -> Callable[[Callable[[bytes], bytes]], object]:
    """Register a change of the bytes of the form."""

    def register(change: Callable[[bytes], bytes]) -> object:
        add(name, outcome, lambda folder: rewrite(folder, change))
        return change

    return register


def on_parts(name: str, outcome: Outcome) -> Callable[[Callable[[dict[str, bytes]], None]], object]:
    """Register a change of the parts inside the form."""

    def register(change: Callable[[dict[str, bytes]], None]) -> object:
        add(name, outcome, lambda folder: rewrite(folder, lambda form: _with_parts(form, change)))
        return change

    return register


def on_book(name: str, outcome: Outcome) -> Callable[[Callable[[Workbook], None]], object]:
    """Register a change of the opened workbook."""

    def register(change: Callable[[Workbook], None]) -> object:
        add(name, outcome, lambda folder: rewrite(folder, lambda form: with_book(form, change)))
        return change

    return register


def on_sheet(name: str, outcome: Outcome) -> Callable[[Callable[[Worksheet], None]], object]:
    """Register a change of the sheet that the unit filled in."""

    def register(change: Callable[[Worksheet], None]) -> object:
        return on_book(name, outcome)(lambda book: change(book[SELF_SHEET]))

    return register


def rewrite(folder: Path, change: Callable[[bytes], bytes]) -> None:
    """Replace the form in a folder by a changed one."""
    path = folder / FILE
    path.write_bytes(change(path.read_bytes()))


def with_book(form: bytes, change: Callable[[Workbook], None]) -> bytes:
    """Return a form changed by openpyxl, as openpyxl saves it."""
    workbook = load_workbook(io.BytesIO(form))
    change(workbook)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """Return a workbook as openpyxl saves it."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _with_parts(form: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    parts = parts_of(form)
    change(parts)
    return packed(parts)


@cache
def address_of(content: bytes, at: At) -> str:
    """Return where a cell stands in a form as issued."""
    sheet = _issued(content)[at.sheet]
    return find_cell(sheet, at.component, at.column, at.input_code).coordinate


@cache
def _issued(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))
