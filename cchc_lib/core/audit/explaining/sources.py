"""Where a number was read: the cell, the hash of its file, the documents of the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from cchc_lib.core.audit.explaining.nodes import Fact, Node, NodeValue, Subject
from cchc_lib.core.evidence import documents_of
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import RoundingRule
from cchc_lib.core.submission import EvidenceItem, NotAppraised, NotReported, Place
from cchc_lib.vietnamese import show_hidden

__all__ = ["Sources", "exact_fact", "known_facts", "rounded_node"]


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a year and the evidence register of one unit, as a trace needs them."""

    year: YearResult
    register: tuple[EvidenceItem, ...]

    @classmethod
    def of_unit(cls, year: YearResult, unit_code: str) -> "Sources":
        """Return the sources of a unit's numbers."""
        return cls(year, year.register_of(unit_code))

    def read_from(
        self, place: Place, name: Literal["place", "evidence_place"] = "place"
    ) -> Iterator[Fact]:
        """Yield where something was read, and the hash of the file where the run took it down."""
        if not place.file:
            return
        yield Fact(name=name, value=place)
        digest = self.year.inputs.get(show_hidden(place.file))
        if digest:
            yield Fact(name="sha256", value=digest)

    def documents(self, cited: Sequence[str], component_code: str = "") -> Iterator[Fact]:
        """Yield the documents of a component: rows of the register, else the words that cite."""
        for document in documents_of(self.register, cited, component_code):
            yield Fact(name="evidence", value=document)


def exact_fact(value: Fraction | NotAppraised | NotReported) -> tuple[Fact, ...]:
    """Return the exact value behind a rounded one, where there is any."""
    return (Fact(name="exact", value=value),) if isinstance(value, Fraction) else ()


def rounded_node(
    subject: Subject,
    code: str,
    value: NodeValue,
    exact: Fraction | NotAppraised,
    *,
    said: Sequence[Fact],
    rounding: RoundingRule,
) -> Node:
    """Return a value that others are compared or averaged with, without explaining it."""
    return Node(
        subject=subject,
        kind="formula",
        code=code,
        value=value,
        facts=(
            *said,
            *exact_fact(exact),
            Fact(name="rounding", value=rounding),
            Fact(name="legal_reference", value=rounding.legal_reference),
        ),
    )


def known_facts(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts that say something: neither missing nor empty."""
    missing = (NotAppraised, NotReported)
    return tuple(f for f in facts if not isinstance(f.value, missing) and f.value != "")
