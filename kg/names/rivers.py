"""Rivers by evidence: each way to begin a name before 河, 江, 溪, 渠 is weighed, and the default is no river.

What speaks for a name: a clear border on its left, a stem that is no common word, the same name elsewhere with another left
neighbour, what only waters have behind them (流域, 干流, 两岸), a list of rivers. What speaks against it: a verb or a
particle in the stem (挖渠, 继…河), a description (臭水河), a street, a park, a plant behind it (黄河路, 油溪电厂).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

from kg.language.lexicon import Lexicon
from kg.model import Mention, Span, by_place
from kg.names.grammar import AREAS
from kg.rules.model import NameRule
from kg.text.words import frequency, part_of_speech

LONGEST = 6  # characters of a stem: 库玛拉克
LOOK = 4  # characters behind 河 that jieba sees too: 河流|经
KEPT = 1 << 16  # words whose classes are remembered
FEW = 3  # tags from which the lexicon is believed
MANY = 20  # the same of one character, which has more tags
RARE = 30  # articles below which a noun may well be of a name: 白石
COMMON = 60  # jieba's count from which a word that the lexicon lacks is common speech
LIKELY = 1.15  # points from which a candidate is a river
AGAIN = -0.5  # the same of a name that is one elsewhere in the article
SEEN = 300  # articles from which a character is one of common words: 段, 上, 水
NAMES = frozenset({"LOC", "nz"})
FUNCTION = frozenset({"p", "c", "u", "d", "r", "xc"})
NUMBER = frozenset({"m", "q"})
PROPER = ("ns", "nt", "nr")  # jieba's tags of names, by their beginning
FUNCTIONS = ("p", "c", "u", "d", "r")
NUMBERS = ("m", "q")
# points of a word of the stem, by its class
STEM = {
    "name": 1.0,
    "person": 0.5,
    "unknown": 1.0,
    "rare": 0.5,
    "sign": 0.5,
    "common": 0.0,
    "noun": -1.3,
    "verb": -1.6,
    "function": -2.5,
    "number": -2.5,
}
WHOLE = {"name": 2.0, "person": -0.8, "unknown": 1.2, "rare": 0.6}  # of a word that holds the head: 桑干河
ALONE = {"sign": 0.1, "common": -0.7}  # of a stem of one character: 洮河, 段河
# points of the word before the name
BORDER = {
    "person": 0.0,
    "function": 1.0, "verb": 0.8, "noun": 0.2, "name": -0.3, "rare": -0.3, "unknown": -0.8, "sign": -0.9, "common": -0.6, "number": -0.5,
}  # fmt: skip
OF = "的"  # before a description as often as before a name
HEADS = {"河": 0.0, "渠": -0.2, "溪": -0.6, "江": -0.6}  # 溪 and 江 also end the names of towns
IN = ("在", "于", "赴", "到", "进")
TOWN = {
    "河": -0.6,
    "渠": -0.6,
    "溪": -2.0,
    "江": -2.0,
}  # a township has the name too: 油溪; of counties more: 通江
COUNTY = -2.0
PERSON = -1.5
PERSON_ENDS = ("江", "河")
INNER = -2.0  # a river, a verb or a preposition within a name: 秦淮河|沿河, 沪渝蓉沿江
SPLIT = -0.8  # a place at the beginning of a name: 宜昌黄柏河
ENDS = ("河", "江", "溪", "渠")
_JOINED = ("、", "和", "与", "及")


NOWHERE: Mapping[str, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate [start, end) with its points."""

    start: int
    end: int
    points: float


