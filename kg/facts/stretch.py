"""A stretch of a text as frames read it: tokens with the mentions that they are, clauses, and who stands in a noun phrase."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.facts.themes import AREAS
from kg.language.classes import WordClasses
from kg.language.clauses import Clause, find_clauses
from kg.language.tokens import Token
from kg.model import Mention, Span, light
from kg.text.numerals import parse_number

JOINS = "SC"  # letters between the members of a list
CLOSES = "FWUQM"  # what may stand behind the last noun of a phrase: 境内, 三县
COUNT = 3  # tokens of 五省区市
LONGEST = 60  # tokens of a noun phrase that are gone over
Range = tuple[int, int]  # of tokens, half-open


@light
@dataclass(frozen=True, slots=True)
class Noun:
    """One member of a noun phrase: the name that is its head, if one is, and the names that stand before it."""

    start: int
    end: int
    head: Mention | None
    before: tuple[Mention, ...] = ()
    loose: bool = False  # the head is a plain noun that only says what the name is: 引水工程|建设


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The word lists that reading frames needs; see `frames.toml`."""

    verbs: frozenset[str]  # verbs whatever their tags
    whole: frozenset[str]  # plain nouns that add nothing to the name before them: 建设, 工程, 县城
    parts: frozenset[str]  # plain subjects that leave a clause about what was said before: 全长, 坝址
    titles: frozenset[str]  # what an honour is called behind its name: 称号
    pairing: frozenset[str]  # 分别
    light: frozenset[str]  # verbs that only say that something is done: 进行
    here: frozenset[str]  # 此
    one_of: frozenset[str]  # 之一
    nouns: frozenset[str]  # nouns of frames whatever their tags: 支流


