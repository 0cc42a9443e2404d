"""When an event of a frame is: the date that its clause gives, or that the clause before sets."""

from __future__ import annotations

from kg.facts.predications import Event
from kg.facts.stretch import JOINS, Stretch
from kg.model import Date, Mention

REACH = 2  # tokens between a verb and a date behind it: 并网于2018年
VERB, PREPOSITIONS = "V", "PJ"  # letters of tokens


def days_of(event: Event) -> tuple[Mention, ...]:
    """The last date before the verb, with no other verb between; else one right behind it; else that of a clause before that sets only the time.

    Of several in a list all, where 分别 says whose each is; else none.
    """
    stretch, (start, end) = event.stretch, event.verb
    low, high = stretch.run(start)
    before = _last(stretch, low, start)
    if before is not None:
        return () if VERB in stretch.code[before + 1 : start] else _with_list(event, low, before)
    for at in range(end, min(high, end + REACH)):
        if _is_date(stretch, at):
            return _only(stretch, at)
        if stretch.code[at] not in PREPOSITIONS:
            break
    return _set_before(stretch, low) if not event.relative else ()


def _with_list(event: Event, low: int, at: int) -> tuple[Mention, ...]:
    """The date at a token with those that stand in a list before it."""
    stretch, first = event.stretch, at
    while first - 2 >= low and stretch.code[first - 1] in JOINS and _is_date(stretch, first - 2):
        first -= 2
    dates = tuple(m for m in stretch.names[first : at + 1 : 2] if m is not None)
    return dates if event.paired or len(dates) == 1 else ()


def _only(stretch: Stretch, at: int) -> tuple[Mention, ...]:
    mention = stretch.names[at]
    return () if mention is None else (mention,)


def _set_before(stretch: Stretch, low: int) -> tuple[Mention, ...]:
    """今年9月1日，…: the clause before has a date and no verb."""
    if low < 2:
        return ()
    first, last = stretch.run(low - 2)
    at = _last(stretch, first, last)
    return () if at is None or VERB in stretch.code[first:last] else _only(stretch, at)


def _last(stretch: Stretch, start: int, end: int) -> int | None:
    return next((at for at in range(end - 1, start - 1, -1) if _is_date(stretch, at)), None)


def _is_date(stretch: Stretch, at: int) -> bool:
    mention = stretch.names[at]
    return mention is not None and isinstance(mention.value, Date)
