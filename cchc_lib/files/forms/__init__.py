"""The two workbooks of a unit, self-assessment and appraisal, out and back.

Writing: ``issuing`` calls ``self_assessment`` and ``appraisal``, built of ``guide``, ``inputs``,
``formulas``, ``sheet`` and ``styles``. Reading: ``reading`` goes through ``opening``, ``rows`` and
``cells``. Both halves share ``layout``: the names of sheets and columns, and the fixed words.
"""
