"""LibreOffice, where the machine has it: workbooks computed anew, documents set in pages."""

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


def print_pages(folder: Path, *paths: Path) -> list[Path]:
    """Let LibreOffice set documents in pages; return the PDF files."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    out = folder / "printed"
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", out, *paths],
        check=False, capture_output=True, timeout=600,
    )  # fmt: skip
    printed = [out / f"{path.stem}.pdf" for path in paths]
    if not any(path.exists() for path in printed):
        pytest.skip("LibreOffice Writer is not installed")
    return printed
