"""What counts in raw text say of a word beside and within names: log-odds of borders, how rare it is, whether it is a name."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import log

from kg.language.lexicon import NEVER, Lexicon
from kg.language.tags import CHINESE_NUMBER, LATIN, NUMBER, PROPER, shape
from kg.language.tokens import Token
from kg.model import light
from kg.names.grammar import VALUES
from kg.text.signs import DIVERTED

UNMET = 7.5  # rarity of a word that hardly an article holds: as good as a name
RARE = 8.0  # the rarity of a name that is known
UNSEEN = 1.0  # added to counts
NOMINAL = 8  # a verb is met as a noun less often than once in so many times
SELDOM = 3  # the same of one that mostly stands before names
OFTEN = 5
LED = 20  # times before names
COMMON = ("n", "vn", "v", "a", "an", "ad", "d")  # tags of common words
KNOWN = 20  # times that a word was tagged
KEPT = 1 << 16  # words that are remembered


@light
@dataclass(frozen=True, slots=True)
class Word:
    """A token with what its counts say."""

    text: str
    outside: float  # log-odds of standing right before a name
    first: float  # of beginning one
    inside: float  # of standing in one; negative: it hardly does
    rarity: float  # log of the inverse share of articles
    proper: bool
    met: bool  # within a name
    verb: bool  # hardly ever a noun, or far more often before names than in them
    named: bool  # a name for sure, or a word that ends as places do, of no article or a place's name too: 枫桥, 青山
    single: bool  # one Chinese character that jieba leaves by itself
    cluster: str  # the commonest word with like neighbours; the kind of what is known, the sign, or the tag of what is in none


class WordTable:
    """Words with their counts, made once each."""

    def __init__(
        self,
        lexicon: Lexicon,
        toponyms: Collection[str],
        is_place: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`toponyms` are signs that names of places end in: 河, 岭. `is_place` tells what is a name of a place, whatever else it is."""
        self.lexicon, self.toponyms, self.is_place = lexicon, toponyms, is_place
        self.memo: dict[tuple[str, str, str], Word] = {}

    def word(self, token: Token) -> Word:
        """What is known of a token."""
        key = (token.text if token.kind not in VALUES else "#", token.tag, token.kind)
        word = self.memo.get(key)
        if word is None:
            word = self._word(token)
            if len(self.memo) < KEPT:
                self.memo[key] = word
        return word

    def _word(self, token: Token) -> Word:
        text = normal(token.text)
        out, first, inside = NEVER if token.kind else self.lexicon.border(text)
        tags = self.lexicon.tags(text)
        rarity = log((self.lexicon.read + 1) / (self.lexicon.articles(text) + 1))
        if token.kind:
            rarity = 2.0 if token.kind in VALUES else RARE
        latin = shape(token.text) == LATIN and len(token.text) > 1
        if latin:
            rarity = RARE
        proper = (
            token.tag in PROPER and token.kind not in VALUES and (token.kind != "" or not _is_common(tags))
        )
        proper = proper or DIVERTED.fullmatch(text) is not None
        single = len(text) == 1 and not token.kind and "一" <= text <= "鿿" and token.tag != "w"
        return Word(
            text,
            _odds(out, inside + first),
            _odds(first, out),
            _odds(inside + first, out),
            rarity,
            latin or proper or (token.tag == "n" and len(text) > 1 and rarity > UNMET),
            inside + first > 0,
            token.tag == "v"
            and (_is_verb(tags) or (_is_verb(tags, SELDOM) and out > max(LED, 2 * (first + inside)))),
            latin or proper or self._is_toponym(token),
            single,
            self._cluster(text, token),
        )

    def _cluster(self, text: str, token: Token) -> str:
        if token.kind:
            return f"<{token.kind}>"
        return self.lexicon.clusters.get(text) or (text if token.tag == "w" else f"<{token.tag}>")

    def _is_toponym(self, token: Token) -> bool:
        text = token.text
        if token.tag != "n" or len(text) < 2 or text[-1] not in self.toponyms:
            return False
        landscape = all(sign in self.toponyms for sign in text)  # 江山, 江河
        return self.lexicon.articles(text) == 0 or (self.is_place(text) and not landscape)


def _is_common(tags: dict[str, int]) -> bool:
    """Whether a word is mostly a common one, whatever its tag here: 汽车 of 汽车有限公司."""
    total = sum(tags.values())
    return total >= KNOWN and 2 * sum(tags.get(tag, 0) for tag in COMMON) > total


def _is_verb(tags: dict[str, int], often: int = NOMINAL) -> bool:
    """Whether a word is met as a verb, and as a noun less than once in so many times: 实施, not 改造."""
    nouns = sum(tags.get(t, 0) for t in ("n", "vn", "nz", "a"))
    return tags.get("v", 0) >= OFTEN and often * nouns < sum(tags.values())


def normal(text: str) -> str:
    """`#` for a number, as the tables have it."""
    return "#" if shape(text) in (NUMBER, CHINESE_NUMBER) else text


def _odds(a: int, b: int) -> float:
    return max(-4.0, min(4.0, log((a + UNSEEN) / (b + UNSEEN))))
