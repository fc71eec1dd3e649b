"""An executed notebook as text, as ``nbformat`` writes it and in a fraction of the time.

The library copies and checks the notebook first, and indents by an encoder written in Python.
Ours was checked when it was read, and is not used any more once it is written.
"""

from json import dumps
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["notebook_text"]


def notebook_text(notebook: "NotebookNode") -> str:
    """Return the text of a notebook; its long texts are split into lines in place."""
    from nbformat.v4.rwbase import split_lines, strip_transient

    return f"{_indented(strip_transient(split_lines(notebook)), chr(10))}\n"


def _indented(value: Any, start: str) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a value as JSON whose lines begin with ``start``, one space more for each depth."""
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{start} "
    if isinstance(value, dict) and value:
        pairs = (
            f"{encode_basestring(key)}: {_indented(value[key], inner)}" for key in sorted(value)
        )
        return f"{{{inner}{f',{inner}'.join(pairs)}{start}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{inner}{f',{inner}'.join(_indented(one, inner) for one in value)}{start}]"
    return dumps(value, ensure_ascii=False)
