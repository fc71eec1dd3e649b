"""Read the figures that others have published: ``data/published/*.csv``."""

import csv
from pathlib import Path

from cchc_lib.core.audit.publishing.published_tables import PublishedRow, PublishedTable

__all__ = ["read_published"]

_SOURCES = "sources.csv"


def read_published(folder: Path) -> dict[str, PublishedTable]:
    """Return every table by name, with title and source; a row's own source goes before."""
    about = {row["table"]: row for row in _rows(folder / _SOURCES)}
    tables: dict[str, PublishedTable] = {}
    for path in sorted(folder.glob("*.csv")):
        if path.name == _SOURCES:
            continue
        known = about.get(path.stem, {"title_vi": "", "source": ""})
        tables[path.stem] = PublishedTable(
            name=path.stem,
            title_vi=known["title_vi"],
            source=known["source"],
            rows=tuple(
                PublishedRow(cells=cells, source=cells.get("source") or known["source"])
                for cells in _rows(path)
            ),
        )
    return tables


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
