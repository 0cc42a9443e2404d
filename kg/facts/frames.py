"""Frames over the clauses of an article → facts: an event makes all its facts at once, from one clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.facts.around import Around, Filled, TopicOf
from kg.facts.frame_index import GOES_ON, Filter, frame_index
from kg.facts.nouns import related
from kg.facts.predications import Event, read_events
from kg.facts.roles import TEXT, fill
from kg.facts.stretch import read_stretch
from kg.language.classes import WordClasses
from kg.language.tokens import TokenReader
from kg.model import Article, Mention, Span, is_a, light
from kg.rules.match import Found, clauses_around
from kg.rules.model import Frame, Made, RuleBook
from kg.text.sentences import sentence_around

OF, QUOTES, LONGEST = (
    "的",
    "“”‘’「」",
    30,
)  # of a title: what it does not hold, how it may begin, its characters
CARRIED = Decimal("0.85")  # what of a confidence is left for each role that was carried on
LONG = 120  # characters of a quote
BY, AMOUNT = "by", "amount"
GRANTED = "grantedBy"
MARKS = "，。；！？：\n"  # what a clause begins behind


@light
@dataclass(frozen=True, slots=True)
class Reading:
    """One frame in one place: which roles were filled, and the facts that it made."""

    frame: Frame
    where: Span  # of the verb or noun
    clause: Span
    roles: Mapping[str, Filled]
    facts: tuple[Found, ...]
    stopped: str = ""  # the role or condition that failed


def read_frames(
    article: Article,
    mentions: Sequence[Mention],
    reader: TokenReader,
    classes: WordClasses,
    rules: RuleBook,
    *,
    topic_of: TopicOf | None = None,
) -> Iterator[Reading]:
    """Each frame whose verb or noun stands in the article, with its facts. `reader` has the tokens, each outer mention one.

    `topic_of` gives what the text is about at an offset, of some classes, where no clause of the sentence says it.
    Stretches without a verb or noun of a frame, or without a name, are not taken apart.
    """
    index, text = frame_index(rules), article.text
    places = sorted(m.span.start for m in mentions if m.entity is not None or isinstance(m.value, Decimal))
    filter_ = Filter(text, mentions, places, index, alone=topic_of is not None)
    by_start = {m.span.start: m for m in mentions}
    around = Around(topic_of=topic_of)
    for start, end in reader.stretches:
        if not start or text[start - 1] not in GOES_ON:
            around = Around(topic_of=topic_of)
        if not filter_.passes(start, end, carries=bool(around.events)):
            continue
        stretch = read_stretch(reader.tokens_at(start), by_start, classes, index.words)
        events = read_events(stretch, classes)
        around.events += events
        for event in events:
            for frame in dict.fromkeys(f for word in event.words for f in index.by_verb.get(word, ())):
                yield _of_event(article, event, frame, around)
        for frame in index.of_nouns:
            for found in related(stretch, frame, events, around):
                clause = stretch.span(*stretch.run(found.where[0]))
                yield _made(article, frame, stretch.span(*found.where), clause, found.roles, paired=False)


def _of_event(article: Article, event: Event, frame: Frame, around: Around) -> Reading:
    roles = {role: fill(event, role, kinds, around) for role, kinds in frame.roles.items()}
    where, clause = event.stretch.span(*event.verb), event.clause.span
    if event.relative and (stopped := _told_before(article, clause, frame.unless)):
        return Reading(frame, where, clause, roles, (), stopped)
    if event.clause.negated:
        return Reading(frame, where, clause, roles, (), "negated")
    return _made(article, frame, where, clause, roles, paired=event.paired)


def _told_before(article: Article, clause: Span, words: Sequence[str]) -> str:
    """A word of `unless` that a relative clause stands behind: 原定|去年6月并网的某电站."""
    marks = max(article.text.rfind(mark, 0, clause.start) for mark in MARKS)
    before = article.text[marks + 1 : clause.start]
    return next((f"unless: {word}" for word in words if word in before), "")


def _made(
    article: Article, frame: Frame, where: Span, clause: Span, roles: Mapping[str, Filled], *, paired: bool
) -> Reading:
    piece = article.text[clause.start : clause.end]
    stopped = next((f"unless: {word}" for word in frame.unless if word in piece), "")
    if stopped:
        return Reading(frame, where, clause, roles, (), stopped)
    facts = tuple(
        f for made in frame.made for f in _facts(article, frame, made, where, clause, roles, paired)
    )
    empty = [role for made in frame.made for role in (made.subject, made.object) if not roles.get(role)]
    return Reading(frame, where, clause, roles, facts, "" if facts or not empty else f"no {empty[0]}")


def _facts(
    article: Article,
    frame: Frame,
    made: Made,
    where: Span,
    clause: Span,
    roles: Mapping[str, Filled],
    paired: bool,
) -> Iterator[Found]:
    subjects, objects = roles[made.subject], roles[made.object]
    if subjects.how == objects.how:
        return  # two names of one list are no agent and theme
    by = roles.get(BY)
    qualifiers = tuple((GRANTED, m) for m in by.mentions) if by and made.object == "text" else ()
    for subject, object_ in _pairs(article, frame, made, subjects, objects, paired):
        if isinstance(object_, Mention) and (subject is object_ or subject.entity == object_.entity):
            continue
        default = [name for name, role in ((made.subject, subjects), (made.object, objects)) if role.default]
        span, context = _quote(article, where, clause, subject, object_, roles, made)
        yield Found(
            made.rule,
            subject,
            object_ if isinstance(object_, Mention) else _unquoted(article.text[object_.start : object_.end]),
            span,
            "",
            qualifiers,
            clause,
            where,
            confidence=(made.rule.confidence * CARRIED ** len(default)).quantize(Decimal("0.01"))
            if default
            else None,
            context=context,
            paired=paired,
        )


def _pairs(
    article: Article, frame: Frame, made: Made, subjects: Filled, objects: Filled, paired: bool
) -> Iterator[tuple[Mention, Mention | Span]]:
    """What is said of a list holds for each; with 分别 the first of one goes with the first of the other."""
    ones = [m for m in subjects.mentions if is_a(m, made.domain)]
    if TEXT in made.range:
        for span in objects.texts:
            if _is_title(article.text[span.start : span.end], frame):
                yield from ((one, span) for one in ones)
        return
    others = [m for m in objects.mentions if is_a(m, made.range)]
    if paired and len(ones) > 1 and len(others) > 1:
        if len(ones) == len(others):
            yield from zip(ones, others, strict=True)
        return
    if made.object == AMOUNT and len(ones) > 1:
        return  # a sum for several is none of each
    yield from ((one, other) for one in ones for other in others)


def _is_title(text: str, frame: Frame) -> bool:
    """Whether a text is of the kind that the frame wants; one in quotes is, unless the frame says how it begins."""
    if OF in text or len(text) > LONGEST:
        return False
    if text[:1] in QUOTES and not frame.begins:
        return True
    text = text.strip(QUOTES)
    if (frame.has and not any(word in text for word in frame.has)) or (
        frame.ends and not text.endswith(frame.ends)
    ):
        return False
    return not frame.begins or text.startswith(frame.begins)


def _unquoted(text: str) -> str:
    """Without the quotes around it; “百佳”之一 keeps them."""
    return text.strip(QUOTES) if text[:1] in QUOTES and text[-1:] in QUOTES else text


def _quote(
    article: Article,
    where: Span,
    clause: Span,
    subject: Mention,
    object_: Mention | Span,
    roles: Mapping[str, Filled],
    made: Made,
) -> tuple[Span, tuple[str, ...]]:
    """The clauses from the first to the last of what the fact is read off, if they are not too long; else those of the verb."""
    other = object_.span if isinstance(object_, Mention) else object_
    sentence = sentence_around(article.text, where)
    near = [s for s in (where, other, subject.span) if sentence.covers(s)]
    hull = Span(min(s.start for s in near), max(s.end for s in near))
    span = clauses_around(article.text, sentence, hull)
    if len(span) > LONG:
        span = hull if len(hull) <= LONG else Span(clause.start, min(clause.end, clause.start + LONG))
    missing = [
        "agent" if role == "agent" else "topic"
        for role, mention in ((made.subject, subject.span), (made.object, other))
        if roles[role].default and not span.covers(mention)
    ]
    return span, tuple(dict.fromkeys(missing))
