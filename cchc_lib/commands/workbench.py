"""The commands that open something: the notebooks, the site of a run."""

import sys
from pathlib import Path

import click

from cchc_lib.commands.options import JSON, command
from cchc_lib.terminal import say, show_result, stop

__all__ = ["lab", "open_site"]


@command(help="Mở JupyterLab với các sổ tính.")
@JSON
def lab(*, as_json: bool) -> None:
    """Open JupyterLab on the notebooks."""
    import subprocess

    from cchc_lib.project import NOTEBOOKS

    show_result(as_json, {"notebooks": str(NOTEBOOKS)})
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={NOTEBOOKS.parent}"]
    stop(subprocess.call([*command, f"--LabApp.default_url=/lab/tree/{NOTEBOOKS.name}"]))  # noqa: S603


@command(name="open", help="Mở trang đầu của lần chạy RUN; mặc định lần chạy mới nhất.")
@click.argument("run_folder", metavar="[RUN]", required=False, type=click.Path(path_type=Path))
@JSON
def open_site(run_folder: Path | None, *, as_json: bool) -> None:
    """Open the site of a run."""
    import webbrowser

    from cchc_lib.auditing.opening import first_page

    page = first_page(run_folder)
    is_open = webbrowser.open(page.as_uri())
    if not is_open:
        say("Không mở được trình duyệt. Mở tệp sau đây bằng trình duyệt:")
    show_result(as_json, {"page": str(page), "is_open": is_open}, str(page))
