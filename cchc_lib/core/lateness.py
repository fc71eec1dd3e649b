"""What came in after its last day, and the penalty that the edition declares for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cchc_lib.core.places import unit_file
from cchc_lib.core.round_rules import LateRule, Stage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Adjustment, Assessment, Receipt, Returns, Unit
from cchc_lib.vietnamese import format_date

__all__ = [
    "LATE_REASON_VI",
    "LateFiling",
    "adjustments_of",
    "late_filings",
    "with_receipts_of_units",
]

_FILED: tuple[Stage, ...] = ("self_assessment", "explanation")
"""The stages at which units hand in something themselves."""
LATE_REASON_VI = "Nộp ngày {received}, chậm {days} ngày so với hạn {due}"
"""What is given as the reason of a penalty for filing late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateFiling:
    """A file that the register of the office has after the last day of its stage."""

    stage: Stage
    receipt: Receipt
    last_day: date

    @property
    def days(self) -> int:
        """Return how many days late it was."""
        return (self.receipt.received_on - self.last_day).days


def late_filings(assessment: Assessment, unit: Unit) -> Iterator[LateFiling]:
    """Yield what a unit filed after the last day of the stage."""
    for stage in _FILED:
        window = assessment.window(stage)
        receipt = assessment.receipt(unit_file(stage, unit.code))
        if window and receipt and receipt.received_on > window.last_day:
            yield LateFiling(stage=stage, receipt=receipt, last_day=window.last_day)


def with_receipts_of_units(assessment: Assessment, returns: Returns) -> Assessment:
    """Return the round with the receipts of freely named files under the names of their units too.

    The register of the office names files as they came; whose a file is, its form says.
    """
    filed = [
        *(
            (unit_file("self_assessment", s.unit_code), s.file)
            for s in returns.submissions.values()
        ),
        *(
            (unit_file("explanation", e.unit_code), e.place.file)
            for e in returns.explanations.values()
        ),
    ]
    added = {
        issued: replace(receipt, file=issued)
        for issued, file in filed
        if assessment.receipt(issued) is None and (receipt := assessment.receipt(file)) is not None
    }
    return replace(assessment, receipts=(*assessment.receipts, *added.values()))


def adjustments_of(edition: Edition, assessment: Assessment, unit: Unit) -> tuple[Adjustment, ...]:
    """Return a unit's recorded adjustments, then the penalties that follow from late filing.

    A penalty that the office has recorded itself is not added again.
    """
    recorded = assessment.adjustments_of(unit.code)
    by_hand = {adjustment.code for adjustment in recorded}
    late = {filing.stage: filing for filing in late_filings(assessment, unit)}
    follow = (
        _penalty(edition, unit, late[rule.stage], rule)
        for rule in edition.adjustment.late
        if rule.stage in late and rule.item not in by_hand
    )
    return (*recorded, *follow)


def _penalty(edition: Edition, unit: Unit, late: LateFiling, rule: LateRule) -> Adjustment:
    item = edition.adjustment.item(rule.item)
    points = rule.points_per_day * late.days
    return Adjustment(
        unit_code=unit.code,
        kind="penalty",
        code=rule.item,
        points=edition.rounding.component(min(points, item.max_points) if item else points),
        reason=LATE_REASON_VI.format(
            received=format_date(late.receipt.received_on),
            days=late.days,
            due=format_date(late.last_day),
        ),
        document=f"{rule.legal_reference.document}, {rule.legal_reference.location}",
        place=late.receipt.place,
    )
