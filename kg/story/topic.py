"""What each clause of an article goes on about, or that this is unknown: linked mentions in, topics of clauses out.

One walk for relations whose subject is left out and for figures. A clause is about what it opens with; one without a
subject goes on about what the clauses before it were about, a sentence about what the heading or the sentence before it
was. A thing that no name covers ends the topic: what follows is of nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.reader import ClauseReader
from kg.model import Article, Entity, Mention, replace
from kg.rules.indicators import Indicators
from kg.rules.match import walk as all_of
from kg.rules.model import RuleBook
from kg.rules.slots import SlotText, encode, in_sentences
from kg.rules.topics import (
    AREAS,
    PLACES,
    SUBJECTS,
    WATERS,
    WORKS,
    SentenceTopics,
    Topic,
    Topics,
    is_of,
    short_form,
)
from kg.story.about import area_of, home_area, leading_works, spoken_of
from kg.story.carried import Carried, Earlier
from kg.story.deeds import Deeds
from kg.story.headings import Section, heading_of, is_plain_line, next_section, tells_of_another
from kg.story.openers import (
    OF,
    Inside,
    Part,
    built_work,
    counts_set,
    counts_works,
    entered_place,
    is_praised,
    is_sized_part,
    opener_at,
    opens_with_indicator,
    stands_for,
    thing_called,
    unknown_work,
    unnamed_at,
)
from kg.story.scene import Scenes
from kg.story.wholes import Wholes
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS
from kg.text.signs import POINTER

PLACED = (*WORKS, *AREAS, *WATERS)
BRACKETS = "（）"
PROJECT, COMPANY = "Project", "Company"
SECTIONS = ("MonitoringSection", "ProtectedArea")  # a sentence that names none of them is not about one
MARK = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}]")
BREAKS = "；;"
NAMED = (*WORKS, "Company", "Institution")  # a clause that names one tells of that
WITHIN = ("", "内", "里", "中", "上")  # behind a bare head
LONGEST_HEAD = 9


def find_topics(
    article: Article,
    mentions: Sequence[Mention],
    scenes: Scenes,
    rules: RuleBook,
    book: Indicators,
    clauses: ClauseReader,
) -> Topics:
    """The topics of all sentences with a name or a value; `mentions` are linked and nested."""
    walk = _Walk(article, mentions, scenes, rules, book, clauses)
    return {topics.slots.span.start: topics for topics in walk.read()}


class _Walk:
    """Goes over an article sentence by sentence, clause by clause, and knows what it is about by then."""

    def __init__(
        self,
        article: Article,
        mentions: Sequence[Mention],
        scenes: Scenes,
        rules: RuleBook,
        book: Indicators,
        clauses: ClauseReader,
    ) -> None:
        self.clauses = clauses
        self.article, self.mentions, self.scenes, self.rules, self.book = (
            article,
            mentions,
            scenes,
            rules,
            book,
        )
        works = leading_works(article, mentions)
        self.lead = works[0] if len(works) == 1 else None  # the one work that title and lead name
        self.left = False  # a line that heads other news stands between: what follows is not about it
        self.here: dict[Entity, Mention] = {}  # the works that the paragraph has named
        self.away = False  # the paragraph has named another area than the article's
        self.works = bool(works)
        self.home, self.whole = home_area(article, mentions, scenes)
        self.report = self.whole and book.report.search(article.title) is not None
        self.said = spoken_of(article, mentions)
        self.named = sorted((m for m in all_of(mentions) if m.entity and not m.value), key=_end)
        self.earlier, self.wholes = Earlier(), Wholes()
        self.deeds = Deeds(article.text, clauses, book)
        self.section = Section()
        self.strays = False  # the sentence tells of another work than the heading
        self.thing: Mention | None = None
        self.stay: Mention | None = None  # the topic that the next sentence may go on about
        self.last: Mention | None = None  # the work named last: 这条渠 is that
        self.short: Mention | None = None
        self.why = ""
        self.given = 0  # clauses since the topic was told as the object of a verb: 实施某工程; 0: it was not
        self.opened = False  # some clause of the sentence has opened with a name
        self.pointed = False  # the sentence opens with 这条渠 or 大坝 of the work named last

    def read(self) -> Iterator[SentenceTopics]:
        """The topics of each sentence with a name or a value; a heading may have neither."""
        text = self.article.text
        for sentence, inside in in_sentences(text, self.mentions):
            slots = encode(text, sentence, inside, self.rules.codes)
            title = sentence.start < self.article.body
            below = headed = None
            if not title:
                paragraph = text[sentence.start - 1 : sentence.start] == "\n"
                heading = heading_of(slots, self.clauses.classes, line=paragraph)
                self.section = next_section(self.section, heading)
                below, headed = self.wholes.read(heading), _titled(heading)
                if heading is not None:
                    self.earlier.next_section(self.section)
                self.strays = tells_of_another(slots, self.section, self.clauses.classes)
                self._leave(heading, slots, paragraph=paragraph)
                self._next_sentence(slots, paragraph=paragraph or heading is not None)
            if inside:
                clauses = tuple(self._clauses(slots, title=title))
                yield SentenceTopics(slots, clauses, title, below, headed)
                named = [m for m in slots.mentions.values() if m.kind in WORKS and m.entity and not m.deictic]
                self.last = named[-1] if named else self.last
                self._meet(named)
                self.away = self.away or any(self._is_elsewhere(m) for m in slots.mentions.values())

    @property
    def main(self) -> Mention | None:
        """The one work that title and lead name, where the text is still about it."""
        return None if self.left else self.lead

    def _leave(self, heading: Section | None, slots: SlotText, *, paragraph: bool) -> None:
        """Past a line that heads what follows: other news, until the article's work is named again."""
        self.here = {} if paragraph else self.here
        self.away = self.away and not paragraph
        if heading is not None and is_plain_line(heading, slots.text):
            self.left, self.stay = True, None

    def _meet(self, works: Sequence[Mention]) -> None:
        self.here |= {m.entity: m for m in works if m.entity is not None}
        self.left = self.left and (self.lead is None or self.lead.entity not in self.here)

    def _clauses(self, slots: SlotText, *, title: bool) -> Iterator[Topic]:
        heading = None if self.strays else self.section.thing
        topics = () if self.strays else self.earlier.now(heading)
        carried = Carried(slots, topics, self.rules, heading)
        area, whole = self._place(slots)
        free, depth, start = not title, 0, 0
        for mark in [*MARK.finditer(slots.text), None]:
            end = mark.start() if mark else len(slots.text)
            one = self._clause(slots, start, end, bracketed=depth > 0)
            depth += slots.text.count(BRACKETS[0], start, end) - slots.text.count(BRACKETS[1], start, end)
            held = carried.at(start)
            if not title and not one.bracketed:
                self._turn(one, whole=whole)
            free = free and whole and (one.says or self.deeds.tells(one, area))
            alone = free and not any(m.kind in NAMED for _, m in one.inside)
            report = self.report and whole and not self.opened
            yield Topic(
                start, end, self.thing, self.why, area, whole, self.last, self.short, alone, report, held
            )
            counts = one.opener is None and counts_works(
                slots, end, one.inside, self.book, self.clauses.classes
            )
            if counts and self.given:
                self.thing, self.given = None, 0  # 实施某行动，建设项目20个，总投资3亿元: of the twenty
            carried.read(one, counts=counts)
            if not title and (one.opens is None or one.opens.kind not in PLACED):
                self._give(built_work(slots, start, end, one.inside, self.book))
            if mark is not None and mark.group() in BREAKS:
                self._turn_back()
            start = end + 1
        self.earlier.read(slots, carried.opener)

    def _clause(self, slots: SlotText, start: int, end: int, *, bracketed: bool) -> Part:
        inside = slots.between(start, end)
        opener = opener_at(slots, start, end, inside, self.rules, lies=self.book.words["lies"])
        says = self.rules.said.search(slots.text, start, end) is not None
        if bracketed and opener is not None and slots.mentions[opener].kind not in WORKS:
            opener = None  # （其中县城3万吨，某镇1万吨）
        return Part(slots, start, end, inside, opener, says, bracketed)

    def _place(self, slots: SlotText) -> tuple[Mention | None, bool]:
        """The area of which a sentence may tell without a name, and whether the article is about it."""
        scene = self.scenes.at(slots.span.start)
        if scene.named is None or scene == self.scenes.home:
            return self.home, self.whole and not self.away
        area = area_of(scene, self.article)
        if area is not None and area.entity == self.said:
            return replace(area, deictic=True), True  # 全市, though the sentence leaves it out
        return area, scene.source == "heading"

    def _next_sentence(self, slots: SlotText, *, paragraph: bool) -> None:
        """A work stays the topic if the article is about it or names no area; 全市 and 该县 of their paragraph."""
        resumes = self.book.resumes.match(slots.text) is not None
        goes_on = resumes or opens_with_indicator(slots, self.book)
        points = (
            self.book.points.match(slots.text) is not None or self.book.bare.match(slots.text) is not None
        )
        self.why, self.short = self.section.why, None
        main = self.section.thing or (self.main if not self.earlier.listed else None)
        self.opened = self.pointed = points and self.last is not None
        topic = None if is_of(self.stay, SECTIONS) else self.stay
        if self.pointed:
            topic = self.last
        elif paragraph:
            topic = main or (topic if is_of(topic, WORKS) and self.home is None else None)
        elif is_of(topic, WORKS):
            topic = topic if goes_on or self.works else main
        elif is_of(topic, (COMPANY,)):
            topic = main
        elif topic is not None and self.home is not None:
            same = topic.deictic or (goes_on and topic.entity == self.home.entity)
            topic = topic if same and topic.kind in AREAS else main
        topic = topic or self.section.thing
        if not self.pointed and not paragraph and self.here and self._is_main(topic):
            alone = goes_on and len(self.here) == 1
            topic = next(iter(self.here.values())) if alone else None  # the paragraph is about another work
        if is_of(topic, WORKS) and topic is not self.section.thing and self.deeds.is_order(slots.text):
            topic = None
        if self.strays and topic in (None, self.section.thing):
            topic, self.why = None, "the sentence names another work than the heading"
        self.last = None if paragraph and not points else self.last
        self.thing = self.stay = topic
        self.given = 0

    def _is_elsewhere(self, mention: Mention) -> bool:
        """Whether a mention is an area that does not lie in the article's, nor that in it."""
        home = self.home.entity.code if self.home and self.home.entity else None
        code = mention.entity.code if mention.entity and mention.kind in PLACES else None
        if not home or not code:
            return False
        inner, outer = sorted((home.rstrip("0"), code.rstrip("0")), key=len, reverse=True)
        return not inner.startswith(outer)

    def _is_main(self, topic: Mention | None) -> bool:
        """Whether a topic is only what the article is about, in a paragraph that has named other works."""
        main = self.main
        return main is not None and topic is main and main.entity not in self.here

    def _turn(self, one: Part, *, whole: bool) -> None:
        """Go on to what a clause is about."""
        slots, start, end, inside, opener = one.slots, one.start, one.end, one.inside, one.opener
        rules, book = self.rules, self.book
        if any(m.text in book.words["one"] for _, m in inside):
            self.why = "the sentence tells a rate: so much of one"
        if opener is None and (short := self._short(slots.text[start:end])) is not None:
            self._open(short, owns=False)
            self.short = short
        elif (head := self._pointed_head(slots, start)) and not (start == 0 and self.pointed):
            self._stand_for(thing_called(head, slots.start_of(start), self.named, self.article.text))
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
            self.why = "" if is_of(self.thing, WORKS) else "the clause opens with a list of places"
        elif opener is not None and not is_praised(slots, opener + 1, end, book):
            self._open(slots.mentions[opener], owns=slots.text.startswith(OF, opener + 1))
        elif opener is None and self._is_duty(slots.text[start:end]):
            self.why = "the clause tells of another thing that is done"
            if self.given > 1 and whole:
                self.thing, self.why, self.given = None, "", 0
        elif opener is None and self._names_another(inside):
            self.why = "the clause names another work"
        elif opener is None and (place := entered_place(slots, start, inside, book)) is not None:
            self._open(place, owns=False)

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

    def _give(self, work: Mention | None) -> None:
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

    def _turn_back(self) -> None:
        """Behind a ； the article's own place speaks again."""
        self.why = ""
        if self.given:
            self.thing, self.given = None, 0
        if self.home is not None and is_of(self.thing, (*AREAS, COMPANY)):
            self.thing = self.home


def _titled(heading: Section | None) -> Mention | None:
    return heading.thing if heading is not None and heading.titled else None


def _end(mention: Mention) -> int:
    return mention.span.end
