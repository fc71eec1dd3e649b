"""The table of every fault that was tried: ``python -m tests.faults.table`` writes it anew.

Each test that takes ``tried`` (``conftest.py``) tells what it did to a run, how often, and how
many files were lost; the test fails if the committed table says otherwise.
"""

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from cchc_lib.project import ROOT

__all__ = ["HERE", "RECORDS", "Row", "fault_tests", "put", "record", "recorded", "rows_of_table"]

HERE = Path(__file__).parent
README = HERE / "README.md"
RECORDS = "CCHC_FAULT_RECORDS"
"""Names the environment variable with the folder that rows go to when the table is written."""
_BEGIN, _END = "<!-- rows -->\n", "<!-- end of rows -->\n"


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Row:
    """One fault: the test that tries it, what is done, how often, and how much was lost."""

    test: str
    fault: str
    times: int
    lost: int

    @property
    def line(self) -> str:
        """Return the row as the table has it."""
        return f"| {self.fault} | {self.times} | {self.lost} | `{self.test}` |\n"


def rows_of_table() -> list[Row]:
    """Return the rows of the committed table."""
    inner = README.read_text("utf-8").partition(_BEGIN)[2].partition(_END)[0]
    cells = ([c.strip() for c in line.strip("|\n").split("|")] for line in inner.splitlines()[2:])
    return [
        Row(test=test.strip("`"), fault=fault, times=int(times), lost=int(lost))
        for fault, times, lost, test in cells
    ]


def fault_tests() -> Iterator[str]:
    """Yield every test that tries faults, as the table names it."""
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and "tried" in [a.arg for a in node.args.args]:
                yield f"{path.name}::{node.name}"


def record(rows: Iterable[Row]) -> None:
    """Keep rows for the table that is being written."""
    for row in rows:
        handle, _ = tempfile.mkstemp(suffix=".json", dir=os.environ[RECORDS])
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(asdict(row), stream)


def recorded(folder: Path) -> list[Row]:
    """Return the rows that tests have kept in a folder."""
    return sorted({Row(**json.loads(path.read_text("utf-8"))) for path in folder.glob("*.json")})


def put(rows: Iterable[Row]) -> None:
    """Write the table with these rows."""
    head = "| fault | tried | files lost | test |\n|---|---|---|---|\n"
    before, _, rest = README.read_text("utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    table = f"{head}{''.join(row.line for row in rows)}"
    README.write_text(f"{before}{_BEGIN}{table}{_END}{after}", "utf-8")


def _write() -> int:
    """Run every fault test and write the table; return the exit code."""
    names = sorted({test.partition("::")[0] for test in fault_tests()})
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-q", *(str(HERE / name) for name in names)]
        environment = {**os.environ, RECORDS: folder, "CI": "1"}
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        rows = recorded(Path(folder))
    if done.returncode or {row.test for row in rows} != set(fault_tests()):
        return done.returncode or 1
    put(rows)
    total = sum(row.times for row in rows)
    sys.stdout.write(f"{len(rows)} faults, tried {total} times\n")
    return 0


if __name__ == "__main__":
    sys.exit(_write())
