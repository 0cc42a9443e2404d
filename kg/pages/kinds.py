"""What a line is by itself: a byline, the furniture of a page, the lead of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Span, replace
from kg.pages.cues import PageCues
from kg.pages.lines import WHITE, Line

TITLE = "title"
ROUNDUP = "roundup"
PROSE = "prose"
DATELINE = "dateline"
BYLINE = "byline"
NAMES = "names"
CAPTION = "caption"
TABLE = "table"
FILLER = "filler"
META = "meta"
FOOT = "foot"
JUMP_TO = "jump_to"
JUMP_FROM = "jump_from"

WHOLE_LINE = 60  # characters; a page of longer lines is not hard-wrapped, and a longer line is no title
SPACED = 4  # a letter-spaced line is so many times as long as its characters at most
CELLS = 2  # a row of a table in Markdown has as many strokes
CELL = 40  # characters of a cell between tabs; a longer one is prose
RULED = re.compile(r"[^|:\s-]")  # a row of nothing but strokes parts the head of a table from the rest
META_LINE = 120  # characters; source, author, date, readers and font sizes stand on one line
BYLINE_LINE = 40
DAY = 16  # characters within which a date ends: 2024年05月06日
STOP = "。"
NAMES_LINE = 18


def split_jumps(lines: Sequence[Line], cues: PageCues) -> Iterator[Line]:
    """The lines, with （下转第2版） at the end and （上接第1版） at the head of one as lines of their own."""
    for line in lines:
        head = cues.jump_from.match(line.text)
        if head and head.end() < len(line.text):
            yield _part(line, 0, head.end())
            line = _part(line, head.end(), len(line.text))
        tail = next((m for m in cues.jump_to.finditer(line.text) if m.end() == len(line.text)), None)
        if tail and tail.start() > 0:
            yield _part(line, 0, tail.start())
            line = _part(line, tail.start(), len(line.text))
        yield line


def split_head(lines: Sequence[Line], cues: PageCues) -> Iterator[Line]:
    """The lines; of a page that has lost its lines, the title and 发布日期：2024-05-06 as lines of their own."""
    for at, line in enumerate(lines):
        meta = cues.meta.search(line.text, 0, META_LINE) if at == 0 and len(line) > META_LINE else None
        date = cues.issued.search(line.text, meta.end(), meta.end() + DAY) if meta else None
        if meta is None or date is None or not meta.start() or STOP in line.text[: meta.start()]:
            yield line
            continue
        yield _part(line, 0, meta.start())
        yield _part(line, meta.start(), date.end())
        yield _part(line, date.end(), len(line.text))


def _part(line: Line, start: int, end: int) -> Line:
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    span = Span(line.span.start + start, line.span.start + start + len(text))
    return replace(line, span=span, text=text, squeezed=WHITE.sub("", text))


def line_kind(line: Line, cues: PageCues) -> str:
    """The kind of a line that is a unit by itself, else ''."""
    text = line.text
    if len(text) > SPACED * META_LINE:
        return ""
    if cues.jump_to.fullmatch(text):
        return JUMP_TO
    if cues.jump_from.fullmatch(text):
        return JUMP_FROM
    if text.count("|") >= CELLS and text[0] == text[-1] == "|":
        return TABLE if RULED.search(text) else FILLER
    if text.count("\t") >= CELLS - 1 and "。" not in text and all(len(c) <= CELL for c in text.split("\t")):
        return TABLE
    if "。" in text or len(line) > META_LINE:
        return ""
    if cues.meta.search(text):
        return META
    if cues.foot.search(text):
        return FOOT
    return _short_kind(line, cues) if len(line) <= WHOLE_LINE else ""


def _short_kind(line: Line, cues: PageCues) -> str:
    text = line.text
    if cues.roundup.fullmatch(text):
        return ROUNDUP
    if cues.filler.search(text) or (line.squeezed != text and cues.filler.search(line.squeezed)):
        return FILLER
    if line.heading:
        return TITLE
    if len(line) <= BYLINE_LINE and cues.byline.fullmatch(text):
        return BYLINE
    if len(line) <= NAMES_LINE and cues.bare_byline.fullmatch(text) and not cues.not_name.search(text):
        return NAMES
    return ""


def find_lead(line: Line, cues: PageCues) -> tuple[int, str] | None:
    """Raw offset behind 本报讯 （记者 …） and the words of the lead, or None where the line has none."""
    text = line.text[: SPACED * META_LINE]
    found = cues.lead.match(text)
    at = _skip(text, found.end()) if found else 0
    reporter = cues.reporter.match(text, at)
    if reporter is None and found is None:
        return None
    if reporter is None:
        signed = cues.tail_byline.match(text, at)  # 本报讯（王小北）
        at = _skip(text, signed.end()) if signed else at
        return line.span.start + at, text[:at]
    if found is None and text[0] not in "（(":
        return None
    end = _skip(text, reporter.end())
    later = cues.lead.match(text, end)  # （记者 …）本报讯
    end = _skip(text, later.end()) if later and not found else end
    return line.span.start + end, text[:end]


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t*:：":
        at += 1
    return at
