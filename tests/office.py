"""LibreOffice, where the machine has it: workbooks computed from nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest


def recalculate(folder: Path, *paths: Path) -> list[Path]:
    """Let LibreOffice compute workbooks; return where it saved them."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    out = folder / "recalculated"
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx", "--outdir", out, *paths],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return [out / path.name for path in paths]
