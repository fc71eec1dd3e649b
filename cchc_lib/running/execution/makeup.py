"""What the bytes that are made depend on besides the task and our code."""

import platform
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

__all__ = ["made_with"]

_LIBRARIES = (
    "bleach", "comm", "docxtpl", "ipykernel", "ipython", "jinja2", "jupyter-client", "lxml",
    "markupsafe", "matplotlib", "mistune", "nbclient", "nbconvert", "nbformat", "numpy",
    "pandas", "papermill", "pygments", "typst", "xlsxwriter",
)  # fmt: skip


@cache
def made_with() -> Mapping[str, str]:
    """Return Python, system, processor and the libraries that shape a page or a workbook."""
    return {
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "hệ điều hành": f"{platform.system()} {platform.machine()}",
        **{name: _version(name) for name in _LIBRARIES},
    }


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
