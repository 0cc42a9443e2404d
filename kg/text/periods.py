"""Stretches of time that a text tells figures of: 今年1月至9月, 前三季度, 2021—2023年, 去年10月1日至11月20日, “十四五”期间.

The value is an ISO 8601 interval of two dates of one exactness, `2024-01/2024-09`, or a single date, `2024`. A year is
never made up: without the date of the article, only what states its year is a period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Date, Mention, Span, by_place
from kg.text.dates import DASH, YEAR_WORD, find_dates, plan_year, stated_year
from kg.text.numerals import parse_number

PERIOD = "Period"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_QUARTER = r"[一二三四1-4]"
_PERIOD = re.compile(
    rf"(?:(?P<year>{YEAR_WORD})的?)?(?:"
    rf"(?<![\d.第])(?P<month>{_MONTH})月?(?:{DASH}|和(?={_MONTH}月之?间))(?P<to_month>{_MONTH})月(?![\d一二三十])(?:份|底|末)?"
    rf"|[前头](?P<months>{_MONTH})个月"
    rf"|(?P<half>[上下前后])半年"
    rf"|第?(?P<quarter>{_QUARTER}){DASH}第?(?P<to_quarter>{_QUARTER})季度"
    rf"|前(?P<quarters>{_QUARTER})个?季度|第?(?P<one_quarter>{_QUARTER})季度)"
    rf"|(?<![\d第])(?P<from>(?:19|20)\d\d)年?{DASH}(?P<to>(?:19|20)\d\d)年(?![\d代]|一遇)"
    r"|[“\"]?(?P<plan>十[一二三四五六]五)[”“\"]?(?:规划)?(?:期间|时期)"
)
_BEGIN = re.compile(r"[\d一二三四五六七八九十前后头上下第今本去明同当次翌“\"]")
_RECURRING = ("每年", "每", "历年", "比", "较")  # 每年5—9月, 比上半年: no time of a figure
_JOINT = re.compile(rf"{DASH}|[和与](?=.{{1,12}}之?间)")
_OPEN = re.compile(r"[之及或]?(?:以来|以后|以前|至今|起|开始|前|后)")
_REACH = 60  # characters back to a date of the same sentence
_SENTENCE_END = re.compile(r"[。；;！？\n]")
_MONTHS, _FEBRUARY = 12, 2


def find_periods(
    text: str, *, today: Date | None, dates: Sequence[Mention] | None = None
) -> tuple[Mention, ...]:
    """The periods of `text` in order, of the kind `Period`; each date that is no part of a longer one is a period too.

    Open periods (2019年以来, 2025年前), what recurs (每年5—9月) and yardsticks (比2020年) are none; 今年以来 is this year.
    `today` is the date of the article, `dates` are those of the text if they are known.
    """
    dates = find_dates(text, today=today) if dates is None else dates
    single = (
        _mention(text, d.span, _iso(d))
        for d in dates
        if not _is_open(text, d, today) and not text.endswith(_RECURRING, 0, d.span.start)
    )
    taken = bytearray(len(text))
    found: list[Mention] = []
    for mention in (*_joined(text, dates), *_stated(text, dates, today), *single):
        span = mention.span
        if taken.find(1, span.start, span.end) < 0:
            taken[span.start : span.end] = b"\1" * len(span)
            found.append(mention)
    return tuple(sorted(found, key=by_place))


def _mention(text: str, span: Span, value: str) -> Mention:
    return Mention(span, text[span.start : span.end], PERIOD, "value.period", value=value)


def _iso(mention: Mention) -> str:
    return mention.value.iso if isinstance(mention.value, Date) else ""


def _is_open(text: str, date: Mention, today: Date | None) -> bool:
    """今年以来 is as long as this year; 2019年以来, 6月底前 have no end or no beginning."""
    if today and _iso(date) == f"{today.year:04}" and text.startswith("以来", date.span.end):
        return False
    return bool(_OPEN.match(text, date.span.end))


def _joined(text: str, dates: Sequence[Mention]) -> Iterator[Mention]:
    """去年10月1日至11月20日, of dates that are equally exact and in order."""
    end = -1
    for first, last in zip(dates, dates[1:], strict=False):
        joint = _JOINT.fullmatch(text, first.span.end, last.span.start)
        if first.span.start < end or not (joint or _between(text, first.span, last.span)):
            continue
        low, high = _iso(first), _iso(last)
        if len(low) == len(high) and low < high and not _is_open(text, last, None):
            end = last.span.end
            yield _mention(text, Span(first.span.start, end), f"{low}/{high}")


def _between(text: str, first: Span, last: Span) -> bool:
    """2015年和2018年之间."""
    return text[first.end : last.start] in ("和", "与") and text.startswith(("之间", "间"), last.end)


def _stated(text: str, dates: Sequence[Mention], today: Date | None) -> Iterator[Mention]:
    end = 0
    for begin in _BEGIN.finditer(text):
        match = _PERIOD.match(text, begin.start()) if begin.start() >= end else None
        if match is None:
            continue
        end = match.end()
        if text.endswith(_RECURRING, 0, match.start()):
            continue
        value = _years(match) or _within_year(text, match, dates, today)
        if value:
            yield _mention(text, Span(*match.span()), value)


def _years(match: re.Match[str]) -> str:
    if match["plan"]:
        low, high = (plan_year(match["plan"], first=first) for first in (True, False))
        return f"{low}/{high}" if low else ""
    return f"{match['from']}/{match['to']}" if match["from"] and match["from"] < match["to"] else ""


def _within_year(text: str, match: re.Match[str], dates: Sequence[Mention], today: Date | None) -> str:
    months = _month_span(match)
    if months is None:
        return ""
    first, last = months
    year = _year(text, match, dates, today, last)
    if year is None:
        return ""
    return f"{year:04}-{first:02}/{year:04}-{last:02}" if first < last else ""


def _month_span(match: re.Match[str]) -> tuple[int, int] | None:
    """The first and the last month."""
    if match["half"]:
        return (1, 6) if match["half"] in "上前" else (7, 12)
    if match["months"]:
        return 1, _int(match["months"])
    if match["month"]:
        return _int(match["month"]), _int(match["to_month"])
    if match["quarters"]:
        return 1, 3 * _int(match["quarters"])
    if match["one_quarter"]:
        last = 3 * _int(match["one_quarter"])
        return last - 2, last
    if match["quarter"]:
        return 3 * _int(match["quarter"]) - 2, 3 * _int(match["to_quarter"])
    return None


def _int(written: str) -> int:
    return int(parse_number(written) or 0)


def _year(
    text: str, match: re.Match[str], dates: Sequence[Mention], today: Date | None, last: int
) -> int | None:
    """The year stated, else that of the date before in the sentence, else the article's."""
    previous = _date_before(text, match.start(), dates)
    if match["year"]:
        return stated_year(match["year"], today, previous)
    if previous:
        return previous.year
    if today is None:
        return None
    month = int(today.iso[5:7] or 0)
    return today.year - (0 < month <= _FEBRUARY and last > month)  # January's paper tells of 1至11月


def _date_before(text: str, start: int, dates: Sequence[Mention]) -> Date | None:
    near = [d for d in dates if start - _REACH <= d.span.end <= start]
    if not near or _SENTENCE_END.search(text, near[-1].span.end, start):
        return None
    value = near[-1].value
    return value if isinstance(value, Date) else None
