"""What returned forms gave when they were read before, so that an unchanged one is not again.

An entry is found by all that its content depends on: the bytes of the file, its name, the
edition, the round as far as reading asks for it, and the code. It holds plain records as JSON,
under a checksum; whatever else stands in an entry is no record and the form is read again.
"""

import hashlib
import json
import sys
import zlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment
from cchc_lib.files.json_records import record_lines
from cchc_lib.files.record_reading import RecordReader
from cchc_lib.files.sources import SourceFile
from cchc_lib.files.workbooks.kept import keep_bytes, recall_bytes
from cchc_lib.findings import Finding

__all__ = ["Memory", "as_read"]

_LEVEL: Final = 1
_MOST_BYTES: Final = 64 << 20
_FINDINGS: Final = tuple[Finding, ...]
_T = TypeVar("_T")
Kept = tuple[str, _T | None, tuple[Finding, ...]]
"""Whose a form says it is, its content unless refused, and findings."""


class Memory(Generic[_T]):
    """The store of what was read, for the forms of one kind in one round.

    Parameters
    ----------
    kind
        Which forms; it also names what is kept of them.
    content
        The type of what one form gives.
    edition, assessment
        By what they are read; the round as :func:`as_read` returns it.
    """

    def __init__(
        self, kind: str, content: type[_T], edition: Edition, assessment: Assessment
    ) -> None:
        about = f"{kind}\0{assessment!r}\0{edition!r}".encode("utf-8", "surrogatepass")
        self._about = hashlib.sha256(about).digest()
        reader = RecordReader()
        self._content, self._findings = reader.of(content), reader.of(_FINDINGS)

    def recall(self, source: SourceFile, sha256: str) -> Kept[_T] | None:
        """Return what was kept of a file; nothing if it must be read."""
        stored = recall_bytes(self._name(source, sha256))
        try:
            return None if stored is None else self._read(json.loads(_unpacked(stored)))
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError, zlib.error):
            return None

    def keep(self, source: SourceFile, sha256: str, read: Kept[_T]) -> None:
        """Keep what was read from a file."""
        owner, content, findings = read
        given = () if content is None else (content,)
        lines = ",".join(record_lines([owner, given, findings]))
        stored = zlib.compress(f"[{lines}]".encode("utf-8", "surrogatepass"), _LEVEL)
        keep_bytes(self._name(source, sha256), stored)

    def _read(self, raw: Any) -> Kept[_T]:
        owner, given, findings = raw
        content = self._content(given[0]) if given else None
        return str(owner), content, self._findings(findings)

    def _name(self, source: SourceFile, sha256: str) -> str:
        about = (_code_hash(), sha256, source.file)
        digest = hashlib.sha256(self._about + "\0".join(about).encode("utf-8", "surrogatepass"))
        return f"{digest.hexdigest()}.read"


def as_read(assessment: Assessment) -> Assessment:
    """Return a round without what reading a form does not ask for, so that it may change."""
    return replace(
        assessment, exemptions=(), adjustments=(), windows=(), title_vi="", province_vi=""
    )


def _unpacked(stored: bytes) -> bytes:
    """Return the content of an entry, as far as it can be one."""
    return zlib.decompressobj().decompress(stored, _MOST_BYTES)


@cache
def _code_hash() -> str:
    """Return what changes whenever a form could be read in another way than before."""
    package = Path(__file__).parents[2]
    own = [*package.glob("*.py"), *package.glob("core/**/*.py"), *package.glob("files/**/*.py")]
    code = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for path in sorted(own):
        code.update(path.read_bytes())
    return code.hexdigest()
