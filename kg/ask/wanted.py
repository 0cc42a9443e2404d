"""What a question asks of a thing: its words without the thing's name, and what its number must be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.ask.model import FigureWords, QuestionBook
from kg.ask.pieces import one_of
from kg.model import Span

MARK = "　"
BIG = "(?:亿|万)?"  # 多少亿立方米
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks of a thing: its words without the thing's name and what asks."""

    words: tuple[str, ...]
    focus: tuple[str, ...]  # of the words those of the clause that asks
    joined: bool  # 水田和旱地: the figure of one is none of both
    counted: str  # 桥 of 多少座桥: one character for a word of two
    units: frozenset[str]  # any, where none is told
    change: bool
    share: bool
    times: tuple[str, ...]
    plan: bool
    year: str
    past: bool = False  # 以前: the figure of before
    nouns: tuple[str, ...] = ()  # 产值: what the indicator must have where only its sentence has the question
    heads: tuple[str, ...] = ()  # 泵站: what is counted

    @property
    def text(self) -> str:
        return MARK.join(self.words)


def wanted_figure(text: str, names: Iterable[Span], book: QuestionBook) -> Wanted:
    """What is left of a question without the names in it."""
    words = book.figures
    bare = text
    for span in names:
        bare = bare[: span.start] + MARK * len(span) + bare[span.end :]
    change = any(w in bare for w in words.changes)
    units = _units(bare, words, change)
    bare = re.sub(rf"{one_of(words.spends)}了?(?={one_of(words.many)})", words.spent, bare)
    counted = _counted(bare, words)
    if units & set(words.asked.get(counted, ())):  # 多少辆车: what else
        bare, counted = bare.removesuffix(counted), ""
    year = _YEAR.search(bare)
    return Wanted(
        words=tuple(_pieces(bare, words)),
        focus=tuple(_pieces(re.split(one_of(book.parts), bare)[-1], words)),
        joined=_is_joined(bare, book),
        counted=counted,
        units=units,
        change=change,
        share=any(w in bare for w in words.shares),
        times=tuple(t for t in words.times if t in bare),
        plan=any(w in bare for w in words.plans),
        year=year.group(1) if year else "",
        past=re.search(rf"(?<!年)(?<!月)(?<!日){one_of(words.past)}", bare) is not None,
        nouns=tuple(w for w in (*words.nouns, *words.vague) if w in bare),
        heads=_heads(bare, words),
    )


def _is_joined(text: str, book: QuestionBook) -> bool:
    text = re.sub(one_of(book.figures.unjoined), MARK, text)
    return re.search(rf"[^{MARK}]{one_of(book.joins)}[^{MARK}]", text) is not None


def _heads(text: str, words: FigureWords) -> tuple[str, ...]:
    """项目 and 开工 of 多少个项目开工: one of them is what is counted; none behind a measure, 多少公里."""
    counts = [
        w
        for w, units in words.asked.items()
        if w not in words.nouns and not words.measures.keys() & set(units)
    ]
    found = re.search(rf"{one_of(words.many)}{BIG}{one_of(counts)}([^{MARK}\W\d]{{2,}})", text)
    return (found[1][:2], found[1][-2:]) if found else ()


def _pieces(text: str, words: FigureWords) -> Iterable[str]:
    """The text cut at what asks; short words are cut only at the ends of pieces: 中 is a part of 中型水库."""
    long = [w for w in (*words.asking, *words.soft, *words.times, *words.past) if len(w) > 1]
    short = "".join(w for w in words.asking if len(w) == 1) + MARK
    units = [w for w in words.asked if w not in words.nouns]
    cut = re.sub(rf"{one_of(words.many)}{BIG}{one_of(units)}?", MARK, _YEAR.sub(MARK, text))
    cut = re.sub(one_of(long), MARK, cut)
    for piece in re.split(f"{MARK}+", cut):
        if kept := piece.strip(short):
            yield kept


def _counted(text: str, words: FigureWords) -> str:
    units = [w for w in words.asked if w not in words.nouns]
    found = re.search(rf"{one_of(words.many)}{BIG}{one_of(units)}([^{MARK}\W\d])$", text)
    return found[1] if found and found[1] not in words.asking else ""


def _units(text: str, words: FigureWords, change: bool) -> frozenset[str]:
    """The units that the question means: 多少公里, 几座, 面积; of a change any, unless it is told."""
    ratio = {unit for w in words.shares if w in text for unit in words.asked.get(w, ())}
    if ratio:  # 占全省面积的比例 asks for no area
        return frozenset(ratio)
    behind = re.search(rf"{one_of(words.many)}{BIG}({one_of(words.asked)})", text)
    found = behind.group(1) if behind else ""
    if not found and not change:
        longest = sorted(words.asked, key=len, reverse=True)
        found = next((w for w in longest if w in (*words.nouns, *words.asking) and w in text), "")
    return frozenset(words.asked.get(found, ()))
