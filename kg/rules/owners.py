"""Whose a figure is: what stands beside it in its clause, else the clause's topic, else the area of its scene."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Mention, Quantity, light
from kg.rules.indicators import Indicators
from kg.rules.slots import SlotText
from kg.rules.topics import AREAS, WATERS, WORKS, Topic, is_of

VOLUME, SHARE, MONEY = "m³", "%", "CNY"  # units
FIRM = ("Company",)
LARGE = Decimal(1_000_000)
_CURRENCY = re.compile("[A-Z]{3}")  # ISO 4217


@light
@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in its clause, in slot text."""

    start: int
    at: int
    end: int


def owner_of(slots: SlotText, place: Place, unit: str, topic: Topic, book: Indicators) -> Mention | None:
    """Behind the value in 长9公里的某渠, else 全省 or 将某项目 before it, else the topic, else the area of the scene."""
    start, at, end = place.start, place.at, place.end
    behind = slots.mentions.get(at + 2) if at + 2 < end and slots.text[at + 1] == "的" else None
    if behind is not None and behind.kind in WORKS and behind.entity is not None:
        return behind
    beside = slots.mentions.get(at - 1) if slots.text[max(start, at - 2) : at - 1] == "、" else None
    told = any(m.value is not None for _, m in slots.between(start, at - 2))
    if told and is_of(beside, AREAS) and beside is not None and beside.entity and not beside.deictic:
        return beside  # 甲市139条线路、乙市119条线路
    for i, mention in reversed(slots.between(start, at)):
        if mention.entity is None:
            continue
        whole = mention.kind in AREAS and mention.deictic and unit not in book.ranks
        if whole and not slots.text.startswith(book.praise, i + 1):
            return mention
        if mention.kind in WORKS and _takes_in(slots, start, i, book):
            return mention
    if topic.why:
        return None
    thing = topic.thing
    if thing is not None and (thing.kind not in book.takes or unit in book.takes[thing.kind]):
        return thing
    if is_of(thing, FIRM):
        return thing if unit == SHARE else None
    if topic.whole:
        return topic.area
    of_firm = is_money(unit) or unit in book.change_units
    return _whole_before(slots, start) or (topic.firm if of_firm else None)


def _whole_before(slots: SlotText, start: int) -> Mention | None:
    """全省 of an earlier clause of the sentence: 在全省培育300家企业，带动形成12个集群."""
    earlier = [m for _, m in slots.between(0, start) if m.kind in AREAS and m.entity is not None]
    return earlier[-1] if earlier and earlier[-1].deictic else None


def _takes_in(slots: SlotText, start: int, at: int, book: Indicators) -> bool:
    """将某工程分成…, 列入某工程的…有49个."""
    listed = (
        slots.text[start:at].endswith(tuple(book.words["listed_in"])) and slots.text[at + 1 : at + 2] == "的"
    )
    return listed or slots.text[at - 1 : at] in book.words["object"]


def owner_by_indicator(
    subject: Mention, indicator: str, unit: str, topic: Topic, book: Indicators
) -> Mention | None:
    """Counts near a river are of the area, but for what it flows through; what only works have is of the work named last."""
    flows = indicator.startswith(tuple(book.words["flows"]))
    owner = topic.area if subject.kind in WATERS and unit in book.counters and not flows else subject
    of_works = indicator.endswith(tuple(book.words["of_works"]))
    if is_of(owner, WORKS) and indicator.removesuffix(book.changes["plain"]).endswith(
        tuple(book.words["of_areas"])
    ):
        return topic.area if topic.whole else None
    wrong = is_of(owner, (*AREAS, *FIRM)) or (unit == VOLUME and is_of(owner, WATERS))
    return topic.last if of_works and wrong else owner


def is_sum(indicator: str, book: Indicators, *, area: bool) -> bool:
    """Whether an indicator says what a sum is for: 财政收入, 水利投资, and not 总投资 alone."""
    if any(word in indicator for word in book.words["money"]):
        return True
    end = next((w for w in book.words["sums"] if area and indicator.endswith(w)), "")
    what = indicator.removesuffix(end)
    return (
        bool(end)
        and len(what) > 1
        and what not in book.words["open"]
        and book.whole_sum.fullmatch(indicator) is None
    )


def is_money(unit: str) -> bool:
    """CNY, and any other currency."""
    return _CURRENCY.fullmatch(unit) is not None


def fits(indicator: str, unit: str, book: Indicators, *, changes: bool = False) -> bool:
    """Whether a unit can measure such a thing: no sum in kW, nor in % but for a change of it, no 基地 in 辆."""
    only = book.only.get(unit)
    if only is not None and not any(word in indicator for word in only):
        return False
    sums = indicator.endswith(tuple(book.words["of_money"]))
    return not sums or is_money(unit) or changes or unit.startswith(MONEY)


def is_of_firm(indicator: str, book: Indicators, *, in_clause: bool) -> bool:
    """Whether a figure is a firm's: of a clause that names it, or one that only firms have, 销售收入."""
    later = indicator.startswith(tuple(w for w in book.words["open"] if len(w) > 1))
    return in_clause or (any(word in indicator for word in book.words["of_firms"]) and not later)


def why_not(
    subject: Mention | None,
    value: Quantity,
    indicator: str,
    book: Indicators,
    *,
    here: bool,
    in_clause: bool,
    changes: bool,
    topic: Topic,
    deed: bool = False,
) -> str:
    """Why a figure is wrong more often than not: of an area that the sentence does not name (but totals, and what is
    done, where the whole article is about it), sums and volumes of an area, and indicators that are no noun; an empty
    text if it is not."""
    if subject is None:
        return "no subject that can have such a figure"
    in_clause = in_clause and (changes or value.unit != SHARE or indicator.endswith(book.heads))
    if subject.kind in FIRM and not is_of_firm(indicator, book, in_clause=in_clause):
        return "a firm's later clauses tell what it builds, and not what it is"
    if not fits(indicator, value.unit, book, changes=changes):
        return "the unit is none of such a figure"
    large = deed and isinstance(value.value, Decimal) and value.value >= LARGE  # what is small is a price
    if is_money(value.unit) and not large and not is_sum(indicator, book, area=subject.kind in AREAS):
        return "a sum is a figure only beside one of [words] money"
    if indicator in book.words["vague"] or indicator.removesuffix(book.count_suffix) in book.words["vague"]:
        return "the indicator tells too little ([words] vague)"
    if any(word in indicator for word in book.words["no_noun"]):
        return "the indicator is no noun ([words] no_noun)"
    if subject.kind in AREAS:
        total = indicator.endswith(tuple(book.words["totals"]))
        if value.unit == VOLUME and not (topic.report or (total and (here or topic.whole))):
            return "a volume is no figure of an area, if it is no total"
        whole = topic.whole and (total or topic.free or topic.report)
        named = here or subject.deictic or value.unit == SHARE or whole
        return "" if named else "the sentence does not name the area"
    return ""
