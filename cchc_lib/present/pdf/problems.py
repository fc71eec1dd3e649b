"""Why a report did not become a PDF."""

__all__ = ["PdfProblem"]


class PdfProblem(Exception):
    """A report that could not be set; what it says is the engine's own message, or ours of it."""
