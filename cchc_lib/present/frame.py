"""What stands around every page of a run: the skip link, the ways on, and where the page lies."""

from collections.abc import Sequence

from cchc_lib.present.html import Html, render

__all__ = ["FINDINGS_PAGE", "FIRST_PAGE", "MANUAL_PAGE", "PROVINCE_REPORT", "frame"]

FIRST_PAGE = "index.html"
PROVINCE_REPORT = "notebooks/50_province_report.html"
FINDINGS_PAGE = "findings.html"
MANUAL_PAGE = "notebooks/00_methodology.html"
_FIRST = (FIRST_PAGE, "Trang đầu")
_FINDINGS = (FINDINGS_PAGE, "Vấn đề cần xử lý")
_WAYS = (
    _FIRST,
    (PROVINCE_REPORT, "Báo cáo toàn tỉnh"),
    (f"{FIRST_PAGE}#ranking", "Xếp hạng"),
    (f"{FIRST_PAGE}#documents", "Văn bản"),
    _FINDINGS,
    ("audit/index.html", "Nguồn gốc con số"),
    (MANUAL_PAGE, "Sổ tay phương pháp"),
)


def frame(
    title: str,
    *,
    home: str = "",
    here: str = "",
    above: Sequence[tuple[str, str]] = (),
    has_reports: bool = True,
) -> Html:
    """Draw the top of a page.

    Parameters
    ----------
    title
        What the page is called where it lies.
    home
        Address of the run's first page as seen from this one; empty for a page that belongs to
        no run, which gets the skip link alone.
    here
        Address of this page in the run, marked among the ways on.
    above
        Name and address of the pages between the first and this one, as seen from this one.
    has_reports
        Whether the run has reports to lead to.
    """
    root = home.removesuffix(FIRST_PAGE)
    ways = _WAYS if has_reports else (_FIRST, _FINDINGS)
    return render(
        "frame.html.j2",
        title=title,
        ways=[(name, root + address, address == here) for address, name in ways if home],
        above=[(_FIRST[1], home), *((name, href) for name, href in above if href)],
        is_first=here == FIRST_PAGE,
    )
