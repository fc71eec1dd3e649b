"""The run as an RO-Crate 1.1 with terms of PROV: what was made, from what, by which program.

Inputs are named by path and hash and stay where they are; they are no part of the crate.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from cchc_lib.core.results import YearResult

__all__ = ["CRATE_FILE", "Software", "crate_text"]

CRATE_FILE = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_TERMS = {
    "sha256": "https://w3id.org/ro/terms/workflow-run#sha256",
    "prov": "http://www.w3.org/ns/prov#",
    "used": {"@id": "prov:used", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
}
_FORMATS = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".toml": "application/toml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNKNOWN_FORMAT = "application/octet-stream"
_RUN, _PROGRAM, _TERMS_OF_USE = "#run", "#program", "#terms-of-use"
Entity = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """The program that made a run, and the digest of its code."""

    name: str
    version: str
    commit: str
    code_sha256: str


def crate_text(
    year: YearResult,
    *,
    run_id: str,
    software: Software,
    rules: Mapping[str, str],
    outputs: Mapping[str, str],
) -> str:
    """Return ``ro-crate-metadata.json`` of a run that holds ``outputs``, each with its SHA-256."""
    inputs = [
        *_inputs("inputs", year.inputs),
        *_inputs(f"rules/{year.edition.code}", rules),
    ]
    files = [_file(name, digest) for name, digest in outputs.items()]
    graph = [
        {
            "@id": CRATE_FILE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _SPECIFICATION},
            "about": {"@id": "./"},
        },
        _root(year, run_id, files),
        _action(year, run_id, inputs, files),
        _program(software),
        {
            "@id": _TERMS_OF_USE,
            "@type": "CreativeWork",
            "name": "Theo quy định của cơ quan công bố kết quả",
        },
        *files,
        *inputs,
    ]
    whole = {"@context": [f"{_SPECIFICATION}/context", _TERMS], "@graph": graph}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _root(year: YearResult, run_id: str, files: list[Entity]) -> Entity:
    round_ = year.assessment
    said = f"Kết quả của {round_.province_vi}, tính theo {year.edition.title_vi}."
    synthetic = " Số liệu minh họa, không phải số liệu thật." if round_.is_synthetic else ""
    window = round_.window("announcement")
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": round_.title_vi,
        "description": said + synthetic,
        "identifier": run_id,
        "inLanguage": "vi",
        "temporalCoverage": str(round_.year),
        "creativeWorkStatus": "synthetic" if round_.is_synthetic else _state(year),
        "datePublished": window.last_day.isoformat() if window else str(round_.year),
        "license": {"@id": _TERMS_OF_USE},
        "hasPart": _references(files),
        "mentions": {"@id": _RUN},
    }


def _state(year: YearResult) -> str:
    return "provisional" if year.is_provisional else "final"


def _action(year: YearResult, run_id: str, inputs: list[Entity], files: list[Entity]) -> Entity:
    """Return the run as an action: its instrument, what it used and what came of it."""
    return {
        "@id": _RUN,
        "@type": ["CreateAction", "prov:Activity"],
        "name": f"{year.assessment.title_vi}: {run_id}",
        "instrument": {"@id": _PROGRAM},
        "wasAssociatedWith": {"@id": _PROGRAM},
        "object": _references(inputs),
        "used": _references(inputs),
        "result": _references(files),
    }


def _program(software: Software) -> Entity:
    return {
        "@id": _PROGRAM,
        "@type": ["SoftwareApplication", "prov:SoftwareAgent"],
        "name": software.name,
        "softwareVersion": software.version,
        "identifier": software.commit,
        "sha256": software.code_sha256,
    }


def _file(name: str, digest: str) -> Entity:
    return {
        "@id": quote(name),
        "@type": ["File", "prov:Entity"],
        "name": name,
        "encodingFormat": _FORMATS.get(PurePosixPath(name).suffix.lower(), _UNKNOWN_FORMAT),
        "sha256": digest,
        "wasGeneratedBy": {"@id": _RUN},
    }


def _inputs(kind: str, hashes: Mapping[str, str]) -> Iterator[Entity]:
    """Yield what a run used: named by path and hash, no part of the crate."""
    for name, digest in hashes.items():
        yield {
            "@id": f"#{quote(f'{kind}/{name}')}",
            "@type": ["CreativeWork", "prov:Entity"],
            "name": name,
            "encodingFormat": _FORMATS.get(PurePosixPath(name).suffix.lower(), _UNKNOWN_FORMAT),
            "sha256": digest,
        }


def _references(entities: list[Entity]) -> list[Entity]:
    return [{"@id": entity["@id"]} for entity in entities]
