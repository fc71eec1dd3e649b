"""Editable documents: DOCX from templates that an office may reword, and workbooks."""
