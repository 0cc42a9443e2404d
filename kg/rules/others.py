"""Whether another than its owner has a figure: the subject of its clause, an area named in between, the area that the text has come to.

在某镇安置点…可安置2500人 is not the province's, 该团伙…注册了146家公司 not the city's, and 全市机器人产业形成40亿元产值 is the city's 机器人产业形成产值.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.language.clauses import COPULA
from kg.language.reader import ClauseReader
from kg.language.tokens import Token
from kg.model import Mention, Span
from kg.rules.owners import FIRM
from kg.rules.phrase_indicator import PhraseReader
from kg.rules.phrase_sides import COUNT, OF
from kg.rules.slots import SlotText
from kg.rules.spots import CLAUSE_ENDS, NOMINAL, Spot, meets, spot_of
from kg.rules.topics import AREAS, PLACES, WORKS, Topic
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS
from kg.text.signs import LISTS, NUMBERED

SUBJECT = "the clause has another subject"
BETWEEN = "an area stands between the owner and the figure"
BEHIND = "the owner stands behind the figure"
SCENE = "the text has come to another area"
BEGINS = frozenset(f"{CLAUSE_MARKS}{SENTENCE_MARKS} 　")
UNNAMED = "the sentence does not name the work or firm"
WITHIN = "the area stands within the clause, apart from the figure"
VERBAL = "VGYMS"  # letters of what stands before no subject; 钢铁大市 of 钢铁大市青州 may
PART = 4  # characters of what a work is made of: 总干渠
SECTOR = 10  # characters
SHORTEST = 2  # characters of a subject
VALUES = (COUNT, "Money", "Date")
PERSON = ("PER", "nr")  # tags


@dataclass(frozen=True, slots=True)
class _Subject:
    """A subject, and whether it is of the clause of the figure itself."""

    span: Span
    same: bool


@dataclass(frozen=True, slots=True)
class Others:
    """What else the figures of one article may be of."""

    phrases: PhraseReader
    clauses: ClauseReader

    def why(
        self, figure: Mention, owner: Mention, topic: Topic, slots: SlotText, unit: str, name: str
    ) -> str:
        return (
            self._of_position(figure, owner, topic, slots, unit)
            or self._of_subject(figure, owner, topic, name)
            or self._between(figure, owner, slots)
            or self._elsewhere(figure, owner, slots)
            or self._by(owner)
            or self._beside(figure, owner, name)
        )

    def sector(self, figure: Mention, owner: Mention, name: str) -> str:
        """机器人产业 of 全市机器人产业形成40亿元产值规模: what of the owner a figure is told of, to stand before its name."""
        found = self._subject(figure)
        sector = self._sector(found, owner) if found is not None else ""
        return "" if sector and meets(sector, name) else sector

    # -- the position of the owner -----------------------------------------------------------------------

    def _of_position(self, figure: Mention, owner: Mention, topic: Topic, slots: SlotText, unit: str) -> str:
        """A sentence that does not name a firm tells nothing of it, and of a work only what it measures, where the article is about no area."""
        if owner.kind not in (*WORKS, *FIRM) or topic.short is owner:
            return ""
        tokens = self.phrases.tokens.tokens_at(figure.span.start)
        if any(t.start == owner.span.start for t in tokens):
            return ""
        if owner.kind in WORKS and self._is_near(figure, owner) and (not topic.whole or self._heads(owner)):
            return ""
        counts = self.phrases.counts(unit) or unit in self.phrases.book.change_units
        measured = (
            owner.kind in WORKS and not counts and not topic.whole and not slots.span.covers(owner.span)
        )
        return "" if measured else UNNAMED

    def _heads(self, owner: Mention) -> bool:
        """Whether a numbered sentence ends with the owner, which then heads what follows: 一是抓好某工程。"""
        text = self.phrases.tokens.text
        start = max(text.rfind(mark, 0, owner.span.start) for mark in SENTENCE_MARKS)
        numbered = NUMBERED.match(text[start + 1 : owner.span.start].lstrip()) is not None
        return numbered and text[owner.span.end : owner.span.end + 1] in tuple(SENTENCE_MARKS)

    def _is_near(self, figure: Mention, owner: Mention) -> bool:
        """Whether the paragraph has named a work before a figure."""
        return owner.span.start > self.phrases.tokens.text.rfind("\n", 0, figure.span.start)

    # -- the subject -------------------------------------------------------------------------------------

    def _subject(self, figure: Mention) -> _Subject | None:
        """The subject in force at a figure. One that is measured itself holds for its own clause alone."""
        found: _Subject | None = None
        for clause in self.clauses.of_stretch(figure.span.start):
            if clause.span.start > figure.span.start:
                break
            same = clause.span.end > figure.span.start
            if clause.subject is None:
                found = _Subject(found.span, same=False) if found is not None else None
            else:
                found = _Subject(clause.subject, same) if same or clause.kind != COPULA else None
        return found if found is not None and found.span.end <= figure.span.start else None

    def _of_subject(self, figure: Mention, owner: Mention, topic: Topic, name: str) -> str:
        found = self._subject(figure)
        if found is None or owner.span.start >= found.span.end or self._sector(found, owner):
            return ""
        start = max(found.span.start, owner.span.end if owner.span.end > found.span.start else 0)
        stretch = self.phrases.tokens.tokens_at(found.span.start)
        inside = [t for t in stretch if start <= t.start < found.span.end]
        letters = self.phrases.classes.code(inside)
        if "M" in letters and inside[0].kind in VALUES and owner.kind in AREAS:
            return ""  # 1680辆转运车跑遍1940个行政村: what the area has
        tokens = [t for t, letter in zip(inside, letters, strict=True) if letter not in "TBUHM"]
        text = "".join(t.text for t in tokens)
        told = len(text) >= SHORTEST and any(len(t.text) > 1 for t in tokens) and not meets(text, name)
        if not told or self._is_idle(text, letters, owner):
            return ""
        apart = (
            topic.whole
            and len(text) > SHORTEST
            and owner.kind not in AREAS
            and owner.span.end <= stretch[0].start == inside[0].start
        )
        own = owner.span.end > found.span.start and text.endswith(tuple(self.phrases.book.words["folk"]))
        return SUBJECT if found.same or apart or own or self._acts(tokens, text) else ""

    def _is_idle(self, text: str, letters: str, owner: Mention) -> bool:
        """境内, a time, an indicator, a verb alone; 公司 of a firm, 这条公路 of a road, 市财政 of a city."""
        book = self.phrases.book
        words = book.words
        if text in words["void"] or text.endswith(
            (*words["within"], *words["aims"], *words["time_end"], *book.heads)
        ):
            return True
        if not any(letter in "NvR" for letter in letters):
            return True
        if owner.kind in FIRM:
            return text in words["self"]
        if owner.kind in WORKS:
            head = self.phrases.classes.head(text)
            return len(text) <= SHORTEST or (bool(head) and (text[0] in words["points"] or len(text) <= PART))
        return text.startswith(tuple(words["own_level"])) or text in words["offices"]

    def _acts(self, tokens: Sequence[Token], text: str) -> bool:
        """Whether a subject goes on over clauses: one that is pointed to, named, a body or a person."""
        words = self.phrases.book.words
        if text.endswith(tuple(words["offices"])):
            return False
        last = tokens[-1]
        named = (last.kind not in ("", *VALUES, *AREAS)) or last.tag in PERSON
        return (
            text[0] in words["points"]
            or text.startswith(tuple(words["pairs"]))
            or named
            or text.endswith(tuple(words["bodies"]))
        )

    def _sector(self, found: _Subject, owner: Mention) -> str:
        if not owner.span.start <= found.span.start < owner.span.end < found.span.end:
            return ""
        text = self.phrases.tokens.text[owner.span.end : found.span.end].lstrip(OF)
        whole = text.isalpha() and SHORTEST <= len(text) <= SECTOR
        return text if whole and text.endswith(tuple(self.phrases.book.words["sectors"])) else ""

    def _by(self, owner: Mention) -> str:
        """经某公司审计: a firm behind a preposition does nothing itself."""
        if owner.kind not in FIRM:
            return ""
        tokens = self.phrases.tokens.tokens_at(owner.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == owner.span.start), 0)
        role = self.phrases.classes.says("preposition", tokens[at - 1].text) if at else ""
        return SUBJECT if role in ("path", "agent", "goal", "basis", "source") else ""

    def _beside(self, figure: Mention, owner: Mention, name: str) -> str:
        """An area that stands behind a figure, or within its clause, has it only where nothing stands between; 青州项目 is not 青州."""
        spot = spot_of(self.phrases, figure)
        at = (
            None
            if spot is None
            else next((i for i, t in enumerate(spot.tokens) if t.end == owner.span.end), None)
        )
        if spot is None or at is None:
            return BEHIND if owner.span.start > figure.span.end else ""
        if at > spot.at:
            return "" if spot.text(at - 1, at) == OF else BEHIND
        if owner.kind not in AREAS:
            return ""
        share = self.phrases.book.shares.search(name) is not None
        if not share and self._is_within(spot, at) and not self._reaches(spot, at):
            return WITHIN
        return "" if owner.deictic else self._of_body(spot, at, name)

    def _is_within(self, spot: Spot, at: int) -> bool:
        """Whether a clause has more than times and links before an area."""
        start = at
        while start and spot.code[start - 1] not in CLAUSE_ENDS:
            start -= 1
        verbs = any(spot.code[i] in VERBAL for i in range(start, at))
        return verbs and start == spot.clause_start()

    def _reaches(self, spot: Spot, at: int) -> bool:
        """Whether nothing but links stands between an area and a number: 全县的153个行政村."""
        links = self.phrases.book.words["link"]
        return all(spot.code[i] in "HDUX" or spot.tokens[i].text in links for i in range(at + 1, spot.at))

    def _of_body(self, spot: Spot, at: int, name: str) -> str:
        """青州至白渡, 青州项目, 青州某厂 behind an area's name."""
        words = self.phrases.book.words
        after = spot.text(at + 1, at + 2)
        if self.phrases.classes.says("preposition", after) == "goal" or spot.letter(at + 1) == "J":
            return SUBJECT
        end = at + 1
        while spot.letter(end) and spot.code[end] in NOMINAL and not spot.tokens[end].kind:
            end += 1
        run = spot.text(at + 1, end)
        body = after in words["sets"] | words["bodies"] or run.endswith(tuple(words["bodies"]))
        return SUBJECT if run and body and not meets(run, name) else ""

    # -- the place ---------------------------------------------------------------------------------------

    def _between(self, figure: Mention, owner: Mention, slots: SlotText) -> str:
        """南郑县 of 汉中普降大雨，洪水冲入南郑县某镇，最大水深2米."""
        if owner.kind in WORKS:
            whole = (m for m in slots.mentions.values() if m.kind in AREAS and m.deictic)
            return BETWEEN if any(owner.span.end <= m.span.start < figure.span.start for m in whole) else ""
        if owner.kind in FIRM:
            apart = (
                m
                for m in slots.mentions.values()
                if m.kind in AREAS and owner.span.end <= m.span.start < figure.span.start
            )
            return (
                BETWEEN
                if any(self.phrases.tokens.text[m.span.end : m.span.end + 1] == OF for m in apart)
                else ""
            )
        if owner.kind not in PLACES or owner.deictic:
            return ""
        below = PLACES[PLACES.index(owner.kind) + 1 :]
        inner = (
            m for m in slots.mentions.values() if m.kind in below and not m.deictic and m.entity is not None
        )
        return BETWEEN if any(owner.span.end <= m.span.start < figure.span.start for m in inner) else ""

    def _elsewhere(self, figure: Mention, owner: Mention, slots: SlotText) -> str:
        """全省 behind 河南省…。, in an article on another province."""
        if owner.kind not in PLACES:
            return ""
        text = self.phrases.tokens.text
        if any(self._opens(m, owner, figure, slots) for m in slots.mentions.values()):
            return SCENE
        if slots.span.covers(owner.span) and not owner.deictic:
            return ""
        line = text.rfind("\n", 0, figure.span.start) + 1
        named = self._known(line, figure.span.start)
        last = [m for m in named if m.kind == owner.kind and not m.deictic and m.entity is not None][-1:]
        if not last or last[0].entity == owner.entity:
            return ""
        return SCENE if self._begins(last[0], line) else ""

    def _known(self, start: int, end: int) -> Sequence[Mention]:
        """The names and values that begin between two places."""
        tokens = self.phrases.tokens
        return tokens.known[bisect_left(tokens.starts, start) : bisect_left(tokens.starts, end)]

    def _begins(self, area: Mention, start: int) -> bool:
        """Whether a clause begins with an area or 在 and an area, an outer one before it perhaps, and with no list of areas."""
        text = self.phrases.tokens.text
        at = area.span.start
        outer = {m.span.end: m.span.start for m in self._known(start, at) if m.kind in AREAS}
        while at in outer:
            at = outer[at]
        if self.phrases.classes.says("preposition", text[at - 1 : at]) == "place":
            at -= 1
        begins = at <= start or text[at - 1] in BEGINS
        return begins and text[area.span.end : area.span.end + 1] not in LISTS

    def _opens(self, area: Mention, owner: Mention, figure: Mention, slots: SlotText) -> bool:
        """Whether a clause of the sentence before the figure begins with another area than the owner, which the sentence names not or earlier."""
        if area.kind not in AREAS or area.deictic or area.entity in (None, owner.entity):
            return False
        later = owner.span.end <= area.span.start if slots.span.covers(owner.span) else True
        return later and area.span.start < figure.span.start and self._begins(area, slots.span.start)
