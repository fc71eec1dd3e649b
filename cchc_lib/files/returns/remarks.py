"""What is to be said about a form before it is known whose it is."""

from dataclasses import dataclass

from cchc_lib.findings import Finding, finding

__all__ = ["Remark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding about a sheet, still without its file and unit."""

    code: str
    sheet: str
    cell: str = ""
    found: str = ""
    expected: str = ""

    def about(self, file: str, unit_code: str) -> Finding:
        """Return the finding."""
        return finding(
            self.code,
            unit_code=unit_code,
            file=file,
            sheet=self.sheet,
            cell=self.cell,
            found=self.found,
            expected=self.expected,
        )