@dataclass(frozen=True, slots=True)
class Stretch:
    """`names[i]` is the mention that token i is. All indices are of tokens."""

    tokens: Sequence[Token]
    code: str
    names: Sequence[Mention | None]
    clauses: Sequence[Clause]
    starts: Sequence[int]
    words: FrameWords
    whole: str  # the text of all tokens
    ends: Mapping[int, int]  # where a token ends in it → the index behind the token

    def range(self, span: Span) -> Range:
        """The tokens that a span covers."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def is_name(self, at: int) -> bool:
        """Whether a token is a name, and no value."""
        mention = self.names[at] if at < len(self.names) else None
        return mention is not None and mention.value is None

    def text(self, start: int, end: int) -> str:
        return "".join(token.text for token in self.tokens[start:end])

    def span(self, start: int, end: int) -> Span:
        return Span(self.tokens[start].start, self.tokens[end - 1].end)

    def nouns(self, start: int, end: int) -> list[Noun]:
        """The members of the noun phrase in a range, from left to right; what 等 and a common head add is no member."""
        found: list[Noun] = []
        at = start
        for i in range(start, end):
            letter = self.code[i]
            if letter == "[" and i > at and self.code[i - 1] == "]":  # “甲”“乙”
                found.append(self._noun(at, i))
                at = i
            if (letter in JOINS and not self._in_bracket(start, i)) or letter == "E":
                if i > at:
                    found.append(self._noun(at, i))
                at = i + 1
                if letter == "E":
                    return found
        if end > at:
            found.append(self._noun(at, end))
        return found

    def _in_bracket(self, start: int, at: int) -> bool:
        opened = self.code.count("(", start, at) + self.code.count("[", start, at)
        return opened > self.code.count(")", start, at) + self.code.count("]", start, at)

    def _noun(self, start: int, end: int) -> Noun:
        last, loose = self._head_at(start, end)
        before = tuple(
            m
            for i in range(max(start, end - LONGEST), end if last is None else last)
            if (m := self.names[i]) and m.value is None
        )
        return Noun(start, end, None if last is None else self.names[last], before, loose)

    def _head_at(self, start: int, end: int) -> tuple[int | None, bool]:
        """The token of the name that a noun phrase ends in, and whether plain nouns follow it."""
        at, loose = self._counted(start, end) - 1, False
        while at >= start:
            mention = self.names[at]
            if mention is not None and (mention.value is None or at == end - 1):
                return at, loose
            if self.code[at] in ")]":
                if self.code[at] == ")":
                    while at > start and self.code[at] != "(":
                        at -= 1
                at -= 1
                continue
            if self.code[at] in CLOSES or mention is not None:
                at -= 1
                continue
            if self.tokens[at].text not in self.words.whole:
                return None, False
            loose = True
            at -= 1
        return None, False

    def _counted(self, start: int, end: int) -> int:
        """Where a phrase ends without the count of the areas that it closes: 甲省、乙省|三省."""
        for at in range(end - 2, max(start, end - COUNT - 1), -1):
            area = self.names[at - 1] if at > start else None
            if self.names[at] is not None or self.names[at + 1] is not None:
                break
            if area is not None and area.kind in AREAS and parse_number(self.tokens[at].text) is not None:
                return at
        return end

    def list_from(self, start: int, end: int) -> list[Noun]:
        """The names of a list that begins at a token: 甲、乙和丙, up to what is none."""
        found: list[Noun] = []
        at = start
        while at < end:
            first = at
            while at < min(end, first + LONGEST) and (self.is_name(at) or self.code[at] in "[("):
                if self.code[at] == "(" or (self.code[at] == "[" and not self.is_name(at + 1)):
                    break
                at += 1
            if at == first:
                break
            stop = at
            while at < end and self.code[at] in "])":
                at += 1
            found.append(self._noun(first, stop))
            if at >= end or self.code[at] not in JOINS:
                break
            at += 1
        return [noun for noun in found if noun.head is not None]

    def list_back(self, end: int, start: int) -> list[Noun]:
        """The names of a list that ends before a token, from left to right."""
        found: list[Noun] = []
        at = end
        while at > start:
            stop = at
            lowest = max(start, at - LONGEST)
            while at > lowest and (self.is_name(at - 1) or self.code[at - 1] in "[]"):
                at -= 1
            if at == stop or not any(self.names[at:stop]):
                break
            found.append(self._noun(at, stop))
            if at == start or self.code[at - 1] not in JOINS:
                break
            at -= 1
        return [noun for noun in reversed(found) if noun.head is not None]

    def run(self, at: int) -> Range:
        """The tokens between the marks around one."""
        start, end = at, at
        while start > 0 and self.code[start - 1] not in "BZ":
            start -= 1
        while end < len(self.code) and self.code[end] not in "BZ":
            end += 1
        return start, end


def read_stretch(
    tokens: Sequence[Token], by_start: Mapping[int, Mention], classes: WordClasses, words: FrameWords
) -> Stretch:
    """`by_start` has the mentions that tokens are, by where they begin."""
    names = [by_start.get(t.start) if t.kind else None for t in tokens]
    code = "".join(_letters(tokens, names, classes.code(tokens), words))
    clauses, starts = find_clauses(tokens, classes, code), [t.start for t in tokens]
    ends = {token.end - starts[0]: i for i, token in enumerate(tokens, 1)}
    return Stretch(tokens, code, names, clauses, starts, words, "".join([t.text for t in tokens]), ends)


def _letters(
    tokens: Sequence[Token], names: Sequence[Mention | None], code: str, words: FrameWords
) -> Iterator[str]:
    """The letters with verbs that stand in a frame as verbs: 流经/n 平遥县, 止/n 于 长治市, 经/p 长治市 where no other verb is."""
    verbs = words.verbs
    plain = [name is None and token.text in verbs for name, token in zip(names, tokens, strict=True)]
    skip = acts = False
    for at, letter in enumerate(code):
        if skip:
            skip = False
            yield "U"
            continue
        chained = acts or _phrased(code, at)
        skip = _joined(tokens, names, at, verbs)
        acts = (
            plain[at]
            and letter in "NvGxD"
            and (
                _governs(names, code, plain, at)
                or _closes(code, at)
                or _behind_sum(names, code, at)
                or (chained and code[at + 1 : at + 2] == "H")
            )
        )
        course = (
            plain[at]
            and letter == "P"
            and (_leads(tokens, names, at) or (_begins(code, at) and _ends(code, at + 1)))
        )
        noun = letter in "vGV" and names[at] is None and tokens[at].text in words.nouns
        yield "V" if skip or acts or course else "N" if noun else letter


def _joined(tokens: Sequence[Token], names: Sequence[Mention | None], at: int, verbs: frozenset[str]) -> bool:
    """Whether a token and the next are one verb: 起 + 于."""
    if at + 1 >= len(tokens) or names[at] is not None or names[at + 1] is not None:
        return False
    first, second = tokens[at].text, tokens[at + 1].text
    return 1 in (len(first), len(second)) and len(first) < 3 and first + second in verbs


def _governs(names: Sequence[Mention | None], code: str, plain: Sequence[bool], at: int) -> bool:
    """Whether what a verb could take follows it: a name, a sum, 了, or a verb that has one (投资建设某工程)."""
    first = at
    at += 1
    while at < len(code) and plain[at] and code[at] in "NvGVx":
        at += 1
    if at == len(code) or code[at] in "BZ":
        return at > first + 1
    return names[at] is not None or code[at] in "M[U" or (code[at] == "H" and at > first + 1)


def _phrased(code: str, at: int) -> bool:
    """Whether a phrase with a preposition ends right before a word, and no verb stands before that: 由甲公司在乙县|改造的."""
    start = at
    while start and code[start - 1] in "PN":
        start -= 1
    return "P" in code[start:at] and code[at - 1] == "N" and (start == 0 or code[start - 1] not in "VGS")


def _behind_sum(names: Sequence[Mention | None], code: str, at: int) -> bool:
    """Whether a word ends a clause right behind a sum: 投资3亿元|建设的."""
    before = names[at - 1] if at else None
    return before is not None and before.value is not None and (at + 1 == len(code) or code[at + 1] in "BZH")


def _leads(tokens: Sequence[Token], names: Sequence[Mention | None], at: int) -> bool:
    """途经 before a name; 经 may be a preposition there."""
    return len(tokens[at].text) > 1 and at + 1 < len(names) and names[at + 1] is not None


def _closes(code: str, at: int) -> bool:
    """Whether a word ends a clause that has no verb and a name or a phrase before it: 甲河与乙河在丙县|交汇."""
    if at + 1 < len(code) and code[at + 1] not in "BZ":
        return False
    start = at
    while start and code[start - 1] not in "BZ":
        start -= 1
    return "P" in code[start:at] and not any(letter in "VGY" for letter in code[start:at])


def _begins(code: str, at: int) -> bool:
    """Whether nothing but adverbs and nouns stands before a word in its clause."""
    while at > 0 and code[at - 1] in "DLTNX":
        at -= 1
    return at == 0 or code[at - 1] in "BZ"


def _ends(code: str, at: int) -> bool:
    """Whether only nouns follow up to the mark."""
    while at < len(code) and code[at] in "NSCEFvAMQU":
        at += 1
    return at == len(code) or code[at] in "BZ"
