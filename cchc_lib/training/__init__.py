"""What a trainer asks for: a course on copies of a synthetic year, and its answers checked."""
