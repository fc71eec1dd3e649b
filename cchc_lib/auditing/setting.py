"""Figures that somebody sets on the command line: read as forms are read, then scored."""

from collections.abc import Mapping, Sequence

from cchc_lib.core.advice.ladders import Step, declared_by, step_to
from cchc_lib.core.results import YearResult
from cchc_lib.core.rulebook import Component, InputSpec
from cchc_lib.core.scoring import ScoringError
from cchc_lib.core.stages import ComponentScore, RuleLine
from cchc_lib.core.submission import Figure, NotReported, Place
from cchc_lib.errors import UsageProblem
from cchc_lib.files.cells.reading import SourceCell, read_figure
from cchc_lib.present.names import PROBLEM_NAMES
from cchc_lib.vietnamese import normalise, suggest

__all__ = ["set_figures"]

_FORM = "Viết dạng MÃ.SỐ_LIỆU=GIÁ_TRỊ, ví dụ 1.1.3.done_tasks=12."


def set_figures(year: YearResult, unit_code: str, settings: Sequence[str]) -> tuple[Step, ...]:
    """Return the steps to the figures that are set, one for each component, in official order.

    A figure of a component that is not set stays as it was declared.

    Raises
    ------
    UsageProblem
        If a setting names no figure of the unit, or such figures cannot be scored.
    """
    scores = {score.component_code: score for score in year.scores_of(unit_code)}
    components = {component.code: component for component in year.edition.components()}
    figures: dict[str, dict[str, Figure]] = {}
    for setting in settings:
        component_code, input_code, text = _parts(setting)
        score = _score_of(scores, component_code)
        component = components[component_code]
        own = figures.setdefault(component_code, {})
        if input_code in own:
            raise UsageProblem(f"Số liệu {component_code}.{input_code} được đặt hai lần.")
        own[input_code] = _value(component, _spec(component, input_code), text)
        _refuse_without_figures(score)
    return tuple(
        _step(year, score, figures[code]) for code, score in scores.items() if code in figures
    )


def _parts(setting: str) -> tuple[str, str, str]:
    name, equals, text = setting.partition("=")
    component_code, dot, input_code = name.strip().rpartition(".")
    if not (equals and dot and component_code and input_code):
        raise UsageProblem(f"Không hiểu --set “{setting}”. {_FORM}")
    return component_code, input_code, text


def _score_of(scores: Mapping[str, ComponentScore], code: str) -> ComponentScore:
    if code not in scores:
        hint = suggest(code, scores)
        raise UsageProblem(f"Phụ lục của đơn vị không có tiêu chí thành phần “{code}”. {hint}")
    return scores[code]


def _refuse_without_figures(score: ComponentScore) -> None:
    if score.exemption is not None:
        raise UsageProblem(f"Tiêu chí thành phần {score.component_code} không áp dụng với đơn vị.")


def _spec(component: Component, input_code: str) -> InputSpec:
    specs = {spec.code: spec for spec in component.inputs}
    if not specs:
        raise UsageProblem(
            f"Tiêu chí thành phần {component.code} không có số liệu kê khai: điểm do điều tra xã "
            "hội học hoặc cơ quan thẩm định cho."
        )
    if input_code not in specs:
        hint = suggest(input_code, specs, otherwise=f"Các số liệu: {', '.join(specs)}.")
        raise UsageProblem(f"{component.code} không có số liệu “{input_code}”. {hint}")
    return specs[input_code]


def _value(component: Component, spec: InputSpec, text: str) -> Figure:
    """Read a figure by the grammar of the forms."""
    cell = SourceCell(place=Place(file=""), value=normalise(text) or None)
    reading = read_figure(cell, spec, component.rule)
    if not isinstance(reading.value, NotReported):
        return reading.value
    expected = next((one.expected for one in reading.problems if one.expected), "một giá trị")
    raise UsageProblem(
        f"{component.code}.{spec.code} ({spec.label_vi}) không nhận “{text}”: ghi {expected}."
    )


def _step(year: YearResult, score: ComponentScore, figures: Mapping[str, Figure]) -> Step:
    assert isinstance(score.rule_score, RuleLine)
    own = declared_by(score.rule_score.figures)
    try:
        return step_to(year.edition, score, {**own, **figures})
    except ScoringError as error:
        problem = PROBLEM_NAMES[error.problem]
        raise UsageProblem(f"Không tính được điểm {score.component_code}: {problem}.") from error
