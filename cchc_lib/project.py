"""Where the project keeps its data, notebooks and reports: the folders beside the package."""

from pathlib import Path

__all__ = [
    "ARTEFACTS",
    "EXAMPLE",
    "NOTEBOOKS",
    "PACKAGE",
    "PUBLISHED",
    "READ_WORKBOOKS",
    "REPORTS",
    "ROOT",
    "RULES",
    "TEMPLATES",
    "TRAINING",
]

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent
RULES = ROOT / "data" / "rules"
TEMPLATES = ROOT / "data" / "templates"
TRAINING = ROOT / "data" / "training"
PUBLISHED = ROOT / "data" / "published"
EXAMPLE = ROOT / "data" / "example-2018"
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports"
READ_WORKBOOKS = ROOT / ".cache" / "workbooks"
ARTEFACTS = ROOT / ".cache" / "artefacts"
