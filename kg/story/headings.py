"""The beginning of a sentence in, the heading that it is out: 一、, （二）, 三是, 4. and what they head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.language.classes import WordClasses
from kg.model import Mention
from kg.rules.slots import SlotText
from kg.rules.topics import WORKS
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS
from kg.text.signs import NUMBERED

ENDS = "。．\n 　”’"
UNKNOWN = "the heading names a work that is no known name"
OUTERMOST = 0
BUILT = ("work", "line", "plant", "reservoir", "zone", "park")  # classes of heads of names
BARE = 2  # characters before a head that make no other work of it: 整个工程
CUT = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}、]")
LINE = 30  # characters of a line that may be a heading
SHORTEST_LINE = 6  # characters of one that heads other news
CLOSING = "”"
DEED = 6  # characters before the work that a heading is about: 抓好, 加快推进
LEVELS = ("outer", "bracket", "said", "digit", "inner")


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading says that the text below it is about; `thing` is a work that is a known name."""

    level: int = OUTERMOST
    thing: Mention | None = None
    why: str = ""
    titled: bool = False  # it is no more than a number and the name


def heading_of(slots: SlotText, classes: WordClasses, *, line: bool) -> Section | None:
    """The heading that a sentence begins with; `line`: the sentence begins a line, and is one if it ends it."""
    match = NUMBERED.match(slots.text)
    start = match.end() if match else 0
    end = next((i for i in range(start, len(slots.text)) if slots.text[i] in CLAUSE_MARKS + "。\n"), -1)
    end = end if end >= 0 else len(slots.text)
    works = [(i, m) for i, m in slots.between(start, end) if m.kind in WORKS and m.entity is not None]
    if match is None:
        return _line(slots.text, works) if line else None
    level = LEVELS.index(match.lastgroup or LEVELS[0])
    if len(works) == 1 and _heads(slots, start, end, works[0]):
        return Section(level, works[0][1], titled=works[0][0] == start)
    head = classes.head(slots.text[start:end].rstrip(ENDS), shortest=2)
    return Section(level, None, UNKNOWN if classes.lexicon.heads.get(head) in BUILT else "")


def _line(text: str, works: Sequence[tuple[int, Mention]]) -> Section | None:
    """A short line without an end, which heads what follows: about the work that it is, or about none."""
    plain = text.strip()
    if len(plain) > LINE or plain[-1:] in SENTENCE_MARKS + CLAUSE_MARKS + CLOSING:
        return None
    alone = len(works) == 1 and not text.replace(text[works[0][0]], "", 1).strip(ENDS)
    return Section(len(LEVELS), works[0][1] if alone else None)


def is_plain_line(heading: Section, text: str) -> bool:
    """Whether a heading is a line without number, mark or name of a work: that of the next piece of news."""
    plain, line = heading.level == len(LEVELS) and heading.thing is None, text.strip()
    return plain and len(line) >= SHORTEST_LINE and CUT.search(line) is None


def _heads(slots: SlotText, start: int, end: int, work: tuple[int, Mention]) -> bool:
    """Whether a work is all that a heading names, but for places before it and a verb: 抓好某县某工程."""
    at, _ = work
    if slots.text[at + 1 : end].strip(ENDS):
        return False
    others = slots.between(start, at)
    return at - start <= DEED and all(m.value is None for _, m in others)


def next_section(section: Section, heading: Section | None) -> Section:
    """A heading below a work's that names no work goes on about that: 1.建设内容."""
    if heading is None:
        return section
    below = section.thing is not None and heading.level > section.level
    return section if below and heading.thing is None and not heading.why else heading


def tells_of_another(slots: SlotText, section: Section, classes: WordClasses) -> bool:
    """Whether a sentence below the heading of a work has another work at the end of a clause: 投资3亿元，实施某提升工程.

    Named or not, what is told is that one's.
    """
    if section.thing is None:
        return False
    for piece in CUT.split(slots.text):
        text = piece.strip(ENDS)
        head = classes.head(text, shortest=2)
        if len(text) > len(head) + BARE and classes.lexicon.heads.get(head) == "work":
            return True
    works = {m.entity for m in slots.mentions.values() if m.kind == WORKS[0]} - {None}
    return bool(works - {section.thing.entity})
