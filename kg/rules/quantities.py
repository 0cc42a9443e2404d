"""Measures of works and observations of places: each figure of an article, what it measures, of what, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.language.reader import ClauseReader
from kg.model import Article, Entity, Mention, Quantity, Span, light, replace
from kg.rules.actors import Actors, why_rule
from kg.rules.ahead import Ahead
from kg.rules.asides import Asides
from kg.rules.clause_figure import figure_of, has_time, is_old, key_of, value_of
from kg.rules.dated import NO_PERIODS, Periods, dated
from kg.rules.doubts import Doubts
from kg.rules.fuller import FullNames
from kg.rules.indicators import Indicators
from kg.rules.match import Found, clauses_around
from kg.rules.model import RuleBook
from kg.rules.naming import name_figure
from kg.rules.nearer import Nearer, narrow_of
from kg.rules.nearer_firms import NearerFirms
from kg.rules.others import Others
from kg.rules.owners import FIRM, Place, is_money, owner_by_indicator, owner_of, why_not
from kg.rules.phrase_indicator import PhraseReader
from kg.rules.slots import SlotText
from kg.rules.topics import AREAS, WORKS, SentenceTopics, Topic, Topics, is_of
from kg.rules.whole_names import WholeNames

QUOTE = 80  # characters
COSTING = ("Project",)  # what has a sum that it costs
STATUTE = 3  # articles of a statute, 第三条, in a text
BARE = 3  # characters of an indicator that tells nothing without what the sentence is of: 面积


@light
@dataclass(frozen=True, slots=True)
class Unsaid:
    """A figure that makes no fact: what stopped it, and what was known of it by then."""

    mention: Mention
    why: str
    subject: Mention | None = None
    indicator: str = ""


@dataclass(slots=True)
class _Told:
    """The figures that a sentence has told so far: what follows may be a share or a change of one."""

    indicator: str = ""
    unit: str = ""
    series: tuple[str, ...] = ()
    clause: int = 0  # of the sentence, counted from 0
    at: int = 0  # the clause in which `indicator` was told
    owner: Entity | None = None  # whose the last figure was that made a fact

    def tell(self, indicator: str, unit: str) -> None:
        self.indicator, self.unit, self.at = indicator, unit, self.clause
        self.series = (*self.series, indicator)

    def counted(self, book: Indicators) -> str:
        """The works that the clause before has counted: 开工项目 of 开工项目数量."""
        what = self.indicator.removesuffix(book.count_suffix)
        counts = self.clause - self.at == 1 and what != self.indicator
        return what if counts and what.endswith(tuple(book.words["sets"])) else ""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What does not change while an article is read."""

    text: str
    rules: RuleBook
    book: Indicators
    used: frozenset[Span]  # figures that relation rules have told
    periods: Periods
    phrases: PhraseReader
    names: FullNames
    actors: Actors
    doubts: Doubts
    wholes: WholeNames
    others: Others
    nearer: Nearer
    asides: Asides
    ahead: Ahead
    statute: bool = False
    notice: bool = False  # it tells what others are to do


def quantity_facts(
    article: Article,
    topics: Topics,
    known: Sequence[Found],
    rules: RuleBook,
    book: Indicators,
    clauses: ClauseReader,
    periods: Periods = NO_PERIODS,
) -> tuple[Found, ...]:
    """One fact for each figure whose indicator and subject the text tells; `known` are the values told already."""
    figures = read_figures(article, topics, known, rules, book, clauses, periods)
    return tuple(dict.fromkeys(f for f in figures if isinstance(f, Found)))


def read_figures(
    article: Article,
    topics: Topics,
    known: Sequence[Found],
    rules: RuleBook,
    book: Indicators,
    clauses: ClauseReader,
    periods: Periods = NO_PERIODS,
) -> Iterator[Found | Unsaid]:
    """Each figure that no relation rule has told, in order: its fact, or why it makes none."""
    used = frozenset(f.object.span for f in known if isinstance(f.object, Mention))
    phrases = PhraseReader(clauses.tokens, clauses.classes, book)
    actors = Actors(article.text, clauses, book)
    statute = len(book.statute.findall(article.text)) >= STATUTE
    sheet = _Sheet(
        article.text,
        rules,
        book,
        used,
        periods,
        phrases,
        FullNames(phrases),
        actors,
        Doubts(phrases),
        WholeNames(phrases),
        Others(phrases, clauses),
        Nearer(
            phrases, clauses, NearerFirms(phrases, clauses), narrow_of(article.text[: article.body], book)
        ),
        Asides(phrases),
        Ahead(phrases, clauses, rules.modality),
        statute,
        _is_notice(article, book),
    )
    told = _Told()
    for sentence in topics.values():
        if not sentence.title:
            told = _Told(series=told.series if sentence.slots.text.startswith(book.part) else ())
            yield from _sentence(sentence, told, sheet)


