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

PRINTED, ISSUER_LINE = "PRINTED", "ISSUER_LINE"  # word lists
DAY = 10  # characters of a whole date: 2019-05-06
BEHIND = 120  # characters behind the last sentence in which a signature may stand
HEAD = 160  # characters before the title: other lines of the head
ORGAN = 40  # characters of who signs
BODY = re.compile("[。！？，]")  # what no line of a head or a signature has
BETWEEN = " 　、"  # bodies that sign together
_LINE = re.compile(r"[^\n]+")
_END = re.compile(r"\s*(?:$|[\n（(])")  # what follows a signature's date


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


def signatures(
    article: Article, raw: str, bodies: Mapping[str, Mention], rules: RuleBook
) -> Iterator[Signature]:
    """Each whole date at the end of a line or a body's name, or in Chinese figures at the head of a line."""
    names, printed = tuple(bodies), rules.words.get(PRINTED, ())
    before: list[str] = []  # the short lines before, the nearest last
    for line in _LINE.finditer(raw, article.span.start, min(len(raw), article.span.end + BEHIND)):
        folded = fold(line.group())
        text = YEAR_SPACES.sub("", folded)
        for mention in find_dates(text, today=None):
            signature = _signature(text, mention, names, before, printed)
            if signature is not None:
                whole = Span(*line.span())
                at, span = line.start(), signature.span
                exact = len(text) == len(folded)
                yield replace(signature, span=Span(at + span.start, at + span.end) if exact else whole)
        before = [*before, squeeze(text)] if len(text) <= ORGAN else []


def _signature(
    line: str, mention: Mention, names: tuple[str, ...], before: Sequence[str], printed: tuple[str, ...]
) -> Signature | None:
    """That of a date in a line, with its span in the line; `before` are the short lines before it."""
    date, head, rest = mention.value, line[: mention.span.start].rstrip(), line[mention.span.end :]
    if not isinstance(date, Date) or len(date.iso) < DAY:
        return None
    organs = _organs(head, names)
    formal = not head.strip() and not mention.text[0].isascii()  # 二○一九年五月六日
    plain = len(head) <= ORGAN and not BODY.search(head)
    print_word = next((w for w in printed if rest.startswith(w)), "")
    ends = _END.match(rest, len(print_word)) is not None and (bool(organs) or plain)
    if not (formal or ends or (organs and rest.lstrip().startswith(names))):
        return None
    start = max(0, head.rfind(organs[0])) if organs else 0
    if not organs:
        organs = (squeeze(head),) if head.strip() else _above(before, names)
    return Signature(organs, date, Span(start, mention.span.end), bool(print_word))


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
