"""The run folder: its identity, its manifest, and how it appears complete or not at all."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cchc_lib import __version__
from cchc_lib.core.results import YearResult
from cchc_lib.core.submission import Assessment
from cchc_lib.errors import ResultProblem
from cchc_lib.files.hashing import sha256_of, sha256_of_file
from cchc_lib.files.writing import write_text
from cchc_lib.project import NOTEBOOKS, PACKAGE, ROOT
from cchc_lib.vietnamese import show_hidden

__all__ = [
    "MANIFEST",
    "Extent",
    "RunIdentity",
    "assembled",
    "check_tables",
    "find_run",
    "hash_files",
    "identify",
    "is_finished",
    "read_extent",
    "write_manifest",
]

MANIFEST = "manifest.json"
_INPUTS = (
    "assessment.toml", "units.csv", "exemptions.csv", "adjustments.csv", "received.csv",
    "corrections.csv", "council.csv", "council.xlsx", "submissions", "appraisal",
    "explanations", "appraisal_2", "closed", "survey", "evidence", "rules",
)  # fmt: skip
_CODE_SUFFIXES = {".py", ".j2", ".css", ".json", ".ipynb"}
_ID_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RunIdentity:
    """What makes a run this run: the hashes of its inputs, its rules and the code."""

    run_id: str
    inputs: dict[str, str]
    rules: dict[str, str]
    code_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much of the reports a run holds."""

    has_reports: bool
    unit_codes: tuple[str, ...]

    def with_that_of(self, other: "Extent") -> "Extent":
        """Return the extent that covers both, so that a run is never replaced by a lesser one."""
        if not other.has_reports:
            return self
        return Extent(
            has_reports=True,
            unit_codes=tuple(sorted({*self.unit_codes, *other.unit_codes})),
        )


def identify(root: Path, assessment: Assessment, rule_files: Iterable[Path]) -> RunIdentity:
    """Return the identity of a run over an assessment folder: same inputs, same id."""
    inputs = hash_files(_input_files(root), root)
    rules = {path.name: sha256_of_file(path) for path in rule_files}
    code = hash_files(_code_files(), ROOT)
    code_sha256 = sha256_of(json.dumps(code, sort_keys=True).encode())
    whole = json.dumps([inputs, rules, code_sha256], sort_keys=True).encode()
    digest = sha256_of(whole)[:_ID_LENGTH]
    return RunIdentity(
        run_id=f"{assessment.year}-{assessment.edition_code}-{digest}",
        inputs=inputs,
        rules=rules,
        code_sha256=code_sha256,
    )


def hash_files(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file by its path below ``root``, sorted."""
    return {
        show_hidden(path.relative_to(root).as_posix()): sha256_of_file(path)
        for path in sorted(paths)
    }


def write_manifest(
    folder: Path,
    identity: RunIdentity,
    year: YearResult,
    *,
    extent: Extent,
    failed_count: int,
) -> None:
    """Write the manifest of a folder whose other files are all in place."""
    assessment = year.assessment
    outputs = hash_files((p for p in folder.rglob("*") if p.is_file()), folder)
    manifest = {
        "run_id": identity.run_id,
        "edition": assessment.edition_code,
        "year": assessment.year,
        "assessment": assessment.title_vi,
        "is_synthetic": assessment.is_synthetic,
        "software": {
            "name": "cchc-workbench",
            "version": __version__,
            "commit": _commit(),
            "code_sha256": identity.code_sha256,
        },
        "counts": {
            "units": len(year.units),
            "ranked_units": sum(group.ranked_count for group in year.groups),
            "scores": len(year.scores),
            "findings": len(year.findings),
            "errors": sum(finding.severity == "error" for finding in year.findings),
            "failed_notebooks": failed_count,
        },
        "parameters": {"has_reports": extent.has_reports, "units": list(extent.unit_codes)},
        "inputs": identity.inputs,
        "rules": identity.rules,
        "outputs": outputs,
    }
    write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def assembled(final: Path) -> Iterator[Path]:
    """Give a folder to fill; it takes the place of ``final`` only when nothing failed."""
    aside = final.with_name(f".{final.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
        replaced = final.with_name(f".{final.name}.old")
        shutil.rmtree(replaced, ignore_errors=True)
        if final.exists():
            final.rename(replaced)
        aside.rename(final)
        shutil.rmtree(replaced, ignore_errors=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def read_extent(folder: Path) -> Extent:
    """Return what a finished run holds; nothing if it is damaged or a notebook of it failed."""
    nothing = Extent(has_reports=False, unit_codes=())
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        is_whole = all(
            (folder / name).is_file() and sha256_of_file(folder / name) == digest
            for name, digest in manifest["outputs"].items()
        )
        if not is_whole or manifest["counts"]["failed_notebooks"]:
            return nothing
        parameters = manifest["parameters"]
        return Extent(has_reports=parameters["has_reports"], unit_codes=tuple(parameters["units"]))
    except (OSError, ValueError, KeyError, TypeError):
        return nothing


def is_finished(folder: Path) -> bool:
    """Tell whether a folder holds a manifest, and so a run that came to its end."""
    return (folder / MANIFEST).is_file()


def check_tables(folder: Path, names: Iterable[str]) -> None:
    """Refuse tables that are not those the manifest of their run was written for.

    Raises
    ------
    ResultProblem
        Naming the table. A run still being assembled has no manifest and is not checked.
    """
    if not is_finished(folder):
        return
    try:
        outputs = json.loads((folder / MANIFEST).read_text("utf-8"))["outputs"]
        for name in names:
            if outputs[name] != sha256_of_file(folder / name):
                raise ResultProblem(f"Bảng {name} của lần chạy đã bị sửa sau khi ghi.")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultProblem(f"Bản kê {MANIFEST} của lần chạy không đọc được: {error}") from error


def find_run(path: Path) -> Path:
    """Return the run folder at ``path`` or around it.

    Raises
    ------
    ResultProblem
        If there is none.
    """
    start = path.resolve()
    around = (start, *start.parents) if start.is_dir() else ()
    for folder in around:
        if (folder / "tables" / "year.json").is_file():
            return folder
    message = (
        f"Không thấy lần chạy nào tại “{path.name}”. Chạy `cchc run` rồi dùng thư mục nó in ra."
    )
    raise ResultProblem(message)


def _input_files(root: Path) -> Iterator[Path]:
    """Yield every file a run depends on; evidence that leads elsewhere is never opened."""
    for path in root.iterdir():
        if path.name.lower() not in _INPUTS:
            continue
        files = path.rglob("*") if path.is_dir() else [path]
        whole = path.name.lower() != "evidence"
        yield from (file for file in files if file.is_file() and (whole or _is_within(file, path)))


def _is_within(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _code_files() -> Iterator[Path]:
    for folder in (PACKAGE, NOTEBOOKS):
        for path in folder.rglob("*"):
            hidden = any(part.startswith((".", "__pycache__")) for part in path.parts[-3:])
            if path.suffix in _CODE_SUFFIXES and not hidden:
                yield path


def _commit() -> str:
    """Return the last commit that changed the code; empty outside a git checkout."""
    command = ["git", "log", "-1", "--format=%H", "--", PACKAGE.name, NOTEBOOKS.name]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip()
