"""Names that a count and a class word at the end of a list tell: 大通、乐都、互助三县; 楼台、河口两个镇; 段村、东泉等乡镇."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.gazetteer import KIND_PROVINCE, KIND_TOWNSHIP, Gazetteer, Place
from kg.model import Mention, Span

LONGEST = 8  # characters of a name in such a list
LEAST = 2  # names; 临汾市三县 is no list


@dataclass(frozen=True, slots=True)
class ListFinder:
    """The patterns: a count with its class word, and what stands between the names."""

    gazetteer: Gazetteer
    counted: re.Pattern[str]
    between: tuple[str, ...]

    def find(self, text: str) -> Iterator[Mention]:
        """The names of every counted list, last one first."""
        for match in self.counted.finditer(text):
            found = list(self._names(text, match.start(), match["class"]))
            if len(found) >= LEAST:
                yield from found

    def _names(self, text: str, end: int, word: str) -> Iterator[Mention]:
        while True:
            name = self._name(text, end, word)
            if name is None:
                return
            yield name
            gap = next((b for b in self.between if text.endswith(b, 0, name.span.start)), "")
            if not gap:
                return
            end = name.span.start - len(gap)

    def _name(self, text: str, end: int, word: str) -> Mention | None:
        for size in range(min(LONGEST, end), 1, -1):
            stem = text[end - size : end]
            codes = self._codes(stem, word)
            if codes:
                kind = self.gazetteer.place(codes[0]).kind
                found = tuple(f"area-{c}" for c in codes)
                return Mention(Span(end - size, end), stem, kind, "place.list", candidates=found)
        return None

    def _codes(self, stem: str, word: str) -> tuple[str, ...]:
        kinds = self.gazetteer.counted[word]
        if KIND_TOWNSHIP in kinds:
            return self._towns(stem, word)
        places = (self.gazetteer.place(c) for f in self.gazetteer.all_forms(stem) for c in f.codes)
        fits = (p.code for p in places if p.kind in kinds or _is_municipality(p, word))
        return tuple(dict.fromkeys(fits))

    def _towns(self, stem: str, word: str) -> tuple[str, ...]:
        """段村 in 段村、东泉等乡镇 may be a 镇, a 乡 or a 街道; in 两镇 only a 镇."""
        towns = self.gazetteer.townships
        ends = [end for end in self.gazetteer.words["township_ends"] if end in word or end[0] in word]
        names = (stem, *(stem + end for end in ends))
        return tuple(dict.fromkeys(code for name in names for code in towns.get(name, ())))


def _is_municipality(place: Place, word: str) -> bool:
    """北京 in 福州、北京等五市."""
    return place.kind == KIND_PROVINCE and word in place.name and word[-1:] == place.name[-1:]


def make_list_finder(gazetteer: Gazetteer) -> ListFinder:
    """From `count`, `counted` and `between` of forms.toml."""
    classes = "|".join(sorted(map(re.escape, gazetteer.counted), key=lambda w: (-len(w), w)))
    counts = "|".join(gazetteer.words["count"])
    others = "|".join(gazetteer.words["not_class"])
    number = rf"(?:{counts})?(?:[{gazetteer.words['numeral'][0]}]{{1,3}}|\d{{1,2}}) ?个?"
    some = rf"(?:{'|'.join(gazetteer.words['some'])})"
    counted = re.compile(rf"(?:{number}|{some})(?P<class>{classes})(?!{others})")
    return ListFinder(gazetteer, counted, gazetteer.words["between"])
