"""Repair a stretch of raw text: line joins, stray spaces, half-width punctuation, slips of fonts and OCR.

The result keeps a map back: `offsets[i]` is the raw offset of `text[i]`. Every change is an `Edit`; the edits
applied to the raw stretch give the text. A slip is mended only where its surroundings prove it: 豫 is % behind
a digit, and Henan elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Span, light
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


@light
@dataclass(frozen=True, slots=True)
class Edit:
    """A change: its kind, the raw span and what stands there now."""

    kind: str
    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """Repaired text with its map back to the raw text, and what was changed in `source`, which begins at `start`."""

    text: str
    offsets: tuple[int, ...]
    source: str
    start: int
    marks: Mapping[
        int, tuple[str, str]
    ]  # by index in `source`: what stands there now, and the kind of change

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes in order, worked out for who asks: most pages are only read."""
        return _edits(self.source, self.marks, sorted(self.marks), self.start)


def repair(raw: str, span: Span, slips: tuple[Slip, ...], *, matched: str | None = None) -> Repaired:
    """Repair `raw[span.start:span.end]`, one paragraph or title; no newline is left in the text.

    `matched` is the simplified fold of a page in traditional characters, as long as `raw`.
    """
    source = raw[span.start : span.end]
    folded = fold(source)
    text = folded if matched is None else matched[span.start : span.end]
    marks = _folds(source, folded, text)
    changes = _slips(text, slips)
    mended = _applied(text, changes)
    changes += _punctuation(mended)
    changes += _spaces(mended)
    marks.update((at, (sign, kind)) for at, sign, kind in changes)
    places = sorted(marks)
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    for at in places:
        sign = marks[at][0]
        pieces += (text[start:at], sign)
        offsets += range(span.start + start, span.start + (at + 1 if sign else at))
        start = at + 1
    pieces.append(text[start:])
    offsets += range(span.start + start, span.end)
    return Repaired("".join(pieces), tuple(offsets), source, span.start, marks)


_Changes = list[tuple[int, str, str]]  # (index, what stands there now, kind)


def _folds(source: str, folded: str, text: str) -> dict[int, tuple[str, str]]:
    """What folding changed: where, what stands there now, and the kind."""
    if source == text == folded:
        return {}
    signs = enumerate(zip(source, folded, text, strict=True))
    return {
        at: (after, TRADITIONAL if fold_ != after else WIDTH)
        for at, (before, fold_, after) in signs
        if before != fold_ or fold_ != after
    }


def _slips(text: str, slips: tuple[Slip, ...]) -> _Changes:
    """The slips of a text; white space inside them does not hide them."""
    changes: _Changes = []
    places: list[int] = []
    for mended in find_slips("".join(text.split()), slips):
        places = places or [at for at, sign in enumerate(text) if not sign.isspace()]
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


def _edits(
    source: str, marks: Mapping[int, tuple[str, str]], places: Sequence[int], start: int
) -> tuple[Edit, ...]:
    """Neighbouring changes of one kind are one edit; `places` are those of the marks, in order."""
    edits: list[Edit] = []
    begin, end, kind, written = -1, -1, "", ""
    for at in places:
        sign, of = marks[at]
        if sign == source[at]:
            continue
        if at == end and of == kind:
            written += sign
        else:
            if kind:
                edits.append(Edit(kind, Span(start + begin, start + end), written))
            begin, kind, written = at, of, sign
        end = at + 1
    if kind:
        edits.append(Edit(kind, Span(start + begin, start + end), written))
    return tuple(edits)
