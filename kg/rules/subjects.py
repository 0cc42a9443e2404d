"""Whom the figures of a clause belong to: what the clause opens with, what stands beside the value, an unknown work."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Date, Mention, light
from kg.rules.carry import Inside
from kg.rules.indicators import Indicators
from kg.rules.model import RuleBook
from kg.rules.reading import AREAS, SUBJECTS, WORKS, Reading, is_of
from kg.rules.slots import MENTION, SlotText
from kg.text.words import words

NEAR, FAR = 40, 400  # mentions and characters back to what 该镇 stands for
SHORTEST_NAME = 2  # characters before a head noun
SHORTEST = 3  # characters of a short form
_REST = re.compile("[”’]?(?:的.{2,10})?")


@light
@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in its clause, in slot text."""

    start: int
    at: int
    end: int


def subject_of(
    slots: SlotText, place: Place, unit: str, reading: Reading, book: Indicators
) -> Mention | None:
    """Behind the value in 长9公里的某渠, else 全省 or 将某项目 before it, else the topic, else the area of the article."""
    start, at, end = place.start, place.at, place.end
    behind = slots.mentions.get(at + 2) if at + 2 < end and slots.text[at + 1] == "的" else None
    if behind is not None and behind.kind in WORKS and behind.entity is not None:
        return behind
    for i, mention in reversed(slots.between(start, at)):
        if mention.entity is None:
            continue
        if (
            mention.kind in AREAS
            and mention.deictic
            and unit not in book.ranks
            and not slots.text.startswith(book.praise, i + 1)
        ):
            return mention
        if mention.kind in WORKS and _takes_in(slots, start, i, book):
            return mention
    if reading.mute:
        return None
    topic = reading.topic
    if is_of(topic, ("Company",)) and all(slots.mentions.get(i) is not topic for i in range(start, at)):
        return None  # a firm's later clauses tell what it builds, and not what it is
    if topic is not None and (topic.kind not in book.takes or unit in book.takes[topic.kind]):
        return topic
    return reading.home if reading.sure else None


def _takes_in(slots: SlotText, start: int, at: int, book: Indicators) -> bool:
    """将某工程分成…, 列入某工程的…有49个."""
    listed = (
        slots.text[start:at].endswith(tuple(book.words["listed_in"])) and slots.text[at + 1 : at + 2] == "的"
    )
    return listed or slots.text[at - 1 : at] in book.words["object"]


def of_a_part(slots: SlotText, start: int, rules: RuleBook, book: Indicators) -> bool:
    """Whether a clause speaks of a part, 一期, and not of a size of the whole, 干线长12公里."""
    whole = slots.text.startswith(tuple(book.words["whole"]), start)
    return not whole and rules.parts.match(slots.text, start) is not None


def short_form(text: str, subject: Mention) -> str:
    """What of a work's name a text begins with: 27号线 of 市轨道交通27号线工程."""
    if subject.kind not in WORKS:
        return ""
    size = SHORTEST
    while size <= len(text) and text[:size] in subject.text:
        size += 1
    return text[: size - 1] if size > SHORTEST else ""  # the longest that the name holds


def unnamed_at(slots: SlotText, start: int, book: Indicators) -> int | None:
    """Where 该镇 or 这座电站 stands that a clause opens with, dates passed over, if linking knows no name for it."""
    at = start
    while at in slots.mentions and isinstance(slots.mentions[at].value, Date):
        at += 1
    mention = slots.mentions.get(at)
    if mention is not None:
        return at if mention.deictic and mention.entity is None and mention.kind in AREAS else None
    return at if book.unnamed.match(slots.text, at) else None


def stands_for(slots: SlotText, at: int, named: Sequence[Mention], book: Indicators) -> Mention | None:
    """The thing named last, not far before, whose name ends as 该镇 does; 全区 may be that of an 自治区."""
    mention = slots.mentions.get(at)
    match = book.unnamed.match(slots.text, at)
    head = mention.text[-1:] if mention is not None else match["head"] if match else ""
    here = slots.start_of(at)
    end = bisect_left(named, here, key=lambda m: m.span.end) if head else 0
    for other in reversed(named[max(0, end - NEAR) : end]):
        label = other.entity.label if other.entity else ""
        fits = other.kind in SUBJECTS and (other.text.endswith(head) or label.endswith(head))
        if fits and here - other.span.end <= FAR and (mention is None or other.kind in AREAS):
            return other
    return None


def unknown_work(slots: SlotText, start: int, end: int, rules: RuleBook, book: Indicators) -> bool:
    """Whether a work with a name stands at `start`, 青石峪调蓄工程 or 某县青石峪调蓄工程, and no mention covers it."""
    area = slots.mentions.get(start)
    if area is not None and (area.kind not in AREAS or area.deictic):
        return False
    named = area is not None and not area.text.endswith(book.area_words)
    start += area is not None
    plain = MENTION.search(slots.text, start, end)
    text = slots.text[start : plain.start() if plain else end]
    found = book.work.match(text)
    if found is None:
        return False
    if not found["name"]:
        return named  # 某港, of a place's short name
    known = rules.generic.union(*(book.words[name] for name in ("open", "plain", "link")))
    if len(found["name"]) < SHORTEST_NAME:
        return text[1] in book.words["rivers"] and found["name"] not in known  # 某江从
    tokens = words(found["name"])
    if any(t in book.words["action"] or t in rules.words["STOP"] for t in tokens):
        return False
    return any(t not in known and len(t) > 1 for t in tokens)


def entered_place(slots: SlotText, start: int, inside: Inside, book: Indicators) -> Mention | None:
    """走进某县某村, …: where a sentence begins to play."""
    found = None
    for i, mention in inside:
        begins = slots.text[start:i].endswith(tuple(book.words["enters"]))
        if mention.kind not in AREAS or mention.entity is None or not (found or begins):
            break
        found = mention
    return found


def built_work(slots: SlotText, start: int, end: int, inside: Inside, book: Indicators) -> Mention | None:
    """The one work that a clause names: 建成某工程，一年发电3亿千瓦时."""
    works = [i for i, m in inside if m.kind in WORKS and m.entity]
    if len(works) != 1 or _REST.fullmatch(slots.text, works[0] + 1, end) is None:
        return None
    if slots.text[start : works[0]].endswith(tuple(book.words["not_built"])):
        return None
    return slots.mentions[works[0]]
