"""What a number in a clause measures: 森林覆盖率达20.5% is 森林覆盖率, 铺设管网12公里 is 铺设管网长度, 3座泵站 is 泵站数量.

A clause is read as three strings: what stands before the value, the unit, and what stands after it. In them ＃ is
another value; dates and the subject are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.rules.indicators import Indicators
from kg.text.words import words

OTHER = "＃"
THIS = "#"
LONGEST = 18  # characters; a longer stretch is a clause, no name
SHORT = 6  # characters of what tells the counties of 沿黄4县
DEED = 12  # characters of what a counted thing does
NOUN = 20  # characters of a noun behind a count
_PIECE = re.compile(rf"[{OTHER}、]")
_PIECE_OF_CLAUSE = re.compile(OTHER)
_ENDS = "、，；）)（(。"
_ENDS_OR_NONE = ("", *_ENDS)
_NEXT = re.compile(rf"、{OTHER}")
_SIGNS = "“”‘’\"'（）()《》·—…！？!?。 　"


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


@dataclass(frozen=True, slots=True)
class Naming:
    """An indicator, and whether the value is a fall: 下降7.1% is −7.1."""

    indicator: str
    falls: bool = False


def name_figure(figure: Figure, book: Indicators) -> Naming | None:
    """The indicator of a value, or None where the clause does not name one."""
    figure = replace(
        figure, after=book.levels.sub("", figure.after), before=book.levels.sub("", figure.before)
    )
    change = _change(figure, book)
    if change is not None:
        return change if change.indicator else None
    if (
        figure.before.endswith(OTHER)
        and figure.unit not in book.counters
        and figure.after[:1] not in _ENDS_OR_NONE
    ):
        return None  # 4台30万千瓦机组
    if book.anecdote.search(figure.before):
        return None
    if book.each in figure.before:
        name = _nth(figure, book)
        return Naming(name) if name else None
    name = _form(figure, book)
    if not name:
        name = _count(figure, book) if figure.unit in book.counters else _dimension(figure, book)
    return Naming(name) if len(name) >= 2 else None


def _nth(figure: Figure, book: Indicators) -> str:
    """绿地率 of the second value in 绿化覆盖率、绿地率分别达到44.3%、40.1%; none unless names and values pair off."""
    names, _, values = figure.before.rpartition(book.each)
    found = book.joins.split(_PIECE_OF_CLAUSE.split(names)[-1])
    at = values.count(OTHER)
    if len(found) < 2 or len(found) != at + 1 + figure.after.count(OTHER):
        return ""
    name = _stem(found[at], book)
    return name if name.endswith(book.heads) else ""


def _form(figure: Figure, book: Indicators) -> str:
    clause = f"{figure.before}{THIS}{figure.after}"
    for form in book.forms:
        if figure.unit not in form.units or (form.kinds and figure.kind not in form.kinds):
            continue
        match = form.pattern.search(clause)
        if match is not None:
            return match.expand(form.name)
    return ""


def _change(figure: Figure, book: Indicators) -> Naming | None:
    """同比下降1.0%: a change of what was named before; an empty name where nothing was."""
    match = book.compare.search(figure.before)
    if match is None or not (match["year"] or figure.unit in book.change_units):
        return None
    stem = _stem(figure.before[: match.start()], book) or figure.previous
    kind = "yearly" if match["year"] else "summed" if match["sum"] else "plain"
    return Naming(stem + book.changes[kind] if stem else "", match["down"] is not None)


def _stem(before: str, book: Indicators) -> str:
    """The name that ends where `before` ends: 全市累计完成造林 → 完成造林."""
    piece = _PIECE.split(before)[-1]
    tokens = [t for t in words(book.spell.sub("", piece)) if t.strip(_SIGNS)]
    while tokens and tokens[-1] in book.words["link"]:
        tokens.pop()
    for at in range(len(tokens) - 1, 0, -1):
        if tokens[at] == "的" and len("".join(tokens[at + 1 :])) >= 2:
            tokens = tokens[at + 1 :]
            break
    if "".join(tokens) in book.words["up"] | book.words["down"]:
        return ""  # 由35%提高到38%
    while len(tokens) > 1 and (tokens[0] in book.words["open"] or tokens[0].strip(_SIGNS) == ""):
        tokens.pop(0)
    while len("".join(tokens)) > LONGEST:
        tokens.pop(0)
    return "" if len(tokens) == 1 and tokens[0] in book.words["void"] else "".join(tokens)


def _dimension(figure: Figure, book: Indicators) -> str:
    """12公里, 3万亩, 26%: the words before the value, else the noun behind it."""
    suffix = book.suffixes.get(figure.unit)
    if suffix is None:
        return ""
    stem = _stem(figure.before, book)
    part = figure.previous.removesuffix(book.count_suffix)
    if part and stem in book.words["needs_stem"]:
        return part + stem
    if part and not stem and figure.unit in book.change_units and figure.before.rstrip("了").endswith("占"):
        return part + book.share
    if stem.endswith(book.heads) and stem not in book.words["empty"]:
        return stem
    if not stem and figure.previous and figure.previous_unit == figure.unit and OTHER in figure.before:
        return figure.previous  # 由10公里增至12公里
    noun = _noun(figure.after, book)
    if noun in book.words["head"]:
        return stem + noun  # 两个项目共564万吨产能
    if not suffix:
        return ""
    verb = _shared_action(figure.before, book)
    if noun:
        start = stem if figure.before.endswith("的") and len(stem) <= 6 else verb
        return start + noun if noun.endswith(book.heads) else start + noun + suffix
    if not _ends(figure.after, book):
        return ""  # 下游28万亩地
    says = stem != verb or stem in book.words["deed"]
    return stem + suffix if len(stem) >= 2 and says and stem not in book.words["empty"] else ""


def _ends(after: str, book: Indicators) -> bool:
    """Whether nothing that a value could measure stands right behind it."""
    return after[:1] in (*_ENDS_OR_NONE, OTHER, "长") or next(iter(words(after))) in book.words["stop"]


def _count(figure: Figure, book: Indicators) -> str:
    """3座泵站, 泵站3座: the noun behind the count, else the one before it."""
    if figure.unit in book.not_counted:
        return ""
    noun = next((w for w in book.area_words if figure.written.endswith(w)), "")
    behind = figure.after if noun else ""
    stem = _stem(figure.before.rstrip(OTHER + "、"), book) if noun else ""
    if 2 <= len(stem) <= SHORT:
        return stem + noun + book.count_suffix  # 沿黄4县
    noun = noun or _noun(figure.after.lstrip(OTHER), book)
    if noun.endswith(book.heads):
        return ""  # 9个断面优良水体比例 is the name of another figure
    if noun:
        said = _said(behind or figure.after.partition(noun)[2], figure.before, book)
        return said + noun + book.count_suffix if said or figure.whole or noun not in book.area_words else ""
    if figure.after and figure.after[0] not in _ENDS:
        same = figure.previous_unit == figure.unit and figure.previous.endswith(book.count_suffix)
        deed = _deed(figure.after, book) if same else ""
        return deed + figure.previous if deed else ""  # 1942个村当中，400个已完成治理
    noun = _noun_before(figure.before, book)
    return noun + book.count_suffix if noun else ""


def _noun(after: str, book: Indicators) -> str:
    """The noun that follows a value: 纯电动公交车 in 纯电动公交车跑在线路上; none if it names the next value."""
    area = next((w for w in book.area_words if after.startswith(w)), "")
    if area and not after[len(area) :].startswith(book.not_areas):
        return area
    text, other, _ = after.removeprefix("的").partition(OTHER)
    if other and "、" in text:
        text = text[: text.rindex("、") + 1]
    found: list[str] = []
    for token in words(text):
        if token in book.words["stop"] and (found or token != "有"):
            break
        found.append(token)
    if other and len("".join(found)) == len(text) and not text.endswith("、"):
        return ""
    if len(found) > 1 and found[0] in book.words["action"] and len(found[0]) == 1:
        found.pop(0)
    noun = "".join(found).strip(_SIGNS + "、")
    if noun.endswith(book.ranked) and text.endswith("、"):
        noun += _noun(after.rpartition(OTHER)[2], book)  # 26个县级、87个乡镇级水源地
    if noun in book.words["empty"] or len(noun) > NOUN or len(noun) < 2 or found[0] in book.words["action"]:
        return ""
    return noun


def _said(rest: str, before: str, book: Indicators) -> str:
    """What is said of counted things, before or behind them: 完成治理, 新建; 完成…的治理 is one."""
    deed, verb = _deed(rest, book), _shared_action(before, book)
    if deed.startswith("的"):
        return verb + deed[1:]
    return deed or verb


def _deed(rest: str, book: Indicators) -> str:
    """完成治理 in 97个行政村已完成治理; of a list, what its last item does. It may begin with 的: 村的治理工作."""
    parts = _NEXT.split(rest)
    if len(parts) > 1:
        rest = parts[-1].partition(_noun(parts[-1], book) or OTHER)[2]
    piece = _PIECE.split(rest)
    tokens = list(words(piece[0].strip(_SIGNS)))
    while tokens and tokens[0] in book.words["adverb"]:
        tokens.pop(0)
    deed = "".join(tokens).strip(_SIGNS)
    if len(piece) > 1 or not tokens or tokens[0] in book.words["no_deed"] or not 2 <= len(deed) <= DEED:
        return ""
    return deed


def _shared_action(before: str, book: Indicators) -> str:
    """The verb right before a value, or before the first value of its list: 建成 in 建成＃座水厂、."""
    found = _last_action(_PIECE.split(before)[-1], book)
    first, _, rest = before.partition(OTHER)
    if found or rest[-1:] not in ("", "、"):
        return found
    return _last_action(first, book)


def _last_action(piece: str, book: Indicators) -> str:
    tokens = [t for t in words(piece) if t.strip(_SIGNS)]
    while tokens and tokens[-1] in book.words["link"]:
        tokens.pop()
    found: list[str] = []
    while tokens and tokens[-1] in book.words["action"]:
        found.insert(0, tokens.pop())
    return "".join(found)


def _noun_before(before: str, book: Indicators) -> str:
    """绿色工厂 in 另外培育了绿色工厂."""
    tokens = list(words(_stem(before, book)))
    ends = book.words["action"] | book.words["link"]
    while len(tokens) > 1 and tokens[-1] in ends:
        tokens.pop()
    start = max((i + 1 for i, t in enumerate(tokens) if t in book.words["stop"]), default=0)
    while start and tokens[start - 1] in book.words["action"]:
        start -= 1  # 开工项目22个
    noun = "".join(tokens[start:])
    return (
        noun
        if len(noun) >= 2 and noun not in book.words["empty"] and noun not in book.words["action"]
        else ""
    )
