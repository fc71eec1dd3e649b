"""What makes a run this run: its inputs, its rules and the code; the same ones, the same id."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.core.audit.checking.chain import ChainLine, RunMade, chain_events, digest_of
from cchc_lib.core.submission import Assessment
from cchc_lib.errors import DataProblem
from cchc_lib.files.hashing import sha256_of_file
from cchc_lib.files.rules import edition_files
from cchc_lib.files.run_log import round_events
from cchc_lib.project import NOTEBOOKS, PACKAGE, ROOT, TEMPLATES
from cchc_lib.vietnamese import show_hidden

__all__ = [
    "RunIdentity",
    "chain_of",
    "code_commit",
    "code_sha256",
    "files_below",
    "hash_files",
    "identify",
    "input_files",
    "run_id_of",
]

_INPUTS = (
    "assessment.toml", "units.csv", "exemptions.csv", "adjustments.csv", "received.csv",
    "corrections.csv", "council.csv", "council.xlsx", "submissions", "appraisal",
    "explanations", "appraisal_2", "closed", "survey", "external", "evidence", "rules",
)  # fmt: skip
_CODE_SUFFIXES = {".py", ".j2", ".css", ".json", ".ipynb", ".typ", ".otf", ".docx", ".po"}
_ID_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RunIdentity:
    """What makes a run this run: the hashes of its inputs, its rules and the code."""

    run_id: str
    inputs: dict[str, str]
    rules: dict[str, str]
    code_sha256: str
    previous: Mapping[str, str]


def identify(
    root: Path, assessment: Assessment, rules: Path, previous: Mapping[str, str]
) -> RunIdentity:
    """Return the identity of a run over an assessment folder: same inputs, same id.

    ``previous`` holds the SHA-256 of the manifest of the run it is compared with, by its id;
    nothing where there is none.

    Raises
    ------
    DataProblem
        If a file cannot be read, or was taken away meanwhile.
    """
    try:
        inputs = hash_files(input_files(root), root)
        law = hash_files(edition_files(rules), rules)
    except OSError as error:
        name = Path(error.filename or root).name
        raise DataProblem(
            f"Không đọc được “{show_hidden(name)}”: tệp không còn hoặc đang bị khóa; "
            "hãy đóng tệp rồi chạy lại."
        ) from error
    code = code_sha256()
    return RunIdentity(
        run_id=run_id_of(
            assessment.year, assessment.edition_code, inputs, law, code, previous=previous
        ),
        inputs=inputs,
        rules=law,
        code_sha256=code,
        previous=previous,
    )


def run_id_of(
    year: int,
    edition: str,
    inputs: Mapping[str, str],
    rules: Mapping[str, str],
    code: str,
    *,
    previous: Mapping[str, str],
) -> str:
    """Return what a run over these inputs, by these rules and this code, is called."""
    whole = {"inputs": digest_of(inputs), "rules": digest_of(rules), "code": code}
    if previous:
        whole["previous"] = digest_of(previous)
    return f"{year}-{edition}-{digest_of(whole)[:_ID_LENGTH]}"


def chain_of(root: Path, assessment: Assessment, identity: RunIdentity) -> tuple[ChainLine, ...]:
    """Return the log of a run: the round up to now, then the run itself."""
    made = RunMade(
        run_id=identity.run_id,
        inputs_sha256=digest_of(identity.inputs),
        code_sha256=identity.code_sha256,
    )
    return chain_events((*round_events(root, assessment, digest_of(identity.rules)), made))


def hash_files(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file by its path below ``root``, sorted."""
    depth = len(root.parts)
    ordered = sorted(paths, key=lambda path: path.parts)
    return {_shown("/".join(path.parts[depth:])): sha256_of_file(path) for path in ordered}


def input_files(root: Path) -> Iterator[Path]:
    """Yield every file a run depends on; evidence that leads elsewhere is never opened."""
    for path in root.iterdir():
        name = path.name.lower()
        if name not in _INPUTS:
            continue
        if path.is_file():
            yield path
        for entry in files_below(path) if path.is_dir() else ():
            own = Path(entry.path)
            if name != "evidence" or not entry.is_symlink() or _is_in(own, path):
                yield own


def files_below(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """Yield every file below a folder, also one that a link leads to; linked folders are none."""
    try:
        with os.scandir(folder) as entries:
            found = list(entries)
    except PermissionError:
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(entry.path)
        elif entry.is_file():
            yield entry


def code_sha256() -> str:
    """Return the digest of package, notebooks and document templates as they are now."""
    return digest_of(hash_files(_code_files(), ROOT))


def code_commit() -> str:
    """Return the last commit that changed the code; empty outside a git checkout."""
    command = ["git", "log", "-1", "--format=%H", "--", PACKAGE.name, NOTEBOOKS.name]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip()


def _is_in(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _shown(name: str) -> str:
    """Return a name as lists show it; one of plain letters hides nothing."""
    return name if name.isascii() and name.isprintable() else show_hidden(name)


def _code_files() -> Iterator[Path]:
    for folder in (PACKAGE, NOTEBOOKS, *([TEMPLATES] if TEMPLATES.is_dir() else [])):
        for path in (Path(entry.path) for entry in files_below(folder)):
            parts = path.relative_to(ROOT).parts
            hidden = any(part.startswith((".", "~$", "__pycache__")) for part in parts)
            if path.suffix in _CODE_SUFFIXES and not hidden:
                yield path
