"""Measures of works and observations of places: each figure of an article, what it measures, of what, and when.

The subject is what the clause opens with, else what an earlier clause opened with, else what the sentence before it
was about, else the area that the article is about (全市, or the one in its title and lead).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Article, Mention, Quantity, Span, light, replace
from kg.rules.carry import Inside, opener_at
from kg.rules.dated import dated
from kg.rules.indicators import Indicators
from kg.rules.match import Found, clauses_around, walk
from kg.rules.model import RuleBook
from kg.rules.naming import Figure, Naming, name_figure
from kg.rules.nouns import OTHER, stem_of
from kg.rules.reading import AREAS, WATERS, WORKS, Reading, home_area, is_about_area, is_of, leading
from kg.rules.slots import SlotText, encode, in_sentences
from kg.rules.subjects import (
    Place,
    built_work,
    entered_place,
    of_a_part,
    short_form,
    stands_for,
    subject_of,
    unknown_work,
    unnamed_at,
)
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

VOLUME, SHARE, MONEY, CLASS = "m³", "%", "CNY", "类"  # units
QUOTE = 80  # characters
COSTING = ("Project",)  # what has a sum that it costs
_ENDS = ("", *"，；：、。）)（(的")  # what follows a value that is no part of a name
_PLACED = (*WORKS, *AREAS, *WATERS)
_MARK = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}]")


@light
@dataclass(frozen=True, slots=True)
class Unsaid:
    """A figure that makes no fact: what stopped it, and what was known of it by then."""

    mention: Mention
    why: str
    subject: Mention | None = None
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What does not change while an article is read."""

    text: str
    rules: RuleBook
    book: Indicators
    used: frozenset[Span]  # figures that relation rules have told
    periods: Sequence[Mention]
    named: Sequence[
        Mention
    ]  # what is linked to a thing, in the order of the text, inner names behind their outer


def quantity_facts(
    article: Article,
    mentions: Sequence[Mention],
    known: Sequence[Found],
    rules: RuleBook,
    book: Indicators,
    periods: Sequence[Mention] = (),
) -> tuple[Found, ...]:
    """One fact for each figure whose indicator and subject the text tells; `known` are the values told already."""
    figures = read_figures(article, mentions, known, rules, book, periods)
    return tuple(dict.fromkeys(f for f in figures if isinstance(f, Found)))


def read_figures(
    article: Article,
    mentions: Sequence[Mention],
    known: Sequence[Found],
    rules: RuleBook,
    book: Indicators,
    periods: Sequence[Mention] = (),
) -> Iterator[Found | Unsaid]:
    """Each figure that no relation rule has told, in order: its fact, or why it makes none."""
    used = frozenset(f.object.span for f in known if isinstance(f.object, Mention))
    last = next((m for m in reversed(mentions) if _is_figure(m) and m.span not in used), None)
    if last is None:
        return
    named = sorted((m for m in walk(mentions) if m.entity and not m.value), key=lambda m: m.span.end)
    sheet = _Sheet(article.text, rules, book, used, periods, named)
    works = leading(article, mentions)
    main = works[0] if len(works) == 1 else None
    home = home_area(article, mentions, rules)
    reading = Reading(home, main, bool(works), is_about_area(article, mentions))
    for sentence, inside in in_sentences(article.text, mentions):
        if sentence.start < article.body or not inside:
            continue
        if sentence.start > last.span.start:
            return  # what is read only matters to figures behind it
        slots = encode(article.text, sentence, inside, rules.codes)
        reading.next_sentence(
            paragraph=article.text[sentence.start - 1 : sentence.start] == "\n",
            resumes=book.resumes.match(slots.text) is not None,
            points=book.points.match(slots.text) is not None or book.bare.match(slots.text) is not None,
        )
        yield from _sentence(slots, reading, sheet)
        named = [m for m in slots.mentions.values() if m.kind in WORKS and m.entity and not m.deictic]
        reading.last = named[-1] if named else reading.last


def _sentence(slots: SlotText, reading: Reading, sheet: _Sheet) -> Iterator[Found | Unsaid]:
    start = 0
    for mark in [*_MARK.finditer(slots.text), None]:
        end = mark.start() if mark else len(slots.text)
        inside = slots.between(start, end)
        opener = _turn(slots, start, end, inside, reading, sheet)
        for at, mention in inside:
            value = _value(mention)
            if value is not None and mention.span not in sheet.used:
                fact = _fact(slots, Place(start, at, end), mention, value, reading, sheet)
                if isinstance(fact, Found) and fact.rule.id in sheet.rules.left_out:
                    fact = Unsaid(mention, f"{fact.rule.id} is disabled", fact.subject)
                yield dated(fact, slots.span, sheet.periods) if isinstance(fact, Found) else fact
        if inside and (opener is None or not is_of(slots.mentions[opener], _PLACED)):
            reading.topic = built_work(slots, start, end, inside, sheet.book) or reading.topic
        if mark is not None and mark.group() in "；;":
            reading.turn_back()
        start = end + 1
        reading.clause += 1


