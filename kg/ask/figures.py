"""Which figure of a thing a question asks for, by any of the words of its indicator: 优秀河道有多少公里, of 综合考评优秀河道长度."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.ask.alike import pairs
from kg.ask.model import FigureWords, QuestionBook, Row
from kg.model import Span

COVERED = (
    0.5,
    0.6,
)  # share of an indicator's own words that the question must have, where it tells the unit and else
WHOLE = 0.7  # of one with hardly a word of its own: 完成投资
SHORT = 2  # characters that the figure of the whole has before 面积
LONG = 4  # characters that are enough for the smaller share, if the sentence has all words
UNUSED = 0.34  # share of the question's words that neither the indicator nor its sentence has
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?")
_PERIOD = re.compile(r"\((\d{4})[^()]*\)$")
MARK = "　"


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

    @property
    def text(self) -> str:
        return MARK.join(self.words)


@dataclass(frozen=True, slots=True)
class Match:
    """The rows of one indicator that the question means; `unused` are its words that the page's sentence has not."""

    indicator: str
    rows: tuple[Row, ...]
    score: float
    unused: tuple[str, ...]


def wanted_figure(text: str, names: Iterable[Span], book: QuestionBook) -> Wanted:
    """What is left of a question without the names in it."""
    words = book.figures
    bare = text
    for span in names:
        bare = bare[: span.start] + MARK * len(span) + bare[span.end :]
    year = _YEAR.search(bare)
    times = tuple(t for t in words.times if t in bare)
    change = any(w in bare for w in words.changes)
    clause = re.split(_one_of(book.parts), bare)[-1]
    return Wanted(
        words=tuple(_pieces(bare, words)),
        focus=tuple(_pieces(clause, words)),
        joined=re.search(rf"[^{MARK}]{_one_of(book.joins)}[^{MARK}]", bare) is not None,
        counted=_counted(bare, words),
        units=_units(bare, words, change),
        change=change,
        share=any(w in bare for w in words.shares),
        times=times,
        plan=any(w in bare for w in words.plans),
        year=year.group(1) if year else "",
    )


def _pieces(text: str, words: FigureWords) -> Iterable[str]:
    """The text cut at what asks; short words are cut only at the ends of pieces: 中 is a part of 中型水库."""
    long = [w for w in (*words.asking, *words.soft, *words.times) if len(w) > 1]
    short = "".join(w for w in words.asking if len(w) == 1) + MARK
    units = [w for w in words.asked if w not in words.nouns]
    cut = re.sub(rf"{_one_of(words.many)}{_one_of(units)}?", MARK, _YEAR.sub(MARK, text))
    cut = re.sub(_one_of(long), MARK, cut)
    for piece in re.split(f"{MARK}+", cut):
        if kept := piece.strip(short):
            yield kept


def _counted(text: str, words: FigureWords) -> str:
    units = [w for w in words.asked if w not in words.nouns]
    found = re.search(rf"{_one_of(words.many)}{_one_of(units)}([^{MARK}\W\d])$", text)
    return found[1] if found and found[1] not in words.asking else ""


def _units(text: str, words: FigureWords, change: bool) -> frozenset[str]:
    """The units that the question means: 多少公里, 几座, 面积; of a change any, unless it is told."""
    ratio = {unit for w in words.shares if w in text for unit in words.asked.get(w, ())}
    if ratio:  # 占全省面积的比例 asks for no area
        return frozenset(ratio)
    behind = re.search(rf"{_one_of(words.many)}({_one_of(words.asked)})", text)
    found = behind.group(1) if behind else ""
    if not found and not change:
        longest = sorted(words.asked, key=len, reverse=True)
        found = next((w for w in longest if w in (*words.nouns, *words.asking) and w in text), "")
    return frozenset(words.asked.get(found, ()))


def _one_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def matching(rows: Sequence[Row], wanted: Wanted, book: QuestionBook) -> tuple[Match, ...]:
    """The indicators that the question may mean, the likeliest first."""
    by_indicator: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if _fits(row, wanted, book.figures):
            by_indicator.setdefault((row.iri, row.indicator), []).append(row)
    if set(wanted.words) <= set(book.figures.whole):
        return _only(by_indicator, "".join(wanted.words)) if wanted.units else ()
    found = []
    for (_, indicator), several in by_indicator.items():
        if wanted.joined and not re.search(_one_of(book.joins), indicator):
            continue
        match = _match(indicator, several, wanted, book.figures)
        if match is not None:
            found.append(match)
    return tuple(sorted(found, key=lambda m: (-m.score, m.indicator)))


