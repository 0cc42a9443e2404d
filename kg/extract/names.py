"""The names of an article: places and values first, then all others, linked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from kg.extract.tools import Tools
from kg.link.names import link_names, shortening
from kg.link.places import PageContext, link_places, page_context
from kg.model import Article, Date, Document, Entity, Mention, Span
from kg.names.anaphors import find_anaphors, find_short_forms
from kg.names.given import GivenNames
from kg.names.nest import nest
from kg.rules.own import with_types
from kg.story.deictic import count_votes, resolve_area
from kg.story.find import find_scenes
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS
from kg.text.signs import CLOCK, WITH
from kg.text.values import find_values

BUILT = ("Project", "Facility", "Reservoir")
STOP = re.compile(f"[{SENTENCE_MARKS}]")
LEADING = CLAUSE_MARKS + SENTENCE_MARKS + "“ 　—的"


def read_mentions(
    article: Article, document: Document, tools: Tools
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Places and values of an article, before linking."""
    values = find_values(article.text, units=tools.units, today=today_of(article, document, tools))
    places = tools.places.find(article.text)
    return tuple(p for p in places if CLOCK.match(article.text, p.span.end) is None), values


def today_of(article: Article, document: Document, tools: Tools) -> Date | None:
    """What 今年 is counted from: the year in the title of a work report or plan, else the date of article or page."""
    today = article.issued or document.date
    year = tools.stage_words.report_year(article.title)
    if year is not None and (today is None or today[:4] != year.iso):
        return year
    return Date(today) if today else None


def link_article(
    article: Article,
    places: Sequence[Mention],
    values: Sequence[Mention],
    context: PageContext,
    tools: Tools,
    *,
    given: GivenNames | None = None,
) -> tuple[Mention, ...]:
    """All mentions of an article, nested, linked as far as can be decided; `given` names stand for those found."""
    linked = link_places(places, article, tools.gazetteer, context)
    if given is not None:
        linked = given.areas(article.text, linked)
    votes = count_votes(linked, article, context.province, tools.gazetteer)
    found = tools.finder.find(article.text, (*linked, *values))
    if given is not None:
        others = given.others(article.text, found)
        found = nest([*others, *linked], values, tools.finder.grammar.inner_ends)
    short = shortening(tools.rules, tools.bodies)
    found = with_types(found, tools.rules.own)
    found = find_short_forms(article.text, found, tools.rules, short)
    found = find_anaphors(article.text, found, tools.rules)

    scenes = find_scenes(article, found, tools.gazetteer, tools.scene_words)

    def resolve(level: str, at: int, word: str) -> Entity | None:
        return resolve_area(level, at, word, linked, scenes, votes, tools.gazetteer)

    breaks = tuple(i for i, c in enumerate(article.text) if c == "\n")
    beside = {m.span.start for m in found if m.types and article.text[: m.span.start].endswith(WITH)}
    mentions = link_names(
        found,
        rules=tools.rules,
        bodies=tools.bodies,
        resolve=resolve,
        breaks=breaks,
        beside=beside,
        body=article.body,
        leaders=_leaders(article.text, found),
    )
    return mentions if given is None else given.identities(article.text, mentions)


def _leaders(text: str, found: Sequence[Mention]) -> dict[int, int]:
    """By where a name begins: where the name of its class begins that its sentence goes on about, if that is another."""
    leaders: dict[int, int] = {}
    last: dict[str, tuple[int, int]] = {}  # by class, a name that leads a clause and the sentence's beginning
    marks = [m.end() for m in STOP.finditer(text)]
    for mention in found:
        if mention.value is not None or mention.kind not in BUILT:
            continue
        sentence = bisect_right(marks, mention.span.start)
        if _leads(text, mention):
            last[mention.kind] = mention.span.start, sentence
        elif last.get(mention.kind, (0, -1))[1] == sentence:
            leaders[mention.span.start] = last[mention.kind][0]
    return leaders


def _leads(text: str, mention: Mention) -> bool:
    """Whether a clause begins with a name, or with what describes it: 甲隧道…, 历时三年的甲隧道."""
    start = mention.span.start
    return start == 0 or text[start - 1] in LEADING


def read_sentence(
    text: str, tools: Tools, *, place: str = "", title: str = "", date: str = ""
) -> tuple[Article, tuple[Mention, ...]]:
    """One text as an article of its own, and its linked mentions; `place` is where the paper is at home (山西省), `date` its day (ISO 8601)."""
    body = len(title) + 1 if title else 0
    text = f"{title}\n{text}" if title else text
    document = Document("text", "text", text, date or None)
    span, offsets = Span(body, len(text)), tuple(range(len(text)))
    article = Article("text-1", "text", title, span, text, offsets, body, date or None)
    places, values = read_mentions(article, document, tools)
    home = [
        Mention(Span(0, 0), place, p.kind, "place.full", candidates=(f"area-{p.code}",))
        for p in tools.gazetteer.named(place)
    ]
    context = page_context([[*home, *places]], tools.gazetteer)
    return article, link_article(article, places, values, context, tools)
