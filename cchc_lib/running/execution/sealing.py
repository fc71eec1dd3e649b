"""The seal of a run in its pages: left open when a page is made, put in when it is placed."""

__all__ = ["SEAL_PLACE", "sealed"]

SEAL_PLACE = "seal-of-the-run-6a1f3c"


def sealed(address: str, content: bytes, seal: str) -> bytes:
    """Return the content of a file as it stands in a run with a seal.

    >>> sealed("a.html", b"<code>seal-of-the-run-6a1f3c</code>", "1234")
    b'<code>1234</code>'
    """
    if address.endswith(".pdf"):
        from cchc_lib.present.pdf.seal_place import put_seal

        return put_seal(content, seal)
    if not address.endswith(".html"):
        return content
    return content.replace(SEAL_PLACE.encode(), seal.encode())
