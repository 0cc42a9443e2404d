"""Texts in TOML, which anybody may have written: whatever is wrong with one is a `TOMLDecodeError`, told soon; and strings of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any

PARTS = 64  # of a key: a.b.c; Python's reader takes the cube of their number
_ENDLESS_KEY = re.compile(rf"(?<![^\s.=])(?:[^\s.=]++[ \t]*+\.[ \t]*+){{{PARTS}}}")


def read_toml(text: str, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """The table of a text. Raises TOMLDecodeError for all that is none, or nested or named without end."""
    if _ENDLESS_KEY.search(text):
        raise tomllib.TOMLDecodeError(f"a name of more than {PARTS} parts")
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("lists or tables are nested too deeply") from error
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # a number of more than 4,300 digits
        raise tomllib.TOMLDecodeError(f"{error}".partition(";")[0]) from error


def quoted(text: str) -> str:
    """A basic string of TOML."""
    shown = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in shown) + '"'
