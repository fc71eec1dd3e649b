"""The first import of the notebook packages, without what none of them uses.

``nbformat`` checks notebooks through ``jsonschema``, which looks for a checker of web addresses,
``rfc3987_syntax``. Where it is installed (JupyterLab brings it) its import compiles dozens of
grammars, for longer than all else together, and the format of notebooks holds no address to
check. ``jsonschema`` goes on without it (python-jsonschema issue 1428), so it is hidden, during
this one import only.
"""

import sys
from importlib import import_module

__all__ = ["import_notebook_packages"]

_UNUSED = "rfc3987_syntax"
_PACKAGES = ("nbformat", "papermill", "nbconvert")


def import_notebook_packages() -> None:
    """Import what executes and exports notebooks; at once where that is done already."""
    if all(name in sys.modules for name in _PACKAGES):
        return
    is_hidden = _UNUSED not in sys.modules and "jsonschema" not in sys.modules
    if is_hidden:
        sys.modules[_UNUSED] = None  # type: ignore[assignment]
    try:
        for name in _PACKAGES:
            import_module(name)
    finally:
        if is_hidden:
            del sys.modules[_UNUSED]
