"""Who may import whom. A new arrow is a decision about the architecture: change the table."""

import subprocess
import sys
from graphlib import TopologicalSorter

import pytest

from tests.architecture.source import FILES, MODULES, ROOT, imports_of, module_name, own_imports

BOTTOM = {"errors", "finding_kinds", "findings", "project", "telling", "vietnamese"}
MAY_IMPORT = {
    "": set(),
    "errors": set(),
    "finding_kinds": set(),
    "findings": {"finding_kinds", "vietnamese"},
    "telling": set(),
    "vietnamese": set(),
    "project": set(),
    "core": BOTTOM - {"project"},
    "analysis": {*BOTTOM, "core"},
    "files": {*BOTTOM, "core"},
    "present": {*BOTTOM, "core", "analysis"},
    "example": {*BOTTOM, "core", "files"},
    "running": {"", *BOTTOM, "core", "files", "present"},
    "pipeline": {"", *BOTTOM, "core", "analysis", "files", "present", "example", "running"},
    "opening": {*BOTTOM, "core", "files", "present", "running", "pipeline"},
    "auditing": {"", *BOTTOM, "core", "files", "present", "running", "pipeline"},
    "rulemaking": {*BOTTOM, "core", "files", "present", "running", "opening"},
    "training": {*BOTTOM, "core", "files", "present", "running", "pipeline", "opening"},
    "terminal": {*BOTTOM, "core", "present"},
    "commands": {
        "",
        *BOTTOM,
        "core",
        "present",
        "pipeline",
        "opening",
        "auditing",
        "rulemaking",
        "training",
        "terminal",
    },
    "cli": {"", "errors", "commands", "terminal"},
    "__main__": {"cli"},
}
CORE_FROM_THE_BOTTOM = (
    {"legal", "lookups", "quantities", "records"},
    {"edition_links", "lint_basics", "round_rules", "rule_kinds"},
    {"places", "rulebook"},
    {"link_lint", "round_lint", "source_lint", "submission"},
    {"decisions", "lateness", "lint", "scoring", "successions", "suppression", "survey"},
    {"stages"},
    {"evidence", "filed", "phrasing", "reckoning", "results", "rounds"},
    {"appendix", "course", "unit_scores"},
    {
        "decision_checks",
        "differences",
        "emulation",
        "progress",
        "ranking",
        "shares",
        "source_checks",
    },  # fmt: skip,
    {"checks", "totals"},
    {"effects"},
    {"aggregation"},
    {"advice", "audit"},
)
FENCES = {
    "IPython": {"running"},
    "babel": {"files"},
    "cattrs": {"files"},
    "click": {"cli", "commands", "terminal"},
    "comm": {"running"},
    "dask": {"running"},
    "docx": {"files.appendix", "files.documents"},
    "docxtpl": {"files.documents"},
    "defusedxml": {"files"},
    "distributed": {"running"},
    "filelock": {"running"},
    "ipykernel": {"running"},
    "jinja2": {"present", "files.documents"},
    "jupyter_client": {"running"},
    "lxml": {"files"},
    "markupsafe": {"present"},
    "matplotlib": {"present"},
    "nbclient": {"running"},
    "nbconvert": {"running"},
    "nbformat": {"running"},
    "numpy": {"analysis"},
    "openpyxl": {"files"},
    "pandas": {"analysis"},
    "pyarrow": {"files"},
    "papermill": {"running"},
    "pebble": {"files.workbooks"},
    "python_calamine": {"files"},
    "rich": {"terminal"},
    "traitlets": {"running"},
    "typst": {"present"},
    "xlsxwriter": {"files"},
}
HEAVY = {
    "babel",
    "dask",
    "docx",
    "docxtpl",
    "distributed",
    "filelock",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
    "pebble",
    "matplotlib",
    "pandas",
    "pyarrow",
    "papermill",
    "nbformat",
    "jinja2",
    "typst",
}

each_file = pytest.mark.parametrize("path", FILES, ids=module_name)


def _layer(module: str) -> str:
    """Return the layer of a module: the part below the package, empty for the package."""
    return module.partition(".")[2].partition(".")[0]


@each_file
def test_layers_import_only_what_lies_below_them(path):
    layer = _layer(module_name(path))
    found = {_layer(name) for name in own_imports(path)}
    assert found - {layer} <= MAY_IMPORT[layer]


@each_file
def test_only_the_named_layers_use_a_third_party_package(path):
    packages = {name.split(".")[0] for name in imports_of(path)}
    for package in packages - sys.stdlib_module_names - {"cchc_lib"}:
        inside = module_name(path).partition(".")[2]
        fences = FENCES.get(package, set())
        assert any(f"{inside}.".startswith(f"{fence}.") for fence in fences), package


def test_core_imports_only_from_the_bottom_up():
    level = {name: n for n, names in enumerate(CORE_FROM_THE_BOTTOM) for name in names}
    core = [(name.split(".")[2], path) for name, path in MODULES.items() if ".core." in name]
    assert {room for room, _ in core} == level.keys()
    for room, path in core:
        inner = {i.split(".")[2] for i in own_imports(path) if i.startswith("cchc_lib.core.")}
        assert all(level[i] < level[room] for i in inner - {room}), f"{path} imports {inner}"


def test_no_modules_import_each_other_in_a_circle():
    TopologicalSorter({name: own_imports(path) for name, path in MODULES.items()}).prepare()


def _loaded_by(*modules: str) -> set[str]:
    program = f"import sys, {', '.join(modules)}; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_package_and_its_commands_loads_nothing_heavy():
    assert not HEAVY & _loaded_by("cchc_lib", "cchc_lib.cli")


def test_a_run_without_charts_loads_nothing_that_draws_or_executes():
    loaded = _loaded_by("cchc_lib.pipeline", "cchc_lib.auditing.verifying")
    assert HEAVY & loaded <= {"jinja2"}
