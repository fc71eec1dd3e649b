"""The cells of the sheet “Điểm”: each stage of a component, and formulas for what counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc_lib.core.decisions import PROBLEMS_VI, AppraisedLine
from cchc_lib.core.results import YearResult
from cchc_lib.core.rule_kinds import FigureRule
from cchc_lib.core.rulebook import Component
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import NotAppraised
from cchc_lib.files.forms.formulas import points_formula
from cchc_lib.files.ledger.book import Book, Sheet
from cchc_lib.files.ledger.cells import (
    NONE_YET,
    NOT_APPLICABLE,
    NOT_COMPUTED,
    NOT_DECLARED,
    UNUSED,
    Link,
    Live,
    Value,
    locate,
    stored,
)
from cchc_lib.files.ledger.criteria_sheet import source_of
from cchc_lib.files.ledger.figures_sheet import FIGURE_VALUE
from cchc_lib.files.ledger.grid import Column, Grid
from cchc_lib.files.ledger.rules_sheet import RuleCells
from cchc_lib.files.ledger.score_columns import (
    AFTER,
    BEFORE,
    BY_RULE,
    BY_SURVEY,
    CLAUSE,
    CODE,
    FINAL,
    GAP,
    GROUP,
    MAX,
    NAME,
    PLACE,
    POLICY,
    REASON,
    REMARK,
    SCORED,
    SELF,
    SOURCE,
    STATUS,
    TAKEN_FROM,
    UNIT,
    WAITING,
    WHO,
)
from cchc_lib.files.ledger.survey_sheet import SURVEY_POINTS
from cchc_lib.files.spreadsheet_text import NOISE_PLACES, rounded_formula, text_literal
from cchc_lib.vietnamese import format_date, format_decimal

__all__ = ["Ground", "ScoreCells"]

_SOURCES = ("policy", "survey", "rule", "nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What scores are made from: the sheets written before, and the rows in them.

    ``maxima`` are addresses by group and component.
    """

    rules: RuleCells
    maxima: Mapping[tuple[str, str], str]
    figures: Grid
    figure_rows: Mapping[tuple[str, str, str], int]
    survey: Grid
    survey_rows: Mapping[tuple[str, str], int]


