"""Money, dates and quantities in sentences of our own."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import DataError, Date, Mention, Quantity
from kg.text.values import Units, find_values, load_units

ONTOLOGY = Path(__file__).parents[1] / "ontology"
UNITS = load_units(ONTOLOGY)
TODAY = Date("2024-08-06")


def _find(text: str, today: Date | None = TODAY, units: Units = UNITS) -> tuple[Mention, ...]:
    mentions = find_values(text, units=units, today=today)
    assert all(text[m.span.start : m.span.end] == m.text for m in mentions)
    return mentions


def _shown(mention: Mention) -> str:
    value = mention.value
    if isinstance(value, Date):
        return value.iso
    if isinstance(value, Quantity):
        return f"{value.value} {value.unit}".strip()
    return f"{value} CNY"


def _row(text: str, today: Date | None = TODAY) -> list[str]:
    return [f"{mention.text}={_shown(mention)}" for mention in _find(text, today)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("水库总投资2.3亿元", ["2.3亿元=230000000 CNY"]),
        ("工程概算4200 万元，由县里筹集", ["4200 万元=42000000 CNY"]),
        ("总投资约94亿元。", ["约94亿元=9400000000 CNY"]),
        ("村里增收30余万元", ["30余万元=300000 CNY"]),
        ("下达资金1,200万元", ["1,200万元=12000000 CNY"]),
        ("前后花了近80亿元", ["近80亿元=8000000000 CNY"]),
        ("已完成5亿多元", ["5亿多元=500000000 CNY"]),
        ("产值将达100亿元以上", ["100亿元以上=10000000000 CNY"]),
        ("投资超过3.5亿元左右", ["超过3.5亿元左右=350000000 CNY"]),
        ("补贴三千五百元", ["三千五百元=3500 CNY"]),
        ("人均地区生产总值6.2万元", ["6.2万元=62000 CNY"]),
        ("总投资,3亿元,工期,2年", ["3亿元=300000000 CNY", "2年=2 年"]),
        ("上千万元的设备", ["上千万元=10000000 CNY"]),
        ("县里投资2.3亿新建水厂", ["2.3亿=230000000 CNY"]),
        ("引进外资1200万美元", ["1200万美元=12000000 USD"]),
        ("贷款3亿欧元、20亿港元", ["3亿欧元=300000000 EUR", "20亿港元=2000000000 HKD"]),
        ("补助标准为300元/亩", ["300元/亩=300 CNY/亩"]),
        ("每亩保费2.4元", ["2.4元=2.4 CNY/亩"]),
        ("每户补贴10—20万元", ["10—20万元=100000-200000 CNY"]),
        ("多元共治，三元素", []),
    ],
)
def test_money(text: str, found: list[str]) -> None:
    assert _row(text) == found


def test_money_is_a_decimal_and_a_foreign_sum_a_quantity() -> None:
    yuan, dollars = _find("投资3亿元，另借2亿美元")
    assert (yuan.kind, yuan.rule, yuan.value) == ("Money", "value.money", Decimal(300000000))
    assert (dollars.kind, dollars.rule) == ("Quantity", "value.quantity")
    assert dollars.value == Quantity(Decimal(200000000), "USD", written="2亿美元")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新修渠道12.5公里", ["12.5公里=12.5 km"]),
        ("坝高86米，坝长1.2千米", ["86米=86 m", "1.2千米=1.2 km"]),
        ("造林3.2万亩", ["3.2万亩=32000 亩"]),
        ("流域面积1.7万平方公里", ["1.7万平方公里=17000 km²"]),
        ("两万五千多平方米绿地", ["两万五千多平方米=25000 m²"]),
        ("库容1.5亿立方米，挖土3万方", ["1.5亿立方米=150000000 m³", "3万方=30000 m³"]),
        ("日产煤800吨，肥280万公斤", ["800吨=800 t", "280万公斤=2800000 kg"]),
        ("可停靠千吨级、万吨级船舶", []),
        ("建成千万吨级煤矿", ["千万吨级=10000000 t"]),
        ("装机67万千瓦、453.5兆瓦、2.4GW", ["67万千瓦=670000 kW", "453.5兆瓦=453500 kW", "2.4GW=2400000 kW"]),
        ("一年发电6.1亿千瓦时，省下500度电", ["6.1亿千瓦时=610000000 kWh", "500度电=500 kWh"]),
        ("220千伏变电站", ["220千伏=220 kV"]),
        ("覆盖率20.50%，比上年提高1.2个百分点", ["20.50%=20.5 %", "1.2个百分点=1.2 百分点"]),
        ("65％的农户、百分之二十的土地、六成以上的水", ["65％=65 %", "百分之二十=20 %", "六成以上=60 %"]),
        ("浓度为36微克/立方米", ["36微克/立方米=36 μg/m³"]),
        ("限值50mg/m3，氨氮0.8毫克/升", ["50mg/m3=50 mg/m³", "0.8毫克/升=0.8 mg/L"]),
        ("流量300立方米每秒", ["300立方米每秒=300 m³/s"]),
        ("水闸每秒最多能泄2700立方米", ["2700立方米=2700 m³/s"]),
        ("处理能力3000吨/日", ["3000吨/日=3000 t/d"]),
        ("湿地40公顷，气温12摄氏度", ["40公顷=40 公顷", "12摄氏度=12 ℃"]),
        ("管网2×88公里", ["2×88公里=176 km"]),
        ("总工期108个月，其中一标366天", ["108个月=108 月", "366天=366 天"]),
        ("防洪标准由20年一遇提到50年一遇", ["20年一遇=20 年一遇", "50年一遇=50 年一遇"]),
        ("惠及404.4万人、4101户", ["404.4万人=4044000 人", "4101户=4101 户"]),
        ("近百万人受益，上万吨煤外运", ["近百万人=1000000 人", "上万吨=10000 t"]),
        ("务工500余人次", ["500余人次=500 人次"]),
        ("建分水闸21座、泵站12处、管线8条", ["21座=21 座", "12处=12 处", "8条=8 条"]),
        ("172 项工程", ["172 项=172 项"]),
        ("三座桥、五个乡镇", ["三座=3 座", "五个=5 个"]),
        ("涉及3市18县", ["3市=3 个", "18县=18 个"]),
        ("综合指数为4.66", ["4.66=4.66"]),
        ("埋深3—5米", ["3—5米=3-5 m"]),
        ("用了两天半，七成八达标", ["两天半=2.5 天", "七成八=78 %"]),
        ("零下12摄氏度，同比-3.2%", ["零下12摄氏度=-12 ℃", "-3.2%=-3.2 %"]),
        ("-5座桥", ["5座=5 座"]),
        ("两个半小时，三个多月", []),
        ("节约500吨、大约300吨", ["500吨=500 t", "大约300吨=300 t"]),
        ("附近3公里，近3公里", ["3公里=3 km", "近3公里=3 km"]),
        ("设5台,装机3万千瓦", ["5台=5 台", "3万千瓦=30000 kW"]),
    ],
)
def test_quantities(text: str, found: list[str]) -> None:
    assert _row(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("水质保持国家Ⅱ类标准", ["Ⅱ类=Ⅱ 类"]),
        ("上游断面为二类水质、下游断面为四类水质", ["二类=Ⅱ 类", "四类=Ⅳ 类"]),
        ("水质达到三类", ["三类=Ⅲ 类"]),
        ("消除劣Ⅴ类水体", ["劣Ⅴ类=劣Ⅴ 类"]),
        ("Ⅰ—Ⅲ类断面占八成", ["Ⅰ—Ⅲ类=Ⅰ-Ⅲ 类", "八成=80 %"]),
        ("升为III类", ["III类=Ⅲ 类"]),
        ("梳理出六类问题、5类工程", ["六类=6 类", "5类=5 类"]),
        ("第二类、二类疫苗", []),
        ("费用按1:9分摊，另按3：7配套", ["1:9=1:9", "3：7=3:7"]),
        ("上午8:30开会", []),
        ("按1:20的比例", ["1:20=1:20"]),
    ],
)
def test_water_classes_and_ratios(text: str, found: list[str]) -> None:
    assert _row(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022年7月7日开工", ["2022年7月7日=2022-07-07"]),
        ("2024年10月全线动工", ["2024年10月=2024-10"]),
        ("2013年立项", ["2013年=2013"]),
        ("自2023-12-01起施行", ["2023-12-01=2023-12-01"]),
        ("二〇二三年六月五日印发", ["二〇二三年六月五日=2023-06-05"]),
        ("今年开工，明年完工，前年立项", ["今年=2024", "明年=2025", "前年=2022"]),
        ("今年6月动工", ["今年6月=2024-06"]),
        ("去年10月1日至11月20日", ["去年10月1日=2023-10-01", "11月20日=2023-11-20"]),
        ("7月18日，县里开会", ["7月18日=2024-07-18"]),
        ("2023年3月开工，8月完工。8月6日验收", ["2023年3月=2023-03", "8月=2023-08", "8月6日=2024-08-06"]),
        ("本月动工", ["本月=2024-08"]),
        ("2021年5月获批，同月开工，当年完工", ["2021年5月=2021-05", "同月=2021-05", "当年=2021"]),
        ("本月3日开会，昨日闭会", ["本月3日=2024-08-03", "昨日=2024-08-05"]),
        ("覆盖面比去年广，较上年增加，去年同期", []),
        ("为期5日、每3日一次", []),
        ("2018年动工。\n当年的老人说", ["2018年=2018"]),
        ("2024年年底通水", ["2024年年底=2024"]),
        ("到2025年底", ["2025年底=2025"]),
        ("去年年底开工", ["去年年底=2023"]),
        ("2008年12月底开工", ["2008年12月底=2008-12"]),
        ("8月底前完成", ["8月底=2024-08"]),
        ("7月下旬", ["7月下旬=2024-07"]),
        ("7月3日至5日", ["7月3日=2024-07-03", "5日=2024-07-05"]),
        ("2023年9月表决：23日一部，27日一部", ["2023年9月=2023-09", "23日=2023-09-23", "27日=2023-09-27"]),
        ("本报讯 5日，记者获悉", ["5日=2024-08-05"]),
        ("本报讯 28日，记者获悉", ["28日=2024-07-28"]),
        ("近日、日前、目前、今日", []),
        ("2021—2023年实施", []),
        ("1至9月，1-6月", []),
        ("每年10月中旬至11月下旬", []),
        ("次年2月", []),
        ("2023年2月30日", []),
        ("20世纪，2020年代", []),
    ],
)
def test_dates(text: str, found: list[str]) -> None:
    assert _row(text) == found


def test_no_year_is_made_up() -> None:
    assert _row("今年6月、12月18日、5日、本月，2013年", today=None) == ["2013年=2013"]


def test_a_paper_of_january_tells_of_last_december() -> None:
    assert _row("12月29日竣工", today=Date("2024-01-03")) == ["12月29日=2023-12-29"]
    assert _row("12月竣工", today=Date("2024-06")) == ["12月=2024-12"]


def test_a_date_is_named_after_how_it_was_completed() -> None:
    rules = [mention.rule for mention in _find("2013年立项，今年开工。8月6日通水")]
    assert rules == ["value.date", "value.date.relative", "value.date.context"]


@pytest.mark.parametrize(
    "text",
    [
        "第二批、第四次、第3条",
        "第二、三批名单",
        "一期工程4标，三期扩建，五级联动",
        "国道209线，省道313",
        "执行DB14/1929-2019标准",
        "“十四五”规划、十四五时期",
        "一个、一座、一批、一条、一项、一家",
        "一带一路，三农，一泓清水，万里长城",
        "做到两个维护、增强四个意识",
        "“千吨万人”水源地、“三个100%”",
        "万户人家，千家万户，百年大计",
        "十几家企业，几十个村，两三座桥，数十公里，数百万亩",
        "三部门联合，两家人，5项目",
        "《水网建设规划（2025—2030年）》《2023年10项措施》",
        "五台山下，附近的八达岭",
        "PM2.5、PM10、5G",
    ],
)
def test_what_counts_nothing(text: str) -> None:
    assert _row(text) == []


def test_values_are_in_order_and_apart() -> None:
    mentions = _find("2023年投资3亿元、今年建渠12公里，完成65%，按1:9分摊，水质为Ⅱ类，3月5日")
    spans = [mention.span for mention in mentions]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    assert len(mentions) == 8


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2),
    st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]),
    st.sampled_from(sorted(UNITS.words)),
)
def test_a_written_amount_is_found_again(number: Decimal, multiplier: tuple[str, int], word: str) -> None:
    unit = UNITS.words[word]
    (mention,) = _find(f"共{number}{multiplier[0]}{word}。")
    value = mention.value.value if isinstance(mention.value, Quantity) else mention.value
    assert value == number * multiplier[1] * unit.factor


def test_a_page_takes_a_few_milliseconds() -> None:
    page = "去年6月，县里投资2.3亿元，新修渠道12.5公里，惠及三个乡镇4101户，一座座桥连起一条路。" * 150
    _find(page[:500])
    start = time.perf_counter()
    find_values(page, units=UNITS, today=TODAY)
    assert time.perf_counter() - start < 0.25  # seconds; 0.02 when nothing else runs, and 5 per page of news


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[[unit]]\nwords = ['里']\nunit = 'km'\nfactr = 1", "unknown key 'factr'"),
        ("[[unit]]\nwords = ['里']\nunit = 'km'\nfactor = 'x'", "a number is wanted"),
        ("[[unit]]\nwords = '里'\nunit = 'km'\nfactor = 1", "no list of words"),
        ("[[unit]]\nwords = ['里', '里']\nunit = 'km'\nfactor = 1", "stands twice"),
        ("[unit]\nwords = ['里']", "[[unit]] is wanted"),
        ("[hedge]\nbefore = []", "unknown key 'hedge'"),
        ("[per]\nd = 1", "a string is wanted"),
        ("per = 1", "no table"),
        ("words = ", "not TOML"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "units.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(DataError, match=said.replace("[", r"\[")):
        load_units(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_units(tmp_path)


def test_factors_are_exact() -> None:
    assert all(isinstance(unit.factor, Decimal) for unit in UNITS.words.values())
    assert UNITS.words["斤"].factor == Decimal("0.5")
