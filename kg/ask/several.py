"""Several questions in one sentence: 汾河流经哪些县，上面有哪些水库？ Each part is answered when each is understood, none otherwise."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Store

from kg.ask.answer import QuestionTools, ask_exactly, ask_store
from kg.ask.graph import Found
from kg.ask.model import Answer, QuestionBook
from kg.ask.names import FIGURES
from kg.ask.near import OFFERED
from kg.ask.piecewise import ask_piecewise, is_work
from kg.ask.remote import RemoteGraph
from kg.model import DataError

LONGEST_QUESTION = 1000  # characters; some two seconds


@dataclass(frozen=True, slots=True)
class _Part:
    """The ways in which a part may be meant: by itself, and about the one name of the parts before it, if that is one.

    `open` where things were listed before it, of which a value may be asked as well: 湖北有几个水电站，总装机多少.
    """

    ways: tuple[Answer, ...]
    open: bool = False

    @property
    def settled(self) -> Answer | None:
        """The one way in which it is a question. One that names nothing may mean all that there is, or what the parts
        before it named: neither is taken."""
        sure = len(self.ways) == 1 and _names(self.ways[0]) and not self.open
        return self.ways[0] if sure else None

    @property
    def offers(self) -> tuple[str, ...]:
        named = [way.question for way in self.ways if _names(way)]
        return tuple(named or [way.question for way in self.ways])


def ask_several(question: str, store: Store | RemoteGraph, tools: QuestionTools) -> tuple[Answer, ...]:
    """The answers to the parts of a sentence where each is a question, else the one answer to the whole.

    Where parts may mean several things, or the whole is not understood, those that can be asked one by one are offered.
    """
    if len(question) > LONGEST_QUESTION:
        raise DataError(f"this is no question but a text: it has more than {LONGEST_QUESTION:,} characters")
    texts = _split(question, tools)
    parts = _parts(texts, store, tools) if len(texts) > 1 else []
    settled = tuple(part.settled for part in parts if part.settled is not None)
    if parts and len(settled) == len(parts):
        return tuple(
            ask_store(answer.question, store, tools) if answer.status == "unstated" else answer
            for answer in settled
        )
    exact = ask_exactly(question, store, tools, {})
    pieces: tuple[Answer, ...] = ()
    if exact.status in ("unknown", "unstated") and not (parts and all(part.ways for part in parts)):
        pieces = ask_piecewise(question, store, tools)
        if any(a.status == "answered" or (a.understood and exact.status == "unknown") for a in pieces):
            return pieces
    offers = tuple(dict.fromkeys(offer for part in parts for offer in part.offers))
    if parts and all(part.ways for part in parts):
        return (Answer(question, "unknown", notes=(tools.book.says["misfit"],), near=offers),)
    whole = ask_store(question, store, tools)
    if not whole.sentences and any(a.sentences for a in pieces):
        return pieces
    if whole.status == "unknown" and offers:
        near = tuple(dict.fromkeys([*offers, *whole.near]))
        whole = replace(whole, near=near[: max(OFFERED, len(offers))])
    return (whole,)


def _split(question: str, tools: QuestionTools) -> list[str]:
    marks = "|".join(map(re.escape, tools.book.parts)) or r"(?!)"
    return [part for part in re.split(marks, tools.plain(question)) if part]


def _parts(texts: Sequence[str], store: Store | RemoteGraph, tools: QuestionTools) -> list[_Part]:
    book = tools.book
    found: list[_Part] = []
    named: set[str] = set()
    names: Found = {}
    listed = False
    for text in texts:
        asked = [ask_exactly(way, store, tools, names) for way in _ways(text, named, book)]
        ways = tuple(answer for answer in asked if _asks(answer, book))
        ways = next(((way,) for way in ways if way.question == text and _names(way)), ways)
        carried = any(answer.question != text and not _lists(answer) for answer in ways)
        found.append(_Part(ways, listed and carried))
        listed = listed or any(_lists(way) and not is_work(way, book) for way in ways)
        named |= {name for answer in asked[:1] for name in _names(answer)}
    return found


def _ways(text: str, named: Collection[str], book: QuestionBook) -> list[str]:
    """上面有哪些水库 and 它上面有哪些水库 are 汾河上面有哪些水库; 有哪些水库 may be that, or ask for all."""
    if text.startswith(book.answers):
        return []
    pronoun = next((p for p in book.pronouns if text.startswith(p)), "")
    about = [name + text.removeprefix(pronoun) for name in named] if len(named) == 1 else []
    return about if pronoun or text.startswith(book.behind) else [text, *about]


def _names(answer: Answer) -> set[str]:
    names = answer.reading.names if answer.reading else ()
    return {name.written for name in names if name.kind not in FIGURES}


def _lists(answer: Answer) -> bool:
    """Whether things of a class are asked for, and not something of what is named."""
    return answer.reading is not None and bool(answer.reading.classes)


def _asks(answer: Answer, book: QuestionBook) -> bool:
    """Whether it is understood and asks something: 汾河流经的县 alone is what another question is about."""
    rules = set(answer.reading.rules) if answer.reading else set()
    return answer.understood and any(p.kind == "ask" and p.id in rules for p in book.phrases)
