"""The gate: what is known about a file from its bytes alone, before any library reads it."""

from dataclasses import dataclass

from cchc_lib.files.workbooks.counting import Counts
from cchc_lib.files.workbooks.links import Links
from cchc_lib.files.workbooks.package import open_package
from cchc_lib.files.workbooks.parts import look_through
from cchc_lib.files.workbooks.refusing import megabytes, too_large

__all__ = ["Admission", "admit", "refuse_size"]

_SIZE_AT_MOST = 25_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A file that may be read."""

    has_macros: bool


def refuse_size(size: int) -> None:
    """Turn away a file by its size alone.

    Raises
    ------
    Refused
        If it is larger than any form.
    """
    if size > _SIZE_AT_MOST:
        raise too_large(megabytes(size), megabytes(_SIZE_AT_MOST))


def admit(content: bytes) -> Admission:
    """Look a file through, and let it pass if a reader can do it no harm.

    Raises
    ------
    Refused
        If it is no .xlsx file, encrypted, damaged, unsafe or larger than any form.
    """
    refuse_size(len(content))
    package = open_package(content)
    counts, links = Counts(), Links()
    for name, chunks in package.parts():
        look_through(name, chunks, counts, links)
    links.check(package.names)
    return Admission(has_macros=package.has_macros)