class RiverFinder:
    """Weighs what may be a river's name."""

    def __init__(
        self,
        lexicon: Lexicon | None,
        words: Mapping[str, Sequence[str]],
        segment: Callable[[str], Sequence[str]],
        places: Mapping[str, bool] = NOWHERE,
        street: str = r"(?!)",
    ) -> None:
        """`words` are the word lists of the rules: RIVER_AFTER, RIVER_BEFORE, RIVER_NOT_AFTER, RIVER_DESCRIBED ….

        `places` are short names of areas, and whether they are more than townships': 开化, 通江; 油溪. `street`
        is the pattern of what makes a street of a name: 黄河|北路.
        """
        self.lexicon, self.segment, self.places = lexicon, segment, places
        self.towns = frozenset(p for p in places if p.endswith(ENDS))
        self.counties = frozenset(p for p in self.towns if places[p])
        self.after = re.compile(_any(words["RIVER_AFTER"]))
        self.flows = re.compile(_any(words["RIVER_FLOWS"]))
        self.persons = re.compile(f"(?:{_any(words['RIVER_PERSONS'])})[ 　:：]*[一-鿿]?[ 　]*$")
        self.becomes = re.compile(_any(words["RIVER_BECOMES"]))
        self.into = re.compile(f"(?:{_any(words['RIVER_INTO'])})$")
        self.before = re.compile(f"(?:{_any(words['RIVER_BEFORE'])})$")
        self.named_after = re.compile(_any(words["RIVER_NOT_AFTER"]))
        self.described = re.compile(f"(?:{_any(words['RIVER_DESCRIBED'])})$")
        self.bears_name = re.compile(f"{street}|{_any(words['BEARS_RIVER'])}")
        self.stretches = frozenset(words["RIVER_STRETCH"])
        self.numerals, self.counters = frozenset(words["RIVER_NUMERAL"]), frozenset(words["RIVER_COUNTER"])
        self.of_water = re.compile(_any(words["RIVER_PART"]))
        self.item = re.compile(
            f"[{''.join(_JOINED)}][一-鿿]{{1,{LONGEST}}}[{''.join(ENDS)}](?!{_any(words['BEARS_RIVER'])})"
        )
        self.surnames = frozenset(words["RIVER_SURNAMES"])
        self.kin = frozenset(words["RIVER_KIN"])
        self.classes: dict[str, str] = {}

    def find(self, rule: NameRule, text: str, known: Sequence[Mention]) -> Iterator[Mention]:
        """The rivers of a text; `known` are names and values that hold no river and end before one."""
        page = _Page(text, known, self)
        weighed = [page.weigh(rule, m.start(), m.end()) for m in re.finditer(f"[{''.join(rule.ends)}]", text)]
        best = [max(found, key=lambda w: (w.points, w.start), default=None) for found in weighed]
        names = {text[w.start : w.end] for w in best if w is not None and w.points >= LIKELY}
        for first, found in zip(best, weighed, strict=True):
            sure = first is not None and first.points >= LIKELY
            again = (w for w in found if w.points >= AGAIN and text[w.start : w.end] in names)
            chosen = first if sure else next(again, None)
            if chosen is not None:
                span = Span(chosen.start, chosen.end)
                yield Mention(span, text[span.start : span.end], rule.makes, rule.id)

    def class_of(self, word: str) -> str:
        """What a word is to a river's name: name, unknown, rare, sign (a character alone), noun, verb or function."""
        found = self.classes.get(word)
        if found is None:
            found = self._class(word)
            few = self.lexicon is not None and self.lexicon.articles(word) < RARE
            if (
                found in ("noun", "verb")
                and len(word) > 1
                and (word in self.places or (few and found == "noun"))
            ):
                found = "rare"
            if len(self.classes) < KEPT:
                self.classes[word] = found
        return found

    def _class(self, word: str) -> str:
        if len(word) == 1:
            return self._sign(word)
        if word[0] in self.numerals and word[1] in self.counters:
            return "number"
        tags = self.lexicon.tags(word) if self.lexicon is not None else {}
        if sum(tags.values()) >= FEW:
            return _likeliest(tags) or "noun"
        tag = part_of_speech(word)
        if not tag:
            return "unknown"
        if tag.startswith("nr"):
            if len(word) > 2:
                return "person" if word[-1] in PERSON_ENDS else "name"
            return "rare"
        if tag.startswith(PROPER):
            return "name"
        if tag.startswith(FUNCTIONS):
            return "function"
        if tag.startswith(NUMBERS):
            return "number"
        if frequency(word) < COMMON:
            return "rare"
        return "verb" if tag.startswith("v") else "noun"

    def _sign(self, sign: str) -> str:
        """The class of a character that jieba leaves by itself."""
        if self.lexicon is None:
            return "function" if part_of_speech(sign).startswith(FUNCTIONS) else "sign"
        tags = self.lexicon.tags(sign)
        found = _likeliest(tags) if sum(tags.values()) >= MANY else ""
        if found in ("function", "number"):
            return found
        if found == "verb" or (not found and part_of_speech(sign) == "v" and _likeliest(tags) == "verb"):
            return "verb"
        return "common" if self.lexicon.articles(sign) >= SEEN else "sign"

    def is_common(self, name: str) -> bool:
        """Whether a known river's name says something of any river: 清水河, 黑水河. It has to be weighed like others."""
        stem = name[:-1]
        named = part_of_speech(stem).startswith(PROPER) or frequency(stem) < 2 * frequency(name)
        return len(name) > 2 and not named and self._class(name[:-1]) in ("noun", "verb", "rare")

    def whole(self, word: str, head: int) -> str:
        """The class of a word whose last characters are the head: 桑干河 a name, 清水河 and 通江 hardly, 山河 none."""
        found, bare = self.class_of(word), word[:-head]
        stem = self._class(bare) if bare and bare not in self.kin else ""
        if stem not in ("noun", "verb", "function", "number"):
            return found
        if len(bare) == 1:
            return "rare" if word in self.places or part_of_speech(word) == "ns" else "verb"
        return "rare" if found == "name" and stem == "noun" else stem


