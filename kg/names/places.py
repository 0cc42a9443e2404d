"""Find the names of areas: gazetteer automaton, townships and villages by pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from kg.gazetteer import TIER_CUE, TIER_SAFE, TIER_WORD, Form, Gazetteer
from kg.model import Mention, Span
from kg.text.sentences import split_sentences
from kg.text.words import boundaries

VILLAGE = 6  # characters of a village's name behind its area
NAME = 4  # characters of a village's name that stands alone
_HAN = re.compile(r"[一-鿿]+")
_MARKS = "，。；：、！？,;:!?（）()《》“”‘’「」『』〈〉【】 　\n\t—-—…·●■▲★|/"


@dataclass(frozen=True, slots=True)
class PlaceFinder:
    """The automaton over all names of areas, with the guards."""

    gazetteer: Gazetteer
    automaton: ahocorasick_rs.AhoCorasick
    texts: tuple[str, ...]
    words: dict[str, re.Pattern[str]]

    def find(self, text: str) -> tuple[Mention, ...]:
        """Mentions of areas in a repaired text, in order, not overlapping, each with its candidates."""
        edges = _Edges(text)
        areas = list(self._matches(text, edges))
        villages = list(self._villages(text, areas, edges))
        return _without_overlap([*areas, *villages])

    def _matches(self, text: str, edges: _Edges) -> Iterator[Mention]:
        previous_end = -1
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            name = self.texts[index]
            form = self.gazetteer.forms.get(name)
            towns = self.gazetteer.townships.get(name, ())
            span = Span(start, end)
            if self._person(text, start):
                continue
            if form is not None and self._stands(text, span, form, edges, previous_end):
                codes = tuple(f"area-{c}" for c in form.codes)
                kind = self.gazetteer.place(form.codes[0]).kind
                previous_end = end
                yield Mention(span, name, kind, f"place.{form.how}", candidates=codes)
            elif form is None and towns and self._starts_well(span, edges, previous_end):
                previous_end = end
                yield Mention(
                    span, name, "Township", "place.township", candidates=tuple(f"area-{c}" for c in towns)
                )

    def _person(self, text: str, start: int) -> bool:
        """记者 高平川 is a person."""
        return self.words["persons"].search(text, max(0, start - 8), start) is not None

    def _stands(self, text: str, span: Span, form: Form, edges: _Edges, previous_end: int) -> bool:
        if form.how != "short":
            return self._full_stands(text, span, form, previous_end)
        if form.tier == TIER_WORD or not edges.are(span):
            return False
        if self.words["not_before_word"].match(text, span.end):
            return False
        if form.tier == TIER_SAFE:
            return True
        return form.tier == TIER_CUE and (
            span.start == previous_end
            or self.words["before"].search(text, max(0, span.start - 2), span.start) is not None
            and self.words["behind"].match(text, span.end) is not None
        )

    def _full_stands(self, text: str, span: Span, form: Form, previous_end: int) -> bool:
        if form.text in self.gazetteer.words["after_city"]:
            return span.start == previous_end
        barred = self.gazetteer.not_after.get(form.text, ())
        return not text.endswith(tuple(barred), 0, span.start) if barred else True

    def _starts_well(self, span: Span, edges: _Edges, previous_end: int) -> bool:
        return span.start == previous_end or edges.begins(span.start)

    def _villages(self, text: str, areas: Sequence[Mention], edges: _Edges) -> Iterator[Mention]:
        ends = {m.span.end: m for m in areas}
        for match in self.words["village_ends"].finditer(text):
            start = self._village_start(text, match.start(), ends, edges)
            name = text[start : match.end()]
            stem = text[start : match.start()]
            refused = stem.endswith(self.gazetteer.words["village_refuse"]) or not stem
            barred = text.startswith(self.gazetteer.words["village_not_before"], match.end())
            if not refused and not barred and _HAN.fullmatch(name):
                yield Mention(Span(start, match.end()), name, "Village", "place.village")

    def _village_start(self, text: str, head: int, ends: dict[int, Mention], edges: _Edges) -> int:
        """Right behind its area, else two to four characters back to a word boundary."""
        for start in range(head - 1, max(-1, head - VILLAGE - 1), -1):
            if start in ends and ends[start].kind in ("Township", "County", "City"):
                return start
            if start < 0 or text[start] in _MARKS:
                break
        for start in range(head - 3, head):
            if (
                start >= 0
                and edges.begins(start)
                and not any(c in _MARKS for c in text[start:head])
                and head - start >= 2
            ):
                return start
        return head


class _Edges:
    """Word boundaries of a text, worked out sentence by sentence and only when asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = split_sentences(text)
        self.known: dict[int, frozenset[int]] = {}

    def begins(self, at: int) -> bool:
        if at == 0 or self.text[at - 1] in _MARKS:
            return True
        sentence = next((s for s in self.sentences if s.start <= at < s.end), None)
        if sentence is None:
            return True
        if sentence.start not in self.known:
            self.known[sentence.start] = boundaries(self.text[sentence.start : sentence.end])
        return at - sentence.start in self.known[sentence.start]

    def are(self, span: Span) -> bool:
        return self.begins(span.start) and (span.end >= len(self.text) or self.begins(span.end))


def make_finder(gazetteer: Gazetteer) -> PlaceFinder:
    """Build the automaton (≈ 37,000 names)."""
    refuse = gazetteer.words["township_refuse"]
    towns = [t for t in gazetteer.townships if len(t) >= 3 and t[:-1] not in refuse]
    texts = tuple(sorted({*gazetteer.forms, *towns}))
    automaton = ahocorasick_rs.AhoCorasick(texts, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    words = gazetteer.words
    patterns = {
        "persons": re.compile(f"(?:{_any(words['persons'])})[ 　]*[一-鿿]?[ 　]*$"),
        "before": re.compile(f"(?:{_any(words['before'])})$"),
        "behind": re.compile(_any(words["behind"])),
        "not_before_word": re.compile(_any(words["not_before_word"])),
        "village_ends": re.compile(_any(words["village_ends"])),
    }
    return PlaceFinder(gazetteer, automaton, texts, patterns)


def _any(found: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(found, key=lambda w: (-len(w), w)))


def _without_overlap(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (-len(m.span), m.span.start)):
        if not any(k.span.overlaps(mention.span) for k in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.span))
