"""Whether a run is what it was, and its numbers follow from what it holds."""
