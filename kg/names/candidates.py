"""Where names may end: at heads of names, and where the rules found one. What follows says which of them are names.

`Candidates.find` gives one candidate an end, with its tokens back to the sign that no name goes over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from kg.language.classes import WordClasses
from kg.language.lexicon import Lexicon
from kg.language.lists import find_lists
from kg.language.tokens import Token, TokenReader
from kg.model import Mention, light
from kg.text.signs import PHASE, PHASE_ENDS

KINDS = frozenset({"Project", "Facility", "Reservoir", "Zone", "ProtectedArea", "Institution", "Company"})
LONGEST = 6  # characters of a head
ITEM = "item"  # the group of members of lists whose head stands behind the list
BRAND = "brand"  # the group of words that mostly name bodies, and end as no firm does: 比亚迪
MET = 4  # times that such a word was met as one
OF_FIRMS = ("firm", "trade", "school")
OF_WORKS = ("work", "line", "plant", "change")
WINDOW = 16  # tokens before the end
STOPS = frozenset("，。；：！？,;:!?《〈【】、\n\t○●■◆★▲△▼|/")  # what a name never goes over
CLOSERS = {
    "”": "“",
    "’": "‘",
    "』": "『",
    "」": "「",
    "）": "（",
    ")": "(",
    "》": "《",
    "〉": "〈",
    "】": "【",
}
OPENERS = frozenset(CLOSERS.values())
LISTS = "、"
SURE_LIST = 2  # marks of a list whose members are what stands between them
MEMBER = (4, 26)  # characters of one
CLOSING = 4  # tokens from 等 to the head of a list
COUNTING = ("m", "q", "a", "b", "n", "d")  # tags between them
DASHES = frozenset("—－–-")
POINTS = frozenset(".．")  # behind the number of an item: 3.青岭水库加固
BRACKET = 8  # characters between brackets within a name
SECTION = "段"
QUOTED = 14  # characters between quotes within a name


@light
@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a name may end. `tokens` end with the head; `first` is the leftmost that the name may begin with."""

    end: int
    head: str
    group: str  # the class of the head
    tokens: Sequence[Token]  # of the whole stretch
    first: int
    last: int  # index of the token that the name ends with
    walked: Mapping[str, int]  # class → where the name begins by the rules
    added: str = ""  # what the text leaves out of a member of a list: 高速公路 of 都安、凯雷等3条高速公路
    completes: bool = True  # whether the name is told with it: 项目 names no kind of thing
    whole: bool = False  # whether the list leaves no choice of the beginning: 甲、年产3万吨乙、丙等项目


