"""What the commands share on the command line: how they are declared, and common options."""

from functools import partial
from pathlib import Path

import click

__all__ = ["DIRECTORY", "GROUP_WORDS", "JSON", "OPTIONS", "RUN", "command"]

OPTIONS, GROUP_WORDS = "[TÙY CHỌN]", "LỆNH ..."
JSON = click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON ra stdout.")
DIRECTORY = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
RUN = click.argument("run_folder", metavar="RUN", type=click.Path(path_type=Path))
command = partial(click.command, options_metavar=OPTIONS)
