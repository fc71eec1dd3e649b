"""Marked words planted in every free text of a year, and looked for in all that a run writes."""