class ScoreCells:
    """What stands in the sheet of scores, row by row."""

    def __init__(
        self, book: Book, year: YearResult, ground: Ground, words: Mapping[str, str]
    ) -> None:
        self._year, self._ground, self._words = year, ground, words
        self._stages = {
            stage: words[stage][:1].upper() + words[stage][1:]
            for stage in reversed(year.edition.procedure.precedence)
        }
        self._components = {c.code: c for c in year.edition.components()}
        decided = [Column(title, 9, "points", is_input=True) for title in self._stages.values()]
        self.grid = Grid(book, Sheet.SCORES, (*BEFORE, *decided, *AFTER), fixed=4)

    def add(self, score: ComponentScore, group: str, unit: str) -> int:
        """Write one component of one unit and return its row."""
        component = self._components[score.component_code]
        cells: dict[str, Value] = {
            GROUP: group,
            UNIT: unit,
            CODE: component.code,
            NAME: Link(component.name_vi, self._source_cell(score, component)),
            SOURCE: source_of(component),
            MAX: Live(f"={self._maximum(score)}", score.max_score),
            POLICY: self._words[score.exemption.policy] if score.exemption else None,
            FINAL: self._final(score),
            STATUS: self._status(score),
            TAKEN_FROM: self._taken_from(score),
            REMARK: _remark_of(score, self._words),
            CLAUSE: Link(score.legal_reference.location, self._maximum(score)),
        }
        stages = self._survey_cells(score) if score.is_survey else self._own_cells(score, component)
        return self.grid.add(cells | stages)

    def _maximum(self, score: ComponentScore) -> str:
        return self._ground.maxima[score.group_code, score.component_code]

    def _source_cell(self, score: ComponentScore, component: Component) -> str:
        """Return where the figures or answers behind a component stand, else its rule."""
        ground, key = self._ground, (score.unit_code, score.component_code)
        if score.is_survey:
            return ground.survey.ref(SURVEY_POINTS, ground.survey_rows[key])
        if component.inputs:
            first = ground.figure_rows[*key, component.inputs[0].code]
            return ground.figures.ref(FIGURE_VALUE, first)
        return self._maximum(score)

    def _survey_cells(self, score: ComponentScore) -> dict[str, Value]:
        ground, key = self._ground, (score.unit_code, score.component_code)
        address = ground.survey.ref(SURVEY_POINTS, ground.survey_rows[key])
        line = score.survey
        points = stored(None if isinstance(line, NotAppraised) else line.value)
        unused: dict[str, Value] = dict.fromkeys(
            (SELF, BY_RULE, GAP, *self._stages.values()), UNUSED
        )
        return unused | {BY_SURVEY: Live(f"={address}", points)}

    def _own_cells(self, score: ComponentScore, component: Component) -> dict[str, Value]:
        """Return the cells of a component for which figures are asked, of the unit or a source."""
        claimed, line = score.self_score.value, score.appraised
        cells: dict[str, Value] = {
            SELF: claimed if isinstance(claimed, Decimal) else NOT_DECLARED,
            BY_RULE: self._rule_points(score, component),
            BY_SURVEY: UNUSED,
            GAP: self._gap(score),
        }
        if score.is_from_source:
            unused: dict[str, Value] = dict.fromkeys((SELF, GAP, *self._stages.values()), UNUSED)
            return cells | unused
        for one in score.decisions:
            if one.kind != "refused":
                cells[self._stages[one.stage]] = one.entered
        if isinstance(line, AppraisedLine):
            day = format_date(line.decided_on) if isinstance(line.decided_on, date) else ""
            said = (line.role, day, line.document)
            cells[WHO] = ", ".join(part for part in said if part)
            cells |= {PLACE: locate(line.place), REASON: line.reason}
        return cells

    def _rule_points(self, score: ComponentScore, component: Component) -> Value:
        if not isinstance(component.rule, FigureRule):
            return UNUSED
        ground = self._ground
        key, line = (score.unit_code, score.component_code), score.rule_score
        addresses = {
            spec.code: ground.figures.ref(FIGURE_VALUE, ground.figure_rows[*key, spec.code])
            for spec in component.inputs
        }
        formula = points_formula(
            component.rule,
            max_score=score.max_score,
            cells=addresses,
            year=self._year.assessment.year,
            rounding=self._year.edition.rounding,
            otherwise=NOT_COMPUTED,
        )
        return Live(
            formula, stored(line.value if isinstance(line, RuleLine) else line, NOT_COMPUTED)
        )

    def _final(self, score: ComponentScore) -> Live:
        """Return the score that counts: by policy, by survey, or of the last stage with one."""
        rules = self._ground.rules
        policy, maximum = self._here(POLICY), self._here(MAX)
        by_policy = (
            f"IF({policy}={rules.name('policy', 'award_max')},{maximum},"
            f"IF({policy}={rules.name('policy', 'zero')},0,{text_literal(NOT_APPLICABLE)}))"
        )
        formula = text_literal(NONE_YET)
        if not score.is_appraised:
            points = self._here(BY_SURVEY if score.is_survey else BY_RULE)
            formula = f"IF(ISNUMBER({points}),{points},{formula})"
        else:
            rule = self._year.edition.rounding
            for title in self._stages.values():
                cell = self._here(title)
                points = rounded_formula(cell, places=rule.component_places, mode=rule.mode)
                formula = f"IF(ISNUMBER({cell}),{points},{formula})"
        return Live(f'=IF({policy}<>"",{by_policy},{formula})', stored(score.final.value))

    def _status(self, score: ComponentScore) -> Live:
        names = {"scored": SCORED, "not_applicable": NOT_APPLICABLE, "not_appraised": WAITING}
        final, dropped = self._here(FINAL), text_literal(NOT_APPLICABLE)
        otherwise = f"IF({final}={dropped},{dropped},{text_literal(WAITING)})"
        formula = f"=IF(ISNUMBER({final}),{text_literal(SCORED)},{otherwise})"
        return Live(formula, names[score.status])

    def _taken_from(self, score: ComponentScore) -> Live:
        words = {code: text_literal(self._words[code]) for code in _SOURCES}
        formula = words["nothing"]
        if score.is_survey:
            formula = f"IF(ISNUMBER({self._here(BY_SURVEY)}),{words['survey']},{formula})"
        elif score.is_from_source:
            formula = f"IF(ISNUMBER({self._here(BY_RULE)}),{words['rule']},{formula})"
        else:
            for stage, title in self._stages.items():
                name = text_literal(self._words[stage])
                formula = f"IF(ISNUMBER({self._here(title)}),{name},{formula})"
        formula = f'=IF({self._here(POLICY)}<>"",{words["policy"]},{formula})'
        return Live(formula, self._words[score.final.taken_from])

    def _gap(self, score: ComponentScore) -> Live:
        """Return by how much the decision in force differs from what the figures earn."""
        final, by_rule, policy = (self._here(title) for title in (FINAL, BY_RULE, POLICY))
        line = score.appraised
        value = line.difference if isinstance(line, AppraisedLine) else None
        known = f'AND({policy}="",ISNUMBER({final}),ISNUMBER({by_rule}))'
        gap = f"ROUND({final}-{by_rule},{NOISE_PLACES})"
        formula = f"=IF({known},{gap},{text_literal(UNUSED)})"
        return Live(formula, stored(None if score.exemption else value, UNUSED))

    def _here(self, title: str) -> str:
        return self.grid.at(title, self.grid.next_row)


def _remark_of(score: ComponentScore, words: Mapping[str, str]) -> str:
    """Return why nothing counts yet, why a component does not apply, and what was refused."""
    said = [score.exemption.legal_basis] if score.exemption else []
    if isinstance(score.final.value, NotAppraised):
        said.append(score.final.value.reason_vi)
    said += [
        f"Không tính: {words[one.stage]} ghi {format_decimal(one.entered)} "
        f"({PROBLEMS_VI[one.problem]}; {locate(one.place)})"
        for one in score.decisions
        if one.problem
    ]
    return ". ".join(said)
