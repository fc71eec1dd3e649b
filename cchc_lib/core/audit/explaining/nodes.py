"""What an explanation is made of: a tree of numbers, each with the facts it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cchc_lib.core.rule_kinds import Rule
from cchc_lib.core.rulebook import (
    GradeBand,
    LegalReference,
    Provenance,
    RankingRule,
    RoundingRule,
)
from cchc_lib.core.stages import Undecided
from cchc_lib.core.submission import (
    EvidenceItem,
    Figure,
    Place,
)

__all__ = ["Fact", "FactName", "FactValue", "Kind", "Node", "NodeValue", "Subject"]

NodeValue = Decimal | int | Figure | GradeBand | Undecided
FactName = Literal[
    "after", "appraised_score", "area_rank", "band_below", "band_from", "before", "best_grade",
    "bonus", "cap", "change", "changed_count", "compared", "decided_max", "decided_on",
    "decided_score", "difference", "document", "dont_know", "dropped_max", "entered", "evidence",
    "evidence_place", "exact", "explanation", "index_after", "item_max", "legal_reference",
    "margin", "max_score", "pending_max", "penalty", "place", "previous", "problem",
    "provenance", "rank_after", "rank_before", "rank_of_unit", "ranked_count", "ranking",
    "reason", "refused", "relation", "role", "rounding", "rule", "sample_size", "self_score",
    "sha256", "source", "sub_index", "sub_index_exact", "survey_score", "taken_from", "uncapped",
    "undecided_count", "unit_count", "weight", "year",
]  # fmt: skip
FactValue = (
    str
    | int
    | Decimal
    | Fraction
    | date
    | Rule
    | LegalReference
    | Provenance
    | Place
    | RoundingRule
    | RankingRule
    | EvidenceItem
    | Undecided
)
Kind = Literal["input", "law", "formula", "override", "refused"]
Subject = Literal[
    "index", "sub_index", "total", "rank", "grade", "area", "criterion", "component", "self",
    "rule", "appraised", "appraisal_1", "explanation", "appraisal_2", "council", "survey", "figure",
    "tally", "percent", "bonus", "penalty", "policy", "adjustment", "stage", "change", "mean",
    "area_mean",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a number rests on.

    A ``sha256`` is that of the file of the ``place`` before it. ``relation`` says how another
    unit stands to the one explained: ``ahead``, ``level``, or ``left_out`` of a mean.
    """

    name: FactName
    value: FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One number, what made it, and the numbers it was made of."""

    subject: Subject
    kind: Kind
    code: str
    value: NodeValue
    facts: tuple[Fact, ...] = ()
    parts: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        """Yield this node and everything below it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def found(self, name: FactName) -> tuple[FactValue, ...]:
        """Return the values of the facts with a name, in their order."""
        return tuple(fact.value for fact in self.facts if fact.name == name)
