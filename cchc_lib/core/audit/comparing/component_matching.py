"""Which component of an earlier year stands beside which of a later one, and whether it may."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cchc_lib.core.audit.comparing.changes import Incomparable, Matching, NotCompared
from cchc_lib.core.audit.comparing.rule_changes import RuleChanges, has_other_rule, rule_changes
from cchc_lib.core.edition_links import ComponentLink
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore

__all__ = ["ComponentPair", "Pairing", "link_components", "matching_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentPair:
    """One component of a unit at both ends.

    ``hurdle`` says why its points may not be set side by side; ``None`` where they may.
    ``has_other_rule`` tells whether the rules of both ends differ, or one end has none.
    """

    link: ComponentLink
    old: ComponentScore | None
    new: ComponentScore | None
    hurdle: NotCompared | None
    has_other_rule: bool

    @property
    def ends(self) -> tuple[ComponentScore, ComponentScore] | None:
        """Return both scores where their points may be set side by side."""
        if self.hurdle is not None or self.old is None or self.new is None:
            return None
        return self.old, self.new


def matching_of(before: Edition, after: Edition) -> Matching:
    """Say how the components of two editions find each other."""
    if before.code == after.code:
        return "same_edition"
    is_linked = after.links is not None and after.links.from_edition == before.code
    return "links" if is_linked else "codes"


def link_components(before: Edition, after: Edition) -> tuple[ComponentLink, ...]:
    """Return one link for every component of either edition, each in one link only.

    Components that the link table does not name are taken for the same under one code.
    """
    declared = after.links.links if after.links and matching_of(before, after) == "links" else ()
    old_codes = [component.code for component in before.components()]
    new_codes = [component.code for component in after.components()]
    links = list(_each_once(declared, old_codes, new_codes))
    named_old, named_new = {link.old for link in links}, {link.new for link in links}
    free_old = [code for code in old_codes if code not in named_old]
    free_new = [code for code in new_codes if code not in named_new]
    links += [_link_by_code(code, free_old) for code in free_new]
    links += [ComponentLink(old=c, changes=("dropped",)) for c in free_old if c not in free_new]
    return _in_order(links, old_codes, new_codes)


def _in_order(
    links: Sequence[ComponentLink], old_codes: Sequence[str], new_codes: Sequence[str]
) -> tuple[ComponentLink, ...]:
    """Return links in the later order, what was dropped after what stood before it."""
    by_new = {link.new: link for link in links if link.new}
    kept = {link.old: link.new for link in links if link.old and link.new}
    place = {code: number for number, code in enumerate(new_codes)}
    ordered = [(place[code], 0, link) for code, link in by_new.items()]
    last, count = -1, 0
    dropped = {link.old: link for link in links if not link.new}
    for code in old_codes:
        last = place.get(kept.get(code, ""), last)
        if code in dropped:
            count += 1
            ordered.append((last, count, dropped[code]))
    return tuple(link for _, _, link in sorted(ordered, key=lambda one: one[:2]))


def _each_once(
    links: Sequence[ComponentLink], old_codes: Sequence[str], new_codes: Sequence[str]
) -> Iterator[ComponentLink]:
    """Yield links so that each component stands in one: its points count exactly once."""
    free_old, free_new = {*old_codes}, {*new_codes}
    for link in links:
        old = link.old if link.old in free_old else ""
        new = link.new if link.new in free_new else ""
        free_old.discard(old)
        free_new.discard(new)
        if old or new:
            yield ComponentLink(old=old, new=new, changes=link.changes, note_vi=link.note_vi)


def _link_by_code(code: str, old_codes: Sequence[str]) -> ComponentLink:
    if code in old_codes:
        return ComponentLink(old=code, new=code, changes=("same",))
    return ComponentLink(new=code, changes=("new",))


class Pairing:
    """How the components of two editions stand side by side, for every unit alike."""

    def __init__(self, before: Edition, after: Edition) -> None:
        self._before, self._after = before, after
        self._old = {component.code: component for component in before.components()}
        self._new = {component.code: component for component in after.components()}
        self._links = link_components(before, after)

    def pair(
        self, old: Sequence[ComponentScore], new: Sequence[ComponentScore]
    ) -> tuple[ComponentPair, ...]:
        """Return the components of one unit, each with what it was and what it is."""
        old_scores = {score.component_code: score for score in old}
        new_scores = {score.component_code: score for score in new}
        ends = ((link, old_scores.get(link.old), new_scores.get(link.new)) for link in self._links)
        return tuple(
            ComponentPair(
                link=link,
                old=one,
                new=other,
                hurdle=self._hurdle(link, one, other),
                has_other_rule=self._has_other_rule(one, other),
            )
            for link, one, other in ends
            if one is not None or other is not None
        )

    def rule_changes(self) -> RuleChanges:
        """Return what the rules of the two editions do not have in common."""
        return rule_changes(self._before, self._after, self._links)

    def _has_other_rule(self, old: ComponentScore | None, new: ComponentScore | None) -> bool:
        if old is None or new is None:
            return True
        ends = self._old[old.component_code], self._new[new.component_code]
        return has_other_rule(*ends, new.group_code)

    def _hurdle(
        self, link: ComponentLink, old: ComponentScore | None, new: ComponentScore | None
    ) -> NotCompared | None:
        reason = self._reason(link, old, new)
        return NotCompared(reason=reason, note_vi=link.note_vi) if reason else None

    def _reason(
        self, link: ComponentLink, old: ComponentScore | None, new: ComponentScore | None
    ) -> Incomparable | None:
        if old is None or new is None:
            return "added" if old is None else "dropped"
        has_other_content = self._has_other_content(old, new)
        hurdles: tuple[tuple[Incomparable, bool], ...] = (
            ("other_group", old.group_code != new.group_code),
            ("maximum", old.max_score != new.max_score),
            ("content", has_other_content or not link.is_comparable),
            ("rounding", self._rounds_otherwise()),
        )
        return next((reason for reason, holds in hurdles if holds), None)

    def _has_other_content(self, old: ComponentScore, new: ComponentScore) -> bool:
        """Tell whether rule or figures are others, or the way answers are counted."""
        one, other = self._old[old.component_code], self._new[new.component_code]
        is_other = (one.rule, one.inputs, one.source) != (other.rule, other.inputs, other.source)
        return is_other or (new.is_survey and _conduct(self._before) != _conduct(self._after))

    def _rounds_otherwise(self) -> bool:
        one, other = self._before.rounding, self._after.rounding
        return (one.component_places, one.mode) != (other.component_places, other.mode)


def _conduct(edition: Edition) -> tuple[object, ...]:
    """Return what decides how answers are counted, without its legal reference."""
    conduct = edition.survey
    return conduct.respondent_groups, conduct.dont_know, conduct.minimum_answers
