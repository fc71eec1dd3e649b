"""The command line: parse, call, print, exit code. What people read is Vietnamese.

Exit codes: 0 done; 1 unexpected; 2 usage; 11 rule files; 12 submissions or other users' data;
13 results; 14 a notebook failed.
"""

import gettext
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cchc_lib import __version__
from cchc_lib.errors import CchcError, DataProblem, NotebookProblem, UsageProblem

if TYPE_CHECKING:
    from cchc_lib.findings import Finding
    from cchc_lib.pipeline import Progress

__all__ = ["cli", "main"]

_TREE_FORMAT = 1
_OPTIONS = "[TÙY CHỌN]"
_JSON = click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON ra stdout.")
_DIRECTORY = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
_UNEXPECTED = (
    "Lỗi ngoài dự kiến của chương trình. Xin gửi toàn bộ thông báo trên cho người phát triển."
)


def main() -> NoReturn:
    """Run the command line and end with its exit code."""
    _speak_vietnamese()
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = _fail(1, "Đã dừng theo yêu cầu.")
    except click.ClickException as error:
        error.show()
        code = _fail(error.exit_code, error.format_message(), is_said=True)
    except CchcError as error:
        code = _fail(error.exit_code, error.message_vi, error.findings)
    except Exception:  # noqa: BLE001 - the one place where a program error meets a person
        import traceback

        traceback.print_exc()
        code = _fail(1, _UNEXPECTED)
    sys.exit(code)


@click.group(
    help="Xác định Chỉ số cải cách hành chính hằng năm của các đơn vị trong tỉnh.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar=_OPTIONS,
    subcommand_metavar="LỆNH ...",
)
@click.version_option(
    __version__,
    "--version",
    prog_name="cchc",
    message="%(prog)s %(version)s",
    help="In phiên bản rồi thoát.",
)
def cli() -> None:
    """Group all commands."""


_command = partial(cli.command, options_metavar=_OPTIONS)


@_command(help="Tạo kỳ đánh giá minh họa trong DIR, kèm đáp án key.json.")
@_DIRECTORY
@click.option("--year", default=2018, show_default=True, help="Năm đánh giá.")
@click.option("--units", default=36, show_default=True, help="Số đơn vị.")
@click.option("--seed", default=2018, show_default=True, help="Hạt giống của số ngẫu nhiên.")
@click.option("--faults", is_flag=True, help="Cài thêm các sai sót có ghi trong key.json.")
@_JSON
def example(
    directory: Path, year: int, units: int, seed: int, *, faults: bool, as_json: bool
) -> None:
    """Write a synthetic assessment."""
    from cchc_lib.pipeline import make_example

    make_example(directory, year=year, unit_count=units, seed=seed, has_faults=faults)
    _say(f"Đã tạo kỳ đánh giá minh họa với {units} đơn vị (số liệu minh họa).")
    _result(as_json, {"directory": str(directory)}, str(directory))


@_command(help="Phát hành biểu mẫu tự chấm và phiếu thẩm định vào DIR/forms.")
@_DIRECTORY
@_JSON
def forms(directory: Path, *, as_json: bool) -> None:
    """Issue the forms of every unit."""
    from cchc_lib.pipeline import make_forms
    from cchc_lib.present.console import format_finding

    issued, year = make_forms(directory)
    wrong = [f for f in year.findings if f.code.startswith("KD") and f.severity == "error"]
    for item in wrong:
        _say(format_finding(item))
    for path in issued.kept:
        _say(f"Giữ nguyên {path.name} trong {path.parent.name}/: tệp đã có người điền.")
    _say(
        f"Biểu mẫu: {len(issued.written)} mới, {len(issued.replaced)} thay, "
        f"{len(issued.unchanged)} không đổi, "
        f"{len(issued.kept)} giữ nguyên vì đã có người điền."
    )
    paths = {outcome: list(map(str, own)) for outcome, own in asdict(issued).items()}
    _result(as_json, {**paths, "findings": _plain(wrong)}, str(directory / "forms"))
    _stop(DataProblem.exit_code if wrong else 0)