def _is_notice(article: Article, book: Indicators) -> bool:
    """Whether a text tells others what to do, and is no report or plan."""
    lines = [line.strip() for line in article.text[: article.body].splitlines()]
    return any(map(book.notice.search, lines)) and not any(map(book.report.search, lines))


def _sentence(sentence: SentenceTopics, told: _Told, sheet: _Sheet) -> Iterator[Found | Unsaid]:
    slots = sentence.slots
    for number, topic in enumerate(sentence.clauses):
        told.clause = number
        for at, mention in slots.between(topic.start, topic.end):
            value = value_of(mention)
            if value is not None and mention.span not in sheet.used:
                fact = _fact(slots, Place(topic.start, at, topic.end), mention, value, topic, told, sheet)
                if isinstance(fact, Found) and fact.rule.id in sheet.rules.left_out:
                    fact = Unsaid(mention, f"{fact.rule.id} is disabled", fact.subject)
                timeless = isinstance(fact, Found) and fact.indicator.startswith(sheet.book.changes["old"])
                if isinstance(fact, Found):
                    fact = dated(fact, slots.span, NO_PERIODS if timeless else sheet.periods)
                    fact = sheet.ahead.told(fact, slots.span)
                yield fact


def _fact(
    slots: SlotText,
    place: Place,
    mention: Mention,
    value: Quantity,
    topic: Topic,
    told: _Told,
    sheet: _Sheet,
) -> Found | Unsaid:
    book = sheet.book
    subject = owner_of(slots, place, value.unit, topic, book)
    if subject is None:
        return Unsaid(mention, topic.why or "no subject: neither clause, sentence nor article tells one")
    figure = figure_of(slots, place, mention, value, subject, told, book)
    naming = name_figure(figure, book)
    key = key_of(slots, place, subject)
    if naming is not None and not naming.indicator:
        near = told.unit == value.unit and told.clause - told.at <= 1
        same = told.indicator if near else ""
        naming = replace(naming, indicator=sheet.phrases.name(mention, value.unit, told.series, key, same))
    elif naming is not None and value.unit in book.counters and not naming.changes:
        naming = replace(naming, indicator=sheet.phrases.cut(mention, value.unit, naming.indicator))
    if naming is not None and not naming.changes:
        naming = replace(naming, indicator=sheet.names.full(mention, value.unit, naming.indicator))
    if naming is not None and key and 0 < len(naming.indicator) <= BARE and not naming.changes:
        naming = replace(naming, indicator=key + naming.indicator)
    if naming is None or not naming.indicator:
        return Unsaid(mention, "no noun that it measures or counts", subject)
    name, unsure = sheet.wholes.whole(mention, naming.indicator, changes=naming.changes)
    if not naming.changes:
        name = sheet.wholes.with_deed(mention, value.unit, name)
    naming = replace(naming, indicator=name)
    was = naming.old or is_old(slots, place, figure, book)
    indicator = naming.indicator
    if was and not has_time(slots, place, mention, sheet.periods):
        naming = replace(naming, indicator=book.changes["old"] + indicator)
    owner = owner_by_indicator(subject, naming.indicator, value.unit, topic, book)
    here = owner is not None and _is_named(owner, slots, topic)
    span = _quote(sheet.text, slots.span, mention, owner) if owner is not None else mention.span
    if owner is not None and _is_cost(owner, mention, naming.indicator, book):
        return Found(book.rules["investment"], owner, mention, span)
    if is_of(owner, AREAS) and book.whole_sum.fullmatch(naming.indicator):
        naming = replace(naming, indicator=told.counted(book) + naming.indicator)
    in_clause = any(m is owner for _, m in slots.between(place.start, place.at))
    in_clause = in_clause or (naming.changes and owner is not None and told.owner == owner.entity)
    owns = _owns(figure.before, owner, topic, book)
    in_clause = owns or (in_clause and not _is_idle(owner, naming.indicator, value.unit, book))
    goes_on = is_of(owner, FIRM) and (
        is_money(value.unit) or value.unit in (*book.change_units, *book.persons)
    )
    if owner is not None and goes_on and not in_clause:
        in_clause = sheet.actors.goes_on(mention, owner, naming.indicator)
    ends = len(indicator) > BARE and indicator.endswith(book.heads)
    why = why_not(
        owner,
        value,
        naming.indicator,
        book,
        here=here,
        in_clause=in_clause,
        changes=naming.changes,
        topic=topic,
        deed=is_of(owner, (*AREAS, *FIRM)) and (ends or sheet.names.is_deed_of(mention, indicator)),
    )
    if owner is topic.firm and owner is not None and topic.thing is None and not (ends or naming.changes):
        why = "a sentence that does not name the firm tells no figure by name"
    looked_at = value.unit in book.counters and sheet.phrases.is_looked_at(mention)
    if sheet.notice and is_of(owner, AREAS) and not here:
        why = why or "a notice tells what is to be done, and of whom only where it says so"
    why = why or why_rule(slots, owner, book, looked_at=looked_at, statute=sheet.statute)
    if not why and owner is not None:
        why = sheet.actors.why_another(mention, owner, naming.indicator)
    if owner is not None and not naming.changes:
        name = naming.indicator
        of = sheet.others.sector(mention, owner, name) or sheet.nearer.part(mention, owner, name)
        naming = replace(naming, indicator=(of or sheet.asides.modifier(mention, owner, name)) + name)
    why = why or unsure
    if not why and owner is not None:
        why = sheet.others.why(mention, owner, topic, slots, value.unit, naming.indicator)
        why = why or sheet.nearer.why(mention, owner, topic, naming.indicator, here=here)
        why = why or sheet.asides.why(mention, value.unit, owner, naming.indicator, changes=naming.changes)
        why = why or sheet.doubts.why(
            mention, value, owner, naming.indicator, told.series, changes=naming.changes
        )
    if was and is_of(owner, WORKS):
        why = "the value that it had before"
    if not naming.changes:
        told.tell(
            indicator if was else naming.indicator, value.unit
        )  # told or not, what follows may be a change of it
    if why or owner is None:
        return Unsaid(mention, why, owner, naming.indicator)
    told.owner = owner.entity
    if naming.falls and isinstance(value.value, Decimal):
        value = replace(value, value=-value.value)
    rule = book.rules["measure" if owner.kind in WORKS else "observation"]
    return Found(rule, owner, replace(mention, value=value), span, naming.indicator)


