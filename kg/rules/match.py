"""Apply relation rules to the linked mentions of an article: the facts that they make."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kg.model import Article, Date, Mention, Quantity, Span, is_a, light, replace
from kg.rules.model import Modality, RelationRule, RuleBook
from kg.rules.pattern import TEXT_KIND, Pattern, Slot
from kg.rules.plans import Told, is_soon, is_to_come, plan_of
from kg.rules.slots import SlotText, encode, in_sentences
from kg.rules.topics import PLACES as AREAS
from kg.rules.topics import SentenceTopics, Topics, join_areas, of_kind
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS, clause_bounds

Row = dict[str, Mention | str]

LONG = 200  # characters of the slot text; what stands further on in a clause carries no subject into it
QUOTE = 80  # characters; a quote reaches back to a carried subject only up to this length
ROLES = ("subject", "object")
STATUS = "status"
EACH = "EACH"  # the word list of what pairs two lists: 分别
CLOSED = ("Company", "Zone")  # the names of these are one place, or none
PART = "partOf"  # the relation whose rules see 甲市乙县 as two areas; for all others it is 乙县
PLACES = ("Province", "City", "County", "Township", "Village", "River", "Lake", "Reservoir")
STALE = 6  # years; what was begun before that is hardly still being built
STATES = ("planned", "underConstruction", "completed", "inOperation")  # from the least to the most advanced

_MARK = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}]")
_LISTING = ("、", "和", "与", "及")
_CLAUSE_MARK = re.compile(f"[{CLAUSE_MARKS}]")


@light
@dataclass(frozen=True, slots=True)
class Found:
    """One fact that a rule makes of an article. `span` is what the evidence quotes, in the repaired text."""

    rule: RelationRule
    subject: Mention
    object: Mention | str  # a mention, a constant (completed) or text from the page
    span: Span
    indicator: str = ""
    qualifiers: tuple[tuple[str, Mention], ...] = ()
    core: Span | None = None  # the clauses that matched, without those that only name the subject
    verb: Span | None = None  # what matched, without the things behind its verb
    plan: str = ""  # of a state that is only planned or expected, which
    modality: str | None = None  # where it is known already: planned, expected, denied, or "" for none
    confidence: Decimal | None = None  # where it is not the rule's: something was taken by default
    context: tuple[str, ...] = ()  # what the quote does not say: "topic", "agent"
    paired: bool = False  # 分别: the text says of its subject this and no other

    def __hash__(self) -> int:
        return hash((self.rule, self.subject, self.object, self.span.start))


def find_facts(
    article: Article, mentions: Sequence[Mention], rules: RuleBook, topics: Topics
) -> tuple[Found, ...]:
    """All that the relation rules find, sentence by sentence, in the order of the rule book."""
    found: list[Found] = []
    for sentence, inside in in_sentences(article.text, mentions):
        if not inside:
            continue
        topic = topics[sentence.start]
        one = join_areas(inside)
        joined = topic.slots if one == inside else encode(article.text, sentence, one, rules.codes)
        found.extend(_sentence_facts(article.text, sentence, inside, (topic, joined), rules))
    dates = [m for m in mentions if isinstance(m.value, Date)]
    return tuple(dict.fromkeys(f for fact in found for f in _in_time(fact, article, dates, rules.modality)))


def _in_time(fact: Found, article: Article, dates: Sequence[Mention], modality: Modality) -> Iterator[Found]:
    """A state as the plan that it may be; none with a date to come behind it, and no beginning of long ago."""
    core, verb, rule = fact.core, fact.verb, fact.rule
    if rule.makes != STATUS or rule.object not in STATES[1:] or core is None or verb is None:
        yield fact
        return
    first, last = (bisect_left(dates, at, key=_start) for at in (core.start, core.end))
    near = [m for m in dates[first:last] if m.span.end <= core.end]
    told = Told(fact.subject.span, core, verb)
    plan = plan_of(article, told, near, modality, dated=bool(rule.coming))
    if plan:
        yield replace(fact, plan=plan, object=rule.coming or fact.object)
        if rule.soon and is_soon(article.text, told, modality):
            yield replace(fact, object=rule.soon)
    elif _is_told(verb, near, article.issued):
        begun = rule.object == STATES[1] and article.issued is not None
        if not (begun and any(_is_old(m, article.issued or "") for m in near)):
            yield fact


def _is_told(verb: Span, near: Sequence[Mention], issued: str | None) -> bool:
    """Whether no date to come stands in the clauses of a state, or it has one of its own before them: 2024年开工、2029年完工."""
    own = any(m.span.end <= verb.end for m in near)  # one to come had made a plan of it
    return own or not any(is_to_come(m, issued) for m in near)


def _is_old(date: Mention, issued: str) -> bool:
    return isinstance(date.value, Date) and date.value.year < int(issued[:4]) - STALE


def _start(mention: Mention) -> int:
    return mention.span.start


def _sentence_facts(
    text: str,
    sentence: Span,
    mentions: Sequence[Mention],
    both: tuple[SentenceTopics, SlotText],
    rules: RuleBook,
) -> Iterator[Found]:
    """`both` are the sentence with areas apart, and with areas joined; the rules for parts of areas read the first."""
    topic, joined = both
    outer = [m for m in walk([m for m in mentions if m.inner]) if m.inner]
    if outer:  # a reservoir inside a company's name is no thing, and its own name tells nothing
        outer = [m for m in named(mentions, rules) if m.inner]
    encoded: dict[int, list[SlotText]] = {}
    for rule, pattern in rules.index.fitting(topic.slots.text):
        slots = topic.slots if rule.makes == PART else joined
        if pattern is not None:
            if pattern.regex.search(slots.text) is None and (
                pattern.rest is None or pattern.rest.search(slots.text) is None
            ):
                continue  # as most do; what follows is dearer than a look
            yield from _pattern_facts(text, topic, slots, rule, pattern, rules)
        elif names := [m for m in outer if is_a(m, rule.inside)]:
            yield from _inside_facts(text, sentence, names, encoded, rule, rules)


def _pattern_facts(
    text: str, topic: SentenceTopics, slots: SlotText, rule: RelationRule, pattern: Pattern, rules: RuleBook
) -> Iterator[Found]:
    sentence, each = slots.span, rules.words.get(EACH, ())
    taken: set[int] = set()
    for match in pattern.regex.finditer(slots.text):
        taken.update(range(match.start(), match.end()))
        yield from _facts_of(text, sentence, slots, rule, pattern, match, None, each=each)
    if pattern.rest is None:
        return
    for match in pattern.rest.finditer(slots.text):
        if match.start() in taken or match.end() == match.start():
            continue
        subject = _carried(topic, slots, pattern.slots[0], match.start(), rules)
        if subject is not None:
            yield from _facts_of(text, sentence, slots, rule, pattern, match, subject, each=each)


def _carried(topic: SentenceTopics, slots: SlotText, slot: Slot, at: int, rules: RuleBook) -> Mention | None:
    """The subject that an earlier clause opened with, if the clause at `at` names none that would fit."""
    start = clause_start(slots, at)
    if at - start > LONG or any(is_a(m, slot.kinds) for _, m in slots.between(start, at)):
        return None
    if not rules.carriers.fullmatch(_without_attributes(slots, start, at)):
        return None  # the clause has a subject of its own, though no name
    return of_kind(topic.at(slots.start_of(at)).held, slot.kinds)


def clause_start(slots: SlotText, at: int) -> int:
    """Where the clause begins that holds a place of the slot text."""
    bounds = _bounds(slots.text)
    return bounds[bisect_right(bounds, at) - 1]


@lru_cache(maxsize=8)  # the two slot texts of a sentence, and of names in it
def _bounds(text: str) -> tuple[int, ...]:
    """Where the clauses of a slot text begin."""
    return (0, *(m.end() for m in _MARK.finditer(text)))


def _without_attributes(slots: SlotText, start: int, end: int) -> str:
    """The text of a stretch without dates, amounts and areas."""
    return "".join(
        slots.text[i]
        for i in range(start, end)
        if i not in slots.mentions
        or not (slots.mentions[i].kind in AREAS or slots.mentions[i].value is not None)
    )


def _facts_of(
    text: str,
    sentence: Span,
    slots: SlotText,
    rule: RelationRule,
    pattern: Pattern,
    match: re.Match[str],
    held: Mention | None,
    outer: Mention | None = None,
    each: tuple[str, ...] = (),
) -> Iterator[Found]:
    if match.end() == match.start():
        return
    core = span = clauses_around(text, sentence, slots.source(match.start(), match.end()))
    if held is not None and span.end - held.span.start <= QUOTE:
        span = Span(min(span.start, _clause_start(text, sentence, held.span.start)), span.end)
    start = match.start() if held is None else clause_start(slots, match.start())
    if rule.not_within and rule.not_within.search(slots.text, start, match.end()):
        return
    if rule.unless and rule.unless.search(
        slots.plain(span) if outer is None else text[span.start : span.end]
    ):
        return
    paired = bool(each) and len(pattern.repeats) > 1 and any(word in match.group() for word in each)
    for row in _rows(slots, pattern, match, held, paired=paired):
        if not all(_holds(row.get(slot.role), slot) for slot in pattern.slots if slot.test):
            continue
        subject = row.get("subject", outer)
        object_ = rule.object or row.get("object", outer)
        if isinstance(subject, Mention) and object_ is not None and subject is not object_:
            indicator = row.get("indicator", rule.indicator)
            if rule.unit and _unit(object_) != rule.unit:
                continue
            others = tuple(
                (r, m)
                for r, m in row.items()
                if r not in (*ROLES, "indicator", "") and isinstance(m, Mention)
            )
            yield Found(
                rule,
                subject,
                object_,
                span,
                indicator if isinstance(indicator, str) else "",
                others,
                core,
                _verb(slots, match),
            )


def _holds(filled: Mention | str | None, slot: Slot) -> bool:
    """Whether what fills a slot holds what the slot wants: the name, of a quantity its unit."""
    if not isinstance(filled, Mention):
        return filled is None or re.search(slot.test, filled) is not None
    unit = _unit(filled)
    names = (unit, filled.text) if unit else (filled.text, filled.entity.label if filled.entity else "")
    return any(re.search(slot.test, name) for name in names)


def _verb(slots: SlotText, match: re.Match[str]) -> Span:
    """What matched, up to the end of its verb: without the things, one or a list, that it ends with."""
    last = match.end()
    while last > match.start() and (last - 1 in slots.mentions or slots.text[last - 1] in _LISTING):
        last -= 1
    if last in (match.start(), match.end()):
        return slots.source(match.start(), match.end())
    return slots.source(match.start(), last)


def _unit(object_: Mention | str) -> str:
    return object_.value.unit if isinstance(object_, Mention) and isinstance(object_.value, Quantity) else ""


def _rows(
    slots: SlotText, pattern: Pattern, match: re.Match[str], held: Mention | None, *, paired: bool
) -> list[Row]:
    """One row a fact: role → mention. Lists distribute, lists within lists too; slots of one item stay together.

    With 分别 (`paired`) the members of two lists go together.
    """
    listed = {
        name for group, item in pattern.repeats if group in match.re.groupindex for name in item.groupindex
    }
    single: Row = {}
    for slot in pattern.slots:
        if slot.carried and held is not None:
            single[slot.role] = held
        elif slot.role and slot.group not in listed and _stands(match, slot.group):
            single[slot.role] = _filled(slots, slot, match)
    if not pattern.repeats:
        return [single]
    return [{**single, **row} for row in _distributed(slots, pattern, match, set(), paired=paired)]


def _distributed(
    slots: SlotText, pattern: Pattern, match: re.Match[str], done: set[str], *, paired: bool = False
) -> list[Row]:
    rows: list[Row] = [{}]
    lists: list[list[Row]] = []
    inner = {name for group, item in pattern.repeats if _stands(match, group) for name in item.groupindex}
    for group, item in pattern.repeats:
        if group in done or group in inner or not _stands(match, group):
            continue
        extras: list[Row] = []
        for part in item.finditer(slots.text, *match.span(group)):
            nested = _distributed(slots, pattern, part, {*done, group})
            own = _row(slots, pattern, part)
            extras.extend({**own, **row} for row in nested)
        filled = [extra for extra in extras if extra]
        lists.append(filled)
        rows = [{**row, **extra} for row in rows for extra in filled] if filled else rows
    if paired and len(several := [each for each in lists if len(each) > 1]) > 1:
        return _pairs(several)
    return rows


def _pairs(lists: Sequence[list[Row]]) -> list[Row]:
    """The first of one list with the first of the other; nothing where they are not of one length."""
    if len({len(each) for each in lists}) > 1:
        return []
    return [
        {role: filled for part in parts for role, filled in part.items()}
        for parts in zip(*lists, strict=True)
    ]


def _stands(match: re.Match[str], group: str) -> bool:
    return group in match.re.groupindex and match.start(group) >= 0


def _row(slots: SlotText, pattern: Pattern, match: re.Match[str]) -> Row:
    listed = {n for group, item in pattern.repeats if _stands(match, group) for n in item.groupindex}
    filled = (s for s in pattern.slots if s.role and s.group not in listed and _stands(match, s.group))
    return {slot.role: _filled(slots, slot, match) for slot in filled}


def _filled(slots: SlotText, slot: Slot, match: re.Match[str]) -> Mention | str:
    if slot.kinds != (TEXT_KIND,):
        return slots.mentions[match.start(slot.group)]
    parts = (
        slots.mentions[i].text if i in slots.mentions else slots.text[i]
        for i in range(*match.span(slot.group))
    )
    return "".join(parts)


def _inside_facts(
    text: str,
    sentence: Span,
    names: Sequence[Mention],
    encoded: dict[int, list[SlotText]],
    rule: RelationRule,
    rules: RuleBook,
) -> Iterator[Found]:
    """What a rule reads off names; `encoded` keeps their slot texts for the next rule."""
    for outer in names:
        if id(outer) not in encoded:
            inner = dict.fromkeys((outer.inner, tuple(_leaves(outer.inner))))
            encoded[id(outer)] = [encode(text, outer.span, i, rules.codes) for i in inner]
        for slots in encoded[id(outer)]:
            matches = [(pattern, pattern.regex.search(slots.text)) for pattern in rule.patterns]
            for pattern, match in matches:
                if match is not None:
                    yield from _facts_of(text, sentence, slots, rule, pattern, match, None, outer)
            if any(match is not None for _, match in matches):
                break


def _leaves(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The innermost mentions: 太原市 in 太原市某污水处理厂 in 太原市某污水处理厂新建工程; a company's name tells no place."""
    for mention in mentions:
        if mention.inner and mention.kind not in CLOSED:
            yield from _leaves(mention.inner)
        else:
            yield mention


