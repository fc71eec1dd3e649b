"""The commands of an auditor: where does a number come from, is a run what it was."""

from dataclasses import asdict
from pathlib import Path

import click

from cchc_lib.commands.options import JSON, RUN, command
from cchc_lib.errors import ResultProblem, UsageProblem
from cchc_lib.terminal import echo, say, show_progress, show_result, stop

__all__ = ["compare", "explain", "verify"]

_VERIFICATION_FORMAT = 1
_EXPLAIN = """Giải thích một con số trong lần chạy RUN: từ đâu ra, theo điều khoản nào.

UNIT là mã đơn vị hoặc mã nhóm đơn vị.

\b
NUMBER là một trong:
  index        chỉ số của đơn vị (mặc định)
  total        tổng điểm
  rank         thứ hạng trong nhóm
  grade        xếp loại
  bonus        điểm cộng được tính
  penalty      điểm trừ được tính
  4            một lĩnh vực
  4.3          một tiêu chí
  4.3.1        một tiêu chí thành phần
  self_assessment, appraisal_1, explanation, appraisal_2, council
               tác động của một giai đoạn đến tổng điểm của đơn vị
  mean         chỉ số bình quân của nhóm (mặc định khi UNIT là mã nhóm)
"""


@command(help=_EXPLAIN)
@RUN
@click.argument("unit", metavar="UNIT")
@click.argument("number", metavar="[NUMBER]", required=False, default="")
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="In một bảng CSV, mỗi con số một dòng.")
def explain(run_folder: Path, unit: str, number: str, *, as_json: bool, as_csv: bool) -> None:
    """Explain how a number came about."""
    from cchc_lib.auditing.explaining import explain_number, node_table
    from cchc_lib.present.audit.derivation import format_tree
    from cchc_lib.present.audit.derivation_data import TREE_FORMAT, tree_data

    if as_json and as_csv:
        raise UsageProblem("Chọn một trong hai: --json hoặc --csv.")
    year, node = explain_number(run_folder, unit, number)
    if as_json:
        tree = tree_data(node, year)
        asked = {"unit": unit, "number": number or node.subject}
        show_result(as_json, {"format": TREE_FORMAT, **asked, "tree": tree})
    elif as_csv:
        echo(node_table(node, year).rstrip("\n"), as_json=False)
    else:
        echo(format_tree(node, year), as_json=False)


@command(help="Kiểm tra lần chạy RUN: từng tệp, từng đầu vào, rồi tính lại tất cả.")
@RUN
@click.option(
    "--assessment",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Thư mục kỳ đánh giá; mặc định theo sổ các lần chạy.",
)
@click.option("--reports", is_flag=True, help="Chạy lại cả sổ tính và so từng trang báo cáo.")
@click.option("--fresh", is_flag=True, help="Đọc lại mọi tệp, không dùng những gì đã đọc trước.")
@click.option("--jobs", default=0, help="Số sổ tính chạy cùng lúc; mặc định theo số nhân.")
@JSON
def verify(
    run_folder: Path,
    assessment: Path | None,
    jobs: int,
    *,
    reports: bool,
    fresh: bool,
    as_json: bool,
) -> None:
    """Check that a run is what it was, and that its inputs give it again."""
    from cchc_lib.auditing.verifying import verify_run
    from cchc_lib.present.verification import format_verification

    with show_progress() as progress:
        found = verify_run(
            run_folder,
            assessment,
            has_reports=reports,
            workers=jobs,
            is_fresh=fresh,
            progress=progress,
        )
    echo(format_verification(found), as_json=as_json)
    if not reports:
        say("Các trang báo cáo đã được đối chiếu sha256; thêm --reports để chạy lại sổ tính.")
    payload = {"format": _VERIFICATION_FORMAT, "is_sound": found.is_sound, **asdict(found)}
    show_result(as_json, payload)
    stop(0 if found.is_sound else ResultProblem.exit_code)


@command(help="So sánh hai lần chạy A (trước) và B (sau): thay đổi gì, vì sao.")
@click.argument("before", metavar="A", type=click.Path(path_type=Path))
@click.argument("after", metavar="B", type=click.Path(path_type=Path))
@click.option("--unit", default="", metavar="U", help="Chỉ đơn vị này, đến từng tiêu chí.")
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Ghi bảng và trang.")
@JSON
def compare(before: Path, after: Path, unit: str, out: Path | None, *, as_json: bool) -> None:
    """Compare two runs."""
    from cchc_lib.auditing.comparing import compare_runs, write_comparison_files
    from cchc_lib.present.comparison.data import comparison_data
    from cchc_lib.present.comparison.text import format_comparison, format_unit_change, pick_unit

    found = compare_runs(before, after)
    chosen = pick_unit(found, unit) if unit else None
    text = format_unit_change(found, chosen) if chosen else format_comparison(found)
    echo(text, as_json=as_json)
    if out is not None:
        write_comparison_files(out, found)
        say(f"Đã ghi comparison.html và hai bảng CSV vào {out}.")
    show_result(as_json, comparison_data(found, [chosen] if chosen else found.units))
