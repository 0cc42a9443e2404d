"""The periods that an article names, and the figures that hold in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.language.classes import OPENERS
from kg.model import Article, Date, Mention, Quantity, Span, replace
from kg.rules.match import Found
from kg.rules.plans import PLANNED
from kg.rules.topics import WORKS
from kg.text.dates import plan_year
from kg.text.periods import find_periods
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS, split_sentences
from kg.text.signs import (
    BESIDES,
    FROM,
    HEADING,
    LOOKS_BACK,
    NOW,
    PARTS,
    PLAN_TITLE,
    STAMPED,
    STANDS,
    TITLE_YEAR,
    TOLD_THEN,
    UNTIL_NOW,
    UP_TO,
    YEARBOOK,
    YEARS_AHEAD,
)

YEAR = 4  # characters
OPENING = 4  # characters before a period that opens a sentence
STAMP = 10  # before the date of a web page


@dataclass(frozen=True, slots=True)
class Section:
    """From an offset on, the period that its heading or the title names; `ahead`: it tells what is to be done."""

    start: int
    period: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods that an article names, in order, and what holds where a sentence names none."""

    named: tuple[Mention, ...] = ()
    sections: tuple[Section, ...] = ()
    text: str = ""
    year: str = ""  # of the article

    def section(self, at: int) -> Section:
        """What an offset lies in."""
        found = bisect_right(self.sections, at, key=_start) - 1
        return self.sections[found] if found >= 0 else Section(0)

    def at(self, figure: Span, sentence: Span) -> str:
        """Named last before a figure in its sentence, else what opened one before in the paragraph, else the section's."""
        before = self._before(figure.start)
        near = before[-1] if before else None
        if near is not None and near.span.start >= sentence.start:
            if not self._is_of_news(near) and not self._is_apart(near, figure, sentence):
                return _value(near)
            near = self._opener(before, sentence)
            if near is not None:
                return _value(near)
            return self._of_report(figure, sentence) or self.section(figure.start).period
        now = NOW.search(self.text, sentence.start, figure.start)
        if now is not None and not (
            near is not None and UNTIL_NOW.match(now[0]) and _value(near) == self.year
        ):
            return ""
        if YEARS_AHEAD.search(self.text, sentence.start, figure.start):
            return ""
        if BESIDES.match(self.text, sentence.start):
            return self.section(figure.start).period
        paragraph = self.text.rfind("\n", 0, sentence.start) + 1
        if near is not None and near.span.start >= paragraph and self._opens(near):
            return "" if self._has_come(near, figure, sentence) else _value(near)
        return self._of_report(figure, sentence) or self.section(figure.start).period

    def _before(self, figure: int) -> list[Mention]:
        """The periods of the paragraph before a figure, but one that is only that of the value before."""
        start = self.text.rfind("\n", 0, figure) + 1
        found = list(
            self.named[
                bisect_left(self.named, start, key=_begin) : bisect_left(self.named, figure, key=_begin)
            ]
        )
        return found[:-1] if found and self._is_base(found[-1].span, figure) else found

    def _is_of_news(self, period: Mention) -> bool:
        """Whether a time is that of what tells a figure: 6月1日发布的公报显示."""
        return TOLD_THEN.match(self.text, period.span.end) is not None

    def _is_apart(self, period: Mention, figure: Span, sentence: Span) -> bool:
        """Whether a semicolon stands between a figure and a time that does not open the sentence."""
        return PARTS in self.text[period.span.end : figure.start] and not self._begins(period, sentence)

    def _begins(self, period: Mention, sentence: Span) -> bool:
        return not self.text[sentence.start : period.span.start].strip(UP_TO + OPENERS)

    def _opener(self, before: Sequence[Mention], sentence: Span) -> Mention | None:
        """What the sentence opens with, behind which another time has come between."""
        first = next((p for p in before if p.span.start >= sentence.start), None)
        opens = first is not None and self._begins(first, sentence) and not self._is_of_news(first)
        return first if opens else None

    def _of_report(self, figure: Span, sentence: Span) -> str:
        """2021 of 《2021年某省环境公报》显示."""
        found = YEARBOOK.search(self.text, sentence.start, figure.start)
        return found["year"] if found else ""

    def _has_come(self, period: Mention, figure: Span, sentence: Span) -> bool:
        """Whether a sentence behind one of a time to come tells what there is: 到2035年，…。全省共划分835个."""
        value = _value(period).rpartition("/")[2]
        ahead = bool(self.year) and value[:YEAR] > self.year
        return ahead and STANDS.search(self.text, sentence.start, figure.start) is not None

    def _is_base(self, period: Span, figure: int) -> bool:
        """Whether a time is only that of the value before: 由2018年的6.4万辆增加到9.8万辆."""
        between = self.text[period.end : figure]
        return self.text[period.start - 1 : period.start] in FROM and any(c.isdigit() for c in between)

    def _opens(self, period: Mention) -> bool:
        """Whether a sentence begins with it: 2023年，全县…。… goes on about that year."""
        before = self.text[max(0, period.span.start - OPENING) : period.span.start]
        return (
            before.rstrip(UP_TO)[-1:] in ("", *SENTENCE_MARKS) and self.text[period.span.end] in CLAUSE_MARKS
        )


