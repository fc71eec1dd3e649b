"""What an auditor asks of a computed year: explain a number, check it again, compare years."""

from cchc_lib.core.audit.comparing import compare_years
from cchc_lib.core.audit.component import explain_component
from cchc_lib.core.audit.group import explain_area_mean, explain_mean
from cchc_lib.core.audit.nodes import Fact, FactName, FactValue, Node, NodeValue
from cchc_lib.core.audit.numbers import explain, is_group, numbers_of
from cchc_lib.core.audit.stage import explain_stage
from cchc_lib.core.audit.unit import explain_unit

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
