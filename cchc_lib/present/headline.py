"""The opening of every report: what it is about, the main figures, and how far they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Edition
from cchc_lib.present.html import Cell, Html, Markup, render
from cchc_lib.present.language import NATIVE, language, tr
from cchc_lib.present.names import RECONSTRUCTION_LABEL, SYNTHETIC_LABEL

__all__ = ["Card", "edition_notices", "headline", "year_notices", "year_subtitle", "year_title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One figure set large, with a short note below it."""

    label: str
    value: Cell
    note: Cell = ""


def headline(
    *,
    title: str,
    subtitle: str,
    cards: Sequence[Card] = (),
    state: str = "",
    sentences: Sequence[str | Markup] = (),
    notices: Sequence[str | Markup] = (),
) -> Html:
    """Draw the opening of a report; ``state`` says that a result is not final."""
    return render(
        "headline.html.j2",
        title=title,
        subtitle=subtitle,
        cards=cards,
        state=state,
        sentences=sentences,
        notices=notices,
    )


def year_title(year: YearResult) -> str:
    """Return what a round is called: its own title, which other languages do not have."""
    if language() == NATIVE:
        return year.assessment.title_vi
    return tr("Chỉ số cải cách hành chính năm {year}").format(year=year.assessment.year)


def year_subtitle(year: YearResult) -> str:
    """Return whose round it is, and by what rules."""
    return f"{tr(year.assessment.province_vi)} · {tr(year.edition.title_vi)}"


def edition_notices(edition: Edition) -> tuple[str, ...]:
    """Return what must be said wherever figures of an edition are shown."""
    return (tr(edition.notice_vi),) if edition.is_reconstruction else ()


def year_notices(year: YearResult) -> tuple[str, ...]:
    """Return what must be said wherever results of a year are shown."""
    synthetic = (tr(SYNTHETIC_LABEL),) if year.assessment.is_synthetic else ()
    rebuilt_label = tr(RECONSTRUCTION_LABEL)
    rebuilt = (
        (tr("{what}, không dùng làm căn cứ chấm điểm chính thức.").format(what=rebuilt_label),)
        if year.edition.is_reconstruction
        else ()
    )
    return (*synthetic, *rebuilt, *_correction_notice(year))


def _correction_notice(year: YearResult) -> tuple[str, ...]:
    """Say which published run a result corrects, why, and on what document."""
    one = year.assessment.correction
    if one is None:
        return ()
    said = tr("Bản đính chính, thay lần chạy {run} theo văn bản {document}. Lý do: {reason}.")
    reason = one.reason.strip().rstrip(".")
    return (said.format(run=one.run, document=one.document.strip(), reason=reason),)
