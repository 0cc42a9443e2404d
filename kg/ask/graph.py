"""The graph as questions see it: things by name, indicators, pages; and the claims behind a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Store

from kg.ask.alike import FRONTS, REACH, pairs
from kg.ask.model import Name, QuestionBook
from kg.ask.names import LONGEST
from kg.ask.remote import RemoteGraph
from kg.explain import ALIAS, DCTERMS, LABEL, LANGUAGE, RDF
from kg.graph.query import built_with
from kg.model import Span
from kg.schema import KG

IDENTIFIER = f"{DCTERMS}identifier"
TYPE = NamedNode(f"{RDF}type")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
LONGEST_AREA = 12  # characters
LONGEST_FIGURE = 12  # characters of a figure's name that the graph has with 数量 or the like behind it
SHARE = 4  # characters that a part of a name must have to stand for it


Found = dict[str, tuple[Name, ...]]  # piece of a question → what is called so


class GraphLexicon:
    """Finds names by looking them up in the store: no list of all names is made, however large the graph."""

    def __init__(self, store: Store | RemoteGraph, book: QuestionBook, found: Found | None = None) -> None:
        self.store, self.book = store, book
        self.found: Found = {} if found is None else found  # as the graph has them
        self.areas = book.concrete(("Area",))
        self.known: dict[str, tuple[Name, ...]] = {}  # learnt for this question
        self.names: list[str] | None = None  # all of the graph, where a part of one was looked for

    def expect(self, text: str) -> None:
        """All pieces of a question are going to be looked up: an endpoint is asked for them together."""
        if isinstance(self.store, RemoteGraph):
            ends = range(1, len(text) + 1)
            forms = dict.fromkeys(text[a:b] for b in ends for a in range(max(0, b - LONGEST), b))
            tails = [tail for several in self.book.tails.values() for tail in several if tail]
            self.store.expect_names(
                forms, [f + tail for f in forms for tail in tails if len(f) <= LONGEST_FIGURE]
            )

    def base_iri(self) -> str:
        """What the IRIs of the graph's things begin with."""
        return self.store.base_iri if isinstance(self.store, RemoteGraph) else built_with(self.store)

    def find(self, text: str) -> tuple[Name, ...]:
        if text in self.known:
            return self.known[text]
        if text not in self.found:
            self.found[text] = tuple(dict.fromkeys(self._find(text)))
        return self.found[text]

    def learn(self, part: str, label: str) -> None:
        """From now on `part` stands for the thing of that label."""
        self.known[part] = tuple(self._named(LABEL, label, part)) or tuple(self._named(ALIAS, label, part))

    def _find(self, text: str) -> Iterator[Name]:
        things = list(self._named(LABEL, text, text)) or list(self._named(ALIAS, text, text))
        things = things or list(self._bodies(text))
        yield from sorted(things)
        for quad in self._with(IDENTIFIER, Literal(text)):
            yield Name(text, "Page", f"<{quad}>", text)
        for kind, tails in self.book.tails.items():
            for tail in tails:
                if (not tail or len(text) <= LONGEST_FIGURE) and self._is_indicator(text + tail):
                    yield Name(text + tail, kind, f'"{_escaped(text + tail)}"@{LANGUAGE}', text)
        if any(True for _ in self._with(f"{KG}designatedAs", Literal(text))):
            yield Name(text, "Honour", f'"{_escaped(text)}"', text)

    def _bodies(self, text: str) -> Iterator[Name]:
        """湖北省政府 is 湖北省人民政府."""
        for short, full in self.book.bodies.items():
            if text.endswith(short):
                areas = self.find(text.removesuffix(short))
                for area in dict.fromkeys(n.label for n in areas if n.kind in self.areas):
                    yield from self._named(LABEL, area + full, text)

    def _named(self, predicate: str, label: str, written: str) -> Iterator[Name]:
        for iri in self._with(predicate, Literal(label, language=LANGUAGE)):
            kind = self.kind(iri)
            if kind:
                loose = predicate == ALIAS and self._is_loose(written, kind)
                yield Name(self.label(iri), kind, f"<{iri}>", written, self.place(iri), not loose)

    def _is_loose(self, written: str, kind: str) -> bool:
        """市政府 is good on its page only."""
        return kind in self.book.broad.get("Organization", ()) and written.startswith(self.book.loose)

    def _is_indicator(self, text: str) -> bool:
        return any(True for _ in self._with(f"{KG}indicator", Literal(text, language=LANGUAGE)))

    def _with(self, predicate: str, literal: Literal) -> list[str]:
        quads = self.store.quads_for_pattern(None, NamedNode(predicate), literal)
        return sorted({q.subject.value for q in quads if isinstance(q.subject, NamedNode)})

    def kind(self, iri: str) -> str:
        """The class of a thing; empty for what is none of ours."""
        quads = self.store.quads_for_pattern(NamedNode(iri), TYPE, None)
        kinds = sorted(getattr(q.object, "value", "").removeprefix(KG) for q in quads)
        ours = (k for k in kinds if k in self.book.broad["Entity"])
        return min(ours, key=lambda k: (-self.book.depth.get(k, 0), k), default="")

    def label(self, iri: str) -> str:
        return next(iter(self.texts(iri, LABEL)), iri)

    def texts(self, iri: str, predicate: str) -> list[str]:
        quads = self.store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None)
        return sorted(getattr(q.object, "value", "") for q in quads)

    def place(self, iri: str) -> str:
        """The area that it lies in or is part of, for telling namesakes apart."""
        for relation in ("partOf", "locatedIn", "jurisdiction"):
            for area in self.texts(iri, f"{KG}{relation}"):
                return self.label(area)
        return ""

    def articles(self, names: Iterable[Name]) -> frozenset[str]:
        """The identifiers of the articles that name one of these things, by whatever word: 全省."""
        terms = {name.term.strip("<>") for name in names}
        return frozenset(
            article.rpartition("article-")[2]
            for term in terms
            for article in self.texts(term, f"{KG}mentionedIn")
        )

    def _holding(self, pieces: set[str]) -> list[str]:
        """The labels and other forms with one of the pieces in them, sorted: for parts of names only, since all are read."""
        if isinstance(self.store, RemoteGraph):
            return sorted(self.store.names_holding(pieces))
        if self.names is None:
            quads = (self.store.quads_for_pattern(None, NamedNode(p), None) for p in (LABEL, ALIAS))
            self.names = sorted({str(getattr(q.object, "value", "")) for several in quads for q in several})
        one = re.compile("|".join(map(re.escape, sorted(pieces))) or r"(?!)")
        return [name for name in self.names if one.search(name)]

    def holding(self, text: str, at: Span) -> list[str]:
        """The names that share a pair of characters with the text around an unknown word."""
        around = text[max(0, at.start - REACH) : at.end + REACH]
        found = self._holding(set(pairs(around)))
        if isinstance(self.store, RemoteGraph):  # what they may have in front, together
            self.store.expect_names(dict.fromkeys(name[:n] for name in found for n in FRONTS), [])
        return found

    def is_front(self, text: str) -> bool:
        """Whether a thing is called so: what a name may have in front of it (its place, its river, the work that it is of)."""
        return any(self._with(name, Literal(text, language=LANGUAGE)) for name in (LABEL, ALIAS))

    def parts(self, text: str, start: int, end: int) -> tuple[str, tuple[str, ...]] | None:
        """The longest piece of `text` over [start, end) that is a name but for what says little, and those names: without
        its place, or the work that it is a part of.

        None for what is longer than a name.

        长江保护法 lacks only the 中华人民共和国 of its title, 引大济湟 only the class; 远川引水二期 lacks what it is of
        远川引水二期配套供水工程, and is no part of that name.
        """
        if end - start > LONGEST:
            return None
        starts = range(max(0, end - LONGEST), start + 1)
        pieces = sorted(
            {
                text[a:b]
                for a in starts
                for b in range(end, min(len(text), a + LONGEST) + 1)
                if b - a >= SHARE
            },
            key=lambda p: (-len(p), p),
        )
        grams = {text[i : i + SHARE] for i in range(len(text) - SHARE + 1) if i < end and i + SHARE > start}
        labels = self._holding(grams) if grams else []
        spelt = {name: _BRACKETS.sub("", name) for name in labels}  # without (小洋山) in the middle
        if not labels:
            return None
        for piece in pieces:
            if self._is_cut(text, piece):
                continue
            found = tuple(
                name
                for name in labels
                if any(piece in form and self._is_part(piece, form) for form in {name, spelt[name]})
            )
            plain = tuple(name for name in found if name.startswith(piece))
            if found:
                return piece, plain if len(plain) == 1 else found
        return None

    def _is_cut(self, text: str, piece: str) -> bool:
        """Whether an area stands right before it: 太原市生态环境局 is none of the other cities' bureaux."""
        at = text.index(piece)
        starts = range(max(0, at - LONGEST_AREA), at)
        return any(n.kind in self.areas for start in starts for n in self.find(text[start:at])) or any(
            n.kind in self.areas for start in starts for n in self.find(text[start : at + 1])
        )

    def _is_part(self, piece: str, name: str) -> bool:
        front, _, back = name.partition(piece)
        if back and back not in self.book.class_words and not _BRACKETS.fullmatch(back):
            return False
        if not front or front in self.book.fronts or any(n.kind in self.areas for n in self.find(front)):
            return True
        return front.endswith(self.book.wholes) and not piece.startswith(self.book.figures.phases)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