def _turn(
    slots: SlotText, start: int, end: int, inside: Inside, reading: Reading, sheet: _Sheet
) -> int | None:
    """Let the reading go on to what a clause is about; where its opener stands, if it has one."""
    rules, book = sheet.rules, sheet.book
    opener = opener_at(slots, start, end, inside, rules, lies=book.words["lies"])
    if opener is None and (short := _short_opener(slots, start, end, reading, book)) is not None:
        reading.turn(short, owns=False)
        reading.short = short
    elif (at := unnamed_at(slots, start, book)) is not None and not (start == 0 and reading.pointed):
        meant = stands_for(slots, at, sheet.named, book)
        if meant is None:
            reading.lose("the clause opens with a thing that no name before it stands for")
        else:
            reading.stand_for(meant)
    elif unknown_work(slots, start if opener is None else opener, end, rules, book):
        reading.lose("the clause opens with a work that is no known name")
    elif opener is not None and book.stretch.match(slots.text, opener + 1):
        reading.opened = True
        reading.mute = "the clause is about a stretch of it"
    elif is_of(reading.topic, WORKS) and of_a_part(slots, start, rules, book):
        reading.mute = "the clause is about a part of it"
    elif opener is not None and book.listed.match(slots.text, opener + 1):
        reading.list_opens()
    elif opener is not None and not slots.text.startswith(book.praise, opener + 1):
        reading.turn(slots.mentions[opener], owns=slots.text[opener + 1 : opener + 2] == "的")
    elif opener is None and (place := entered_place(slots, start, inside, book)) is not None:
        reading.turn(place, owns=False)
    return opener


def _short_opener(
    slots: SlotText, start: int, end: int, reading: Reading, book: Indicators
) -> Mention | None:
    """The work named last, if the clause opens with a short form of it: 27号线全长."""
    text = slots.text[start:end]
    for work in (reading.topic, reading.last, reading.main):
        form = short_form(text, work) if work is not None else ""
        if form and book.short_end.search(form):
            return work
    return None


def _is_figure(mention: Mention) -> bool:
    return isinstance(mention.value, (Quantity, Decimal))


def _value(mention: Mention | None) -> Quantity | None:
    if mention is None:
        return None
    if isinstance(mention.value, Quantity):
        return mention.value
    if isinstance(mention.value, Decimal):
        return Quantity(mention.value, MONEY, written=mention.text)
    return None


def _fact(
    slots: SlotText, place: Place, mention: Mention, value: Quantity, reading: Reading, sheet: _Sheet
) -> Found | Unsaid:
    book = sheet.book
    if mention.text in book.words["one"]:
        reading.mute = "the sentence tells a rate: so much of one"
    subject = subject_of(slots, place, value.unit, reading, book)
    if subject is None:
        return Unsaid(mention, reading.mute or "no subject: neither clause, sentence nor article tells one")
    figure = _figure(slots, place, mention, value, subject, reading, book)
    naming = name_figure(figure, book)
    if naming is None:
        return Unsaid(mention, "no noun that it measures or counts", subject)
    if place.at - 1 not in slots.mentions and book.old.search(figure.before) and book.new.match(figure.after):
        reading.tell(naming.indicator, value.unit)
        return Unsaid(mention, "the value that it had before", subject, naming.indicator)
    subject = _owner(subject, naming, value, reading, book)
    here = subject is not None and _is_named(subject, slots, reading)
    span = _quote(sheet.text, slots.span, mention, subject) if subject is not None else mention.span
    if subject is not None and _is_cost(subject, mention, naming.indicator, book):
        return Found(book.rules["investment"], subject, mention, span)
    why = _stopped(subject, here, value, naming.indicator, book, reading.sure)
    if not naming.changes:
        reading.tell(naming.indicator, value.unit)  # told or not, what follows may be a change of it
    if why or subject is None:
        return Unsaid(mention, why, subject, naming.indicator)
    if naming.falls and isinstance(value.value, Decimal):
        value = replace(value, value=-value.value)
    rule = book.rules["measure" if subject.kind in WORKS else "observation"]
    return Found(rule, subject, replace(mention, value=value), span, naming.indicator)


def _figure(
    slots: SlotText,
    place: Place,
    mention: Mention,
    value: Quantity,
    subject: Mention,
    reading: Reading,
    book: Indicators,
) -> Figure:
    before = _shown(slots, place.start, place.at, subject, book)
    pointed = book.unnamed.match(before)
    place_of = pointed is not None and pointed["head"] and subject.kind in AREAS
    short = pointed.group() if pointed and place_of else short_form(before, subject)
    before = before[len(short) :]
    return Figure(
        subject.text + before if _counts_itself(slots, place, value, subject, before, book) else before,
        _shown(slots, place.at + 1, place.end, subject, book),
        value.unit,
        mention.text,
        subject.kind,
        subject.kind in WORKS,
        reading.indicator,
        reading.unit,
        reading.clause - reading.told <= 1,
        reading.series,
    )