@_command(help="Kiểm tra mọi thứ đã nhận được trong DIR.")
@_DIRECTORY
@click.argument("files", metavar="[FILE ...]", nargs=-1)
@_JSON
def check(directory: Path, files: Sequence[str], *, as_json: bool) -> None:
    """Check everything that came in."""
    from cchc_lib.findings import has_errors
    from cchc_lib.pipeline import check_year, return_findings
    from cchc_lib.present.console import format_findings

    wanted = {_within(directory, file) for file in files}
    year = check_year(directory)
    findings = [f for f in year.findings if not wanted or f.file in wanted]
    _echo(format_findings(findings, is_brief=False), as_json=as_json)
    written, kept = return_findings(directory, year)
    for path in kept:
        _say(f"Giữ nguyên {path.name} trong {path.parent.name}/: tệp đã có người sửa.")
    _say(f"Đã ghi {len(written)} tệp vào {directory / 'returned'}.")
    paths = {"written": list(map(str, written)), "kept": list(map(str, kept))}
    _result(as_json, {"findings": _plain(findings), **paths})
    _stop(DataProblem.exit_code if has_errors(findings) else 0)


@_command(help="Chạy cả năm: nhập, kiểm tra, tính điểm, lập báo cáo.")
@_DIRECTORY
@click.option("--out", metavar="REPORTS", type=click.Path(path_type=Path), help="Thư mục báo cáo.")
@click.option("--jobs", default=0, help="Số sổ tính chạy cùng lúc; mặc định theo số nhân.")
@click.option("--unit", "units", metavar="U", multiple=True, help="Chỉ lập báo cáo của đơn vị này.")
@click.option("--no-reports", is_flag=True, help="Chỉ tính và ghi bảng số liệu.")
@click.option("--fresh", is_flag=True, help="Chạy lại dù đã có kết quả như vậy.")
@_JSON
def run(
    directory: Path,
    out: Path | None,
    jobs: int,
    units: Sequence[str],
    *,
    no_reports: bool,
    fresh: bool,
    as_json: bool,
) -> None:
    """Run the whole year."""
    from cchc_lib.findings import has_errors
    from cchc_lib.pipeline import RunRequest, run_year
    from cchc_lib.present.console import format_finding, format_findings
    from cchc_lib.project import REPORTS

    request = RunRequest(
        directory=directory,
        reports=out or REPORTS,
        workers=jobs,
        unit_codes=tuple(units),
        has_reports=not no_reports,
        is_fresh=fresh,
    )
    with _progress() as progress:
        outcome = run_year(request, progress)
    if outcome.is_reused:
        _say("Đầu vào, quy tắc và mã nguồn không đổi: dùng lại kết quả đã có.")
    _say(format_findings(outcome.year.findings, is_brief=True))
    for failure in outcome.failed:
        _say(format_finding(failure.as_finding()))
    if outcome.year.is_provisional:
        _say("Kết quả là TẠM TÍNH: còn đơn vị chưa đủ điểm hoặc còn lỗi phải sửa.")
    _say(f"Mở báo cáo: {outcome.folder / 'index.html'}")
    payload = {
        "run": str(outcome.folder),
        "is_provisional": outcome.year.is_provisional,
        "findings": _plain(outcome.year.findings),
        "failed_notebooks": [asdict(failure) for failure in outcome.failed],
    }
    _result(as_json, payload, str(outcome.folder))
    blocked = DataProblem.exit_code if has_errors(outcome.year.findings) else 0
    _stop(NotebookProblem.exit_code if outcome.failed else blocked)


