"""Find the page of a run that people open first."""

from pathlib import Path

from cchc_lib.errors import ResultProblem
from cchc_lib.running.run_folder import find_run, latest_run

__all__ = ["first_page"]


def first_page(run: Path | None) -> Path:
    """Return the first page of a run, by its folder or id; of the latest one if none is named.

    Raises
    ------
    ResultProblem
        If there is no such run, or it lost its first page.
    """
    page = (find_run(run) if run else latest_run()).resolve() / "index.html"
    if not page.is_file():
        raise ResultProblem(f"Lần chạy “{page.parent.name}” không còn tệp {page.name}.")
    return page
