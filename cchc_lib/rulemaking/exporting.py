"""An edition as a workbook, to be reviewed, changed and read back."""

from pathlib import Path

from cchc_lib.core.rulebook import Edition
from cchc_lib.errors import UsageProblem
from cchc_lib.files.rules import rule_files
from cchc_lib.files.text import read_toml
from cchc_lib.files.writing import write_bytes
from cchc_lib.opening import edition_folder
from cchc_lib.present.rule_text import describe_rule
from cchc_lib.running.editions import edition_at

__all__ = ["export_edition", "said_of"]


def export_edition(edition: str, path: Path) -> Edition:
    """Write an edition, by its code or folder, into a new workbook.

    Raises
    ------
    RuleProblem
        If the rule files have any error.
    UsageProblem
        If there is something at ``path``, or it is not to be a workbook.
    """
    from cchc_lib.files.drafts.edition_book import edition_book

    if path.suffix.casefold() != ".xlsx":
        raise UsageProblem(f"Tên tệp xuất phải kết thúc bằng .xlsx, không phải “{path.name}”.")
    if path.exists() or path.is_symlink():
        raise UsageProblem(f"“{path.name}” đã có; không ghi đè. Đặt tên khác cho tệp xuất.")
    folder = edition_folder(edition)
    found = edition_at(folder)
    files = {file.name: read_toml(file) for file in rule_files(folder)}
    write_bytes(path, edition_book(files, said_of(found)))
    return found


def said_of(edition: Edition) -> dict[str, str]:
    """Say how each component is scored, group by group where they differ."""
    said = {}
    for component in edition.components():
        by_group = {
            edition.group(group).name_vi: describe_rule(component, most)
            for group, most in component.max_score.items()
        }
        if len(set(by_group.values())) > 1:
            lines = (f"{name}: {text}" for name, text in by_group.items())
            said[component.code] = "\n".join(lines)
        else:
            said[component.code] = next(iter(by_group.values()))
    return said
