"""What an auditor asks of a computed year: explain a number, check it again, compare years."""

from typing import TYPE_CHECKING

from cchc_lib.core.audit.explaining.component import explain_component
from cchc_lib.core.audit.explaining.group import explain_area_mean, explain_mean
from cchc_lib.core.audit.explaining.nodes import Fact, FactName, FactValue, Node, NodeValue
from cchc_lib.core.audit.explaining.numbers import explain, is_group, numbers_of
from cchc_lib.core.audit.explaining.stage import explain_stage
from cchc_lib.core.audit.explaining.unit import explain_unit

if TYPE_CHECKING:
    from cchc_lib.core.audit.comparing.years import compare_years

__all__ = [
    "Fact",
    "FactName",
    "FactValue",
    "Node",
    "NodeValue",
    "compare_years",
    "explain",
    "explain_area_mean",
    "explain_component",
    "explain_mean",
    "explain_stage",
    "explain_unit",
    "is_group",
    "numbers_of",
]


def __getattr__(name: str) -> object:
    """Load the comparison of years when it is first asked for: an explanation needs none."""
    if name != "compare_years":
        raise AttributeError(name)
    from cchc_lib.core.audit.comparing.years import compare_years

    return compare_years
