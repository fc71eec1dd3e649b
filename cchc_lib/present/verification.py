"""What checking a run found, in Vietnamese lines for a terminal."""

from collections.abc import Iterator, Mapping

from cchc_lib.core.audit.checking.verification import (
    Difference,
    Phase,
    PhaseName,
    Verification,
)
from cchc_lib.core.places import is_sha256

__all__ = ["format_difference", "format_verification"]

_SHOWN = 40
_SAID: Mapping[PhaseName, str] = {
    "files": "{count} tệp của lần chạy so với bản kê, SHA256SUMS và các sổ",
    "inputs": "{count} tệp quy tắc và đầu vào so với bản kê",
    "traces": "{count} kết quả tính lại từ vết, và các bảng ghi lại từ đó",
    "recomputed": "{count} tệp làm lại từ đầu vào",
    "notebooks": "{count} sổ tính và trang báo cáo làm lại",
}


def format_verification(verification: Verification) -> str:
    """Return one line per phase with what differs below it, and the verdict last."""
    lines = [
        f"Lần chạy {verification.run_id}, mã chuỗi kiểm chứng {verification.seal or '(không có)'}"
    ]
    for number, phase in enumerate(verification.phases, start=1):
        lines += _phase_lines(number, phase)
    return "\n".join((*lines, _verdict(verification)))


def format_difference(one: Difference) -> str:
    """Return one difference as a sentence without its full stop."""
    place = ", ".join(part for part in (one.file, one.where) if part)
    if is_sha256(one.found) and is_sha256(one.expected):
        return f"{place}: nội dung đã khác (sha256 {one.found[:12]}…, đã ghi {one.expected[:12]}…)"
    if one.is_value:
        return f"{place}: đang là “{one.found}”, đúng ra là “{one.expected}”"
    return f"{place}: {one.found}".removeprefix(": ")


def _phase_lines(number: int, phase: Phase) -> Iterator[str]:
    said = _SAID[phase.name].format(count=phase.checked_count)
    count = len(phase.differences)
    state = f"{count} chỗ khác" if count else "khớp" if phase.is_complete else "chưa đủ"
    yield f"{number}. {said}: {state}"
    if phase.unchecked:
        yield f"   Lưu ý: {phase.unchecked}."
    for one in phase.differences[:_SHOWN]:
        yield f"   - {format_difference(one)}"
    if count > _SHOWN:
        yield f"   - và {count - _SHOWN} chỗ khác nữa (xem đủ bằng --json)"


def _verdict(verification: Verification) -> str:
    found = verification.differences
    if found:
        return f"KHÔNG KHỚP. Chỗ khác đầu tiên: {format_difference(found[0])}."
    if not verification.is_sound:
        left = (phase.unchecked for phase in verification.phases if not phase.is_complete)
        reasons = "; ".join(dict.fromkeys(left))
        return f"CHƯA KIỂM TRA ĐƯỢC HẾT: {reasons}. Phần đã kiểm tra khớp."
    return "Khớp: lần chạy đúng như khi được ghi."
