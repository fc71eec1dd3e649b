"""Issue the forms of an assessment, without ever writing over what a person has filled in."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

from cchc_lib.core.results import YearResult
from cchc_lib.core.rounds import is_explained
from cchc_lib.core.stages import ComponentScore
from cchc_lib.files.forms.appraisal import write_appraisal, write_lead_appraisal
from cchc_lib.files.forms.layout import LEAD_STEM
from cchc_lib.files.forms.notice import write_notice
from cchc_lib.files.forms.review import write_lead_review, write_review
from cchc_lib.files.forms.self_assessment import write_self_assessment
from cchc_lib.files.issued import Outcome, open_issued
from cchc_lib.vietnamese import slug

__all__ = ["Issued", "issue_forms"]

Writer = Callable[[Path], None]
Scores = Mapping[str, Sequence[ComponentScore]]
"""The scores of a year by unit code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The forms of an assessment by what became of them; ``kept`` are those people changed."""

    written: tuple[Path, ...]
    replaced: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    kept: tuple[Path, ...]


def issue_forms(
    folder: Path,
    *,
    year: YearResult,
    how_vi: Mapping[str, Mapping[str, str]],
    pages: Mapping[str, str],
) -> Issued:
    """Write the forms that offices fill in next; replace only what is byte for byte as issued.

    Self-assessment and first appraisal always; the notice and the second appraisal, where the
    edition has one, as far as the round has come. ``how_vi`` holds the sentences on how points
    are given, by group and component code; ``pages`` the printable notices by unit code.
    """
    paths: dict[Outcome, list[Path]] = {name: [] for name in get_args(Outcome)}
    with open_issued(folder) as issued:
        for name, write in _forms(year, how_vi):
            path = folder / f"{name}.xlsx"
            paths[issued.put(path, _content(write))].append(path)
        for unit_code, text in pages.items():
            path = folder / "explanations" / f"{unit_code}.html"
            paths[issued.put(path, text.encode())].append(path)
    return Issued(**{outcome: tuple(own) for outcome, own in paths.items()})


def _forms(
    year: YearResult, how_vi: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Writer]]:
    """Yield the forms that are due: the path of each without ending, and its writer."""
    scores = {unit.code: year.scores_of(unit.code) for unit in year.assessment.units}
    yield from _first_round(year, how_vi, scores)
    if "appraisal_2" in year.edition.procedure.precedence:
        yield from _second_round(year, scores)


def _first_round(
    year: YearResult, how_vi: Mapping[str, Mapping[str, str]], scores: Scores
) -> Iterator[tuple[str, Writer]]:
    edition, assessment = year.edition, year.assessment
    for unit in assessment.units:
        own_how = how_vi[unit.group_code]
        form = partial(write_self_assessment, unit=unit, how_vi=own_how)
        sheet = partial(write_appraisal, unit=unit, scores=scores[unit.code], how_vi=own_how)
        yield f"submissions/{unit.code}", partial(form, edition=edition, assessment=assessment)
        yield f"appraisal/{unit.code}", partial(sheet, edition=edition, assessment=assessment)
    for lead in _leads(scores, lambda score: score.is_appraised):
        sheets = partial(write_lead_appraisal, lead_code=lead, scores=scores, how_vi=how_vi)
        name = f"appraisal/{LEAD_STEM}{lead}"
        yield name, partial(sheets, edition=edition, assessment=assessment)


def _second_round(year: YearResult, scores: Scores) -> Iterator[tuple[str, Writer]]:
    """Yield the notices of units that were appraised, and the reviews of what they explained."""
    edition, assessment = year.edition, year.assessment
    for unit in assessment.units:
        own = scores[unit.code]
        register = year.register_of(unit.code)
        notice = partial(write_notice, unit=unit, scores=own, register=register)
        sheet = partial(write_review, unit=unit, scores=own)
        if any(line.stage == "appraisal_1" for score in own for line in score.decisions):
            name = f"explanations/{unit.code}"
            yield name, partial(notice, edition=edition, assessment=assessment)
        if any(is_explained(score) for score in own):
            name = f"appraisal_2/{unit.code}"
            yield name, partial(sheet, edition=edition, assessment=assessment)
    for lead in _leads(scores, is_explained):
        sheets = partial(write_lead_review, lead_code=lead, scores=scores)
        name = f"appraisal_2/{LEAD_STEM}{lead}"
        yield name, partial(sheets, edition=edition, assessment=assessment)


def _leads(scores: Scores, is_asked: Callable[[ComponentScore], bool]) -> list[str]:
    """Return the codes of the lead appraisers of the components that are asked for."""
    found = (score for own in scores.values() for score in own if is_asked(score))
    names = dict.fromkeys(score.lead_appraiser for score in found if score.lead_appraiser)
    return sorted(slug(name) for name in names)


def _content(write: Writer) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "form.xlsx"
        write(path)
        return path.read_bytes()
