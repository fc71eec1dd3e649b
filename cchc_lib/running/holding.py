"""One process at a time at a folder, and a folder that appears whole or not at all.

Beside a folder ``x`` lie, while somebody works at it, ``.x.lock`` (free again when its holder
ends, however it ends), ``.x.new`` (what is being assembled) and ``.x.old`` (what it replaces,
for the moment between two renames). What a process that was killed left of them, the next one
puts in order.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.errors import ResultProblem, UsageProblem, WriteProblem
from cchc_lib.files.writing import make_folder, put_in_place, sync_folder

__all__ = ["PATIENCE_SECONDS", "Held", "held", "locked", "put_in_order", "refuse_taken"]

PATIENCE_SECONDS = 900.0
"""How long to wait for another process that is at work on the same folder."""
_POLL_SECONDS = 0.2
_LOCK, _NEW, _OLD = "lock", "new", "old"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """A folder at which nobody but us is at work."""

    final: Path

    @contextmanager
    def assembled(self) -> Iterator[Path]:
        """Give a folder to fill; it takes the place of ``final`` only when nothing failed.

        Raises
        ------
        WriteProblem
            If the system refuses; then ``final`` is what it was.
        """
        aside = _beside(self.final, _NEW)
        make_folder(aside)
        try:
            yield aside
            for folder, _, _ in os.walk(aside, topdown=False):
                sync_folder(Path(folder))
            try:
                self._take(aside)
            except OSError as error:
                raise WriteProblem.of(error, self.final.name) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _take(self, aside: Path) -> None:
        """Put what was assembled in place of what is there; or leave that as it is."""
        replaced = _beside(self.final, _OLD)
        is_there = self.final.exists()
        if is_there:
            put_in_place(self.final, replaced)
        try:
            put_in_place(aside, self.final)
        except OSError:
            if is_there:
                put_in_place(replaced, self.final)
            raise
        sync_folder(self.final.parent)
        shutil.rmtree(replaced, ignore_errors=True)


@contextmanager
def held(final: Path, *, patience: float | None = None) -> Iterator[Held]:
    """Wait until nobody else is at work on a folder, and put in order what was left of it.

    Raises
    ------
    ResultProblem
        If it takes longer than ``patience``, in seconds.
    WriteProblem
        If there is nothing to be written beside the folder.
    """
    with locked(final, patience=PATIENCE_SECONDS if patience is None else patience):
        try:
            _mend(final)
        except OSError as error:
            raise WriteProblem.of(error, final.name) from error
        yield Held(final)


@contextmanager
def locked(path: Path, *, patience: float) -> Iterator[None]:
    """Hold the lock beside a file or folder; whoever has to wait is told why.

    Raises
    ------
    ResultProblem
        If somebody else holds it for longer than ``patience``, in seconds.
    WriteProblem
        If there can be no lock.
    """
    from filelock import FileLock, Timeout

    make_folder(path.parent)
    own = _beside(path, _LOCK)
    lock = FileLock(own, fallback_to_soft=False)
    try:
        try:
            lock.acquire(blocking=False)
        except Timeout:
            if patience:
                _log.warning(
                    "Một lệnh khác đang làm việc với “%s”; chờ lệnh đó xong, nhiều nhất %d giây.",
                    path.name,
                    patience,
                )
            lock.acquire(timeout=patience, poll_interval=_POLL_SECONDS)
    except Timeout as error:
        raise ResultProblem(
            f"Một lệnh khác vẫn đang làm việc với “{path.name}”; đợi lệnh đó xong rồi chạy lại."
        ) from error
    except (OSError, NotImplementedError) as error:
        raise WriteProblem.of(OSError(*error.args), own.name) from error
    try:
        yield
    finally:
        with suppress(OSError):
            own.unlink(missing_ok=True)
        lock.release()


def refuse_taken(directory: Path) -> None:
    """Refuse to make a folder where there is something already: it may be somebody's work.

    Raises
    ------
    UsageProblem
        Naming the folder.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise UsageProblem(f"Thư mục “{directory.name}” đã có tệp; hãy chọn một thư mục mới.")


def put_in_order(folder: Path) -> None:
    """Clear away what processes that were killed left in a folder of such folders."""
    left = (one.name for ending in (_LOCK, _NEW, _OLD) for one in folder.glob(f".*.{ending}"))
    for name in sorted({one[1:].rpartition(".")[0] for one in left}):
        final = folder / name
        with suppress(ResultProblem, OSError), locked(final, patience=0.0):
            _mend(final)


def _mend(final: Path) -> None:
    """Put back what was being replaced where nothing took its place; remove everything else."""
    replaced = _beside(final, _OLD)
    if replaced.is_dir() and not final.exists():
        put_in_place(replaced, final)
    for left in (replaced, _beside(final, _NEW)):
        shutil.rmtree(left, ignore_errors=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}.{ending}")
