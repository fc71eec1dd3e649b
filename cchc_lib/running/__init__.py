"""Executing notebooks through papermill and assembling the run folder."""