NO_PERIODS = Periods()


def article_periods(article: Article, mentions: Sequence[Mention], today: Date | None) -> Periods:
    """The periods that an article names: 今年前9个月. `today` is its date, `mentions` hold its dates."""
    dates = tuple(m for m in mentions if isinstance(m.value, Date))
    named = find_periods(article.text, today=today, dates=dates)
    year = today.iso[:YEAR] if today is not None else ""
    told = tuple(period for period in named if not _is_of_page(article.text, period))
    return Periods(told, tuple(_sections(article, named, today)), article.text, year)


def _is_of_page(text: str, period: Mention) -> bool:
    """Whether a time is that of the web page: 发布日期：2022-07-18."""
    return STAMPED.search(text, max(0, period.span.start - STAMP), period.span.start) is not None


def _sections(article: Article, named: Sequence[Mention], today: Date | None) -> Iterator[Section]:
    """The title's year, and those of headings: 一、2023年工作回顾 and 二、2024年主要任务, of which the latter is ahead."""
    title = article.text[: article.body].strip()
    years_of = {str(p.value) for p in named if p.span.end <= article.body and len(str(p.value)) <= YEAR}
    years_of = years_of or set(TITLE_YEAR.findall(title))
    whole = years_of.pop() if len(years_of) == 1 else ""
    plan = bool(whole and today is not None and whole >= today.iso[:YEAR] and PLAN_TITLE.search(title))
    report = (
        today is not None and today.iso == whole
    )  # its year is that of its 今年, and most of it looks back
    yield Section(0, "" if report else whole, plan)
    heads = [
        (m.start(), _period_of(m.span("head"), named) or _plan_of(m["head"]))
        for m in HEADING.finditer(article.text)
    ]
    years = {period[:YEAR] for _, period in heads if period}
    for start, period in heads:
        late = bool(period) and len(years) > 1 and period[:YEAR] == max(years)
        ahead = plan or (late and today is not None and period[:YEAR] >= today.iso[:YEAR])
        yield Section(start, period or ("" if report else whole), ahead)


def _period_of(head: tuple[int, int], named: Sequence[Mention]) -> str:
    at = bisect_right(named, head[0] - 1, key=_begin)
    inside = at < len(named) and named[at].span.end <= head[1]
    return str(named[at].value) if inside else ""


def _plan_of(head: str) -> str:
    """2006/2010 of “十一五”发展成就: a heading that looks back at the years of a plan."""
    found = LOOKS_BACK.search(head)
    years = [plan_year(found["plan"], first=first) for first in (True, False)] if found else []
    return "/".join(map(str, years)) if all(years) else ""


def with_periods(text: str, known: Sequence[Found], periods: Periods) -> tuple[Found, ...]:
    """The facts of relation rules, their figures with the period that the sentence names before them."""
    sentences = split_sentences(text)
    starts = [sentence.start for sentence in sentences]

    def sentence(span: Span) -> Span:
        return sentences[bisect_right(starts, span.start) - 1]

    return tuple(
        dated(fact, sentence(fact.object.span), periods) if isinstance(fact.object, Mention) else fact
        for fact in known
    )


def dated(fact: Found, sentence: Span, periods: Periods) -> Found:
    """With its period; what a work measures holds for good, whatever day the sentence names."""
    figure = fact.object
    if not isinstance(figure, Mention) or not isinstance(figure.value, Quantity):
        return fact
    if periods.section(figure.span.start).ahead and not fact.plan:
        fact = replace(fact, plan=PLANNED)
    if fact.subject.kind in WORKS:
        return fact
    period = periods.at(figure.span, sentence)
    return replace(fact, object=replace(figure, value=replace(figure.value, period=period)))


def _value(period: Mention) -> str:
    return period.value if isinstance(period.value, str) else ""


def _start(section: Section) -> int:
    return section.start


def _begin(period: Mention) -> int:
    return period.span.start
