"""Links from a number in a report to the place on an audit page where it is derived."""

from cchc_lib.core.audit import Node
from cchc_lib.core.results import YearResult
from cchc_lib.core.stages import ComponentScore
from cchc_lib.present.html import Cell, link
from cchc_lib.present.wording import format_points, format_total
from cchc_lib.vietnamese import slug

__all__ = [
    "AUDIT",
    "PROVINCE_PAGE",
    "anchor_of",
    "group_page",
    "group_trail",
    "lead_anchor",
    "province_trail",
    "rank_text",
    "rank_trail",
    "score_trail",
    "total_trail",
    "trail",
]

AUDIT = "../audit/"
"""The audit pages as seen from a report, a notebook or a document of a run."""

PROVINCE_PAGE = "index"
"""The audit page of sums over all units."""

_BY_CODE = {
    "area": "area",
    "area_mean": "area",
    "criterion": "criterion",
    "component": "component",
    "stage": "stage",
}


def trail(text: str, page: str, anchor: str, *, audit: str = AUDIT) -> Cell:
    """Link a number to its derivation; nothing stays nothing.

    Parameters
    ----------
    text
        The number as it is shown.
    page
        The code of the unit, or what :func:`group_page` says.
    anchor
        The number's name on that page, such as ``index`` or ``component-4.3.1``.
    audit
        Where the audit pages lie, as seen from the page that holds the number; empty if there
        are none.
    """
    if not text or not audit:
        return text
    return link(text, f"{audit}{page}.html#{anchor}", "cchc-trail")


def group_trail(text: str, group_code: str, anchor: str = "mean", *, audit: str = AUDIT) -> Cell:
    """Link a mean over a group to the values it is made of."""
    return trail(text, group_page(group_code), anchor, audit=audit)


def province_trail(text: str, anchor: str) -> Cell:
    """Link a sum over all units to its terms."""
    return trail(text, PROVINCE_PAGE, anchor)


def score_trail(year: YearResult, score: ComponentScore, value: object) -> Cell:
    """Write points of a component, linked to the component."""
    text = format_points(year, value)
    return trail(text, score.unit_code, f"component-{score.component_code}")


def total_trail(year: YearResult, value: object, page: str, anchor: str) -> Cell:
    """Write a total, index or mean, linked to its derivation."""
    return trail(format_total(year, value), page, anchor)


def rank_trail(rank: object, unit_code: str, anchor: str = "rank", *, audit: str = AUDIT) -> Cell:
    """Write a place in a group, linked to who is ahead."""
    return trail(rank_text(rank), unit_code, anchor, audit=audit)


def rank_text(rank: object) -> str:
    """Write a place in a group; a unit that has none gets a dash."""
    return str(rank) if isinstance(rank, int) else "–"


def group_page(group_code: str) -> str:
    """Return the name of a group's audit page."""
    return f"group-{group_code}"


def lead_anchor(lead_appraiser: str) -> str:
    """Return the anchor of an office's decisions on the page of the province."""
    return f"lead-{slug(lead_appraiser)}"


def anchor_of(node: Node) -> str:
    """Return the anchor of a traced number on its audit page.

    >>> anchor_of(Node(subject="component", kind="formula", code="4.3.1", value="x"))
    'component-4.3.1'
    """
    prefix = _BY_CODE.get(node.subject)
    return f"{prefix}-{node.code}" if prefix else node.subject
