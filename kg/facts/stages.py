"""How far works are, and since when: the clauses of an article → facts of kg:status, kg:startDate and kg:completionDate."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.facts.chains import SUMS, find_events
from kg.facts.kinds import ONGOING, STEPS, Event
from kg.facts.pages import NEWS, PLAN, PageKind
from kg.facts.settings import Settings
from kg.facts.signs import Sign, read_signs
from kg.facts.stage_facts import Made, Maker, settled
from kg.facts.stage_words import StageWords
from kg.facts.stretches import (
    apposed,
    counts,
    counts_off,
    has_subject,
    headed,
    is_costed,
    is_intended,
    is_list,
    is_listed,
    is_past_setting,
    is_plan,
    is_setting,
    is_site,
    is_step,
    opens_list,
    opens_unnamed,
    owns_work,
    split_clauses,
    tells_members,
)
from kg.facts.themes import ONE, is_work, is_work_mention, listed_works, subject_works
from kg.facts.topics import TopicsAt
from kg.language.classes import WordClasses
from kg.language.tokens import TokenReader
from kg.model import Article, Date, Mention, Span, replace
from kg.rules.match import STATES, STATUS, Found
from kg.rules.model import RelationRule, RuleBook
from kg.rules.plans import EXPECTED, PLANNED
from kg.rules.topics import Topics

ENDS = ("", "\n", "。", "！", "？", "!", "?")  # what stands before a sentence
HELD = frozenset(
    {"start", "build", "finish", "operate", "trial"}
)  # 将开工甲工程，建成乙工程: both are to come
OWN = frozenset({"approve", "tender", "sign"})  # what is done to works that the clause itself names
PART, AGAIN, START = "part", "again", "start"
TOOK = "took"  # the class of 历时: what began and took so long is done
MOST = 12  # works of one event; a longer list is a table


@dataclass(frozen=True, slots=True)
class StageReader:
    """Reads the stages of works off the articles of one rule book."""

    words: StageWords
    classes: WordClasses
    rules: RuleBook

    def read(
        self,
        article: Article,
        mentions: Sequence[Mention],
        tokens: TokenReader,
        topics: Topics,
        today: Date | None,
    ) -> tuple[Found, ...]:
        """The facts of an article in order. `mentions` are linked, `tokens` and `topics` made of them."""
        mentions = [m for m in mentions if not is_work_mention(m) or self.words.names_work(m)]
        if not any(is_work_mention(m) for m in mentions):
            return ()
        made = {r.makes if r.makes != STATUS else r.object: r for r in self.rules.relations if r.stage}
        walk = _Walk(
            article,
            self.words,
            self.classes,
            made,
            {m.span.start: m for m in mentions},
            self.rules,
            TopicsAt(topics),
            today,
        )
        for start, end in tokens.stretches:
            if walk.wants(start, end):
                walk.stretch(tokens, start, end)
            else:
                walk.unread = start
        return settled(walk.found)


@dataclass(slots=True)
class _Walk:
    """Goes over an article stretch by stretch."""

    article: Article
    words: StageWords
    classes: WordClasses
    made: Mapping[str, RelationRule]
    mentions: Mapping[int, Mention]
    rules: RuleBook
    topics: TopicsAt
    today: Date | None
    found: list[Made] = field(default_factory=list)
    topic: tuple[Mention, ...] = ()
    fresh: bool = False  # the sentence itself has come to the topic
    listed: tuple[Mention, ...] = ()  # the works of the last list, which 两个项目 stands for
    turned: bool = False  # the sentence goes on about a work of its topic: 其改建工程
    ahead: bool = False  # a word of plan holds on in the sentence
    of_set: tuple[Event, Mention | None] | None = (
        None  # what the sentence says of works that it has not named yet
    )
    listing: bool = False  # it names them now
    unread: int | None = None  # where the stretch before begins, if it tells of no work
    past: bool = False  # the sentence tells of long ago: 20年前的今天，
    goal: bool = False  # it tells what is to come: 将加快建设…。建成某工程
    goals: bool = False  # the sentence before did, and this one goes on with what is to be done
    begun: bool = False  # the sentence has told that works began: 去年3月开工，历时9个月
    rite: bool = False  # they have a rite of their own, and the next sentence may name them
    wholes: tuple[Mention, ...] = ()  # the works of which the clause names a part: 甲工程最长隧洞——
    settings: Settings = field(default_factory=Settings)
    year: Mention | None = None  # the time that a list of duties is for: 今年，我们将
    goes_on: tuple[Event, Mention | None] | None = None  # an event whose list of works may go on behind ，
    page: PageKind = field(init=False)
    works: list[Mention] = field(init=False)  # by where they start
    maker: Maker = field(init=False)

    def __post_init__(self) -> None:
        self.page = PageKind(self.article, self.words)
        self.maker = Maker(self.article, self.made, self.rules, self.today)
        self.works = sorted((m for m in self.mentions.values() if is_work_mention(m)), key=_start)

    def wants(self, start: int, end: int) -> bool:
        """Whether a stretch may tell a stage: it has a verb of works, and a work is named in it or shortly before."""
        if "\n" in self.article.text[max(0, start - 1) : start]:
            self.topic, self.listed = (), ()
        first = bisect_left(self.works, start, key=_start)
        named = first < len(self.works) and self.works[first].span.start < end
        soon = first < len(self.works) and self.words.rites.search(self.article.text, start, end)
        if not (named or self.topic or self.listed or self.of_set or soon or self.topics.work(start)):
            return False
        if self.words.found.search(self.article.text, start, end) or (named and self.listing):
            return True
        if named:
            self.topic, self.fresh = (self.works[first],), False
        return False

    def stretch(self, tokens: TokenReader, start: int, end: int) -> None:
        self.ahead = False
        if self.unread is not None:
            self._pass_over(tokens, self.unread)
        if self.article.text[max(0, start - 1) : start] in ENDS:
            self._end_sentence(start)
        signs = self._signs(tokens, start)
        self.settings = Settings()
        self.year = None
        for clause in split_clauses(signs):
            self.page.read(self.article.text, clause[0].start, clause[-1].end)
            if is_past_setting(clause):
                self.past = True
                continue
            if is_setting(clause):
                self.ahead = self.ahead or any(s.says("coming") for s in clause)
                self.year = self.settings.open(clause)
                continue
            self._clause(clause)
            self.wholes = apposed(self.article.text, clause)
            self.settings.leave()

    def _signs(self, tokens: TokenReader, start: int) -> list[Sign]:
        read = tokens.tokens_at(start)
        return read_signs(read, self.classes.code(read), self.mentions, self.words, self.classes)

    def _pass_over(self, tokens: TokenReader, start: int) -> None:
        """Only see whether a stretch tells what is to come."""
        self.unread, self.goal, self.goals = None, False, False
        for clause in split_clauses(self._signs(tokens, start)):
            self._look_ahead(clause)

    def _end_sentence(self, start: int) -> None:
        """Forget what holds for a sentence; a rite for works without names tells of those that the next one lists."""
        if not self.rite or self.listing or "\n" in self.article.text[max(0, start - 1) : start]:
            self.of_set, self.rite = None, False
        self.rite = self.of_set is not None and self.rite
        self.listing, self.goes_on, self.fresh, self.turned, self.begun = False, None, False, False, False
        line = "\n" in self.article.text[max(0, start - 1) : start]
        self.past, self.goals, self.goal = False, (self.goal or self.goals) and not line, False

    def _clause(self, clause: Sequence[Sign]) -> None:
        self._look_ahead(clause)
        events = find_events(clause, self.words, self.maker.is_ahead)
        events = [e for e in events if e.verb != TOOK or (self.begun and e.end == len(clause) - 1)]
        self.settings.read(clause, events)
        self.ahead = self.ahead or (all(e.verb in SUMS for e in events) and is_plan(clause))
        if (
            not events
            and self.goes_on is not None
            and is_work(clause[0])
            and all(is_listed(s) for s in clause)
        ):
            works = listed_works(clause, 0, 1)[0]
            event, date = self.goes_on
            self._make(clause, replace(event, at=0, end=1, date=None), works, event.scope, date)
            return
        self.goes_on = None
        counted = self.listed if counts(clause, self.listed) else ()
        if counted:
            self.topic, self.fresh = counted, True
        last: tuple[Mention, ...] = ()
        blocked_all = False
        for event in events:
            if event.of_set or (event.behind and not event.works and not headed(clause, event.end)):
                self.of_set = (event, self.settings.date(clause, event, events, ()))
                self.rite, self.listing = event.rite, opens_list(self.article.text, clause)
                continue
            works, part, blocked = self._theme(clause, event, last)
            works, blocked = (counted, False) if counted and blocked else (works, blocked)
            blocked_all = blocked
            if works and len(works) <= MOST:
                date = self.settings.date(clause, event, events, works)
                if date is None and event.works and self.ahead:
                    date = self.year
                scope = event.scope or (self._scope(date) if part == ONE else part)
                self._make(clause, self.settings.begun(event), works, scope, date)
                self.begun = self.begun or (event.verb == START and event.when in ("bare", "done"))
                last = works
                if event.works and event.end == len(clause) and event is events[-1]:
                    self.goes_on = (event, date)
        last = self._members(clause) or last
        own = next((i for i, s in enumerate(clause) if is_work(s)), None)
        several = last if last else listed_works(clause, own, 1)[0] if own is not None else ()
        self.listed = several if len(several) > 1 else self.listed
        if last:
            self.topic, self.fresh = last, True
        elif own is not None:
            taken = any(s.letter in "VGYP" or s.verb for s in clause[:own])
            if not taken or is_site(clause, own) or (own and is_costed(clause, own)):
                self.topic, self.fresh = listed_works(clause, own, 1)[0], True
        elif not counted and (blocked_all or has_subject(clause)):
            self.topic, self.turned = (), self.turned or (blocked_all and opens_unnamed(clause))
        self.turned = self.turned or owns_work(clause)

    def _look_ahead(self, clause: Sequence[Sign]) -> None:
        """A sentence with 将 tells what is to come; the next goes on with it as long as its clauses open with verbs."""
        self.goal = self.goal or any(s.says("aspect:prospective") and s.letter == "D" for s in clause)
        opens = next((s for s in clause if s.letter != "D"), clause[0])
        self.goals = self.goals and opens.letter in "VG" and not any(s.letter == "U" for s in clause)

    def _scope(self, date: Mention | None) -> str:
        """Whether works with one unit running run by now: not on the day, but where it is told long after."""
        return "unit" if date is not None and self.maker.is_past(date) else PART

    def _members(self, clause: Sequence[Sign]) -> tuple[Mention, ...]:
        """The works that a clause names as those of the set that an earlier one told of: 包括甲工程、乙工程."""
        if self.of_set is None:
            return ()
        event, date = self.of_set
        told = tells_members(clause)
        at = told + 1 if told is not None and not self.listing else 0
        first = next((i for i, s in enumerate(clause) if i >= at and is_work(s)), None)
        goes_on, self.listing = self.listing, self.listing or told == len(clause) - 1
        if first is None or not is_list(clause, at if told is not None else 0, first):
            return ()
        if told is None and not (goes_on or (self.rite and counts_off(clause))):
            return ()
        self.listing = True
        works = listed_works(clause, first, 1)[0]
        if len(works) <= MOST:
            self._make(clause, replace(event, at=first, end=first + 1), works, event.scope, date)
        return works

    def _theme(
        self, clause: Sequence[Sign], event: Event, last: tuple[Mention, ...]
    ) -> tuple[tuple[Mention, ...], str, bool]:
        """The works that an event is of, which part of them is meant, and whether another thing is its subject."""
        if event.works:
            return event.works, "", False
        if event.behind:
            return headed(clause, event.end), "", False
        if event.verb == "study":
            return (), "", True  # 规划 behind a name is a noun
        if event.verb in OWN and event.verb != "tender" and event.when == "bare":
            return (), "", True  # 项目核准 is a noun
        own = next((i for i, s in enumerate(clause) if is_work(s)), None)
        if event.verb == ONGOING and own is not None and is_site(clause, own):
            return listed_works(clause, own, 1)[0], "", False  # 在某工程施工现场
        if clause[event.end - 1].says("rite") and event.at and is_work(clause[event.at - 1]):
            return listed_works(clause, event.at - 1, -1)[0], "", False  # 从某工程开工仪式上获悉
        works, part, stands, blocked = subject_works(
            clause, event.at, owned=event.when == "going", deep=event.verb in STEPS
        )
        if blocked and self.fresh and len(self.topic) == 1 and is_step(clause, event):
            return self.topic, PART, False
        if part and clause[event.at].verb == AGAIN:
            return (), part, True  # 二号机组恢复建设: the rest may run
        if works or blocked:
            return works, part, blocked
        if last:
            return last, part, False
        if not self.fresh and (event.verb in OWN or not stands or len(self.topic) != 1):
            return self._carried(clause, event), part, False
        return self.topic or self._carried(clause, event), part, False

    def _carried(self, clause: Sequence[Sign], event: Event) -> tuple[Mention, ...]:
        """The work that the story goes on about, of a clause that dates what it leaves without a subject."""
        if self.turned or event.date is None or event.verb in OWN:
            return ()
        work = self.topics.work(clause[0].start)
        return (work,) if work is not None else ()

    def _make(
        self, clause: Sequence[Sign], event: Event, works: Sequence[Mention], scope: str, date: Mention | None
    ) -> None:
        when = event.when
        if date is not None and date is not event.date and when in ("bare", "achieved", "begun"):
            ahead = self.maker.is_ahead(date)
            when = "coming" if ahead else "done" if ahead is False and when == "bare" else when
        if (
            when == "bare"
            and (self.ahead or (self.goals and event.works))
            and event.verb in HELD
            and (date is None or self.maker.is_ahead(date) is not False)
        ):
            when = "coming"
        self.ahead = event.modal or (self.ahead and when == "coming")
        page = self.page.kind if event.works else NEWS
        stage = self.words.stage(event.verb, when, scope or "whole", page)
        if self.past and stage.status == STATES[1]:
            stage = replace(stage, status="")  # what was begun 20 years ago is no longer being built
        told = clause[event.low : event.end]
        if stage.modality == PLANNED and any(s.says("modality:expected") for s in told):
            stage = replace(stage, modality=EXPECTED)
        core = Span(clause[event.at].start, clause[max(event.at, min(event.end, len(clause)) - 1)].end)
        year = self.page.year if page == PLAN else None
        until = STATES[0 if is_intended(clause, event) else 1]
        task = event.verb == START and when == "bare" and bool(event.works) and event.at == 0
        for work in works:
            self.found.extend(
                self.maker.facts(stage, event.verb, work, core, date, when, year, until=until, weak=task)
            )
        stage = replace(self.words.stage(event.verb, when, PART, page), date="")
        for work in self.wholes if any(is_work(s) for s in clause[: event.at]) else ():
            self.found.extend(self.maker.facts(stage, event.verb, work, core, None, when, None))


def _start(mention: Mention) -> int:
    return mention.span.start
