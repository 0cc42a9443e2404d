"""The beginning of a sentence in, the heading that it is out: 一、, （二）, 三是, 4. and what they head."""

from __future__ import annotations

from dataclasses import dataclass

from kg.language.classes import WordClasses
from kg.model import Mention
from kg.rules.slots import SlotText
from kg.rules.topics import WORKS
from kg.text.sentences import CLAUSE_MARKS
from kg.text.signs import NUMBERED

ENDS = "。．\n 　”’"
UNKNOWN = "the heading names a work that is no known name"
OUTERMOST = 0
BUILT = ("work", "line", "plant", "reservoir", "zone", "park")  # classes of heads of names
DEED = 6  # characters before the work that a heading is about: 抓好, 加快推进
LEVELS = ("outer", "bracket", "said", "digit", "inner")


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading says that the text below it is about; `thing` is a work that is a known name."""

    level: int = OUTERMOST
    thing: Mention | None = None
    why: str = ""


def heading_of(slots: SlotText, classes: WordClasses, *, line: bool) -> Section | None:
    """The heading that a sentence begins with; `line`: the sentence begins a line, and is one if it ends it."""
    match = NUMBERED.match(slots.text)
    start = match.end() if match else 0
    end = next((i for i in range(start, len(slots.text)) if slots.text[i] in CLAUSE_MARKS + "。\n"), -1)
    end = end if end >= 0 else len(slots.text)
    works = [(i, m) for i, m in slots.between(start, end) if m.kind in WORKS and m.entity is not None]
    if match is None:
        alone = (
            line and len(works) == 1 and not slots.text.replace(slots.text[works[0][0]], "", 1).strip(ENDS)
        )
        return Section(len(LEVELS), works[0][1]) if alone else None
    level = LEVELS.index(match.lastgroup or LEVELS[0])
    if len(works) == 1 and _heads(slots, start, end, works[0]):
        return Section(level, works[0][1])
    head = classes.head(slots.text[start:end].rstrip(ENDS), shortest=2)
    return Section(level, None, UNKNOWN if classes.lexicon.heads.get(head) in BUILT else "")


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
