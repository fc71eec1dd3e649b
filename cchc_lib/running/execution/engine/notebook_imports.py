"""The first import of the notebook packages, without what none of them uses.

Both are looked for and not needed. ``rfc3987_syntax`` checks web addresses for ``jsonschema``,
by which ``nbformat`` checks notebooks: its import compiles dozens of grammars, for longer than
all else together (python-jsonschema issue 1428), and the format of notebooks holds no address.
``pyarrow`` reaches the notebooks of a Hadoop cluster for ``papermill``. They are hidden during
this one import only; a notebook that imports them finds them.
"""

import sys
from importlib import import_module

__all__ = ["import_notebook_packages"]

_UNUSED = ("rfc3987_syntax", "pyarrow")
_PACKAGES = ("nbformat", "papermill", "nbconvert")


def import_notebook_packages() -> None:
    """Import what executes and exports notebooks; at once where that is done already."""
    if all(name in sys.modules for name in _PACKAGES):
        return
    hidden = [name for name in _UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        for name in _PACKAGES:
            import_module(name)
    finally:
        for name in hidden:
            del sys.modules[name]
