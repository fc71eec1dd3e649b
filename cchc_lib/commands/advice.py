"""The command of a unit that asks what next."""

from pathlib import Path

import click

from cchc_lib.commands.options import JSON, RUN, command
from cchc_lib.terminal import echo, show_result

__all__ = ["whatif"]

_WHATIF = """Đơn vị UNIT trong lần chạy RUN phải đổi gì, ít nhất, để đạt một mục tiêu.

Không nêu gì thì cho biết hạng và loại kế tiếp, và ba bước thêm nhiều điểm nhất. Số liệu nêu ở
--set được coi là đã kê khai và được công nhận, hoặc được nguồn ngoài công bố nếu quy định lấy từ
đó: tổng điểm, thứ hạng, xếp loại khi đó là bao nhiêu. Các đơn vị khác giữ nguyên. Chỉ là gợi ý,
không thay đổi kết quả chính thức.
"""


@command(help=_WHATIF)
@RUN
@click.argument("unit", metavar="UNIT")
@click.option("--score", default="", metavar="X", help="Mục tiêu: tổng điểm từ X trở lên.")
@click.option(
    "--grade", default="", metavar="CODE", help="Mục tiêu: mức xếp loại này hoặc cao hơn."
)
@click.option("--rank", type=int, metavar="N", help="Mục tiêu: hạng N trong nhóm hoặc cao hơn.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="MÃ.SỐ_LIỆU=GIÁ_TRỊ",
    help="Coi số liệu này là giá trị đã nêu, ví dụ 1.1.3.done_tasks=12; nhiều lần được.",
)
@click.option(
    "--effort",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Tệp CSV component_code,effort: tìm cách ít công sức nhất; chỉ dùng các mã có trong tệp.",
)
@JSON
def whatif(
    run_folder: Path,
    unit: str,
    settings: tuple[str, ...],
    effort: Path | None,
    *,
    score: str,
    grade: str,
    rank: int | None,
    as_json: bool,
) -> None:
    """Look ahead for a unit."""
    from cchc_lib.auditing.advising import Question, answer
    from cchc_lib.present.advice.data import outlook_data
    from cchc_lib.present.advice.text import format_outlook

    question = Question(score=score, grade=grade, rank=rank, settings=settings, efforts=effort)
    year, found = answer(run_folder, unit, question)
    echo(format_outlook(year, found), as_json=as_json)
    show_result(as_json, outlook_data(found))
