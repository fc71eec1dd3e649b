"""Several files of an office, files under other names, and the choice between them."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from cchc_lib.core.round_rules import Stage
from cchc_lib.pipeline import close_stage
from tests.mutations.attacks import truncated
from tests.mutations.later.registry import (
    AGENCY,
    FORMS,
    LEAD_1,
    LEAD_2,
    NOTICE,
    OTHERS,
    SOME,
    UNIT_1,
    Form,
    Outcome,
    accept,
    on_folder,
    reject_file,
    rewrite,
)
from tests.mutations.later.resaved import resaved
from tests.mutations.later.row_variants import WHOLE_FORM

CORRECTIONS = "file,sha256,document,date,reason\n"
SEVERAL = {form: "TD-028" if form.is_of_lead else "BM-007" for form in FORMS}


def second(form: Form, ending: str = "-v2") -> str:
    """Return the name of a second file of the owner of a form."""
    return form.file.replace(".xlsx", f"{ending}.xlsx")


def _on_forms(
    name: str, outcomes: dict[Form, Outcome], change: Callable[[Path, Form], None]
) -> None:
    for form, outcome in outcomes.items():
        on_folder(name, form, outcome)(lambda folder, form=form: change(folder, form))


def _copy(folder: Path, form: Form, ending: str = "-v2") -> None:
    shutil.copy(folder / form.file, folder / second(form, ending))


def _change(folder: Path, form: Form) -> None:
    """Change what stands in the form that is there."""

    def blank(book: Workbook) -> None:
        WHOLE_FORM[form].cell(book[form.sheet]).value = None

    rewrite(folder, form, blank)


def _damage(path: Path) -> None:
    path.write_bytes(truncated(path.read_bytes()))


def _choose(folder: Path, file: str) -> None:
    sha256 = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    row = f"{file},{sha256},CV 12/SNV,2019-03-08,Gửi lại\n"
    (folder / "corrections.csv").write_text(CORRECTIONS + row, "utf-8")


def _close(folder: Path, stage: Stage) -> None:
    close_stage(folder, stage, date(2019, 3, 9), has_open_errors=True)


# Names


def _rename(folder: Path, form: Form) -> None:
    (folder / form.file).rename(folder / form.file.replace("/", "/Bản ký ", 1))


_on_forms("a free name", dict.fromkeys(SOME, accept("BM-043")), _rename)


@on_folder("the notice to another unit", NOTICE, reject_file(NOTICE, "BM-004"))
def _of_other(folder: Path) -> None:
    shutil.copy((folder / NOTICE.file).with_stem(AGENCY), folder / NOTICE.file)


# Several files

_on_forms(
    "the same file twice",
    dict.fromkeys((*OTHERS, NOTICE), accept("BM-050")),
    lambda folder, form: _copy(folder, form, " (1)"),
)


def _differ(folder: Path, form: Form) -> None:
    _copy(folder, form)
    _change(folder, form)


_on_forms(
    "two files that differ",
    {
        form: reject_file(form, code, file=second(form))
        for form, code in SEVERAL.items()
        if form in SOME
    },
    _differ,
)


def _chosen_first(folder: Path, form: Form) -> None:
    kept = (folder / form.file).read_bytes()
    _change(folder, form)
    _copy(folder, form)
    (folder / form.file).write_bytes(kept)
    _choose(folder, form.file)


def _chosen_second(folder: Path, form: Form) -> None:
    _differ(folder, form)
    _choose(folder, second(form))


def _then_closed(choose: Callable[[Path, Form], None]) -> Callable[[Path, Form], None]:
    def change(folder: Path, form: Form) -> None:
        choose(folder, form)
        _close(folder, form.stage)

    return change


for _name, _choosing, _notes in (
    ("the first file chosen", _chosen_first, ("BM-045",)),
    ("the second file chosen", _chosen_second, ("BM-043", "BM-045")),
):
    _on_forms(_name, dict.fromkeys(OTHERS, accept(*_notes)), _choosing)
    _on_forms(
        f"{_name}, then closed", dict.fromkeys(SOME, accept(*_notes)), _then_closed(_choosing)
    )


def _chosen_late(folder: Path, form: Form) -> None:
    kept = (folder / form.file).read_bytes()
    _change(folder, form)
    _close(folder, form.stage)
    (folder / second(form)).write_bytes(kept)
    _choose(folder, second(form))


_on_forms(
    "a second file chosen after closing",
    dict.fromkeys((UNIT_1, LEAD_1, NOTICE), accept("BM-043", "BM-045", "GD-008")),
    _chosen_late,
)

# Files that cannot be opened


def _first_damaged(folder: Path, form: Form) -> None:
    _copy(folder, form)
    _damage(folder / form.file)


def _second_damaged(folder: Path, form: Form) -> None:
    _copy(folder, form)
    _damage(folder / second(form))


def _damaged_first_chosen(folder: Path, form: Form) -> None:
    _first_damaged(folder, form)
    _choose(folder, form.file)


def _damaged_second_chosen(folder: Path, form: Form) -> None:
    _second_damaged(folder, form)
    _choose(folder, second(form))


_on_forms(
    "half of the file",
    {form: reject_file(form, "BM-001") for form in OTHERS},
    lambda folder, form: _damage(folder / form.file),
)
_on_forms(
    "the chosen first file cannot be opened",
    {form: reject_file(form, "BM-001", notes=("BM-045",)) for form in SOME},
    _damaged_first_chosen,
)
_on_forms(
    "the chosen second file cannot be opened",
    {
        form: reject_file(form, "BM-001", file=second(form), notes=("BM-045",))
        for form in (*OTHERS, NOTICE)
    },
    _damaged_second_chosen,
)
_on_forms(
    "the chosen second file cannot be opened, then closed",
    {
        form: reject_file(form, "BM-001", file=second(form), notes=("BM-045",))
        for form in (UNIT_1, LEAD_2)
    },
    _then_closed(_damaged_second_chosen),
)
for _name, _damaging, _forms in (
    ("a second file cannot be opened", _second_damaged, SOME),
    ("the first of two files cannot be opened", _first_damaged, OTHERS),
):
    _on_forms(
        _name,
        {form: reject_file(form, SEVERAL[form], "BM-001", file="*") for form in _forms},
        _damaging,
    )

# Saved again


for _form in FORMS:

    @on_folder("saved again by LibreOffice", _form, accept())
    def _resaved(folder: Path, form: Form = _form) -> None:
        (folder / form.file).write_bytes(resaved(folder)[form.file])
