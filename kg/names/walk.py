"""The walk from where a name ends to where it begins.

It goes over words: jieba proposes the boundaries, mentions that are already known (places, waters, values) are single
words. A stop word ends the walk; a coordination (和, 与, 及) ends it only after a head noun, so that 水土保持和生态修复工程
stays whole and A项目和B工程 are two.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from kg.model import Mention, Span, by_place
from kg.names.grammar import (
    AREAS,
    COMMITTEE,
    MARKS,
    NAMES,
    VALUES,
    Grammar,
    Word,
    is_proper,
    verbs_before_place,
)
from kg.rules.model import NameRule
from kg.text.signs import ONLY_NUMBERS, SESSION
from kg.text.words import part_of_speech

Segment = Callable[[str], Sequence[str]]
_QUOTES = re.compile("[“”‘’]")
PAIRS = {"”": "“", "’": "‘", "』": "『", "）": "（", ")": "("}
BRACKET = 6  # characters that a bracket inside a name may hold: （山西）, （集团）
SENTENCE = "。！？；"  # what a quoted name never holds
ADVERBS = ("ad", "d")  # parts of speech
LONG = 3  # words of a description that tells a plant from others too: 标准化废旧农膜收储站
BODY_SIGNS = ("局", "厅", "委", "办")  # how bodies' names end that are no list's
SETTING = "在"
ROADS = ("路", "街", "巷", "道")  # 建设北路
WHOLE = 5  # characters of a river's name between clear edges
BRANCH = 12  # characters between a body and the end of its branch's name


class Walk:
    """The left walk over one text."""

    def __init__(self, text: str, known: Sequence[Mention], grammar: Grammar, segment: Segment) -> None:
        self.text, self.grammar, self.segment = text, grammar, segment
        self.known = sorted(known, key=by_place)
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
        behind = self.known[bisect_left(self.starts, end) : bisect_right(self.starts, end)]
        counters = tuple(self.grammar.counters)
        return any(m.kind == "Quantity" and m.text.endswith(counters) for m in behind)

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
            return self._accept(rule, Span(self._league(area.span.start, head), end))
        level = next((w for w in self.levels if self.text.endswith(w, 0, head)), "")
        start = head - len(level)
        if not level or self.text.endswith(self.grammar.not_levels, 0, head):
            return None
        if any(m.span.start <= start < m.span.end for m in self.over(start + 1)):
            return None
        return self._accept(rule, Span(self._league(start, head), end))

    def opened(self, rule: NameRule, head: int, end: int) -> Span | None:
        """What begins with one of the rule's words, and goes on without a break: 巴西 + 国家石油 + 局."""
        lowest = self._fragment_start(rule, head)
        first = max(((self.text.rfind(w, lowest, head), -len(w)) for w in rule.opens), default=(-1, 0))
        if first[0] < 0:
            return None
        begins = first[0] - first[1]
        kept = self._left(rule, self.words(Span(begins, end)), head)
        whole = begins == head or (bool(kept) and kept[0].span.start == begins)
        span = Span(first[0], end)
        return self._accept(rule, span) if whole and rule.shortest <= len(span) <= rule.longest else None

    def _league(self, start: int, head: int) -> int:
        """Where 民盟 begins before the area of a committee: 民盟某市委."""
        if not self.text.startswith(COMMITTEE, head):
            return start
        return start - len(next((w for w in self.grammar.leagues if self.text.endswith(w, 0, start)), ""))

    def _accept(self, rule: NameRule, span: Span) -> Span | None:
        name = self.text[span.start : span.end]
        return None if rule.refuse and rule.refuse.search(name) else span

    def water(self, rule: NameRule, head: int, end: int) -> Span | None:
        """A river or lake: the dictionary word that ends here, or the one or two words before a bare 河."""
        start = self._fragment_start(rule, head)
        cues = [m.end() for m in self.grammar.water_cues.finditer(self.text, start, head) if m.end() < head]
        words = self.words(Span(max([start, *cues]), min(len(self.text), end + 4)))
        last = next((i for i, w in enumerate(words) if w.span.end == end and w.mention is None), None)
        if last is None and self.text.startswith(self.grammar.flows, end):  # 龙凤/河流/经
            last = next((i for i, w in enumerate(words) if w.span.start == head and w.mention is None), None)
        if last is None or (head > 0 and self.text[head - 1] in rule.stop_signs):
            return None
        first = self._whole_water(rule, words, last, end)
        while first > 0 and self._continues_water(words, first, end):
            first -= 1
        name = self.text[words[first].span.start : end]
        if not rule.shortest <= len(name) <= rule.longest or (rule.refuse and rule.refuse.search(name)):
            return None
        if name[: -(end - head)] in rule.generic:
            return None
        return Span(words[first].span.start, end)

    def _whole_water(self, rule: NameRule, words: list[Word], last: int, end: int) -> int:
        """The word that a name begins with if all between a clear left edge and 河 may be of it: 江山市|长台溪; else `last`."""
        first = last
        while first > 0 and not self._edges_water(rule, words[first - 1]):
            behind_area = first > 1 and words[first - 2].mention is not None
            if (
                not self._of_water(rule, words[first - 1], behind_area)
                or end - words[first - 1].span.start > WHOLE
            ):
                return last
            first -= 1
        return first

    def _edges_water(self, rule: NameRule, word: Word) -> bool:
        grammar = self.grammar
        stops = len(word.text) > 1 and (word.text in grammar.stop or word.text.endswith(tuple(rule.ends)))
        return word.mention is not None or stops or word.text in grammar.joins or word.text in grammar.levels

    def _of_water(self, rule: NameRule, word: Word, behind_area: bool) -> bool:
        """A single character, or a word that jieba has as a name or not at all."""
        text = word.text
        if len(text) > 1:
            return not (tag := part_of_speech(text)) or tag.startswith(NAMES)
        barred = text in rule.stop_signs or text in self.grammar.stop
        return "一" <= text <= "鿿" and not barred and (behind_area or text not in self.grammar.water_stop)

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
            within = word.text in rule.within and all(_is_filler(rule, w) for w in words[at:first])
            if not within and self._stops(rule, words, at - 1, head):
                break
            at -= 1
            if rule.needs == "area" and word.mention is not None and word.mention.kind in AREAS:
                break
            if rule.needs == "area" and (word.text in self.grammar.levels or self.grammar.is_body(word.text)):
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
        if self._is_stop(rule, words, at) or word.text in rule.stop or _tells_how(rule, word):
            return not self._inside_quotes(word.span, head)
        if word.text in self.grammar.joins:
            ends = self._ends_name(words, at) and not self._adds(rule, words, at, head)
            body = rule.needs == "area" and (self._begins_body(words, at + 1) or self._body_ends(words, at))
            return ends or body
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

    def _body_ends(self, words: list[Word], at: int) -> bool:
        """Whether a body's name is whole before 和: 某市招标办和."""
        return at > 0 and words[at - 1].text.endswith(BODY_SIGNS)

    def _begins_body(self, words: list[Word], at: int) -> bool:
        """市政府 behind 和: a body of its own begins there, whatever stands before."""
        word = words[at] if at < len(words) else None
        if word is None or word.mention is not None:
            return word is not None and word.mention is not None and word.mention.kind in AREAS
        return word.text in self.grammar.levels or self.grammar.is_body(word.text)

    def _adds(self, rule: NameRule, words: list[Word], at: int, head: int) -> bool:
        """某水库及灌区工程 is one name: what 及 adds names nothing by itself."""
        added = [w for w in words[at + 1 :] if w.span.end <= head]
        return words[at].text in rule.adds and bool(added) and all(w.text in rule.generic for w in added)

    def _trim(self, rule: NameRule, words: list[Word]) -> list[Word]:
        at = verbs_before_place(words) or self._setting(rule, words)
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

    def _setting(self, rule: NameRule, words: list[Word]) -> int:
        """How many places stand before the verb of a work: 1 in 在|忻州市|建设|某河治理工程, where 建设 is no name's."""
        places = next((i for i, w in enumerate(words) if w.mention is None or w.mention.kind not in AREAS), 0)
        if not places or not self.text.endswith(SETTING, 0, words[0].span.start):
            return 0
        verb, *rest = words[places:]
        verbal = len(verb.text) > 1 and verb.text in rule.trim
        return places if verbal and rest and not rest[0].text.endswith(ROADS) else 0

    def _fits(self, rule: NameRule, words: list[Word], head: int, end: int) -> bool:
        first = words[0]
        if rule.needs == "area":
            area = first.mention is not None and first.mention.kind in AREAS
            return area or first.text in self.grammar.levels or self.grammar.is_body(first.text)
        if rule.needs == "none":
            return True
        specific = [word for word in words if self._specific(rule, word, head)]
        if rule.needs != "proper" or len(specific) >= LONG:
            return bool(specific)
        return any(is_proper(w) for w in specific)

    def _specific(self, rule: NameRule, word: Word, head: int) -> bool:
        if word.span.start >= head:
            return False
        if word.mention is not None:
            return word.mention.kind not in VALUES
        text = word.text[: head - word.span.start]
        return (
            bool(text.strip())
            and text not in rule.generic
            and text not in rule.within
            and not ONLY_NUMBERS.fullmatch(text)
            and text not in "（）()“”‘’"
        )


def _tells_how(rule: NameRule, word: Word) -> bool:
    """充分 in 某区充分利用城市指挥中心: no name of a body holds an adverb."""
    return rule.needs == "area" and len(word.text) > 1 and part_of_speech(word.text) in ADVERBS


def _is_filler(rule: NameRule, word: Word) -> bool:
    """（集团）, 发展: what may stand between 投资 and 有限公司."""
    return word.text in rule.within or word.text in rule.generic or word.text in "（）()"
