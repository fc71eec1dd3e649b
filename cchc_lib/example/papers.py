"""Put one unit's draft on paper: its workbooks, through the writers that offices use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cchc_lib.core.round_rules import AppraisalStage
from cchc_lib.core.rulebook import Edition
from cchc_lib.core.stages import ComponentScore
from cchc_lib.core.submission import Assessment
from cchc_lib.core.unit_scores import score_unit
from cchc_lib.example.documents import register_of, write_files
from cchc_lib.example.drafts import Claim, Ruling, UnitDraft, reached
from cchc_lib.example.returns import returns_of
from cchc_lib.example.rounds import SHARED_LEADS, is_shared
from cchc_lib.example.words import LOWERED
from cchc_lib.files.forms.appraisal import AppraisalAnswers, write_appraisal, write_lead_appraisal
from cchc_lib.files.forms.layout import LEAD_STEM
from cchc_lib.files.forms.notice import NoticeAnswers, write_notice
from cchc_lib.files.forms.review import write_lead_review, write_review
from cchc_lib.files.forms.self_assessment import write_self_assessment
from cchc_lib.files.forms.self_sheet import FormAnswers
from cchc_lib.vietnamese import slug

__all__ = ["LeadPapers", "LeadPart", "UnitPapers", "lead_part"]

Scores = Sequence[ComponentScore]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPapers:
    """Writes what there is about single units, into the folder of an assessment.

    ``how_vi`` holds the sentences on how points are given, by group and component code.
    """

    folder: Path
    edition: Edition
    assessment: Assessment
    how_vi: Mapping[str, Mapping[str, str]]

    def write(self, draft: UnitDraft) -> Scores:
        """Write every form that there is about a unit; return the scores that stand beside.

        There are none before anything was appraised.
        """
        known = reached(draft.until)
        self._write_submission(draft)
        if "appraisal_1" not in known:
            return ()
        scores = self._scores(draft)
        self._write_appraisal(draft, scores)
        if "explanation" in known and draft.has_explained:
            self._write_notice(draft, scores)
        if "appraisal_2" in known:
            self._write_review(draft, scores)
        return scores

    def alter(self, draft: UnitDraft) -> None:
        """Write the first appraisal of a unit again, with points taken from one component."""
        claim = draft.claims[draft.altered]
        given = claim.rulings["appraisal_1"].score
        lower = Ruling(score=self.edition.rounding.component(given / 2), reason=LOWERED[-1])
        altered = replace(claim, rulings={**claim.rulings, "appraisal_1": lower})
        claims = {**draft.claims, draft.altered: altered}
        self._write_appraisal(replace(draft, claims=claims), self._scores(draft))

    def _own(self, draft: UnitDraft) -> Assessment:
        """Return the round as far as it concerns one unit."""
        return replace(self.assessment, units=(draft.unit,), exemptions=draft.exemptions)

    def _scores(self, draft: UnitDraft) -> Scores:
        returns = returns_of(draft)
        return score_unit(self.edition, self._own(draft), draft.unit, returns)

    def _write_submission(self, draft: UnitDraft) -> None:
        own, unit, form = self._own(draft), draft.unit, draft.form
        if not form.is_returned:
            return
        write_self_assessment(
            self.folder / "submissions" / f"{unit.code}.xlsx",
            edition=replace(self.edition, code=form.edition or self.edition.code),
            assessment=replace(own, year=form.year or own.year),
            unit=replace(unit, code=form.unit_code or unit.code),
            how_vi=self.how_vi[unit.group_code],
            answers={code: _form_answers(claim) for code, claim in draft.claims.items()},
            register=register_of(draft),
        )
        write_files(self.folder, draft)

    def _write_appraisal(self, draft: UnitDraft, scores: Scores) -> None:
        unit = draft.unit
        given = {
            code: claim.doubled if is_shared(claim) else claim.rulings.get("appraisal_1")
            for code, claim in draft.claims.items()
        }
        write_appraisal(
            self.folder / "appraisal" / f"{unit.code}.xlsx",
            edition=self.edition,
            assessment=self._own(draft),
            unit=unit,
            scores=scores,
            how_vi=self.how_vi[unit.group_code],
            answers={code: _answers(ruling) for code, ruling in given.items() if ruling},
            decided_on=draft.days["appraisal_1"],
        )

    def _write_notice(self, draft: UnitDraft, scores: Scores) -> None:
        responses = {code: claim.response for code, claim in draft.claims.items()}
        write_notice(
            self.folder / "explanations" / f"{draft.unit.code}.xlsx",
            edition=self.edition,
            assessment=self._own(draft),
            unit=draft.unit,
            scores=scores,
            answers={
                code: NoticeAnswers(text=one.text, evidence=one.evidence)
                for code, one in responses.items()
                if one
            },
        )

    def _write_review(self, draft: UnitDraft, scores: Scores) -> None:
        """Write the second appraisal of a unit, unless only shared leads have one to make."""
        given = {
            code: ruling
            for code, claim in draft.claims.items()
            if (ruling := claim.rulings.get("appraisal_2")) and not is_shared(claim)
        }
        if given:
            write_review(
                self.folder / "appraisal_2" / f"{draft.unit.code}.xlsx",
                edition=self.edition,
                assessment=self._own(draft),
                unit=draft.unit,
                scores=scores,
                answers={code: _answers(ruling) for code, ruling in given.items()},
                decided_on=draft.days["appraisal_2"],
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadPart:
    """What the lead appraisers who return one workbook for all units decide on one of them.

    ``answers`` holds stage, lead and component of each decision.
    """

    scores: Scores
    answers: Sequence[tuple[AppraisalStage, str, str, AppraisalAnswers]]


def lead_part(draft: UnitDraft, scores: Scores) -> LeadPart:
    """Return what these leads decide on a unit."""
    return LeadPart(
        scores=tuple(s for s in scores if slug(s.lead_appraiser) in SHARED_LEADS),
        answers=tuple(
            (stage, slug(claim.component.lead_appraiser), code, _answers(ruling))
            for code, claim in draft.claims.items()
            if is_shared(claim)
            for stage, ruling in claim.rulings.items()
        ),
    )


class LeadPapers:
    """The workbooks of the lead appraisers who return one for all units, unit by unit."""

    def __init__(self, edition: Edition) -> None:
        self._leads = [code for code in edition.lead_appraisers() if code in SHARED_LEADS]
        self._scores: dict[str, Scores] = {}
        self._answers: dict[AppraisalStage, dict[str, dict[tuple[str, str], AppraisalAnswers]]]
        self._answers = {
            stage: {lead: {} for lead in self._leads} for stage in ("appraisal_1", "appraisal_2")
        }

    def add(self, unit_code: str, part: LeadPart | None) -> None:
        """Take down what these leads decide on a unit."""
        if part is None:
            return
        self._scores[unit_code] = part.scores
        for stage, lead, code, answers in part.answers:
            if stage in self._answers:
                self._answers[stage][lead][unit_code, code] = answers

    def write(self, papers: UnitPapers, days: Mapping[tuple[str, AppraisalStage], date]) -> None:
        """Write the workbooks in which anything is decided; ``days`` is by lead and stage."""
        for lead in self._leads:
            name = f"{LEAD_STEM}{lead}.xlsx"
            first, second = (self._answers[s][lead] for s in ("appraisal_1", "appraisal_2"))
            if first:
                write_lead_appraisal(
                    papers.folder / "appraisal" / name,
                    edition=papers.edition,
                    assessment=papers.assessment,
                    lead_code=lead,
                    scores=self._scores,
                    how_vi=papers.how_vi,
                    answers=first,
                    decided_on=days[lead, "appraisal_1"],
                )
            if second:
                write_lead_review(
                    papers.folder / "appraisal_2" / name,
                    edition=papers.edition,
                    assessment=papers.assessment,
                    lead_code=lead,
                    scores=self._scores,
                    answers=second,
                    decided_on=days[lead, "appraisal_2"],
                )


def _answers(ruling: Ruling) -> AppraisalAnswers:
    return AppraisalAnswers(score=ruling.score, reason=ruling.reason)


def _form_answers(claim: Claim) -> FormAnswers:
    return FormAnswers(
        figures=claim.figures,
        self_score=claim.self_score,
        evidence="; ".join(document.citation for document in claim.documents),
        explanation=claim.explanation,
    )
