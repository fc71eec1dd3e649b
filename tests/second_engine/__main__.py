"""Recompute a run and say where its tables differ: ``python -m tests.second_engine RUN``."""

import sys
from pathlib import Path

from tests.second_engine.comparing import differences
from tests.second_engine.engine import recompute

run = Path(sys.argv[1])
result = recompute(run)
found = list(differences(run, result))
count = sum(len(part) for part in (result.scores, result.areas, result.index))
found.append(f"{count} rows, {len(result.blocked)} units without total, {len(found)} differ")
sys.stdout.write("".join(f"{line}\n" for line in found))
sys.exit(len(found) > 1)
