"""An executed notebook as one page that opens offline, through the project's own template."""

from functools import cache
from typing import TYPE_CHECKING

from cchc_lib.present.html import NOTEBOOK_TEMPLATES

if TYPE_CHECKING:
    from nbconvert import HTMLExporter
    from nbformat import NotebookNode

__all__ = ["export_page"]


def export_page(
    notebook: "NotebookNode", *, title: str = "", home: str = "", seal: str = ""
) -> str:
    """Return the HTML page of an executed notebook."""
    resources = {"title": title, "home": home, "seal": seal}
    page, _ = _exporter().from_notebook_node(notebook, resources=resources)
    return str(page)


@cache
def _exporter() -> "HTMLExporter":
    from nbconvert import HTMLExporter

    return HTMLExporter(
        template_name=NOTEBOOK_TEMPLATES.name,
        extra_template_basedirs=[str(NOTEBOOK_TEMPLATES.parent)],
        exclude_input=True,
    )
