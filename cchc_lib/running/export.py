"""An executed notebook as one page that opens offline, through the project's own template."""

from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from cchc_lib.present.html import NOTEBOOK_TEMPLATES, Html
from cchc_lib.present.language import language, tr

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["export_page"]

_PREPROCESSORS = ["nbconvert.preprocessors.CoalesceStreamsPreprocessor"]
"""What changes a notebook on its way; the others of the library change none of ours."""


def export_page(
    notebook: "NotebookNode",
    *,
    title: str = "",
    top: Html | None = None,
    pdf: str = "",
    seal: str = "",
) -> str:
    """Return the HTML page of an executed notebook.

    ``top`` is what stands above it; its PDF lies beside it, if it has one.
    """
    above = top.markup if top else ""
    resources = {"title": title, "top": above, "pdf": PurePosixPath(pdf).name, "seal": seal}
    page, _ = _exporter().from_notebook_node(notebook, resources=resources)
    return str(page)


@cache
def _exporter() -> Any:  # noqa: ANN401 - the library is untyped
    """Return the exporter, which does not read the finished page again.

    The library does so to describe images without a description; the template shows none.
    Texts between the cells are the same in many notebooks, and turned into HTML once; the heads
    of their tables say what they head.
    """
    from nbconvert import HTMLExporter, TemplateExporter
    from nbconvert.exporters.html import contextfilter  # type: ignore[attr-defined]
    from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

    known: dict[str, str] = {}

    class PageExporter(HTMLExporter):
        @contextfilter  # type: ignore[untyped-decorator]
        def markdown2html(self, context: Any, source: str) -> str:  # noqa: ANN401 - of the library
            if context.get("cell", {}).get("attachments"):
                return str(super().markdown2html(context, source))
            if source not in known:
                page = str(super().markdown2html(context, source))
                known[source] = page.replace("<th>", '<th scope="col">')
            return known[source]

        from_notebook_node = TemplateExporter.from_notebook_node

    build: Any = PageExporter
    exporter = build(
        template_name=NOTEBOOK_TEMPLATES.name,
        extra_template_basedirs=[str(NOTEBOOK_TEMPLATES.parent)],
        exclude_input=True,
        default_preprocessors=_PREPROCESSORS,
        optimistic_validation=True,
    )
    exporter.environment.globals.update(tr=tr, language=language)
    shown = WidgetsDataTypeFilter(notebook_metadata=exporter._nb_metadata, parent=exporter)  # noqa: SLF001 - as the library does
    exporter.register_filter("filter_data_type", shown)
    return exporter
