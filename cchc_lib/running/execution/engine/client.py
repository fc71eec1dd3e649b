"""Papermill's own notebook client, over cells executed without a kernel.

Everything that becomes of a message of a kernel (outputs, displays that are updated or cleared,
errors, timing, saving) is the client's own doing, so that it cannot differ.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, Self

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine
from papermill.iorw import write_ipynb
from papermill.log import logger
from papermill.utils import nb_language

from cchc_lib.running.execution.engine.cells import LANGUAGE, Cells, Message

if TYPE_CHECKING:
    from cchc_lib.running.execution.engine.cell_process import CellProcess

__all__ = ["CellsClient", "CellsEngine", "Channel", "Here", "engine_for", "prepare_here"]

_MOMENT_SECONDS = 0.002
_NAMED_OTHERWISE = {"input_path", "timeout", "startup_timeout"}
_prepared: list[Cells] = []


def prepare_here(cells: Cells) -> None:
    """Have the next notebook of this process, or of a fork of it, executed right here."""
    _prepared[:] = [cells]


def engine_for(notebook: Any) -> type[Engine]:
    """Return which engine executes a notebook."""
    needs_kernel = notebook.metadata.get("cchc", {}).get("needs_kernel", False)
    try:
        is_python = nb_language(notebook) == "python"
    except ValueError:
        is_python = True
    return CellsEngine if is_python and not needs_kernel else NBClientEngine


class CellsEngine(Engine):  # type: ignore[misc]
    """Execute notebooks without a kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        execution_timeout: int | None = None,
        start_timeout: int = 60,
        **options: Any,
    ) -> Any:
        """Execute the cells; options are those of the stock engine."""
        given = {name: own for name, own in options.items() if name not in _NAMED_OTHERWISE}
        timeout = execution_timeout or options.get("timeout")
        with _channel() as channel:
            client = CellsClient(
                nb_man,
                timeout=timeout,
                startup_timeout=start_timeout,
                kernel_name=kernel_name,
                log=logger,
                **given,
            )
            try:
                return client.execute_over(channel)
            except BaseException:
                _keep(nb_man)
                raise


def _channel() -> "Here | CellProcess":
    """Return where cells are executed: here if that was prepared, or in a process of its own."""
    if _prepared:
        return Here(_prepared.pop())
    from cchc_lib.running.execution.engine.cell_process import CellProcess

    return CellProcess()


def _keep(nb_man: Any) -> None:
    """Keep a notebook as far as it got, where papermill was told to save it at the end only."""
    path = nb_man.nb.metadata.papermill.get("output_path")
    if nb_man.output_path is None and path:
        write_ipynb(nb_man.nb, path)


class Channel(Protocol):
    """What stands in for the client of a kernel: requests in, messages out."""

    async def execute(self, code: str, **_: Any) -> str:
        """Ask for a cell; return the name of the request."""
        ...

    def next_message(self) -> Message | None:
        """Return the next message, if one has come."""
        ...

    def next_reply(self) -> Message | None:
        """Return the reply, if it has come."""
        ...

    def is_alive(self) -> bool:
        """Tell whether anybody is still there to answer."""
        ...


class CellsClient(PapermillNotebookClient):  # type: ignore[misc]
    """The client, given a channel instead of a kernel."""

    def execute_over(self, channel: Channel) -> Any:
        """Execute all cells over a channel."""
        self.reset_execution_trackers()
        self.kc = _KernelClient(channel)
        self.papermill_execute_cells()
        self.nb.metadata["language_info"] = dict(LANGUAGE)
        self.set_widgets_metadata()
        return self.nb


class Here:
    """Cells of this process; a request returns when its cell has ended."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._messages: deque[Message] = deque()
        self._replies: deque[Message] = deque()
        self._count = 0

    def __enter__(self) -> Self:
        self._cells.begin(self._messages.append)
        return self

    def __exit__(self, *_: object) -> None:
        return

    async def execute(self, code: str, **_: Any) -> str:
        """Execute a cell; its messages wait to be fetched."""
        if self._cells.has_ended:
            return ""
        self._count += 1
        name = f"cell-{self._count}"
        request = {"header": {"msg_id": name, "msg_type": "execute_request"}}
        self._replies.append(await self._cells.execute(code, request))
        return name

    def next_message(self) -> Message | None:
        """Return the next message, if there is one."""
        return self._messages.popleft() if self._messages else None

    def next_reply(self) -> Message | None:
        """Return the reply, if there is one."""
        return self._replies.popleft() if self._replies else None

    def is_alive(self) -> bool:
        """Tell whether more cells can be executed."""
        return not self._cells.has_ended


class _KernelClient:
    """A channel in the shape in which a notebook client knows its kernel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.iopub_channel = _Queue(channel.next_message)
        self.shell_channel = _Queue(channel.next_reply)
        self.execute = channel.execute
        self.is_alive = channel.is_alive


class _Queue:
    """Messages to wait for."""

    def __init__(self, take: Callable[[], Message | None]) -> None:
        self._take = take

    async def get_msg(self, timeout: float | None = None) -> Message:  # noqa: ASYNC109
        """Return the next message as soon as there is one."""
        until = None if timeout is None else monotonic() + timeout
        while (message := self._take()) is None:
            if until is not None and monotonic() > until:
                raise Empty
            await asyncio.sleep(_MOMENT_SECONDS)
        return message
