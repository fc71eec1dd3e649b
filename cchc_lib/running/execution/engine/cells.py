"""Cells executed in this very process, answering as a Jupyter kernel does.

:class:`Cells` holds the interactive shell that ipykernel has, and speaks its messages, but
without sockets, threads and a second process; :mod:`client` reads them as it reads a kernel's.

What differs from a kernel: widgets are shown but never hear anything back, no debugger, no
start-up files of the user's IPython profile, no history kept on disk. A notebook that needs a
kernel says so in its metadata (see :mod:`engine`).
"""

import asyncio
import builtins
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any, Never

import comm
from comm.base_comm import BaseComm
from ipykernel import zmqshell
from ipykernel.compiler import XCachingCompiler
from IPython.core.error import StdinNotImplementedError, UsageError
from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session
from traitlets.config import Config

from cchc_lib.running.execution.engine.streams import CellStream, capture_streams

__all__ = ["INLINE", "LANGUAGE", "Cells", "Message", "ZMQInteractiveShell"]

Message = dict[str, Any]
"""A message of the Jupyter protocol."""

INLINE = "module://matplotlib_inline.backend_inline"
"""Which backend Matplotlib has in a notebook."""

LANGUAGE = {
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": f"ipython{sys.version_info[0]}",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}
"""What a kernel says of the language it executes."""


class ZMQInteractiveShell(zmqshell.ZMQInteractiveShell):
    """The shell of a kernel, under the name by which packages know that they are in one."""

    def enable_gui(self, gui: Any = None) -> None:
        """Refuse the event loops of windows."""
        if gui is not None:
            raise UsageError(f"There is no event loop for {gui!r} without a Jupyter kernel.")


class Cells:
    """What executes the cells of one notebook in this process.

    Made while a process warms up; :meth:`begin` is called where the notebook is executed, after
    the fork.
    """

    def __init__(self) -> None:
        os.environ.setdefault("MPLBACKEND", INLINE)
        self._session = _Recorder()
        self._streams: tuple[CellStream, ...] = ()
        self._count = 0
        self.shell: Any = ZMQInteractiveShell.instance(
            config=Config(HistoryManager={"enabled": False}),
            kernel=SimpleNamespace(eventloop=None),
            compiler_class=XCachingCompiler,
        )
        shell: Any = self.shell
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session = self._session
        shell.displayhook.topic = b"execute_result"
        comm.create_comm = self._create_comm

    @property
    def has_ended(self) -> bool:
        """Tell whether a cell has asked to end, as by ``exit()``."""
        return bool(self.shell.exit_now)

    def begin(self, deliver: Callable[[Message], None]) -> None:
        """Take over the standard streams; messages go to ``deliver`` from now on."""
        self._session.deliver = deliver
        self._streams = capture_streams(self._print)
        if "matplotlib.pyplot" in sys.modules:
            _show_figures_inline(self.shell)

    async def execute(self, code: str, request: Message) -> Message:
        """Execute a cell, deliver what it shows, and return the reply of a kernel.

        Whether it succeeded is the status of the reply, never to be read from what it shows.
        """
        self.shell.set_parent(request)
        self._count += 1
        self._session.send(None, "status", {"execution_state": "busy"}, request)
        shown = {"code": code, "execution_count": self._count}
        self._session.send(None, "execute_input", shown, request)
        with _nobody_to_ask():
            result = await self._run(code)
        content = self._reply(result)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, CellStream):
                stream.end_cell()
            else:
                stream.flush()
        self._session.send(None, "status", {"execution_state": "idle"}, request)
        return self._session.msg("execute_reply", content, parent=request)

    async def _run(self, code: str) -> Any:
        """Run a cell in the loop that is running, which tasks of earlier cells live in."""
        shell = self.shell
        problem = None
        try:
            transformed = shell.transform_cell(code)
        except Exception:  # noqa: BLE001 - whatever it is, the shell shows it
            transformed, problem = code, sys.exc_info()
        parsed = {"transformed_cell": transformed, "preprocessing_exc_tuple": problem}
        is_usual = shell.loop_runner is shell.loop_runner_map["asyncio"][0]
        if not (is_usual and shell.should_run_async(code, **parsed)):
            return shell.run_cell(code, store_history=True)
        result = None
        try:
            running = shell.run_cell_async(code, store_history=True, **parsed)
            result = await asyncio.ensure_future(running)
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        return result

    def _reply(self, result: Any) -> Message:
        """Return the content of the reply of a kernel."""
        shell = self.shell
        count = {"execution_count": shell.execution_count - 1}
        if result.success and not getattr(shell, "_last_traceback_during_displayhook", False):
            return {"status": "ok", **count}
        error = result.error_before_exec or result.error_in_exec
        return {
            "status": "error",
            "traceback": getattr(shell, "_last_traceback", None) or [],
            "ename": type(error).__name__,
            "evalue": str(error),
            **count,
        }

    def _print(self, name: str, text: str, parent: Message) -> None:
        self._session.send(None, "stream", {"name": name, "text": text}, parent)

    def _create_comm(self, *arguments: Any, **named: Any) -> "_Comm":
        return _Comm(self._session, lambda: self.shell.parent_header, *arguments, **named)


