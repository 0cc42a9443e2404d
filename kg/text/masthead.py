"""The date of a page, from its masthead or its datelines."""

from __future__ import annotations

import calendar
import re

from kg.text.fold import fold

FRONT = re.compile(
    r"\s*---[ \t]*\n(?:(?!---)[^\n]*\n){0,30}?date[ \t]*:[ \t]*[\"']?(?P<date>[\d./-]+)"
)  # of Markdown
EDGE = 6  # lines at the head and at the foot of a page among which the masthead stands
MASTHEAD_LINE = 80  # characters
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年|[-./])(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})(?:日|(?!\d))"
)
_DIGITS = "〇一二三四五六七八九"
_HAN_DATE = re.compile(
    rf"(?P<year>[一二][{_DIGITS}○零]{{3}})年(?P<month>十[一二]?|[{_DIGITS}])月(?P<day>(?:[一二三]?十|廿|卅)[{_DIGITS}]?|[{_DIGITS}])日"
)
_TENS = {"十": 1, "廿": 2, "卅": 3}
_WEEKDAY = re.compile(r"星期[一二三四五六日天]")
_DATELINE = re.compile(
    r"(?:本[报報刊网網]|新[华華]社)\w{0,6}?(?P<date>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)(?:[讯訊电電]|消息)"
)
_PUBLISHED = re.compile(r"(?:[发發]布|[发發]表|更新|成文)(?:[时時][间間]|日期)[:：]")
# a line that tells where and when one story of a collection was published
_STORY_LINE = re.compile(r"(?:[来來]源|[时時][间間]|日期|[编編][辑輯]|作者|[浏瀏][览覽]|[访訪][问問])")
_WHITE = re.compile(r"\s+")


def find_page_date(text: str) -> str | None:
    """The ISO date of a page: ２０２６年１月２０日 星期二, else a short line at its edge.

    The front matter of Markdown comes before all. Else 发布时间：2025-07-01 of a page of the web, else a dateline: 本报某地2025年7月1日电.
    """
    front = FRONT.match(text)
    if front is not None and (date := _iso(front["date"])):
        return date
    pairs = [(line, _WHITE.sub("", line)) for line in fold(text).split("\n")]
    spaced = {squeezed: line for line, squeezed in pairs if squeezed}
    lines = [squeezed for _, squeezed in pairs if squeezed]
    short = [line for line in lines if len(line) <= MASTHEAD_LINE and "。" not in line]
    edge = {*lines[:EDGE], *lines[-EDGE:]}
    mastheads = [line for line in short if _WEEKDAY.search(line)] + [line for line in short if line in edge]
    published = [line for line in short if _PUBLISHED.search(line)]
    datelines = [match["date"] for line in lines if (match := _DATELINE.search(line))]
    stories = {_iso(line) for line in short if _STORY_LINE.search(line)} - {None}
    if len(stories) > 1:  # stories of several days: only a masthead dates them all
        mastheads, published = [line for line in mastheads if _WEEKDAY.search(line)], []
    for line in [*mastheads, *published, *datelines]:
        date = _iso(spaced.get(line, line)) or _iso(line)  # 2024-05-06 10:20; ２０２４ 年 ５ 月
        if date:
            return date
    return None


def _iso(line: str) -> str | None:
    dates = [*_DATE.finditer(line), *_HAN_DATE.finditer(line)]
    for year, month, day in (
        tuple(_number(match[name]) for name in ("year", "month", "day")) for match in dates
    ):
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            return f"{year:04d}-{month:02d}-{day:02d}"
    return None


def _number(written: str) -> int:
    """05, 二〇二四, 二十一, 廿一, 十."""
    if written.isascii():
        return int(written)
    signs = written.replace("○", "〇").replace("零", "〇")
    for ten, tens in _TENS.items():
        head, found, tail = signs.partition(ten)
        if found:
            return 10 * (_DIGITS.index(head) if head else tens) + (_DIGITS.index(tail) if tail else 0)
    return int("".join(str(_DIGITS.index(sign)) for sign in signs))
