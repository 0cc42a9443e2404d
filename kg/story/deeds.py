"""Clauses that tell what is done, without a subject: 新增学位4200个."""

from __future__ import annotations

from collections.abc import Collection

from kg.language.reader import ClauseReader
from kg.model import Date, Mention
from kg.rules.indicators import Indicators
from kg.story.openers import Part, is_deed
from kg.text.words import words

SIGNS = " 　“”‘’（）()—·"


class Deeds:
    """Which clauses of an article tell what is done; `book` has the verbs."""

    def __init__(self, text: str, clauses: ClauseReader, book: Indicators) -> None:
        self.text, self.clauses, self.book = text, clauses, book

    def tells(self, one: Part, area: Mention | None) -> bool:
        """Whether a clause begins with a verb, or tells what an organ of the area did."""
        if one.opens is not None:
            return _is_organ(one.opens, area)
        clause = self.clauses.at(one.slots.start_of(one.start)) if one.end > one.start else None
        if clause is None:
            return all(isinstance(m.value, Date) for _, m in one.inside)
        text = self.text[clause.span.start : clause.span.end]
        return clause.subject is None or is_deed(self._first_word(text), self.book)

    def is_other(self, text: str, work: Mention) -> bool:
        """Whether a clause tells what else is done, 建成学校4所 behind 实施某工程, and not what of it: 治理 of a 治理工程."""
        verb = self._first_word(text)
        return is_deed(verb, self.book) and verb not in work.text

    def is_order(self, text: str) -> bool:
        """Whether a sentence begins with what is to be done: 加快推进100个项目."""
        return self._first_word(text, self.book.words["manner"]) in self.book.words["duties"]

    def _first_word(self, text: str, passed: Collection[str] = ()) -> str:
        """The word that a clause begins with, 目前, 共 and the like passed over, and those `passed`."""
        over = self.book.words["open"]
        return next((w for w in words(text) if w not in over and w not in passed and w.strip(SIGNS)), "")


def _is_organ(mention: Mention, area: Mention | None) -> bool:
    """Whether a body is one of the area by its name."""
    organ, of = mention.entity, area.entity if area else None
    return (
        mention.kind == "Agency" and organ is not None and of is not None and organ.label.startswith(of.label)
    )
