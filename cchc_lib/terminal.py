"""How commands speak: people's words on stderr, results or one JSON object on stdout, bars."""

import gettext
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import rich.progress

    from cchc_lib.findings import Finding
    from cchc_lib.telling import Progress

__all__ = [
    "echo",
    "fail",
    "plain",
    "say",
    "show_progress",
    "show_result",
    "speak_vietnamese",
    "stop",
]


def speak_vietnamese() -> None:
    """Give click's own words, and standard streams, to Vietnamese readers."""
    os.environ["LANGUAGE"] = "vi"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


def fail(
    code: int, message: str, findings: "Sequence[Finding]" = (), *, is_said: bool = False
) -> int:
    """Say why a command ended, to people and, where asked for, as one JSON object."""
    from cchc_lib.present.console import format_finding

    for item in findings:
        say(format_finding(item))
    if not is_said:
        say(message)
    if "--json" in sys.argv:
        payload = {"error": message, "exit_code": code, "findings": plain(findings)}
        click.echo(json.dumps(payload, ensure_ascii=False))
    return code


def say(text: str) -> None:
    """Tell people something; stdout stays for results."""
    click.echo(text, err=True)


def echo(text: str, *, as_json: bool) -> None:
    """Print what people asked for, out of the way of a JSON object."""
    click.echo(text, err=as_json)


def show_result(as_json: bool, payload: dict[str, Any], text: str = "") -> None:  # noqa: FBT001
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


def plain(findings: "Sequence[Finding]") -> list[dict[str, str]]:
    """Return findings as JSON has them."""
    return [asdict(finding) for finding in findings]


def stop(code: int) -> None:
    """End the command with an exit code other than 0."""
    if code:
        raise click.exceptions.Exit(code)


@contextmanager
def show_progress() -> "Iterator[Progress]":
    """Show a bar per stage on stderr: done of how many, time left; none if nothing is to be done.

    What is said meanwhile stands above the bars.
    """
    with ExitStack() as shown:
        tasks: dict[str, Any] = {}
        bars: Any = None

        def update(stage: str, done: int, total: int) -> None:
            nonlocal bars
            bars = bars or shown.enter_context(_bars())
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield update


def _bars() -> "rich.progress.Progress":
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    done = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    left = (TextColumn("· còn"), TimeRemainingColumn(compact=True))
    return Progress(*done, *left, console=Console(stderr=True))
