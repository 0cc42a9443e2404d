"""Find names by rule: how they end, and from there left to where they begin.

The left edge is walked over words: jieba proposes the boundaries, mentions that are already known (places,
waters, values) are single words. A stop word ends the walk; a coordination (和, 与, 及) ends it only after a
head noun, so that 水土保持和生态修复工程 stays whole and A项目和B工程 are two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from kg.model import Mention, Span
from kg.names.listed import listed_names
from kg.rules.model import NameRule
from kg.text.signs import ONLY_NUMBERS, SESSION
from kg.text.words import name_words, part_of_speech

Segment = Callable[[str], Sequence[str]]

AREAS = frozenset({"Province", "City", "County", "Township", "Village", "Zone"})
WATERS = frozenset({"River", "Lake", "Reservoir", "MonitoringSection"})
HOSTS = frozenset({"Zone", "ProtectedArea"})  # what may have a body of its own: 青石港经济开发区管委会
VALUES = frozenset({"Money", "Date", "Quantity"})
_QUOTES = re.compile("[“”‘’]")
PAIRS = {"”": "“", "’": "‘", "』": "『", "）": "（", ")": "("}
BRACKET = 6  # characters that a bracket inside a name may hold: （山西）, （集团）
WINDOW = 6  # characters before a known water in which a word boundary is looked for
BRANCH = 12  # characters between a body and the end of its branch's name
MARKS = "，。；：！？、,;:!?《》〈〉【】“‘『「」＂\"'…■▲●◆★△▼▽○◎◇□☆※►▶·•|/\n\t （(+"
SENTENCE = "。！？；"  # what a quoted name never holds
PROPER = (
    "ns",
    "nr",
    "nz",
    "nt",
    "f",
    "s",
)  # parts of speech of words that tell one plant from another: 城关, 东部
LONG = 3  # words of a description that tells a plant from others too: 标准化废旧农膜收储站
NO_NOUN = ("v", "p", "c", "d", "r", "u")  # parts of speech that begin no name before a place: 支持, 得益于


class Word(NamedTuple):
    """A word of a fragment; `mention` when the word is a name or value that is already known."""

    span: Span
    text: str
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words of the language that the walk needs, from the word lists of the rules."""

    stop: frozenset[str]
    joins: frozenset[str]  # 和 与 及
    heads: tuple[str, ...]  # 项目 工程 厂 局: a name may end here
    levels: frozenset[str]  # 省 市 县
    particles: frozenset[str]  # 的, 由, 在
    trim: frozenset[str]  # 全市, 省内: words no name begins with
    counters: frozenset[str]  # classifiers: 8项 makes the rest a count, no name
    flows: tuple[str, ...]  # 流经, 流域: what may follow 河 and be cut wrongly
    water_stop: frozenset[str]  # 巡, 治, 沿: words before 河 that are not of its name
    sizes: tuple[str, ...]  # 级
    not_levels: tuple[str, ...]  # 城市, 地区: words that end like a level word
    verb_tails: tuple[str, ...]  # 开工: a longer word that ends so is a stop word too: 新开工
    yearly: tuple[str, ...]  # 年度: behind a year that is part of a name
    inner_ends: frozenset[
        str
    ]  # 工程, 项目: behind a generic word they end a count of works, and no name goes on
    maybe: frozenset[str]  # 家, 前, 新: words to stop at or to trim that also stand in names: 邢家渡, 前坪

    @property
    def levels_ordered(self) -> tuple[str, ...]:
        return tuple(sorted(self.levels, key=lambda w: (-len(w), w)))


