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
    help="Lập bộ tiêu chí mới DIR từ phụ lục FILE hoặc từ tệp đã xuất (.xlsx).",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@JSON
def rules_import(file: Path, folder: Path | None, *, as_json: bool) -> None:
    from cchc_lib.findings import has_errors
    from cchc_lib.present.console import format_findings
    from cchc_lib.rulemaking.importing import import_edition

    made = import_edition(file, folder)
    if made.findings:
        echo(format_findings(made.findings, is_brief=False), as_json=True)
    say(f"Đã lập {made.folder.name}: {made.components} tiêu chí thành phần.")
    payload = {"folder": str(made.folder), "components": made.components}
    show_result(as_json, {**payload, "findings": plain(made.findings)}, str(made.folder))
    stop(RuleProblem.exit_code if has_errors(made.findings) else 0)
