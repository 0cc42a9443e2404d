"""What a figure measures, read off the tokens of its clause: the noun phrase that the number completes, with its verb.

接待 + 164953人 is 接待人数, 查处违停 + 4556起 is 查处违停数量, 34家 + 单位 + 开放停车位 is 开放停车位的单位数量, 23座 + 共16.8公里 are of what
the figure before counted. The words of `indicators.toml` name what is none of this; they are asked first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.language.classes import CLOSERS, OPENERS
from kg.language.tokens import Token
from kg.model import Mention
from kg.rules.phrase_sides import (
    AGE,
    CLASS,
    EACH,
    LONGEST,
    MARKS,
    MONEY,
    OF,
    SHORTEST,
    PhraseSides,
    Side,
    patient_end,
)

_CLASSIFIER = re.compile("[一-鿿]{1,2}(?:[（(][一-鿿][）)])?")


@dataclass(slots=True)
class PhraseReader(PhraseSides):
    """Names figures of one article by their tokens."""

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

    def is_looked_at(self, figure: Mention) -> bool:
        """Whether a preposition stands before a number that makes it no news: 从两个试点村看, 按照1000个座位."""
        tokens = self.tokens.tokens_at(figure.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), 0)
        return at > 0 and tokens[at - 1].text in self.book.words["looked_at"]

    def _behind(self, figure: Mention) -> Side | None:
        tokens = self.tokens.tokens_at(figure.span.start)
        at = next((i for i, t in enumerate(tokens) if t.start == figure.span.start), None)
        if at is None:
            return None
        return self.right(tokens, self.code(tokens), at)

    def counts(self, unit: str) -> bool:
        known = unit in self.book.counters or unit in self.book.persons
        return known or (unit not in self.book.suffixes and self.is_thing(unit))

    def is_thing(self, unit: str) -> bool:
        """Whether a unit is a classifier, 种 or 台（套）, and measures nothing."""
        return _CLASSIFIER.fullmatch(unit) is not None and unit not in (CLASS, AGE, *self.book.change_units)

    def _again(self, left: Side, right: Side, unit: str, series: Sequence[str]) -> str:
        """接待游客 of 其中甲市接待16万人, behind 全省接待游客52万人次: the verb that the sentence has told of already."""
        if not left.verb or left.noun or right.noun or not self.counts(unit):
            return ""
        for told in reversed(series):
            at = told.find(left.verb)
            if at >= 0 and len(told) > at + len(left.verb):
                return told[at:].removesuffix(self.book.suffixes.get(unit) or self.book.count_suffix)
        return ""

    def _counted(self, left: Side, right: Side, unit: str, previous: str) -> str:
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

    def _is_staff(self, left: Side, right: Side, *, governed: bool) -> bool:
        """3250名员工, 培训教师624名, 吸引了9万名游客, and not 现场有5名干部."""
        words, noun = self.book.words, right.noun or left.noun
        people = any(word in noun for word in words["folk"])
        counted = not right.noun or governed or any(word in noun for word in words["of_firms"])
        return people and counted

    def _measured(self, left: Side, right: Side, unit: str, previous: str) -> str:
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
        self, tokens: tuple[Token, ...], code: str, at: int, left: Side, right: Side, unit: str
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
