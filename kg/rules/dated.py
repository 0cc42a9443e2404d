"""The periods that an article names, and the figures that hold in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from kg.model import Article, Date, Mention, Quantity, Span, replace
from kg.rules.match import Found
from kg.rules.topics import WORKS
from kg.text.periods import find_periods
from kg.text.sentences import split_sentences


def article_periods(article: Article, mentions: Sequence[Mention], today: Date | None) -> tuple[Mention, ...]:
    """The periods that an article names: 今年前9个月. `today` is its date, `mentions` hold its dates."""
    dates = tuple(m for m in mentions if isinstance(m.value, Date))
    return find_periods(article.text, today=today, dates=dates)


def with_periods(text: str, known: Sequence[Found], periods: Sequence[Mention]) -> tuple[Found, ...]:
    """The facts of relation rules, their figures with the period that the sentence names before them."""
    sentences = split_sentences(text)
    starts = [sentence.start for sentence in sentences]

    def sentence(span: Span) -> Span:
        return sentences[bisect_right(starts, span.start) - 1]

    return tuple(
        dated(fact, sentence(fact.object.span), periods) if isinstance(fact.object, Mention) else fact
        for fact in known
    )


def dated(fact: Found, sentence: Span, periods: Sequence[Mention]) -> Found:
    """With its period; what a work measures holds for good, whatever day the sentence names."""
    figure = fact.object
    if (
        fact.subject.kind in WORKS
        or not isinstance(figure, Mention)
        or not isinstance(figure.value, Quantity)
    ):
        return fact
    period = _period(figure.span, sentence, periods)
    return replace(fact, object=replace(figure, value=replace(figure.value, period=period)))


def _period(figure: Span, sentence: Span, periods: Sequence[Mention]) -> str:
    """The period named last before a figure in its sentence."""
    end = bisect_right(periods, figure.start, key=lambda period: period.span.start)
    near = periods[end - 1] if end else None
    if near is None or near.span.start < sentence.start or not isinstance(near.value, str):
        return ""
    return near.value
