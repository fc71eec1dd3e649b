"""A process that warms up and makes one task, by ``python -m``."""

import os
import pickle
from typing import Never

from cchc_lib.running.execution.processes import warm
from cchc_lib.running.execution.processes.child import answer
from cchc_lib.running.execution.processes.frames import packed, read_object
from cchc_lib.running.execution.processes.starting import leave_start_folder
from cchc_lib.running.execution.shared import share

__all__ = ["run"]


def run() -> Never:
    """Warm up, take the task, say so, make it, answer."""
    with os.fdopen(os.dup(0), "rb") as requests:
        answers = os.dup(1)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        warm.warm_up()
        try:
            shared, task, limits, reason = read_object(requests)
        except EOFError:
            os._exit(0)
    share(pickle.loads(shared))  # noqa: S301 - from the process that started us
    os.write(answers, packed(None))
    answer(answers, 0, task, limits, reason=reason)


if __name__ == "__main__":
    leave_start_folder()
    run()
