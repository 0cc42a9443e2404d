"""From the linked mentions of an article to what frames make of it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.facts.frames import Reading, read_frames
from kg.facts.roles import TopicOf
from kg.language.tokens import TokenReader
from kg.model import Article, Mention
from kg.names.scorer import TAGS, NameScorer
from kg.rules.match import Found
from kg.rules.model import RuleBook


def frame_facts(
    article: Article,
    linked: Sequence[Mention],
    scorer: NameScorer | None,
    rules: RuleBook,
    *,
    topic_of: TopicOf | None = None,
) -> tuple[Found, ...]:
    """All facts that frames make. `scorer` has what words and tags are made by; without it there are no clauses to read.

    `topic_of` gives what the text is about at an offset, of some classes, where no clause of the sentence says it.
    """
    readings = frame_readings(article, linked, scorer, rules, topic_of=topic_of)
    return tuple(dict.fromkeys(fact for reading in readings for fact in reading.facts))


def frame_readings(
    article: Article,
    linked: Sequence[Mention],
    scorer: NameScorer | None,
    rules: RuleBook,
    *,
    topic_of: TopicOf | None = None,
) -> tuple[Reading, ...]:
    """Each frame whose verb or noun stands in the article, with what it made and what stopped it."""
    if scorer is None or not rules.frames:
        return ()
    reader = TokenReader(article.text, linked, scorer.segment, scorer.tagger, TAGS)
    return tuple(read_frames(article, linked, reader, scorer.classes, rules, topic_of=topic_of))
