"""Read ``assessment.toml``: what the round is, and the days in which its steps take place."""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date
from pathlib import Path
from typing import Any

from cchc_lib.core.submission import RunCorrection, Window, WindowName
from cchc_lib.files.text import UnreadableText, read_toml
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import parse_date, suggest

__all__ = ["WINDOW_NAMES", "is_code", "read_correction", "read_settings", "read_windows"]

_FILE = "assessment.toml"
WINDOW_NAMES: tuple[WindowName, ...] = (
    "guidance",
    "self_assessment",
    "appraisal_1",
    "explanation",
    "appraisal_2",
    "survey",
    "council",
    "announcement",
)
"""The steps of a round that may have days of their own, in the order they are shown."""
_KEYS: dict[str, tuple[type, str]] = {
    "year": (int, "năm đánh giá, ví dụ 2018"),
    "edition": (str, "mã bộ tiêu chí, ví dụ mau-2018"),
    "title_vi": (str, "tên kỳ đánh giá"),
    "province_vi": (str, "tên tỉnh"),
    "is_synthetic": (bool, "true nếu là số liệu minh họa, false nếu là số liệu thật"),
    "form_version": (str, "phiên bản biểu mẫu phát hành"),
}
_WINDOWS, _CORRECTION = "windows", "correction"
_CORRECTION_KEYS = {
    "run": "mã lần chạy đã công bố của chính năm này, ví dụ 2018-mau-2018-c2f7be219f63",
    "reason": "lý do đính chính",
    "document": "số, ký hiệu văn bản đính chính",
}
_RUN = re.compile(r"(\d{4})-[a-z0-9-]+-[0-9a-f]{12}")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EXAMPLE = "{ from = 2018-11-05, to = 2018-11-30 }"


def read_settings(root: Path) -> tuple[dict[str, Any], list[Finding]]:
    """Return the settings of an assessment; any finding means that they cannot be used."""
    path = root / _FILE
    if not path.is_file():
        return {}, [finding("KD-001", file=_FILE)]
    try:
        settings = read_toml(path)
    except UnreadableText as error:
        return {}, [finding("KD-002", file=_FILE, found=error.reason_vi)]
    findings = [
        finding("KD-003", file=_FILE, cell=key, found=key, expected=expected)
        for key, (kind, expected) in _KEYS.items()
        if type(settings.get(key)) is not kind or not _is_plausible(key, settings[key])
    ]
    findings += _correction_findings(settings)
    known = (*_KEYS, _WINDOWS, _CORRECTION)
    findings += [
        finding("KD-003", file=_FILE, cell=key, found=key, expected=suggest(key, known))
        for key in settings
        if key not in known
    ]
    return settings, findings


def read_windows(settings: dict[str, Any], findings: list[Finding]) -> Iterator[Window]:
    """Yield the declared steps in their order; one that makes no sense is left out."""
    declared = settings.get(_WINDOWS, {})
    if not isinstance(declared, dict):
        example = f"bảng [windows], mỗi bước một dòng, ví dụ survey = {_EXAMPLE}"
        findings.append(_window_finding("", example))
        return
    findings += [
        _window_finding(name, _known_names(name)) for name in declared if name not in WINDOW_NAMES
    ]
    for name in WINDOW_NAMES:
        if name in declared:
            yield from _window(name, declared[name], findings)


def read_correction(settings: dict[str, Any]) -> RunCorrection | None:
    """Return the run that is corrected, as settings without findings name it; mostly none."""
    declared = settings.get(_CORRECTION)
    return None if declared is None else RunCorrection(**declared)


def _correction_findings(settings: dict[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with the table that names a corrected run: it needs all three keys."""
    if _CORRECTION not in settings:
        return
    declared = settings[_CORRECTION]
    table = declared if isinstance(declared, dict) else {}
    wrong = [key for key in _CORRECTION_KEYS if not _is_said(table.get(key))]
    match = _RUN.fullmatch(table["run"]) if "run" not in wrong else None
    if "run" not in wrong and (match is None or match[1] != str(settings.get("year"))):
        wrong.append("run")
    for key in wrong:
        name = f"{_CORRECTION}.{key}"
        yield finding("KD-003", file=_FILE, cell=name, found=name, expected=_CORRECTION_KEYS[key])
    for key in sorted(table.keys() - _CORRECTION_KEYS.keys()):
        name, near = f"{_CORRECTION}.{key}", suggest(key, _CORRECTION_KEYS)
        yield finding("KD-003", file=_FILE, cell=name, found=name, expected=near)


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_code(text: str) -> bool:
    """Tell whether a code may stand in file names: plain letters, digits, single hyphens."""
    return _CODE.fullmatch(text) is not None


def _is_plausible(key: str, value: Any) -> bool:  # noqa: ANN401 - as TOML has it
    """Tell whether a setting of the right type can mean anything."""
    if key == "year":
        return bool(MINYEAR < value < MAXYEAR)
    return isinstance(value, bool) or (bool(value.strip()) and (key != "edition" or is_code(value)))


def _window(name: WindowName, declared: object, findings: list[Finding]) -> Iterator[Window]:
    if not isinstance(declared, dict):
        findings.append(_window_finding(name, f"{name} = {_EXAMPLE}"))
        return
    first, last = (_day(declared.get(key)) for key in ("from", "to"))
    if first is None or last is None:
        ends = " và ".join(key for key, day in (("from", first), ("to", last)) if day is None)
        findings.append(_window_finding(name, f"{ends} là một ngày, ví dụ {name} = {_EXAMPLE}"))
    elif last < first:
        expected = f"to là {first.isoformat()} hoặc một ngày sau đó, hoặc sửa from"
        findings.append(_window_finding(name, expected))
    else:
        yield Window(name=name, first_day=first, last_day=last)


def _day(value: object) -> date | None:
    """Return a date of TOML, or one in quotation marks."""
    if type(value) is date:
        return value
    return parse_date(value) if isinstance(value, str) else None


def _known_names(name: str) -> str:
    near = suggest(name, WINDOW_NAMES, otherwise="")
    return f"đúng tên bước ({near})" if near else f"một trong các bước {', '.join(WINDOW_NAMES)}"


def _window_finding(name: str, expected: str) -> Finding:
    cell = f"{_WINDOWS}.{name}" if name else _WINDOWS
    return finding("KD-024", file=_FILE, cell=cell, found=name or _WINDOWS, expected=expected)