def _counts_itself(
    slots: SlotText, place: Place, value: Quantity, subject: Mention, before: str, book: Indicators
) -> bool:
    """Whether 项目 in 项目一共42个 is what a programme has, which the sentence has spoken of."""
    own = subject.deictic and slots.mentions.get(place.start) is subject and value.unit in book.counters
    earlier = slots.between(0, place.start) if own and not stem_of(before, book) else []
    return any(m.entity == subject.entity for _, m in earlier)


def _owner(
    subject: Mention, naming: Naming, value: Quantity, reading: Reading, book: Indicators
) -> Mention | None:
    """Counts near a river are of the area, but for what it flows through; what only works have is of the work named last."""
    if (
        subject.kind in WATERS
        and value.unit in book.counters
        and not naming.indicator.startswith(tuple(book.words["flows"]))
    ):
        subject_or_none = reading.home
    else:
        subject_or_none = subject
    of_works = naming.indicator.endswith(tuple(book.words["of_works"]))
    wrong = is_of(subject_or_none, (*AREAS, "Company")) or (
        value.unit == VOLUME and is_of(subject_or_none, WATERS)
    )
    return reading.last if of_works and wrong else subject_or_none


def _is_named(subject: Mention, slots: SlotText, reading: Reading) -> bool:
    """Whether the sentence names the subject, by a short form too."""
    known = any(m.entity == subject.entity for m in slots.mentions.values() if m.entity)
    return known or slots.span.covers(subject.span) or reading.short is subject


def _is_cost(subject: Mention, mention: Mention, indicator: str, book: Indicators) -> bool:
    """Whether a sum that no relation rule has read is what a work costs: 它总投资3亿元."""
    sum_of_work = subject.kind in COSTING and isinstance(mention.value, Decimal)
    return sum_of_work and book.whole_sum.fullmatch(indicator) is not None


def _stopped(
    subject: Mention | None, here: bool, value: Quantity, indicator: str, book: Indicators, sure: bool
) -> str:
    """Why a figure is wrong more often than not: of an area that the sentence does not name (but totals of the one that
    the article is `sure` to be about), sums and volumes of an area, and indicators that are no noun; an empty text if it is not."""
    if subject is None:
        return "no subject that can have such a figure"
    if value.unit == MONEY and not any(word in indicator for word in book.words["money"]):
        return "a sum is a figure only beside one of [words] money"
    if indicator in book.words["vague"] or indicator.removesuffix(book.count_suffix) in book.words["vague"]:
        return "the indicator tells too little ([words] vague)"
    if any(word in indicator for word in book.words["no_noun"]):
        return "the indicator is no noun ([words] no_noun)"
    if subject.kind in AREAS:
        if value.unit == VOLUME:
            return "a volume is no figure of an area"
        named = (
            here
            or subject.deictic
            or value.unit == SHARE
            or (sure and indicator.endswith(tuple(book.words["totals"])))
        )
        return "" if named else "the sentence does not name the area"
    return ""


def _quote(text: str, sentence: Span, mention: Mention, subject: Mention) -> Span:
    """The clauses of the value, from those of its subject on if that is near."""
    span = clauses_around(text, sentence, mention.span)
    if subject.span.start >= sentence.start and span.end - subject.span.start <= QUOTE:
        return clauses_around(text, sentence, Span(min(subject.span.start, span.start), span.end))
    return span


def _qualifies(slots: SlotText, at: int, value: Quantity, book: Indicators) -> bool:
    """Ⅰ至Ⅲ类断面, 亿元以上项目, 500吨级泊位: a value that is part of a name."""
    if value.unit == CLASS:
        return True
    bound = slots.mentions[at].text.endswith(tuple(book.words["bound"]))
    return slots.text.startswith(book.ranked, at + 1) or (bound and slots.text[at + 1 : at + 2] not in _ENDS)


def _shown(slots: SlotText, start: int, end: int, subject: Mention, book: Indicators) -> str:
    """The text of a stretch: other values as ＃, without dates, areas and the subject."""
    parts: list[str] = []
    start = next(
        (i + 1 for i in range(start, end) if slots.mentions.get(i) is subject and not subject.deictic), start
    )
    for i in range(start, end):
        mention = slots.mentions.get(i)
        if mention is None:
            parts.append(slots.text[i])
        elif (value := _value(mention)) is not None:
            parts.append(mention.text if _qualifies(slots, i, value, book) else OTHER)
        elif mention.deictic and i + 1 == end:
            parts.append(mention.text)  # 全省第2
        elif (
            mention.value is None and mention != subject and not mention.deictic and mention.kind not in AREAS
        ):
            parts.append(mention.text)
    return "".join(parts)
