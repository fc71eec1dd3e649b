"""Message catalogues: what Vietnamese texts are called in another language."""

from pathlib import Path

__all__ = ["edition_catalogues", "read_catalogue"]

_CATALOGUES = "[a-z][a-z].po"
"""How the catalogues of an edition are called in its folder: by their language."""
_CONTEXT = "\x04"
"""What stands between the context of a text and the text, as in compiled catalogues."""


def edition_catalogues(folder: Path) -> list[Path]:
    """Return the catalogues of an edition, by language."""
    return sorted(folder.glob(_CATALOGUES))


def read_catalogue(path: Path) -> dict[str, str]:
    """Return the translated texts of a catalogue; nothing if there is no such file.

    What has no translation, or one that is marked as doubtful, is left out.
    """
    if not path.is_file():
        return {}
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        catalogue = read_po(stream)
    return {
        f"{message.context}{_CONTEXT}{message.id}" if message.context else str(message.id): (
            str(message.string)
        )
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
