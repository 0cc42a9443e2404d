"""Dates in running text, resolved against the date of the article; a year is never made up.

A date is as exact as the text: 2025年6月 → 2025-06. 2024年底 and 去年年底 give the year alone, 6月底 and 11月初 the
month, 年内 the year, 十四五末 the last year of that plan. What only looks like a date gives none: a range of years
(2021—2023年; see `periods.py`), a recurring month (每年10月), 近日, 今日 (the day of writing or of printing).
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator

from kg.model import Date, Mention, Span
from kg.text.numerals import DIGITS, parse_number

_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_CHINESE_MONTH = r"(?:十[一二]?|[一二三四五六七八九])"
_CHINESE_DAY = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR_PART = r"(?:年?(?:底|末|初(?![步级中始]))|年内|上半年|下半年|第?[一二三四1-4]季度|度)?"
_MONTH_PART = r"(?:底|末|初|上旬|中旬|下旬|份)?"
DASH = r"(?:[-–—~～]{1,2}|[至到])"
_MONTH_DAY = (
    rf"(?P<month>{_MONTH}|{_CHINESE_MONTH})月"
    rf"(?:(?P<day>{_DAY}|{_CHINESE_DAY})(?:[日号]|(?={DASH}{_DAY}[日号]))|{_MONTH_PART})"
)
# 年内, 上半年, 三季度 without a year: only where a clause begins, or behind a word that leads a time
_LED = r"(?:^|(?<=[，。、；：！？\n“（(在到至于将划争计保望可定]))"
_STATED = rf"(?<!\d)(?:19|20)\d\d|[一二][九〇零○0O][{''.join(DIGITS)}0O]{{2}}"
_RELATIVE = r"今年|本年|去年|上年|明年|(?<![\d年])前年|(?<![\d年])后年|同年|当年|次年|翌年"
YEAR_WORD = rf"(?:{_STATED})年|{_RELATIVE}"
_FIGURES = r"(?:19|20)\d\d[./]"  # 2018/1/10-2018/7/10
_PATTERN = re.compile(
    rf"(?P<iso>(?:(?<![\d.\-/])|(?<=\d-)(?={_FIGURES}))(?:19|20)\d\d(?P<dash>[-./])(?P<m>{_MONTH})(?P=dash)(?P<d>{_DAY})"
    rf"(?![\d./]|-(?!{_FIGURES})))"
    rf"|(?:(?P<year>{_STATED})年(?![代版])|(?P<relative>{_RELATIVE})(?!均|产|同期))"
    rf"(?:{_MONTH_DAY.replace('<month>', '<month_of_year>').replace('<day>', '<day_of_year>')}|{_YEAR_PART})"
    rf"|(?P<alone>(?<![\d一二三四五六七八九十第]){_MONTH_DAY})"
    rf"|(?P<this_month>本月|同月|上个?月|下个?月)(?:(?P<day_of_month>{_DAY}|{_CHINESE_DAY})[日号]|{_MONTH_PART})"
    r"|(?P<yesterday>昨日|昨天|昨晚|前天)"
    rf"|(?P<in_year>{_LED}(?:年内|年底|年末|[上下]半年|(?<![一二三四][至到—–-])第?[一二三四]季度))"
    r"|(?P<plan>十[一二三四五六]五)[”“\"]?(?:规划)?(?:时期|期间)?(?P<plan_year>末|期末|收官之?年|开局之?年|首年)"
    rf"|(?P<bare>(?:(?<![\d月.]){_DAY}|(?<=[-至到—–~～]){_CHINESE_DAY})日(?![游均内起化产处龄]))"
)  # a group's name may stand once in a pattern, hence <month_of_year> beside <month>

_LUNAR = re.compile(
    r"初[一二三四五六七八九十]|廿|(?:二?十[一二三四五六七八九]?|三十)(?=[，。、；：\s前后]|$)"
)  # behind the month

_START = re.compile(r"\d+|[今本去上下明昨前后同当次翌年第一二三四五六七八九十]")

_ZEROS = str.maketrans("0O", "〇〇")
_SHIFT = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_SINCE_THAT_YEAR = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}  # counted from the date before
_DAYS_AGO = {"昨日": 1, "昨天": 1, "昨晚": 1, "前天": 2}
_MONTHS_ON = {"本": 0, "同": 0, "上": -1, "下": 1}
PLAN = "value.date.plan"
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
PLAN_YEARS = 5
ANY_DAY = Date("2000-06-15")
_COMPARISON = ("比", "较")  # 比上年提高: a yardstick, no time of the fact
_SPAN_OF_DAYS = ("期", "每", "近", "连续", "过")  # 为期5日
_RECURRING = ("每月", "次月", "农历")
_JOINT = re.compile(DASH)
_SENTENCE_END = re.compile(r"[。；;！？\n]")
_REACH = 60  # characters from a date to the bare day or the 当年 that refers to it: 2023年9月…：23日…
_OPEN_RANGE = re.compile(r"\d[、\-—–~～至]+$")  # 1至9月, 2021—2023年
_FEBRUARY, _NOVEMBER = 2, 11


def find_dates(text: str, *, today: Date | None) -> tuple[Mention, ...]:
    """The dates of `text` in order; spans are in `text`. Without `today`, only dates with a year of their own."""
    return tuple(_dates(text, today))


def open_dates(text: str) -> int:
    """How many dates of a text only the day of writing would tell: 今年, 昨日, 6月3日."""
    known = {mention.span for mention in _dates(text, None)}
    return sum(mention.span not in known for mention in _dates(text, ANY_DAY))


def _dates(text: str, today: Date | None) -> Iterator[Mention]:
    previous: tuple[Date, int] | None = None  # the date before, and where it ends
    skipped = -1  # where a recurring date ended: its range goes with it
    for match in _matches(text):
        if previous and (match.start() - previous[1] > _REACH or "\n" in text[previous[1] : match.start()]):
            previous = None
        between = text[skipped : match.start()] if skipped >= 0 else ""
        if _is_no_date(text, match, previous) or _JOINT.fullmatch(between):
            skipped = match.end()
            previous = None if match["month"] else previous  # 次年2月 after 每年10月 recurs as well
            continue
        date = _resolve(text, match, today=today, previous=previous)
        if date is not None and _is_real(date):
            span = Span(match.start(), match.end())
            yield Mention(span, match[0], "Date", _rule(match), value=date)
            previous = (date, match.end())
        elif date is None and match["relative"]:
            skipped = match.end()


def _matches(text: str) -> Iterator[re.Match[str]]:
    """As `finditer`, but tried only where a date can begin: several times as fast."""
    end = 0
    for start in _START.finditer(text):
        match = _PATTERN.match(text, start.start()) if start.start() >= end else None
        if match:
            end = match.end()
            yield match


def _is_no_date(text: str, match: re.Match[str], previous: tuple[Date, int] | None) -> bool:
    if match["iso"] or match["plan"]:
        return False
    if match["bare"] and previous and _JOINT.fullmatch(text, previous[1], match.start()):
        return False  # 6月12—15日
    if _is_lunar(text, match):
        return True
    before = text[max(0, match.start() - 8) : match.start()]
    if match["relative"]:
        return before.endswith(_COMPARISON)
    if match["month"] and before.endswith("年"):
        return True  # 每年10月, 次年2月, 23年6月
    if match["bare"] and before.endswith(_SPAN_OF_DAYS):
        return True
    return before.endswith(_RECURRING) or bool(_OPEN_RANGE.search(before))


def _is_lunar(text: str, match: re.Match[str]) -> bool:
    """五月初五, 八月十五: a day without 日 is one of the old calendar."""
    month = "month_of_year" if match["month_of_year"] else "month"
    written = match[month] or ""
    return bool(written) and not written.isdigit() and bool(_LUNAR.match(text, match.end(month) + 1))


def _rule(match: re.Match[str]) -> str:
    if match["plan"]:
        return PLAN
    if match["iso"] or match["year"]:
        return "value.date"
    return (
        "value.date.relative"
        if match["relative"] or match["this_month"] or match["yesterday"] or match["in_year"]
        else "value.date.context"
    )


def _resolve(
    text: str, match: re.Match[str], *, today: Date | None, previous: tuple[Date, int] | None
) -> Date | None:
    if match["iso"]:
        return _date(int(match["iso"][:4]), int(match["m"]), int(match["d"]))
    month, day = _int(match["month_of_year"] or match["month"]), _int(match["day_of_year"] or match["day"])
    if match["year"]:
        return _date(_written_year(match["year"]), month, day)
    if match["relative"]:
        return _date(_relative_year(match["relative"], today, previous), month, day)
    if match["this_month"]:
        return _with_day(_this_month(match["this_month"], today, previous), _int(match["day_of_month"]))
    if match["yesterday"]:
        return _days_ago(today, _DAYS_AGO[match["yesterday"]])
    if match["plan"]:
        return _date(plan_year(match["plan"], first=match["plan_year"][0] in "开首"), None, None)
    if match["in_year"] == "年末" and not previous:
        return None  # of the year that a report is about
    if match["in_year"]:
        return _date(_year_at(text, match.start(), today=today, previous=previous), None, None)
    if match["bare"]:
        return _bare_day(text, match, today=today, previous=previous)
    if not match["month"].isdigit() and day is None:
        return None  # 三月 alone is a season or a count more often than a date
    return _month_alone(text, match.start(), month or 0, day, today=today, previous=previous)


def _int(written: str | None) -> int | None:
    number = parse_number(written) if written else None
    return None if number is None else int(number)


def _written_year(written: str) -> int | None:
    """二0二一 and 二O二一 are 二〇二一: signs that look like the Chinese zero."""
    return _int(written if written.isdigit() and written.isascii() else written.translate(_ZEROS))


def _date(year: int | None, month: int | None, day: int | None) -> Date | None:
    if year is None:
        return None
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    return Date("-".join(parts))


def _is_real(date: Date) -> bool:
    """False for 2月30日."""
    parts = [int(part) for part in date.iso.split("-")]
    return len(parts) < 3 or parts[2] <= calendar.monthrange(parts[0], parts[1])[1]


def _month_of(date: Date) -> int | None:
    return int(date.iso[5:7]) if len(date.iso) >= len("2025-06") else None


def _day_of(date: Date) -> int | None:
    return int(date.iso[8:10]) if len(date.iso) == len("2025-06-30") else None


def stated_year(word: str, today: Date | None, previous: Date | None) -> int | None:
    """The year that a word of `YEAR_WORD` names: 2023年 and 二〇二三年 by themselves, 今年 by `today`, 次年 by `previous`."""
    if word in _SHIFT or word in _SINCE_THAT_YEAR:
        return _relative_year(word, today, (previous, 0) if previous else None)
    return _written_year(word.removesuffix("年"))


def plan_year(plan: str, *, first: bool) -> int | None:
    """The first or the last year of a five-year plan: 十四五 → 2021, 2025."""
    start = _PLANS.get(plan)
    return start if start is None or first else start + PLAN_YEARS - 1


def _relative_year(word: str, today: Date | None, previous: tuple[Date, int] | None) -> int | None:
    if word in _SINCE_THAT_YEAR:
        return previous[0].year + _SINCE_THAT_YEAR[word] if previous else None
    return today.year + _SHIFT[word] if today else None


def _year_at(text: str, start: int, *, today: Date | None, previous: tuple[Date, int] | None) -> int | None:
    """The year that 年底 belongs to: that of the date before it in the sentence, else the article's."""
    if previous and not _SENTENCE_END.search(text, previous[1], start):
        return previous[0].year
    return today.year if today else None