class _Recorder(Session):
    """A session that hands messages on instead of sending them."""

    deliver: Callable[[Message], None] = staticmethod(lambda _: None)

    def send(  # noqa: PLR0917
        self,
        stream: Any,
        msg_or_type: dict[str, Any] | str,
        content: dict[str, Any] | None = None,
        parent: dict[str, Any] | None = None,
        ident: Any = None,
        buffers: Any = None,
        track: bool = False,  # noqa: FBT001, FBT002 - the session's own signature
        header: Any = None,
        metadata: Any = None,
    ) -> dict[str, Any]:
        """Hand a message on, as it would arrive at the other end."""
        del stream, ident, track, header
        if isinstance(msg_or_type, str):
            message = self.msg(msg_or_type, content, parent=parent, metadata=metadata)
        else:
            message = msg_or_type
        message["content"] = _as_sent(message["content"])
        message["buffers"] = buffers or []
        self.deliver(message)
        return message


class _Comm(BaseComm):
    """One end of a channel to a widget; nobody listens at the other."""

    def __init__(
        self, session: Session, parent: Callable[[], Any], *arguments: Any, **named: Any
    ) -> None:
        self._session, self._asking = session, parent
        super().__init__(*arguments, **named)

    def publish_msg(
        self,
        msg_type: str,
        data: Any = None,
        metadata: Any = None,
        buffers: Any = None,
        **keys: Any,
    ) -> None:
        """Publish what a widget says."""
        content = {"data": data or {}, "comm_id": self.comm_id, **keys}
        self._session.send(
            None, msg_type, content, self._asking(), buffers=buffers, metadata=metadata
        )


def _as_sent(value: Any) -> Any:
    """Return a value as it is after a journey as JSON."""
    if value is None or isinstance(value, str | int):
        return value
    if type(value) is dict and all(isinstance(key, str) for key in value):
        return {key: _as_sent(own) for key, own in value.items()}
    return json.loads(json.dumps(value, default=json_default))


def _show_figures_inline(shell: Any) -> None:
    """Have figures shown, also where pyplot was imported before there was a shell."""
    pylabtools: Any = import_module("IPython.core.pylabtools")
    inline: Any = import_module("matplotlib_inline.backend_inline")
    shown = shell.events.callbacks["post_execute"]
    if inline.flush_figures in shown:
        return
    inline.configure_inline_support.current_backend = "unset"
    pylabtools.activate_matplotlib(INLINE)
    if inline.flush_figures not in shown:
        inline.configure_inline_support(shell, INLINE)


@contextmanager
def _nobody_to_ask() -> Iterator[None]:
    """Refuse questions to the user, who is not there."""
    before = builtins.input, getpass.getpass
    builtins.input = _refuse("raw_input")
    getpass.getpass = _refuse("getpass")
    try:
        yield
    finally:
        builtins.input, getpass.getpass = before


def _refuse(name: str) -> Callable[..., Never]:
    def ask(*_: object, **__: object) -> Never:
        raise StdinNotImplementedError(
            f"{name} was called, but this frontend does not support input requests."
        )

    return ask
