"""What every part of the lint needs: repeated codes, values out of range, empty references."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cchc_lib.core.legal import LegalReference
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_decimal

__all__ = ["check_reference", "check_unique", "out_of_range"]


def check_unique(path: str, codes: Sequence[str]) -> Iterator[Finding]:
    """Yield the codes of a list that stand there more than once."""
    for code, count in Counter(codes).items():
        if count > 1:
            yield finding("QT-005", cell=path, found=code)


def check_reference(path: str, reference: LegalReference, about: str = "") -> Iterator[Finding]:
    """Yield a legal reference that names no place in its document."""
    if not reference.location.strip():
        yield finding("QT-008", cell=f"{path}.location", component_code=about, found="“”")


def out_of_range(path: str, found: object, expected: str, about: str = "") -> Finding:
    """Return the finding for a value that cannot stand at a key."""
    text = format_decimal(found) if isinstance(found, Decimal) else str(found)
    name = path.rsplit(".", 1)[-1]
    return finding(
        "QT-013", cell=path, component_code=about, found=f"{name} = {text}", expected=expected
    )
