"""Which figure of a thing a question asks for, by any of the words of its indicator: 优秀河道有多少公里, of 综合考评优秀河道长度."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.ask.alike import pairs
from kg.ask.model import FigureWords, QuestionBook, Row
from kg.ask.pieces import one_of
from kg.ask.quoted import covered, is_past, part_is_asked, share_said
from kg.ask.wanted import MARK, Wanted

COVERED = (
    0.5,
    0.6,
)  # share of an indicator's own words that the question must have, where it tells the unit and else
WHOLE = 0.7  # of one with hardly a word of its own: 完成投资
SHORT = 2  # characters that the figure of the whole has before 面积
LONG = 4  # characters that are enough for the smaller share, if the sentence has all words
UNUSED = 0.34  # share of the question's words that neither the indicator nor its sentence has
SAID = 0.75  # share of the question that must stand before a number whose indicator has too little of it
_NUMBER = re.compile(r"\d[\d.]*(?![\d.]|个?月|年|日|天)")
_PERIOD = re.compile(r"\((\d{4})[^()]*\)$")
_MONTHS = re.compile(r"\(\d{4}-(\d\d)/\d{4}-(\d\d)\)$")


@dataclass(frozen=True, slots=True)
class Match:
    """The rows of one indicator that the question means; `unused` are its words that the page's sentence has not."""

    indicator: str
    rows: tuple[Row, ...]
    score: float
    unused: tuple[str, ...]


def matching(rows: Sequence[Row], wanted: Wanted, book: QuestionBook) -> tuple[Match, ...]:
    """The indicators that the question may mean, the likeliest first."""
    by_indicator: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if _fits(row, wanted, book.figures):
            by_indicator.setdefault((row.iri, row.indicator), []).append(row)
    if set(wanted.words) <= set(book.figures.whole):
        return _only(by_indicator, "".join(wanted.words)) if wanted.units else ()
    by_indicator = {k: v for k, v in by_indicator.items() if _has_limits(v, wanted, book.figures)}
    groups = {
        indicator: _meant(several, wanted, book.figures)
        for (_, indicator), several in by_indicator.items()
        if not wanted.joined or re.search(one_of(book.joins), indicator)
    }
    matches = [_match(indicator, rows, wanted, book.figures) for indicator, rows in groups.items()]
    found = [match for match in matches if match is not None] or _by_sentence(groups, wanted, book.figures)
    return tuple(sorted(found, key=lambda m: (-m.score, m.indicator)))


def _has_limits(rows: Sequence[Row], wanted: Wanted, words: FigureWords) -> bool:
    """Whether the sentences have each number of the question, and each word such as 首批."""
    limits = [w for w in words.limits if w in wanted.text] + _NUMBER.findall(wanted.text)
    texts = [q.text for r in rows for f in r.facts for q in f.quotes] + [r.indicator for r in rows]
    return all(any(limit in text for text in texts) for limit in limits)


def _meant(rows: list[Row], wanted: Wanted, words: FigureWords) -> list[Row]:
    """Of the rows of an indicator the planned ones, where a plan is asked for; those of before only where these are."""
    planned = [r for r in rows if any(q.modality for f in r.facts for q in f.quotes)] if wanted.plan else []
    now = [r for r in rows if not is_past(r, words)] if not wanted.past else []
    return planned or now or rows


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
    if wanted.past and not is_past(row, words):
        return False
    if any(words.spans.get(t) in _spans(row) for t in wanted.times):
        return True
    told = {_time(q.text, q.written, words) for f in row.facts for q in f.quotes} - {""}
    return not wanted.times or bool(told & set(wanted.times)) or (not told and wanted.times[0] in words.soft)


def _spans(row: Row) -> set[str]:
    """The months of its periods: 01-06."""
    return {"-".join(m.groups()) for f in row.facts if (m := _MONTHS.search(f.object))}


def _time(quote: str, written: str, words: FigureWords) -> str:
    """The last 今年 or 去年 before the number, or the first behind it."""
    before = quote.partition(written)[0] if written else quote
    places = [(before.rfind(t), t) for t in words.times if t in before]
    return max(places)[1] if places else ""


def _match(indicator: str, rows: list[Row], wanted: Wanted, words: FigureWords) -> Match | None:
    if any(w in wanted.text and w not in indicator for w in (*words.greatest, wanted.counted) if w):
        return None
    if wanted.heads and not any(head in indicator for head in wanted.heads):
        return None
    core = _core(indicator.removeprefix(next(iter(words.former), "")) if wanted.past else indicator, words)
    vague = core in words.vague  # 完成投资: all of it is meant
    core = indicator if vague else core
    have = pairs(wanted.text)
    own = covered(core, have)
    if wanted.counted and len(core) == SHORT and core.startswith(wanted.counted):
        own = SHORT
    quotes = [q for r in rows for f in r.facts for q in f.quotes]
    known = {p for text in (indicator, *(q.text + MARK + q.title for q in quotes)) for p in pairs(text)}
    kept = [w for w in wanted.words if w != wanted.counted and not _is_light(w, words)]
    unused = tuple(w for w in kept if covered(w, known) * 2 < len(w))
    rest = [undated(w, words) for w in unused]
    lost = sum(len(w) for w in rest if covered(w, known) * 2 < len(w))
    timed = any(_time(q.text, q.written, words) in wanted.times for q in quotes)  # 今年投资多少
    least = WHOLE if vague and not timed else COVERED[lost > 0 or (not wanted.units and own < LONG)]
    if own < 2 or own / len(core) < least or not all(part_is_asked(r, wanted.text, words) for r in rows):
        return None
    if lost > UNUSED * max(1, sum(map(len, kept))):
        return None
    said = covered(wanted.text, pairs(indicator))
    if wanted.focus != wanted.words and covered(MARK.join(wanted.focus), pairs(indicator)) < 2:
        return None
    planned = wanted.plan and any(q.modality for q in quotes)
    return Match(indicator, tuple(rows), said + own / len(core) + planned, unused)


def undated(word: str, words: FigureWords) -> str:
    """What stands behind a time: 沙漠 of 80年代沙漠."""
    return word[max((word.rfind(sign) for sign in words.dated), default=-1) + 1 :]


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


def _is_named(indicator: str, wanted: Wanted, words: FigureWords) -> bool:
    """Whether it is called what is asked for: in a count at its end, 协议县区数量 is none of 协议."""
    if wanted.heads:
        return _core(indicator, words).endswith(wanted.heads)
    return any(noun in indicator for noun in wanted.nouns)


def _by_sentence(groups: Mapping[str, list[Row]], wanted: Wanted, words: FigureWords) -> list[Match]:
    """The one figure beside whose number its sentence has nearly all that the question asks: 完成产值, of 医药行业完成产值26亿元."""
    kept = tuple(w for w in wanted.words if not _is_light(w, words))
    only = bool(wanted.units) and len(groups) == 1  # of its unit
    if not kept or (sum(map(len, kept)) < LONG and not only):
        return []
    shares = {
        indicator: share_said(
            kept,
            [q for row in rows for f in row.facts for q in f.quotes],
            counted=indicator.endswith(words.light),
        )
        for indicator, rows in groups.items()
        if only or _is_named(indicator, wanted, words)
    }
    best = max(shares.values(), default=0.0)
    found = [indicator for indicator, share in shares.items() if share == best >= (1 if only else SAID)]
    return [Match(found[0], tuple(groups[found[0]]), best, ())] if len(found) == 1 else []
