"""From an article to what frames make of it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.facts.around import TopicOf
from kg.facts.frames import Reading, read_frames
from kg.language.classes import WordClasses
from kg.language.tokens import TokenReader
from kg.model import Article, Mention
from kg.rules.match import Found
from kg.rules.model import RuleBook


def frame_facts(readings: Sequence[Reading]) -> tuple[Found, ...]:
    """All facts that frames make."""
    return tuple(dict.fromkeys(fact for reading in readings for fact in reading.facts))


def frame_readings(
    article: Article,
    linked: Sequence[Mention],
    tokens: TokenReader,
    classes: WordClasses,
    rules: RuleBook,
    *,
    topic_of: TopicOf | None = None,
) -> tuple[Reading, ...]:
    """Each frame whose verb or noun stands in the article, with what it made and what stopped it.

    `topic_of` gives what the text is about at an offset, of some classes, where no clause of the sentence says it.
    """
    if not rules.frames:
        return ()
    return tuple(read_frames(article, linked, tokens, classes, rules, topic_of=topic_of))
