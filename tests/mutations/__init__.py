"""Damaged variants of a filled-in form, each with what must become of it."""
