"""Telephone, e-mail and identity numbers that somebody wrote into free text: they stay out.

What people write for the appraiser is published with the result, so what leads to a person is
taken out where the text is read. A name can't be told from other words and is left.
"""

import re

__all__ = ["hide_contacts"]

_HIDDEN = "(đã ẩn)"
_KINDS = {
    "địa chỉ thư điện tử": re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    "số định danh cá nhân": re.compile(r"(?<![\w.,/-])0\d{2}[ .]?\d{3}[ .]?\d{6}(?![\w/])"),
    "số điện thoại": re.compile(
        r"(?<![\w.,/-])(?:\+?84[ .-]?|0)"
        r"(?:\d{2}[ .-]?\d{3}[ .-]?\d{4}|\d{3}[ .-]?\d{3}[ .-]?\d{3}|\d[ .-]?\d{4}[ .-]?\d{4}"
        r"|\d{3}[ .-]?\d{4}[ .-]?\d{3}|\d{4}[ .-]?\d{3}[ .-]?\d{3}"
        r"|\d{3}[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2})(?![\w/])"
    ),
}
"""An identity number has twelve digits and begins with nought; the longer kind is sought first."""

_ANY = re.compile(r"@|0[\d .-]{8}|84[\d .-]{9}")
"""Stands in every text that has one of them: most texts are done with at once."""


def hide_contacts(text: str) -> tuple[str, str]:
    """Return a text without what leads to a person, and what that was, in words.

    >>> hide_contacts("Đã nộp, gọi chị Hoa 0912 345 678 (hoa@thu.vn)")
    ('Đã nộp, gọi chị Hoa (đã ẩn) ((đã ẩn))', '1 địa chỉ thư điện tử, 1 số điện thoại')
    >>> hide_contacts("Công văn 12/SNV ngày 05/11/2018, 0123 hồ sơ")
    ('Công văn 12/SNV ngày 05/11/2018, 0123 hồ sơ', '')
    """
    if not _ANY.search(text):
        return text, ""
    said: list[str] = []
    for name, pattern in _KINDS.items():
        text, count = pattern.subn(_HIDDEN, text)
        if count:
            said.append(f"{count} {name}")
    return text, ", ".join(said)
