"""Fill a DOCX template with plain content: the same bytes for the same template and content.

The tags are those of docxtpl; what they become is escaped, and nothing in it is read as a tag.
A template can look up content and nothing else.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import SimpleNamespace
from typing import NoReturn

from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from cchc_lib.files.spreadsheet_text import writable_text
from cchc_lib.vietnamese import normalise, suggest

__all__ = ["TemplateProblem", "fill_template"]

_MADE_AT = (1980, 1, 1, 0, 0, 0)
_FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_DROPPED = re.compile(r"docProps/.*")
_ABOUT = re.compile(r"<(?:Relationship|Override)\b[^>]*docProps/[^>]*/>")
_SITTINGS = re.compile(r' w:rsid\w*="[^"]*"|<w:rsids>.*?</w:rsids>|<w:rsid\b[^>]*/>', re.DOTALL)
_LONGEST_TEMPLATE = 20_000_000


class TemplateProblem(Exception):
    """A template cannot be filled; the sentence names the file and what is wrong in it."""


class _UnknownName(Exception):
    """A template asks for something that the content does not have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class _Refusing(StrictUndefined):
    """Refuses an unknown name as soon as it is looked up, and remembers it."""

    def __init__(
        self, hint: str | None = None, obj: object = None, name: str | None = None, *_: object
    ) -> None:
        super().__init__(hint, obj, name)
        raise _UnknownName(str(name or hint), tuple(vars(obj)) if _is_record(obj) else ())


@dataclass(frozen=True, slots=True)
class _Parts:
    """A template taken apart: what is filled, and what is kept as it is, by name."""

    filled: Mapping[str, Template]
    kept: Mapping[str, bytes]


def fill_template(template: bytes, name: str, *content: object) -> bytes:
    """Return the document that a template becomes.

    Parameters
    ----------
    template
        The DOCX file; empty where there is none.
    name
        What the file is called, for messages.
    content
        Dataclasses of text, whole numbers, tuples and further dataclasses; the fields of each
        are the names that the template may use.

    Raises
    ------
    TemplateProblem
        If the file is no DOCX file, or its tags cannot be understood or filled.
    """
    parts = _taken_apart(template, name)
    names: dict[str, object] = {}
    for part in content:
        names |= vars(_plain(part))
    made = {at: _filled(one, name, names) for at, one in parts.filled.items()}
    return _packed({**parts.kept, **made})


@cache
def _taken_apart(template: bytes, name: str) -> _Parts:
    environment = SandboxedEnvironment(autoescape=True, undefined=_Refusing)
    filled: dict[str, Template] = {}
    kept: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LONGEST_TEMPLATE:
                raise TemplateProblem(f"Mẫu {name} quá lớn, không dùng được.")
            contents = {entry: package.read(entry) for entry in package.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        said = f"Không có mẫu {name}, hoặc tệp ấy không phải tệp Word (.docx)."
        raise TemplateProblem(said) from error
    for at, content in contents.items():
        if _FILLED.fullmatch(at):
            try:
                text = _SITTINGS.sub("", content.decode("utf-8"))
                filled[at] = environment.from_string(DocxTemplate("").patch_xml(text))
            except (TemplateError, UnicodeDecodeError) as error:
                _refuse_tags(name, error)
        elif not _DROPPED.fullmatch(at) and not at.endswith("/"):
            kept[at] = _without_about(at, content)
    if "word/document.xml" not in filled:
        raise TemplateProblem(f"Không có mẫu {name}, hoặc tệp ấy không phải tệp Word (.docx).")
    return _Parts(filled, kept)


def _without_about(at: str, content: bytes) -> bytes:
    """Return a part without what tells who made the template, when, and in which sittings."""
    if at in {"[Content_Types].xml", "_rels/.rels"}:
        return _ABOUT.sub("", content.decode("utf-8")).encode()
    if at.startswith("word/") and at.endswith(".xml"):
        return _SITTINGS.sub("", content.decode("utf-8")).encode()
    return content


def _filled(part: Template, name: str, names: Mapping[str, object]) -> bytes:
    try:
        text = part.render(names)
        parse_xml(text.encode())
    except _UnknownName as unknown:
        known = unknown.known or tuple(names)
        hint = suggest(unknown.name, known, otherwise="Xem README.vi.md trong thư mục các mẫu.")
        raise TemplateProblem(
            f"Mẫu {name} dùng ô {{{{ {unknown.name} }}}} mà văn bản này không có. {hint}"
        ) from unknown
    except TemplateError as error:
        _refuse_tags(name, error)
    except (SyntaxError, TypeError, ArithmeticError, ValueError) as error:
        raise TemplateProblem(
            f"Mẫu {name} đặt một lệnh {{% … %}} sai chỗ nên tệp làm ra hỏng: mỗi lệnh {{%p … %}} "
            "phải đứng riêng một đoạn, mỗi lệnh {%tr … %} riêng một dòng của bảng."
        ) from error
    return text.encode()


def _refuse_tags(name: str, error: Exception) -> NoReturn:
    raise TemplateProblem(
        f"Mẫu {name} có lệnh hoặc ô viết sai ({error}). Kiểm tra các dấu {{{{ }}}} và {{% %}}: mở "
        "thì phải đóng, for phải có endfor, if phải có endif."
    ) from error


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a DOCX file of parts, the list of contents first."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for at in sorted(parts, key=lambda at: (at != "[Content_Types].xml", at)):
            entry = zipfile.ZipInfo(at, _MADE_AT)
            entry.create_system = 0
            package.writestr(entry, parts[at], zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _plain(value: object) -> SimpleNamespace:
    """Return a dataclass as a plain record of what a document can hold."""
    if not is_dataclass(value):
        message = f"no content for a document: {value!r}"
        raise TypeError(message)
    return SimpleNamespace(**{one.name: _shown(getattr(value, one.name)) for one in fields(value)})


def _shown(value: object) -> object:
    match value:
        case str():
            return normalise(writable_text(value))
        case int():
            return value
        case tuple():
            return tuple(map(_shown, value))
        case _:
            return _plain(value)


def _is_record(value: object) -> bool:
    return isinstance(value, SimpleNamespace)
