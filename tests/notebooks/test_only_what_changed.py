"""Real notebooks: a run that takes what an earlier one made is a fresh run, byte for byte."""

from pathlib import Path

from cchc_lib.core.results import YearResult
from cchc_lib.files.results import write_results
from cchc_lib.running.execution.calling import open_workers
from cchc_lib.running.execution.keeping.remembering import KeepingWorkers
from cchc_lib.running.execution.keeping.store import Store
from cchc_lib.running.execution.shared import Shared
from cchc_lib.running.execution.workers import Workers, WorkersWanted
from cchc_lib.running.manifest import Extent
from cchc_lib.running.reports import make_reports, report_tasks
from tests.unit.keeping_cases import WHOLE, Change, add_evidence, make_year

UNIT, OTHERS = "so-noi-vu", ("so-tu-phap", "dak-mil")


def make_run(root: Path, year: YearResult, workers: Workers, store: Store) -> dict[str, bytes]:
    """Return every file of a run that workers make, of three units only."""
    folder, site = root / "run", root / "site"
    write_results(folder / "tables", year)
    extent = Extent(has_reports=True, unit_codes=(UNIT, *OTHERS))
    tasks = report_tasks(folder, folder, year, extent, previous="")
    keeping = KeepingWorkers(
        workers=workers, store=store, folder=folder, code="code", engine="cchc"
    )
    keeping.share(Shared(years={".": year}))
    assert list(make_reports(tasks, keeping, site, "0123456789ab", lambda *_: None)) == []
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def test_reports_that_were_kept_are_those_that_would_have_been_made(tmp_path):
    before, after = make_year(), make_year(Change(returns=lambda r: add_evidence(r, UNIT)))
    store = Store(folder=tmp_path / "artefacts")
    with open_workers(WorkersWanted(count=2, engine="cchc")) as workers:
        old = make_run(tmp_path / "a", before, workers, store)
        entries = set(store.folder.iterdir())
        new = make_run(tmp_path / "b", after, workers, store)
        fresh = make_run(tmp_path / "c", after, workers, Store(folder=tmp_path / "other"))
        added = set(store.folder.iterdir()) - entries
        again = make_run(tmp_path / "d", after, workers, store)
    assert new == fresh == again
    assert set(store.folder.iterdir()) == entries | added
    changed = {address for address in new if new[address] != old[address]}
    assert f"audit/{UNIT}.html" in changed
    assert not any(code in address for address in changed for code in OTHERS)
    report_page_and_notices = 3
    assert len(added) == len(WHOLE) + report_page_and_notices