def walk(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions and those inside them, outermost first."""
    for mention in mentions:
        yield mention
        if mention.inner:
            yield from walk(mention.inner)


def named(mentions: Iterable[Mention], rules: RuleBook) -> Iterator[Mention]:
    """The mentions that name a thing: no values, no anaphors, no places inside a company's name."""
    opaque = {rule.id for rule in rules.names if not rule.inner_places}

    def visit(found: Iterable[Mention], hidden: bool) -> Iterator[Mention]:
        for mention in found:
            if mention.value is None and not mention.deictic and not (hidden and mention.kind in PLACES):
                yield mention
            if mention.inner:
                yield from visit(mention.inner, hidden or mention.rule in opaque)

    return visit(mentions, False)


def _clause_start(text: str, sentence: Span, at: int) -> int:
    marks = _marks(text)
    return max(marks[bisect_left(marks, at) - 1] + 1 if marks and marks[0] < at else 0, sentence.start)


def clauses_around(text: str, sentence: Span, span: Span) -> Span:
    """The whole clauses that a span touches, marks at the ends and white space left out."""
    first, last = _clause_ends(text, sentence, span)
    start, end = span.start, span.end
    for from_, to in clause_bounds(text, first, last):
        if from_ < span.end and span.start < to:
            start, end = min(from_, start), max(to, end)
    while start < end and text[start] in " 　\n":
        start += 1
    while end > start and text[end - 1] in SENTENCE_MARKS + " 　":
        end -= 1
    return Span(start, max(end, start + 1))


def _clause_ends(text: str, sentence: Span, span: Span) -> tuple[int, int]:
    """Behind the mark before a span, and before the one behind it, within its sentence."""
    marks = _clause_marks(text)
    before, behind = bisect_left(marks, span.start), bisect_left(marks, span.end)
    first = min(max(marks[before - 1] + 1 if before else 0, sentence.start), span.start)
    last = marks[behind] if behind < len(marks) else len(text)
    return first, last if last < sentence.end else max(sentence.end, span.end)


@lru_cache(maxsize=4)  # for each fact of an article is asked where its clauses end
def _clause_marks(text: str) -> tuple[int, ...]:
    return tuple(m.start() for m in _CLAUSE_MARK.finditer(text))


@lru_cache(maxsize=4)
def _marks(text: str) -> tuple[int, ...]:
    return tuple(m.start() for m in _MARK.finditer(text))