class NameFinder:
    """The name rules, compiled: `find` gives the mentions of a text, longer names with the shorter inside."""

    def __init__(
        self,
        rules: Sequence[NameRule],
        words: Mapping[str, tuple[str, ...]],
        segment: Segment,
        waters: Mapping[str, str],
    ) -> None:
        """`waters` gives the class of each water that is known by name."""
        self.waters = waters
        self.known_waters = re.compile(_any(waters) or r"(?!)")
        self.segment = segment
        self.grammar = Grammar(
            frozenset(words["STOP"]),
            frozenset(words["JOIN"]),
            tuple(sorted({e for r in rules for e in r.ends if len(e) > 1}, key=lambda e: (-len(e), e))),
            frozenset(words["LEVEL"]),
            frozenset(words["PARTICLE"]),
            frozenset(words["TRIM"]),
            frozenset(words["COUNTER"]),
            tuple(words["FLOWS"]),
            frozenset(words["WATER_STOP"]),
            tuple(words["SIZE"]),
            tuple(words["NOT_LEVEL"]),
            tuple(words["VERB_TAIL"]),
            tuple(words["YEARLY"]),
            frozenset(words["INNER_END"]),
            frozenset(words["MAYBE"]),
        )
        first = sorted(rules, key=lambda r: r.makes not in HOSTS)  # their bodies are looked for behind them
        self.rules = [(rule, _ends(rule)) for rule in first]
        self.between = re.compile(f"、|{_any(self.grammar.joins)}")

    def find(self, text: str, known: Sequence[Mention]) -> tuple[Mention, ...]:
        """Mentions of names in a repaired text, together with `known`, nested and in order."""
        found: list[Mention] = [m for m in known if m.kind not in VALUES]
        found.extend(self._known_waters(text))
        self._scan(text, _Walk(text, known, self.grammar, self.segment), found, first=True)
        waters = [m for m in found if m.kind in WATERS]
        walk = _Walk(text, [*known, *_apart(waters, known)], self.grammar, self.segment)
        self._scan(text, walk, found, first=False)
        return nest(found, [m for m in known if m.kind in VALUES], self.grammar.inner_ends)

    def _known_waters(self, text: str) -> Iterator[Mention]:
        """潇河 in 寿阳潇河东赵断面, where jieba cuts 河东."""
        for match in self.known_waters.finditer(text):
            before = text[max(0, match.start() - WINDOW) : match.start()]
            edges = {sum(map(len, parts)) for parts in _heads(name_words(before + match.group()))}
            if not before or before[-1] in MARKS or len(before) in edges:
                yield Mention(Span(*match.span()), match.group(), self.waters[match.group()], "water.known")

    def _scan(self, text: str, walk: _Walk, found: list[Mention], *, first: bool) -> None:
        """Apply the rules for waters (`first`) or all others; what is found is also added to `found`."""
        by_end: dict[int, list[Mention]] = {}
        _add(list(found), [], by_end)
        for rule, ends in self.rules:
            if (rule.needs == "water") != first:
                continue
            if rule.needs == "title":
                _add(_titles(text, rule), found, by_end)
                continue
            if rule.needs == "listed":
                listed = listed_names(text, rule, self.between, walk.edge(rule), walk.proper(rule))
                _add(listed, found, by_end)
                continue
            for match in ends.finditer(text):
                for end in _possible_ends(text, rule, match):
                    span = self._span(walk, rule, match, end, by_end)
                    if span is not None:
                        made = Mention(span, text[span.start : span.end], rule.makes, rule.id)
                        _add((made,), found, by_end)

    def _span(
        self,
        walk: _Walk,
        rule: NameRule,
        match: re.Match[str],
        end: int,
        by_end: Mapping[int, Sequence[Mention]],
    ) -> Span | None:
        if rule.needs in ("whole", "pattern"):
            return (
                None
                if rule.not_before and walk.text.startswith(rule.not_before, end)
                else Span(*match.span())
            )
        if rule.not_before and walk.text.startswith(rule.not_before, end):
            return None
        if rule.needs == "parent":
            return _branch(walk, rule, match.start(), end, by_end)
        if rule.needs == "body":
            return walk.body(rule, match.start(), end)
        if rule.needs == "water":
            return walk.water(rule, match.start(), end)
        if rule.needs == "area":
            host = next((m for m in by_end.get(match.start(), ()) if m.kind in HOSTS), None)
            if host is not None:
                return Span(host.span.start, end)
        return walk.name(rule, match.start(), end)


def _heads(words: Sequence[str]) -> Iterator[Sequence[str]]:
    return (words[:i] for i in range(len(words) + 1))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _add(mentions: Iterable[Mention], found: list[Mention], by_end: dict[int, list[Mention]]) -> None:
    for mention in mentions:
        found.append(mention)
        by_end.setdefault(mention.span.end, []).append(mention)


def _possible_ends(text: str, rule: NameRule, match: re.Match[str]) -> list[int]:
    """The end, and the end with its tail: 某集团 and 某集团某某公司."""
    tail = rule.tail.match(text, match.end()) if rule.tail else None
    return [match.end(), *([tail.end()] if tail else [])]


def _apart(mentions: Sequence[Mention], known: Sequence[Mention]) -> list[Mention]:
    """The longest of those that overlap, none that overlaps one of the known."""
    taken = bytearray(max((m.span.end for m in (*mentions, *known)), default=0))
    for mention in known:
        taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (-len(m.span), m.span.start)):
        if taken.find(1, mention.span.start, mention.span.end) < 0:
            taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
            kept.append(mention)
    return kept