def _likeliest(tags: Mapping[str, int]) -> str:
    """name, function or verb, if half of the tags say so."""
    total = sum(tags.values())
    shares = (
        ("name", sum(tags.get(t, 0) for t in NAMES)),
        ("person", tags.get("PER", 0)),
        ("function", sum(tags.get(t, 0) for t in FUNCTION)),
        ("number", sum(tags.get(t, 0) for t in NUMBER)),
        ("verb", tags.get("v", 0)),
    )
    return next((kind for kind, count in shares if count * 2 >= total), "")


class _Page:
    """One text, with what is remembered of its names."""

    def __init__(self, text: str, known: Sequence[Mention], finder: RiverFinder) -> None:
        self.text, self.finder = text, finder
        self.known = sorted(known, key=by_place)
        self.ends = sorted({m.span.end: m for m in self.known}.items())
        self.end_offsets = [end for end, _ in self.ends]
        self.covered = bytearray(len(text) + 1)
        for mention in self.known:
            self.covered[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
        self.memo: dict[str, float] = {}

    def weigh(self, rule: NameRule, head: int, end: int) -> list[Weighed]:
        """The names that may end here, with their points."""
        text = self.text
        longer = text[end : end + 1] == "河" and not self.finder.of_water.match(text, end)
        if (
            longer
            or self.covered[head]
            or text.startswith(rule.not_before, end)
            or self.finder.bears_name.match(text, end)
        ):
            return []
        left = self._left(head)
        cut = self._cut(left, head, end) if left < head else None
        if cut is None:
            return []
        shared = self._behind(head, end)
        return [
            Weighed(start, end, points + shared)
            for start, points in self._starts(left, head, end, cut)
            if self._may_be(rule, text[start:end])
        ]

    def _may_be(self, rule: NameRule, name: str) -> bool:
        fits = rule.shortest <= len(name) <= rule.longest
        return fits and not (rule.refuse and rule.refuse.search(name)) and name[:-1] not in rule.generic

    def _left(self, head: int) -> int:
        """Where the run of characters that may be of the name begins."""
        at = head
        while at > max(0, head - LONGEST) and not self.covered[at - 1] and "一" <= self.text[at - 1] <= "鿿":
            at -= 1
            if at < head - 1 and self._into(at + 1):
                return at + 1  # 排入|球川溪, where jieba cuts 入球
        return at

    def _cut(self, left: int, head: int, end: int) -> list[str] | None:
        """The words before the head, the last with the head where jieba joins them; None where a longer word goes over it."""
        found: list[str] = []
        at = left
        for word in self.finder.segment(self.text[left : end + LOOK]):
            if at >= head:  # 河 alone, or 河道, 河流; 河姆渡 is another name
                other = at + len(word) > end and self.finder.class_of(word) in ("name", "person")
                return None if other else found
            if at + len(word) > end:
                return None
            found.append(word)
            at += len(word)
            if at == end:
                return found
        return found

    def _starts(self, left: int, head: int, end: int, cut: list[str]) -> Iterator[tuple[int, float]]:
        """Each beginning with its points but for those that all have."""
        offsets = [left, *(left + n for n in accumulate(map(len, cut)))]
        for index, start in enumerate(offsets[:-1] if offsets[-1] >= head else offsets):
            if start >= head:
                break
            stem = cut[index:]
            points = self._stem(stem, start, head, end) + self._kind(start, head, end, stem)
            points += self._border(start, left, cut[index - 1] if index else "")
            if self._is_person(stem, self.text[start:end]):
                yield start, points + PERSON
                continue
            first = self.finder.class_of(cut[index])
            if first not in ("verb", "function"):
                points += self._again(self.text[start:end])
            if first != "noun" and (head - start > 1 or first in ALONE):
                points += self._listed(start, end)
            yield start, points

    def _is_person(self, stem: Sequence[str], name: str) -> bool:
        """张大江, 李长河: such a name needs what only a river has behind it."""
        if self.finder.class_of(stem[-1]) == "person":
            return True
        given = len(name) == 3 and name[0] in self.finder.surnames
        return given and name[-1] in PERSON_ENDS and self.finder.class_of(stem[-1]) != "name"

    def _kind(self, start: int, head: int, end: int, stem: Sequence[str]) -> float:
        """How the head is, and whether towns have the name: of two characters, rivers have it less often than they."""
        name = self.text[start:end]
        whole = len(stem) == 1 and len(stem[0]) == len(name)
        sure = whole and self.finder.whole(name, end - head) == "name"
        points = 0.0 if sure else HEADS.get(self.text[head], 0.0) * (1.0 if len(name) == 2 else 0.4)
        if name[-1] == "江" and not sure and len(name) > 3:
            points -= 0.8  # 艾力木江
        if name in self.finder.counties:
            points += COUNTY - (0.3 if self._mention_before(start) in AREAS else 0.0)
        elif name in self.finder.towns:
            points += TOWN[name[-1]] * (1.0 if len(name) == 2 else 0.4)
        elif name[:-1] in self.finder.places and self.text[head : end + 1] in self.finder.stretches:
            points += COUNTY  # 垦利河段 is of another river
        else:
            return points
        return points - (1.0 if self.text[max(0, start - 1) : start] in IN else 0.0)

    def _stem(self, stem: Sequence[str], start: int, head: int, end: int) -> float:
        classes = [self.finder.class_of(word) for word in stem]
        if start + sum(map(len, stem)) == end:  # the last word has the head in it
            last = self.finder.whole(stem[-1], end - head)
            if len(stem) == 1:
                return WHOLE.get(last, -1.5)
            classes[-1] = last if len(stem[-1]) - (end - head) > 1 else "common"
            if last in ("name", "unknown"):
                classes[-1] = "rare"
            elif classes[-1] == "rare":
                classes[-1] = "noun"  # 母亲河 in 辽西母亲河
        elif len(stem) == 1 and head - start == 1 and classes[0] in ALONE:
            return ALONE[classes[0]]
        if (
            classes[0] in ("verb", "function")
            and len(stem[0]) == 1
            and len(stem) > 1
            and self._inside_list(start)
        ):
            classes[0] = "common"
        elif (
            len(stem[0]) == 1
            and classes[:2] == ["function", "sign"]
            and head - start > 2
            and self._clear(start)
        ):
            classes[0] = "common"  # 那 in 那棱格勒河
        for i in range(1, len(classes)):
            if classes[i] == "number" and len(stem[i]) == 1 and stem[i] not in self.finder.numerals:
                classes[i] = "common"  # 台 in 长台溪
            if (
                classes[i] == "verb"
                and len(stem[i]) == 1
                and stem[i - 1]
                and self.finder.class_of(stem[i - 1]) in ALONE
                and i == 1
            ):
                classes[i] = "common"  # 定 in 神定河
        signs = [STEM[c] for c in classes if c == "sign"]
        points = sum(STEM[c] for c in classes if c != "sign") + sum(signs[:2])
        if len(stem) > 2 and head - start == len(stem):
            points += 0.6  # characters that make no words: 尼日喀
        if len(stem) > 1:
            points += self._joined(stem, classes, head - start)
        lengths = [len(w) for w in stem]
        lengths[-1] -= max(0, start + sum(lengths) - head)
        return points - 1.2 * max(0, sum(n > 1 for n in lengths) - 1)

    def _joined(self, stem: Sequence[str], classes: Sequence[str], length: int) -> float:
        """What speaks against words that make one name."""
        points = INNER if any(w.endswith(ENDS) and len(w) > 1 for w in stem[:-1]) else 0.0
        nearest = stem[-1][0] if len(stem[-1]) > 1 and length < sum(map(len, stem)) else ""
        if nearest and len(stem[-1]) == 2 and self.finder.class_of(nearest) in ("verb", "function"):
            points += INNER
        if self.finder.class_of(stem[-1]) == "name" and length < sum(map(len, stem)):
            points -= max(0.0, STEM[classes[0]])  # 直排 before 漓江
        if len(stem[0]) > 1 and stem[0] in self.finder.places:
            points += SPLIT
        return points

    def _inside_list(self, start: int) -> bool:
        """Whether a name begins behind the mark of a list, or right behind 支流, 汇入."""
        joined = start > 1 and self.text[start - 1] in _JOINED and self.text[start - 2] in ENDS
        return joined or self._into(start)

    def _into(self, start: int) -> bool:
        return self.finder.into.search(self.text, max(0, start - 3), start) is not None

    def _border(self, start: int, left: int, before: str) -> float:
        """A clear edge, or what kind of word stands before the name."""
        if self.finder.persons.search(self.text, max(0, start - 8), start):
            return -2.0
        if self.finder.described.search(self.text, max(0, start - 3), start):
            return -0.8
        if before:
            if before[-1] in _JOINED:
                return 1.0
            if len(before) == 1 and self._clear(start - 1):
                return -0.5  # 加 in 与加曲河: no verb stands behind 与
            if before == OF:
                return 0.3
            found = self.finder.class_of(before)
            return 0.5 if found == "rare" and part_of_speech(before).startswith("v") else BORDER[found]
        if start == 0 or not ("一" <= self.text[start - 1] <= "鿿"):
            return 1.0
        if not self.covered[start - 1]:
            return 1.0 if self._into(start) else -1.0  # the run is too long for a name
        return 1.3 if self._mention_before(start) in AREAS else 0.4

    def _clear(self, start: int) -> bool:
        """Whether a sign or a conjunction stands before an offset."""
        return start == 0 or not "一" <= self.text[start - 1] <= "鿿" or self.text[start - 1] in _JOINED

    def _mention_before(self, start: int) -> str:
        at = bisect_left(self.end_offsets, start)
        return self.ends[at][1].kind if at < len(self.ends) and self.end_offsets[at] == start else ""

    def _listed(self, start: int, end: int) -> float:
        text = self.text
        points = 0.8 if self.finder.before.search(text, max(0, start - 3), start) else 0.0
        points += 0.7 if self._into(start) else 0.0
        if start >= 2 and text[start - 1] in _JOINED and text[start - 2] in ENDS:
            points += 1.5
        if self.finder.item.match(text, end):
            points += 1.0
        return points

    def _behind(self, head: int, end: int) -> float:
        """What all candidates of an end share: what stands behind it, and how its head is."""
        text = self.text
        points = 0.0
        if self.finder.flows.match(text, end):
            points += 2.0
        elif self.finder.after.match(text, end):
            points += 1.2
        if self.finder.becomes.match(text, end):
            points -= 1.0
        if self.finder.named_after.match(text, end):
            points -= 2.0
        return points

    def _again(self, name: str) -> float:
        """Whether the name stands elsewhere, with other neighbours on its left."""
        points = self.memo.get(name)
        if points is None:
            at = [m.start() for m in re.finditer(name, self.text) if not self.covered[m.start()]]
            lefts = {self.text[i - 1 : i] for i in at}
            count = len(at)
            points = 0.0
            if count > 1:
                only = next(iter(lefts)) if len(lefts) == 1 else ""
                joined = "一" <= only <= "鿿" and only != OF
                points = -1.0 if joined else min(1.5, 0.5 * len(lefts))
            if name in self.finder.towns:
                points = min(0.0, points)
            self.memo[name] = points
        return points


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
