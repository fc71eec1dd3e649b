"""What manifest and crate of a run say, compared with what a run that was made again gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cchc_lib.core.audit.checking.text_differences import difference_of_texts
from cchc_lib.core.audit.checking.verification import Difference
from cchc_lib.core.results import YearResult
from cchc_lib.files.crate import CRATE_FILE
from cchc_lib.running.execution.tasks import NotebookTask, Task
from cchc_lib.running.inside import bytes_inside
from cchc_lib.running.manifest import MANIFEST, fields_of_year, manifest_text
from cchc_lib.running.manifest_fields import differences_of_fields
from cchc_lib.running.recorded import Recorded

__all__ = ["Remade", "differences_of_description", "differences_of_year"]

_MEASURED = ("edition", "year", "assessment", "is_synthetic", "parameters", "correction")
"""What a manifest says that other code makes the same of the same inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """A run that was made again: where it lies, and the tasks of it, notebooks not yet executed.

    ``fields`` and ``crate`` are what its manifest and its crate ought to say. ``problem_vi``
    says why it could not be made.
    """

    folder: Path
    is_exact: bool
    fields: Mapping[str, object] = field(default_factory=dict)
    crate: str = ""
    tasks: tuple[Task, ...] = ()
    seal: str = ""
    problem_vi: str = ""

    @property
    def notebooks(self) -> tuple[NotebookTask, ...]:
        """Return the tasks that execute a notebook."""
        return tuple(task for task in self.tasks if isinstance(task, NotebookTask))


def differences_of_year(recorded: Recorded, year: YearResult) -> Iterator[Difference]:
    """Yield what the manifest says of the year and its records do not."""
    if recorded.manifest is not None:
        fields = fields_of_year(year, recorded.manifest.failed_count)
        yield from differences_of_fields(MANIFEST, recorded.manifest.content, fields)


def differences_of_description(recorded: Recorded, remade: Remade) -> Iterator[Difference]:
    """Yield what manifest and crate say otherwise than those of the run that was made again."""
    if recorded.manifest is None:
        return
    content = recorded.manifest.content
    if not remade.is_exact:
        known = {name: remade.fields.get(name) for name in _MEASURED}
        yield from differences_of_fields(MANIFEST, content, known)
        return
    unknown = dict.fromkeys(content.keys() - remade.fields.keys())
    found = [*differences_of_fields(MANIFEST, content, {**remade.fields, **unknown})]
    expected = {MANIFEST: manifest_text(remade.fields), CRATE_FILE: remade.crate}
    for name, text in expected.items():
        own = bytes_inside(recorded.folder, name)
        if own is not None and own != text.encode() and not (found and name == MANIFEST):
            one = difference_of_texts(name, own.decode("utf-8", "replace"), text)
            found += [one or Difference(file=name, found="nội dung khác khi tính lại")]
    yield from found
    yield from _too_many_reports(recorded, remade)


def _too_many_reports(recorded: Recorded, remade: Remade) -> Iterator[Difference]:
    """Yield the reports that no notebook of the run makes."""
    made = {name for task in remade.notebooks for name in task.addresses}
    for name in recorded.files:
        if name.partition("/")[0] in {"notebooks", "units"} and name not in made:
            yield Difference(file=name, found="không có khi tính lại")
