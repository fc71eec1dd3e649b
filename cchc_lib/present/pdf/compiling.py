"""Report data to a PDF: the same bytes on every machine and day.

Typst is given its template and its data in memory, the bundled letters and nothing else: no
system fonts, no packages, no clock. It would read files from a folder if a template asked; no
text can ask, for text is never read as its language.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.present.pdf.laying import lay_out
from cchc_lib.present.pdf.problems import PdfProblem
from cchc_lib.present.pdf.reading import read_report
from cchc_lib.present.pdf.seal_place import SEAL_DRAWING, open_seal_place

if TYPE_CHECKING:
    from typst import Fonts

__all__ = ["FONTS", "render_pdf"]

FONTS = Path(__file__).parents[1] / "fonts"
"""The letters of all reports, with their licence."""
_TEMPLATE = Path(__file__).parents[1] / "templates" / "pdf" / "report.typ"


def render_pdf(page: str, *, has_seal: bool = True) -> bytes:
    """Return the PDF of a page; where the seal of a run belongs it is left open.

    ``has_seal`` is false for what belongs to no run.
    """
    import typst

    given = {"report": lay_out(read_report(page)), "seal": SEAL_DRAWING if has_seal else ""}
    try:
        compiler = typst.Compiler(_TEMPLATE.read_bytes(), font_paths=_letters(), sys_inputs=given)
        content = compiler.compile(format="pdf", timestamp=0, pdf_tags=False)
    except typst.TypstError as error:
        raise PdfProblem(str(error)) from error
    if not isinstance(content, bytes):
        raise PdfProblem("Typst returned pages instead of one file.")
    return open_seal_place(content) if has_seal else content


@cache
def _letters() -> "Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