def _this_month(word: str, today: Date | None, previous: tuple[Date, int] | None) -> Date | None:
    base = (previous[0] if previous else None) if word == "同月" else today
    month = _month_of(base) if base else None
    if base is None or month is None:
        return None
    return _months_on(base, _MONTHS_ON[word[0]])


def _months_on(base: Date, months: int) -> Date:
    count = base.year * 12 + (_month_of(base) or 1) - 1 + months
    return Date(f"{count // 12:04}-{count % 12 + 1:02}")


def _month_alone(
    text: str,
    start: int,
    month: int,
    day: int | None,
    *,
    today: Date | None,
    previous: tuple[Date, int] | None,
) -> Date | None:
    """12月18日: the year of the date before it in the sentence (2023年9月开工，12月完工), else the article's."""
    if previous and _continues(text, start, month, previous):
        return _date(previous[0].year, month, day)
    if today is None:
        return None
    now = _month_of(today)
    last_year = (
        now is not None and now <= _FEBRUARY and month >= _NOVEMBER
    )  # January's paper tells of December
    return _date(today.year - last_year, month, day)


def _continues(text: str, start: int, month: int, previous: tuple[Date, int]) -> bool:
    date, end = previous
    between = text[end:start]
    if _SENTENCE_END.search(between) or between.startswith(("同期", "相比")):
        return False
    return month >= (_month_of(date) or 1)


def _bare_day(
    text: str, match: re.Match[str], *, today: Date | None, previous: tuple[Date, int] | None
) -> Date | None:
    """23日: the month of the date before it, else the latest such day up to the article's date."""
    day = _int(match["bare"][:-1]) or 0
    if previous:
        date = previous[0]
        if _month_of(date) and day >= (_day_of(date) or 1):
            return _date(date.year, _month_of(date), day)
    now = _day_of(today) if today else None
    if today is None or now is None:
        return None
    month = Date(today.iso[: len("2025-06")])
    if day > now:
        month = _months_on(month, -1)
    found = _with_day(month, day)
    while found and not _is_real(found):  # 29日 in March 2018 is of January
        month = _months_on(month, -1)
        found = _with_day(month, day)
    return found


def _with_day(month: Date | None, day: int | None) -> Date | None:
    return _date(month.year, _month_of(month), day) if month else None


def _days_ago(today: Date | None, days: int) -> Date | None:
    if today is None or _day_of(today) is None:
        return None
    return Date((datetime.date.fromisoformat(today.iso) - datetime.timedelta(days=days)).isoformat())
