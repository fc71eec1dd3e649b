"""Why a unit has no place and no grade yet."""

from cchc_lib.core.ranking import is_decided
from cchc_lib.core.results import UnitResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import NotAppraised
from cchc_lib.vietnamese import format_decimal

__all__ = ["TOO_LITTLE_VI", "why_unranked"]

TOO_LITTLE_VI = "Mới có kết quả của {decided}/{whole} điểm tối đa, chưa đủ {share}% để xếp tạm"
"""Why a unit of which too little is decided has no place."""


def why_unranked(edition: Edition, unit: UnitResult) -> NotAppraised:
    """Say what a unit without a place or grade lacks: an index, or enough decisions."""
    is_enough = is_decided(edition, unit.max_score, unit.pending_max)
    if unit.state != "blocked" and not is_enough:
        whole = format_decimal(unit.max_score + unit.pending_max)
        share = format_decimal(edition.ranking.provisional_share * 100)
        return NotAppraised(
            reason_vi=TOO_LITTLE_VI.format(
                decided=format_decimal(unit.max_score), whole=whole, share=share
            )
        )
    return unit.index_exact if isinstance(unit.index_exact, NotAppraised) else _NOT_PLACED


_NOT_PLACED = NotAppraised(reason_vi="Nhóm của đơn vị chưa được xếp hạng")
