"""The facts of an article: clauses, scenes and topics once, then patterns, stages and frames on them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.tools import Tools
from kg.facts.frames import Reading as FrameReading
from kg.facts.meet import joined
from kg.facts.read import frame_readings
from kg.facts.stages import StageReader
from kg.language.reader import ClauseReader
from kg.language.tokens import TokenReader
from kg.link.promote import KINDS, OF_WORKS, is_work, promote
from kg.model import Article, Date, Mention
from kg.names.scorer import TAGS
from kg.rules.match import Found, find_facts
from kg.rules.topics import Topics
from kg.story.find import find_scenes
from kg.story.scene import Scenes
from kg.story.topic import find_topics


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the rules of facts read it; tokens and clauses are made stretch by stretch, each once."""

    article: Article
    mentions: tuple[Mention, ...]  # linked
    tokens: TokenReader
    clauses: ClauseReader
    scenes: Scenes
    topics: Topics
    today: Date | None


def read_article(
    article: Article, linked: tuple[Mention, ...], tools: Tools, today: Date | None = None
) -> Reading:
    """What facts are read off: clauses, where each plays and what it goes on about."""
    scorer = tools.scorer
    tokens = TokenReader(article.text, linked, scorer.split, scorer.tagger, TAGS, scorer.reader)
    clauses = ClauseReader(tokens, scorer.classes)
    scenes = find_scenes(article, linked, tools.gazetteer, tools.scene_words)
    topics = find_topics(article, linked, scenes, tools.rules, tools.indicators, clauses)
    return Reading(article, linked, tokens, clauses, scenes, topics, today)


def article_facts(reading: Reading, tools: Tools) -> tuple[Found, ...]:
    """What the patterns find, and how far works are, which is read off clauses."""
    facts = find_facts(reading.article, reading.mentions, tools.rules, reading.topics)
    stages = StageReader(tools.stage_words, tools.scorer.classes, tools.rules)
    return (
        *facts,
        *stages.read(reading.article, reading.mentions, reading.tokens, reading.topics, reading.today),
    )


def linked_facts(
    article: Article,
    linked: tuple[Mention, ...],
    tools: Tools,
    *,
    today: Date | None = None,
    classes_given: bool = False,
) -> tuple[Reading, tuple[Found, ...]]:
    """The article as read, and its facts; what the text builds and pays for is a work, and is read once more as one.

    With `classes_given` each thing stays what it is.
    """
    reading = read_article(article, linked, tools, today)
    facts = article_facts(reading, tools)
    roads = {rule.id for rule in tools.rules.names if rule.built}
    classes = tools.scorer.classes

    def group(name: str) -> str:
        return classes.lexicon.heads.get(classes.head(name), "")

    built = frozenset(
        f.subject.entity.id
        for f in facts
        if f.subject.entity
        and f.subject.kind in KINDS
        and is_work(
            f.rule.makes, f.object, f.subject.text, group(f.subject.text), built=f.subject.rule in roads
        )
    )
    if built and not classes_given:
        reading = read_article(article, promote(linked, built, tools.bodies), tools, today)
        facts = article_facts(reading, tools)
    facts = joined(article.text, facts, read_frames(reading, tools))
    return reading, tuple(f for f in facts if f.rule.makes not in OF_WORKS or f.subject.kind not in KINDS)


def read_frames(reading: Reading, tools: Tools) -> tuple[FrameReading, ...]:
    """What frames make of an article."""
    classes = tools.scorer.classes
    return frame_readings(reading.article, reading.mentions, reading.tokens, classes, tools.rules)
