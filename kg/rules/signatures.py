"""Who signs a text and when: 某局 2019年5月6日 at its end, 发文机构：某厅 before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Article, Date, Mention, Span, replace, squeeze
from kg.rules.model import RuleBook
from kg.text.dates import find_dates
from kg.text.fold import fold
from kg.text.signs import YEAR_SPACES

PRINTED, ISSUER_LINE, DATE_LINE = "PRINTED", "ISSUER_LINE", "DATE_LINE"  # word lists
ISSUE, GOES_ON = "ISSUE", "DATE_GOES_ON"  # word lists: what behind a date makes it a part of a sentence
DAY = 10  # characters of a whole date: 2019-05-06
BEHIND = 120  # characters behind the last sentence in which a signature may stand
HEAD = 160  # characters before the title: other lines of the head
ORGAN = 40  # characters of who signs
BODY = re.compile("[。！？，]")  # what no line of a head or a signature has
BETWEEN = " 　、"  # bodies that sign together
_LINE = re.compile(r"[^\n]+")
_END = re.compile(
    r"\s*(?:$|[\n（(])|[ 　]{2}"
)  # what follows a signature's date; print has wide gaps for lines
_OPEN = re.compile(r"(?:^|[。；！？：:）)]|[ 　]{2})[ 　]*$")  # before it, where a page has lost its lines
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Ends:
    """Words that tell where a signature ends on a page that has lost its lines."""

    printed: tuple[str, ...]
    goes_on: tuple[str, ...]  # a sentence goes on so behind a date
    titles: tuple[str, ...]  # what the notice names: the text that it sends begins so


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when, with the raw span of both; `printed`: it tells when the notice was printed."""

    organs: tuple[str, ...]
    date: Date | None
    span: Span
    printed: bool = False


def issuer_line(article: Article, raw: str, rules: RuleBook) -> Signature | None:
    """发文机构：某厅 between title and body."""
    start = max(0, article.span.start - HEAD)
    words = "|".join(map(re.escape, rules.words.get(ISSUER_LINE, ())))
    line = re.compile(rf"(?:{words})[：:][ 　]*(?P<organ>[^\s，。：:]{{4,30}})")
    match = line.search(raw, start, article.span.start) if words else None
    return Signature((squeeze(match["organ"]),), None, Span(*match.span())) if match else None


def date_line(article: Article, raw: str, rules: RuleBook) -> Signature | None:
    """成文日期：2019-05-06 at the head of a page; the first of the word list that stands there counts."""
    start, end = max(0, article.span.start - HEAD), article.span.start + HEAD
    head = fold(raw[start:end])
    for word in rules.words.get(DATE_LINE, ()):
        match = re.search(rf"{re.escape(word)}[：:][ 　]*", head)
        dates = find_dates(head[match.end() : match.end() + ORGAN], today=None) if match else ()
        date = dates[0] if dates and dates[0].span.start == 0 else None
        if match and date and isinstance(date.value, Date) and len(date.value.iso) >= DAY:
            where = Span(start + match.start(), start + match.end() + date.span.end)
            return Signature((), date.value, where)
    return None


def signatures(
    article: Article, raw: str, bodies: Mapping[str, Mention], titles: Sequence[str], rules: RuleBook
) -> Iterator[Signature]:
    """Each whole date at the end of a line or a body's name, or in Chinese figures at the head of a line.

    On a page that has lost its lines both stand between a sentence and one of the `titles` or a sign: 照办。某局2019年5月6日某办法.
    """
    words = rules.words
    goes_on = (*words.get(ISSUE, ()), *words.get(GOES_ON, ()))
    names, ends = tuple(bodies), Ends(words.get(PRINTED, ()), goes_on, tuple(titles))
    before: list[str] = []  # the short lines before, the nearest last
    for line in _LINE.finditer(raw, article.span.start, min(len(raw), article.span.end + BEHIND)):
        folded = fold(line.group())
        text = YEAR_SPACES.sub("", folded)
        for mention in find_dates(text, today=None):
            signature = _signature(text, mention, names, before, ends)
            if signature is not None:
                whole = Span(*line.span())
                at, span = line.start(), signature.span
                exact = len(text) == len(folded)
                yield replace(signature, span=Span(at + span.start, at + span.end) if exact else whole)
        before = [*before, squeeze(text)] if len(text) <= ORGAN else []


def _signature(
    line: str, mention: Mention, names: tuple[str, ...], before: Sequence[str], ends: Ends
) -> Signature | None:
    """That of a date in a line, with its span in the line; `before` are the short lines before it."""
    date, head, rest = mention.value, line[: mention.span.start].rstrip(), line[mention.span.end :]
    if not isinstance(date, Date) or len(date.iso) < DAY:
        return None
    organs = _organs(head, names)
    start = max(0, head.rfind(organs[0])) if organs else mention.span.start
    written = not mention.text[0].isascii()  # 二○一九年五月六日
    short = len(head) <= ORGAN and not BODY.search(head)
    print_word = next((w for w in ends.printed if rest.startswith(w)), "")
    closed = _END.match(rest, len(print_word)) is not None
    opened = _OPEN.search(line, max(0, start - ORGAN), start) is not None
    formal = written and (not head.strip() or closed or (opened and not _goes_on(rest, ends)))
    signed = bool(organs) and (closed or rest.lstrip().startswith(names) or (opened and _turns(rest, ends)))
    if not (formal or signed or (closed and short)):
        return None
    if not organs:
        start = mention.span.start if not short else 0
        organs = (squeeze(head),) if short and head.strip() else () if head.strip() else _above(before, names)
    return Signature(organs, date, Span(start, mention.span.end), bool(print_word))


def _goes_on(rest: str, ends: Ends) -> bool:
    """Whether what stands behind a date is of its sentence: 2019年5月6日召开."""
    return rest.startswith(ends.goes_on)


def _turns(rest: str, ends: Ends) -> bool:
    """Whether something else begins behind a date: the text that a notice sends."""
    behind = _SPACE.sub("", rest[:ORGAN])
    return any(title and (behind.startswith(title) or title.startswith(behind)) for title in ends.titles)


def _organs(head: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The bodies that a line ends with, in their order."""
    found: list[str] = []
    while name := next((n for n in names if head.endswith(n)), ""):
        found.insert(0, name)
        head = head[: -len(name)].rstrip(BETWEEN)
    return tuple(found)


def _above(before: Sequence[str], names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the lines above a date: as many as are bodies' names alone, else the nearest as it stands."""
    found: tuple[str, ...] = ()
    for line in reversed(before):
        organs = _organs(line, names)
        if "".join(organs) != line:
            break
        found = (*organs, *found)
    return found or tuple(before[-1:])
