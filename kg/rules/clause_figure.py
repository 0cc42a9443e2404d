"""A figure with the clause around it as strings, ready to be named: what stands before the value, and what behind it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Protocol

from kg.model import Mention, Quantity
from kg.rules.dated import Periods
from kg.rules.indicators import Indicators
from kg.rules.naming import Figure
from kg.rules.nouns import OTHER, stem_of
from kg.rules.owners import FIRM, Place
from kg.rules.slots import SlotText
from kg.rules.topics import AREAS, WORKS, short_form
from kg.text.signs import AGAINST, KEYED, RISES, YEAR

MONEY, CLASS = "CNY", "类"  # units
_MODIFIES = re.compile("[一-鿿]")  # what stands right before 项目 in 内外资项目
_ENDS = ("", *"，；：、。）)（(的")  # what follows a value that is no part of a name


class Told(Protocol):
    """The figures that a sentence has told so far."""

    indicator: str
    unit: str
    series: tuple[str, ...]
    clause: int
    at: int


def value_of(mention: Mention | None) -> Quantity | None:
    if mention is None:
        return None
    if isinstance(mention.value, Quantity):
        return mention.value
    if isinstance(mention.value, Decimal):
        return Quantity(mention.value, MONEY, written=mention.text)
    return None


def key_of(slots: SlotText, place: Place, subject: Mention) -> str:
    """煤炭 of （一）煤炭：2020年末保有1545千吨: what all figures of an area in the sentence are told of."""
    match = KEYED.search(slots.text, 0, place.at) if subject.kind in AREAS else None
    return match["key"] if match and not slots.between(match.start("key"), match.end("key")) else ""


def figure_of(
    slots: SlotText,
    place: Place,
    mention: Mention,
    value: Quantity,
    subject: Mention,
    told: Told,
    book: Indicators,
) -> Figure:
    before = _shown(slots, place.start, place.at, subject, book)
    pointed = book.unnamed.match(before)
    place_of = pointed is not None and pointed["head"] and subject.kind in AREAS
    short = pointed.group() if pointed and place_of else short_form(before, subject)
    before = before[len(short) :]
    if subject.kind in FIRM and (own := book.own_firm.match(before)):
        before = before[own.end() :]  # 公司拥有专利
    return Figure(
        subject.text + before if _counts_itself(slots, place, value, subject, before, book) else before,
        _shown(slots, place.at + 1, place.end, subject, book),
        value.unit,
        mention.text,
        subject.kind,
        subject.kind in WORKS,
        told.indicator,
        told.unit,
        told.clause - told.at <= 1,
        told.series,
        subject.types,
    )


def is_old(slots: SlotText, place: Place, figure: Figure, book: Indicators) -> bool:
    """35.2% in 由35.2%提高到38.6%."""
    beside = place.at - 1 in slots.mentions
    return (
        not beside and book.old.search(figure.before) is not None and book.new.match(figure.after) is not None
    )


def has_time(slots: SlotText, place: Place, mention: Mention, periods: Periods) -> bool:
    """Whether 由 and a value have a time between them: 由2015年的17家减少到10家."""
    starts = [slots.start_of(i) for i in range(place.start, place.at) if slots.text[i] in RISES]
    return bool(starts) and any(starts[-1] < p.span.start < mention.span.start for p in periods.named)


def _counts_itself(
    slots: SlotText, place: Place, value: Quantity, subject: Mention, before: str, book: Indicators
) -> bool:
    """Whether 项目 in 项目一共42个 is what a programme has, which the sentence has spoken of."""
    own = subject.deictic and slots.mentions.get(place.start) is subject and value.unit in book.counters
    earlier = slots.between(0, place.start) if own and not stem_of(before, book) else []
    return any(m.entity == subject.entity for _, m in earlier)


def _qualifies(slots: SlotText, at: int, value: Quantity, book: Indicators) -> bool:
    """Ⅰ至Ⅲ类断面, 亿元以上项目, 500吨级泊位: a value that is part of a name."""
    if value.unit == CLASS:
        return True
    bound = slots.mentions[at].text.endswith(tuple(book.words["bound"]))
    return slots.text.startswith(book.ranked, at + 1) or (bound and slots.text[at + 1 : at + 2] not in _ENDS)


def _shown(slots: SlotText, start: int, end: int, subject: Mention, book: Indicators) -> str:
    """The text of a stretch: other values as ＃, without areas, the subject and dates but those of a comparison."""
    parts: list[str] = []
    start = next(
        (i + 1 for i in range(start, end) if slots.mentions.get(i) is subject and not subject.deictic), start
    )
    for i in range(start, end):
        mention = slots.mentions.get(i)
        if mention is None:
            parts.append(slots.text[i])
        elif (value := value_of(mention)) is not None:
            parts.append(mention.text if _qualifies(slots, i, value, book) else OTHER)
        elif mention.deictic and (
            i + 1 == end or (mention.kind in WORKS and _MODIFIES.match(slots.text, i - 1))
        ):
            parts.append(mention.text)  # 全省第2, 内外资项目
        elif parts and parts[-1] in AGAINST and YEAR.match(mention.text):
            parts.append(mention.text)  # 比2005年
        elif (
            mention.value is None and mention != subject and not mention.deictic and mention.kind not in AREAS
        ):
            parts.append(mention.text)
    return "".join(parts)
