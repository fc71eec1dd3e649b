"""The one place where text becomes HTML, and so the one place where it is escaped."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = [
    "NOTEBOOK_TEMPLATES",
    "Cell",
    "Column",
    "Html",
    "Markup",
    "facts",
    "inline_code",
    "join",
    "paragraph",
    "phrase",
    "render",
    "section",
    "stylesheet",
    "table",
]

NOTEBOOK_TEMPLATES = Path(__file__).parent / "templates" / "notebook"
"""The nbconvert template of the notebooks: named as the folder, based in its parent."""


class Markup(Protocol):
    """Anything that is HTML already, such as a table or a chart."""

    def __html__(self) -> str:
        """Return the HTML."""
        ...


@dataclass(frozen=True, slots=True)
class Html:
    """HTML that is safe to show: a filled template, or a drawing made here."""

    markup: str

    def __html__(self) -> str:
        """Return the markup, so that a template takes it over unescaped."""
        return self.markup

    def _repr_html_(self) -> str:
        return self.markup


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and whether it holds numbers or unbroken codes."""

    title: str
    is_number: bool = False
    is_code: bool = False


Cell = str | Markup
"""What stands in a cell: text, which is escaped, or HTML."""


def render(template: str, **values: object) -> Html:
    """Fill a template of this package; every plain string is escaped."""
    return Html(_environment().get_template(template).render(**values))


def table(
    *,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    highlighted: Collection[int] = (),
    empty: str = "Không có dòng nào.",
    is_wide: bool = False,
) -> Html:
    """Draw a table: the first column heads its row, numbers are set flush right.

    Parameters
    ----------
    caption
        What the table shows.
    columns, rows
        Headings, and cells in the same order.
    highlighted
        Indices of rows to set apart.
    empty
        What to say instead of a table without rows.
    is_wide
        Use smaller type for a table of many columns.
    """
    return render(
        "table.html.j2",
        caption=caption,
        columns=columns,
        rows=[[*zip(columns, row, strict=True)] for row in rows],
        highlighted=set(highlighted),
        empty=empty,
        is_wide=is_wide,
    )


def facts(pairs: Sequence[tuple[str, Cell]]) -> Html:
    """Draw named facts as a description list."""
    return render("facts.html.j2", pairs=pairs)


def inline_code(text: str) -> Html:
    """Draw our own sentence, with what stands between backticks as code."""
    return render("code.html.j2", parts=text.split("`"))


def paragraph(text: Cell) -> Html:
    """Draw one paragraph."""
    return render("paragraph.html.j2", text=text)


def phrase(*parts: Cell) -> Html:
    """Put words and linked numbers together in one sentence."""
    return render("phrase.html.j2", parts=parts)


def section(title: str, *parts: Markup) -> Html:
    """Put a smaller heading over some parts."""
    return render("section.html.j2", title=title, parts=parts)


def join(*parts: Markup) -> Html:
    """Put parts one below the other."""
    return render("section.html.j2", title="", parts=parts)


def stylesheet() -> Html:
    """Return the look of tables and charts, for a notebook that is open in JupyterLab."""
    return render("stylesheet.html.j2")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("cchc_lib.present", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
