"""What stands around every page of a run: the skip link, the ways on, and where the page lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cchc_lib.present.html import Html, render
from cchc_lib.present.language import NATIVE, Language, in_language, language, later, tr

__all__ = [
    "FINDINGS_PAGE",
    "FIRST_PAGE",
    "MANUAL_PAGE",
    "PROVINCE_REPORT",
    "frame",
    "in_vietnamese",
]

FIRST_PAGE = "index.html"
PROVINCE_REPORT = "notebooks/50_province_report.html"
FINDINGS_PAGE = "findings.html"
MANUAL_PAGE = "notebooks/00_methodology.html"
_FIRST = (FIRST_PAGE, later("Trang đầu"))
_FINDINGS = (FINDINGS_PAGE, later("Vấn đề cần xử lý"))
_WAYS = (
    _FIRST,
    (PROVINCE_REPORT, later("Báo cáo toàn tỉnh")),
    (f"{FIRST_PAGE}#ranking", later("Xếp hạng")),
    (f"{FIRST_PAGE}#documents", later("Văn bản")),
    _FINDINGS,
    ("audit/index.html", later("Nguồn gốc con số")),
    (MANUAL_PAGE, later("Sổ tay phương pháp")),
)
_IN_EVERY_LANGUAGE = {FIRST_PAGE, PROVINCE_REPORT}
"""The pages that a run has in each of its languages; all others are Vietnamese."""
_OWN_NAMES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A page to go to; ``language`` is its language where it is not that of this one."""

    name: str
    href: str
    is_here: bool = False
    language: str = ""


def frame(
    title: str,
    *,
    home: str = "",
    here: str = "",
    above: Sequence[tuple[str, str]] = (),
    has_reports: bool = True,
    twins: Sequence[tuple[Language, str]] = (),
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
    twins
        Language and address of this page in other languages, as seen from this one.
    """
    ways = _WAYS if has_reports else (_FIRST, _FINDINGS)
    return render(
        "frame.html.j2",
        title=title,
        ways=list(_ways(ways, home[: home.rfind("/") + 1], here)) if home else [],
        twins=[(_OWN_NAMES[code], code, href) for code, href in twins],
        above=[(tr(_FIRST[1]), home), *((name, href) for name, href in above if href)],
        is_first=here == in_language(FIRST_PAGE, language()),
    )


def in_vietnamese(name: str) -> str:
    """Return what a link to a page is called that there is in Vietnamese only."""
    if language() == NATIVE:
        return tr(name)
    return tr("{name} (bằng tiếng Việt)").format(name=tr(name))


def _ways(ways: Sequence[tuple[str, str]], root: str, here: str) -> Iterator[_Way]:
    for address, name in ways:
        if address.partition("#")[0] in _IN_EVERY_LANGUAGE:
            own = in_language(address, language())
            yield _Way(name=tr(name), href=root + own, is_here=own == here)
        else:
            is_other = language() != NATIVE
            yield _Way(
                name=in_vietnamese(name),
                href=root + address,
                is_here=address == here,
                language=NATIVE if is_other else "",
            )
