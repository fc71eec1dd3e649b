"""Which sheet of a returned workbook is the form: by its name, and by the headers it holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cchc_lib.files.forms.layout import FORM_SHEETS, FormColumn, IdentityLabel
from cchc_lib.files.returns.headers import Header, find_header
from cchc_lib.files.returns.identity import IdentityField, read_identity
from cchc_lib.files.returns.remarks import Remark
from cchc_lib.files.workbooks.contents import Book, Sheet, Value
from cchc_lib.vietnamese import normalise

__all__ = ["Located", "locate_sheet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The sheet of a form with its header row, and what had to be recovered to find it."""

    sheet: Sheet
    header: Header
    identity: Mapping[IdentityLabel, IdentityField]
    remarks: tuple[Remark, ...] = ()


def locate_sheet(
    book: Book, name: str, columns: type[FormColumn], needed: Collection[FormColumn]
) -> Located | tuple[Remark, ...]:
    """Return the sheet that is the form called ``name``, or why there is none to be relied on."""
    named = book.named(name)
    found = [
        one
        for sheet in book.sheets
        if (one := _candidate(sheet, columns, needed)) is not None
        and (sheet is named or _may_be_renamed(one))
    ]
    whole = [one for one in found if not one.header.unsure]
    chosen = next((one for one in whole if one.sheet is named), whole[0] if whole else None)
    if chosen is None:
        own = next((one for one in found if one.sheet is named), found[0] if found else None)
        nothing = Remark(code="BM-002", sheet="", expected=name)
        return own.header.unsure if own else (nothing,)
    conflict = _conflict(name, chosen, whole, needed)
    if conflict is not None:
        return (conflict,)
    return Located(
        sheet=chosen.sheet,
        header=chosen.header,
        identity=chosen.identity,
        remarks=(*_remarks_on(chosen.sheet, name), *chosen.header.remarks),
    )


def _candidate(
    sheet: Sheet, columns: type[FormColumn], needed: Collection[FormColumn]
) -> Located | None:
    header = find_header(sheet, columns, needed)
    if header is None:
        return None
    return Located(sheet=sheet, header=header, identity=read_identity(sheet, header.row))


def _may_be_renamed(one: Located) -> bool:
    """Tell whether a sheet with another name can be the form: every header as issued."""
    is_exact = not one.header.unsure and not one.header.remarks
    return is_exact and normalise(one.sheet.title) not in FORM_SHEETS


def _remarks_on(sheet: Sheet, name: str) -> list[Remark]:
    remarks: list[Remark] = []
    title = normalise(sheet.title)
    if title.casefold() != normalise(name).casefold():
        remarks.append(Remark(code="BM-031", sheet=sheet.title, found=title, expected=name))
    if sheet.is_hidden:
        remarks.append(Remark(code="BM-033", sheet=sheet.title, found=title))
    return remarks


def _conflict(
    name: str, chosen: Located, whole: Sequence[Located], needed: Collection[FormColumn]
) -> Remark | None:
    """Return what is wrong if other sheets are the same form with another owner or content."""
    owners = [one.identity[IdentityLabel.UNIT].text for one in whole]
    claimed = list(dict.fromkeys(owner for owner in owners if owner))
    if len(claimed) > 1:
        return Remark(code="BM-044", sheet=chosen.sheet.title, found=", ".join(claimed))
    content = _content(chosen, needed)
    others = [one for one in whole if one is not chosen and _content(one, needed) != content]
    if not others:
        return None
    titles = [normalise(one.sheet.title) for one in (chosen, *others)]
    found = ", ".join(f"“{title}”" for title in titles)
    return Remark(code="BM-032", sheet=chosen.sheet.title, found=found, expected=name)


def _content(located: Located, needed: Collection[FormColumn]) -> list[tuple[Value, ...]]:
    """Return what stands in the needed columns of a form, row by row, leaving out blank ones."""
    header = located.header
    places = [header.columns[column] for column in needed if column in header.columns]
    rows = (
        tuple(cells[place].value if place in cells else None for place in places)
        for number, cells in located.sheet.rows()
        if number > header.row
    )
    return [row for row in rows if any(value is not None for value in row)]
