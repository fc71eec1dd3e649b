"""A comparison of two years in words, tables, charts and data."""
