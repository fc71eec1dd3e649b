"""The year month by month, in both READMEs and notebook 00, names only commands that exist."""

import json
import re
import shlex

import click
import pytest

from cchc_lib.cli import cli
from cchc_lib.project import ROOT

HEADINGS = {
    "README.vi.md": "## Một năm thực hiện\n",
    "README.md": "## The year, month by month\n",
    "notebooks/00_methodology.ipynb": "## Một năm thực hiện\n",
}


def section(name: str) -> str:
    text = (ROOT / name).read_text("utf-8")
    if name.endswith(".ipynb"):
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return text.split(HEADINGS[name], 1)[1].split("\n## ", 1)[0]


def commands(text: str) -> list[str]:
    return re.findall(r"`cchc ([^`]+ [^`]+)`", text)


def parse(line: str) -> None:
    """Let the command line itself read the words, down to the last sub-command; nothing runs."""
    command, words = cli, shlex.split(line)
    while isinstance(command, click.Group):
        context = click.Context(command)
        name, found, words = command.resolve_command(context, words)
        assert found is not None, name
        command = found
    command.make_context(command.name, words)


@pytest.mark.parametrize("name", HEADINGS)
def test_every_command_of_the_year_is_one_that_the_command_line_reads(name):
    lines = commands(section(name))
    assert len(lines) >= 10
    for line in lines:
        parse(line)


@pytest.mark.parametrize("line", ["chek data/2019", "close data/2019 apprasal", "run x --prev RUN"])
def test_a_command_that_does_not_exist_is_noticed(line):
    with pytest.raises(click.UsageError):
        parse(line)


def test_notebook_00_and_the_vietnamese_readme_show_the_same_year():
    tables = [
        [line for line in section(name).splitlines() if line.startswith("|")]
        for name in ("README.vi.md", "notebooks/00_methodology.ipynb")
    ]
    assert tables[0] == tables[1]
