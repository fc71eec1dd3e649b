"""Our engine shows what the stock one shows, whatever a notebook does, and nothing leaks."""

import copy
import json
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
import papermill
import pytest

from cchc_lib.errors import NotebookProblem
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.notebooks import execute_notebook
from cchc_lib.running.execution.processes.forked import ForkedWorkers
from cchc_lib.running.execution.processes.limits import LOST, Limits
from cchc_lib.running.execution.processes.spawned import SpawnedWorkers
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import NotebookTask
from cchc_lib.running.execution.workers import WorkersWanted
from tests.notebooks.awkward import BEHIND, ENDINGS, LEAKS, PROBES, one_notebook

QUICK = Limits(seconds=5, memory_bytes=500_000_000, grace_seconds=2)
_OWN_FRAMES = {"nobody answers"}
"""Where the traceback shows who refused, which is another function in either engine."""


def executed(notebook, engine, folder):
    """Execute a notebook; return it, and what papermill raised."""
    path, raised = folder / f"{engine}.ipynb", ""
    try:
        papermill.execute_notebook(
            copy.deepcopy(notebook), str(path), engine_name=engine, progress_bar=False
        )
    except papermill.PapermillExecutionError as error:
        raised = f"{error.ename}: {error.evalue}"
    return nbformat.read(path, as_version=4), raised


def merged(outputs):
    """Join what a kernel sends in one or several pieces, as it happens to wake up."""
    joined = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last["text"] += output.text
        else:
            joined.append(output)
    return joined


def comparable(notebook):
    """Return a notebook without what is another in every execution."""
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        cell.pop("id", None)
        cell["outputs"] = merged(cell.get("outputs", ()))
    notebook.metadata.pop("papermill", None)
    text = json.dumps(notebook, indent=1, ensure_ascii=False)
    text = re.sub(r"ipykernel_\d+", "ipykernel", text)
    text = re.sub(r"<dc:date>.*?</dc:date>", "", text)
    return re.sub(r"0x[0-9a-f]{6,}", "0x", text)


def same(notebook, folder):
    """Hold what the engines make of a notebook against each other."""
    stock, ours = (executed(notebook, name, folder) for name in ("nbclient", "cchc"))
    assert ours[1] == stock[1]
    assert comparable(ours[0]) == comparable(stock[0])
    return ours[0]


