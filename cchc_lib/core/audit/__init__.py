"""What an auditor asks of a computed year: explain a number, check it again, compare years."""

from cchc_lib.core.audit.component import explain_component
from cchc_lib.core.audit.nodes import Fact, Node, NodeValue
from cchc_lib.core.audit.unit import explain_unit

__all__ = ["Fact", "Node", "NodeValue", "explain_component", "explain_unit"]
