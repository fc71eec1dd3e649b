"""`python -m tests.second_engine RUN`: recompute a run and name every cell that differs."""

import sys
from pathlib import Path

from tests.second_engine.comparing import compare
from tests.second_engine.reading import read_run
from tests.second_engine.rounding import Rounding
from tests.second_engine.totals import compute, group_means

_SHOWN = 40


def main(arguments: list[str]) -> int:
    """Recompute one run folder; 0 if every cell is equal, 1 if not, 2 without a folder."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m tests.second_engine RUN\n")
        return 2
    run = read_run(Path(arguments[0]))
    year = compute(run)
    has_differences = False
    for table in compare(run, year):
        sys.stdout.write(f"{table.table}: {table.cells} cells, {len(table.differences)} differ\n")
        for line in table.differences[:_SHOWN]:
            sys.stdout.write(f"  {line}\n")
        has_differences = has_differences or bool(table.differences)
    rounding = Rounding(run.law.edition)
    for group, mean in group_means(run, year).items():
        sys.stdout.write(f"mean index of {group}: {rounding.total_text(mean)}\n")
    return 1 if has_differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
