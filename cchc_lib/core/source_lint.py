"""Lint of the external sources of an edition, and of the components that rest on one."""

from collections.abc import Iterator

from cchc_lib.core.lint_basics import check_reference, check_unique, out_of_range
from cchc_lib.core.rule_kinds import FigureRule
from cchc_lib.core.rulebook import Edition
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import suggest

__all__ = ["check_sources"]


def check_sources(edition: Edition) -> Iterator[Finding]:
    """Yield sources without name or clause, and components whose source cannot decide them."""
    known = [source.code for source in edition.sources]
    yield from check_unique("sources", known)
    for index, source in enumerate(edition.sources):
        path = f"sources[{index}]"
        if not source.name_vi.strip():
            yield out_of_range(f"{path}.name_vi", "“”", "tên nguồn số liệu")
        yield from check_reference(f"{path}.legal_reference", source.legal_reference)
    for index, area in enumerate(edition.areas):
        for component in area.components():
            path, code = f"areas[{index}].components[{component.code}].source", component.source
            about = component.code
            if code and code not in known:
                fix = suggest(code, known)
                yield finding("QT-015", cell=path, component_code=about, found=code, expected=fix)
            elif code and not isinstance(component.rule, FigureRule):
                yield out_of_range(path, code, "nguồn chỉ cho cách tính theo số liệu", about)
