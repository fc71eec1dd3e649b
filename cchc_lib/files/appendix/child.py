"""What a child process is called to do with a Word document; the parent loads no reader for it."""

__all__ = ["read_word"]


def read_word(content: bytes) -> bytes:
    """Return the stored form of the tables of a document."""
    from cchc_lib.files.appendix.word_reading import read_word_file

    return read_word_file(content)
