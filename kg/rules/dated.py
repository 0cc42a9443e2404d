"""The periods that an article names, and the figures that hold in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Article, Date, Mention, Quantity, Span, replace
from kg.rules.match import Found
from kg.rules.plans import PLANNED
from kg.rules.topics import WORKS
from kg.text.periods import find_periods
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS, split_sentences
from kg.text.signs import FROM, HEADING, NOW, PLAN_TITLE, TITLE_YEAR, UP_TO

YEAR = 4  # characters
OPENING = 4  # characters before a period that opens a sentence


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

    def section(self, at: int) -> Section:
        """What an offset lies in."""
        found = bisect_right(self.sections, at, key=_start) - 1
        return self.sections[found] if found >= 0 else Section(0)

    def at(self, figure: Span, sentence: Span) -> str:
        """Named last before a figure in its sentence, else what opened one before in the paragraph, else the section's."""
        end = bisect_right(self.named, figure.start, key=_begin)
        if end and self._is_base(self.named[end - 1].span, figure.start):
            end -= 1
        near = self.named[end - 1] if end else None
        if near is not None and near.span.start >= sentence.start:
            return near.value if isinstance(near.value, str) else ""
        if NOW.match(self.text, sentence.start):
            return ""
        paragraph = self.text.rfind("\n", 0, sentence.start) + 1
        if near is not None and near.span.start >= paragraph and self._opens(near):
            return near.value if isinstance(near.value, str) else ""
        return self.section(figure.start).period

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
    return Periods(named, tuple(_sections(article, named, today)), article.text)


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
    heads = [(m.start(), _period_of(m.span("head"), named)) for m in HEADING.finditer(article.text)]
    years = {period[:YEAR] for _, period in heads if period}
    for start, period in heads:
        late = bool(period) and len(years) > 1 and period[:YEAR] == max(years)
        ahead = plan or (late and today is not None and period[:YEAR] >= today.iso[:YEAR])
        yield Section(start, period or ("" if report else whole), ahead)


def _period_of(head: tuple[int, int], named: Sequence[Mention]) -> str:
    at = bisect_right(named, head[0] - 1, key=_begin)
    inside = at < len(named) and named[at].span.end <= head[1]
    return str(named[at].value) if inside else ""


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


def _start(section: Section) -> int:
    return section.start


def _begin(period: Mention) -> int:
    return period.span.start
