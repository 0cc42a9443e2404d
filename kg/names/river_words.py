"""What words are to a river's name: a proper name, a rare word, a noun, a verb, by the lexicon and jieba's tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from kg.language.lexicon import Lexicon
from kg.names.river_points import INNER, REGION, REGIONS, SPLIT, STEM
from kg.text.words import frequency, part_of_speech

LONGEST = 6  # characters of a stem: 库玛拉克
KEPT = 1 << 16  # words whose classes are remembered
FEW = 3  # tags from which the lexicon is believed
MANY = 20  # the same of one character, which has more tags
RARE = 30  # articles below which a noun may well be of a name: 白石
COMMON = 60  # jieba's count from which a word that the lexicon lacks is common speech
SEEN = 300  # articles from which a character is one of common words: 段, 上, 水
NAMES = frozenset({"LOC", "nz"})
FUNCTION = frozenset({"p", "c", "u", "d", "r", "xc"})
NUMBER = frozenset({"m", "q"})
PROPER = ("ns", "nt", "nr")  # jieba's tags of names, by their beginning
FUNCTIONS = ("p", "c", "u", "d", "r")
NUMBERS = ("m", "q")
PERSON_ENDS = ("江", "河")
ENDS = ("河", "江", "溪", "渠")
JOINED = ("、", "和", "与", "及")
NOWHERE: Mapping[str, bool] = MappingProxyType({})


class RiverWords:
    """The word lists and the classes of words that candidates are weighed by."""

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
            f"[{''.join(JOINED)}][一-鿿]{{1,{LONGEST}}}[{''.join(ENDS)}](?!{_any(words['BEARS_RIVER'])})"
        )
        self.surnames = frozenset(words["RIVER_SURNAMES"])
        self.countries = frozenset(words.get("COUNTRY", ()))
        self.kin = frozenset(words["RIVER_KIN"])
        self.classes: dict[str, str] = {}

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
                person = word[-1] in PERSON_ENDS and word[0] in self.surnames
                return "person" if person else "name"
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

    def is_person(self, stem: Sequence[str], name: str) -> bool:
        """张大江, 李长河: such a name needs what only a river has behind it."""
        if self.class_of(stem[-1]) == "person":
            return True
        given = len(name) == 3 and name[0] in self.surnames
        return given and name[-1] in PERSON_ENDS and self.class_of(stem[-1]) != "name"

    def joined(self, stem: Sequence[str], classes: Sequence[str], length: int) -> float:
        """What speaks against words that make one name."""
        points = INNER if any(w.endswith(ENDS) and len(w) > 1 for w in stem[:-1]) else 0.0
        nearest = stem[-1][0] if len(stem[-1]) > 1 and length < sum(map(len, stem)) else ""
        if nearest and len(stem[-1]) == 2 and self.class_of(nearest) in ("verb", "function"):
            points += INNER
        if self.class_of(stem[-1]) == "name" and length < sum(map(len, stem)):
            points -= max(0.0, STEM[classes[0]])  # 直排 before 漓江
        if len(stem[0]) > 1 and stem[0] in self.places:
            points += SPLIT
        return points + (REGION if any(w[-1] in REGIONS for w in stem[length > 2 :]) else 0.0)


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


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