def _ends(rule: NameRule) -> re.Pattern[str]:
    if rule.needs in ("pattern", "listed"):
        return re.compile("|".join(rule.ends))
    ordered = sorted(rule.ends, key=lambda e: (-len(e), e))
    return re.compile("|".join(re.escape(e) for e in ordered))


def _titles(text: str, rule: NameRule) -> Iterator[Mention]:
    """《…》 whose title ends as a policy's does, a bracket such as （试行） apart."""
    for match in _title_pattern(rule).finditer(text):
        if rule.refuse is None or not rule.refuse.search(match.group(1)):
            yield Mention(Span(*match.span()), match.group(), rule.makes, rule.id)


@lru_cache(maxsize=64)
def _title_pattern(rule: NameRule) -> re.Pattern[str]:
    heads = "|".join(re.escape(e) for e in sorted(rule.ends, key=lambda e: (-len(e), e)))
    return re.compile(rf"《([^《》\n]{{1,80}}?(?:{heads})(?:[（(][^（）()]{{1,20}}[）)])?)》")


def _branch(
    walk: _Walk, rule: NameRule, head: int, end: int, by_end: Mapping[int, Sequence[Mention]]
) -> Span | None:
    """A branch stands right behind its body: 市生态环境局 + 岢岚分局. `by_end` has what is found so far by its end."""
    ends = range(head, head - BRANCH - 1, -1)
    parents = (m for at in ends for m in by_end.get(at, ()) if m.kind == rule.makes)
    nearest = next(parents, None)
    if nearest is None:
        return None
    same = [m for m in by_end[nearest.span.end] if m.kind == rule.makes]
    parent = min(same, key=lambda m: m.span.start)
    between = walk.text[parent.span.end : head]
    words = walk.words(Span(parent.span.end, end))
    between_words = [w for w in words if w.span.end <= head]
    if any(c in MARKS for c in between) or any(
        w.text in rule.stop or w.text in walk.grammar.stop or w.text in walk.grammar.joins or _is_area(w)
        for w in between_words[:-1]
    ):
        return None
    return Span(parent.span.start, end)


def _is_area(word: Word) -> bool:
    return word.mention is not None and word.mention.kind in AREAS


def _verbs_before_place(words: Sequence[Word]) -> int:
    """How many words stand before the place that a name begins with: 1 in 走访|焦作市|某产业园."""
    place = next((i for i, w in enumerate(words) if w.mention is not None), 0)
    before = words[:place]
    verbal = all(len(w.text) > 1 and part_of_speech(w.text).startswith(NO_NOUN) for w in before)
    return place if verbal and place < len(words) - 1 else 0


def _is_proper(word: Word) -> bool:
    """A name, a character that jieba leaves by itself, or a word that its dictionary has as a name or not at all."""
    if word.mention is not None or len(word.text) == 1:
        return True
    tag = part_of_speech(word.text)
    return not tag or tag.startswith(PROPER)


