"""Which rules of two editions differ, whatever codes the editions carry."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

from cchc_lib.core.edition_links import ComponentLink
from cchc_lib.core.link_lint import real_changes
from cchc_lib.core.rulebook import Component, Edition

__all__ = ["GeneralRule", "RuleChanges", "has_other_rule", "rule_changes"]

GeneralRule = Literal[
    "rounding",
    "ranking",
    "bands",
    "caps",
    "not_applicable",
    "adjustment",
    "survey",
    "procedure",
    "emulation",
]
"""A rule that stands above all components: ``bands`` are the grades and what they are held
against, ``caps`` the facts that hold a grade down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanges:
    """What the rules of two editions do not have in common.

    ``components`` are codes of the later edition, or of the earlier for what was dropped.
    """

    components: tuple[str, ...]
    general: tuple[GeneralRule, ...]


def rule_changes(before: Edition, after: Edition, links: Sequence[ComponentLink]) -> RuleChanges:
    """Compare every rule but its legal reference; ``links`` pair the components."""
    old = {component.code: component for component in before.components()}
    new = {component.code: component for component in after.components()}
    one, other = _general_rules(before), _general_rules(after)
    return RuleChanges(
        components=tuple(
            link.new or link.old for link in links if _differs(old.get(link.old), new.get(link.new))
        ),
        general=tuple(name for name, rule in one.items() if rule != other[name]),
    )


def has_other_rule(old: Component, new: Component, group_code: str) -> bool:
    """Tell whether rule, figures, evidence or the maximum of a group are others."""
    is_other_most = old.max_score.get(group_code) != new.max_score.get(group_code)
    return is_other_most or "content" in real_changes(old, new)


def _differs(old: Component | None, new: Component | None) -> bool:
    if old is None or new is None:
        return old is not new
    return not {"maximum", "content"}.isdisjoint(real_changes(old, new))


def _general_rules(edition: Edition) -> dict[GeneralRule, object]:
    grading = edition.grading
    rules: dict[GeneralRule, object] = {
        "rounding": edition.rounding,
        "ranking": edition.ranking,
        "bands": (grading.value, grading.bands),
        "caps": grading.caps,
        "not_applicable": edition.not_applicable,
        "adjustment": edition.adjustment,
        "survey": edition.survey,
        "procedure": edition.procedure,
        "emulation": edition.emulation,
    }
    return {name: _without_reference(rule) for name, rule in rules.items()}


def _without_reference(rule: object) -> object:
    """Return the fields of a rule, and of the rules in it, without where they are written."""
    if isinstance(rule, tuple):
        return tuple(map(_without_reference, rule))
    if not is_dataclass(rule):
        return rule
    names = [one.name for one in fields(rule) if one.name != "legal_reference"]
    return tuple(_without_reference(getattr(rule, name)) for name in names)
