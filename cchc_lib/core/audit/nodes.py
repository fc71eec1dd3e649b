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
    Figure,
    Place,
)

__all__ = ["Fact", "FactValue", "Node", "NodeValue"]

NodeValue = Decimal | int | Figure | GradeBand | Undecided
FactName = Literal[
    "rule", "ranking", "entered", "weight", "legal_reference", "provenance", "place", "exact",
    "rounding", "reason", "evidence", "evidence_place", "explanation", "difference",
    "sample_size", "margin", "role", "decided_on", "previous", "refused", "max_score",
    "dropped_max", "pending_max", "uncapped", "problem", "document",
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
)
Kind = Literal["input", "law", "formula", "override", "refused"]
Subject = Literal[
    "index", "total", "rank", "grade", "area", "component", "self", "rule", "appraised",
    "appraisal_1", "explanation", "appraisal_2", "council", "survey", "figure", "tally",
    "percent", "bonus", "penalty", "policy", "adjustment",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a number rests on."""

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