def _only(by_indicator: Mapping[tuple[str, str], list[Row]], word: str) -> tuple[Match, ...]:
    """江宁线多少公里: the one length that it has; of several areas that of the whole, 镇域面积."""
    matches = tuple(Match(name, tuple(rows), 1.0, ()) for (_, name), rows in by_indicator.items())
    whole = [m for m in matches if m.indicator.endswith(word) and len(m.indicator) <= len(word) + SHORT]
    return matches if len(matches) == 1 else tuple(whole) if word and len(whole) == 1 else ()


def _fits(row: Row, wanted: Wanted, words: FigureWords) -> bool:
    """By its unit, by whether it is a change or a share, by its year, and by 今年 or 去年 before it on the page."""
    unit = row.value.partition(" ")[2]
    if wanted.units and unit not in wanted.units:
        return False
    if wanted.change != any(w in row.indicator for w in words.changes):
        return False
    if any(w in row.indicator for w in words.shares if len(w) > 1) and not wanted.share:
        return False
    periods = {m.group(1) for f in row.facts if (m := _PERIOD.search(f.object))}
    if wanted.year and periods and wanted.year not in periods:
        return False
    told = {_time(q.text, q.written, words) for f in row.facts for q in f.quotes} - {""}
    return not wanted.times or bool(told & set(wanted.times)) or (not told and wanted.times[0] in words.soft)


def _time(quote: str, written: str, words: FigureWords) -> str:
    """The last 今年 or 去年 before the number, or the first behind it."""
    before = quote.partition(written)[0] if written else quote
    places = [(before.rfind(t), t) for t in words.times if t in before]
    return max(places)[1] if places else ""


def _match(indicator: str, rows: list[Row], wanted: Wanted, words: FigureWords) -> Match | None:
    if any(w in wanted.text and w not in indicator for w in (*words.greatest, wanted.counted) if w):
        return None
    core = _core(indicator, words)
    vague = core in words.vague  # 完成投资: all of it is meant
    core = indicator if vague else core
    have = pairs(wanted.text)
    own = _covered(core, have)
    if wanted.counted and len(core) == SHORT and core.startswith(wanted.counted):
        own = SHORT
    quotes = [q for r in rows for f in r.facts for q in f.quotes]
    known = {p for text in (indicator, *(q.text + MARK + q.title for q in quotes)) for p in pairs(text)}
    kept = [w for w in wanted.words if w != wanted.counted and not _is_light(w, words)]
    unused = tuple(w for w in kept if _covered(w, known) * 2 < len(w))
    least = WHOLE if vague else COVERED[not wanted.units and (own < LONG or bool(unused))]
    if own < 2 or own / len(core) < least:
        return None
    lost = sum(len(w) for w in unused if not any(sign in w for sign in words.dated))
    if lost > UNUSED * max(1, sum(map(len, kept))):
        return None
    said = _covered(wanted.text, pairs(indicator))
    if wanted.focus != wanted.words and _covered(MARK.join(wanted.focus), pairs(indicator)) < 2:
        return None
    planned = wanted.plan and any(q.modality for q in quotes)
    return Match(indicator, tuple(rows), said + own / len(core) + planned, unused)


def _is_light(word: str, words: FigureWords) -> bool:
    """计划完成: nothing but words that say little."""
    rest = word
    for light in (*words.plans, *words.light):
        rest = rest.replace(light, "")
    return not rest


def _core(indicator: str, words: FigureWords) -> str:
    """Without 数量, 完成: what says little of what is measured."""
    core = indicator
    for light in words.light:
        shorter = core.removesuffix(light).removeprefix(light)
        core = shorter if len(shorter) >= 2 else core
    return core


def _covered(text: str, known: frozenset[str] | set[str]) -> int:
    """How many characters of the text stand in pairs that are known."""
    at = {j for i in range(len(text) - 1) if text[i : i + 2] in known for j in (i, i + 1)}
    return len(at)
