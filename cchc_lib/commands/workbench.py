"""The commands about rule files, and the workbench itself."""

import sys
from pathlib import Path

import click

from cchc_lib.commands.options import GROUP_WORDS, JSON, OPTIONS, command
from cchc_lib.terminal import echo, say, show_result, stop

__all__ = ["lab", "open_site", "rules"]


@click.group(help="Bộ tiêu chí: soát lỗi.", options_metavar=OPTIONS, subcommand_metavar=GROUP_WORDS)
def rules() -> None:
    """Group the commands about rule files."""


@rules.command(
    name="check",
    options_metavar=OPTIONS,
    help="Soát lỗi một bộ tiêu chí (mã trong data/rules hoặc thư mục).",
)
@click.argument("edition")
@JSON
def rules_check(edition: str, *, as_json: bool) -> None:
    from cchc_lib.opening import open_edition

    found = open_edition(edition)
    count = sum(1 for _ in found.components())
    areas = len(found.areas)
    echo(
        f"Bộ tiêu chí {found.code}: {areas} lĩnh vực, {count} tiêu chí thành phần, không có lỗi.",
        as_json=as_json,
    )
    if found.is_reconstruction:
        say(found.notice_vi)
    show_result(as_json, {"edition": found.code, "components": count, "findings": []})


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
