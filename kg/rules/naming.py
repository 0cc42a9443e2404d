"""What a number in a clause measures: 森林覆盖率达20.5% is 森林覆盖率, 铺设管网12公里 is 铺设管网长度, 3座泵站 is 泵站数量.

A clause is read as three strings: what stands before the value, the unit, and what stands after it. In them ＃ is
another value; dates and the subject are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import light, replace
from kg.rules.indicators import Indicators
from kg.rules.nouns import (
    OTHER,
    counted_of,
    deed_of,
    held_now,
    noun_before,
    noun_of,
    said_of,
    shared_action,
    stem_of,
)
from kg.text.signs import BASE, RISES
from kg.text.words import words

THIS = "#"
BARE = 2  # characters that a name keeps without its suffix
SHORT = 6  # characters of what tells the counties of 沿黄4县
_PIECE_OF_CLAUSE = re.compile(OTHER)
_ENDS = "、，；）)（(。"
_ENDS_OR_NONE = ("", *_ENDS)


@light
@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a clause, ready to be named."""

    before: str
    after: str
    unit: str
    written: str
    kind: str  # class of the subject
    whole: bool = False  # a work: 11个县 are those that it reaches
    previous: str = ""  # the indicator named last in the sentence
    previous_unit: str = ""
    near: bool = False  # it was named in this clause or the one before
    series: tuple[str, ...] = ()  # all that were named in the sentence
    types: tuple[str, ...] = ()  # classes of the user's of the subject


@light
@dataclass(frozen=True, slots=True)
class Naming:
    """An indicator, and whether the value is a fall: 下降7.1% is −7.1."""

    indicator: str
    falls: bool = False
    changes: bool = False  # a change of another figure
    old: bool = False  # the value that it had before


def name_figure(figure: Figure, book: Indicators) -> Naming | None:
    """The indicator of a value, empty where the clause names none, or None where the value is no figure."""
    if book.levels.search(figure.before) or book.levels.search(figure.after):
        before, after = (book.levels.sub("", text) for text in (figure.before, figure.after))
        figure = replace(figure, before=before, after=after)
    if (pair := _risen_pair(figure, book)) is not None:
        return pair
    figure = _now(figure, book)
    change = _changes(figure, book) or _change(figure, book) or _above(figure, book)
    if change is not None:
        return change if len(change.indicator) >= BARE else None
    if (
        figure.before.endswith(OTHER)
        and figure.unit not in book.counters
        and figure.after[:1] not in _ENDS_OR_NONE
    ):
        return None  # 4台30万千瓦机组
    anecdote = figure.unit not in book.ranks and (
        book.anecdote.search(figure.before) or book.nation.search(figure.before)
    )
    if anecdote or _is_bound(figure, book):
        return None
    if book.each in figure.before:
        name = _nth(figure, book)
        return Naming(name) if name else None
    stem = stem_of(figure.before, book) if figure.unit in book.suffixes else ""
    name = _yearly(stem, book) or _form(figure, book)
    if not name:
        name = _count(figure, book) if figure.unit in book.counters else _dimension(figure, stem, book)
    return Naming(name if len(name) >= BARE else "")


def _now(figure: Figure, book: Indicators) -> Figure:
    before, old, risen = held_now(figure.before, figure.after, book)
    after, previous = "" if old else figure.after, "" if risen else figure.previous
    if before == figure.before and after == figure.after and previous == figure.previous:
        return figure
    return replace(figure, before=before, after=after, previous=previous)


