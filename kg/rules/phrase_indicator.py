"""What a figure measures, read off the tokens of its clause: the noun phrase that the number completes, with its verb.

接待 + 164953人 is 接待人数, 查处违停 + 4556起 is 查处违停数量, 34家 + 单位 + 开放停车位 is 开放停车位的单位数量, 23座 + 共16.8公里 are of what
the figure before counted. The words of `indicators.toml` name what is none of this; they are asked first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.language.classes import CLOSERS, OPENERS, WordClasses
from kg.language.tokens import Token, TokenReader
from kg.model import Mention, light
from kg.rules.indicators import Indicators
from kg.rules.topics import SUBJECTS, WORKS

NOUNS = "NvAF[]bC"  # letters of a noun phrase, read from its end
RIGHT = "NvAGQ[]bCH"  # and from its beginning
SKIPPED = "DUYXT"  # between the noun and the number: 已达, 共, 为
PASSED = "DUX"  # between a verb and the noun before it
VERBS = "VG"
MARKS = "BZS"
LONGEST, SHORTEST = 20, 2  # characters of an indicator
PREDICATE = 14  # characters of what counted things do
OF, EACH = "的", "每"
COUNT = "Quantity"  # a kind of tokens
MONEY, CLASS, AGE = "CNY", "类", "岁"  # units
_CLASSIFIER = re.compile("[一-鿿]{1,2}(?:[（(][一-鿿][）)])?")


def patient_end(code: str, at: int) -> int:
    """Where the noun ends that stands before a verb, adverbs passed over: 公交线路 of 公交线路已恢复运营289条; 0: none."""
    while at and code[at - 1] in PASSED:
        at -= 1
    return at if at and code[at - 1] in "Nv" else 0


@light
@dataclass(frozen=True, slots=True)
class _Side:
    """What stands on one side of a number."""

    verb: str = ""
    noun: str = ""
    rest: str = ""  # what the noun does, behind it
    thing: str = ""  # the noun without the verbal noun that it ends in: 工业企业 of 工业企业技术改造
    near: bool = False  # nothing but a mark or a number stands there
    listed: bool = False  # that mark is 、
    vague: bool = False  # a noun stands there that names no thing: 项任务


@dataclass(slots=True)
class PhraseReader:
    """Names figures of one article by their tokens."""

    tokens: TokenReader
    classes: WordClasses
    book: Indicators
    _codes: dict[int, str] = field(default_factory=dict)
    _anaphors: frozenset[int] | None = (
        None  # where 隧道 stands for a work named before, or is what is counted
    )

    def name(
        self, figure: Mention, unit: str, series: Sequence[str] = (), key: str = "", same: str = ""
    ) -> str:
        """The indicator, empty where no phrase says it.

        `series` are the figures before, `key` is the noun before a colon, `same` what was told right before in this unit.
        """
        tokens = self.tokens.tokens_at(figure.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), None)
        if at is None or figure.text.endswith(self.book.area_words):
            return ""
        code = self.code(tokens)
        left, right = self.left(tokens, code, at), self.right(tokens, code, at)
        previous = series[-1] if series else ""
        found = self._again(left, right, unit, series)
        found = found or (self._counted(left, right, unit, previous) if self.counts(unit) else "")
        found = found or self._measured(left, right, unit, previous)
        if not found and unit in self.book.suffixes and code[at - 1 : at] not in MARKS:
            found = self._linked(tokens, code, at, left, right, unit)
            alone = left.near and not (left.noun or left.verb or right.noun) and self._timed(tokens, code, at)
            found = found or (same if alone else "")
        if key and not right.noun and len(left.verb + left.noun) <= LONGEST // 4:
            found = key + (left.verb + left.noun or found)
        vague = found.removesuffix(self.book.count_suffix).startswith(tuple(self.book.words["vague"]))
        found = "" if vague and unit in self.book.counters and left.verb else found
        whole = all(found.count(a) == found.count(b) for a, b in zip(OPENERS, CLOSERS, strict=True))
        fits = SHORTEST < len(found) <= LONGEST + 4 and found not in self.book.words["vague"]
        return found if fits and whole else ""

    def cut(self, figure: Mention, unit: str, indicator: str) -> str:
        """A count's indicator without what the things do: 旗县数量 of 旗县出现降温数量, where a verb stands behind the noun."""
        suffix = self.book.count_suffix
        side = self._behind(figure) if indicator.endswith(suffix) else None
        if side is None or not side.noun or OF in indicator:
            return indicator
        if side.thing and unit not in self.book.words["of_deeds"] and side.noun + suffix in indicator:
            indicator = indicator.replace(side.noun + suffix, side.thing + suffix)
        at = indicator.rfind(side.noun)
        extra = indicator[at + len(side.noun) :].removesuffix(suffix) if at >= 0 else ""
        if not extra or not side.rest.startswith(extra) or extra.startswith(tuple(self.book.words["bound"])):
            return indicator
        if at:
            return indicator if extra in self.book.words["action"] else indicator[:at] + side.noun + suffix
        return f"{side.rest}{OF}{side.noun}{suffix}"

    def noun_up_to(self, tokens: tuple[Token, ...], code: str, end: int) -> str:
        start = self.noun_start(tokens, code, end) if end else end
        return self._thing("".join(t.text for t in tokens[start:end]))

    def is_looked_at(self, figure: Mention) -> bool:
        """Whether a preposition stands before a number that makes it no news: 从两个试点村看, 按照1000个座位."""
        tokens = self.tokens.tokens_at(figure.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), 0)
        return at > 0 and tokens[at - 1].text in self.book.words["looked_at"]

    def _behind(self, figure: Mention) -> _Side | None:
        tokens = self.tokens.tokens_at(figure.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), None)
        if at is None:
            return None
        return self.right(tokens, self.code(tokens), at)

    def code(self, tokens: tuple[Token, ...]) -> str:
        first = tokens[0].start
        if first not in self._codes:
            self._codes[first] = self.classes.code(tokens)
        return self._codes[first]

    def counts(self, unit: str) -> bool:
        known = unit in self.book.counters or unit in self.book.persons
        return known or (unit not in self.book.suffixes and self.is_thing(unit))

    def is_thing(self, unit: str) -> bool:
        """Whether a unit is a classifier, 种 or 台（套）, and measures nothing."""
        return _CLASSIFIER.fullmatch(unit) is not None and unit not in (CLASS, AGE, *self.book.change_units)

    def sides(self, figure: Mention) -> tuple[_Side, _Side] | None:
        """What stands before and behind a number."""
        tokens = self.tokens.tokens_at(figure.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), None)
        if at is None:
            return None
        code = self.code(tokens)
        return self.left(tokens, code, at), self.right(tokens, code, at)

    def _again(self, left: _Side, right: _Side, unit: str, series: Sequence[str]) -> str:
        """接待游客 of 其中甲市接待16万人, behind 全省接待游客52万人次: the verb that the sentence has told of already."""
        if not left.verb or left.noun or right.noun or not self.counts(unit):
            return ""
        for told in reversed(series):
            at = told.find(left.verb)
            if at >= 0 and len(told) > at + len(left.verb):
                return told[at:].removesuffix(self.book.suffixes.get(unit) or self.book.count_suffix)
        return ""

    def _counted(self, left: _Side, right: _Side, unit: str, previous: str) -> str:
        """改造8处回头弯路段, 查处违停4556起, 35段已基本消除, 接待164953人."""
        suffix = self.book.persons.get(unit, self.book.count_suffix)
        governed = bool(left.verb) and not (left.noun and right.noun)
        people = unit in self.book.persons and self._is_staff(left, right, governed=governed)
        if unit in self.book.not_counted and not people and not (unit in self.book.phrased and governed):
            return ""
        if right.vague or (right.noun.startswith(tuple(self.book.words["said_only"])) and not governed):
            return ""
        if right.noun:
            verb = "" if left.noun else left.verb
            said = f"{right.rest}{OF}{right.noun}" if right.rest and not verb else verb + right.noun
            return self._with(said, suffix)
        if left.noun:
            return self._with(left.verb + left.noun, suffix)
        if right.rest and previous.endswith(self.book.count_suffix):
            return right.rest + previous
        if governed and unit in self.book.persons:
            return left.verb + suffix
        return ""

    def _is_staff(self, left: _Side, right: _Side, *, governed: bool) -> bool:
        """3250名员工, 培训教师624名, 吸引了9万名游客, and not 现场有5名干部."""
        words, noun = self.book.words, right.noun or left.noun
        people = any(word in noun for word in words["folk"])
        counted = not right.noun or governed or any(word in noun for word in words["of_firms"])
        return people and counted

    def _measured(self, left: _Side, right: _Side, unit: str, previous: str) -> str:
        """直接经济损失29.06亿元, 23座共16.8公里, 20.3亿元以旧换新补贴, 70%的村为景区村庄."""
        suffix = self.book.suffixes.get(unit)
        if suffix is None:
            return ""
        if left.noun:
            name = self._with(left.verb + left.noun, suffix)
            return name if suffix or unit == MONEY or name.endswith(self.book.heads) else ""
        if right.noun and unit in self.book.change_units:
            return f"{right.rest}{OF}{right.noun}{self.book.share}" if right.rest else ""
        if right.noun and (suffix or unit == MONEY) and (left.verb or right.noun.endswith(self.book.heads)):
            return self._with(left.verb + right.noun, suffix)
        if left.verb.startswith(EACH):
            return left.verb
        bare = previous.removesuffix(self.book.count_suffix)
        if left.near and bare != previous and suffix and not left.verb:
            return bare + suffix
        return ""

    def _timed(self, tokens: tuple[Token, ...], code: str, at: int) -> bool:
        """Whether only a time and links stand between a mark and a number: 2015年达到12公里, not 其中31公里."""
        links = (*self.book.words["link"], *self.book.words["to"])
        while at and code[at - 1] not in MARKS:
            at -= 1
            token = tokens[at]
            if token.tag != "TIME" and token.kind != "Date" and token.text not in links:
                return False
        return True

    def _linked(
        self, tokens: tuple[Token, ...], code: str, at: int, left: _Side, right: _Side, unit: str
    ) -> str:
        """最高海拔 of 最高海拔达5200米, 募集资金使用比例 of 募集资金已使用87.31%: what a link or a verb says a number of."""
        link = tokens[at - 1].text in self.book.words["link"]
        if left.noun and not left.verb and not right.noun and link:
            return left.noun
        reaches = left.verb.endswith(tuple(self.book.words["to"]))  # 比达
        if unit not in self.book.change_units or not left.verb or reaches or left.noun or right.rest:
            return ""
        if right.noun:
            return left.verb + right.noun + self.book.rate
        verb = next((i for i in range(at - 1, -1, -1) if tokens[i].text == left.verb), at)
        noun = self.noun_up_to(tokens, code, patient_end(code, verb))
        return noun + tokens[verb].text + self.book.rate if noun else ""

    def _with(self, name: str, suffix: str) -> str:
        return name if name.endswith((*self.book.heads, suffix)) else name + suffix

    # -- what stands before the number -------------------------------------------------------------------

    def left(self, tokens: tuple[Token, ...], code: str, at: int) -> _Side:
        end = at
        link = self.book.words["link"]
        while end:
            of = code[end - 1] == "H" and code[max(0, end - 2)] != "T"  # not 2018年的6.4万辆
            if code[end - 1] not in SKIPPED and (of or tokens[end - 1].text not in link):
                break
            end -= 1
        if not end or code[end - 1] in MARKS + "MCH":
            return _Side(near=True, listed=bool(end) and code[end - 1] == "S")
        if end < at and tokens[end].text in self.book.words["to"] and code[end - 1] in VERBS:
            end -= 1  # 施工人员增派至1000人
        start = self.noun_start(tokens, code, end)
        noun = "".join(t.text for t in tokens[start:end] if t.text not in self.book.words["void"])
        verb = ""
        if start and code[start - 1] in VERBS and self._is_deed(tokens[start - 1].text):
            verb = tokens[start - 1].text
            each = start > 1 and code[start - 2] == "R" and tokens[start - 2].text[0] == EACH
            verb = tokens[start - 2].text + verb if each else verb
        if start and code[start - 1] == "H" and start > 1 and code[start - 2] in VERBS:
            verb = self._relative(tokens, code, start)
        return _Side(verb, self._thing(noun), near=True)

    def noun_start(self, tokens: tuple[Token, ...], code: str, end: int) -> int:
        """Where the noun phrase begins that ends at a token; it ends at a name, which is its owner."""
        start = end
        while start and not self._is_owner(tokens[start - 1]):
            letter = code[start - 1]
            behind = start > 1 and code[start - 2] in "NvA"
            nominal = letter == "G" and (code[start] in "NvG" if start < end else behind)
            before = (
                start > 1 and len(tokens[start - 2].text) == 1 and not self._relates(tokens[start - 1].text)
            )
            beside = len(tokens[start].text) == 1 if start < end else before
            piece = (
                letter in VERBS and len(tokens[start - 1].text) == 1 and beside
            )  # 违停, which no dictionary has
            of = letter == "H" and start < end and start > 1 and code[start - 2] in "Nv]"
            if letter not in NOUNS and not nominal and not of and not piece:
                break
            start -= 1
        if start and code[start - 1] == "M" and "C" in code[start:end]:
            start = code.rindex("C", start, end)  # 时速350公里高铁和时速250公里
        while start < end and code[start] in "HFC":
            start += 1
        if code[end - 1] == "F" or all(letter in "AFbC" for letter in code[start:end]):
            return end  # 改造后
        return start

    def _relates(self, text: str) -> bool:
        """Whether a verb of one character is a preposition or an aspect too, and ends no noun: 用, 将."""
        return text in self.classes.words["preposition"] or text in self.classes.words["aspect"]

    def _is_owner(self, token: Token) -> bool:
        if self._anaphors is None:
            self._anaphors = frozenset(
                m.span.start
                for m in self.tokens.known
                if m.deictic and m.kind in WORKS and m.text not in self.book.words["sets"]
            )
        return token.kind in SUBJECTS and token.start not in self._anaphors

    def _is_deed(self, text: str) -> bool:
        words = self.book.words
        known = text in words["link"] or text in words["reached"] or text in words["filler"]
        return len(text) > 1 and not known and text not in words["up"] | words["down"]

    def _relative(self, tokens: tuple[Token, ...], code: str, end: int) -> str:
        """拆除非法设立的 before 地锁: all of the clause that the noun is of."""
        start = end
        while start and code[start - 1] not in MARKS + "MTPL" and tokens[start - 1].kind not in SUBJECTS:
            start -= 1
        text = "".join(t.text for t in tokens[start:end])
        return text if len(text) <= PREDICATE else ""

    # -- what stands behind it ---------------------------------------------------------------------------

    def right(self, tokens: tuple[Token, ...], code: str, at: int) -> _Side:
        start = at + 1
        if start < len(code) and code[start] == "H":
            start += 1
        end = start
        while end < len(code) and (code[end] in RIGHT) and not tokens[end].kind:
            if code[end] == "G" and (end + 1 >= len(code) or code[end + 1] not in "NvGH"):
                break
            end += 1
        while end > start and code[end - 1] in "AHCQ":
            end -= 1
        noun = "".join(t.text for t in tokens[start:end])
        last = end
        while last > start and code[last - 1] in "vG":
            last -= 1
        ends = end == len(code) or not tokens[end].kind
        bare = (
            "".join(t.text for t in tokens[start:last])
            if ends and last < end and code[last - 1] == "N"
            else ""
        )
        if end < len(code) and code[end] == "M":
            noun = ""  # 23座隧道9座
        stop = end
        while stop < len(code) and code[stop] not in MARKS + "M":
            stop += 1
        begin = end
        while begin < stop and code[begin] in "DUX":
            begin += 1
        rest = "".join(t.text for t in tokens[begin:stop])
        does = any(letter in "VGY" for letter in code[begin:stop])
        said = does and len(rest) <= PREDICATE and (stop == len(code) or code[stop] != "M")
        named = any(t.kind in SUBJECTS for t in tokens[begin:stop])
        thing = self._thing(noun)
        thing_of = bare if len(bare) >= SHORTEST and thing else ""
        return _Side(
            noun=thing,
            rest=rest if said and not named else "",
            thing=thing_of,
            vague=bool(noun) and not thing,
        )

    def _thing(self, noun: str) -> str:
        """A noun that names things: none is 措施 of 五项措施, nor 左右."""
        words = self.book.words
        first = noun.partition(OF)[0]  # 措施 of 九条措施的通知
        vague = first in words["empty"] or any(n.endswith(tuple(words["abstract"])) for n in (first, noun))
        return "" if vague or len(noun) < SHORTEST or noun in self.book.changing else noun
