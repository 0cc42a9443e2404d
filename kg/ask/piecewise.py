"""The answers to the questions in one sentence, each by itself: one that is not understood is told beside those that are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import Store

from kg.ask.answer import QuestionTools, ask_about, ask_exactly
from kg.ask.graph import Found
from kg.ask.model import Answer, QuestionBook
from kg.ask.pieces import head_of, one_of, questions_in
from kg.ask.remote import RemoteGraph
from kg.ask.topics import Topic
from kg.ask.wanted import wanted_figure

MOST = 6  # questions of a sentence
WORKS = ("Project", "Facility", "Reservoir")  # a list beside one is not what is asked about next


def ask_piecewise(question: str, store: Store | RemoteGraph, tools: QuestionTools) -> tuple[Answer, ...]:
    """None where the sentence asks one thing, or nothing in it is understood and no page has a sentence for it."""
    texts = questions_in(tools.plain(question), tools.book)
    if not 1 < len(texts) <= MOST:
        return ()
    asker = _Piecewise(store, tools)
    answers = tuple(_told(asker.ask(text), tools) for text in texts)
    return answers if any(answer.understood or answer.sentences for answer in answers) else ()


def is_work(answer: Answer, book: QuestionBook) -> bool:
    """Whether it is asked of a work: what is asked next is asked of that again, not of what is listed beside it."""
    names = answer.reading.names if answer.reading else ()
    return any(name.kind in book.concrete(WORKS) for name in names)


def _told(answer: Answer, tools: QuestionTools) -> Answer:
    """One that is not understood says so among the others."""
    return answer if answer.told else replace(answer, told=tools.book.says["not_read"])


def _quotes(answer: Answer) -> frozenset[str]:
    rows = answer.rows if answer.status == "answered" else ()
    return frozenset(q.text for row in rows for fact in row.facts for q in fact.quotes)


class _Piecewise:
    """Asks piece after piece, and keeps what the first was about."""

    def __init__(self, store: Store | RemoteGraph, tools: QuestionTools) -> None:
        self.store, self.tools, self.book = store, tools, tools.book
        self.names: Found = {}
        self.first = ""
        self.head = ""
        self.quotes: frozenset[str] = frozenset()  # behind the first answer
        self.work = False  # whether that is no place: its figures are its own

    def ask(self, text: str) -> Answer:
        if not self.first:
            answer, named = self._fully(text)
            self.first, self.head = text, self._head(text, answer, named)
            self.quotes = _quotes(answer)
            return answer
        if text.startswith(self.book.answers):
            return Answer(text, "unknown", notes=(self.book.says["misfit"],))
        alone, named = self._fully(text)
        own = bool(named) and not text[: named[0].span.start]
        if own and (alone.understood or not self._exactly(self.head + text).understood):
            return alone
        found = replace(alone, status="unknown") if alone.status == "unstated" and not named else alone
        if (same := self._of_the_sentence(text)) is not None:
            return same
        for way in self._ways(text):
            found, _ = self._fully(way)
            if found.understood:
                break
        if found.status == "unstated" and not self.work:
            found = Answer(found.question, "unknown", notes=(self.book.says["misfit"],))
        return found if found.understood or found.sentences else self._with_sentences(found, text)

    def _with_sentences(self, found: Answer, text: str) -> Answer:
        """What pages say of it together with what the first was about: no answer, so it may be of either."""
        said = self._fully(self.head + text)[0] if self.head else found
        return replace(found, sentences=said.sentences, told=said.told) if said.sentences else found

    def _ways(self, text: str) -> Iterator[str]:
        """With the name of what the first was about; with its noun too where nothing is named that is asked for: 完成了多少."""
        words = self.book.figures
        if not self.head:
            return
        if not self.work and self._is_bare(text):
            return
        pronoun = re.match(one_of((*self.book.pronouns, *self.book.class_words)), text)
        rest = text[pronoun.end() :] if pronoun and self._is_again(pronoun[0]) else text
        yield self.head + rest
        nouns = [word for word in words.vague if word in self.first and word in words.nouns]
        bare = re.search(rf"{one_of(words.light)}了?(?P<many>{one_of(words.many)})$", rest)
        if nouns and bare and not any(word in rest for word in words.nouns):
            yield f"{self.head}{rest[: bare.start('many')]}{nouns[0]}{bare['many']}"

    def _of_the_sentence(self, text: str) -> Answer | None:
        """Of what the first was about, or asked the number of (有多少个项目，总投资多少), where one sentence has both figures."""
        noun = self._counted()
        for way in (f"{noun}{text}", text) if noun else (text,):
            found = self._fully(self.head + way)[0] if self.head else Answer(text, "unknown")
            goes_on = any(q.startswith(f) and q != f for q in _quotes(found) for f in self.quotes)
            if goes_on and found.reading is not None and not found.reading.classes:
                return found
        return None

    def _counted(self) -> str:
        words = self.book.figures
        many, noun = one_of(words.many), one_of(words.vague)
        found = re.search(rf"{many}\w?(?P<behind>{noun})|(?P<before>{noun})有?{many}", self.first)
        return found["behind"] or found["before"] if found else ""

    def _is_bare(self, text: str) -> bool:
        """总共多长, of a place: it may be that of what was counted there."""
        words = self.book.figures
        light = (*words.whole, *words.nouns, *words.plans, *words.light)
        left = ("".join(wanted_figure(text, (), self.book).words),)
        asks = any(word in text for word in words.many) or any(
            w in text for w in words.asked if w in words.asking
        )
        return asks and not re.sub(one_of(light), "", *left)

    def _is_again(self, word: str) -> bool:
        """它, and 项目 of a project."""
        return word in self.book.pronouns or self.head.endswith(word)

    def _head(self, text: str, answer: Answer, named: tuple[Topic, ...]) -> str:
        """What the next piece may be about; nothing where things were listed, of which it may ask as well."""
        head = head_of(text, named, self.book)
        listed = answer.reading is not None and bool(answer.reading.classes)
        kinds = {n.kind for topic in named if topic.span.end <= len(head) for n in topic.names}
        self.work = bool(kinds & self.book.concrete(WORKS))
        if self.work or not (listed or any(word in text for word in self.book.figures.which)):
            return head
        found = {row.label for row in answer.rows}
        best = answer.reading is not None and answer.reading.wants == "best"
        self.work = best
        return found.pop() if best and len(found) == 1 else ""

    def _fully(self, text: str) -> tuple[Answer, tuple[Topic, ...]]:
        return ask_about(text, self.store, self.tools, self.names)

    def _exactly(self, text: str) -> Answer:
        return ask_exactly(text, self.store, self.tools, self.names)
