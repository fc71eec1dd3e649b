"""Only what changed: what each task depends on, and what was made before."""
