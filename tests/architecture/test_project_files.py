"""Rule files, pinned versions and committed text keep their promises."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cchc_lib.project import RULES
from tests.architecture.source import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RULE_FILES = sorted(RULES.glob("*/*.toml"))
NOT_COMMITTED = {"__pycache__", ".ipynb_checkpoints", "reports"}
TEXT = {"", ".md", ".py", ".toml", ".ipynb", ".csv", ".yml", ".j2", ".css", ".po", ".cfg", ".json"}
HOME_OF_SOMEBODY = re.compile(
    "|".join((r"(?<![\w.])/(work|home|root|Users)" + "/", r"/tmp" + "/w/", r"[A-Z]:\\\\?Users"))
)


def _pins(requirements: list[str]) -> dict[str, str]:
    return dict(requirement.split("==") for requirement in requirements)


def test_conda_and_pip_pin_the_same_versions():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    lines = environment["dependencies"]
    conda = dict(line.split("=") for line in lines if isinstance(line, str) and "=" in line)
    python = conda.pop("python")
    from_pip = _pins([line for line in lines[-1]["pip"] if not line.startswith("--")])
    assert conda | from_pip == _pins(PYPROJECT["project"]["dependencies"])
    assert PYPROJECT["project"]["requires-python"] == f">={python}"


def test_the_lock_holds_every_pinned_version():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE))
    optional = PYPROJECT["project"]["optional-dependencies"]
    wanted = [
        *PYPROJECT["project"]["dependencies"],
        *(r for group in optional.values() for r in group),
    ]
    for name, version in _pins(wanted).items():
        assert locked.get(name) == version, name


def test_every_locked_package_is_pinned_by_hashes():
    lock = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    entries = [line for line in lock.splitlines() if line and not line.startswith(("#", " "))]
    assert len(entries) > 100
    assert [line for line in entries if " --hash=sha256:" not in line] == []


def test_every_package_asked_for_is_in_the_table_that_says_what_for():
    text = (ROOT / "DECISIONS.md").read_text("utf-8").partition("### Packages")[2]
    rows = re.findall(r"^\| ([\w, .-]+) \| (.*) \|$", text, re.MULTILINE)
    named = {name for names, _ in rows for name in names.split(", ")}
    optional = PYPROJECT["project"]["optional-dependencies"].values()
    wanted = {*_pins(PYPROJECT["project"]["dependencies"])}
    wanted |= {name for group in optional for name in _pins(group)}
    assert wanted - named == set()
    assert named - wanted - {"package", "---"} == set()


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_legal_reference_names_document_and_place(path):
    references = list(_references(tomllib.loads(path.read_text("utf-8"))))
    assert references
    for reference in references:
        assert reference["document"].strip()
        assert reference["location"].strip()


def _references(node: object) -> Iterator[dict[str, str]]:
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "legal_reference":
                yield value
            else:
                yield from _references(value)


def _committed() -> Iterator[Path]:
    data = [ROOT / "data" / name for name in ("README.md", "rules", "published", "templates")]
    others = (p for p in ROOT.iterdir() if p.name == ".ci" or not p.name.startswith("."))
    for top in [*(p for p in others if p.name != "data"), *data]:
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            is_ours = NOT_COMMITTED.isdisjoint(path.relative_to(ROOT).parts)
            if path.is_file() and is_ours and path.suffix in TEXT:
                yield path


def test_no_committed_text_names_a_place_on_somebodys_machine():
    paths = list(_committed())
    assert ROOT / "pyproject.toml" in paths
    for path in paths:
        found = HOME_OF_SOMEBODY.search(path.read_text("utf-8", errors="replace"))
        assert found is None, f"{path.relative_to(ROOT)}: {found.group() if found else ''}"
