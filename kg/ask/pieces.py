"""A sentence that asks several things, piece by piece: 青崖水库建在哪条河上，总库容多少？ What the first is about is carried on.

A clause that asks nothing stands before the next; 和 between two that ask cuts as ， does; 水田和旱地各多少亩 is asked of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.ask.model import QuestionBook
from kg.ask.topics import Topic

_DATE = r"(?:(?:19|20)\d\d年?)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
LINK = "的"


def one_of(words: Iterable[str]) -> str:
    """A pattern of the words, the longest first; of none where there are none."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")" if words else "(?!)"


def times_asked(text: str, book: QuestionBook) -> int:
    """How often a text asks: 有多长，在哪 twice, 从多少降到多少 once."""
    bare = re.sub(one_of(w for w in book.figures.soft if w), "", text)
    return len(re.findall(one_of(book.asked_by), bare)) - from_to(text, book)


def from_to(text: str, book: QuestionBook) -> bool:
    """从多少公里降到多少公里: one question, of a figure before and after."""
    many = one_of(book.figures.many)
    before, after = one_of(book.before), one_of(book.after)
    return re.search(rf"{before}.{{0,6}}?{many}.{{1,8}}?{after}.{{0,4}}?{many}", text) is not None


def change_said(quote: str, written: str, book: QuestionBook) -> str:
    """从9公里降到2公里 of the sentence with 2公里; '' where it has no figure of before."""
    if not written:
        return ""
    before, after = one_of(book.before), one_of(book.after)
    found = re.search(rf"{before}[^，。；\d]{{0,8}}\d[^，。；]{{0,16}}?{after}{re.escape(written)}", quote)
    return found[0] if found else ""


def questions_in(text: str, book: QuestionBook) -> list[str]:
    """The questions in a sentence, in turn; one where it asks one."""
    marks = rf"({one_of(book.parts)})"
    found, before = [], ""
    for clause in re.split(marks, text):
        before += clause
        if times_asked(before, book):
            asked = before.strip("".join(book.parts))
            found += [each for piece in _joined(asked, book) for each in _shared(piece, book)]
            before = ""
    rest = before.strip("".join(book.parts))
    return [*found[:-1], f"{found[-1]}，{rest}"] if found and rest else found or [text]


def _joined(text: str, book: QuestionBook) -> Iterator[str]:
    """总投资多少和工期多长 cut at the 和, where both sides ask and the first asks at its end."""
    if from_to(text, book):
        yield text
        return
    asks = one_of(book.asked_by)
    start = 0
    for join in re.finditer(one_of(book.joins), text):
        left, right = text[start : join.start()], text[join.end() :]
        if re.search(rf"{asks}.{{0,4}}$", left) and re.search(asks, right):
            yield left
            start = join.end()
    yield text[start:]


def _shared(text: str, book: QuestionBook) -> Iterator[str]:
    """水田和旱地各多少亩 as 水田多少亩 and 旱地多少亩, behind what stands before them."""
    join, marks = one_of(book.joins), re.escape("".join((*book.parts, LINK)))
    item = rf"[^{marks}]+?"
    found = re.search(rf"(?P<items>{item}(?:{join}{item})+){one_of(book.each)}(?P<asks>.*)$", text)
    if found is None or not times_asked(found["asks"], book):
        yield text
        return
    for thing in re.split(join, found["items"]):
        yield text[: found.start()] + thing + found["asks"]


def head_of(text: str, named: Sequence[Topic], book: QuestionBook) -> str:
    """What a first question is about, as it is written: 东山省2011年 of 东山省2011年建了多少座水库; '' where it names nothing."""
    dated = re.compile(rf"{_DATE}{one_of(book.figures.times)}?")
    before = text[: named[0].span.start].rstrip("".join(book.parts)) if named else text
    if not dated.fullmatch(before):
        return ""
    end = named[0].span.end
    between = {
        "",
        *book.figures.inside,
        *book.joins,
        *book.after,
    }  # 甲公路到乙公路: of both, not of the first
    for topic in named[1:]:
        if text[end : topic.span.start] not in between:
            break
        end = topic.span.end
    behind = dated.match(text, end)
    return text[: behind.end() if behind else end]
