"""Regular expressions that are compiled already, taken apart and put together again.

CPython keeps no compiled pattern: pickle and marshal hold its source. What `re` does last is to hand the code to
`_sre.compile`, and so do we. Code is for one version of Python; who keeps it must see to that.
"""

from __future__ import annotations

import re
from array import array

Parts = tuple[str, int, bytes, int, dict[str, int], tuple[str | None, ...]]


def taken_apart(pattern: re.Pattern[str]) -> Parts:
    """Source, flags, code, number of groups, groups by name, names by group. Without code where this Python does otherwise."""
    try:
        parts = _parts(pattern)
        same = restored(*parts) == pattern  # compares flags and code too
    except (ImportError, AttributeError, TypeError):
        same = False
    return parts if same else (pattern.pattern, pattern.flags, b"", 0, {}, ())


def _parts(pattern: re.Pattern[str]) -> Parts:
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern.pattern, pattern.flags)
    code = array("I", _compiler._code(parsed, pattern.flags))
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in parsed.state.groupdict.items():
        names[number] = name
    groups = parsed.state.groups - 1
    return pattern.pattern, pattern.flags, code.tobytes(), groups, dict(parsed.state.groupdict), tuple(names)


def restored(
    source: str, flags: int, code: bytes, groups: int, numbers: dict[str, int], names: tuple[str | None, ...]
) -> re.Pattern[str]:
    """The pattern of these parts."""
    if not code:
        return re.compile(source, flags)
    import _sre  # type: ignore[import-not-found]

    made: re.Pattern[str] = _sre.compile(source, flags, array("I", code).tolist(), groups, numbers, names)
    return made
