"""An appendix as issued: its table, its columns, its rows, and what they add up to."""
