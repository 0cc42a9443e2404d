"""What a text is about as it turns from clause to clause: a clause in, the topic that it leaves.

A clause with a name of its own is about that, one with 该公园 about the thing that is meant, one that names what no rule
knows about nobody; what is told as the object of a verb is given up when something else is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.language.reader import ClauseReader
from kg.model import Article, Date, Entity, Mention
from kg.rules.indicators import Indicators
from kg.rules.model import RuleBook
from kg.rules.slots import SlotText
from kg.rules.topics import AREAS, SUBJECTS, WATERS, WORKS, is_of, short_form
from kg.story.deeds import Deeds
from kg.story.openers import (
    OF,
    Inside,
    Part,
    counts_set,
    entered_place,
    is_praised,
    is_sized_part,
    stands_for,
    thing_called,
    unknown_work,
    unnamed_at,
)
from kg.text.signs import POINTER

PROJECT, COMPANY = "Project", "Company"
WITHIN = ("", "内", "里", "中", "上")  # behind a bare head
LONGEST_HEAD = 9
LEAD = 60  # characters of the body in which an article says whom it is about
NOMINAL = "NvAG"  # letters of tokens before a place that it is the apposition of
LISTED = "the clause opens with a list of places"


class Turns:
    """`thing` is what the clause read last is about, `why` tells why nobody knows."""

    def __init__(
        self,
        article: Article,
        named: Sequence[Mention],
        rules: RuleBook,
        book: Indicators,
        clauses: ClauseReader,
        lead: Mention | None,
    ) -> None:
        """`named` are all names by where they end, `lead` is the one work that title and lead name."""
        self.article, self.named, self.rules, self.book, self.clauses = article, named, rules, book, clauses
        self.lead = lead
        self.left = False  # a line that heads other news stands between: what follows is not about it
        self.home: Mention | None = None
        self.firm: Mention | None = None  # that the article is about
        self.deeds = Deeds(article.text, clauses, book)
        self.thing: Mention | None = None
        self.stay: Mention | None = None  # the topic that the next sentence may go on about
        self.last: Mention | None = None  # the work named last: 这条渠 is that
        self.short: Mention | None = None
        self.here: dict[Entity, Mention] = {}  # the works that the paragraph has named
        self.why = ""
        self.given = 0  # clauses since the topic was told as the object of a verb: 实施某工程; 0: it was not
        self.opened = False  # some clause of the sentence has opened with a name
        self.pointed = False  # the sentence opens with 这条渠 or 大坝 of the work named last

    @property
    def main(self) -> Mention | None:
        """The one work that title and lead name, where the text is still about it."""
        return None if self.left else self.lead

    def turn(self, one: Part, *, whole: bool) -> None:
        """Go on to what a clause is about."""
        slots, start, end, inside, opener = one.slots, one.start, one.end, one.inside, one.opener
        rules, book = self.rules, self.book
        if self.why == LISTED and opener is None and whole and self._has_subject(slots, start, end):
            self.why = ""  # behind 甲、乙建成, of what the article is about
        place = self._closing_place(slots, start, end)
        if any(m.text in book.words["one"] for _, m in inside):
            self.why = "the sentence tells a rate: so much of one"
        if place is not None:
            self._open(place, owns=False)
        elif opener is None and (short := self._short(slots.text[start:end])) is not None:
            self._open(short, owns=False)
            self.short = short
        elif (head := self._pointed_head(slots, start)) and not (start == 0 and self.pointed):
            self._stand_for(thing_called(head, slots.start_of(start), self.named, self.article.text))
        elif opener is None and (firm := self._own_firm(slots, start, end)) is not None:
            self._stand_for(firm)
        elif (at := unnamed_at(slots, start, book)) is not None and not (start == 0 and self.pointed):
            meant = stands_for(slots, at, self.named, book)
            self._stand_for(meant)
        elif unknown_work(slots, start if opener is None else opener, end, rules, book):
            self._lose("the clause opens with a work that is no known name")
        elif opener is not None and self._is_stretch(slots, opener):
            self.opened, self.why = True, "the clause is about a stretch of it"
        elif is_of(self.thing, WORKS) and is_sized_part(slots, start, rules, book):
            self.why = "the clause is about a part of it"
        elif opener is not None and counts_set(slots, opener, end, book.etcetera):
            self.thing, self.opened, self.why, self.given = None, True, "", 0
        elif opener is not None and book.listed.match(slots.text, opener + 1):
            self.opened = True
            self.why = "" if is_of(self.thing, WORKS) else LISTED
        elif opener is not None and not is_praised(slots, opener + 1, end, book):
            meant = self._antecedent(slots.mentions[opener], slots.mentions.values())
            if meant is None:
                self.thing = self.stay = None
            else:
                self._open(meant, owns=slots.text.startswith(OF, opener + 1))
        elif opener is None and self._is_duty(slots.text[start:end]):
            self.why = "the clause tells of another thing that is done"
            if self.given > 1 and whole:
                self.thing, self.why, self.given = None, "", 0
        elif opener is None and self._names_another(inside):
            self.why = "the clause names another work"
        elif opener is None and (place := entered_place(slots, start, inside, book)) is not None:
            self._open(place, owns=False)

    def _antecedent(self, opener: Mention, beside: Iterable[Mention]) -> Mention | None:
        """The thing that a bare 铁路 or 项目 stands for: one that the paragraph names or goes on about.

        Where that is another than linking took, 项目 is the work named last in the paragraph, and 铁路 no thing but a kind.
        """
        if not opener.deictic or opener.kind not in WORKS or POINTER.match(opener.text):
            return opener
        named = (m for m in beside if not m.deictic and m.span.start < opener.span.start)
        near = (self.thing, self.stay, self.main, self.last, *self.here.values(), *named)
        if any(m is not None and m.entity == opener.entity for m in near):
            return opener
        return (self.last or opener) if opener.text in self.book.words["sets"] else None

    def _closing_place(self, slots: SlotText, start: int, end: int) -> Mention | None:
        """The area that is all that a clause names: 某工程核心区所在地某县，, 在承办大部分项目的某县，."""
        found, at = slots.mentions.get(end - 1), end
        while at > start and (area := slots.mentions.get(at - 1)) is not None and area.kind in AREAS:
            at -= 1
        if found is None or found.entity is None or found.deictic or at in (start, end):
            return None
        related = slots.text[at - 1] == OF and at - 2 not in slots.mentions
        return found if related or self._is_title(slots, start, at) else None

    def _is_title(self, slots: SlotText, start: int, at: int) -> bool:
        """Whether a name and nouns alone stand before a place: 某工程核心区所在地, not 某工程选址."""
        lies = slots.text.endswith(tuple(self.book.words["lies"]), start, at)
        if slots.mentions.get(start) is None or start + 1 == at or lies:
            return False
        first, last = slots.start_of(start + 1), slots.start_of(at)
        tokens = self.clauses.tokens.tokens_at(first)
        code = self.clauses.classes.code(tokens)
        letters = [c for t, c in zip(tokens, code, strict=True) if first <= t.start < last]
        return bool(letters) and all(letter in NOMINAL for letter in letters)

    def _has_subject(self, slots: SlotText, start: int, end: int) -> bool:
        """Whether a clause has a subject of its own, which no name stands in: 社会消费品零售总额增长2%."""
        if start >= end:
            return False
        first, last = slots.start_of(start), slots.start_of(end - 1)
        clause = self.clauses.at(first)
        return clause is not None and clause.subject is not None and first <= clause.subject.start <= last

    def _is_stretch(self, slots: SlotText, opener: int) -> bool:
        """某路某县段, 某河某县境内; 某县境内 is all of the county."""
        match = self.book.stretch.match(slots.text, opener + 1)
        if match is not None and match.group().startswith(tuple(self.book.words["lies"])):
            return False  # 某县位于某片区
        return match is not None and not (
            slots.mentions[opener].kind in AREAS and match.group() in self.book.words["within"]
        )

    def _stand_for(self, meant: Mention | None) -> None:
        """该镇 is a thing named before: the clause is about that."""
        if meant is None:
            self._lose("the clause opens with a thing that no name before it stands for")
            return
        self._open(meant, owns=False)
        self.short = self.thing = self.stay = meant

    def _own_firm(self, slots: SlotText, start: int, end: int) -> Mention | None:
        """公司 with which a clause begins, 目前公司拥有: the one firm of title and lead, else the one named so far."""
        at = start
        while at < end and at in slots.mentions and isinstance(slots.mentions[at].value, Date):
            at += 1
        if self.book.own_firm.match(slots.text, at, end) is None:
            return None
        before = slots.start_of(at)
        firms = [m for m in self.named if m.kind == COMPANY and m.span.end <= before and not m.deictic]
        for near in ([m for m in firms if m.span.end <= self.article.body + LEAD], firms):
            if len({m.entity for m in near}) == 1:
                return near[-1]
        return self.firm

    def _pointed_head(self, slots: SlotText, start: int) -> str:
        """公园 of 该公园 and 公园内, with which a clause begins; those that linking knows are mentions."""
        if start >= len(slots.text) or start in slots.mentions:
            return ""
        classes, text = self.clauses.classes, slots.text[start : start + LONGEST_HEAD]
        match = POINTER.match(text)
        if match is None and classes.head_at(text) == "":
            return ""
        if match is not None:
            return classes.head_at(text[match.end() :])
        clause = self.clauses.at(slots.start_of(start))
        if clause is None or clause.subject is None or clause.subject.start != slots.start_of(start):
            return ""
        subject = self.article.text[clause.subject.start : clause.subject.end]
        head = classes.head_at(subject)
        known = any(m.text.endswith(head) for m in (self.thing, self.last) if m is not None)
        return head if known and subject[len(head) :] in WITHIN else ""

    def _names_another(self, inside: Inside) -> bool:
        """Whether a clause that opens with no name has another work in it: 投资3亿元实施某工程."""
        if not is_of(self.thing, WORKS) or self.thing is None:
            return False
        works = {m.entity for _, m in inside if m.kind == PROJECT and m.entity is not None}
        return bool(works - {self.thing.entity})

    def _short(self, text: str) -> Mention | None:
        """The work named last, if a clause opens with a short form of it: 27号线全长."""
        for work in (self.thing, self.last, self.main):
            form = short_form(text, work) if work is not None else ""
            if form and self.book.short_end.search(form):
                return work
        return None

    def give(self, work: Mention | None) -> None:
        """建成某工程: the clauses behind it may be about that, but not where a work is their subject already."""
        if work is not None and (self.given or not is_of(self.thing, WORKS)):
            self.thing, self.given = work, 1
        elif self.given:
            self.given += 1

    def _is_duty(self, text: str) -> bool:
        """Whether a clause tells of another thing that is done than the work before it."""
        return self.given > 0 and self.thing is not None and self.deeds.is_other(text, self.thing)

    def _open(self, opener: Mention, *, owns: bool) -> None:
        """A clause opens with a name. `owns`: 的 follows, as in 某河的水."""
        first, self.opened, self.why, self.given = not self.opened, True, "", 0
        if opener.kind in WORKS:
            part = opener.kind != PROJECT and is_of(self.thing, (PROJECT,)) and not first
            self.thing = self.thing if part else opener
        elif opener.kind in AREAS:
            settled = is_of(self.thing, (*WORKS, *WATERS))
            if not settled or first or opener.deictic:
                self.thing = opener
        elif opener.kind in WATERS:
            if not is_of(self.thing, WORKS) or (first and not owns):
                self.thing = opener
        elif not is_of(self.thing, WORKS):
            self.thing = opener if opener.kind in SUBJECTS else None
        self.stay = self.thing

    def _lose(self, why: str) -> None:
        """A thing opens a clause that no rule knows by name: what follows is its own."""
        self.thing = self.stay = None
        self.opened, self.why, self.given = True, why, 0

    def turn_back(self) -> None:
        """Behind a ； the article's own place speaks again."""
        self.why = ""
        if self.given:
            self.thing, self.given = None, 0
        if self.home is not None and is_of(self.thing, (*AREAS, COMPANY)):
            self.thing = self.home