def _owns(before: str, owner: Mention | None, topic: Topic, book: Indicators) -> bool:
    """Whether a clause tells what a firm has: behind 公司, or 还拥有."""
    if owner is None or owner.kind not in FIRM:
        return False
    return topic.short is owner or any(word in before for word in book.words["owns"])


def _is_idle(owner: Mention | None, indicator: str, unit: str, book: Indicators) -> bool:
    """Whether a count beside a firm has no verb that says what the firm does with it: 在两个品牌中作抉择."""
    counts = owner is not None and owner.kind in FIRM and unit in book.counters
    return counts and not any(verb in indicator for verb in book.words["action"])


def _is_named(subject: Mention, slots: SlotText, topic: Topic) -> bool:
    """Whether the sentence names the subject, by a short form too."""
    known = any(m.entity == subject.entity for m in slots.mentions.values() if m.entity)
    return known or slots.span.covers(subject.span) or topic.short is subject


def _is_cost(subject: Mention, mention: Mention, indicator: str, book: Indicators) -> bool:
    """Whether a sum that no relation rule has read is what a work costs: 它总投资3亿元."""
    sum_of_work = subject.kind in COSTING and isinstance(mention.value, Decimal)
    return sum_of_work and book.whole_sum.fullmatch(indicator) is not None


def _quote(text: str, sentence: Span, mention: Mention, subject: Mention) -> Span:
    """The clauses of the value, from those of its subject on if that is near."""
    span = clauses_around(text, sentence, mention.span)
    if subject.span.start >= sentence.start and span.end - subject.span.start <= QUOTE:
        return clauses_around(text, sentence, Span(min(subject.span.start, span.start), span.end))
    return span
