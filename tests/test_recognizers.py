"""The Chinese cases of Microsoft's Recognizers-Text, as far as they lie in the field of a newspaper's figures.

They are not part of the project: without the folder beside the checkout, the tests are skipped. A floor is the
share that was measured; it may rise.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kg.model import Date, Mention, Quantity
from kg.text.numerals import parse_number
from kg.text.values import find_values, load_units

CASES = Path(__file__).parents[2] / "shared" / "eval" / "recognizers-text"
UNITS = load_units(Path(__file__).parents[1] / "ontology")
BASE = {  # their unit: ours, and the factor
    "Mu": ("亩", "1"), "Kilogram": ("kg", "1"), "Jin": ("kg", "0.5"), "Gram": ("g", "1"), "Microgram": ("μg", "1"),
    "Ton": ("t", "1"), "Centimeter": ("cm", "1"), "Meter": ("m", "1"), "Kilometer": ("km", "1"), "Kilowatt": ("kW", "1"),
}  # fmt: skip
# Out of the field: traditional characters and discounts (八折), thousands as k, millionths, addresses of the web.
NOT_PERCENT = re.compile(r"[個萬點兩陸折kKＫ]|万万|百万|千万分|http")
# Jiao, fen and cents, signs before the number, bitcoins, and currencies without an amount.
NOT_CURRENCY = re.compile(r"[角毛銭分$￥億]|比特币|法郎|奈拉|三块|人民币\s*美元|\d{20}")
NUMBER = re.compile(
    r"[\d.,零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億兩點点负負余多分之\s]+"
)
# Reigns, the lunar calendar, weeks, days counted from today, two-digit years, the order of days and months.
NOT_DATE = re.compile(
    r"[龙熙国正]\S{1,4}年|农历|八月十五|下周|上周|[週後]|天前|年前，|今日|明日|最近|\b\d\d?[-/]\d\d?[-/]\d|0[78] ?年|零八年|第.+月|= "
)
WHOLE_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES.is_dir(), reason=f"no Recognizers-Text cases at {CASES}"),
]


def _cases(name: str) -> list:
    return json.loads((CASES / name).read_text(encoding="utf-8-sig"))


def _fold(text: str) -> str:
    """What repair does to a page, in short: widths folded, white space out."""
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _find(text: str, today: str | None = None) -> tuple[Mention, ...]:
    return find_values(_fold(text), units=UNITS, today=Date(today) if today else None)


def _quantities(text: str) -> list[Quantity]:
    return [m.value for m in _find(text) if isinstance(m.value, Quantity)]


def _numbers() -> Iterator[bool]:
    for case in _cases("NumberModel.json"):
        for result in case["Results"]:
            written = unicodedata.normalize("NFKC", case["Input"][result["Start"] : result["End"] + 1])
            if NUMBER.fullmatch(written) and not case.get("IgnoreResolution"):
                number, wanted = parse_number(written), Decimal(result["Resolution"]["value"])
                yield number is not None and abs(number - wanted) <= abs(wanted) * Decimal(
                    "1e-12"
                )  # theirs are floats


def _percents() -> Iterator[bool]:
    for case in _cases("PercentModel.json"):
        if not NOT_PERCENT.search(case["Input"]):
            found = [q.value for q in _quantities(case["Input"]) if q.unit in ("%", "百分点")]
            yield found == [Decimal(r["Resolution"]["value"].rstrip("%")) for r in case["Results"]]


def _currencies() -> Iterator[bool]:
    for case in _cases("CurrencyModel.json"):
        if not NOT_CURRENCY.search(case["Input"]):
            found = [
                (m.value.unit, m.value.value) if isinstance(m.value, Quantity) else ("CNY", m.value)
                for m in _find(case["Input"])
                if m.kind == "Money"
                or (isinstance(m.value, Quantity) and re.fullmatch("[A-Z]{3}", m.value.unit))
            ]
            yield found == [
                (r["Resolution"]["isoCurrency"], Decimal(r["Resolution"]["value"])) for r in case["Results"]
            ]


def _dimensions() -> Iterator[bool]:
    for case in _cases("DimensionModel.json"):
        units = [BASE.get(r["Resolution"]["unit"]) for r in case["Results"]]
        if units and None not in units:
            found = {(q.unit, q.value) for q in _quantities(case["Input"])}
            values = [Decimal(r["Resolution"]["value"]) for r in case["Results"]]
            yield {(u[0], v * Decimal(u[1])) for u, v in zip(units, values, strict=True)} <= found


def _dates() -> Iterator[bool]:
    """Cases all of whose results are one whole date, month or year."""
    for case in _cases("DateTimeModel.json"):
        stated = [{v.get("timex", "") for v in r["Resolution"]["values"]} for r in case["Results"]]
        wanted = [timex for each in stated for timex in each]
        typed = all(r["TypeName"] in ("datetimeV2.date", "datetimeV2.daterange") for r in case["Results"])
        if wanted and typed and all(map(WHOLE_DATE.fullmatch, wanted)) and not NOT_DATE.search(case["Input"]):
            mentions = _find(case["Input"], case["Context"]["ReferenceDateTime"][:10])
            yield [m.value.iso for m in mentions if isinstance(m.value, Date)] == wanted


@pytest.mark.parametrize(
    ("cases", "passed", "of"),
    [
        (_numbers, 321, 325),
        (_percents, 80, 86),
        (_currencies, 20, 20),
        (_dimensions, 20, 20),
        (_dates, 64, 66),
    ],
    ids=["number", "percent", "currency", "dimension", "date"],
)
def test_the_share_never_falls(cases: Callable[[], Iterator[bool]], passed: int, of: int) -> None:
    outcomes = list(cases())
    assert len(outcomes) == of
    assert sum(outcomes) >= passed
