"""Files of TOML as people write them → tables: with a byte-order mark, with “curly quotes”; a mistake is told with its file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kg.model import DataError
from kg.toml import read_toml

Table = Mapping[str, object]

# “…” where TOML wants "…": behind =, [, { or a comma, and before a comma, ], }, a remark or the end of the line
_CURLY = re.compile(r"""(?m)((?:[=\[,{(]|^)[ \t]*)“([^“”"\n]*)”(?=[ \t]*(?:[,\]}#]|$))""")


def read_table(path: Path) -> Table:
    """Raises DataError for what cannot be read, is not in UTF-8, or is no TOML."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path.name}: cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name}: is in {_guess(data)}, not in UTF-8; save it as UTF-8") from error
    return parse_table(text, path.name)


def parse_table(text: str, name: str) -> Table:
    """The table of a text in TOML. Raises DataError under the name of its file."""
    text = text.replace("\r\n", "\n")
    try:
        return read_toml(text)
    except tomllib.TOMLDecodeError as first:
        folded = text
        while (again := _CURLY.sub(r'\1"\2"', folded)) != folded:
            folded = again
        if folded != text:
            try:
                return read_toml(folded)
            except tomllib.TOMLDecodeError as error:
                raise DataError(f"{name}: {error}") from error
        raise DataError(f"{name}: {first}") from first


def _guess(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "an encoding that is not known"
    return "GB18030 (GBK)"
