"""The commands of an auditor: where does a number come from, is a run what it was."""

from dataclasses import asdict
from pathlib import Path

import click

from cchc_lib.commands.options import JSON, RUN, command
from cchc_lib.terminal import echo, show_result

__all__ = ["explain"]

_TREE_FORMAT = 1


@command(help="Giải thích một con số trong lần chạy RUN của đơn vị UNIT.")
@RUN
@click.argument("unit")
@click.argument("component", required=False, default="")
@JSON
def explain(run_folder: Path, unit: str, component: str, *, as_json: bool) -> None:
    """Explain how a number came about."""
    from cchc_lib.auditing import explain_number
    from cchc_lib.present.derivation import format_tree

    year, node = explain_number(run_folder, unit, component)
    if as_json:
        show_result(as_json, {"format": _TREE_FORMAT, "unit": unit, "tree": asdict(node)})
    else:
        echo(format_tree(node, year), as_json=False)
