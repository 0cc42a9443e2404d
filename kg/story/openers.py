"""A clause of slot text in, the mention that it opens with out, or what stands there that no mention covers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.language.classes import WordClasses
from kg.model import Date, Mention, Quantity, light
from kg.rules.indicators import Indicators
from kg.rules.model import RuleBook
from kg.rules.nouns import stem_of
from kg.rules.slots import MENTION, SlotText
from kg.rules.topics import AREAS, PLACES, SUBJECTS, WORKS
from kg.text.sentences import CLAUSE_MARKS
from kg.text.signs import MEETS
from kg.text.words import words

CLASSED = ("Company", *PLACES)
SENTENCE_END = "。"
OF, IN, MOST = "的", "在", "最"
LINK = 2  # characters between a noun and its count: 从, 共有
NEAR, FAR = 40, 400  # mentions and characters back to what 该镇 stands for
SHORTEST_NAME = 2  # characters before a head noun
REACH = 8  # characters before a count
LONGEST_STEM = 12  # characters of an indicator that begins a sentence
ASIDE = 20  # characters of a clause that counts a part in passing
Inside = Sequence[tuple[int, Mention]]  # the mentions of a clause, with their places in the slot text
ATTRIBUTE = re.compile(
    f"[^，；：、\ue000-\ue0ff]{{0,8}}(?:的(?:[“‘「][^”’」]{{1,6}}[”’」])?[—-]*|——)(?={MENTION.pattern})"
)  # between two names the first of which describes the second: 某工程的“咽喉”——某隧洞
CLAUSE = re.compile(f"[{CLAUSE_MARKS}]")
REST = re.compile("[”’]?(?:的.{2,10})?")


@light
@dataclass(frozen=True, slots=True)
class Part:
    """A clause between two marks, in slot text."""

    slots: SlotText
    start: int
    end: int
    inside: Inside
    opener: int | None  # where the mention stands that it opens with
    says: bool = False  # 某局介绍
    bracketed: bool = False

    @property
    def opens(self) -> Mention | None:
        return None if self.opener is None else self.slots.mentions[self.opener]


def counts_set(slots: SlotText, opener: int, end: int, etcetera: re.Pattern[str]) -> bool:
    """Whether the names that a clause opens with only tell of what is counted: 甲、乙等7个项目, 甲、乙等地的19家企业."""
    value = next((at for at, m in slots.between(opener + 1, end) if isinstance(m.value, Quantity)), None)
    if value is None:
        return False
    listed = etcetera.search(slots.text, opener + 1, value)
    return listed is not None and listed.end() == value


def opener_at(
    slots: SlotText, start: int, end: int, inside: Inside, rules: RuleBook, book: Indicators | None = None
) -> int | None:
    """Where the name stands that a clause opens with, of the mentions `inside` it.

    What only describes it is passed over: dates, 某市某县 before it, and 某公司编制的 or 正在建设的. From 从某水库引水 opens
    with no subject, nor does 它的上游水库. A place right behind one of `lies` is passed over too: 地处某省的某工程.
    """
    lies: Collection[str] = book.words["lies"] if book is not None else ()
    at, found = described(slots, start, end, rules), None
    for i, mention in inside:
        if i < at:
            continue
        if not rules.openers.fullmatch(slots.text, at, i) and not _is_beside(slots.text[at:i], mention, book):
            return found
        if mention.deictic and slots.text.startswith(OF, i + 1):
            return None
        if mention.kind in WORKS and (mention.text.startswith(MEETS) or slots.text[at:i].endswith(MEETS)):
            return found  # 接某高速公路: what the line meets
        prefix, at = slots.text[at:i], attribute_end(slots, i, end)
        passed = mention.value is not None or mention.entity is None
        if passed or (mention.kind in PLACES and prefix in lies):
            continue
        if rules.prepositions.search(prefix) and not (prefix.endswith(IN) and at > i + 1):
            return found  # from 从某水库, but on to the work in 同在某县的某工程
        found = i
        if at == i + 1 and not _describes(mention, slots.mentions.get(at) if at < end else None):
            return found
    return found


def _is_beside(prefix: str, mention: Mention, book: Indicators | None) -> bool:
    """Whether what stands before a firm or an area is the class that it belongs to: 全球最大的汽车公司, 钢铁大市."""
    named = mention.kind in CLASSED and mention.entity is not None and not mention.deictic
    return named and book is not None and book.beside.fullmatch(prefix) is not None


def _describes(mention: Mention, following: Mention | None) -> bool:
    """Whether a name only describes what stands right behind it: 某县 + 某水库, and not 某工程 + 2023年 or 某高铁 + 某县."""
    if following is None or mention.kind in PLACES:
        return following is not None
    return following.value is None and following.kind not in PLACES


def described(slots: SlotText, start: int, end: int, rules: RuleBook) -> int:
    """Where a clause goes on behind 正在建设的; its start if it does not begin so."""
    match = rules.described.match(slots.text, start, end)
    return match.end() if match and MENTION.match(slots.text, match.end(), end) else start


def attribute_end(slots: SlotText, at: int, end: int) -> int:
    """Where another name stands that the one at a place only describes: 某市东段的某隧洞; else what follows it."""
    match = ATTRIBUTE.match(slots.text, at + 1, end)
    return match.end() if match else at + 1


def closer_of(slots: SlotText, end: int, rules: RuleBook) -> Mention | None:
    """The work that a clause ends with, a station only if it is being built: 启动某工程，总投资3亿元."""
    mention = slots.mentions.get(end - 1)
    if mention is None or mention.kind not in WORKS or slots.text.endswith(MEETS, 0, end - 1):
        return None
    built = slots.text.endswith(rules.words.get("DRIVING", ()), 0, end - 1)
    return mention if mention.kind == WORKS[0] or built else None


def counts_works(slots: SlotText, end: int, inside: Inside, book: Indicators, classes: WordClasses) -> bool:
    """Whether a clause counts works that have no names: 产业项目3800个, 12个重点项目."""
    for at, mention in inside:
        value = mention.value
        if not isinstance(value, Quantity) or value.unit not in book.counters or value.value == 1:
            continue
        behind = next((i for i, _ in inside if i > at), end)
        for text in (slots.text[max(0, at - REACH) : at], slots.text[at + 1 : behind]):
            if classes.lexicon.heads.get(classes.head(text, shortest=2)) == "work":
                return True
    return False


def opens_with_indicator(slots: SlotText, book: Indicators) -> bool:
    """Whether a sentence begins with what a value measures, and no subject: 年平均发电量将达3亿千瓦时."""
    at = next((i for i, m in sorted(slots.mentions.items()) if not isinstance(m.value, Date)), None)
    if at is None or slots.mentions[at].value is None or CLAUSE.search(slots.text, 0, at):
        return False
    before = MENTION.sub("", slots.text[:at])
    if len(before) > LONGEST_STEM or OF in before:
        return False
    return stem_of(before, book).endswith(book.heads)


def is_part(slots: SlotText, start: int, rules: RuleBook) -> bool:
    """Whether a clause tells of a part: 西线."""
    part = rules.parts.match(slots.text, start)
    return part is not None and not rules.main_lines.match(slots.text, start)


def is_aside(slots: SlotText, start: int, end: int, inside: Inside, rules: RuleBook) -> bool:
    """Whether a clause counts only a part in passing: 其中换乘站11座."""
    ends = len(inside) == 1 and inside[0][0] == end - 1 and inside[0][1].value is not None
    return ends and end - start <= ASIDE and slots.text.startswith(rules.words.get("AMONG", ()), start)


def is_sized_part(slots: SlotText, start: int, rules: RuleBook, book: Indicators) -> bool:
    """Whether a clause speaks of a part, 一期, and not of a size of the whole, 干线长12公里."""
    whole = slots.text.startswith(tuple(book.words["whole"]), start)
    return not whole and rules.parts.match(slots.text, start) is not None


def unnamed_at(slots: SlotText, start: int, book: Indicators) -> int | None:
    """Where 该镇 or 这座电站 stands that a clause opens with, dates passed over, if linking knows no name for it."""
    at = start
    while at in slots.mentions and isinstance(slots.mentions[at].value, Date):
        at += 1
    mention = slots.mentions.get(at)
    if mention is not None:
        return at if mention.deictic and mention.entity is None and mention.kind in PLACES else None
    return at if book.unnamed.match(slots.text, at) else None


def stands_for(slots: SlotText, at: int, named: Sequence[Mention], book: Indicators) -> Mention | None:
    """The thing named last, not far before, whose name ends as 该镇 does; 全区 may be that of an 自治区.

    `named` are all that are linked to a thing, by their ends.
    """
    mention = slots.mentions.get(at)
    match = book.unnamed.match(slots.text, at)
    head = mention.text[-1:] if mention is not None else match["head"] if match else ""
    here = slots.start_of(at)
    end = bisect_left(named, here, key=_end) if head else 0
    for other in reversed(named[max(0, end - NEAR) : end]):
        label = other.entity.label if other.entity else ""
        fits = other.kind in SUBJECTS and (other.text.endswith(head) or label.endswith(head))
        if fits and here - other.span.end <= FAR and (mention is None or other.kind in AREAS):
            return other
    return None


def thing_called(head: str, at: int, named: Sequence[Mention], text: str) -> Mention | None:
    """The one thing, not far before an offset, whose name ends with a head; none where its sentence names two."""
    found: Mention | None = None
    end = bisect_left(named, at, key=_end)
    for other in reversed(named[max(0, end - NEAR) : end]):
        if found is not None and SENTENCE_END in text[other.span.end : found.span.start]:
            break
        label = other.entity.label if other.entity else ""
        if at - other.span.end > FAR or other.kind not in SUBJECTS or not label.endswith(head):
            continue
        if found is not None and found.entity != other.entity:
            return None
        found = found or other
    return found


def _end(mention: Mention) -> int:
    return mention.span.end


def is_deed(word: str, book: Indicators) -> bool:
    """Whether a word is a verb of doing: 建成, and 开工 in 新开工."""
    action = book.words["action"]
    return word in action or (word[:1] in book.words["open"] and word[1:] in action)


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
    if book.total.match(text, found.end()):
        return False  # 机构和项目总数达到289个
    if not found["name"]:
        return named  # 某港, of a place's short name
    known = rules.generic.union(*(book.words[name] for name in ("open", "plain", "link")))
    if len(found["name"]) < SHORTEST_NAME:
        return text[1] in book.words["rivers"] and found["name"] not in known  # 某江从
    if plain is not None and _counted(slots, start + found.end(), plain.start(), book):
        return False  # 在册水电站从41座减少为28座
    tokens = words(found["name"])
    if any(is_deed(t, book) or t in rules.words["STOP"] for t in tokens):
        return False
    return any(t not in known and len(t) > 1 for t in tokens)


def _counted(slots: SlotText, end: int, at: int, book: Indicators) -> bool:
    """Whether a count stands right behind the head that ends at `end`."""
    value = slots.mentions[at].value
    return isinstance(value, Quantity) and value.unit in book.counters and at - end <= LINK


def is_praised(slots: SlotText, at: int, end: int, book: Indicators) -> bool:
    """全省最大的某水库: of the work, and not of the province; but 某市最低气温15度 is of the city."""
    if not slots.text.startswith(book.praise, at):
        return False
    return slots.text[at] != MOST or OF in slots.text[at:end]


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
    if len(works) != 1 or REST.fullmatch(slots.text, works[0] + 1, end) is None:
        return None
    if slots.text[start : works[0]].endswith(tuple(book.words["not_built"])):
        return None
    return slots.mentions[works[0]]
