"""The site of a run as a browser shows it."""
