"""Repair a stretch of raw text: line joins, stray spaces, half-width punctuation, slips of fonts and OCR.

The result keeps a map back: `offsets[i]` is the raw offset of `text[i]`. Every change is an `Edit`; the edits
applied to the raw stretch give the text. A slip is mended only where its surroundings prove it: 豫 is % behind
a digit, and Henan elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Span
from kg.text.fold import fold
from kg.text.slips import Slip, find_slips

SPACE = "space"
WRAP = "wrap"
WIDTH = "width"
PUNCTUATION = "punctuation"
SLIP = "slip"
TRADITIONAL = "traditional"

_WHITE = re.compile(r"\s+")
_HAN = "㐀-鿿〇"
_CHINESE = re.compile(
    rf"[{_HAN}，。；：！？、（）《》〈〉“”‘’「」『』…％%℃~·—]"
)  # takes no space on either side
_MARKS = re.compile(r"[,;:!?()]")
_HALF = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"}
_BESIDE = re.compile(rf"[{_HAN}“”‘’《》（）。、，；：！？%]")  # punctuation beside one of these is Chinese
_NUMBER_BEFORE = re.compile(r"[\d.]*\Z")
_NUMBER_AFTER = re.compile(r"[\d.]*")
_NUMBER = re.compile(r"\d*\.?\d*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REACH = 24  # characters; a number is shorter
_LABEL = re.compile(rf"[▲△■□●○◆◇★☆※]\s?[{_HAN}]{{2,7}}")  # ▲某县 市水利局…: the space ends a label


@dataclass(frozen=True, slots=True)
class Edit:
    """A change: its kind, the raw span and what stands there now."""

    kind: str
    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """Repaired text with its map back to the raw text, and the changes in order."""

    text: str
    offsets: tuple[int, ...]
    edits: tuple[Edit, ...]


def repair(raw: str, span: Span, slips: tuple[Slip, ...], *, matched: str | None = None) -> Repaired:
    """Repair `raw[span.start:span.end]`, one paragraph or title; no newline is left in the text.

    `matched` is the simplified fold of a page in traditional characters, as long as `raw`.
    """
    source = raw[span.start : span.end]
    folded = fold(source)
    text = folded if matched is None else matched[span.start : span.end]
    signs = list(text)
    kinds = [_kind(*three) for three in zip(source, folded, text, strict=True)]
    changes = _slips(text, slips)
    mended = _applied(text, changes)
    changes += _punctuation(mended)
    changes += _spaces(mended)
    for at, sign, kind in changes:
        signs[at], kinds[at] = sign, kind
    kept = [at for at, sign in enumerate(signs) if sign]
    return Repaired(
        "".join(signs),
        tuple(span.start + at for at in kept),
        _edits(source, signs, kinds, span.start),
    )


_Changes = list[tuple[int, str, str]]  # (index, what stands there now, kind)


def _kind(raw: str, folded: str, text: str) -> str:
    if folded != text:
        return TRADITIONAL
    return WIDTH if raw != folded else ""


def _slips(text: str, slips: tuple[Slip, ...]) -> _Changes:
    """The slips of a text; white space inside them does not hide them."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    squeezed = "".join([text[at] for at in places])
    changes: _Changes = []
    for mended in find_slips(squeezed, slips):
        for index, at in enumerate(range(mended.start, mended.end)):
            changes.append((places[at], mended.becomes[index : index + 1], SLIP))
    return changes


def _applied(text: str, changes: _Changes) -> str:
    """The text with its slips mended, of the same length: what follows sees numbers where numbers stand."""
    if not changes:
        return text
    signs = list(text)
    for at, sign, _ in changes:
        signs[at] = sign or signs[at - 1]
    return "".join(signs)


def _punctuation(text: str) -> _Changes:
    """Half-width punctuation in Chinese; of a pair of brackets, both or neither."""
    found: dict[int, str] = {}
    opened: list[int] = []
    for match in _MARKS.finditer(text):
        at, sign = match.start(), match.group()
        if _in_chinese(text, at):
            found[at] = _HALF[sign]
        if sign == "(":
            opened.append(at)
        elif sign == ")" and opened:
            partner = opened.pop()
            if at in found or partner in found:
                found[at], found[partner] = _HALF[")"], _HALF["("]
    return [(at, sign, PUNCTUATION) for at, sign in sorted(found.items())]


def _in_chinese(text: str, at: int) -> bool:
    """Next to Chinese, and not between two digits: 1,200 and 1:9 stay."""
    before, after = text[max(0, at - _REACH) : at].rstrip()[-1:], text[at + 1 : at + _REACH].lstrip()[:1]
    if before.isdigit() and after.isdigit():
        return False
    return any(_BESIDE.match(sign) for sign in (before, after))


def _spaces(text: str) -> _Changes:
    """White space goes, but for one space between Latin words and beside signs that are neither."""
    changes: _Changes = []
    for match in _WHITE.finditer(text):
        start, end = match.span()
        wrapped = "\n" in match.group()
        kind = WRAP if wrapped else SPACE
        kept = _is_kept(text, start, end, wrapped)
        if kept and match.group() == " ":
            continue
        changes.extend((at, "", kind) for at in range(start, end))
        if kept:
            changes.append((start, " ", kind))
    return changes


def _is_kept(text: str, start: int, end: int, wrapped: bool) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before and after and not wrapped and start <= _REACH and _LABEL.fullmatch(text, 0, start):
        return True
    if not before or not after or _CHINESE.match(before) or _CHINESE.match(after):
        return False
    if _numeric(before) and _numeric(after):
        return not _one_number(text, start, end)
    return not wrapped or (before.isascii() and after.isascii() and before.isalpha() and after.isalpha())


def _numeric(sign: str) -> bool:
    return sign == "." or ("0" <= sign <= "9")


def _one_number(text: str, start: int, end: int) -> bool:
    """1 99 and 6. 6 and 4 600 are one number; 3.5 2.1 and 2023 2024 are two."""
    left = _NUMBER_BEFORE.search(text[max(0, start - _REACH) : start])
    right = _NUMBER_AFTER.match(text, end, end + _REACH)
    if left is None or right is None or (_YEAR.fullmatch(left.group()) and _YEAR.fullmatch(right.group())):
        return False
    return bool(_NUMBER.fullmatch(left.group() + right.group()))


def _edits(source: str, signs: list[str], kinds: list[str], start: int) -> tuple[Edit, ...]:
    """Neighbouring changes of one kind are one edit."""
    edits: list[Edit] = []
    at = 0
    while at < len(source):
        end = at + 1
        if kinds[at] and signs[at] != source[at]:
            while end < len(source) and kinds[end] == kinds[at] and signs[end] != source[end]:
                end += 1
            edits.append(Edit(kinds[at], Span(start + at, start + end), "".join(signs[at:end])))
        at = end
    return tuple(edits)
