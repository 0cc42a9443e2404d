"""Whether a figure beside a firm or a work is another firm's: the one of the sentence, a unit of it, one that acts at the work; or only what it says."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from kg.language.reader import ClauseReader
from kg.model import Mention
from kg.rules.owners import FIRM
from kg.rules.phrase_indicator import PhraseReader
from kg.rules.phrase_sides import OF
from kg.rules.spots import CLAUSE_ENDS, NOMINAL, Spot, meets
from kg.rules.topics import AREAS, Topic
from kg.text.sentences import SENTENCE_MARKS

FIRM_BEFORE = "the sentence is of another firm"
SAID = "the firm only says it, of another thing"
UNIT = "a unit of the firm does what the clause tells"
ACTOR = "a firm at the work does what the clause tells"
LONG = 3  # characters of a firm's short form
WHOLE = 4  # of what stands between a firm and its verb, and is no other


@dataclass(frozen=True, slots=True)
class NearerFirms:
    """The other firms that the figures of one article may be of."""

    phrases: PhraseReader
    clauses: ClauseReader

    def why(self, spot: Spot, figure: Mention, owner: Mention, topic: Topic, name: str) -> str:
        """Why a figure is not a firm's."""
        return (
            self._of_firm(figure, owner, topic)
            or self._of_speech(spot, owner, name)
            or self._of_unit(spot, owner, name)
        )

    def _of_firm(self, figure: Mention, owner: Mention, topic: Topic) -> str:
        """公司 behind 某新材此次发行…, or in a text that has come to another firm than the title's."""
        if self._is_in_sentence(figure, owner):
            return ""
        if topic.short is owner or topic.firm is owner:
            text = self.phrases.tokens.text
            for clause in self.clauses.of_stretch(figure.span.start):
                if clause.span.start >= figure.span.start or clause.subject is None:
                    break
                subject = text[clause.subject.start : clause.subject.end]
                if self._names_firm(subject) and not meets(subject, owner.text):
                    return FIRM_BEFORE
        return FIRM_BEFORE if self._has_come_to_another(figure, owner) else ""

    def _of_speech(self, spot: Spot, owner: Mention, name: str) -> str:
        """某公司表示，外省市场下降18%: what a firm says of other things."""
        words = self.phrases.book.words
        said = [
            i
            for i, t in enumerate(spot.tokens[: spot.at])
            if t.start >= owner.span.end and self.phrases.classes.says("reporting", t.text)
        ]
        if not said or any(word in name for word in words["of_firms"]):
            return ""
        rest = spot.text(said[-1] + 1, spot.at)
        own = any(word in rest for word in words["self"]) or owner.text in rest
        clause = self.clauses.at(spot.tokens[spot.at].start)
        other = clause is not None and clause.subject is not None and clause.subject.start > owner.span.end
        return SAID if other and not own else ""

    def _of_unit(self, spot: Spot, owner: Mention, name: str) -> str:
        """某集团海外业务平台某国际违规…: what stands between a firm and its verb is another."""
        at = next((i for i, t in enumerate(spot.tokens[: spot.at]) if t.end == owner.span.end), None)
        if at is None:
            return ""
        end = at + 1
        while end < spot.at and spot.letter(end) in tuple(NOMINAL) and spot.tokens[end].kind not in AREAS:
            end += 1
        run = spot.text(at + 1, end)
        does = spot.letter(end) in tuple("VGDX") and end < spot.at
        return UNIT if does and len(run) > WHOLE and not meets(run, name) else ""

    def at_work(self, spot: Spot, figure: Mention, owner: Mention) -> str:
        """在某工程现场，某局组建了200人的队伍: what a firm has there is not the work's."""
        counts = self.phrases.counts(getattr(figure.value, "unit", ""))
        between = [
            i
            for i, t in enumerate(spot.tokens[: spot.at])
            if t.kind in FIRM and t.start >= owner.span.end and spot.letter(i + 1) in tuple("VG")
        ]
        opens = any(spot.letter(i - 1) in tuple(CLAUSE_ENDS) for i in between)
        return ACTOR if counts and opens else ""

    def _is_in_sentence(self, figure: Mention, owner: Mention) -> bool:
        tokens = self.phrases.tokens.tokens_at(figure.span.start)
        return any(t.start == owner.span.start for t in tokens)

    def _names_firm(self, subject: str) -> bool:
        """Whether a subject is the short form of a firm's name: 青岭新材, by what its trade is called."""
        classes = self.phrases.classes
        group = classes.lexicon.heads.get(classes.head(subject), "")
        return LONG < len(subject) <= LONG * 2 and group in ("trade", "firm") and OF not in subject

    def _has_come_to_another(self, figure: Mention, owner: Mention) -> bool:
        """Whether the firm that opened a sentence last is another."""
        tokens = self.phrases.tokens
        before = tokens.known[: bisect_left(tokens.starts, figure.span.start)]
        opened = (m for m in reversed(before) if m.kind in FIRM and m.entity and self._opens(m.span.start))
        last = next(opened, None)
        return last is not None and last.entity != owner.entity and last.span.start > owner.span.start

    def _opens(self, start: int) -> bool:
        return self.phrases.tokens.text[start - 1 : start] in ("", *SENTENCE_MARKS)
