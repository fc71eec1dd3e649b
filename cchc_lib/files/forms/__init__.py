"""The workbooks that offices fill in: of each form its sheets, columns and words, and its writer.

``issuing`` writes all that are due; ``layout`` holds what writers share with the readers in
:mod:`cchc_lib.files.returns`.
"""
