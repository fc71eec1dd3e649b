"""The commands of a year: example, forms, check, run, status, close."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from cchc_lib.commands.options import DIRECTORY, JSON, command
from cchc_lib.core.round_rules import STAGES, Stage
from cchc_lib.errors import DataProblem, NotebookProblem, UsageProblem
from cchc_lib.present.language import LANGUAGES, NATIVE, Language
from cchc_lib.terminal import echo, plain, say, show_progress, show_result, stop

if TYPE_CHECKING:
    from cchc_lib.pipeline import RunOutcome

__all__ = ["check", "close", "example", "forms", "run", "status"]


@command(help="Tạo kỳ đánh giá minh họa trong DIR, kèm đáp án key.json.")
@DIRECTORY
@click.option("--year", default=2018, show_default=True, help="Năm đánh giá.")
@click.option("--units", type=int, show_default="cả tỉnh", help="Số đơn vị.")
@click.option("--seed", default=2018, show_default=True, help="Hạt giống của số ngẫu nhiên.")
@click.option("--faults", is_flag=True, help="Cài thêm các sai sót có ghi trong key.json.")
@click.option(
    "--until", default=STAGES[-1], type=click.Choice(STAGES), help="Giai đoạn cuối đã xong."
)
@JSON
def example(
    directory: Path,
    year: int,
    units: int | None,
    seed: int,
    until: Stage,
    *,
    faults: bool,
    as_json: bool,
) -> None:
    """Write a synthetic assessment."""
    from cchc_lib.pipeline import make_example

    with show_progress() as progress:
        count = make_example(
            directory,
            year=year,
            unit_count=units,
            seed=seed,
            has_faults=faults,
            until=until,
            progress=progress,
        )
    say(f"Đã tạo kỳ đánh giá minh họa với {count} đơn vị (số liệu minh họa).")
    show_result(as_json, {"directory": str(directory)}, str(directory))


@command(help="Phát hành vào DIR/forms các biểu mẫu đã đến lúc cần.")
@DIRECTORY
@JSON
def forms(directory: Path, *, as_json: bool) -> None:
    """Issue the forms of every unit."""
    from cchc_lib.pipeline import make_forms
    from cchc_lib.present.console import format_finding

    issued, year = make_forms(directory)
    wrong = [f for f in year.findings if f.code.startswith("KD") and f.severity == "error"]
    for item in wrong:
        say(format_finding(item))
    for path in issued.kept:
        say(f"Giữ nguyên {path.name} trong {path.parent.name}/: tệp đã có người điền.")
    for path in issued.replaced:
        say(f"Thay {path.name} trong {path.parent.name}/: gửi lại nếu đã gửi bản trước.")
    say(
        f"Biểu mẫu: {len(issued.written)} mới, {len(issued.replaced)} thay, "
        f"{len(issued.unchanged)} không đổi, "
        f"{len(issued.kept)} giữ nguyên vì đã có người điền."
    )
    paths = {outcome: list(map(str, own)) for outcome, own in asdict(issued).items()}
    show_result(as_json, {**paths, "findings": plain(wrong)}, str(directory / "forms"))
    stop(DataProblem.exit_code if wrong else 0)


@command(help="Kiểm tra mọi thứ đã nhận được trong DIR.")
@DIRECTORY
@click.argument("files", metavar="[FILE ...]", nargs=-1)
@JSON
def check(directory: Path, files: Sequence[str], *, as_json: bool) -> None:
    """Check everything that came in."""
    from cchc_lib.findings import has_errors
    from cchc_lib.pipeline import check_year, return_findings
    from cchc_lib.present.console import format_findings

    wanted = {_within(directory, file) for file in files}
    year = check_year(directory)
    findings = [f for f in year.findings if not wanted or f.file in wanted]
    echo(format_findings(findings, is_brief=not wanted), as_json=as_json)
    written, kept = return_findings(directory, year)
    for path in kept:
        say(f"Giữ nguyên {path.name} trong {path.parent.name}/: tệp đã có người sửa.")
    returned = directory / "returned"
    say(f"Đã ghi {len(written)} tệp. Mọi vấn đề: {returned / 'findings.html'}")
    say(f"Gửi cho mỗi đơn vị có tên trong {returned} cả hai tệp .html và .xlsx của đơn vị.")
    paths = {"written": list(map(str, written)), "kept": list(map(str, kept))}
    show_result(as_json, {"findings": plain(findings), **paths})
    stop(DataProblem.exit_code if has_errors(findings) else 0)


@command(help="Chạy cả năm: nhập, kiểm tra, tính điểm, lập báo cáo.")
@DIRECTORY
@click.option("--out", metavar="REPORTS", type=click.Path(path_type=Path), help="Thư mục báo cáo.")
@click.option("--jobs", default=0, help="Số sổ tính chạy cùng lúc; mặc định theo số nhân.")
@click.option(
    "--dask",
    "cluster",
    default="",
    metavar="ADDRESS",
    help="Lập báo cáo trên cụm Dask, ví dụ tcp://10.0.0.5:8786; local:N là N worker máy này.",
)
@click.option(
    "--engine",
    default="cchc",
    type=click.Choice(["cchc", "jupyter"]),
    help="Cách chạy sổ tính: cchc (mặc định, nhanh) hoặc jupyter (mỗi sổ tính một kernel).",
)
@click.option("--unit", "units", metavar="U", multiple=True, help="Chỉ lập báo cáo của đơn vị này.")
@click.option("--no-reports", is_flag=True, help="Chỉ tính và ghi bảng số liệu.")
@click.option("--previous", default="", metavar="RUN", help="Lần chạy của năm trước để so sánh.")
@click.option(
    "--lang",
    "language",
    default=NATIVE,
    type=click.Choice(LANGUAGES),
    help="Ngôn ngữ của báo cáo toàn tỉnh và trang đầu: vi (mặc định); en: thêm bản tiếng Anh.",
)
@click.option("--fresh", is_flag=True, help="Chạy lại dù đã có kết quả như vậy.")
@JSON
def run(
    directory: Path,
    out: Path | None,
    jobs: int,
    units: Sequence[str],
    previous: str,
    *,
    cluster: str,
    engine: Literal["cchc", "jupyter"],
    language: Language,
    no_reports: bool,
    fresh: bool,
    as_json: bool,
) -> None:
    """Run the whole year."""
    from cchc_lib.findings import has_errors
    from cchc_lib.pipeline import RunRequest, WorkersWanted, run_year
    from cchc_lib.present.console import format_finding
    from cchc_lib.project import REPORTS

    if cluster and engine == "jupyter":
        raise UsageProblem("Chọn một trong hai: --dask hoặc --engine jupyter.")
    request = RunRequest(
        directory=directory,
        reports=out or REPORTS,
        workers=WorkersWanted(count=jobs, engine=engine, cluster=cluster),
        unit_codes=tuple(units),
        has_reports=not no_reports,
        is_fresh=fresh,
        previous=previous,
        language=language,
    )
    with show_progress() as progress:
        outcome = run_year(request, progress, lambda failure: say(format_finding(failure)))
    _tell(outcome, as_json=as_json)
    blocked = DataProblem.exit_code if has_errors(outcome.year.findings) else 0
    stop(NotebookProblem.exit_code if outcome.failed else blocked)


def _tell(outcome: "RunOutcome", *, as_json: bool) -> None:
    """Say what came of a run."""
    from cchc_lib.present.console import format_finding, format_findings
    from cchc_lib.present.wording import provisional_sentence

    if outcome.is_reused:
        say("Đầu vào, quy tắc và mã nguồn không đổi: dùng lại kết quả đã có.")
    say(format_findings(outcome.year.findings, is_brief=True))
    if outcome.failed:
        names = ", ".join(failure.name for failure in outcome.failed)
        say(f"Không lập được {len(outcome.failed)} báo cáo, lý do ở trên: {names}.")
    for item in outcome.noticed:
        say(format_finding(item))
    if outcome.year.is_provisional:
        say(provisional_sentence(outcome.year))
    say(f"Mở báo cáo: {outcome.folder / 'index.html'}")
    say(f"Mở: cchc open {_run_name(outcome.folder)}")
    payload = {
        "run": str(outcome.folder),
        "is_provisional": outcome.year.is_provisional,
        "findings": plain((*outcome.year.findings, *outcome.noticed)),
        "failed_notebooks": [
            {"name": one.name, "failed_cell": one.failed_cell, "reason": one.reason}
            for one in outcome.failed
        ],
    }
    show_result(as_json, payload, str(outcome.folder))


def _run_name(folder: Path) -> str:
    """Return what names a run on the command line: its id where the reports hold it, its folder."""
    from cchc_lib.project import REPORTS

    is_known = folder.resolve().parent.parent == REPORTS.resolve()
    return folder.name if is_known else f'"{folder}"'


@command(help="Tình trạng của kỳ đánh giá DIR: đã có gì, còn thiếu gì, phải đôn đốc ai.")
@DIRECTORY
@click.option("--date", "day", metavar="NGÀY", help="Tính số ngày đến ngày này; mặc định hôm nay.")
@JSON
def status(directory: Path, day: str | None, *, as_json: bool) -> None:
    """Say what is in, missing, late or in dispute, and whom to chase."""
    from cchc_lib.core.progress import chase_list, lead_progress, unit_progress
    from cchc_lib.findings import has_errors
    from cchc_lib.pipeline import check_year
    from cchc_lib.present.status import format_status

    today = _day(day)
    year = check_year(directory)
    echo(format_status(year, today), as_json=as_json)
    payload = {
        "date": today,
        "units": [asdict(one) for one in unit_progress(year)],
        "lead_appraisers": [asdict(one) for one in lead_progress(year)],
        "chase": [asdict(one) for one in chase_list(year, today)],
        "findings": plain(year.findings),
    }
    show_result(as_json, payload)
    stop(DataProblem.exit_code if has_errors(year.findings) else 0)


@command(help="Chốt một giai đoạn: tệp thay đổi sau đó sẽ bị phát hiện.")
@DIRECTORY
@click.argument("stage", metavar="GIAI_ĐOẠN", type=click.Choice(STAGES))
@click.option("--date", "day", metavar="NGÀY", help="Ngày chốt; mặc định hôm nay.")
@click.option("--anyway", is_flag=True, help="Chốt dù tệp của giai đoạn còn lỗi.")
@JSON
def close(directory: Path, stage: Stage, day: str | None, *, anyway: bool, as_json: bool) -> None:
    """Close a stage, so that what changes afterwards is noticed."""
    from cchc_lib.pipeline import close_stage
    from cchc_lib.present.closing import closing_lines

    closed, year = close_stage(directory, stage, _day(day), has_open_errors=anyway)
    for line in closing_lines(year, stage, closed.closed_on, len(closed.files)):
        say(line)
    show_result(as_json, {"stage": stage, "files": closed.files}, str(directory / "closed"))


def _within(directory: Path, file: str) -> str:
    """Return the path of a file below the assessment folder, as findings name it."""
    root = directory.resolve()
    for path in ((root / file).resolve(), Path(file).resolve()):
        if path.is_file() and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    raise UsageProblem(f"Không có tệp “{file}” trong {directory.name}.")


def _day(text: str | None) -> date:
    """Return the day an option names, or today."""
    from cchc_lib.present.status import parse_day

    return (parse_day(text) if text else None) or date.today()  # noqa: DTZ011 - the office's day
