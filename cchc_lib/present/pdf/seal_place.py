"""The place of the seal in a PDF: left open when it is made, filled when it is placed.

The seal stands on every sheet and differs from run to run; the rest does not. The engine draws
all hexadecimal digits once, as one drawing that the sheets share. Its stream is put in again
uncompressed, with the code of each digit beside it, so that a seal is put in without a change of
length: nothing else in the file moves.
"""

import re
import zlib
from collections.abc import Iterator

from cchc_lib.present.pdf.problems import PdfProblem

__all__ = ["SEAL_DRAWING", "open_seal_place", "put_seal"]

_DIGITS = "0123456789abcdef"
_LENGTH = 12
SEAL_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="61" height="9" viewBox="0 0 61 9">'
    '<g opacity="0.99"><text x="0" y="7" font-family="Source Sans Pro" font-size="8" '
    f'fill="#45525f">{_DIGITS}</text></g></svg>'
)
"""The drawing that stands for the seal; being seen through makes it an object of its own."""
_OBJECT = re.compile(rb"\n(\d+) 0 obj\n<</Length (\d+)(/Type/XObject[^\n]*)>>\nstream\n")
_FLATE = b"/Filter/FlateDecode"
_SHOWN = re.compile(rb"(?:\(((?:\\.|[^()\\])*)\)|<([0-9A-Fa-f]*)>)\s*Tj", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PLACE = re.compile(rb"<([0-9a-f]{48})> Tj ET Q\n%seal ([0-9a-f]{64})\n")


def open_seal_place(pdf: bytes) -> bytes:
    """Return a file just made, with the drawing of the seal made one that a seal is put into."""
    found = next(_drawings(pdf), None)
    if found is None:
        raise PdfProblem("The engine drew the place of the seal in a way that is not known.")
    head, end, before, codes = found
    table = b"".join(codes)
    text = before + b"<" + table[:48] + b"> Tj ET Q\n%seal " + table + b"\n"
    number, kind = head[1], head[3].replace(_FLATE, b"")
    new = b"\n%s 0 obj\n<</Length %d%s>>\nstream\n%s" % (number, len(text), kind, text)
    return _moved(pdf[: head.start()] + new + pdf[end:], end, len(new) - (end - head.start()))


def put_seal(pdf: bytes, seal: str) -> bytes:
    """Return a file with the seal of a run in its place, as long as before."""
    found = _PLACE.search(pdf)
    if found is None:
        return pdf
    codes = {digit: found[2][4 * n : 4 * n + 4] for n, digit in enumerate(_DIGITS)}
    shown = b"".join(codes[digit] for digit in seal)
    if len(shown) != 4 * _LENGTH:
        raise ValueError(f"A seal of {len(seal)} digits does not fit its place.")
    return pdf[: found.start(1)] + shown + pdf[found.end(1) :]


def _drawings(pdf: bytes) -> Iterator[tuple[re.Match[bytes], int, bytes, list[bytes]]]:
    """Yield what draws all digits: its head, where it ends, what comes before them, their codes."""
    for head in _OBJECT.finditer(pdf):
        end = head.end() + int(head[2])
        if _FLATE not in head[3]:
            continue
        stream = zlib.decompress(pdf[head.end() : end])
        shown = list(_SHOWN.finditer(stream))
        codes = [_code(one) for one in shown]
        if len(codes) == len(_DIGITS):
            yield head, end, stream[: shown[0].start()].replace(b"\n", b" "), codes


def _code(shown: re.Match[bytes]) -> bytes:
    """Return the code of a digit that is shown, in hexadecimal digits."""
    return shown[2].lower() if shown[2] else _unescaped(shown[1]).hex().encode()


def _unescaped(text: bytes) -> bytes:
    def sign(found: re.Match[bytes]) -> bytes:
        told = found[1]
        return bytes([int(told, 8)]) if told.isdigit() else _ESCAPED.get(told, told)

    return _ESCAPE.sub(sign, text)


def _moved(pdf: bytes, end: int, shift: int) -> bytes:
    """Return a file whose list of objects knows that what stood behind ``end`` was moved."""
    table = pdf.rindex(b"\nxref\n")
    body, listing = pdf[:table], pdf[table:]

    def entry(found: re.Match[bytes]) -> bytes:
        at = int(found[1])
        return b"%010d 00000 n" % (at + shift if at >= end else at)

    listing = re.sub(rb"(\d{10}) 00000 n", entry, listing)
    start = b"startxref\n%d\n" % (table + 1)
    return body + re.sub(rb"startxref\n\d+\n", start, listing)
