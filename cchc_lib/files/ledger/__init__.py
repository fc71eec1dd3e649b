"""The whole computation of a year as a workbook that an auditor can recompute.

Every sheet has its module, named for it; ``writing`` puts them together, ``grid`` writes one
table, ``cells`` says what stands in a cell and ``book`` how it looks. What the engine computed
is stored beside every formula, so that both can be held against each other.
"""

from cchc_lib.files.ledger.writing import ledger_fits, write_ledger

__all__ = ["ledger_fits", "write_ledger"]
