"""The commands about rule files: check them, make them from an appendix, write them out."""

from pathlib import Path

import click

from cchc_lib.commands.options import GROUP_WORDS, JSON, OPTIONS
from cchc_lib.errors import RuleProblem
from cchc_lib.terminal import echo, plain, say, show_result, stop

__all__ = ["rules"]


@click.group(
    help="Bộ tiêu chí: soát lỗi, nhập từ phụ lục, xuất ra bảng tính.",
    options_metavar=OPTIONS,
    subcommand_metavar=GROUP_WORDS,
)
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


@rules.command(
    name="export",
    options_metavar=OPTIONS,
    help="Xuất bộ tiêu chí EDITION ra bảng tính mới FILE (.xlsx) để rà soát, sửa và nhập lại.",
)
@click.argument("edition")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@JSON
def rules_export(edition: str, file: Path, *, as_json: bool) -> None:
    from cchc_lib.rulemaking.exporting import export_edition

    found = export_edition(edition, file)
    count = sum(1 for _ in found.components())
    say(f"Đã xuất bộ tiêu chí {found.code}: {count} tiêu chí thành phần.")
    payload = {"edition": found.code, "components": count, "file": str(file)}
    show_result(as_json, payload, str(file))


@rules.command(
    name="import",
    options_metavar=OPTIONS,
    help=(
        "Lập bộ tiêu chí mới trong thư mục DIR (mặc định data/rules/<tên tệp>) từ phụ lục FILE "
        "dạng Word (.docx) hoặc Excel (.xlsx), hoặc từ tệp của rules export. Cách tính nào chưa "
        "đọc được chắc chắn thì để trống và đánh dấu."
    ),
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--document", default="", metavar="TEXT", help="Số, ngày của quyết định ban hành.")
@click.option("--year", type=int, metavar="Y", help="Năm đầu áp dụng.")
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="TEXT",
    help="Nhóm đơn vị, khi có một cột điểm; nhiều phụ lục thì ghi nhiều lần theo thứ tự.",
)
@click.option(
    "--previous",
    default="",
    metavar="EDITION",
    help="Bộ tiêu chí trước: báo thay đổi, chép các quy định chung để đối chiếu.",
)
@JSON
def rules_import(
    file: Path,
    folder: Path | None,
    document: str,
    year: int | None,
    *,
    groups: tuple[str, ...],
    previous: str,
    as_json: bool,
) -> None:
    from cchc_lib.findings import has_errors
    from cchc_lib.present.console import format_findings
    from cchc_lib.rulemaking.importing import AppendixOptions, import_edition

    options = AppendixOptions(document=document, year=year, groups=groups, previous=previous)
    made = import_edition(file, folder, options)
    if made.findings:
        say(format_findings(made.findings, is_brief=False))
    say(
        f"Đã lập {made.folder.name}: {made.components} tiêu chí thành phần, "
        f"{made.unread} cách tính chưa đọc được."
    )
    counts = {"components": made.components, "unread": made.unread}
    payload = {"folder": str(made.folder), **counts, "findings": plain(made.findings)}
    show_result(as_json, payload, str(made.folder))
    stop(RuleProblem.exit_code if has_errors(made.findings) else 0)