def _is_bound(figure: Figure, book: Indicators) -> bool:
    """供水人口在1万人以上的水厂, 河长超过10公里的有29条, 每户最高补助2万元: a condition or a rate, and no figure."""
    if figure.before.endswith("的") and figure.unit in book.change_units:
        return book.share[0] not in figure.before.rpartition(OTHER)[2]
    if figure.unit in (*book.change_units, *book.granted) and (
        book.grants.search(figure.before) or book.granting.match(figure.after)
    ):
        return True
    if figure.after.startswith(tuple(book.words["reach"])):
        return True  # 两岸1公里范围内的村庄
    written, over = figure.written, tuple(book.words["over_bound"])
    bound = written.startswith(over) or written.endswith(tuple(book.words["bound"]))
    return figure.after.startswith(("的", "且")) and (bound or figure.before.endswith(over))


def _nth(figure: Figure, book: Indicators) -> str:
    """绿地率 of the second value in 绿化覆盖率、绿地率分别达到44.3%、40.1%; none unless names and values pair off."""
    names, _, values = figure.before.rpartition(book.each)
    found = book.joins.split(_PIECE_OF_CLAUSE.split(names)[-1])
    at = values.count(OTHER)
    if len(found) < 2 or len(found) != at + 1 + figure.after.count(OTHER):
        return ""
    name = stem_of(found[at], book)
    return name if name.endswith(book.heads) else ""


def _risen_pair(figure: Figure, book: Indicators) -> Naming | None:
    """入园率、巩固率分别由83.2%、94%提升至90.3%、96%: each name has a value before and one now."""
    names, _, values = figure.before.rpartition(book.each)
    found = book.joins.split(_PIECE_OF_CLAUSE.split(names)[-1])
    at = values.count(OTHER)
    if len(found) < 2 or 2 * len(found) != at + 1 + figure.after.count(OTHER) or not values.startswith(RISES):
        return None
    name = stem_of(found[at % len(found)], book)
    return Naming(name, old=at < len(found)) if name.endswith(book.heads) else None


def _yearly(stem: str, book: Indicators) -> str:
    """设计年补水能力: a name that says over what time it is measured stands as it is."""
    ends = stem.endswith(tuple(book.words["over_end"]))
    return stem if ends and any(word in stem[:-1] for word in book.words["over"]) else ""


def _form(figure: Figure, book: Indicators) -> str:
    clause = f"{figure.before}{THIS}{figure.after}"
    for form in book.forms_of.get(figure.unit, ()):
        if form.kinds and form.kinds.isdisjoint((figure.kind, *figure.types)):
            continue
        match = form.pattern.search(clause)
        if match is not None:
            return match.expand(form.name)
    return ""


def _changes(figure: Figure, book: Indicators) -> Naming | None:
    """分别增长14.1%和16.8%, of the figures named last, in their order."""
    before, each, values = figure.before.rpartition(book.each)
    match = book.compare.search(before + values.partition(OTHER)[0]) if each else None
    count = values.count(OTHER) + 1 + figure.after.count(OTHER)
    names = before[: match.start()].rpartition(OTHER)[2].strip(_ENDS) if match else ""
    if match is not None and names:
        return _change_of_list(names, count, values.count(OTHER), match, book)
    if match is None or figure.unit not in book.change_units or not 1 < count <= len(figure.series):
        return None
    stem = figure.series[-count:][values.count(OTHER)]
    kind = "yearly" if match["year"] else "plain"
    return Naming(stem + book.changes[kind], falls=match["down"] is not None, changes=True)


def _change_of_list(names: str, count: int, at: int, match: re.Match[str], book: Indicators) -> Naming | None:
    """高技术制造业、装备制造业增加值分别增长9.5%、10.7%: the names and the values pair off, or none is told."""
    items = book.joins.split(names)
    if len(items) != count:
        return Naming("")
    head = next((h for h in book.heads if items[-1].endswith(h)), "")
    stem = stem_of(items[at], book)
    stem = stem if stem.endswith(book.heads) else stem + head
    kind = "yearly" if match["year"] else "plain"
    return Naming(stem + book.changes[kind], falls=match["down"] is not None, changes=True)


