"""A run that corrects a published one: the two lie side by side, the old one as it was."""

from pathlib import Path

from cchc_lib.core.submission import Assessment
from cchc_lib.findings import Finding, finding
from cchc_lib.running.manifest import is_finished

__all__ = ["note_corrected"]


def note_corrected(final: Path, assessment: Assessment) -> tuple[Finding, ...]:
    """Return a warning if the run that ``final`` corrects is not among the runs beside it."""
    one = assessment.correction
    if one is None or is_finished(final.parent / one.run):
        return ()
    return (finding("KQ-034", file="assessment.toml", found=one.run, words=final.parent.name),)
