"""Draw the pictures of the README from a run of the example: ``python -m tests.pictures RUN``.

It needs Chromium, LibreOffice Writer and ``pdftoppm`` of this system; ``make pictures`` makes the
run first.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.architecture.source import ROOT

IMAGES = ROOT / "reports" / "images"
WIDTH, HEIGHT = 1280, 960
UNIT = "so-noi-vu"
PAGES = {"site": "index.html", "province_report": "notebooks/50_province_report.html"}
PRINTED = {"unit_report": f"units/{UNIT}.pdf"}
WRITTEN = {"decision": "documents/quyet-dinh.docx"}
DOTS_PER_INCH = 65


def draw(run: Path) -> None:
    """Draw what the README shows of a run."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, file in PRINTED.items():
            _draw_sheets(run / file, name, Path(scratch))
        for name, file in WRITTEN.items():
            _draw_sheets(_printed(run / file, Path(scratch)), name, Path(scratch))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, file in PAGES.items():
            _draw_page(page, run / file, IMAGES / f"{name}.png")
        browser.close()


def _draw_page(page: Page, path: Path, image: Path) -> None:
    page.goto(path.resolve().as_uri())
    page.wait_for_load_state("networkidle")
    page.screenshot(path=image)


def _printed(document: Path, scratch: Path) -> Path:
    """Return a document as LibreOffice prints it."""
    words = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(scratch)]
    subprocess.run([*words, str(document)], check=True, capture_output=True)
    return scratch / f"{document.stem}.pdf"


def _draw_sheets(pdf: Path, name: str, scratch: Path) -> None:
    """Draw the first two sheets of a PDF side by side."""
    from PIL import Image

    words = ["pdftoppm", "-png", "-l", "2", "-r", str(DOTS_PER_INCH), str(pdf)]
    subprocess.run([*words, str(scratch / name)], check=True)
    sheets = [Image.open(path) for path in sorted(scratch.glob(f"{name}-*.png"))]
    both = Image.new("RGB", (sum(s.width for s in sheets), sheets[0].height), "white")
    for place, sheet in enumerate(sheets):
        both.paste(sheet, (place * sheets[0].width, 0))
    both.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
