"""One task in a process of its own: make it, answer, end."""

import os
import traceback
from typing import Never

from cchc_lib.errors import WriteProblem, is_about_space
from cchc_lib.running.execution.processes.frames import packed
from cchc_lib.running.execution.processes.limits import LimitReached, Limits, obey
from cchc_lib.running.execution.tasks import Made, NotebookTask, Task

__all__ = ["answer"]


def answer(pipe: int, number: int, task: Task, limits: Limits, *, reason: str = "") -> Never:
    """Make a task, send what became of it with its number, and end this process.

    With a ``reason`` it failed already, and only what can be shown of it is made. An error of
    ours is sent as such, to be raised where the tasks came from; but a notebook may have changed
    what we use ourselves in its process, so it fails alone. A full disk ends the run: every
    other task would meet it too.
    """
    obey(limits)
    made: Made | BaseException
    try:
        made = _made(task, reason)
    except LimitReached as stopped:
        made = Made(name=task.name, reason=str(stopped))
    except Exception as error:  # noqa: BLE001 - sent on, whatever it is
        if isinstance(error, WriteProblem) or is_about_space(error):
            made = error
        elif isinstance(task, NotebookTask):
            made = Made(name=task.name, reason=f"{type(error).__name__}: {error}")
        else:
            made = RuntimeError(f"{task.name}\n{''.join(traceback.format_exception(error))}")
    left = memoryview(packed((number, made)))
    while left:
        left = left[os.write(pipe, left) :]
    os._exit(0)


def _made(task: Task, reason: str) -> Made:
    from cchc_lib.running.execution.making import make
    from cchc_lib.running.execution.notebooks import unexecuted

    if not reason:
        return make(task, "cchc")
    if isinstance(task, NotebookTask):
        return unexecuted(task, reason)
    return Made(name=task.name, reason=reason)