class _Walk:
    """The left walk over one text."""

    def __init__(self, text: str, known: Sequence[Mention], grammar: Grammar, segment: Segment) -> None:
        self.text, self.grammar, self.segment = text, grammar, segment
        self.known = sorted(known, key=lambda m: m.span)
        self.starts = [m.span.start for m in self.known]
        self.longest = max((len(m.span) for m in self.known), default=0)
        self.levels = grammar.levels_ordered
        self.quotes = [m.start() for m in _QUOTES.finditer(text)]

    def name(self, rule: NameRule, head: int, end: int) -> Span | None:
        fragment = Span(self._fragment_start(rule, head), end)
        words = self.words(fragment)
        kept = self._left(rule, words, head)
        kept = self._trim(rule, kept)
        if not kept:
            return None
        span = Span(kept[0].span.start, end)
        name = self.text[span.start : span.end]
        if not rule.shortest <= len(name) <= rule.longest or (rule.refuse and rule.refuse.search(name)):
            return None
        if rule.numbers and self._counted(end) and all(w.mention is None for w in kept):
            return None  # 水环境治理项目56个
        if any(
            m.span.start < end <= m.span.end and m.span.end > head
            for m in self.over(end)
            if m.kind not in VALUES
        ):
            return None  # the end belongs to another name: 矿区 in 阳泉市矿区
        return span if self._fits(rule, kept, head, end) else None

    def _counted(self, end: int) -> bool:
        """Whether a count stands right behind a name."""
        behind = (m.text for m in self.known if m.span.start == end and m.kind == "Quantity")
        return any(text.endswith(tuple(self.grammar.counters)) for text in behind)

    def edge(self, rule: NameRule) -> Callable[[int, int], int]:
        """Where a name that ends at a given place begins, not before another."""

        def start_of(start: int, end: int) -> int:
            kept = self._trim(rule, self._left(rule, self.words(Span(start, end)), end))
            return kept[0].span.start if kept else end

        return start_of

    def proper(self, rule: NameRule) -> Callable[[Span], bool]:
        """Whether a span holds a name of a place or a water, or characters that make no word."""

        def is_proper(span: Span) -> bool:
            return any(
                (w.mention is not None and w.mention.kind not in VALUES)
                or (len(w.text) == 1 and w.text not in rule.generic and "一" <= w.text <= "鿿")
                for w in self.words(span)
            )

        return is_proper

    def body(self, rule: NameRule, head: int, end: int) -> Span | None:
        """A known body right behind its area or a level word: 太原市 + 水务局, 省 + 水利厅, 省 + 第十四届 + 人大常委会."""
        session = next(
            (m for m in SESSION.finditer(self.text, max(0, head - BRANCH), head) if m.end() == head), None
        )
        head = session.start() if session else head
        area = next((m for m in self.over(head) if m.kind in AREAS and m.span.end == head), None)
        if area is not None:
            return self._accept(rule, Span(area.span.start, end))
        level = next((w for w in self.levels if self.text.endswith(w, 0, head)), "")
        start = head - len(level)
        if not level or self.text.endswith(self.grammar.not_levels, 0, head):
            return None
        if any(m.span.start <= start < m.span.end for m in self.over(start + 1)):
            return None
        return self._accept(rule, Span(start, end))

    def _accept(self, rule: NameRule, span: Span) -> Span | None:
        name = self.text[span.start : span.end]
        return None if rule.refuse and rule.refuse.search(name) else span

    def water(self, rule: NameRule, head: int, end: int) -> Span | None:
        """A river or lake: the dictionary word that ends here, or the one or two words before a bare 河."""
        words = self.words(Span(self._fragment_start(rule, head), min(len(self.text), end + 4)))
        last = next((i for i, w in enumerate(words) if w.span.end == end and w.mention is None), None)
        if last is None and self.text.startswith(self.grammar.flows, end):  # 龙凤/河流/经
            last = next((i for i, w in enumerate(words) if w.span.start == head and w.mention is None), None)
        if last is None or (head > 0 and self.text[head - 1] in rule.stop_signs):
            return None
        first = last
        while first > 0 and self._continues_water(words, first, end):
            first -= 1
        name = self.text[words[first].span.start : end]
        if not rule.shortest <= len(name) <= rule.longest or (rule.refuse and rule.refuse.search(name)):
            return None
        if name[: -(end - head)] in rule.generic:
            return None
        return Span(words[first].span.start, end)

    def _continues_water(self, words: list[Word], first: int, end: int) -> bool:
        word, length = words[first - 1], end - words[first].span.start
        if word.mention is not None or word.text in self.grammar.stop or word.text in self.grammar.joins:
            return False
        if (
            word.text in self.grammar.levels
            or word.text in self.grammar.water_stop
            or not all("一" <= c <= "鿿" for c in word.text)
        ):
            return False
        return (length == 1 and len(word.text) <= 2) or (length <= 2 and len(word.text) == 1)

    def _fragment_start(self, rule: NameRule, head: int) -> int:
        """The last sign before the name that cannot stand in it; closed quotes and brackets are passed over."""
        at, lowest = head, max(0, head - rule.longest)
        while at > lowest:
            sign = self.text[at - 1]
            if sign in PAIRS:
                opened = self.text.rfind(PAIRS[sign], lowest, at - 1)
                bracket = sign in "）)" and (not rule.brackets or at - 2 - opened > BRACKET)
                if opened < 0 or bracket or any(c in SENTENCE for c in self.text[opened:at]):
                    return at
                at = opened
                continue
            if sign in MARKS or (sign in "—-–" and not self._joins_names(at - 1)):
                return at
            at -= 1
        return at

    def _joins_names(self, dash: int) -> bool:
        """霍州—襄汾: a single dash between two Chinese characters."""
        around = self.text[dash - 1 : dash] + self.text[dash + 1 : dash + 2]
        return len(around) == 2 and all("一" <= c <= "鿿" for c in around)

    def words(self, span: Span) -> list[Word]:
        found: list[Word] = []
        at = span.start
        for index in range(bisect_left(self.starts, at), len(self.known)):
            mention = self.known[index]
            if mention.span.start >= span.end:
                break
            if mention.span.start < at or mention.span.end > span.end:
                continue
            found += self._plain(at, mention.span.start)
            found.append(Word(mention.span, mention.text, mention))
            at = mention.span.end
        found += self._plain(at, span.end)
        return found

    def _plain(self, start: int, end: int) -> Iterator[Word]:
        for word in self.segment(self.text[start:end]) if start < end else ():
            yield Word(Span(start, start := start + len(word)), word)

    def over(self, at: int) -> list[Mention]:
        """The known names and values, in order, that begin before an offset and end at or behind it."""
        first = bisect_left(self.starts, at - self.longest)
        return [m for m in self.known[first : bisect_left(self.starts, at)] if m.span.end >= at]

    def _left(self, rule: NameRule, words: list[Word], head: int) -> list[Word]:
        first = next((i for i, w in enumerate(words) if w.span.end > head), len(words))
        at = first
        while at > 0:
            word = words[at - 1]
            within = at == first and word.text in rule.within
            if not within and self._stops(rule, words, at - 1, head):
                break
            at -= 1
            if rule.needs == "area" and word.mention is not None and word.mention.kind in AREAS:
                break
            if rule.needs == "area" and word.text in self.grammar.levels:
                break
        return words[at:]

    def _stops(self, rule: NameRule, words: list[Word], at: int, head: int) -> bool:
        word = words[at]
        if word.mention is not None and word.mention.kind in VALUES:
            return not (rule.numbers and self._is_model(word, words, at))
        if word.mention is not None:
            return False
        if word.text in rule.between and self._between_places(rule, words, at):
            return False
        if self._is_stop(rule, words, at) or word.text in rule.stop:
            return not self._inside_quotes(word.span, head)
        if word.text in self.grammar.joins:
            return self._ends_name(words, at)
        if word.text in self.grammar.inner_ends and at > 0 and words[at - 1].text in rule.generic:
            return not self._inside_quotes(word.span, head)  # 惠民工程 before 某水库除险加固工程
        return any(c in rule.stop_signs for c in word.text) and not self._inside_quotes(word.span, head)

    def _between_places(self, rule: NameRule, words: list[Word], at: int) -> bool:
        """至 in 贵阳至古蔺高速公路: a place, or a bracket behind one, stands before it, and a word behind it."""
        before = words[at - 1] if at else None
        if before is None or at + 1 >= len(words):
            return False
        if before.mention is not None:
            return before.mention.kind in AREAS
        name = (
            len(before.text) > 1 and before.text not in self.grammar.stop and before.text not in rule.generic
        )
        return name or before.text in ("）", ")")

    def _is_stop(self, rule: NameRule, words: list[Word], at: int) -> bool:
        """In a company's name single characters may be anything but particles: 晋能, 中核, 后安."""
        text = words[at].text
        if text not in self.grammar.stop:
            return len(text) > 2 and text.endswith(self.grammar.verb_tails) and text not in self.grammar.heads
        if text in self.grammar.maybe and self._in_name(words, at):
            return False
        return not rule.syllables or len(text) > 1 or text in self.grammar.particles

    def _in_name(self, words: list[Word], at: int) -> bool:
        """家 in 邢家渡, 前 in 前坪: jieba leaves the characters of names that it does not know by themselves."""
        later = words[at + 1].text if at + 1 < len(words) and words[at + 1].mention is None else ""
        return len(later) == 1 and "一" <= later <= "鿿" and later not in self.grammar.stop

    def _is_model(self, word: Word, words: list[Word], at: int) -> bool:
        """300MW光伏项目, 10万千瓦…: a size in a name; 8项治理工程 is a count and 3亿元 a sum."""
        sized = self.text.startswith(self.grammar.sizes, word.span.end)  # 千万吨级
        counted = not sized and any(word.text.endswith(c) for c in self.grammar.counters)
        if word.mention is not None and word.mention.kind == "Date":
            return self.text.startswith(
                self.grammar.yearly, word.span.end - 1
            )  # 2024年度小型水库除险加固工程
        return word.mention is not None and word.mention.kind == "Quantity" and not counted

    def _inside_quotes(self, span: Span, head: int) -> bool:
        before = bisect_left(self.quotes, span.start)
        opened = before > 0 and self.text[self.quotes[before - 1]] in "“‘"
        return opened and self.text.find("”", span.end, head) >= 0

    def _ends_name(self, words: list[Word], at: int) -> bool:
        if at == 0 or words[at - 1].mention is not None:
            return True
        return self.text.endswith(self.grammar.heads, 0, words[at].span.start)

    def _trim(self, rule: NameRule, words: list[Word]) -> list[Word]:
        at = _verbs_before_place(words)
        while (
            at < len(words) - 1
            and words[at].mention is None
            and (
                words[at].text in rule.trim
                or words[at].text in self.grammar.trim
                or words[at].text in self.grammar.joins
                or not words[at].text.strip()
            )
            and not (words[at].text in self.grammar.maybe and self._in_name(words, at))
        ):
            at += 1
        return words[at:]

    def _fits(self, rule: NameRule, words: list[Word], head: int, end: int) -> bool:
        first = words[0]
        if rule.needs == "area":
            area = first.mention is not None and first.mention.kind in AREAS
            return area or first.text in self.grammar.levels
        if rule.needs == "none":
            return True
        specific = [word for word in words if self._specific(rule, word, head)]
        if rule.needs != "proper" or len(specific) >= LONG:
            return bool(specific)
        return any(_is_proper(w) for w in specific)

    def _specific(self, rule: NameRule, word: Word, head: int) -> bool:
        if word.span.start >= head:
            return False
        if word.mention is not None:
            return word.mention.kind not in VALUES
        text = word.text[: head - word.span.start]
        return (
            bool(text.strip())
            and text not in rule.generic
            and not ONLY_NUMBERS.fullmatch(text)
            and text not in "（）()“”‘’"
        )


