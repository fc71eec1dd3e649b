"""What makes a rule law: the document it stands in, and where a reconstructed rule comes from."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["LegalReference", "Provenance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalReference:
    """The document and the place in it that make something law."""

    document: str
    location: str

    @property
    def citation(self) -> str:
        """Return the place in the document, then the document, as a reader cites it."""
        return f"{self.location} ({self.document})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a rule of a reconstructed edition comes from.

    ``read``: read in a published text; ``practice``: common practice, not read again;
    ``design``: chosen for this edition; ``official``: copied from the decision itself.
    """

    mark: Literal["official", "read", "practice", "design"]
    note_vi: str
