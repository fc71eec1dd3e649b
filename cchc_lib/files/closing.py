"""Close a stage of the round: keep its files as they were, and notice what changed since.

``closed/<stage>/`` holds a copy of every file of the stage, ``closed/record.csv`` its SHA-256.
A file that changed after its stage was closed is not read, unless ``corrections.csv`` says on
which document, when and why; its closed copy is read in its place.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cchc_lib.core.places import STAGE_FOLDERS
from cchc_lib.core.round_rules import STAGE_NAMES_VI, STAGES, Stage
from cchc_lib.errors import UsageProblem
from cchc_lib.files.closing_record import (
    RECORD_FILE,
    ClosedFile,
    UnreadableRecord,
    read_record,
    write_record,
)
from cchc_lib.files.corrections import Correction, read_corrections
from cchc_lib.files.hashing import sha256_of, sha256_of_file
from cchc_lib.files.sources import SourceFile, likely_owner, skipped_entries
from cchc_lib.files.stage_files import (
    closed_copies,
    closed_copy,
    folder_path,
    stage_files,
    stage_of,
)
from cchc_lib.files.writing import write_bytes
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_date

__all__ = ["Closed", "close_stage", "closed_stages", "stage_sources"]


_MAY_BE_EMPTY: tuple[Stage, ...] = ("explanation", "appraisal_2", "council")
"""The stages at which it may be that nobody had anything to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A closed stage: when it was closed, and the files that it holds."""

    stage: Stage
    closed_on: date
    files: tuple[str, ...]


def close_stage(root: Path, stage: Stage, *, closed_on: date) -> Closed:
    """Copy every file of a stage to ``closed/<stage>/``, then add them to the record.

    Nothing else is touched. Closing again what is closed and unchanged changes nothing but
    copies that were lost; closing that was interrupted can simply be repeated.

    Raises
    ------
    UsageProblem
        If the stage has no file and cannot do without, was closed with other files, or the
        record is unusable.
    """
    name = STAGE_NAMES_VI[stage]
    try:
        record = read_record(root)
    except UnreadableRecord as error:
        raise UsageProblem(
            f"Không chốt được giai đoạn {name}: {RECORD_FILE} không đọc được ({error.reason_vi})."
        ) from error
    contents = _contents(root, stage)
    files = [
        ClosedFile(stage=stage, file=file, sha256=sha256_of(content), closed_on=closed_on)
        for file, content in contents.items()
    ]
    before = [one for one in record if one.stage == stage]
    _refuse_changed(name, before, files)
    if not files and stage not in _MAY_BE_EMPTY:
        raise UsageProblem(f"Giai đoạn {name} chưa có tệp nào để chốt.")
    for one in files:
        copy = root / closed_copy(stage, one.file)
        if _sha256(copy) != one.sha256:
            write_bytes(copy, contents[one.file])
    if not before:
        nothing = ClosedFile(stage=stage, file="", sha256="", closed_on=closed_on)
        write_record(root, (*record, *(files or [nothing])))
    day = before[0].closed_on if before else closed_on
    return Closed(stage=stage, closed_on=day, files=tuple(contents))


def closed_stages(root: Path) -> dict[Stage, date]:
    """Return the stages that are closed, in their order, and when; none if nobody can tell."""
    try:
        days = {one.stage: one.closed_on for one in read_record(root)}
    except UnreadableRecord:
        return {}
    return {stage: days[stage] for stage in STAGES if stage in days}


def stage_sources(
    root: Path, stage: Stage, *, unit_codes: Collection[str]
) -> tuple[list[SourceFile], list[Finding]]:
    """Return the files to read for a stage, and what changed since it was closed.

    Of a stage that is not closed these are the files that lie there. Findings are about the
    unit that a file is named after, if it is one of ``unit_codes``.
    """
    live = {folder_path(source.file): source for source in stage_files(root, stage)}
    corrections, findings = read_corrections(root, stage, unit_codes=unit_codes)
    try:
        record = read_record(root)
    except UnreadableRecord as error:
        findings.append(finding("GD-009", file=RECORD_FILE, found=error.reason_vi))
        return closed_copies(root, stage) or list(live.values()), findings
    closed = [one for one in record if one.stage == stage]
    recorded = {one.file: one.sha256 for one in closed if one.file}
    asked = live if closed else {one.file for one in corrections} & set(live)
    view = _Stage(
        root=root,
        stage=stage,
        live=live,
        recorded=recorded,
        corrections=corrections,
        hashes={file: _sha256(live[file].path) for file in asked},
        unit_codes=unit_codes,
    )
    findings += view.unmatched_corrections()
    findings += view.skipped()
    if closed:
        return view.closed_sources(findings), findings
    return view.open_sources(), [*findings, *view.unrecorded_copies()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """The files of a stage as they are, as they were closed, and as they were corrected."""

    root: Path
    stage: Stage
    live: Mapping[str, SourceFile]
    recorded: Mapping[str, str]
    corrections: Collection[Correction]
    hashes: Mapping[str, str]
    unit_codes: Collection[str]

    def closed_sources(self, findings: list[Finding]) -> list[SourceFile]:
        """Return the files to read of a closed stage; what is not as it was goes to findings."""
        sources = (self._source(file, findings) for file in sorted({*self.recorded, *self.live}))
        return [source for source in sources if source is not None]

    def open_sources(self) -> list[SourceFile]:
        """Return the files of a stage that is not closed, those that were chosen marked so."""
        return [self._marked(file) for file in self.live]

    def skipped(self) -> Iterator[Finding]:
        """Yield a note on everything in the folder of the stage that is not looked into."""
        folder = STAGE_FOLDERS.get(self.stage)
        for name in skipped_entries(self.root, folder) if folder else ():
            yield finding("BM-008", file=f"{folder}/{name}", found=name)

    def unmatched_corrections(self) -> Iterator[Finding]:
        """Yield the corrected files of which no correction is of the file that lies there."""
        for file, one in {one.file: one for one in self.corrections}.items():
            if self._correction(file) is None:
                found = self.hashes.get(file, "")
                expected = f"sha256 của tệp hiện có: {found}" if found else "tên một tệp hiện có"
                yield finding(
                    "GD-007",
                    unit_code=likely_owner(file, self.unit_codes),
                    file=one.place.file,
                    cell=one.place.cell,
                    found=f"sha256 không phải của tệp {file}",
                    expected=expected,
                )

    def unrecorded_copies(self) -> Iterator[Finding]:
        """Yield a finding if there are copies of a stage that the record does not know."""
        if closed_copies(self.root, self.stage):
            found = (
                f"có bản chốt {STAGE_NAMES_VI[self.stage]} nhưng sổ không ghi; "
                "nếu việc chốt bị ngắt giữa chừng thì chốt lại"
            )
            yield finding("GD-009", file=RECORD_FILE, found=found)

    def _source(self, file: str, findings: list[Finding]) -> SourceFile | None:
        found, kept = self.hashes.get(file, ""), self.recorded.get(file)
        correction = self._correction(file)
        if kept == found:
            return self._marked(file)
        if correction is not None:
            findings.append(self._finding("GD-008", file, found=_said(correction)))
            return self._marked(file)
        if kept is None:
            findings.append(self._finding("GD-004", file, found=found))
            return None
        copy = closed_copy(self.stage, file)
        if _sha256(self.root / copy) != kept:
            findings.append(self._finding("GD-003", file, found=copy))
            return None
        code = "GD-001" if found else "GD-002"
        findings.append(self._finding(code, file, found=found, expected=copy))
        return SourceFile(path=self.root / copy, file=file)

    def _marked(self, file: str) -> SourceFile:
        """Return a file that lies there, with the document by which the office chose it."""
        correction = self._correction(file)
        said = "" if correction is None else _said(correction)
        return replace(self.live[file], chosen_by=said)

    def _correction(self, file: str) -> Correction | None:
        """Return the correction, if any, of the file that lies there now."""
        found = self.hashes.get(file, "")
        return next((c for c in self.corrections if (c.file, c.sha256) == (file, found)), None)

    def _finding(self, code: str, file: str, *, found: str, expected: str = "") -> Finding:
        return finding(
            code,
            unit_code=likely_owner(file, self.unit_codes),
            file=file,
            found=found,
            expected=expected,
            words=STAGE_NAMES_VI[self.stage],
        )


def _said(correction: Correction) -> str:
    """Name the document of a correction, its day and reason."""
    day = format_date(correction.decided_on)
    return f"{correction.document} ngày {day} ({correction.reason})"


def _contents(root: Path, stage: Stage) -> dict[str, bytes]:
    """Return the bytes of every file of a stage, under the name that the record will have."""
    contents: dict[str, bytes] = {}
    for source in stage_files(root, stage):
        file = folder_path(source.file)
        if file in contents or stage_of(file) != stage or source.path.is_symlink():
            raise UsageProblem(
                f"Tên tệp {file} trùng hoặc không dùng được, hoặc là liên kết; hãy đổi tên tệp."
            )
        try:
            contents[file] = source.path.read_bytes()
        except OSError as error:
            raise UsageProblem(f"Không đọc được {file}; hãy đóng tệp rồi chốt lại.") from error
    return contents


def _refuse_changed(name: str, before: Iterable[ClosedFile], files: Iterable[ClosedFile]) -> None:
    """Raise if a stage was closed already, with other files than it has now."""
    closed = {one.file: one for one in before}
    now = {one.file: one.sha256 for one in files}
    if closed and now != {file: one.sha256 for file, one in closed.items() if file}:
        day = format_date(min(one.closed_on for one in closed.values()))
        raise UsageProblem(
            f"Giai đoạn {name} đã chốt ngày {day} và có tệp đã thay đổi từ đó; "
            "đính chính thì ghi vào corrections.csv."
        )


def _sha256(path: Path) -> str:
    """Return the SHA-256 of a file; empty when it cannot be read."""
    try:
        return sha256_of_file(path)
    except OSError:
        return ""