def nest(
    found: Sequence[Mention], values: Sequence[Mention], bare: Collection[str] = ()
) -> tuple[Mention, ...]:
    """Top-level mentions in order, each with those inside it; of two that cross, the longer stays."""
    ordered = sorted(dict.fromkeys(found), key=lambda m: (-len(m.span), m.span.start, m.kind, m.rule))
    ordered += sorted(values, key=lambda m: (-len(m.span), m.span.start))
    edges = bytearray(
        max((m.span.end for m in ordered), default=0) + 1
    )  # where one that is kept begins or ends
    spans: set[Span] = set()
    kept: list[Mention] = []
    for mention in ordered:
        span = mention.span
        if edges.find(1, span.start + 1, span.end) < 0 and span not in spans:
            edges[span.start] = edges[span.end] = 1
            spans.add(span)
            kept.append(mention)
    return _tree(sorted(kept, key=lambda m: (m.span.start, -m.span.end)), bare)


def _may_stand_in(mention: Mention, outer: Mention, bare: Collection[str]) -> bool:
    """Whether a name inside another names a thing: 某某产业园 in 某某产业园项目 is the project itself."""
    if (
        outer.kind == "Project"
        and mention.kind in ("Zone", "Facility")
        and mention.span.start == outer.span.start
    ):
        return outer.text.removeprefix(mention.text) not in bare
    return _names_inside(mention, outer)


