"""What became of each component of the edition before: data of the newer edition."""

from dataclasses import dataclass
from typing import Literal

from cchc_lib.core.legal import LegalReference

__all__ = ["ComponentLink", "EditionLinks", "LinkChange"]

LinkChange = Literal["same", "renamed", "maximum", "content", "new", "dropped"]
"""A component stayed the same; has another name or code, another maximum, another content
(rule, figures or evidence); is new; or was dropped. The middle three may go together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentLink:
    """One component before and after; ``old`` is empty for a new one, ``new`` for a dropped."""

    old: str = ""
    new: str = ""
    changes: tuple[LinkChange, ...]
    note_vi: str = ""

    @property
    def is_comparable(self) -> bool:
        """Tell whether points may be set side by side in a group whose maximum stayed."""
        return set(self.changes) <= {"same", "renamed", "maximum"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLinks:
    """The link table between an edition and the one before it."""

    from_edition: str
    links: tuple[ComponentLink, ...]
    legal_reference: LegalReference
