"""What a name would hold between a beginning and its head, gathered token by token to the left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.language.tags import PROPER
from kg.language.tokens import Token
from kg.names.candidates import CLOSERS, OPENERS, Candidate
from kg.names.evidence import RARE, Word
from kg.text.signs import INDEFINITE, IS, JOINS, NUMBERS_PART, PHASE_ENDS, RANKED, SMALL_NUMBERS

Features = dict[str, float]

NOUNS = frozenset({"n", "vn", "nz", "LOC", "ORG", "PER", "an", "s", "f"})
COUNTED = (
    "v",
    "PER",
    "u",
    "p",
    "d",
    "c",
    "m",
    "q",
    "r",
    "TIME",
    "w",
    "a",
    "f",
    "xc",
)  # tags that are counted
IN = {tag: f"in.{tag}" for tag in COUNTED}
TOLD = ("route", "role", "driven", "alien", "outer")
GLUE = ("u", "p", "c")  # tags of single characters that are counted wherever they stand
VERBAL = ("v", "ad", "d", "vd")
ROUTE = frozenset({"至", "到", "—", "-", "～", "－", "–", "~"})  # 甲至乙
ACTS = frozenset(
    {"approve", "sign", "tender", "win", "start", "stop"}
)  # classes of verbs that no work is named by
ORDINAL = ("第", "条")  # 第十一条 numbers a paragraph
LISTS = "、"
BIG = "大"  # 三大火车站 are counted
JOINED = frozenset(JOINS)
OWN_NAME = 2  # characters of what a firm calls itself
OUTSIDE = 0.7  # log-odds of standing before names from which a word is strange within one


@dataclass(frozen=True, slots=True)
class Around:
    """What the article and the lexicon tell of a candidate beside its own words."""

    text: str  # of the article
    body: int  # where the text below the title begins
    verbs: Mapping[str, str]  # of works: 建设 → build
    roles: tuple[str, ...]  # what a thing may be called before its name: 投资银行|花旗集团
    toponyms: frozenset[str]  # signs that names of places end in: 河, 岭
    deictic: frozenset[str]  # 全市, 此次: what points to a thing and is not of its name
    counters: frozenset[str]  # 个, 项: 8项 is a count
    heads: frozenset[str] = frozenset()  # of works
    ends: tuple[str, ...] = ()  # heads of works, firms and schools of two characters and more
    wholes: tuple[str, ...] = ()  # heads that end a name of works: 工程, 项目
    bounds: frozenset[str] = frozenset()  # 以上, 以下: a class of works and none of them
    documents: frozenset[str] = frozenset()  # what a text is called: 计划, 方案
    law: bool = False  # whether the article is a law or regulation, which speaks of classes of works
    owners: frozenset[str] = frozenset()  # 外资, 国有: whose a firm is, and no name of it
    repeats: dict[str, Features] = field(default_factory=dict)  # of strings already looked for


class Inside:
    """`add` takes the next token to the left; `tell` puts what all of them say into features."""

    def __init__(self, candidate: Candidate, words: Sequence[Word], around: Around) -> None:
        self.candidate, self.words = candidate, words
        self.roles, self.toponyms, self.counters = around.roles, around.toponyms, around.counters
        self.head_start = candidate.end - len(candidate.head)
        self.counts = dict.fromkeys(COUNTED, 0)
        self.rarities: list[float] = []
        self.run = self.longest_run = self.proper = 0
        self.route = self.sizes = self.counted = self.quoted = 0
        self.role = self.driven = self.outer = self.alien = 0
        self.within = False  # quotes
        self.opened: list[str] = []  # signs that close brackets and quotes not yet opened
        self.broken = False  # whether one of a pair stands in it alone
        self.indefinite = False
        self.sum = False  # whether money or a measure stands in it
        self.heads = self.acts = self.split = self.said = 0
        self.lone = False  # the same from here to the head
        self.verbs, self.around_heads, self.ends = around.verbs, around.heads, around.ends
        self.bounds, self.wholes = tuple(around.bounds), around.wholes
        self.named = False  # whether a word is surely a name
        self.strange = (
            False  # whether a word of two characters is one that hardly a text has, as firms call themselves
        )
        self.joined = False  # whether 和 stands before what is a name by itself: 远川和|白石银行
        self.clause = False  # whether a word is a verb and hardly ever a noun: 实施, 利用
        self.total = self.worst = 0.0

    def add(self, at: int) -> None:
        """Take the token at an index, which stands before the head."""
        token, word = self.candidate.tokens[at], self.words[at]
        self.joined |= token.text in JOINED and self._bears_name()
        joins = self._joins(at)
        self.route += joins
        self._pairs(token.text)
        self._seams(at, token)
        self._count(at, token, word, joins=joins)
        self._verbs(at, token, word)
        self.quoted |= token.text in "”’"
        self.within = (self.within or token.text in "”’") and token.text not in "“‘"
        self.run = self.run + 1 if word.single else 0
        self.longest_run = max(self.longest_run, self.run)
        if not token.kind and word.inside < 0 and not joins:
            self.total += word.inside
            self.worst = min(self.worst, word.inside)
        self.rarities.append(word.rarity)
        self.proper += word.proper
        unmet = token.tag == "n" and not word.met and at < self.candidate.last
        beside = unmet and word.rarity > RARE and self.candidate.tokens[at + 1].text[:1] in self.toponyms
        self.named |= word.named or beside
        self.strange |= len(token.text) == OWN_NAME and word.rarity > RARE

    def _bears_name(self) -> bool:
        """Whether what is to the right is a name by itself: 白石 of 白石银行, not 环境工程 of 水利和环境工程公司."""
        return self.named or self.strange or self.longest_run > 1

    def _pairs(self, text: str) -> None:
        """Brackets and quotes: `broken` until what closes has been opened."""
        if text in CLOSERS:
            self.opened.append(CLOSERS[text])
        elif text in OPENERS:
            self.broken |= not self.opened or self.opened.pop() != text
        self.lone = bool(self.opened)

    def _seams(self, at: int, token: Token) -> None:
        """一 before the head, N大 before nouns, heads and acts of works within."""
        if token.kind:
            self.sum |= token.kind == "Money"
            self.indefinite |= token.kind == "Quantity" and token.text.endswith(self.bounds)
            return
        self.indefinite |= token.text in self.bounds or RANKED.match(token.text) is not None
        if token.text in INDEFINITE and at == self.candidate.last - 1 and len(self.candidate.head) > 1:
            self.indefinite = True
        self.broken |= token.text == IS and not self.within
        if token.text.isdigit() and self.candidate.first < at < self.candidate.last:
            left, right = (self.candidate.tokens[near].text for near in (at - 1, at + 1))
            numbers = len(token.text) > 1 or not right.startswith(
                NUMBERS_PART
            )  # a row of a table: 某项目|4|某铁路
            self.broken |= numbers and (left in self.around_heads or left[-1] in PHASE_ENDS)
        if token.text[-1:] == BIG and at < self.candidate.last:
            number = token.text[:-1] or (
                self.candidate.tokens[at - 1].text if at > self.candidate.first else ""
            )
            self.indefinite |= number in SMALL_NUMBERS
        following = self.candidate.tokens[at + 1] if at < self.candidate.last else token
        self.said += token.tag == "PER" and following.tag == "v" and not following.kind  # 甲某会见某公司
        self.broken |= token.text[0] == ORDINAL[0] and token.text[-1] == ORDINAL[1] and len(token.text) > 2
        if (token.tag == "c" or token.text == LISTS) and at > self.candidate.first:
            before = self.candidate.tokens[at - 1]
            self.broken |= not before.kind and before.text.endswith(self.wholes)  # 甲工程和乙工程 are two
        if token.tag == "c" and at > self.candidate.first:
            before = self.candidate.tokens[at - 1]
            self.split += before.kind == "" and before.text.endswith(self.ends)  # 甲电站和乙电厂 are two
        if at < self.candidate.last:
            self.heads += token.text in self.around_heads
            self.acts += self.verbs.get(token.text) in ACTS and token.tag in ("v", "vn")

    def _joins(self, at: int) -> bool:
        """Whether a token joins two places: 至 of 青岭至白沙高速公路."""
        between = self.candidate.first < at < self.candidate.last
        return (
            between
            and self.candidate.tokens[at].text in ROUTE
            and self._like_place(at - 1)
            and self._like_place(at + 1)
        )

    def _like_place(self, at: int) -> bool:
        return self.candidate.tokens[at].tag in NOUNS or self.words[at].single

    def _count(self, at: int, token: Token, word: Word, *, joins: bool) -> None:
        tokens, last = self.candidate.tokens, self.candidate.last
        plain = not word.single or token.tag in GLUE or self._alone(at)
        if not joins and token.tag in self.counts and plain:
            self.counts[token.tag] += 1
        if token.kind == "Quantity" or (token.tag == "m" and at < last and tokens[at + 1].tag == "q"):
            self.sizes += 1
            self.counted += token.text[-1:] in self.counters

    def _alone(self, at: int) -> bool:
        """Whether a single character stands beside no other, nor right before the head."""
        tokens, words, last = self.candidate.tokens, self.words, self.candidate.last
        before = at > self.candidate.first and words[at - 1].single
        behind = at < last and (words[at + 1].single or tokens[at + 1].start >= self.head_start)
        return not before and not behind

    def _verbs(self, at: int, token: Token, word: Word) -> None:
        tokens = self.candidate.tokens
        if token.kind:
            return
        if at < self.candidate.last and (self.words[at + 1].proper or tokens[at + 1].text in OPENERS):
            self.role += token.text.endswith(self.roles)
            self.driven += token.tag == "v"
        elif (
            at < self.candidate.last
            and word.single
            and token.tag == "v"
            and token.text + tokens[at + 1].text in self.verbs
        ):
            self.clause |= not self.within  # 获|批, which jieba takes apart
        if token.tag in VERBAL and len(token.text) > 1:
            self.alien += not word.met
            following = tokens[at + 1] if at < self.candidate.last else token
            measures = following.kind == "Quantity" or following.tag == "m"  # 年产|30万吨
            nominal = measures or (at == self.candidate.last - 1 and word.met)  # 余热|利用|工程
            self.clause |= token.tag == "v" and word.verb and not self.within and not nominal
        self.outer += word.outside > OUTSIDE and not word.single

    def tell(self, f: Features) -> None:
        """Put what was gathered into features."""
        for tag, count in self.counts.items():
            if count:
                f[IN[tag]] = float(count)
        told = (self.route, self.role, self.driven, self.alien, self.outer)
        if any(told):
            f.update((name, float(value)) for name, value in zip(TOLD, told, strict=True) if value)
        if self.heads:
            f["in.head"] = float(self.heads)
        if self.said:
            f["in.said"] = float(self.said)
        if self.split:
            f["in.split"] = float(self.split)
        if self.acts:
            f["in.act"] = float(self.acts)
        if self.sizes > self.counted:
            f["size"] = 1.0
        if self.counted:
            f["counted"] = 1.0
        f["run"] = float(min(self.longest_run, 3))
        f["worst"], f["sum"] = self.worst, self.total / 2
        f["rare"] = max(self.rarities, default=0.0) / 4
        f["rare.sum"] = min(20.0, sum(self.rarities)) / 10
        f["proper"] = float(min(self.proper, 3))
        if not self.proper and not self.quoted:
            f["noproper"] = 1.0
            f["rare.plain"] = f["rare"]
            if self.longest_run < 2:
                f["plain"] = 1.0


__all__ = ["NOUNS", "Around", "PROPER", "ROUTE", "Features", "Inside"]
