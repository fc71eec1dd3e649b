"""All that is inside a written file: parts of zips, strings of JSON, streams and text of PDFs."""

import json
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader
from pypdf.generic import StreamObject


def layers(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and whatever is packed into it, under its name."""
    yield name, content
    if content[:2] == b"PK" and is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            for info in archive.infolist():
                yield from layers(f"{name}!{info.filename}", archive.read(info))
    elif content[:5] == b"%PDF-":
        yield from _of_pdf(name, content)
    elif name.endswith((".json", ".ipynb")):
        yield f"{name}!strings", "\n".join(strings(json.loads(content))).encode()
    elif name.endswith(".jsonl"):
        lines = [json.loads(line) for line in content.decode().splitlines()]
        yield f"{name}!strings", "\n".join(strings(lines)).encode()


def strings(value: object) -> Iterator[str]:
    """Yield every text of a JSON value, names too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for one in pair for text in strings(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in strings(one))


def _of_pdf(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    reader = PdfReader(BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    yield f"{name}!text", " ".join(" ".join(pages).split()).encode()
    yield f"{name}!properties", str(dict(reader.metadata or {})).encode()
    for number in range(1, len(reader.xref.get(0, {})) + 1):
        try:
            found = reader.get_object(number)
        except Exception:  # noqa: BLE001 - a number that no object has
            continue
        yield f"{name}!{number}", repr(found).encode("utf-8", "replace")
        if isinstance(found, StreamObject):
            try:
                yield f"{name}!{number}!stream", found.get_data()
            except (zlib.error, NotImplementedError, ValueError):
                yield f"{name}!{number}!stream", found._data


class Markup(HTMLParser):
    """The elements of a page with their attributes, and its text as a reader sees it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data):
        is_script = self.elements and self.elements[-1][0] == "script" and self.lasttag == "script"
        (self.scripts if is_script else self.words).append(data)


def files_of(*folders: Path) -> dict[str, bytes]:
    """Return the content of every file below some folders."""
    return {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