def _change(figure: Figure, book: Indicators) -> Naming | None:
    """同比下降1.0%: a change of what was named before; an empty name where nothing was."""
    match = book.compare.search(figure.before)
    same = figure.near and figure.previous_unit == figure.unit  # 主体5.2万户，比年初增加3100户
    since = match is not None and match["since"] is not None and same
    if match is None or not (match["year"] or since or figure.unit in book.change_units):
        return None
    stem = stem_of(figure.before[: match.start()], book)
    if stem in book.words["over"]:
        stem = _measured(figure, book) + stem  # 总产值增加到303亿元，年均增长12%
    stem = stem or (figure.previous if since else _measured(figure, book))
    kind = "yearly" if match["year"] else "summed" if match["sum"] else "plain"
    base = BASE.search(match.group())  # 比2005年增长
    stem += base.group() if stem and base else ""
    return Naming(stem + book.changes[kind] if stem else "", falls=match["down"] is not None, changes=True)


def _above(figure: Figure, book: Indicators) -> Naming | None:
    """增长7.6%，高于全国1.7个百分点: how far the figure named last is from another's."""
    match = book.above.search(figure.before) if figure.unit in book.change_units else None
    if match is None or not figure.previous or not figure.near:
        return None
    falls = match["down"] is not None
    return Naming(_measured(figure, book) + match.group(), falls=falls, changes=True)


def _measured(figure: Figure, book: Indicators) -> str:
    """The figure named last that is no count; counts where no other is."""
    measured = [name for name in figure.series if not name.endswith(book.count_suffix)]
    return measured[-1] if measured else figure.previous


def _share(figure: Figure, book: Indicators) -> str:
    """产糖量占全区的三成, 占调水量的39%, 防护林占62%: what has the share, and of what."""
    match = book.share_of.fullmatch(figure.before.rpartition(OTHER)[2])
    if match is None or figure.unit not in book.change_units:
        return ""
    what = stem_of(match["what"], book)
    if match["of"]:
        return book.share_name.format(what=what or _owner(figure, book), of=match["of"])
    part = what or _bare(figure.previous, book).removesuffix(book.share)
    return part + book.share if part else ""


def _bare(indicator: str, book: Indicators) -> str:
    """风电装机 of 风电装机容量."""
    suffixes = sorted({book.count_suffix, *book.suffixes.values()} - {""}, key=lambda s: (-len(s), s))
    suffix = next((s for s in suffixes if indicator.endswith(s)), "")
    bare = indicator.removesuffix(suffix)
    return bare if len(bare) >= BARE else indicator


def _owner(figure: Figure, book: Indicators) -> str:
    """What was told right before has the share that follows, unless it is a share itself."""
    own = figure.near and figure.previous_unit not in book.change_units
    return _bare(figure.previous, book) if own else ""


def _dimension(figure: Figure, stem: str, book: Indicators) -> str:
    """12公里, 3万亩, 26%: the words before the value, which `stem` is of, else the noun behind it."""
    suffix = book.suffixes.get(figure.unit)
    if suffix is None:
        return ""
    share = _share(figure, book)
    if share:
        return share
    part = figure.previous.removesuffix(book.count_suffix)
    if part and stem in book.words["needs_stem"]:
        return part + stem
    if stem.endswith(book.heads) and stem not in book.words["empty"]:
        return stem
    if not stem and _goes_on(figure, book):
        return figure.previous  # 由10公里增至12公里, 到2030年要达到95%
    noun = noun_of(figure.after, book)
    if noun in book.words["head"]:
        return stem + noun  # 两个项目共564万吨产能
    return _sized(figure, stem, noun, suffix, book) if suffix else ""


def _goes_on(figure: Figure, book: Indicators) -> bool:
    """Whether another value of what was named last is told."""
    if not figure.previous or figure.previous_unit != figure.unit or not figure.near:
        return False
    return OTHER in figure.before or figure.before.endswith(tuple(book.words["to"]))


