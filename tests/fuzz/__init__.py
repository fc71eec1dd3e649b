"""Hostile input, made by the thousand: nothing but an answer or a finding may come of it."""
