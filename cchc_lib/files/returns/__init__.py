"""Returned forms: found again in what came back, read row by row, and handed back to be mended."""
