"""The elements of a page that was made here, as a tree; its drawings are set aside unread.

Such a page is well formed, and no text or attribute in it holds a bare ``<`` or ``>``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

__all__ = ["DRAWING", "Element", "read_elements", "text_of"]

DRAWING = "cchc-drawing"
"""The tag that stands for a drawing; its only child is the drawing."""
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_UNREAD = re.compile(
    r"""<(style|script)\b.*?</\1>|<a class="anchor-link".*?</a>|</?a\b[^>]*>|<![^>]*>""", re.DOTALL
)
_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9-]*)([^>]*)>|([^<]+)")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_VOID = {"br", "hr", "img", "input", "link", "meta"}


@dataclass(slots=True, kw_only=True)
class Element:
    """One element: its classes, attributes, and what stands in it."""

    tag: str
    kinds: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def parts(self) -> Iterator["Element"]:
        """Yield the elements that stand directly in it."""
        return (child for child in self.children if isinstance(child, Element))

    def find(self, kind: str) -> Iterator["Element"]:
        """Yield the elements of a class or tag anywhere in it, none inside of another."""
        for part in self.parts():
            if kind == part.tag or kind in part.kinds:
                yield part
            else:
                yield from part.find(kind)


def read_elements(page: str) -> Element:
    """Return the root of a page; links are left out, their words are not."""
    drawings: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        drawings.append(found[0])
        return f"<{DRAWING}></{DRAWING}>"

    bare = _UNREAD.sub("", _SVG.sub(set_aside, page))
    root = Element(tag="")
    branch = [root]
    left = iter(drawings)
    for end, tag, attributes, text in _TOKEN.findall(bare):
        if text:
            branch[-1].children.append(unescape(text))
        elif end:
            _close(branch, tag)
        else:
            element = _element(tag, attributes)
            branch[-1].children.append(element)
            if tag == DRAWING:
                element.children.append(next(left))
            if tag not in _VOID:
                branch.append(element)
    return root


def text_of(element: Element | str) -> str:
    """Return the words of an element, without its looks."""
    return " ".join(_letters_of(element).split())


def _letters_of(element: Element | str) -> str:
    if isinstance(element, str):
        return element
    return "".join(map(_letters_of, element.children))


def _element(tag: str, text: str) -> Element:
    if not text:
        return Element(tag=tag)
    attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}
    kinds = frozenset(attributes.get("class", "").split())
    return Element(tag=tag, kinds=kinds, attributes=attributes)


def _close(branch: list[Element], tag: str) -> None:
    """Close an element, and those that were left open in it."""
    for place in range(len(branch) - 1, 0, -1):
        if branch[place].tag == tag:
            del branch[place:]
            return
