"""Trees of numbers in words: pages, terminal, data."""
