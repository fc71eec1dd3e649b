"""The run folder: how it is found again, and what the office put into it."""

import shutil
from pathlib import Path

from cchc_lib.errors import ResultProblem
from cchc_lib.project import REPORTS
from cchc_lib.running.manifest import MANIFEST, SIGNATURES

__all__ = ["find_run", "keep_signatures", "latest_run"]


def keep_signatures(final: Path, folder: Path) -> None:
    """Take what the office signed of a run over into the folder that takes its place."""
    if (final / SIGNATURES).is_dir():
        shutil.copytree(final / SIGNATURES, folder / SIGNATURES, symlinks=True)


def find_run(run: str | Path) -> Path:
    """Return the folder of a run, given by a path in it or by the id printed on its pages.

    Raises
    ------
    ResultProblem
        If there is none.
    """
    start = _by_id(Path(run)).resolve()
    if (start / MANIFEST).is_file():
        return start
    around = (start, *start.parents) if start.is_dir() else ()
    for folder in around:
        if (folder / "tables" / "year.json").is_file():
            return folder
    message = (
        f"Không thấy lần chạy nào tại “{start.name}”. Chạy `cchc run` rồi dùng thư mục nó in ra."
    )
    raise ResultProblem(message)


def latest_run() -> Path:
    """Return the folder of the run that was finished last among the reports.

    What is being assembled has a name that begins with a dot, and is none.

    Raises
    ------
    ResultProblem
        If there is none.
    """
    found = sorted(REPORTS.glob(f"*/*/{MANIFEST}"))
    manifests = [path for path in found if not path.parent.name.startswith(".")]
    if not manifests:
        raise ResultProblem("Chưa có lần chạy nào. Chạy `cchc run` trước.")
    return max(manifests, key=lambda path: path.stat().st_mtime_ns).parent


def _by_id(path: Path) -> Path:
    """Return the folder of the run with an id; the path itself where it is none."""
    if len(path.parts) != 1 or path.exists():
        return path
    named = (year / path.name for year in sorted(REPORTS.glob("*")))
    return next(filter(_is_run, named), path)


def _is_run(folder: Path) -> bool:
    return (folder / MANIFEST).is_file() or (folder / "tables" / "year.json").is_file()