def _names_inside(mention: Mention, outer: Mention) -> bool:
    """A body, company or title names places and waters, and its own parent at its beginning; no works."""
    if mention.kind == outer.kind:
        return mention.kind in ("Agency", "Company") and mention.span.start == outer.span.start
    if outer.kind == "Policy" and mention.kind == "Agency":
        return mention.span.start <= outer.span.start + 1  # 《某市人民政府关于…》
    if outer.kind == "Zone" and mention.kind in WATERS:
        return False  # 七里河工业园区 lies at a place called 七里河
    if outer.kind == "MonitoringSection":
        return mention.kind in (*AREAS, *WATERS)  # 某河大桥断面 names no bridge
    closed = outer.kind in ("Agency", "Company", "Institution", "Policy")
    return not closed or mention.kind in (*AREAS, "River", "Lake", "Reservoir", "ProtectedArea")


def _tree(ordered: Sequence[Mention], bare: Collection[str]) -> tuple[Mention, ...]:
    """Nest a list sorted by start, longest first."""
    top: list[Mention] = []
    at = 0
    while at < len(ordered):
        outer = ordered[at]
        end = at + 1
        while end < len(ordered) and ordered[end].span.start < outer.span.end:
            end += 1
        inner = _tree([m for m in ordered[at + 1 : end] if _may_stand_in(m, outer, bare)], bare)
        top.append(outer if inner == outer.inner else replace(outer, inner=inner))
        at = end
    return tuple(top)
