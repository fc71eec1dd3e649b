"""The records and rule files of a finished run: only read back if they are as they were written."""

from pathlib import Path

from cchc_lib.errors import ResultProblem
from cchc_lib.files.results import RECORDS
from cchc_lib.files.year_history import HISTORY
from cchc_lib.running.inside import sha256_inside
from cchc_lib.running.manifest import is_finished, read_manifest
from cchc_lib.vietnamese import show_hidden

__all__ = ["check_records"]

_RECORD_NAMES = tuple(f"tables/{name}" for name in RECORDS)
_HISTORY_NAME = f"tables/{HISTORY}"


def check_records(folder: Path) -> None:
    """Refuse records and rule files that are not those the manifest of their run names.

    Raises
    ------
    ResultProblem
        Naming the file. A run still being assembled has no manifest and is not checked.
    """
    if not is_finished(folder):
        return
    manifest = read_manifest(folder)
    rules = {f"rules/{manifest.edition}/{name}": sha for name, sha in manifest.rules.items()}
    names = (*_RECORD_NAMES, *({_HISTORY_NAME} & manifest.outputs.keys()))
    tables = {name: manifest.outputs.get(name, "") for name in names}
    for name, sha256 in {**tables, **rules}.items():
        own = sha256_inside(folder, name)
        if not own:
            raise ResultProblem(f"Tệp {name} của lần chạy không đọc được.")
        if own != sha256:
            raise ResultProblem(f"Tệp {name} của lần chạy đã bị sửa sau khi ghi.")
    for name in _names_below(folder, "rules"):
        if name not in rules:
            raise ResultProblem(f"Tệp {show_hidden(name)} không thuộc lần chạy.")


def _names_below(folder: Path, name: str) -> list[str]:
    """Return everything below a folder of a run but its folders; links are not followed."""
    paths = (p for p in (folder / name).rglob("*") if p.is_symlink() or not p.is_dir())
    return sorted(path.relative_to(folder).as_posix() for path in paths)
