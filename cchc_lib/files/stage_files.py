"""Where the files of each stage lie in an assessment folder, and where their closed copies do."""

from pathlib import Path, PurePosixPath

from cchc_lib.core.places import STAGE_FOLDERS
from cchc_lib.core.round_rules import STAGES, Stage
from cchc_lib.files.sources import SourceFile, list_sources
from cchc_lib.vietnamese import normalise

__all__ = [
    "CLOSED_FOLDER",
    "COUNCIL_FILES",
    "closed_copies",
    "closed_copy",
    "folder_path",
    "stage_files",
    "stage_of",
]

CLOSED_FOLDER = "closed"
COUNCIL_FILES = ("council.csv", "council.xlsx")


def stage_files(root: Path, stage: Stage) -> list[SourceFile]:
    """Return the files of a stage that lie in the assessment folder now, by name."""
    if stage in STAGE_FOLDERS:
        return list_sources(root, STAGE_FOLDERS[stage])
    named = (_file_named(root, name) for name in COUNCIL_FILES)
    return [SourceFile(path=path, file=path.name.lower()) for path in named if path is not None]


def _file_named(root: Path, name: str) -> Path | None:
    """Return the file with a name, exactly or in whatever case, as all systems find it."""
    found = [path for path in sorted(root.iterdir()) if path.name.lower() == name]
    files = [path for path in found if path.is_file()]
    return next((path for path in files if path.name == name), next(iter(files), None))


def stage_of(file: str) -> Stage | None:
    """Return the stage that a file of the assessment folder belongs to, if any.

    >>> stage_of("submissions/so-noi-vu.xlsx"), stage_of("council.csv"), stage_of("units.csv")
    ('self_assessment', 'council', None)
    """
    folder, _, name = file.rpartition("/")
    if file in COUNCIL_FILES:
        return "council"
    return next((stage for stage in STAGES if name and STAGE_FOLDERS.get(stage) == folder), None)


def closed_copy(stage: Stage, file: str) -> str:
    """Return the path, below the assessment folder, of the copy that closing a stage makes."""
    return f"{CLOSED_FOLDER}/{stage}/{PurePosixPath(file).name}"


def closed_copies(root: Path, stage: Stage) -> list[SourceFile]:
    """Return the closed copies of a stage that are there, under the names they stand for."""
    folder = STAGE_FOLDERS.get(stage)
    return [
        SourceFile(path=copy.path, file=f"{folder}/{copy.path.name}" if folder else copy.path.name)
        for copy in list_sources(root, f"{CLOSED_FOLDER}/{stage}")
    ]


def folder_path(text: str) -> str:
    r"""Return the path of a file as a table names it, separated by ``/``.

    >>> folder_path(r".\submissions\so-noi-vu.xlsx")
    'submissions/so-noi-vu.xlsx'
    """
    return PurePosixPath(normalise(text).replace("\\", "/")).as_posix()