def _sized(figure: Figure, stem: str, noun: str, suffix: str, book: Indicators) -> str:
    """防护林10.7万亩, 10.7万亩防护林: the thing, and what the unit makes of it."""
    verb = shared_action(figure.before, book)
    if noun:
        start = stem if figure.before.endswith("的") and len(stem) <= SHORT else verb
        return start + noun if noun.endswith(book.heads) else start + noun + suffix
    if not _ends(figure.after, book):
        return ""  # 下游28万亩地
    says = stem != verb or stem in book.words["deed"]
    last = words(stem)[-1] if stem else ""
    stem = stem.removesuffix(last) if len(last) == 1 and last in book.words["action"] else stem  # 草坪铺了
    return stem + suffix if len(stem) >= 2 and says and stem not in book.words["empty"] else ""


def _ends(after: str, book: Indicators) -> bool:
    """Whether nothing that a value could measure stands right behind it."""
    first = next(iter(words(after)), "")
    return after[:1] in (*_ENDS_OR_NONE, OTHER, "长") or first in book.words["stop"] | book.changing


def _count(figure: Figure, book: Indicators) -> str:
    """3座泵站, 泵站3座: the noun behind the count, else the one before it."""
    if figure.unit in book.not_counted:
        return ""
    noun = next((w for w in book.area_words if figure.written.endswith(w)), "")
    behind = figure.after if noun else ""
    stem = stem_of(figure.before.rstrip(OTHER + "、"), book) if noun else ""
    if 2 <= len(stem) <= SHORT:
        return stem + noun + book.count_suffix  # 沿黄4县
    noun = noun or noun_of(figure.after.lstrip(OTHER), book)
    if noun.endswith(book.heads):
        counted = counted_of(figure.after, book)  # 9个断面优良水体比例 is the name of another figure
        return counted + book.count_suffix if counted else ""
    if noun in book.words["said_only"]:
        done = deed_of(figure.after.partition(noun)[2], book) or shared_action(figure.before, book)
        return done + noun + book.count_suffix if done.startswith(tuple(book.words["action"])) else ""
    if noun and (other := _of_kind(figure.after.partition(noun)[2], noun, book)):
        return shared_action(figure.before, book) + other + book.count_suffix
    if noun:
        part = figure.before.startswith(book.part) and len(figure.before) > len(book.part)
        said = said_of(behind or figure.after.partition(noun)[2], figure.before, book)
        every = not figure.before and behind.startswith(tuple(book.words["every"]))  # 该市13个县都要
        known = said or not part and (figure.whole or every or noun not in book.area_words)
        return said + noun + book.count_suffix if known else ""
    if figure.after and figure.after[0] not in _ENDS:
        return _done(deed_of(figure.after, book), figure, book)  # 1942个村当中，400个已完成治理
    noun = noun_before(figure.before, book)
    if noun.endswith(book.heads):
        return noun  # 重卡销量4.6万辆
    if not noun and figure.before.endswith(tuple(book.words["to"])) and _goes_on(figure, book):
        return figure.previous  # 由3万辆增加到4.6万辆
    indicator = noun + book.count_suffix
    if indicator in (book.count_suffix, figure.previous):
        return _done(shared_action(figure.before, book), figure, book)
    return indicator


def _of_kind(rest: str, noun: str, book: Indicators) -> str:
    """取水口 in 两个独立平行的取水口, where what stands before 的 is no thing that is counted."""
    if not rest.startswith("的") or noun in book.area_words or noun in book.words["counted"]:
        return ""
    other = noun_of(rest[1:], book)
    return other if other and rest == "的" + other and not other.endswith(book.heads) else ""


def _done(deed: str, figure: Figure, book: Indicators) -> str:
    """办结 of what was counted last: 群众举报1286件，已办结1271件."""
    same = figure.previous_unit == figure.unit and figure.previous.endswith(book.count_suffix)
    return deed + figure.previous if deed and same else ""
