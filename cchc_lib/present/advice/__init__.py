"""What next for a unit, in words: on the command line, for other programs, in its report."""
