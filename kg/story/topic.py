"""What each clause of an article goes on about, or that this is unknown: linked mentions in, topics of clauses out.

One walk for relations whose subject is left out and for figures. A clause is about what it opens with; one without a
subject goes on about what the clauses before it were about, a sentence about what the heading or the sentence before it
was. A thing that no name covers ends the topic: what follows is of nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.reader import ClauseReader
from kg.model import Article, Mention, replace
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
)
from kg.story.about import area_of, home_area, is_report, leading_firm, leading_works, spoken_of
from kg.story.carried import Carried, Earlier
from kg.story.headings import Section, heading_of, is_plain_line, next_section, tells_of_another
from kg.story.openers import (
    Part,
    built_work,
    counts_works,
    opener_at,
    opens_with_indicator,
)
from kg.story.scene import Scenes
from kg.story.turns import COMPANY, Turns
from kg.story.wholes import Wholes
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

PLACED = (*WORKS, *AREAS, *WATERS)
BRACKETS = "（）"
SECTIONS = ("MonitoringSection", "ProtectedArea")  # a sentence that names none of them is not about one
MARK = re.compile(f"[{CLAUSE_MARKS}{SENTENCE_MARKS}]")
BREAKS = "；;"
NAMED = (*WORKS, "Company", "Institution")  # a clause that names one tells of that


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


class _Walk(Turns):
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
        works, named = (
            leading_works(article, mentions),
            [m for m in all_of(mentions) if m.entity and not m.value],
        )
        lead = works[0] if len(works) == 1 else None
        super().__init__(article, sorted(named, key=_end), rules, book, clauses, lead)
        self.mentions, self.scenes = mentions, scenes
        self.away = False  # the paragraph has named another area than the article's
        self.works = bool(works)
        self.home, self.whole = home_area(article, mentions, scenes)
        self.report = self.whole and is_report(article, mentions, book)
        self.firm = leading_firm(article, mentions)
        self.said = spoken_of(article, mentions)
        self.earlier, self.wholes = Earlier(), Wholes()
        self.section = Section()
        self.strays = False  # the sentence tells of another work than the heading

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

    def _leave(self, heading: Section | None, slots: SlotText, *, paragraph: bool) -> None:
        """Past a line that heads what follows: other news, until the article's work is named again."""
        self.here = {} if paragraph else self.here
        self.away = self.away and not paragraph
        if heading is not None and is_plain_line(
            heading, self.article.text[slots.span.start : slots.span.end]
        ):
            self.left, self.stay = True, None

    def _meet(self, works: Sequence[Mention]) -> None:
        self.here |= {m.entity: m for m in works if m.entity is not None}
        self.left = self.left and (self.lead is None or self.lead.entity not in self.here)

    def _clauses(self, slots: SlotText, *, title: bool) -> Iterator[Topic]:
        heading = None if self.strays else self.section.thing
        topics = () if self.strays else self.earlier.now(heading)
        carried = Carried(slots, topics, self.rules, heading)
        area, whole = self._place(slots)
        firm = self._firm_of(slots)
        free, depth, start = not title, 0, 0
        last = max((i for i, m in slots.mentions.items() if m.value is not None), default=-1)
        for mark in [*MARK.finditer(slots.text), None]:
            end = mark.start() if mark else len(slots.text)
            one = self._clause(slots, start, end, bracketed=depth > 0)
            depth += slots.text.count(BRACKETS[0], start, end) - slots.text.count(BRACKETS[1], start, end)
            held = carried.at(start)
            if not title and not one.bracketed:
                self.turn(one, whole=whole)
            # only of values is asked whether a clause tells what is done
            free = free and whole and start <= last and (one.says or self.deeds.tells(one, area))
            alone = free and not any(m.kind in NAMED for _, m in one.inside)
            report = self.report and whole and not self.opened
            told = self.thing, self.why, area, whole, self.last, self.short
            yield Topic(start, end, *told, alone, report, firm, held)
            counts = one.opener is None and counts_works(
                slots, end, one.inside, self.book, self.clauses.classes
            )
            if counts and self.given:
                self.thing, self.given = None, 0  # 实施某行动，建设项目20个，总投资3亿元: of the twenty
            carried.read(one, counts=counts)
            if not title and (one.opens is None or one.opens.kind not in PLACED):
                self.give(built_work(slots, start, end, one.inside, self.book))
            if mark is not None and mark.group() in BREAKS:
                self.turn_back()
            start = end + 1
        self.earlier.read(slots, carried.opener)

    def _firm_of(self, slots: SlotText) -> Mention | None:
        """The firm that the title names, where a sentence names no other thing."""
        named = (m for m in slots.mentions.values() if m.entity is not None and m.kind in SUBJECTS)
        firm = self.firm if self.firm is not None and self.firm.span.end <= self.article.body else None
        return None if firm is None or any(m.entity != firm.entity for m in named) else firm

    def _clause(self, slots: SlotText, start: int, end: int, *, bracketed: bool) -> Part:
        inside = slots.between(start, end)
        opener = opener_at(slots, start, end, inside, self.rules, self.book)
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
            topic = topic if opens_with_indicator(slots, self.book) else main
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


def _titled(heading: Section | None) -> Mention | None:
    return heading.thing if heading is not None and heading.titled else None


def _end(mention: Mention) -> int:
    return mention.span.end
