"""The one place where text becomes HTML, and so the one place where it is escaped."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import escape

from cchc_lib.present.language import language, later, tr

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = [
    "NOTEBOOK_TEMPLATES",
    "Cell",
    "Column",
    "Html",
    "Markup",
    "facts",
    "inline_code",
    "join",
    "link",
    "listed",
    "mark",
    "over_small",
    "paragraph",
    "phrase",
    "render",
    "section",
    "stacked",
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
_NO_ROWS = later("Không có dòng nào.")


def render(template: str, **values: object) -> Html:
    """Fill a template of this package; every plain string is escaped."""
    return Html(_environment().get_template(template).render(**values))


def table(
    *,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    highlighted: Collection[int] = (),
    empty: str = _NO_ROWS,
    is_wide: bool = False,
    orders: Mapping[int, Sequence[Any]] | None = None,
) -> Html:
    """Draw a table: the first column heads its row, numbers are set flush right.

    Parameters
    ----------
    caption
        What the table shows.
    columns, rows
        Headings, which are looked up in the language of the page, and cells in the same order.
    highlighted
        Indices of rows to set apart.
    empty
        What to say instead of a table without rows.
    is_wide
        Use smaller type for a table of many columns.
    orders
        What the rows of a column are sorted by where readers may sort; other columns stay.
    """
    kinds = [_kind(column) for column in columns]
    places = {column: _places(keys) for column, keys in (orders or {}).items()}
    return render(
        "table.html.j2",
        caption=caption,
        columns=[tr(column.title) for column in columns],
        kinds=kinds,
        rows=[
            [*zip(_placed(kinds, places, number), row, strict=True)]
            for number, row in enumerate(rows)
        ],
        sortable=places,
        highlighted=set(highlighted),
        empty=tr(empty),
        is_wide=is_wide,
    )


def _kind(column: Column) -> Html:
    """Return what the cells of a column say of how they are set."""
    name = "cchc-number" if column.is_number else "cchc-code" if column.is_code else ""
    return Html(f' class="{name}"' if name else "")


def _places(keys: Sequence[Any]) -> list[int]:
    """Return the place of each key among all, the same for equal ones."""
    order = {key: place for place, key in enumerate(sorted(set(keys)))}
    return [order[key] for key in keys]


def _placed(kinds: list[Html], places: Mapping[int, list[int]], row: int) -> list[Html]:
    """Return what the cells of a row say of how they are set, and of their place in a column."""
    if not places:
        return kinds
    return [
        Html(f'{kind.markup} data-order="{places[column][row]}"') if column in places else kind
        for column, kind in enumerate(kinds)
    ]


def facts(pairs: Sequence[tuple[str, Cell]]) -> Html:
    """Draw named facts as a description list."""
    return render("facts.html.j2", pairs=pairs)


def inline_code(text: str) -> Html:
    """Draw our own sentence, with what stands between backticks as code."""
    parts = text.split("`")
    said = (f"<code>{escape(p)}</code>" if n % 2 else escape(p) for n, p in enumerate(parts))
    return Html("".join(said))


def paragraph(text: Cell) -> Html:
    """Draw one paragraph."""
    return Html(f"<p>{escape(text)}</p>")


def phrase(*parts: Cell) -> Html:
    """Put words and linked numbers together in one sentence."""
    return Html("".join(map(escape, parts)))


def link(text: Cell, href: str, kind: str = "") -> Html:
    """Link words; ``kind`` names how the link looks where it is not a plain one."""
    look = f'class="{escape(kind)}" ' if kind else ""
    return Html(f'<a {look}href="{escape(href)}">{escape(text)}</a>')


def mark(text: Cell, kind: str) -> Html:
    """Set a word apart, as what ``kind`` names: an error, a warning, an override."""
    return Html(f'<span class="cchc-mark cchc-mark-{escape(kind)}">{escape(text)}</span>')


def stacked(texts: Iterable[Cell]) -> Html:
    """Put words one below the other inside a cell."""
    return Html("<br>".join(map(escape, texts)))


def listed(texts: Iterable[Cell]) -> Html:
    """Put words one after the other in one sentence."""
    return Html("; ".join(map(escape, texts)))


def over_small(text: Cell, small: Cell) -> Html:
    """Put words over smaller ones."""
    return Html(f'{escape(text)}<br><span class="cchc-small">{escape(small)}</span>')


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
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("cchc_lib.present", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(tr=tr, language=language)
    return environment
