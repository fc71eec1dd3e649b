"""Compute, explain and report a province's yearly Public Administration Reform Index.

Importing the package loads nothing heavy: pandas, matplotlib, openpyxl and papermill are
imported by the modules that use them. Start reading at :mod:`cchc_lib.pipeline`.
"""

__version__ = "0.1.0"
