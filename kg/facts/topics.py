"""The topics of an article by where a clause begins, for facts whose clause names no work."""

from __future__ import annotations

from bisect import bisect_right

from kg.model import Mention
from kg.rules.topics import WORKS, Topics


class TopicsAt:
    """Looks topics up by offsets of the article."""

    def __init__(self, topics: Topics) -> None:
        self._topics, self._starts = topics, sorted(topics)

    def work(self, at: int) -> Mention | None:
        """The work that a clause goes on about; None if it is none, or unknown."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return None
        sentence = self._topics[self._starts[index]]
        if sentence.title or at >= sentence.slots.span.end:
            return None
        topic = sentence.at(at)
        thing = topic.thing
        return thing if thing is not None and not topic.why and thing.kind in WORKS and thing.entity else None
