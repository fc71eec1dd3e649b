"""Rules of the survey: a scale, percentages of answers, a percentage measured elsewhere."""

import re
from decimal import Decimal

from cchc_lib.core.phrasing.clauses import Wording
from cchc_lib.core.phrasing.numbers import NUMBER, part_of, stated_number
from cchc_lib.core.phrasing.reading import ReadRule, RuleWords
from cchc_lib.core.rule_kinds import Judgment, SurveyMap, SurveyMean, SurveyPercent
from cchc_lib.vietnamese import normalise

__all__ = ["is_about_survey", "read_judgment", "read_survey"]

_SURVEY = re.compile(
    r"điều\s+tra\s+(?:xã\s+hội\s+học|xhh)|đtxhh|(?:phiếu|kết\s+quả)\s+khảo\s+sát|sipas",
    re.IGNORECASE,
)
_MOST = rf"(?:điểm\s+tối\s+đa|(?P<most>{NUMBER})\s*điểm)"
_MARK = (
    r"(?:(?:theo\s+)?(?:kết\s+quả\s+)?(?:điều\s+tra\s+(?:xã\s+hội\s+học|xhh)|đtxhh)\s*[,:.–-]?\s*)?"
)
_SCALE = re.compile(
    rf"{_MARK}\(?\s*thang(?:\s+điểm)?\s+(?:từ\s+)?(?P<low>\d)\s*(?:–|-|đến)\s*(?P<high>\d)"
    r"(?P<reversed>,\s*câu hỏi đảo chiều(?:: mức \d là tốt nhất)?)?\s*\)?\s*[:;,]?\s*"
    r"(?:điểm\s*=\s*)?"
    r"(?:(?P<over>(?:mức|điểm)\s+(?:bình\s+quân|trung\s+bình)\s*/\s*(?P<top>\d))"
    r"|\(\s*(?:mức|điểm)\s+(?:bình\s+quân|trung\s+bình)\s*[−–-]\s*(?P<minus>\d)\s*\)\s*/\s*(?P<range>\d))"
    rf"\s*[×x*]\s*{_MOST}",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    rf"{_MARK}:?\s*(?:điểm\s*=\s*)?bình quân phần trăm của các câu trả lời\s*[×x*]\s*{_MOST}"
    r"\s*\((?P<answers>.+)\)",
    re.IGNORECASE,
)
_ANSWER = re.compile(rf"“(?P<answer>[^”]+)”:\s*(?P<percent>{NUMBER})\s*%")
_MEASURED = re.compile(
    rf"{_MARK}[:;.,]?\s*(?:điểm\s*=\s*)?(?:t[ỷỉ]\s+lệ\s+do\s+cuộc\s+đo\s+lường\s+công\s+bố"
    rf"|(?:chỉ\s+số|t[ỷỉ]\s+lệ|mức\s+độ)\s+hài\s+lòng(?:\s*\(?(?:sipas|%)\)?)*|(?:chỉ\s+số\s+)?sipas(?:\s*\(?%\)?)?)"
    rf"\s*[×x*]\s*{_MOST}",
    re.IGNORECASE,
)
_BY_APPRAISER = re.compile(
    r"(?:do\s+)?(?:cơ\s+quan|hội\s+đồng|tổ(?:\s+công\s+tác)?)\s+thẩm\s+định\s+"
    rf"(?:quyết\s+định|xem\s+xét|đánh\s+giá|chấm\s+điểm)(?:\s*,?\s*(?:quyết\s+định|cho\s+điểm))?"
    rf"(?:\s+trong\s+khoảng\s+từ\s+0\s+đến\s+{_MOST})?",
    re.IGNORECASE,
)


def is_about_survey(words: RuleWords) -> bool:
    """Tell whether a text says that a survey gives the points."""
    return any(map(_SURVEY.search, (words.text_vi, words.name_vi)))


def read_survey(wording: Wording) -> ReadRule | None:
    """Read a rule of the survey; one that names neither scale nor formula is not read."""
    text = normalise(wording.words.text_vi).rstrip(" .")
    maxima = wording.words.maxima
    if (scale := _SCALE.fullmatch(text)) is not None and _is_most(scale, maxima):
        return _mean(scale)
    if (answers := _ANSWERS.fullmatch(text)) is not None and _is_most(answers, maxima):
        return _answers(answers["answers"])
    measured = _MEASURED.fullmatch(text)
    if measured is not None and _is_most(measured, maxima):
        return ReadRule(rule=SurveyPercent(kind="survey_percent"))
    return None


def read_judgment(wording: Wording) -> ReadRule | None:
    """Read that only the appraiser gives points."""
    found = _BY_APPRAISER.fullmatch(normalise(wording.words.text_vi).rstrip(" ."))
    if found is None or not _is_most(found, wording.words.maxima):
        return None
    return ReadRule(rule=Judgment(kind="judgment"))


def _mean(scale: re.Match[str]) -> ReadRule | None:
    lowest, highest = int(scale["low"]), int(scale["high"])
    if scale["over"]:
        formula, agrees = "mean_over_highest", int(scale["top"]) == highest
    else:
        formula = "mean_above_lowest"
        agrees = int(scale["minus"]) == lowest and int(scale["range"]) == highest - lowest
    if not agrees or lowest >= highest:
        return None
    rule = SurveyMean(
        kind="survey_mean",
        lowest=lowest,
        highest=highest,
        formula="mean_over_highest" if formula == "mean_over_highest" else "mean_above_lowest",
        is_reversed=bool(scale["reversed"]),
    )
    return ReadRule(rule=rule)


def _answers(text: str) -> ReadRule | None:
    """Read the percentage of each answer."""
    percent_by_answer = {}
    for part in text.split(";"):
        found = _ANSWER.fullmatch(part.strip())
        percent = stated_number(found["percent"]) if found is not None else None
        if found is None or percent is None or found["answer"] in percent_by_answer:
            return None
        percent_by_answer[found["answer"]] = percent
    return ReadRule(rule=SurveyMap(kind="survey_map", percent_by_answer=percent_by_answer))


def _is_most(found: re.Match[str], maxima: tuple[Decimal, ...]) -> bool:
    """Tell whether points that a formula names are the maximum."""
    return not found["most"] or part_of([stated_number(found["most"]) or Decimal(0)], maxima) == 1
