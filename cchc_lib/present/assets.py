"""What the pages of a run share: the library that sorts and searches tables, and our use of it.

A page that is opened from a file share may load classic scripts and no modules, so the module of
the library is put into a function.
"""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from cchc_lib.present.html import Html, render
from cchc_lib.present.language import NATIVE, language, later, tr

__all__ = ["site_assets", "table_scripts"]

_LIBRARY, _OWN = "assets/datatables.js", "assets/tables.js"
_WORDS = later(
    (
        "Không có dòng nào khớp.",
        "Không có dòng nào.",
        ": bấm để sắp xếp",
        ": bấm để đảo thứ tự",
        ": bấm để về thứ tự ban đầu",
        "Thấy {shown} trong {all} dòng.",
    )
)
"""What the scripts say; pages in other languages tell them how."""
_EXPORT = re.compile(r"export\{([^}]*)\};?")
_DEFAULT = re.compile(r"([\w$]+) as default")


def site_assets() -> Mapping[str, str]:
    """Return the shared files of a run by their address in it."""
    own = Path(__file__).parent / "templates" / "tables.js"
    return {_LIBRARY: _as_classic(_bundle()), _OWN: own.read_text("utf-8")}


def table_scripts(home: str) -> Html:
    """Load the shared scripts into a page that sees the run's first page at ``home``."""
    root = home[: home.rfind("/") + 1]
    words = {} if language() == NATIVE else {text: tr(text) for text in _WORDS}
    return render("scripts.html.j2", addresses=[root + _LIBRARY, root + _OWN], words=words)


def _bundle() -> str:
    """Return DataTables as the package ``itables`` bundles it, without importing the package."""
    spec = find_spec("itables")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The package itables is not installed.")
    (folder,) = spec.submodule_search_locations
    return (Path(folder) / "html" / "dt_bundle.js").read_text("utf-8")


def _as_classic(module: str) -> str:
    r"""Return a module as a classic script that sets ``DataTable``, its default export.

    >>> _as_classic("var a=1;export{a as default};/* licence */")
    '(()=>{"use strict";var a=1;window.DataTable=a;/* licence */\n})();\n'
    """
    exports = _EXPORT.findall(module)
    named = _DEFAULT.search(exports[0]) if len(exports) == 1 else None
    if named is None:
        raise RuntimeError("The bundle of DataTables is not a module with one default export.")
    body = _EXPORT.sub(lambda _: f"window.DataTable={named[1]};", module)
    return f'(()=>{{"use strict";{body}\n}})();\n'
