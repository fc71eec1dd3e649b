"""Result tables for analysts, in floating point: unofficial, never the source of a score."""
