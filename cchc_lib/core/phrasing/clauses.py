"""The words of a rule taken apart: clauses, definitions of letters, labels of figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cchc_lib.core.phrasing.numbers import CHANGES, part_of
from cchc_lib.core.phrasing.outcomes import Outcome, Proportion, Share, split_outcome
from cchc_lib.core.phrasing.reading import RuleWords
from cchc_lib.vietnamese import normalise

__all__ = ["Clause", "Wording", "is_label", "take_apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause: its words, and condition and outcome where they are understood."""

    text: str
    condition: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A rule taken apart.

    Parameters
    ----------
    text
        All clauses in one line, without what stands in the other fields.
    letters
        What the letters of a formula stand for.
    label
        What the figure of the rule is called, if the text says so at its end.
    ratio
        The two figures of a percentage, or the one that is declared as such.
    awards_none
        Whether the maximum is given where nothing occurred.
    """

    words: RuleWords
    text: str
    clauses: tuple[Clause, ...]
    letters: dict[str, str] = field(default_factory=dict)
    label: str = ""
    ratio: tuple[str, ...] = ()
    awards_none: bool = False


_RATIO_LABEL = re.compile(r"\(\s*t[ỷỉ] lệ\s*=\s*", re.IGNORECASE)
_DEFINITION = re.compile(
    r"[-+*•\s(]*(?P<letter>[a-z])\)?\s*(?::|=|là(?:\s*:)?)\s+(?P<label>[^\d=×]{3,}.*)",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"^(?:cách\s+(?:tính|chấm)(?:\s+điểm)?|(?:chấm|tính|thang)\s+điểm|trong\s+đó|công\s+thức(?:\s+tính)?)"
    r"(?:\s+như\s+sau)?\s*:\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-–—+*•●○▪]|[a-zđ]\))\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"\.\s+(?=[A-ZÀ-ỸĐ“])")
_NONE_OCCURRED = re.compile(
    r"^(?:(?:trường\s+hợp|nếu|đơn\s+vị|trong\s+năm|mà)\s+)*không\s+(?:có\s+)?phát\s+sinh\b",
    re.IGNORECASE,
)
_REMARK = re.compile(
    rf"điểm|\d\s*%|\d/\d|^\d|\b(?:{CHANGES}|nếu|mỗi|tối\s+đa|tối\s+thiểu|ít\s+nhất|cao\s+nhất"
    r"|trở\s+lên|không\s+quá|coi\s+như|coi\s+là|xem\s+như)\b"
    r"|^(?:trường hợp|riêng|không|trong đó|áp dụng|chỉ|đối với|theo|kể cả|bao gồm|tính)",
    re.IGNORECASE,
)
"""In a bracket that says how points are given, and does not name a figure."""
_COMMA = re.compile(r",\s+(?=\D)")
_SEPARATOR = re.compile(r"[;\n]|\s(?=trong đó\s*:)", re.IGNORECASE)


def take_apart(words: RuleWords) -> Wording:
    """Return the words of a rule in parts."""
    lines = (normalise(line) for line in words.text_vi.replace("\r", "\n").split("\n"))
    text, ratio = _without_ratio("\n".join(line for line in lines if line))
    text, label = _without_label(text)
    pieces, letters = _defined(_pieces(text))
    clauses = [clause for piece in pieces for clause in _clauses(piece, words.maxima)]
    clauses += _level_clauses(words)
    kept = [clause for clause in clauses if not _is_none_occurred(clause)]
    return Wording(
        words=words,
        text="; ".join(clause.text for clause in kept),
        clauses=tuple(kept),
        letters=letters,
        label=label,
        ratio=ratio,
        awards_none=len(kept) < len(clauses),
    )


def _without_ratio(text: str) -> tuple[str, tuple[str, ...]]:
    """Take out the bracket that says what a percentage is of."""
    found = _RATIO_LABEL.search(text)
    end = _closing(text, found.start()) if found is not None else 0
    if found is None or not end:
        return text, ()
    labels = tuple(part.strip() for part in text[found.end() : end].split(" / "))
    rest = text[: found.start()].rstrip() + text[end + 1 :]
    return (text, ()) if len(labels) > 2 else (rest, labels)  # noqa: PLR2004


def _without_label(text: str) -> tuple[str, str]:
    """Take out the bracket at the end that names the figure of the rule; a remark stays."""
    if not text.endswith(")"):
        return text, ""
    starts = [at for at, sign in enumerate(text) if sign == "("]
    start = next((at for at in starts if _closing(text, at) == len(text) - 1), 0)
    inner = text[start + 1 : -1].strip()
    if not start or not is_label(inner):
        return text, ""
    return text[:start].rstrip(), inner


def is_label(inner: str) -> bool:
    """Tell whether the words of a bracket name a figure; else they are a remark."""
    return _REMARK.search(inner) is None and "%" not in inner.replace("(%)", "")


def _closing(text: str, start: int) -> int:
    """Return where the bracket that opens at ``start`` is closed; 0 if nowhere."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return 0


def _pieces(text: str) -> list[str]:
    parts = (part for line in _SEPARATOR.split(text) for part in _SENTENCE.split(line))
    bare = (_INTRODUCTION.sub("", _BULLET.sub("", part)).strip(" .") for part in parts)
    return [part for part in bare if part]


def _defined(pieces: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Take out the pieces that say what a letter stands for."""
    rest, letters = [], {}
    for piece in pieces:
        found = _DEFINITION.fullmatch(piece)
        if found is None or found["letter"].casefold() in letters:
            rest.append(piece)
        else:
            letters[found["letter"].casefold()] = found["label"].strip()
    return rest, letters


def _clauses(piece: str, maxima: Sequence[Decimal]) -> list[Clause]:
    """Return a piece as one clause, or as several where each part between commas gives points."""
    parts = [_clause(part, maxima) for part in _COMMA.split(piece)]
    if len(parts) > 1 and all(part.condition and part.outcome is not None for part in parts):
        return parts
    return [_clause(piece, maxima)]


def _clause(text: str, maxima: Sequence[Decimal]) -> Clause:
    condition, outcome = split_outcome(text, maxima)
    return Clause(text=text, condition=condition, outcome=outcome)


def _level_clauses(words: RuleWords) -> list[Clause]:
    """Return the lines below a component as clauses, with the points that stand beside them."""
    clauses = []
    for level in words.levels:
        text = _BULLET.sub("", normalise(level.text_vi)).rstrip(" .;:")
        stated = _clause(text, words.maxima)
        if not level.points:
            clauses.append(stated)
            continue
        part = part_of(level.points, words.maxima)
        own = None if part is None else Share(part=part)
        agrees = stated.outcome in {None, own} or isinstance(stated.outcome, Proportion)
        outcome = stated.outcome if isinstance(stated.outcome, Proportion) else own
        clauses.append(
            Clause(text=text, condition=stated.condition, outcome=outcome if agrees else None)
        )
    return clauses


def _is_none_occurred(clause: Clause) -> bool:
    is_full = isinstance(clause.outcome, Share) and clause.outcome.part == 1
    return is_full and _NONE_OCCURRED.match(clause.condition) is not None