@pytest.fixture(autouse=True)
def _kernels_as_elsewhere(monkeypatch):
    """Have kernels catch what subprocesses print, which they don't do while pytest runs."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST")


@pytest.fixture(scope="module")
def workers():
    with ForkedWorkers(2, limits=QUICK) as forked:
        yield forked


def task(folder, name, *cells, **parameters):
    path = folder / f"{name}.ipynb"
    nbformat.write(one_notebook(cells), path)
    return NotebookTask(
        name=name,
        notebook=path,
        folder=folder,
        executed=f"{name}.ipynb",
        page=f"{name}.html",
        parameters=parameters,
    )


def made_by(workers, *tasks):
    return {made.name: made for made in workers.make_all(tasks)}


def shown(made):
    """Return the text that the cells of a made notebook show."""
    content = next(own for address, own in made.files.items() if address.endswith(".ipynb"))
    outputs = [o for c in json.loads(content)["cells"] for o in c.get("outputs", ())]
    return "".join(
        "".join(o.get("text", ()) or o.get("data", {}).get("text/plain", ())) for o in outputs
    )


def test_cells_that_go_well_are_shown_alike(tmp_path):
    every = [cell for cells in PROBES.values() for cell in cells]
    ours = same(one_notebook(every), tmp_path)
    shown = [kind for c in ours.cells for o in c.outputs for kind in o.get("data", {})]
    assert (shown.count("image/png"), shown.count("image/svg+xml")) == (4, 3)


def test_what_is_written_behind_python_stands_at_its_place(tmp_path):
    notebook, problem = executed(one_notebook([BEHIND, "print('next')"]), "cchc", tmp_path)
    assert not problem
    said = ["".join(o.get("text", "") for o in cell.outputs) for cell in notebook.cells]
    assert said[-2] == "before\ninside\nafter\nraw \ufffd"
    assert said[-1] == "next\n"


@pytest.mark.parametrize("name", ENDINGS)
def test_cells_that_end_a_notebook_are_shown_alike(name, tmp_path):
    notebook = one_notebook(ENDINGS[name])
    if name in _OWN_FRAMES:
        stock, ours = (executed(notebook, engine, tmp_path)[1] for engine in ("nbclient", "cchc"))
        assert ours == stock != ""
        return
    same(notebook, tmp_path)


@pytest.mark.parametrize("name", ["00_methodology", "40_unit_report", "50_province_report"])
def test_notebooks_of_the_project_are_made_alike(name, finished, tmp_path):
    codes = {"unit": "so-noi-vu"} if name.startswith("40") else {}
    known = {"edition": "mau-2018"} if name.startswith("00") else {"run": str(finished.folder)}
    own = NotebookTask(
        name=name,
        notebook=NOTEBOOKS / f"{name}.ipynb",
        folder=tmp_path,
        executed="a.ipynb",
        page="a.html",
        parameters={**known, **codes},
    )
    stock = execute_notebook(own, "jupyter")
    with ForkedWorkers(1) as forked:
        (ours,) = forked.make_all([own])
    assert not ours.has_failed, ours.reason
    assert ours.files == stock.files


def test_the_report_of_a_unit_finds_nothing_of_the_others(finished, tmp_path):
    cells = [
        ("run: str = '.'\nunit: str = ''", "parameters"),
        (
            "import os\nfrom cchc_lib import opening\nyear = opening.open_run(run)\n"
            "print(*sorted({one.unit_code for one in year.scores}), os.listdir())"
        ),
    ]
    nbformat.write(one_notebook(cells), tmp_path / "own.ipynb")
    own = NotebookTask(
        name="own",
        notebook=tmp_path / "own.ipynb",
        folder=finished.folder,
        executed="a.ipynb",
        page="a.html",
        unit_code="so-noi-vu",
        parameters={"run": ".", "unit": "so-noi-vu"},
    )
    with ForkedWorkers(1) as forked:
        forked.share(Shared(years={".": finished.year}))
        (made,) = forked.make_all([own])
    assert not made.has_failed, made.reason
    assert b"so-noi-vu []" in made.files["a.ipynb"]


def test_the_papermill_command_finds_the_engine(tmp_path):
    source, target = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    nbformat.write(one_notebook([("x: int = 1", "parameters"), "x + 1"]), source)
    words = ("--engine", "cchc", str(source), str(target), "-p", "x", "41", "--no-progress-bar")
    subprocess.run([sys.executable, "-m", "papermill", *words], check=True, capture_output=True)
    cells = nbformat.read(target, as_version=4).cells
    assert cells[-1].outputs[0].data["text/plain"] == "42"
    assert cells[1].metadata.tags == ["injected-parameters"]


def test_exit_ends_the_notebook(tmp_path, workers):
    made = made_by(workers, task(tmp_path, "left", "print('said')", "exit()", "print('never')"))
    assert made["left"].has_failed
    assert "said" in shown(made["left"])
    assert "never" not in shown(made["left"])


def test_no_notebook_leaves_anything_to_the_next(tmp_path, workers):
    leaky = task(tmp_path, "leaky", *(change for change, _ in LEAKS))
    clean = task(tmp_path, "clean", *(look for _, look in LEAKS))
    before = shown(made_by(workers, clean)["clean"])
    changed = task(tmp_path, "changed", *(cell for both in LEAKS for cell in both))
    made = made_by(workers, leaky, changed, clean, leaky)
    assert not any(one.has_failed for one in made.values()), made
    assert shown(made["clean"]) == before
    assert shown(made["changed"]) != before


def test_random_numbers_of_two_notebooks_differ(tmp_path, workers):
    cell = "import random\nimport numpy\nrandom.random(), numpy.random.random()"
    made = made_by(workers, task(tmp_path, "one", cell), task(tmp_path, "two", cell))
    assert shown(made["one"]) != shown(made["two"])


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("while True:\n    pass", QUICK.too_long),
        ("import asyncio\nawait asyncio.sleep(60)", QUICK.too_long),
        ("kept = []\nwhile True:\n    kept.append(bytes(range(256)) * 9999)", QUICK.too_much),
    ],
)
def test_a_notebook_beyond_its_limit_is_kept_as_far_as_it_got(cell, reason, tmp_path, workers):
    made = made_by(workers, task(tmp_path, "endless", "print('begun')", cell, "print('never')"))
    assert made["endless"].reason == reason
    assert made["endless"].failed_cell == 2
    assert "begun" in shown(made["endless"])
    assert "never" not in shown(made["endless"])


def test_one_that_does_not_stop_when_told_is_killed(tmp_path, workers):
    deaf = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    made = made_by(workers, task(tmp_path, "deaf", deaf), task(tmp_path, "other", "print('ok')"))
    assert made["deaf"].reason == QUICK.too_long
    assert "deaf.html" in made["deaf"].files
    assert shown(made["other"]) == "ok\n"


@pytest.mark.parametrize(
    "cell",
    [
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "import os\nos._exit(0)",
        "import ctypes\nctypes.string_at(0)",
    ],
)
def test_a_notebook_that_ends_its_process_fails_alone(cell, tmp_path, workers):
    made = made_by(workers, task(tmp_path, "gone", cell), task(tmp_path, "other", "print('ok')"))
    assert made["gone"].reason == LOST
    assert LOST in made["gone"].files["gone.html"].decode()
    assert shown(made["other"]) == "ok\n"


def test_a_process_killed_once_from_outside_is_replaced(tmp_path, workers):
    once = (
        "import os, pathlib, signal\nmark = pathlib.Path('once')\nfirst = not mark.exists()\n"
        "mark.touch()\nif first:\n    os.kill(os.getpid(), signal.SIGKILL)\nprint('made')"
    )
    made = made_by(workers, task(tmp_path, "unlucky", once))
    assert shown(made["unlucky"]) == "made\n"
    assert not made["unlucky"].has_failed


def test_what_a_notebook_started_ends_with_it(tmp_path, workers):
    cell = "import subprocess\nprint(subprocess.Popen(['sleep', '100']).pid)"
    pid = int(shown(made_by(workers, task(tmp_path, "starter", cell))["starter"]))
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_killing_the_warm_process_costs_nothing_but_time(tmp_path):
    tasks = [task(tmp_path, f"n{i}", "print('made')") for i in range(3)]
    with ForkedWorkers(1) as forked:
        making = forked.make_all(tasks)
        names = [next(making).name]
        forked._process.kill()
        made = list(making)
    assert sorted([*names, *(one.name for one in made)]) == ["n0", "n1", "n2"]
    assert not any(one.has_failed for one in made)


def test_nobody_is_left_when_results_are_not_awaited(tmp_path):
    with ForkedWorkers(1) as forked:
        making = forked.make_all([task(tmp_path, "a", "1"), task(tmp_path, "b", "1")])
        next(making)
        process = forked._process
        making.close()
        assert process.poll() is not None
        assert forked._process is None
        assert len(list(forked.make_all([task(tmp_path, "c", "1")]))) == 1


def test_a_warm_process_with_threads_is_not_forked(tmp_path):
    threaded = (
        "import threading, time; from cchc_lib.running.execution.processes import zygote;"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); zygote.run()"
    )
    cell = "import os\nprint(os.getppid())"
    with ForkedWorkers(1, program=("-c", threaded)) as forked:
        (made,) = forked.make_all([task(tmp_path, "apart", cell)])
    assert not made.has_failed, made.reason
    assert shown(made) == f"{os.getpid()}\n"


def test_spawned_workers_keep_to_the_same_rules(tmp_path):
    tasks = [
        task(tmp_path, "fine", "import os\nos.environ['LEFT'] = '1'\nprint('made')"),
        task(tmp_path, "endless", "print('begun')", "while True:\n    pass"),
        task(tmp_path, "clean", "import os\nprint('LEFT' in os.environ)"),
    ]
    with SpawnedWorkers(1, limits=QUICK) as spawned:
        made = made_by(spawned, *tasks)
    assert shown(made["fine"]) == "made\n"
    assert made["endless"].reason == QUICK.too_long
    assert "begun" in shown(made["endless"])
    assert shown(made["clean"]) == "False\n"


def test_figures_are_shown_where_pyplot_came_before_the_shell():
    program = (
        "import matplotlib; matplotlib.use('agg'); import matplotlib.pyplot as plt; plt.figure();"
        "plt.close();"
        "from cchc_lib.running.execution.engine.cells import Cells; import asyncio;"
        "seen = []; cells = Cells(); cells.begin(seen.append);"
        "request = {'header': {'msg_id': 'a'}};"
        "asyncio.run(cells.execute('import matplotlib.pyplot as plt\\nplt.plot([1])', request));"
        "kinds = [k for m in seen for k in m['content'].get('data', ())];"
        "import os; os._exit(0 if 'image/png' in kinds else 1)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_notebook_that_needs_a_kernel_gets_one(tmp_path):
    notebook = one_notebook(["type(get_ipython().kernel).__name__"])
    notebook.metadata["cchc"] = {"needs_kernel": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours, _ = executed(notebook, "cchc", tmp_path)
    assert ours.cells[0].outputs[0].data["text/plain"] == "'IPythonKernel'"


def test_no_notebook_starts_while_another_one_has_a_wrong_parameter(tmp_path):
    fine = task(tmp_path, "fine", "import pathlib\npathlib.Path('started').touch()")
    wrong = task(tmp_path, "wrong", ("x: str = 'a'", "parameters"), y="b")
    with open_workers(WorkersWanted(count=1)) as workers, pytest.raises(NotebookProblem):
        list(workers.make_all([fine, wrong]))
    assert not (tmp_path / "started").exists()
