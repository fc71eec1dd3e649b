"""What is fuzzed: each target takes bytes, makes hostile input of them, and checks the answer.

The bytes are choices: where to change a valid file, and into what. :mod:`.test_bounded` lets
hypothesis choose, a bounded number of times; :mod:`.guided` lets atheris, which looks at what
code each choice reaches.
"""

import tempfile
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from functools import cache
from pathlib import Path

from cchc_lib.files.cells.numbers import NumberKind, parse_number, show_number, stored_number
from cchc_lib.files.rules import read_edition
from cchc_lib.files.workbooks.gate import Admission, admit
from cchc_lib.files.workbooks.refusing import Refused
from cchc_lib.findings import has_errors
from cchc_lib.project import RULES
from cchc_lib.vietnamese import normalise
from tests.fuzz.appendix_targets import fuzz_appendix, fuzz_phrasing, fuzz_word
from tests.fuzz.choices import Choices
from tests.mutations.workbook_zip import packed, parts_of
from tests.unit.form_cases import DEPARTMENT, write_form

KINDS: tuple[NumberKind, ...] = ("points", "count", "amount", "percent")
MORSELS = (
    b"", b"\x00", b"<", b"</", b"&", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!--", b"<?x?>",
    b"\xff\xfe", b"\xef\xbb\xbf", b'r="XFD1048576"', b"<mergeCell ref='A1:XFD1048576'/>",
    b"http://purl.oclc.org/ooxml", b"<c><v>1</v></c>" * 50, b"<f>1+1</f>", b"file:///etc/passwd",
    b'TargetMode="External"', "ệ".encode(), b"\xed\xa0\x80", b"9" * 400,
)  # fmt: skip
VALUES = (
    "0", "-1", "1e400", "nan", "inf", "true", '""', '"mau-2018"', "[]", "{}", "[[]]", "1979-05-27",
    "9" * 60, '"\\u0000"', '"' + "a" * 300 + '"', '{ kind = "ratio" }', '[1, "a"]', '"1.1.1"',
)  # fmt: skip
PIECES = (
    *"0123456789", ",", ".", " ", "-", "%", "/", "+", "e", "đ", "điểm", " hồ sơ", "\u00a0",
    "\u2212", "０", "，", "٣", "Ⅷ", "½", "²", "\u200b", "\u0301", "1.234", "0,75",
    "000", "x", "\ud800",
)  # fmt: skip


@cache
def form() -> Mapping[str, bytes]:
    """Return the parts of a valid form."""
    with tempfile.TemporaryDirectory() as scratch:
        return parts_of(write_form(Path(scratch), DEPARTMENT).read_bytes())


@cache
def law() -> Mapping[str, list[str]]:
    """Return the lines of the head of an edition and of one of its areas."""
    names = ("edition.toml", "area_2_institution.toml", "links.toml")
    return {name: (RULES / "mau-2019" / name).read_text("utf-8").splitlines() for name in names}


def fuzz_gate(data: bytes) -> None:
    """Change parts of a form, then the zip itself: the gate admits or refuses, and ends."""
    choices, parts = Choices(data), dict(form())
    for _ in range(choices.number(4)):
        name = choices.one_of(sorted(parts))
        content = parts[name]
        start, length = choices.number(len(content) + 1), choices.one_of((0, 1, 8, 200, 5000))
        parts[name] = content[:start] + choices.one_of(MORSELS) + content[start + length :]
        if choices.number(8) == 1:
            parts[choices.one_of(("../x", "/x", "xl\\x", "xl/vbaProject.bin", name.upper()))] = b"x"
    content = packed(parts)
    for _ in range(choices.number(3)):
        near_end = choices.number(2)
        at = choices.number(min(len(content), 1 << 16))
        at = len(content) - 1 - at if near_end else at
        content = content[:at] + bytes([choices.number(256)]) + content[at + choices.number(3) :]
    try:
        admission = admit(content)
    except Refused:
        return
    assert isinstance(admission, Admission)


def fuzz_raw_gate(data: bytes) -> None:
    """Hand the bytes to the gate as they are."""
    with suppress(Refused):
        admit(data)


def fuzz_numbers(data: bytes) -> None:
    """Put a text together: it is one number beyond doubt, or none."""
    choices = Choices(data)
    kind = choices.one_of(KINDS)
    text = normalise("".join(choices.one_of(PIECES) for _ in range(choices.number(12) + 1)))
    number = parse_number(text, kind)
    if number is None:
        return
    assert number.is_finite()
    assert not (number.is_zero() and number.is_signed())
    digits = [character for character in f"{number:f}" if character.isdigit()]
    assert len("".join(digits).strip("0")) <= 15
    typed = [str(int(character)) for character in text if character.isdecimal()]
    assert "".join(digits).strip("0") == "".join(typed).strip("0")
    if kind != "count" or number == int(number):  # a count is whole, or refused by whoever asked
        assert parse_number(show_number(number), kind) in {number, None}
    stored = stored_number(float(number))
    assert stored is None or stored == number or abs(stored - number) < Decimal("1e-9")


def fuzz_rules(data: bytes) -> None:
    """Change lines of rule files: an edition comes of them, or findings that say why not."""
    choices = Choices(data)
    files = {name: [*lines] for name, lines in law().items()}
    for _ in range(choices.number(4) + 1):
        lines = files[choices.one_of(sorted(files))]
        at = choices.number(len(lines))
        key, equals, _ = lines[at].partition("=") if lines else ("", "", "")
        match choices.number(5):
            case 0 if lines:
                del lines[at]
            case 1 if lines:
                lines.insert(at, lines[choices.number(len(lines))])
            case 2 if equals:
                lines[at] = f"{key}= {choices.one_of(VALUES)}"
            case 3 if lines:
                cut = choices.number(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + choices.one_of(VALUES) + lines[at][cut + 1 :]
            case _:
                lines.insert(at, f"x{choices.number(3)} = {choices.one_of(VALUES)}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "mau-2019"
        folder.mkdir()
        for name, lines in files.items():
            text = "\n".join(lines).encode("utf-8", "surrogatepass")
            (folder / name).write_bytes(text)
        edition, findings = read_edition(folder)
    assert (edition is None) == has_errors(findings)
    for item in findings:
        assert item.message
        assert scratch not in item.message


TARGETS = {
    "gate": fuzz_gate,
    "raw_gate": fuzz_raw_gate,
    "numbers": fuzz_numbers,
    "rules": fuzz_rules,
    "word": fuzz_word,
    "phrasing": fuzz_phrasing,
    "appendix": fuzz_appendix,
}
