"""Where no fact answers: the sentences of pages that speak of what a question names and have its other words.

They are shown as they stand, as no fact. A sentence is judged by the share of the question's words that it has, each by how rare
it is in the pages; what the paragraph, the title or the article before it has counts less, what kind of answer is asked for
(a number of that unit, a date, a body) must stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.ask.alike import pairs
from kg.ask.model import QuestionBook
from kg.ask.passages import Pages, Sentence, rarity
from kg.ask.topics import Topic
from kg.ask.wanted import wanted_figure
from kg.text.words import words

AROUND, BEFORE = (
    0.7,
    0.4,
)  # what a word counts that stands in the title or the paragraph, or only earlier in the article
ACROSS = 0.3  # what a pair of characters counts that lies across two words
NAME = 1.6  # what a name's word counts
FEWEST = 2  # words of a question that names nothing: 总投资多少 is of anything
LEAST = 0.5  # share of the words' weight that a sentence must have
OWN = 0.3  # and that it must have itself
NEAR = 0.2  # what it gains where the words stand in the clause of the answer
UNNAMED = 0.2  # a name of which less is there, is not spoken of
REACH = 2  # sentences before one in which the answer may stand
UNFOCUSED = 0.6  # where a sentence has not the word for what is asked for
OTHER_YEAR = 0.6
TOLD = 3  # sentences that are shown,
CLOSE = 0.9  # the others where they are nearly as good
GAP = "　"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLAUSE = re.compile(r"[^，,；;。！？]+")


@dataclass(frozen=True, slots=True)
class Form:
    """What a question's word is looked for by: all that says the same, what it counts, and what it is.

    `articles` are those that are known to speak of a place: 全省.
    """

    several: tuple[str, ...]
    counts: float = 1.0
    name: bool = False
    focus: bool = False
    own: bool = False  # a word for which no other stands
    articles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question: any of its forms has it whole, some of `pairs` in part."""

    weight: float
    form: Form
    pairs: frozenset[str]

    def share(self, text: str) -> float:
        if any(form in text for form in self.form.several):
            return 1.0
        return sum(p in text for p in self.pairs) / len(self.pairs) if len(self.pairs) > 1 else 0.0


def telling_sentences(
    text: str,
    named: Sequence[Topic],
    pages: Pages,
    book: QuestionBook,
    articles: Callable[[Topic], frozenset[str]],
) -> tuple[Sentence, ...]:
    """The best first; none where no sentence has enough of the question. `articles` gives those that speak of a thing."""
    forms = tuple(_forms(text, named, book, articles))
    if not any(form.name for form in forms) and sum(form.own for form in forms) < FEWEST:
        return ()
    looked = sorted({w for form in forms for f in form.several for w in (f, *pairs(f)) if len(w) > 1})
    number, counts = pages.counts(looked)
    known = dict(zip(looked, counts, strict=True)) if number else {}
    terms = [_term(form, number, known) for form in forms]
    weights = {w: t.weight for t in terms for f in t.form.several for w in (f, *pairs(f)) if known.get(w)}
    asked = _Wanted(text, terms, *expected(text, book))
    scored = [(asked.score(s), s) for s in _candidates(pages.sentences(sorted(weights.items())), asked)]
    scored = sorted((row for row in scored if row[0] >= LEAST), key=lambda r: (-r[0], r[1].page, r[1].start))
    best = scored[0][0] if scored else 0.0
    kept: list[Sentence] = []
    for score, sentence in scored:
        if score >= CLOSE * best and not any(_overlap(sentence, other) for other in kept):
            kept.append(sentence)
    return tuple(kept[:TOLD])


def _candidates(sentences: Iterable[Sentence], asked: _Wanted) -> Iterator[Sentence]:
    """Each sentence; one that lacks the answer's kind together with the one before it in its paragraph that has it."""
    earlier: list[Sentence] = []
    for sentence in sentences:
        earlier = [e for e in earlier if e.page == sentence.page and sentence.around.startswith(e.around)]
        yield sentence
        if asked.joins and not asked.answered(sentence.text):
            told = next((e for e in reversed(earlier[-REACH:]) if asked.answered(e.text)), None)
            if told is not None:
                yield sentence.with_before(told)
        earlier.append(sentence)


def _overlap(one: Sentence, other: Sentence) -> bool:
    return one.page == other.page and one.start < other.end and other.start < one.end


def _forms(
    text: str, named: Sequence[Topic], book: QuestionBook, articles: Callable[[Topic], frozenset[str]]
) -> Iterator[Form]:
    """The words of a question: names, words that have others of the same sense, all others."""
    bare = text
    for topic in named:
        written = text[topic.span.start : topic.span.end]
        bare = bare[: topic.span.start] + GAP * len(topic.span) + bare[topic.span.end :]
        several = tuple(dict.fromkeys((written, *(n.label for n in topic.names))))
        place = topic.names[0].kind in book.concrete(("Area",))
        yield Form(several, NAME, name=True, articles=articles(topic) if place else frozenset())
    focus = _focus(bare, book)
    for word in _asking(book):
        bare = bare.replace(word, GAP * len(word))
    for several in book.sentences.senses:
        word = max((w for w in several if w in bare), key=len, default="")
        if word:
            bare = bare.replace(word, GAP * len(word))
            yield Form(several, focus=word == focus)
    for piece in wanted_figure(bare, (), book).words:
        yield from _words(piece, focus, book)


