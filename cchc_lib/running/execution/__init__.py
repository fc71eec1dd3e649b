"""How what a run holds is made: tasks in, bytes out, by workers of several kinds."""
