"""Whose deed a figure is part of: the clause around a figure in, and whether another than its owner does it out.

北京的这家企业存在近亿元缺口 is of the firm and not of 北京; a clause about 某镇 in an article on a work tells nothing of the work.
"""

from __future__ import annotations

from kg.language.clauses import Clause
from kg.language.reader import ClauseReader
from kg.model import Mention, Span
from kg.rules.indicators import Indicators
from kg.rules.nouns import OTHER
from kg.rules.slots import MENTION, SlotText
from kg.rules.topics import AREAS, WORKS, is_of

WHY = "the clause tells what another does"
ACTORS = (*AREAS, "Company", "Agency", "Institution")
SHORTEST = 2  # characters of a subject


class Actors:
    """Subjects of the clauses of one article."""

    def __init__(self, text: str, clauses: ClauseReader, book: Indicators) -> None:
        self.text, self.clauses, self.book = text, clauses, book

    def why_another(self, figure: Mention, owner: Mention, indicator: str) -> str:
        """Why a figure is not its owner's, empty if nothing speaks against it."""
        subject = self._subject(figure)
        if subject is None or owner.span.start >= subject.end:
            return ""
        text = self.text[subject.start : subject.end]
        if len(text) < SHORTEST or text[-SHORTEST:] in indicator:
            return ""  # 专家组人数, of 专家组13人: it is what is measured
        if owner.kind in AREAS:
            return WHY if self._is_one(text, owner) else ""
        if owner.kind in WORKS and not _holds(subject, owner):
            return WHY if self._does(text) or self._is_named(subject) else ""
        return ""

    def goes_on(self, figure: Mention, owner: Mention, indicator: str) -> bool:
        """Whether no other subject stands between a firm and a figure: none, one that is measured, or the firm."""
        subject = self._subject(figure)
        if subject is None or _holds(subject, owner) or owner.span.start >= subject.end:
            return True
        return self.text[subject.start : subject.end][-SHORTEST:] in indicator

    def _is_named(self, subject: Span) -> bool:
        """Whether a subject is an area or a body and nothing more: 某市引进商企500家."""
        tokens = [t for t in self.clauses.tokens.tokens_at(subject.start) if t.start >= subject.start]
        return bool(tokens) and tokens[0].end == subject.end and tokens[0].kind in ACTORS

    def _subject(self, figure: Mention) -> Span | None:
        """The subject of the clause of a figure, or of the one before that it goes on with; none if the figure is in it."""
        at = figure.span.start
        found: Clause | None = None
        for clause in self.clauses.of_stretch(at):
            if clause.span.start > at:
                break
            found = clause if clause.subject is not None else found
        if found is None or found.subject is None or found.subject.end > at:
            return None
        return found.subject

    def _is_one(self, text: str, owner: Mention) -> bool:
        """A single body within an area: 花都工厂, 北京的这家企业, 该院, and not 全市规模以上企业."""
        if text in self.book.words["that_one"]:
            return True
        if any(word in text for word in self.book.words["this_one"]):
            return text.endswith(tuple(self.book.words["bodies"] | self.book.words["folk"]))
        every = any(word in text for word in self.book.words["all_of"])
        return not every and text.endswith(tuple(self.book.words["bodies"])) and text != owner.text

    def _does(self, text: str) -> bool:
        words = self.book.words
        return text.endswith(tuple(words["bodies"] | words["offices"] | words["folk"]))


def why_rule(
    slots: SlotText, owner: Mention | None, book: Indicators, *, looked_at: bool, statute: bool
) -> str:
    """Why a figure is a rule or a limit and no news: of a statute, of a sentence that grants, of a count behind a preposition."""
    if looked_at:
        return "the count is only looked at ([words] looked_at)"
    if not is_of(owner, AREAS):
        return ""
    if statute:
        return "a statute counts what must be, and not what is"
    shown = MENTION.sub(OTHER, slots.text)
    return "the sentence grants or fines" if book.policy.search(shown) else ""


def _holds(subject: Span, owner: Mention) -> bool:
    return subject.start <= owner.span.start and owner.span.end <= subject.end
