"""The command of trainers: make a course, check what its groups have answered."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cchc_lib.commands.options import DIRECTORY, JSON, command
from cchc_lib.terminal import echo, plain, say, show_progress, show_result

if TYPE_CHECKING:
    from cchc_lib.core.course import Verdict
    from cchc_lib.training.checking import GroupResult

__all__ = ["training"]

_SAID = {"blank": "chưa trả lời", "right": "đúng", "wrong": "chưa đúng"}


@command(help="Lập khóa tập huấn hai ngày trong DIR, hoặc chấm bài của các nhóm.")
@DIRECTORY
@click.option("--groups", default=6, show_default=True, help="Số nhóm, nhiều nhất 60.")
@click.option("--seed", default=2018, show_default=True, help="Hạt giống của các sai sót cài vào.")
@click.option("--check", "is_check", is_flag=True, help="Chấm các tệp tra-loi.csv trong DIR.")
@JSON
def training(directory: Path, groups: int, seed: int, *, is_check: bool, as_json: bool) -> None:
    """Write a course, or check its answers."""
    if is_check:
        _check(directory, as_json=as_json)
        return
    from cchc_lib.training.making import make_course

    with show_progress() as progress:
        course = make_course(directory, groups=groups, seed=seed, progress=progress)
    say(f"Đã lập khóa tập huấn cho {groups} nhóm, {len(course.sessions)} buổi (số liệu minh họa).")
    say("Giữ lại thư mục giang-vien; phát cho mỗi nhóm thư mục của nhóm.")
    show_result(as_json, {"directory": str(directory), "groups": groups}, str(directory))


def _check(directory: Path, *, as_json: bool) -> None:
    from cchc_lib.training.checking import check_answers

    results = check_answers(directory)
    for one in results:
        echo("\n".join(_lines(one)), as_json=as_json)
    show_result(as_json, {"groups": [_payload(one) for one in results]})


def _lines(one: "GroupResult") -> list[str]:
    said = [f"{one.name}: đúng {one.right_count}/{len(one.verdicts)}"]
    said += [f"  {finding.message}" for finding in one.findings]
    return said + [f"  Bài {v.question.exercise.code}: {_told(v)}" for v in one.verdicts]


def _told(verdict: "Verdict") -> str:
    if verdict.state == "right":
        return _SAID["right"]
    return f"{_SAID[verdict.state]}. Gợi ý: {verdict.question.exercise.hint_vi}"


def _payload(one: "GroupResult") -> dict[str, object]:
    return {
        "group": one.name,
        "right": one.right_count,
        "answers": [
            {"code": v.question.exercise.code, "given": v.given, "state": v.state}
            for v in one.verdicts
        ],
        "findings": plain(one.findings),
    }
