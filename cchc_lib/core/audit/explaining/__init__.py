"""How one number came about, as a tree down to cell, clause and evidence."""
