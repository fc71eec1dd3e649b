"""Cells executed in a fresh process, for whoever calls papermill outside our workers.

The process is started anew, never forked, since the caller may have threads. Requests go to its
standard input, messages come back over its standard output, which cells cannot reach: they are
given other descriptors.
"""

import asyncio
import os
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from cchc_lib.running.execution.processes.frames import read_object, write_object
from cchc_lib.running.execution.processes.starting import (
    end_group,
    leave_start_folder,
    start_python,
)

if TYPE_CHECKING:
    from cchc_lib.running.execution.engine.cells import Message

__all__ = ["CellProcess", "serve"]


class CellProcess:
    """The caller's end: start it, ask for cells, fetch what they show, end it."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque()
        self._replies: deque[Message] = deque()
        self._count = 0

    def __enter__(self) -> Self:
        self._process = start_python("-m", __name__)
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        end_group(self._process)

    async def execute(self, code: str, **_: Any) -> str:
        """Ask for a cell; its messages come while it is executed."""
        self._count += 1
        name = f"cell-{self._count}"
        request = {"header": {"msg_id": name, "msg_type": "execute_request"}}
        try:
            write_object(self._process.stdin, (code, request))  # type: ignore[arg-type]
        except OSError:
            self._process.wait()
        return name

    def next_message(self) -> "Message | None":
        """Return the next message, if one has come."""
        return self._messages.popleft() if self._messages else None

    def next_reply(self) -> "Message | None":
        """Return the reply, if it has come."""
        return self._replies.popleft() if self._replies else None

    def is_alive(self) -> bool:
        """Tell whether the process is there."""
        return self._process.poll() is None

    def _listen(self) -> None:
        pipe: BinaryIO = self._process.stdout  # type: ignore[assignment]
        while True:
            try:
                is_reply, message = read_object(pipe)
            except (EOFError, OSError, ValueError):
                return
            (self._replies if is_reply else self._messages).append(message)


def serve() -> None:
    """Execute the cells that are asked for, until nobody asks any more; the other end."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    from cchc_lib.running.execution.engine.cells import Cells

    lock = threading.Lock()

    def answer(message: "Message", *, is_reply: bool = False) -> None:
        with lock:
            write_object(answers, (is_reply, message))

    cells = Cells()
    cells.begin(answer)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    while not cells.has_ended:
        try:
            code, request = read_object(requests)
        except EOFError:
            break
        answer(loop.run_until_complete(cells.execute(code, request)), is_reply=True)
    answers.flush()
    os._exit(0)


if __name__ == "__main__":
    leave_start_folder()
    serve()
