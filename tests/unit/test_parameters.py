"""Parameters of notebooks are refused before anything runs."""

import pytest

from cchc_lib.errors import NotebookProblem
from cchc_lib.project import NOTEBOOKS
from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.tasks import NotebookTask
from cchc_lib.running.execution.workers import WorkersWanted
from cchc_lib.running.parameters import check_parameters, declared_parameters

REPORT = NOTEBOOKS / "40_unit_report.ipynb"


def test_declared_parameters_are_read_from_the_tagged_cell():
    assert declared_parameters(REPORT) == dict.fromkeys(("run", "unit", "previous_run"), "str")


def test_a_misspelt_parameter_gets_its_near_match():
    with pytest.raises(NotebookProblem, match=r"“unti”\. Có phải: unit"):
        check_parameters(REPORT, {"unti": "so-noi-vu"})


def test_a_parameter_of_another_type_is_refused():
    with pytest.raises(NotebookProblem, match="“unit” phải là chữ"):
        check_parameters(REPORT, {"unit": 7})


def test_code_in_a_parameter_name_is_refused():
    with pytest.raises(NotebookProblem, match="không có tham số"):
        check_parameters(REPORT, {'x=1;__import__("os").system("true");y': "1"})


def test_nothing_runs_when_one_of_several_notebooks_has_a_wrong_parameter(tmp_path):
    task = NotebookTask(
        name="report",
        notebook=REPORT,
        folder=tmp_path,
        executed="report.ipynb",
        page="report.html",
        parameters={"rum": "."},
    )
    wanted = WorkersWanted(count=1)
    with open_workers(wanted) as workers, pytest.raises(NotebookProblem, match="rum"):
        list(workers.make_all([task]))
    assert list(tmp_path.iterdir()) == []
