"""Repair a stretch of raw text: line joins, stray spaces, half-width punctuation, slips of fonts and OCR.

The result keeps a map back: `offsets[i]` is the raw offset of `text[i]`. Every change is an `Edit`. A slip is
mended only where its surroundings prove it: 豫 is % behind a digit, and Henan elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Span
from kg.text.fold import fold

_HAN = "㐀-鿿〇"
_NEAR = f"{_HAN}，。；：！？、（）《》“”‘’％%—"
SPACE = "space"
WRAP = "wrap"
WIDTH = "width"
PUNCTUATION = "punctuation"
SLIP = "slip"

_STRAY = [  # white space that is dropped
    re.compile(rf"(?<=[{_NEAR}])\s+(?=[{_NEAR}])"),
    re.compile(rf"(?<=[{_NEAR}])\s+(?=[\d.+A-Za-z])"),
    re.compile(rf"(?<=[\dA-Za-z%.)])\s+(?=[{_NEAR}])"),
    re.compile(r"(?<=\d)\s+(?=\.?\d)|(?<=\d\.)\s+(?=\d)|(?<=\d)\s+(?=\.\d)"),
    re.compile(r"\s*\n\s*"),
]
_HALF = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"}
_SLIPS = [  # (pattern, replacement of the first group)
    (re.compile(r"(芋)(?=类)(?!类植)"), "Ⅲ"),
    (re.compile(r"(?<=[劣为到是于])(吁)(?=类)|(?<=、)(吁)(?=类)"), "Ⅴ"),
    (re.compile(r"(?<=\d)(豫)"), "%"),
    (re.compile(rf"(姻)(?=[ ]?(?:本报记者|[{_HAN}][ ]?[{_HAN}]{{1,2}}[ ]?摄))"), "■"),
]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change: its kind, the raw span and what stands there now."""

    kind: str
    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """Repaired text with its map back to the raw text."""

    text: str
    offsets: tuple[int, ...]
    edits: tuple[Edit, ...]


def repair(raw: str, span: Span) -> Repaired:
    """Repair `raw[span.start:span.end]`, one paragraph or title; no newline is left in the text."""
    source = raw[span.start : span.end]
    folded = fold(source)
    edits = [
        Edit(WIDTH, Span(span.start + i, span.start + i + 1), b)
        for i, (a, b) in enumerate(zip(source, folded, strict=True))
        if a != b and not a.isspace()
    ]
    characters, slips = _mend(folded, span.start)
    edits.extend(slips)
    dropped = _stray(folded)
    edits.extend(
        Edit(WRAP if "\n" in source[s:e] else SPACE, Span(span.start + s, span.start + e), "")
        for s, e in _runs(dropped)
    )
    kept = [i for i in range(len(folded)) if i not in dropped]
    text = "".join(characters[i] for i in kept)
    return _trimmed(text, tuple(span.start + i for i in kept), tuple(sorted(edits, key=lambda e: e.span)))


def _mend(text: str, start: int) -> tuple[list[str], list[Edit]]:
    characters = list(text)
    edits: list[Edit] = []

    def put(at: int, sign: str, kind: str) -> None:
        characters[at] = sign
        edits.append(Edit(kind, Span(start + at, start + at + 1), sign))

    for pattern, sign in _SLIPS:
        for match in pattern.finditer(text):
            put(
                next(match.start(g) for g in range(1, (match.lastindex or 1) + 1) if match.start(g) >= 0),
                sign,
                SLIP,
            )
    for at, sign in enumerate(text):
        if sign in _HALF and _in_chinese(text, at):
            put(at, _HALF[sign], PUNCTUATION)
        elif characters[at].isspace():
            characters[at] = " "
    return characters, edits


def _in_chinese(text: str, at: int) -> bool:
    """Next to Chinese, and not between two digits: 1,200 and 1:9 stay."""
    before, after = text[:at].rstrip()[-1:], text[at + 1 : at + 20].lstrip()[:1]
    if text[at] in ",:" and before.isdigit() and after.isdigit():
        return False
    return any("㐀" <= c <= "鿿" or c in "”’》）。、%“《" for c in (before, after))


def _stray(text: str) -> set[int]:
    dropped: set[int] = set()
    for pattern in _STRAY:
        for match in pattern.finditer(text):
            inner = range(*match.span())
            keep = "\n" in match.group() and _latin(text, match.start() - 1) and _latin(text, match.end())
            dropped.update(inner[1:] if keep else inner)
    return dropped


def _latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalpha()


def _runs(indexes: set[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i in sorted(indexes):
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _trimmed(text: str, offsets: tuple[int, ...], edits: tuple[Edit, ...]) -> Repaired:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return Repaired(text[start:end], offsets[start:end], edits)
