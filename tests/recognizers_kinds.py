"""The kinds of cases of Recognizers-Text: which are wanted here, and what is found for them.

A case is wanted unless one of the reasons of its kind says why not.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kg.model import Date, Quantity
from kg.text.numerals import parse_number
from kg.text.periods import find_periods
from kg.text.values import find_values, load_units
from tests.recognizers_cases import ONTOLOGY, Case, Kind, prepare, says

UNITS = load_units(ONTOLOGY)
TOLERANCE = Decimal("1e-12")  # their values are floats


def _near(value: Decimal | None, wanted: str) -> str:
    """The wanted number if it is the same but for the rounding of floats, so that lists of strings compare."""
    if value is None:
        return "none"
    return wanted if abs(value - Decimal(wanted)) <= abs(Decimal(wanted)) * TOLERANCE else str(value)


# -- numbers: the words that are one are given -------------------------------------------------------------


def _numbers_found(case: Case) -> list[str]:
    if not case.results:
        return [m.text for m in find_values(prepare(case.input), units=UNITS, today=None)]
    return [_near(parse_number(prepare(r.text)), r.value) for r in case.results]


def _values(case: Case) -> list[str]:
    return [r.value for r in case.results]


NUMBER = Kind(
    "number",
    "NumberModel.json",
    _numbers_found,
    _values,
    [
        ("powers, exponents, k and M: no newspaper prints sums so", says(r"\d\^|\de[\d+-]|\d[kM]$|\dE\d")),
        ("打, a dozen", says("打")),
        ("兆: a million million to them, a prefix of units here (兆瓦)", says("兆")),
        ("mixed fractions, fractions with a slash", says("又|/")),
        ("no digit before the point", says(r"(?<!\d)\.\d")),
        ("words of novels, slips of the pen (半百, 倆, 零十)", says("半百|倆|俩|^第?零十")),
        (
            "no number to them, but a sum of money here",
            lambda c: not c.results and "美元" in c.input,
        ),
    ],
)

# -- percentages -------------------------------------------------------------------------------------------


def _percents_found(case: Case) -> list[str]:
    mentions = find_values(prepare(case.input), units=UNITS, today=None)
    quantities = [m.value for m in mentions if isinstance(m.value, Quantity)]
    return [str(q.value) for q in quantities if q.unit in ("%", "百分点")]


def _percents_wanted(case: Case) -> list[str]:
    return [str(parse_number(r.value.rstrip("%")) or Decimal(r.value.rstrip("%"))) for r in case.results]


PERCENT = Kind(
    "percentage",
    "PercentModel.json",
    _percents_found,
    _percents_wanted,
    [
        ("折, a discount: a price, no share", says("折")),
        ("k for a thousand", says(r"[\d.][kK]")),
        ("numerals of cheques in a running text; `parse_number` knows them", says("[佰仟拾贰叁肆]")),
        ("one number of a range (5-20%): here the range is one amount", says(r"\d-\d+%")),
        (
            "more than one power of ten (百万万分之七), unused",
            says("万万分之"),
        ),
    ],
)

# -- currencies --------------------------------------------------------------------------------------------


def _currencies_found(case: Case) -> list[str]:
    found = []
    wanted = iter(case.results)
    for mention in find_values(prepare(case.input), units=UNITS, today=None):
        value = mention.value
        if (
            isinstance(value, Quantity)
            and isinstance(value.value, Decimal)
            and re.fullmatch("[A-Z]{3}", value.unit)
        ):
            found.append((value.unit, value.value))
        elif isinstance(value, Decimal):
            found.append(("CNY", value))
    return [
        f"{_near(v, r.value) if (r := next(wanted, None)) and r.value else v} {unit}" for unit, v in found
    ]


def _currencies_wanted(case: Case) -> list[str]:
    return [f"{r.value} {r.unit}" for r in case.results]


CURRENCY = Kind(
    "currency",
    "CurrencyModel.json",
    _currencies_found,
    _currencies_wanted,
    [
        ("a currency without an amount", lambda c: any(not r.value for r in c.results)),
        ("a sign before the number", says(r"[$¥￥]")),
        ("no currency of a state", says("比特币")),
        ("cents of foreign money", says("美分|钱$|銭")),
        ("块 alone: here it counts pieces (三块地)", says("三块$")),
        ("兆: a million million to them, a prefix of units here (兆瓦)", says("兆")),
    ],
)

# -- dimensions --------------------------------------------------------------------------------------------

BASE = {  # their unit: ours, and the factor
    "Mu": ("亩", "1"), "Kilogram": ("kg", "1"), "Jin": ("kg", "0.5"), "Gram": ("g", "1"), "Microgram": ("μg", "1"),
    "Ton": ("t", "1"), "Centimeter": ("cm", "1"), "Meter": ("m", "1"), "Kilometer": ("km", "1"), "Kilowatt": ("kW", "1"),
    "Hertz": ("Hz", "1"), "Megahertz": ("Hz", "1000000"), "Kilocalorie": ("kcal", "1"),
}  # fmt: skip


def _dimensions_found(case: Case) -> list[str]:
    """Those of the units that the case is about: they leave out money and people."""
    wanted = {BASE[r.unit][0] for r in case.results if r.unit in BASE}
    mentions = find_values(prepare(case.input), units=UNITS, today=None)
    quantities = [m.value for m in mentions if isinstance(m.value, Quantity)]
    return [f"{q.value.normalize():f} {q.unit}" for q in quantities if not wanted or q.unit in wanted]


def _dimensions_wanted(case: Case) -> list[str]:
    bases = [(r.value, *BASE.get(r.unit, (r.unit, "1"))) for r in case.results]
    return [f"{(Decimal(value) * Decimal(factor)).normalize():f} {unit}" for value, unit, factor in bases]


DIMENSION = Kind(
    "dimension",
    "DimensionModel.json",
    _dimensions_found,
    _dimensions_wanted,
    [
        ("sizes of data", says("比特|字节|存储单位")),
        ("两 as a weight: here it is the number two", lambda c: any(r.unit == "Liang" for r in c.results)),
    ],
)

# -- dates and stretches of time ---------------------------------------------------------------------------


def _times_found(case: Case) -> list[str]:
    """Dates as rules get them, and periods where two dates make one."""
    today = Date(case.today) if case.today else None
    text = prepare(case.input)
    ranges = [p for p in find_periods(text, today=today) if "/" in str(p.value)]
    dates = [
        m
        for m in find_values(text, units=UNITS, today=today)
        if isinstance(m.value, Date) and not any(p.span.overlaps(m.span) for p in ranges)
    ]
    both = sorted([(m.span, m.value) for m in (*ranges, *dates)])
    return [_as_wanted(v.iso if isinstance(v, Date) else str(v), case, i) for i, (_, v) in enumerate(both)]


def _as_wanted(found: str, case: Case, index: int) -> str:
    """The wanted value, if what was found is one of the readings that the case allows."""
    if index >= len(case.results):
        return found
    readings = case.results[index].times
    return _times_wanted(case)[index] if any(_fits(found, *reading) for reading in readings) else found


def _fits(found: str, timex: str, start: str, end: str) -> bool:
    first, slash, last = found.partition("/")
    if (
        slash and timex.endswith("P6M)") and end[5:] in ("01-01", "07-01")
    ):  # half a year; their end is not of it
        return (first, last) in (
            (f"{end[:4]}-01", f"{end[:4]}-06"),
            (f"{int(end[:4]) - 1}-07", f"{int(end[:4]) - 1}-12"),
        )
    if slash:
        return start.startswith(first) and end.startswith(last)
    exact = re.fullmatch(r"[\dX]{4}(?:-[\dX]{2}){0,2}", timex)
    return (
        bool(exact)
        and len(found) == len(timex)
        and (timex == found or ("X" in timex and start.startswith(found)))
    )


def _times_wanted(case: Case) -> list[str]:
    return [
        " or ".join(t[0] if t[0][:1].isdigit() else "/".join(filter(None, t[1:])) for t in r.times)
        for r in case.results
    ]


def _other_types(case: Case) -> bool:
    return any(r.type not in ("date", "daterange") for r in case.results)


def _not_real(case: Case) -> bool:
    """2月29日 in a year that has none: they give the years before and after."""
    return "2月29日" in case.input or any(t[1] == "not resolved" for r in case.results for t in r.times)


DATE = Kind(
    "date",
    "DateTimeModel.json",
    _times_found,
    _times_wanted,
    [
        ("times of day, durations, repetitions", _other_types),
        ("weeks", says("周|(?<!，)星期|礼拜")),
        ("the lunar calendar, reigns", says("农历|正月|初一|八月十五|元年|大年|康熙|雍正|神龙|民国")),
        ("今日, 明日, 后天, 最近: the day of writing or of printing", says("今日|明日|后天|最近")),
        (
            "spans counted from today (后1年, 过去十年, 5年前)",
            says(r"后\d|过去|^\d年前|年前，|[\d的]前\d+天|天前|前1"),
        ),
        ("parts of years and months by number (第三个月, 最后4个月)", says(r"第.个月|最后\d")),
        ("years of two digits, years without 年", says(r"(?<!\d)\d\d年|零八年|=\d|你12-11")),
        ("day and month in another order, or with a slash alone", says(r"(?<![\d/])\d\d?/\d")),
        ("half a month, and half a year counted from today (上个半年)", says("半月|上个半年")),
        ("seasons", says("[春夏秋冬]天")),
        ("decades", says("年代")),
        ("a day that the year does not have", _not_real),
        ("months across the new year that do not say so (8月至2月)", says("8月至2月|10月和5月间")),
    ],
)

KINDS = (NUMBER, PERCENT, CURRENCY, DIMENSION, DATE)
