"""Which counts of survey answers must not be shown, so that nobody can be found behind them.

Counts under the edition's minimum are hidden. As totals stand beside them, more are hidden,
the smallest first, until what is hidden can't be worked out from what is not.
"""

from collections.abc import Mapping, Sequence

from cchc_lib.core.rulebook import SurveyConduct
from cchc_lib.core.submission import SurveyTally

__all__ = ["HIDDEN", "hidden_cells", "hidden_groups", "sizes_of"]

HIDDEN = "ẩn"
"""Stands for every count that is not shown, whichever of the two reasons it has."""
_FEWEST_TOGETHER = 2


def hidden_cells(counts: Mapping[str, int], minimum: int) -> frozenset[str]:
    """Return the cells to hide of counts whose total is known.

    At least two are hidden, and what they hold together is no small count either; none where
    no cell is small. A cell of zero says of nobody what he answered, and is left as it is.

    >>> sorted(hidden_cells({"5": 12, "4": 7, "3": 2}, 5))
    ['3', '4']
    >>> sorted(hidden_cells({"5": 12, "4": 1, "3": 1, "2": 6}, 5))
    ['2', '3', '4']
    >>> hidden_cells({"5": 12, "4": 7}, 5)
    frozenset()
    """
    filled = sorted((count, cell) for cell, count in counts.items() if count)
    hidden = [pair for pair in filled if pair[0] < minimum]
    left = filled[len(hidden) :]
    while hidden and left:
        if len(hidden) >= _FEWEST_TOGETHER and sum(count for count, _ in hidden) >= minimum:
            break
        hidden.append(left.pop(0))
    return frozenset(cell for _, cell in hidden)


def sizes_of(tallies: Sequence[SurveyTally]) -> dict[str, int]:
    """Return how many valid answers each respondent group gave, over all files."""
    sizes: dict[str, int] = {}
    for tally in tallies:
        size = sum(tally.counts.values())
        sizes[tally.respondent_group] = sizes.get(tally.respondent_group, 0) + size
    return sizes


def hidden_groups(tallies: Sequence[SurveyTally], conduct: SurveyConduct) -> frozenset[str]:
    """Return the respondent groups whose size is hidden: their sum is shown with them."""
    return hidden_cells(sizes_of(tallies), conduct.minimum_answers)