def _focus(text: str, book: QuestionBook) -> str:
    """铁路 of 哪些铁路: what is asked for must be in the sentence."""
    found = re.search(f"(?:{_any(book.figures.which)})([^{GAP}]+)", text)
    return next((w for w in words(found[1]) if len(w) > 1), "") if found else ""


def _asking(book: QuestionBook) -> list[str]:
    """什么时候, 哪条河: no words of the sentence; 工期 is one."""
    asks = {w for kind in book.sentences.expected for w in kind.asks if any(a in w for a in book.asked_by)}
    return sorted(asks, key=len, reverse=True)


def _words(piece: str, focus: str, book: QuestionBook) -> Iterator[Form]:
    """The words of a piece, and the pairs of characters where two meet."""
    found = [w for w in words(piece) if w.strip()]
    for word in found:
        if len(word) > 1:
            yield Form((word,), min(1.5, len(word) / 2), focus=word == focus, own=True)
    for one, two in zip(found, found[1:], strict=False):
        if one not in book.figures.asking and two not in book.figures.asking:
            yield Form((one[-1] + two[0],), 1.0 if len(one) == 1 or len(two) == 1 else ACROSS)


def _term(form: Form, number: int, known: Mapping[str, int]) -> Term:
    """By its form that most articles have; of one that none has whole, by its rarest pair that one has."""
    own = form.several[0]
    inner = pairs(own) if len(own) > 2 else frozenset()
    has = max((known.get(f, 0) for f in form.several), default=0)
    has = has or min((known[p] for p in inner if known.get(p)), default=0)
    return Term(form.counts * rarity(number, has), form, inner)


def expected(text: str, book: QuestionBook) -> tuple[tuple[re.Pattern[str], ...], bool]:
    """What a sentence must have to be an answer: a date, a body; a number with one of the units. And whether it may stand in
    a sentence before."""
    found = {
        (m.start(), m.end()): kind.holds
        for kind in book.sentences.expected
        for word in kind.asks
        for m in re.finditer(re.escape(word), text)
    }
    kinds = [
        h for (a, b), h in found.items() if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in found)
    ]
    return tuple(dict.fromkeys(kinds)) or tuple(_numbers(text, book)), bool(kinds)


def _numbers(text: str, book: QuestionBook) -> Iterator[re.Pattern[str]]:
    """A number with one of the units that are meant; where none is known any in digits, or with what is counted."""
    figures, number = book.figures, book.sentences.number
    many = re.search(f"(?:{_any(figures.many)})([^\\W\\d]?)", text)
    if not many and not any(w in figures.asked and w in text for w in figures.asking):
        return
    units = wanted_figure(text, (), book).units
    spelt = {w for w, means in figures.asked.items() if set(means) & units}
    spelt -= {*figures.nouns, *figures.asking}
    spelt |= {figures.measures.get(unit, unit) for unit in units}
    if spelt:
        yield re.compile(f"{number}(?:{_any(spelt)})")
    elif many:
        yield re.compile(rf"\d|{number}{many[1]}" if many[1] else r"\d")


def _any(several: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(several, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question's terms, and what its answer must have; `joins` where that may stand in the sentence before."""

    text: str
    terms: Sequence[Term]
    holds: Sequence[re.Pattern[str]]
    joins: bool

    def answered(self, text: str) -> bool:
        return all(h.search(text) for h in self.holds)

    def score(self, sentence: Sentence) -> float:
        whole = sum(t.weight for t in self.terms)
        if not whole or not self.answered(sentence.text) or not self._own(sentence.text):
            return 0.0
        near = f"{sentence.title} {sentence.around}"
        got = 0.0
        for term in self.terms:
            before = sentence.article in term.form.articles or term.share(sentence.before)
            share = max(term.share(sentence.text), AROUND * term.share(near), BEFORE * before)
            if term.form.name and share < UNNAMED:
                return 0.0
            got += term.weight * share
        score = got / whole + NEAR * self._beside(sentence.text)
        return score * _of_year(sentence, self.text) * self._has_focus(sentence.text)

    def _has_focus(self, text: str) -> float:
        return min((max(UNFOCUSED, t.share(text)) for t in self.terms if t.form.focus), default=1.0)

    def _own(self, text: str) -> bool:
        """Whether it has enough of the words that name nothing, or of the name where there are no others."""
        plain = [t for t in self.terms if not t.form.name] or self.terms
        return sum(t.weight * t.share(text) for t in plain) >= OWN * sum(t.weight for t in plain)

    def _beside(self, text: str) -> float:
        """The share of the words, but for names, that stand in the clause of the answer or in the one before it."""
        plain = [t for t in self.terms if not t.form.name]
        whole = sum(t.weight for t in plain)
        clauses = _CLAUSE.findall(text)
        places = [i for i, clause in enumerate(clauses) if self.answered(clause)]
        joined = ["，".join(clauses[max(0, i - 1) : i + 1]) for i in places]
        return (
            max((sum(t.weight * t.share(c) for t in plain) / whole for c in joined), default=0.0)
            if whole
            else 0.0
        )


def _of_year(sentence: Sentence, text: str) -> float:
    """Less where the question has a year, and neither the sentence nor its page is of it."""
    wanted = set(_YEAR.findall(text))
    said = f"{sentence.text} {sentence.title} {sentence.around} {sentence.issued}"
    return 1.0 if not wanted or wanted & set(_YEAR.findall(said)) else OTHER_YEAR
