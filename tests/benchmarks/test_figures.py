"""What is measured can be measured: the plain function still draws what the notebook shows."""

from tests.benchmarks import report_figures
from tests.unit.keeping_cases import make_year

UNIT = "so-noi-vu"


def test_the_plain_function_draws_every_cell_of_the_report(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    report_figures._take(make_year())
    report_figures._write_plain(UNIT, str(tmp_path))
    page = (tmp_path / f"plain_{UNIT}.html").read_text("utf-8")
    drawn = [source for kind, source in report_figures._cells() if kind == "code"]
    assert len(drawn) > 10
    assert page.count('class="cchc-headline-title"') == 1
    assert "<svg" in page
