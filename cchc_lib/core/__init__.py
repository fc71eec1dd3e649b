"""The law, the arithmetic and its trace: standard library only, no file, no clock, no network."""
