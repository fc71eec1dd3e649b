"""What each task of a run depends on, as one digest: the same key, the same files.

The computed year is digested by the records it is read back from, which a run writes before
anything is made of it. A unit's report and audit page depend on its share of the year
(:mod:`cchc_lib.core.shares`); everything else on the whole.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.core.shares import own_part, shared_part
from cchc_lib.files.json_records import record_lines
from cchc_lib.files.results import RECORDS
from cchc_lib.present.language import Language
from cchc_lib.running.execution.makeup import made_with
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.tasks import (
    DocumentTask,
    EngineName,
    LedgerTask,
    NotebookTask,
    NoticesTask,
    Task,
    UnitPageTask,
    YearPageTask,
)

__all__ = ["Keys", "addresses_of"]

_NOT_IN_KEY = {"folder", "notebook"}
"""Where a notebook lies and is executed changes nothing; what is in it does."""


@dataclass(frozen=True, slots=True)
class _Own:
    """The digests of what is a unit's own: its records, and the files they name."""

    records: str
    inputs: str


class Keys:
    """The keys of the tasks of one run.

    Parameters
    ----------
    shared
        What the tasks share.
    folder
        The folder of the run; the records of each shared year lie in ``tables`` below its name.
    code
        The digest of the package and the notebooks.
    engine
        What executes the notebooks.
    """

    def __init__(self, shared: Shared, *, folder: Path, code: str, engine: EngineName) -> None:
        self._years = shared.years
        self._changes = shared.changes
        self._words = shared.words
        self._folder = folder
        self._engine = engine
        self._made_by = _digest((code, engine, *made_with().values()))
        self._known: dict[str, str] = {}

    def of(self, task: Task) -> str:
        """Return the key of a task; empty for one of which it is not known what it depends on."""
        needed = list(self._needs(task))
        return _digest((self._made_by, _text_of(task), *needed)) if needed else ""

    def _needs(self, task: Task) -> Iterator[str]:
        """Yield the digest of everything that a task is given."""
        match task:
            case UnitPageTask(unit_code=code):
                yield from (*self._share(code), self._own[code].inputs)
            case NotebookTask(unit_code=code, parameters=parameters) if code:
                is_alone_with_its_share = self._engine == "cchc"
                if is_alone_with_its_share and self._is_all_shared(parameters, code):
                    yield from self._share(code)
                    yield from record_lines(filter(None, [self._changes.get(code)]))
            case NotebookTask(parameters=parameters, language=language):
                named = [
                    self._named(value)
                    for name, value in parameters.items()
                    if value and name != "language"
                ]
                if named and all(named):
                    yield from named
                    yield self._once(f"words {language}", lambda: self._words_in(language))
            case NoticesTask(unit_codes=codes):
                for code in codes:
                    yield from self._share(code)
            case LedgerTask() | YearPageTask() | DocumentTask():
                yield self._year(".")

    def _is_all_shared(self, parameters: Mapping[str, str], code: str) -> bool:
        """Tell whether a unit's notebook asks for nothing but what it is given."""
        before = {"", *self._years} if code in self._changes else {""}
        others = {**parameters, "previous_run": ""}
        return others == {"run": ".", "unit": code, "previous_run": ""} and (
            parameters.get("previous_run", "") in before
        )

    def _share(self, unit_code: str) -> tuple[str, str]:
        """Return the digests of what is a unit's own and of what it shares with its group."""
        return self._own[unit_code].records, self._group(self._run.unit(unit_code).group_code)

    def _named(self, value: str) -> str:
        """Return the digest of the year or law that a notebook is given by name, if it is known."""
        if value in self._years:
            return self._year(value)
        if value == f"rules/{self._run.edition.code}":
            return self._once("law", lambda: _digest(record_lines([self._run.edition])))
        return ""

    def _words_in(self, language: Language) -> str:
        """Return the digest of what texts are called in a language."""
        words = self._words.get(language, {})
        return _digest(part for pair in sorted(words.items()) for part in pair)

    @property
    def _run(self) -> YearResult:
        return self._years["."]

    @cached_property
    def _own(self) -> Mapping[str, "_Own"]:
        """The digests of what is each unit's own."""
        _, traces, evidence = RECORDS
        scores = self._by_unit(traces, [one.unit_code for one in self._run.scores])
        register = self._by_unit(evidence, [one.unit_code for one in self._run.registers])
        codes = [unit.unit_code for unit in self._run.units]
        parts = [own_part(self._run, code) for code in codes]
        rest = record_lines(replace(p, scores=(), register=(), inputs={}) for p in parts)
        return {
            code: _Own(
                _digest((line, scores.get(code, ""), register.get(code, ""))),
                _digest(part for item in own.inputs.items() for part in item),
            )
            for code, own, line in zip(codes, parts, rest, strict=True)
        }

    def _by_unit(self, name: str, codes: Iterable[str]) -> Mapping[str, str]:
        """Return the digest of the lines of each unit in a file of records."""
        digests = {code: hashlib.sha256() for code in dict.fromkeys(codes)}
        with (self._folder / "tables" / name).open("rb") as lines:
            for code, line in zip(codes, lines, strict=True):
                digests[code].update(line)
        return {code: digest.hexdigest() for code, digest in digests.items()}

    def _group(self, code: str) -> str:
        part = shared_part(self._run, code)
        return self._once(f"group {code}", lambda: _digest(record_lines([part])))

    def _year(self, name: str) -> str:
        return self._once(f"year {name}", lambda: _digest(self._parts_of(name)))

    def _parts_of(self, name: str) -> Iterator[str]:
        """Yield the law of a year and the digests of the files that the year is read back from."""
        yield from record_lines([self._years[name].edition])
        for record in RECORDS:
            with (self._folder / name / "tables" / record).open("rb") as content:
                yield hashlib.file_digest(content, "sha256").hexdigest()

    def _once(self, name: str, make: Callable[[], str]) -> str:
        if name not in self._known:
            self._known[name] = make()
        return self._known[name]


def addresses_of(task: Task) -> frozenset[str]:
    """Return the addresses of the files that a task becomes."""
    match task:
        case NotebookTask():
            return frozenset(task.addresses)
        case UnitPageTask() | YearPageTask():
            return frozenset({task.page})
        case LedgerTask() | DocumentTask():
            return frozenset({task.address})
        case NoticesTask():
            return frozenset(map(task.address_of, task.unit_codes))


def _text_of(task: Task) -> str:
    """Return a task as text: its kind, what it is to become, and the notebook it is made from."""
    words = {f.name: getattr(task, f.name) for f in fields(task) if f.name not in _NOT_IN_KEY}
    if isinstance(task, NotebookTask):
        source = task.notebook.read_bytes()
        words |= {
            "parameters": list(task.parameters.items()),
            "notebook": [task.notebook.name, hashlib.sha256(source).hexdigest()],
        }
    if isinstance(task, DocumentTask | NoticesTask):
        words["template"] = hashlib.sha256(task.template).hexdigest()
    return json.dumps([type(task).__name__, words], sort_keys=True)


def _digest(parts: Iterable[str]) -> str:
    """Return one SHA-256 for texts in their order, each set apart from the next."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(content))
        whole.update(content)
    return whole.hexdigest()
