"""Lint of a link table: whether it says of both editions what they really are.

Findings name a line by its two codes, such as ``links[1.7.1→1.6.1]``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from cchc_lib.core.edition_links import ComponentLink, LinkChange
from cchc_lib.core.lint_basics import check_reference
from cchc_lib.core.rulebook import Component, Edition
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["LINKS_FILE", "check_links", "link_path", "real_changes"]

LINKS_FILE = "links.toml"
_ALONE: tuple[LinkChange, ...] = ("same", "new", "dropped")
_TOGETHER = "một hay nhiều trong renamed, maximum, content; hoặc chỉ same, new, dropped"


def check_links(edition: Edition, before: Edition | None) -> Iterator[Finding]:
    """Yield what is wrong with an edition's link table.

    Without the edition ``before`` only what the table says by itself is looked at.
    """
    if edition.links is None:
        return
    found = check_reference("legal_reference", edition.links.legal_reference)
    yield from (replace(one, file=LINKS_FILE) for one in found)
    for link in edition.links.links:
        yield from _check_shape(link)
    before_code = edition.links.from_edition
    new_codes = [link.new for link in edition.links.links if link.new]
    old_codes = [link.old for link in edition.links.links if link.old]
    yield from _check_repeats(edition.code, new_codes, "new")
    yield from _check_repeats(before_code, old_codes, "old")
    yield from _check_known(edition, new_codes, "new")
    if before is not None:
        yield from _check_known(before, old_codes, "old")
        yield from _check_changes(edition, before)


def link_path(raw: Mapping[str, object]) -> str:
    """Return how findings name a line of the table."""
    return f"links[{raw.get('old', '')}→{raw.get('new', '')}]"


def real_changes(old: Component, new: Component) -> tuple[LinkChange, ...]:
    """Return in what a component differs from the one that it comes from."""
    content = ("rule", "inputs", "source", "evidence_vi", "evidence_period")
    differs: dict[LinkChange, bool] = {
        "renamed": (old.code, old.name_vi) != (new.code, new.name_vi),
        "maximum": old.max_score != new.max_score,
        "content": any(getattr(old, name) != getattr(new, name) for name in content),
    }
    return tuple(change for change, is_so in differs.items() if is_so) or ("same",)


def _check_shape(link: ComponentLink) -> Iterator[Finding]:
    """Yield what one line says against itself."""
    if link.changes in (("new",), ("dropped",)):
        other, key = (link.old, "old") if link.changes == ("new",) else (link.new, "new")
        own = link.new if key == "old" else link.old
        if other or not own:
            yield _bad_shape(link, f"{key} trống, mã kia không trống")
    elif not link.old or not link.new:
        yield _bad_shape(link, "cả old và new; hoặc new khi old trống, dropped khi new trống")
    elif not _fits_together(link):
        yield _bad_shape(link, _TOGETHER)
    if link.changes != ("same",) and not link.note_vi.strip():
        yield finding("QT-002", file=LINKS_FILE, cell=_cell(link, "note_vi"), found="note_vi")


def _fits_together(link: ComponentLink) -> bool:
    """Tell whether a link with both codes says one thing, or several that may go together."""
    said = set(link.changes)
    is_alone = link.changes == ("same",)
    return is_alone or (bool(said) and len(said) == len(link.changes) and not said & {*_ALONE})


def _check_repeats(edition_code: str, codes: Sequence[str], side: str) -> Iterator[Finding]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield _finding("QT-018", f"links.{side}", found=code, words=edition_code)


def _check_known(edition: Edition, codes: Sequence[str], side: str) -> Iterator[Finding]:
    """Yield codes that an edition does not have, and its components that no line names."""
    known = [component.code for component in edition.components()]
    for code in dict.fromkeys(codes):
        if code not in known:
            fix = suggest(code, known)
            yield _finding("QT-016", f"links.{side}", found=code, words=edition.code, expected=fix)
    for code in known:
        if code not in codes:
            yield _finding("QT-017", f"links.{side}", found=code, words=edition.code)


def _check_changes(edition: Edition, before: Edition) -> Iterator[Finding]:
    """Yield the lines whose declared changes are not those between the two editions."""
    assert edition.links is not None
    old = {component.code: component for component in before.components()}
    new = {component.code: component for component in edition.components()}
    for link in edition.links.links:
        if link.old not in old or link.new not in new or not _fits_together(link):
            continue
        real = real_changes(old[link.old], new[link.new])
        if set(link.changes) != set(real):
            cell, found = _cell(link, "changes"), _listed(link.changes)
            yield _finding("QT-020", cell, found=found, expected=_listed(real))


def _bad_shape(link: ComponentLink, expected: str) -> Finding:
    found = _listed(link.changes)
    return _finding("QT-019", _cell(link, "changes"), found=found, expected=expected)


def _finding(code: str, cell: str, *, found: str, expected: str = "", words: str = "") -> Finding:
    return finding(code, file=LINKS_FILE, cell=cell, found=found, expected=expected, words=words)


def _cell(link: ComponentLink, key: str) -> str:
    return f"{link_path({'old': link.old, 'new': link.new})}.{key}"


def _listed(changes: tuple[LinkChange, ...]) -> str:
    in_order = [change for change in get_args(LinkChange) if change in changes]
    return ", ".join(in_order) or "không có gì"
