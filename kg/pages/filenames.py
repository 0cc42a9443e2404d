"""Names of files as text. Linux has them in bytes, and those of Chinese Windows are often GBK."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kg.model import DataError

_ADDRESS = re.compile("[a-z][a-z0-9+.-]+:/", re.IGNORECASE)


def readable(name: str | Path) -> str:
    """A path in which what is no UTF-8 is read as GB18030, where that can be, else escaped: `caf\\xe9.txt`."""
    if _is_text(str(name)):
        return str(name)
    return "/".join(_in_gb18030(part) for part in str(name).split("/"))


def spell(paths: Iterable[Path]) -> dict[Path, Path]:
    """Each path as text; where two would be one, what is no UTF-8 is escaped in both."""
    given = list(paths)
    if all(_is_text(str(path)) for path in given):
        return {path: path for path in given}
    found = {path: Path(readable(path)) for path in given}
    counts = Counter(found.values())
    return {path: text if counts[text] == 1 else Path(_escaped(str(path))) for path, text in found.items()}


def _in_gb18030(name: str) -> str:
    if _is_text(name):
        return name
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return _escaped(name)


def _escaped(name: str) -> str:
    return name if _is_text(name) else os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def no_address(path: Path) -> None:
    """Raises DataError for an address of the web, which as a path has lost the second slash."""
    if _ADDRESS.match(str(path)) and not path.exists():
        shown = readable(path).replace(":/", "://", 1)
        raise DataError(f"{shown}: is an address; save the page as a file, as HTML or PDF, and give that")
