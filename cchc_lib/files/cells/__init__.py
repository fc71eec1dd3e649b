"""What one cell says: numbers, days, words and text as hands type them, and every repair."""
