"""Drafts of editions: rule files as plain tables, written as TOML or as a workbook, and back."""
