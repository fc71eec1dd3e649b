"""The manifest of a run: what it was made from and what it holds, each file with its hash.

``SHA256SUMS`` says the same of the files in the format of the program ``sha256sum``.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from cchc_lib import __version__
from cchc_lib.core.audit.checking.chain import ChainLine, head_of, seal_of
from cchc_lib.core.results import YearResult
from cchc_lib.errors import ResultProblem
from cchc_lib.files.crate import CRATE_FILE, Software, crate_text
from cchc_lib.files.hashing import sha256_of
from cchc_lib.files.run_log import LOG_FILE
from cchc_lib.files.text import UnreadableText, open_regular, read_text
from cchc_lib.files.writing import write_text
from cchc_lib.present.language import LANGUAGES, NATIVE, Language
from cchc_lib.running.identity import RunIdentity, code_commit, files_below, hash_files
from cchc_lib.running.inside import is_inner_name
from cchc_lib.running.manifest_fields import (
    WrongField,
    field_at,
    hashes_at,
    is_output_name,
    is_plain_part,
    list_at,
    matching_at,
    part_at,
)

__all__ = [
    "MANIFEST",
    "SIGNATURES",
    "SUMS",
    "Extent",
    "Manifest",
    "describe_run",
    "fields_of_year",
    "is_finished",
    "manifest_text",
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
_VERSION, _COMMIT, _SHA256 = r"[0-9A-Za-z.+-]{1,40}", r"(?:[0-9a-f]{40,64})?", r"[0-9a-f]{64}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much of the reports a run holds, and in which languages."""

    has_reports: bool
    unit_codes: tuple[str, ...]
    languages: tuple[Language, ...] = (NATIVE,)

    def with_that_of(self, other: "Extent | None") -> "Extent":
        """Return the extent that covers both, so that a run is never replaced by a lesser one."""
        if other is None or not other.has_reports:
            return self
        return Extent(
            has_reports=True,
            unit_codes=tuple(sorted({*self.unit_codes, *other.unit_codes})),
            languages=tuple(c for c in LANGUAGES if c in {*self.languages, *other.languages}),
        )

    def as_parameters(self) -> dict[str, object]:
        """Return what the manifest says of it; Vietnamese alone goes without saying."""
        languages = {"languages": list(self.languages)} if self.languages != (NATIVE,) else {}
        return {"has_reports": self.has_reports, "units": list(self.unit_codes), **languages}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is read back of a manifest; ``content`` is all of it as it stands there."""

    run_id: str
    edition: str
    year: int
    software: Software
    extent: Extent
    failed_count: int
    head: str
    inputs: Mapping[str, str]
    rules: Mapping[str, str]
    outputs: Mapping[str, str]
    previous: Mapping[str, str]
    content: Mapping[str, object]


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
    outputs = _hash_all(folder)
    fields, crate = describe_run(
        identity,
        year,
        log=log,
        extent=extent,
        failed_count=failed_count,
        outputs=outputs,
        commit=code_commit(),
    )
    manifest = manifest_text(fields)
    write_text(folder / CRATE_FILE, crate)
    write_text(folder / MANIFEST, manifest)
    own = {CRATE_FILE: sha256_of(crate.encode()), MANIFEST: sha256_of(manifest.encode())}
    write_text(folder / SUMS, sums_text({**outputs, **own}))


def describe_run(
    identity: RunIdentity,
    year: YearResult,
    *,
    log: Sequence[ChainLine],
    extent: Extent,
    failed_count: int,
    outputs: Mapping[str, str],
    commit: str,
) -> tuple[dict[str, object], str]:
    """Return the fields of the manifest and the crate of a run that holds ``outputs``."""
    software = Software(
        name="cchc-workbench",
        version=__version__,
        commit=commit,
        code_sha256=identity.code_sha256,
    )
    crate = crate_text(
        year, run_id=identity.run_id, software=software, rules=identity.rules, outputs=outputs
    )
    fields = {
        "run_id": identity.run_id,
        **fields_of_year(year, failed_count),
        "software": asdict(software),
        "parameters": extent.as_parameters(),
        "log": LOG_FILE,
        "head": head_of(log),
        "seal": seal_of(log),
        "inputs": identity.inputs,
        "rules": identity.rules,
        "previous": identity.previous,
        "outputs": {**outputs, CRATE_FILE: sha256_of(crate.encode())},
    }
    return fields, crate


def fields_of_year(year: YearResult, failed_count: int) -> dict[str, object]:
    """Return what a manifest says of the year itself, whoever computed it."""
    assessment = year.assessment
    return {
        "edition": assessment.edition_code,
        "year": assessment.year,
        "assessment": assessment.title_vi,
        "is_synthetic": assessment.is_synthetic,
        "counts": _counts(year, failed_count),
        **({"correction": asdict(corrected)} if (corrected := assessment.correction) else {}),
    }


def manifest_text(fields: Mapping[str, object]) -> str:
    """Return ``manifest.json`` with these fields."""
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def sums_text(hashes: Mapping[str, str]) -> str:
    """Return the content of ``SHA256SUMS`` for files with these hashes."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))


