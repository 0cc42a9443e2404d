"""Measures of works and observations of places: each figure of an article, what it measures, and of what.

The subject is what the clause opens with, else what an earlier clause opened with, else what the sentence before
it was about, else the area that the article is about (全市, or the one in its title and lead).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.model import Article, Date, Mention, Quantity, Span
from kg.rules.indicators import Indicators
from kg.rules.match import Found, clauses_around
from kg.rules.model import RuleBook
from kg.rules.naming import OTHER, Figure, name_figure
from kg.rules.reading import AREAS, WATERS, WORKS, Reading, home_area, is_of, leading
from kg.rules.slots import SlotText, encode, in_sentences
from kg.rules.subjects import built_work, entered_place, of_a_part, opener_at, subject_of, unknown_work
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

VOLUME, SHARE = "m³", "%"  # units
MONEY = "CNY"
QUOTE = 80  # characters
_MARK = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}]")


def quantity_facts(
    article: Article, mentions: Sequence[Mention], known: Sequence[Found], rules: RuleBook, book: Indicators
) -> tuple[Found, ...]:
    """One fact for each figure whose indicator and subject the text tells; `known` are the values told already."""
    used = {f.object.span for f in known if isinstance(f.object, Mention)}
    works = leading(article, mentions)
    reading = Reading(home_area(article, mentions), works[0] if len(works) == 1 else None, bool(works))
    found: list[Found] = []
    for sentence, inside in in_sentences(article.text, mentions):
        if sentence.start < article.body or not inside:
            continue
        slots = encode(article.text, sentence, inside, rules.codes)
        reading.next_sentence(
            paragraph=article.text[sentence.start - 1 : sentence.start] == "\n",
            resumes=rules.resumes.match(slots.text) is not None,
            points=book.points.match(slots.text) is not None,
        )
        found.extend(_sentence(article.text, sentence, slots, used, reading, rules, book))
        named = [m for m in slots.mentions.values() if m.kind in WORKS and m.entity and not m.deictic]
        reading.last = named[-1] if named else reading.last
    return tuple(dict.fromkeys(found))


def _sentence(
    text: str,
    sentence: Span,
    slots: SlotText,
    used: set[Span],
    reading: Reading,
    rules: RuleBook,
    book: Indicators,
) -> Iterator[Found]:
    start = 0
    period = ""
    for mark in [*_MARK.finditer(slots.text), None]:
        end = mark.start() if mark else len(slots.text)
        opener = opener_at(slots, start, end, rules, book)
        if unknown_work(slots, start if opener is None else opener, end, rules, book):
            reading.lose()
        elif opener is not None and book.stretch.match(slots.text, opener + 1):
            reading.opened = reading.mute = True
        elif is_of(reading.topic, WORKS) and of_a_part(slots, start, rules, book):
            reading.mute = True
        elif opener is not None and book.listed.match(slots.text, opener + 1):
            reading.list_opens()
        elif opener is not None and not slots.text.startswith(book.praise, opener + 1):
            owns = slots.text[opener + 1 : opener + 2] == "的"
            reading.turn(slots.mentions[opener], owns=owns)
        elif opener is None and (place := entered_place(slots, start, end, book)) is not None:
            reading.turn(place, owns=False)
        for at in range(start, end):
            mention = slots.mentions.get(at)
            if mention is not None and isinstance(mention.value, Date):
                period = mention.value.iso
            elif mention is not None and mention.kind == "Period" and isinstance(mention.value, str):
                period = mention.value
            figure = _value(mention)
            if mention is None or figure is None or mention.span in used:
                continue
            fact = _fact(text, sentence, slots, (start, at, end), mention, figure, reading, book)
            if fact is not None:
                yield _dated(fact, period)
        if opener is None or not is_of(slots.mentions[opener], (*WORKS, *AREAS, *WATERS)):
            reading.topic = built_work(slots, start, end) or reading.topic
        if mark is not None and mark.group() in "；;":
            reading.turn_back()
        start = end + 1


def _dated(fact: Found, period: str) -> Found:
    """With its period; what a work measures holds for good, whatever day the sentence names."""
    if (
        not period
        or fact.subject.kind in WORKS
        or not isinstance(fact.object, Mention)
        or not isinstance(fact.object.value, Quantity)
    ):
        return fact
    return replace(fact, object=replace(fact.object, value=replace(fact.object.value, period=period)))


def _value(mention: Mention | None) -> Quantity | None:
    if mention is None:
        return None
    if isinstance(mention.value, Quantity):
        return mention.value
    if isinstance(mention.value, Decimal):
        return Quantity(mention.value, MONEY, written=mention.text)
    return None


def _fact(
    text: str,
    sentence: Span,
    slots: SlotText,
    place: tuple[int, int, int],
    mention: Mention,
    value: Quantity,
    reading: Reading,
    book: Indicators,
) -> Found | None:
    start, at, end = place
    subject = subject_of(slots, place, value.unit, reading, book)
    if subject is None:
        return None
    figure = Figure(
        _shown(slots, start, at, subject),
        _shown(slots, at + 1, end, subject),
        value.unit,
        mention.text,
        subject.kind,
        subject.kind in WORKS,
        reading.indicator,
        reading.unit,
    )
    naming = name_figure(figure, book)
    counted = subject.kind in WATERS and value.unit in book.counters
    if counted and naming is not None and not naming.indicator.startswith(tuple(book.words["flows"])):
        subject = reading.home
    of_works = naming is not None and naming.indicator.endswith(tuple(book.words["of_works"]))
    if of_works and is_of(subject, (*AREAS, "Company")):
        subject = reading.last
    if (
        naming is None
        or subject is None
        or (value.unit == MONEY and not any(word in naming.indicator for word in book.words["money"]))
    ):
        return None
    if _doubtful(subject, sentence, value, naming.indicator, book):
        return None
    if not naming.falls and naming.indicator not in book.changes:
        reading.indicator, reading.unit = naming.indicator, value.unit
    if naming.falls and isinstance(value.value, Decimal):
        value = replace(value, value=-value.value)
    rule = book.rules["measure" if subject.kind in WORKS else "observation"]
    span = clauses_around(text, sentence, mention.span)
    if subject.span.start >= sentence.start and span.end - subject.span.start <= QUOTE:
        span = clauses_around(text, sentence, Span(min(subject.span.start, span.start), span.end))
    return Found(rule, subject, replace(mention, value=value), span, naming.indicator)


def _doubtful(subject: Mention, sentence: Span, value: Quantity, indicator: str, book: Indicators) -> bool:
    """Figures that are wrong more often than not: of an area or counted of a work that the sentence does not name,
    sums and volumes of an area, and indicators that are no noun."""
    here = sentence.covers(subject.span)
    if indicator in book.words["vague"] or any(word in indicator for word in book.words["no_noun"]):
        return True
    if subject.kind in AREAS:
        return value.unit == VOLUME or not (here or subject.deictic or value.unit == SHARE)
    counted = value.unit in book.counters and indicator.endswith(tuple(book.words["counted_as"]))
    return subject.kind in WORKS and counted and not here


def _shown(slots: SlotText, start: int, end: int, subject: Mention) -> str:
    """The text of a stretch: other values as ＃, without dates, areas and the subject."""
    parts: list[str] = []
    start = next(
        (i + 1 for i in range(start, end) if slots.mentions.get(i) is subject and not subject.deictic), start
    )
    for i in range(start, end):
        mention = slots.mentions.get(i)
        if mention is None:
            parts.append(slots.text[i])
        elif _value(mention) is not None:
            parts.append(OTHER)
        elif mention.deictic and i + 1 == end:
            parts.append(mention.text)  # 全省第2
        elif (
            mention.value is None and mention != subject and not mention.deictic and mention.kind not in AREAS
        ):
            parts.append(mention.text)
    return "".join(parts)
