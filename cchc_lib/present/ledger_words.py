"""The words of the ledger: names of codes, sentences on rules, and what must be said of a year."""

from cchc_lib.core.results import YearResult
from cchc_lib.present.headline import year_notices
from cchc_lib.present.names import (
    ADJUSTMENT_NAMES,
    POLICY_NAMES,
    PROVENANCE_NAMES,
    ROUNDING_NAMES,
    RULE_KIND_NAMES,
    STAGE_NAMES,
    STATE_NAMES,
)
from cchc_lib.present.wording import capitalised, describe_rank_rule

__all__ = ["ledger_words"]


def ledger_words(year: YearResult) -> dict[str, str]:
    """Return every word that the ledger shares with the reports, by its code.

    Besides the names of codes: ``ranking``, how units are ranked, and ``notice``, what must be
    said wherever results of the year are shown; empty when there is nothing to say.
    """
    names = (
        ADJUSTMENT_NAMES,
        POLICY_NAMES,
        PROVENANCE_NAMES,
        ROUNDING_NAMES,
        RULE_KIND_NAMES,
        STAGE_NAMES,
        STATE_NAMES,
    )
    return {code: name for table in names for code, name in table.items()} | {
        "ranking": capitalised(describe_rank_rule(year.edition.ranking)),
        "notice": " ".join(year_notices(year)),
    }