def read_sums(folder: Path) -> dict[str, str]:
    """Return the hashes that ``SHA256SUMS`` lists; lines that are none are left out."""
    found = (_SUM.fullmatch(line) for line in sums_of(folder).split("\n"))
    return {match[2]: match[1] for match in found if match and is_inner_name(match[2])}


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
        return _manifest_of(json.loads(read_text(folder / MANIFEST)))
    except UnreadableText as error:
        said = error.reason_vi
    except WrongField as error:
        said = f"trường “{error.field}” thiếu, sai kiểu hoặc không như chương trình ghi"
    except json.JSONDecodeError as error:
        said = f"sai cú pháp JSON ở dòng {error.lineno}, cột {error.colno}"
    except (ValueError, RecursionError):
        said = "sai cú pháp JSON"
    raise ResultProblem(f"Bản kê {MANIFEST} của lần chạy không đọc được: {said}.")


def _manifest_of(raw: object) -> Manifest:
    """Return a manifest if every field of it has the type and shape that we write."""
    for name in ("assessment", "log", "seal"):
        field_at(raw, name, str)
    field_at(raw, "is_synthetic", bool)
    return Manifest(
        run_id=part_at(raw, "run_id"),
        edition=part_at(raw, "edition"),
        year=field_at(raw, "year", int),
        software=Software(
            name=field_at(raw, "software.name", str),
            version=matching_at(raw, "software.version", _VERSION),
            commit=matching_at(raw, "software.commit", _COMMIT),
            code_sha256=matching_at(raw, "software.code_sha256", _SHA256),
        ),
        extent=Extent(
            has_reports=field_at(raw, "parameters.has_reports", bool),
            unit_codes=list_at(raw, "parameters.units"),
            languages=_languages_at(raw),
        ),
        failed_count=field_at(raw, "counts.failed_notebooks", int),
        head=field_at(raw, "head", str),
        inputs=hashes_at(raw, "inputs", is_inner_name),
        rules=hashes_at(raw, "rules", is_plain_part),
        outputs=hashes_at(raw, "outputs", is_output_name),
        previous=hashes_at(raw, "previous", is_plain_part),
        content=field_at({"": raw}, "", dict),
    )


def _languages_at(raw: object) -> tuple[Language, ...]:
    """Return the languages of a run; a manifest that names none is of a run in Vietnamese."""
    parameters = field_at(raw, "parameters", dict)
    if "languages" not in parameters:
        return (NATIVE,)
    named = list_at(raw, "parameters.languages")
    known = tuple(code for code in LANGUAGES if code in named)
    if known != named or known[:1] != (NATIVE,):
        raise WrongField("parameters.languages")
    return known


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


def _hash_all(folder: Path) -> dict[str, str]:
    """Return the hashes of all files of a run but the signatures of the office."""
    return hash_files(_own_files(folder), folder)


def _own_files(folder: Path) -> Iterator[Path]:
    signed = os.path.join(folder, SIGNATURES, "")  # noqa: PTH118 - as the entries are named
    for entry in files_below(folder):
        if not entry.is_symlink() and not entry.path.startswith(signed):
            yield Path(entry.path)


def _counts(year: YearResult, failed_count: int) -> dict[str, int]:
    return {
        "units": len(year.units),
        "ranked_units": sum(group.ranked_count for group in year.groups),
        "scores": len(year.scores),
        "findings": len(year.findings),
        "errors": sum(finding.severity == "error" for finding in year.findings),
        "failed_notebooks": failed_count,
    }
