"""What the tables of a run say against what was recomputed, cell by cell."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.second_engine.engine import Recomputed
from tests.second_engine.reading import read_table

KEYS = {
    "scores": ("unit_code", "component_code"),
    "areas": ("unit_code", "area_code"),
    "index": ("unit_code",),
}


def differences(run: Path, result: Recomputed) -> Iterator[str]:
    """Name every cell that differs, every row too many and every decision taken otherwise."""
    recomputed = {"scores": result.scores, "areas": result.areas, "index": result.index}
    for name, columns in KEYS.items():
        shown = {tuple(row[c] for c in columns): row for row in read_table(run, name)}
        own = {key if isinstance(key, tuple) else (key,): c for key, c in recomputed[name].items()}
        is_expected = {key for key in shown if name == "scores" or key[0] not in result.blocked}
        for key in sorted(own.keys() ^ is_expected):
            yield f"{name}.csv {' '.join(key)}: on one side only"
        for key in sorted(own.keys() & is_expected):
            for column, text in own[key].items():
                if shown[key][column] != text:
                    where = f"{name}.csv {' '.join(key)} {column}"
                    yield f"{where}: {shown[key][column]!r}, recomputed {text!r}"
    yield from _other_decisions(run, result)
    yield from _other_means(run, result)


def _other_decisions(run: Path, result: Recomputed) -> Iterator[str]:
    shown = {
        (row["unit_code"], row["component_code"], row["stage"])
        for row in read_table(run, "stages")
        if row["in_force"] == "true"
    }
    for key in sorted(shown ^ result.in_force):
        yield f"stages.csv {' '.join(key)}: in force on one side only"


def _other_means(run: Path, result: Recomputed) -> Iterator[str]:
    """The means of the groups stand in no table but in ``year.json``."""
    groups = json.loads((run / "tables" / "year.json").read_text("utf-8"))["groups"]
    for group in groups:
        code, shown = group["group_code"], group["mean_index_pct"]
        shown = shown if isinstance(shown, str) else ""
        if shown != result.means[code]:
            yield f"year.json {code}: mean {shown!r}, recomputed {result.means[code]!r}"
