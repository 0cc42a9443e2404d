"""Names that a count and a class word at the end of a list tell: 大通、乐都、互助三县; 楼台、河口两个镇."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.gazetteer import KIND_TOWNSHIP, Gazetteer
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
            towns = self.gazetteer.townships
            return next((towns[n] for n in (stem, stem + word, stem + word[-1:]) if n in towns), ())
        places = (self.gazetteer.place(c) for f in self.gazetteer.all_forms(stem) for c in f.codes)
        return tuple(dict.fromkeys(p.code for p in places if p.kind in kinds))


def make_list_finder(gazetteer: Gazetteer) -> ListFinder:
    """From `count`, `counted` and `between` of forms.toml."""
    classes = "|".join(sorted(map(re.escape, gazetteer.counted), key=lambda w: (-len(w), w)))
    counts = "|".join(gazetteer.words["count"])
    counted = re.compile(
        rf"(?:{counts})?(?:[{gazetteer.words['numeral'][0]}]{{1,3}}|\d{{1,2}}) ?个?(?P<class>{classes})"
    )
    return ListFinder(gazetteer, counted, gazetteer.words["between"])
