"""Whether the beginning of a file is that of a web page, or of one that a browser saved as a mail."""

from __future__ import annotations

import re

_MARKUP = re.compile(
    rb"\s*+(?:<\?xml[^>]*>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)  # nothing is tried twice: 40 comments and no <html> took hours
_HEADER = re.compile(rb"(?i)[a-z][a-z-]*:")
_MAIL = (b"mime-version:", b"content-type:")
HEADERS = 40  # lines among which a mail tells its kind


def is_markup(data: bytes) -> bool:
    return _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")) is not None


def is_mail(head: bytes) -> bool:
    """Lines of a header from the first on, one of which tells the kind of what follows."""
    for line in head.split(b"\n")[:HEADERS]:
        if line.lower().startswith(_MAIL):
            return True
        if not line.startswith((b" ", b"\t")) and _HEADER.match(line) is None:
            return False
    return False
