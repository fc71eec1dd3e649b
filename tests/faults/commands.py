"""The command line in processes of its own, which may be killed, and what it left on the disk."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from cchc_lib.project import ROOT

__all__ = ["PROGRAM", "digests", "finish", "hidden", "run_folders", "start"]

PROGRAM = """
import sys
from pathlib import Path
from cchc_lib.files.workbooks import kept
from cchc_lib.running.execution.keeping import remembering
store = Path(sys.argv.pop(1))
kept.READ_WORKBOOKS, remembering.ARTEFACTS = store / "workbooks", store / "artefacts"
from cchc_lib.cli import main
main()
"""
_SECONDS = 300


def start(*words: object, store: Path, program: str = PROGRAM) -> "subprocess.Popen[str]":
    """Start `cchc` with some words, as the head of a group of processes.

    What it remembers lies in ``store``.
    """
    return subprocess.Popen(
        [sys.executable, "-c", program, str(store), *map(str, words)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
    )


def finish(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """Wait for a command; return its exit code, what it printed, and what it told people."""
    out, told = process.communicate(timeout=_SECONDS)
    return process.returncode, out, told


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, hidden ones too, by its path in there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def hidden(folder: Path) -> list[str]:
    """Return what lies below a folder under a name that begins with a dot."""
    return sorted(path.name for path in folder.rglob(".*"))


def run_folders(reports: Path) -> list[Path]:
    """Return what a person takes for a run: the folders of a year's reports."""
    found = (path for path in reports.glob("*/*") if path.is_dir())
    return sorted(path for path in found if not path.name.startswith("."))