class CandidateFinder:
    """Ends of names in one text."""

    def __init__(self, lexicon: Lexicon, classes: WordClasses) -> None:
        self.heads, self.classes = lexicon.heads, classes
        self.joining = frozenset({"、", *classes.words["conjunction"]})
        self.brands = frozenset(w for w in lexicon.mostly("ORG", MET) if not self._ended(w))
        self.tails = frozenset(head[at:] for head in self.heads for at in range(1, len(head)))
        self.last_signs = frozenset({head[-1] for head in self.heads} | set(PHASE_ENDS))
        self.etcetera = frozenset(classes.words["etcetera"])
        pieces = [*self.heads, *PHASE_ENDS, *sorted(self.brands)]
        self.ends = ahocorasick_rs.AhoCorasick(pieces)
        self.of_works = [self.heads.get(piece) in OF_WORKS for piece in pieces]

    def find(
        self, reader: TokenReader, found: Iterable[Mention], barred: bytes | bytearray
    ) -> Iterator[Candidate]:
        """In order of their ends. `found` is what the rules found; `barred` ends belong to names of other classes."""
        walked: dict[int, dict[str, int]] = {}
        for mention in found:
            if mention.kind in KINDS:
                starts = walked.setdefault(mention.span.end, {})
                starts[mention.kind] = min(mention.span.start, starts.get(mention.kind, mention.span.start))
        # a stretch in which no name can end is not even taken apart: a list of works has their head too
        matches = self.ends.find_matches_as_indexes(reader.text, overlapping=True)
        possible = {*walked, *(end for _, _, end in matches)}
        of_works = {end for piece, _, end in matches if self.of_works[piece]}
        ends = sorted(possible)
        for start, stop in reader.stretches:
            first_end = bisect_right(ends, start)
            if first_end == len(ends) or ends[first_end] > stop:
                continue
            tokens = reader.tokens_at(start)
            texts = {token.text for token in tokens}
            members = self._members(tokens, texts, of_works)
            between = {} if texts.isdisjoint(self.etcetera) else self._between(tokens)
            for index, token in enumerate(tokens):
                if index in between:
                    first, added = between[index]
                    known = walked.get(token.end, {})
                    yield Candidate(
                        token.end, "", ITEM, tokens, first, index, known, added, False, whole=True
                    )
                    continue
                if token.end not in members and (
                    token.end not in possible or (token.end < len(barred) and barred[token.end])
                ):
                    continue
                known = walked.get(token.end, {})
                head = self._head(tokens, index)
                if not head and token.end in members and not known:
                    first, added = first_token(tokens, index), members[token.end]
                    kind = self.heads[added] != "work"
                    yield Candidate(token.end, "", ITEM, tokens, first, index, known, added, kind)
                    continue
                if not head and not known:
                    if self._is_brand(tokens, index):
                        yield Candidate(token.end, "", BRAND, tokens, index, index, known, whole=True)
                    continue
                group = self.heads.get(head, "part" if head else "rule")
                first = first_token(tokens, index)
                if first < index or len(token.text) > len(head):
                    yield Candidate(token.end, head or token.text, group, tokens, first, index, known)

    def _ended(self, word: str) -> bool:
        """Whether a word ends in a head."""
        return any(word[-size:] in self.heads for size in range(1, LONGEST + 1))

    def _is_brand(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a firm may be named by one word: 比亚迪, not where 公司 follows."""
        if tokens[index].kind or tokens[index].text not in self.brands:
            return False
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        return following is None or bool(following.kind) or self.heads.get(following.text) not in OF_FIRMS

    def _members(
        self, tokens: Sequence[Token], texts: Collection[str], of_works: Collection[int]
    ) -> dict[int, str]:
        """Where members of a list of works end, and what each leaves out of its name. `texts` are those of the tokens,

        `of_works` where heads of works end.
        """
        if self.joining.isdisjoint(texts) or not any(token.end in of_works for token in tokens):
            return {}
        if self.etcetera.isdisjoint(texts) and not any(t.tag == "m" or t.kind == "Quantity" for t in tokens):
            return {}
        found: dict[int, str] = {}
        for one in find_lists(tokens, self.classes):
            if one.head is None or one.link not in ("etcetera", "count"):
                continue
            added = self._shared("".join(t.text for t in tokens if one.head.start <= t.start < one.head.end))
            if added:
                found.update((member.end, added) for member in one.members)
        return found

    def _between(self, tokens: Sequence[Token]) -> dict[int, tuple[int, str]]:
        """What stands between two marks of a list of works that 等 closes, verbs and measures in it: last token → first, and the head.

        甲集团、某石化年产3万吨乙烯、丙产业园等6个项目: what the marks part are the members, whatever words they hold.
        """
        found: dict[int, tuple[int, str]] = {}
        for at, token in enumerate(tokens):
            head = self._closing(tokens, at + 1) if token.text in self.etcetera else ""
            bounds = _bounds(tokens, at) if head else []
            if len(bounds) < SURE_LIST:
                continue
            for left, right in zip(bounds, [*bounds[1:], at], strict=True):
                size = tokens[right - 1].end - tokens[left].end if right - 1 > left else 0
                if MEMBER[0] <= size <= MEMBER[1] and not self._is_whole(tokens[right - 1]):
                    found[right - 1] = (left + 1, head)
        return found

    def _is_whole(self, token: Token) -> bool:
        """Whether a member ends as works do by itself: 某水库工程."""
        return any(self.heads.get(token.text[-size:]) in ("work", "change") for size in (2, 3, 4))

    def _closing(self, tokens: Sequence[Token], at: int) -> str:
        """项目 behind 等, 等6个, 等一批重大; empty where no works are listed."""
        for token in tokens[at : at + CLOSING]:
            if self.heads.get(token.text) == "work":
                return token.text
            if token.kind not in ("", "Quantity") or token.tag not in COUNTING:
                return ""
        return ""

    def _shared(self, head: str) -> str:
        """The head of a list that its members share: 高速公路 of 高速公路项目; empty if it is none of works."""
        for size in range(min(LONGEST, len(head)), 0, -1):
            group = self.heads.get(head[-size:])
            if group in ("work", "change") and len(head) > size and (inner := self._shared(head[:-size])):
                return inner
            if group in OF_WORKS:
                return head[-size:]
        return ""

    def _head(self, tokens: Sequence[Token], index: int) -> str:
        """The longest head that the text ends in at a token, itself in one token or the end of one; empty for none."""
        token = tokens[index]
        text = token.text
        if text[-1:] not in self.last_signs:
            return ""
        if (token.kind and token.kind != "Quantity") or (
            not token.kind and token.tag == "w" and len(text) == 1
        ):
            return ""
        if token.kind or (text == SECTION and index and tokens[index - 1].tag == "m"):
            return _phase(tokens, index)
        for count in (4, 3, 2) if text in self.tails else ():
            whole = "".join(t.text for t in tokens[max(0, index - count + 1) : index + 1])
            if index >= count and len(whole) <= LONGEST and whole in self.heads:
                return whole  # 有限|责任|公司
        if self._leads_on(tokens, index) or (text == SECTION and tokens[index - 1].tag in ("v", "vn")):
            return ""  # 公路管理|段 is a body
        for size in range(min(LONGEST, len(text)), 0, -1):
            if text[-size:] in self.heads:
                following = tokens[index + 1] if index + 1 < len(tokens) else None
                if (
                    following is not None
                    and not following.kind
                    and following.text in self.heads
                    and self._goes_on(text[-size:], following.text)
                    and not self._leads_on(tokens, index + 1)
                ):
                    return ""
                return text[-size:]
        return _phase(tokens, index)

    def _leads_on(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether 工程 right behind 项目 begins what follows: 某高速公路项目|工程可行性研究报告."""
        if not 0 < index < len(tokens) - 1:
            return False
        before, token, behind = tokens[index - 1 : index + 2]
        both = self.heads.get(before.text) == self.heads.get(token.text) == "work"
        return both and not behind.kind and behind.tag in ("n", "vn") and behind.text not in self.heads

    def _goes_on(self, head: str, following: str) -> bool:
        """Whether 工程, 项目 follow directly: the name ends behind them."""
        group, after = self.heads.get(head, ""), self.heads[following]
        if group == "trade":
            return True  # 电子|信息, 汽车|工业园: an industry, no firm
        return after in ("work", "firm", "zone", "line") or (after == group and len(following) > 1)


def _bounds(tokens: Sequence[Token], end: int) -> list[int]:
    """The marks of the list that ends before a token, from the left."""
    found: list[int] = []
    for at in range(end - 1, -1, -1):
        text = tokens[at].text
        if text == LISTS:
            found.append(at)
        elif text in STOPS:
            break
    return found[::-1]


def _phase(tokens: Sequence[Token], index: int) -> str:
    """二期, 6号线, 3标段 at the end of a token."""
    match = PHASE.search("".join(t.text for t in tokens[max(0, index - 2) : index + 1]))
    return match.group() if match else ""


def first_token(tokens: Sequence[Token], index: int) -> int:
    """The leftmost token that a name that ends with the one at `index` may begin with."""
    at, lowest = index, max(0, index - WINDOW)
    while at > lowest:
        text = tokens[at - 1].text
        if text in CLOSERS:
            opened = _opening(tokens, at - 1, lowest)
            if opened < 0:
                return at
            at = opened
            continue
        if (
            text in OPENERS
            or text in STOPS
            or not text.strip()
            or (text[0] in DASHES and _is_double(tokens, at - 1))
            or (text in POINTS and _numbers(tokens, at))
        ):
            return at
        at -= 1
    return at


def _numbers(tokens: Sequence[Token], at: int) -> bool:
    """Whether the point before a token is that of an item's number: not of 2.5万千瓦."""
    return at > 1 and tokens[at - 2].text.isdigit() and not tokens[at].text[:1].isdigit()


def _is_double(tokens: Sequence[Token], at: int) -> bool:
    """—— parts a description from a name, -- items of a list; a single dash joins two places."""
    text = tokens[at].text
    return len(text) > 1 or any(
        0 <= near < len(tokens) and tokens[near].text[:1] in DASHES for near in (at - 1, at + 1)
    )


def _opening(tokens: Sequence[Token], closing: int, lowest: int) -> int:
    """The token that opens what one closes, if not too much stands between; else -1."""
    sign = CLOSERS[tokens[closing].text]
    room = BRACKET if sign in "（(" else QUOTED
    for at in range(closing - 1, lowest - 1, -1):
        if tokens[at].text == sign:
            numbered = all(t.tag == "m" for t in tokens[at + 1 : closing])  # （三） numbers what follows
            return at if tokens[closing].start - tokens[at].end <= room and not numbered else -1
        if tokens[at].text in "。！？；\n":
            return -1
    return -1
