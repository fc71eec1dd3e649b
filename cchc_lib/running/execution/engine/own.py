"""The project's papermill engine: ``papermill --engine cchc in.ipynb out.ipynb``.

The cells are executed without a Jupyter kernel (see :mod:`cells` for what that leaves out): in
this process where it is one of our workers, warmed up and used for one notebook only; anywhere
else in a fresh process, started for the notebook and gone with it.

A notebook with ``{"cchc": {"needs_kernel": true}}`` in its metadata, or in another language
than Python, gets a kernel all the same. Papermill loads every engine when it is imported, so
this module imports nothing.
"""

from typing import Any

__all__ = ["OwnEngine", "executed_here"]

_executed: list[Any] = []


class OwnEngine:
    """What papermill asks of an engine."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Execute a notebook and return it."""
        _executed[:] = [nb]
        from cchc_lib.running.execution.engine.client import engine_for

        return engine_for(nb).execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Return the name of the kernel that a notebook names."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Return the language of a notebook."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))


def executed_here() -> Any | None:
    """Return the notebook executed last in this process, as far as it got; none if none was."""
    return _executed[0] if _executed else None
