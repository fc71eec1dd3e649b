"""A thousand and ten thousand units: scoring, reading, whole runs, and the memory they take."""

import gc
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from cchc_lib.core.filed import filed_by
from cchc_lib.core.reckoning import Reckoning
from cchc_lib.core.records import making_many
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, ComponentEntry, Returns
from cchc_lib.core.unit_scores import rule_line, score_units, survey_line
from tests.benchmarks.timing import ROUNDS, Watched, watch
from tests.benchmarks.year_figures import RUN

SIZES = (100, 1_000, 10_000)


def multiplied(assessment: Assessment, returns: Returns, count: int) -> tuple[Assessment, Returns]:
    """Return a round with ``count`` units: those of another one again and again.

    Each copy declares other figures, so that few of them are equal.
    """
    units, submissions, decisions, tallies = [], {}, {}, {}
    origins = assessment.units
    for number in range(count):
        origin = origins[number % len(origins)]
        code = f"{origin.code}-{number}"
        units.append(replace(origin, code=code))
        given = returns.submissions[origin.code]
        entries = {c: _varied(one, number) for c, one in given.entries.items()}
        submissions[code] = replace(given, unit_code=code, entries=entries)
        for (unit_code, component), own in returns.decisions.items():
            if unit_code == origin.code:
                decisions[code, component] = own
        for (unit_code, component), own in returns.tallies.items():
            if unit_code == origin.code:
                tallies[code, component] = own
    return (
        replace(assessment, units=tuple(units)),
        replace(returns, submissions=submissions, decisions=decisions, tallies=tallies),
    )


def _varied(entry: ComponentEntry, number: int) -> ComponentEntry:
    """Return an entry whose numbers grow with the copy; the ratios of a unit stay possible."""
    figures = tuple(
        replace(one, value=one.value * (1 + number % 97)) if _is_number(one.value) else one
        for one in entry.figures
    )
    return replace(entry, figures=figures)


def _is_number(value: object) -> bool:
    from decimal import Decimal

    return isinstance(value, Decimal)


def trace_rules(edition: Edition, assessment: Assessment, returns: Returns) -> int:
    """Score every component by its rule from figures or answers, each with its trace."""
    reckoning, lines = Reckoning(edition, assessment.year), []
    with making_many():
        for unit in assessment.units:
            filed = filed_by(unit, assessment, returns)
            for row in reckoning.appendix(unit.group_code):
                if row.survey_rule is None:
                    entry = filed.entry(row.component.code)
                    lines.append(rule_line(reckoning, row, entry))
                else:
                    key = unit.code, row.component.code
                    lines.append(survey_line(reckoning, row, returns, key))
    return len(lines)


def score_all(edition: Edition, assessment: Assessment, returns: Returns) -> int:
    """Put together every stage of every component, with traces."""
    return sum(map(len, score_units(edition, assessment, returns).values()))


def measure_scoring(
    score: Callable[[Edition, Assessment, Returns], int],
    edition: Edition,
    assessment: Assessment,
    returns: Returns,
) -> dict[int, float]:
    """Return the median seconds of scoring by the number of units, measured in turns."""
    years = {size: multiplied(assessment, returns, size) for size in SIZES}
    gc.collect()
    gc.freeze()
    seconds: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size, (some, given) in years.items():
            start = time.process_time()
            score(edition, some, given)
            seconds[size].append(time.process_time() - start)
    gc.unfreeze()
    return {size: median(own) for size, own in seconds.items()}


def run_in_full(directory: Path, folder: Path, *, has_reports: bool) -> Watched:
    """Run an assessment as a process of its own with empty stores."""
    words = (str(directory), str(folder / "cache"), str(folder / "reports"))
    return watch(["-c", RUN, *words, "reports" if has_reports else "tables"])
