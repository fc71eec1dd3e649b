"""The manifest of a run: what it was made from and what it holds, each file with its hash.

``SHA256SUMS`` says the same of the files in the format of the program ``sha256sum``.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cchc_lib import __version__
from cchc_lib.core.audit.checking.chain import ChainLine, head_of, seal_of
from cchc_lib.core.results import YearResult
from cchc_lib.errors import ResultProblem
from cchc_lib.files.crate import CRATE_FILE, Software, crate_text
from cchc_lib.files.hashing import sha256_of_file
from cchc_lib.files.run_log import LOG_FILE
from cchc_lib.files.text import UnreadableText, open_regular, read_text
from cchc_lib.files.writing import write_text
from cchc_lib.running.identity import RunIdentity, code_commit, hash_files

__all__ = [
    "MANIFEST",
    "SIGNATURES",
    "SUMS",
    "Extent",
    "Manifest",
    "check_tables",
    "is_finished",
    "read_extent",
    "read_manifest",
    "read_sums",
    "sums_of",
    "sums_text",
    "write_manifest",
]

MANIFEST, SUMS, SIGNATURES = "manifest.json", "SHA256SUMS", "signatures"
"""The manifest, the list of hashes, and the folder that is left to the office's signatures."""
_SUM = re.compile(r"([0-9a-f]{64})  ([^\n]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much of the reports a run holds."""

    has_reports: bool
    unit_codes: tuple[str, ...]

    def with_that_of(self, other: "Extent | None") -> "Extent":
        """Return the extent that covers both, so that a run is never replaced by a lesser one."""
        if other is None or not other.has_reports:
            return self
        return Extent(
            has_reports=True,
            unit_codes=tuple(sorted({*self.unit_codes, *other.unit_codes})),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is read back of a manifest."""

    run_id: str
    edition: str
    year: int
    code_sha256: str
    extent: Extent
    failed_count: int
    head: str
    inputs: Mapping[str, str]
    rules: Mapping[str, str]
    outputs: Mapping[str, str]
    previous: Mapping[str, str]


def write_manifest(
    folder: Path,
    identity: RunIdentity,
    year: YearResult,
    *,
    log: tuple[ChainLine, ...],
    extent: Extent,
    failed_count: int,
) -> None:
    """Write crate, manifest and sums of a folder whose other files are all in place."""
    assessment = year.assessment
    software = Software(
        name="cchc-workbench",
        version=__version__,
        commit=code_commit(),
        code_sha256=identity.code_sha256,
    )
    outputs = _hash_all(folder)
    crate = crate_text(
        year, run_id=identity.run_id, software=software, rules=identity.rules, outputs=outputs
    )
    write_text(folder / CRATE_FILE, crate)
    manifest = {
        "run_id": identity.run_id,
        "edition": assessment.edition_code,
        "year": assessment.year,
        "assessment": assessment.title_vi,
        "is_synthetic": assessment.is_synthetic,
        "software": asdict(software),
        "counts": _counts(year, failed_count),
        "parameters": {"has_reports": extent.has_reports, "units": list(extent.unit_codes)},
        "log": LOG_FILE,
        "head": head_of(log),
        "seal": seal_of(log),
        "inputs": identity.inputs,
        "rules": identity.rules,
        "previous": identity.previous,
        "outputs": outputs | hash_files([folder / CRATE_FILE], folder),
    }
    write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    write_text(folder / SUMS, sums_text(_hash_all(folder)))


def sums_text(hashes: Mapping[str, str]) -> str:
    """Return the content of ``SHA256SUMS`` for files with these hashes."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))


def read_sums(folder: Path) -> dict[str, str]:
    """Return the hashes that ``SHA256SUMS`` lists; lines that are none are left out."""
    found = (_SUM.fullmatch(line) for line in sums_of(folder).split("\n"))
    return {match[2]: match[1] for match in found if match}


def sums_of(folder: Path) -> str:
    """Return the text of ``SHA256SUMS`` as it is; empty if it cannot be read."""
    try:
        with open_regular(folder / SUMS) as stream:
            return stream.read().decode("utf-8", "replace")
    except (OSError, UnreadableText):
        return ""


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a run.

    Raises
    ------
    ResultProblem
        If it is missing or is not as we write it.
    """
    try:
        raw = json.loads(read_text(folder / MANIFEST))
        return Manifest(
            run_id=str(raw["run_id"]),
            edition=str(raw["edition"]),
            year=int(raw["year"]),
            code_sha256=str(raw["software"]["code_sha256"]),
            extent=Extent(
                has_reports=bool(raw["parameters"]["has_reports"]),
                unit_codes=tuple(map(str, raw["parameters"]["units"])),
            ),
            failed_count=int(raw["counts"]["failed_notebooks"]),
            head=str(raw["head"]),
            **{name: _hashes(raw[name]) for name in ("inputs", "rules", "outputs", "previous")},
        )
    except (
        UnreadableText,
        ValueError,
        LookupError,
        TypeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        said = f"Bản kê {MANIFEST} của lần chạy không đọc được: {type(error).__name__}: {error}"
        raise ResultProblem(said) from error


def read_extent(folder: Path) -> Extent | None:
    """Return what a finished run holds; none if it is damaged or a notebook of it failed."""
    try:
        manifest = read_manifest(folder)
        hashes = _hash_all(folder)
        own = {**manifest.outputs, MANIFEST: hashes[MANIFEST]}
        is_whole = hashes.items() >= own.items() and read_sums(folder) == own
    except (ResultProblem, OSError, LookupError):
        return None
    return manifest.extent if is_whole and not manifest.failed_count else None


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
    outputs = read_manifest(folder).outputs
    for name in names:
        try:
            is_same = outputs.get(name) == sha256_of_file(folder / name)
        except OSError as error:
            raise ResultProblem(f"Bảng {name} của lần chạy không đọc được.") from error
        if not is_same:
            raise ResultProblem(f"Bảng {name} của lần chạy đã bị sửa sau khi ghi.")


def _hash_all(folder: Path) -> dict[str, str]:
    """Return the hashes of all files of a run but the signatures of the office."""
    return hash_files(_own_files(folder), folder)


def _own_files(folder: Path) -> Iterator[Path]:
    signed = folder / SIGNATURES
    yield from (p for p in folder.rglob("*") if p.is_file() and not p.is_relative_to(signed))


def _hashes(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise TypeError(value)
    return value


def _counts(year: YearResult, failed_count: int) -> dict[str, int]:
    return {
        "units": len(year.units),
        "ranked_units": sum(group.ranked_count for group in year.groups),
        "scores": len(year.scores),
        "findings": len(year.findings),
        "errors": sum(finding.severity == "error" for finding in year.findings),
        "failed_notebooks": failed_count,
    }