@_command(help="Giải thích một con số trong lần chạy RUN của đơn vị UNIT.")
@click.argument("run_folder", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("unit")
@click.argument("component", required=False, default="")
@_JSON
def explain(run_folder: Path, unit: str, component: str, *, as_json: bool) -> None:
    """Explain how a number came about."""
    from cchc_lib.pipeline import explain_number
    from cchc_lib.present.derivation import format_tree

    year, node = explain_number(run_folder, unit, component)
    if as_json:
        _result(as_json, {"format": _TREE_FORMAT, "unit": unit, "tree": asdict(node)})
    else:
        _echo(format_tree(node, year), as_json=False)


@cli.group(help="Bộ tiêu chí: soát lỗi.", options_metavar=_OPTIONS, subcommand_metavar="LỆNH ...")
def rules() -> None:
    """Group the commands about rule files."""


@rules.command(
    name="check",
    options_metavar=_OPTIONS,
    help="Soát lỗi một bộ tiêu chí (mã trong data/rules hoặc thư mục).",
)
@click.argument("edition")
@_JSON
def rules_check(edition: str, *, as_json: bool) -> None:
    from cchc_lib.pipeline import open_edition

    found = open_edition(edition)
    count = sum(1 for _ in found.components())
    areas = len(found.areas)
    _echo(
        f"Bộ tiêu chí {found.code}: {areas} lĩnh vực, {count} tiêu chí thành phần, không có lỗi.",
        as_json=as_json,
    )
    if found.is_reconstruction:
        _say(found.notice_vi)
    _result(as_json, {"edition": found.code, "components": count, "findings": []})


@_command(help="Mở JupyterLab với các sổ tính.")
@_JSON
def lab(*, as_json: bool) -> None:
    """Open JupyterLab on the notebooks."""
    import subprocess

    from cchc_lib.project import NOTEBOOKS

    _result(as_json, {"notebooks": str(NOTEBOOKS)})
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={NOTEBOOKS.parent}"]
    _stop(subprocess.call([*command, f"--LabApp.default_url=/lab/tree/{NOTEBOOKS.name}"]))  # noqa: S603


def _speak_vietnamese() -> None:
    """Give click's own words, and standard streams, to Vietnamese readers."""
    os.environ["LANGUAGE"] = "vi"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


def _fail(
    code: int, message: str, findings: "Sequence[Finding]" = (), *, is_said: bool = False
) -> int:
    """Say why a command ended, to people and, where asked for, as one JSON object."""
    from cchc_lib.present.console import format_finding

    for item in findings:
        _say(format_finding(item))
    if not is_said:
        _say(message)
    if "--json" in sys.argv:
        payload = {"error": message, "exit_code": code, "findings": _plain(findings)}
        click.echo(json.dumps(payload, ensure_ascii=False))
    return code


def _say(text: str) -> None:
    """Tell people something; stdout stays for results."""
    click.echo(text, err=True)


def _echo(text: str, *, as_json: bool) -> None:
    click.echo(text, err=as_json)


def _result(as_json: bool, payload: dict[str, Any], text: str = "") -> None:  # noqa: FBT001
    """Print the machine's object, or the one line that is the result for people."""
    if as_json:
        click.echo(json.dumps(payload, ensure_ascii=False, default=_exact))
    elif text:
        click.echo(text)


def _exact(value: object) -> str:
    """Write a number or date of a tree without loss."""
    from cchc_lib.core.quantities import exact_text

    match value:
        case Decimal():
            return f"{value:f}"
        case Fraction():
            return exact_text(value)
        case date():
            return value.isoformat()
        case _:
            raise TypeError(f"{type(value).__name__} has no place in JSON")


def _within(directory: Path, file: str) -> str:
    """Return the path of a file below the assessment folder, as findings name it."""
    root = directory.resolve()
    for path in ((root / file).resolve(), Path(file).resolve()):
        if path.is_file() and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    raise UsageProblem(f"Không có tệp “{file}” trong {directory.name}.")


def _plain(findings: "Sequence[Finding]") -> list[dict[str, str]]:
    return [asdict(finding) for finding in findings]


def _stop(code: int) -> None:
    if code:
        raise click.exceptions.Exit(code)


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Show a bar per stage on stderr while a run goes on."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def update(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield update
