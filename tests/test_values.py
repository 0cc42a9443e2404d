"""Money, dates and quantities in sentences of our own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Date, Mention, Quantity
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
        ("花了十几亿元、20几亿元", ["十几亿元=1000000000 CNY"]),
        ("几千万元、数亿元、几十亿元", []),
        ("总投资3000万元至5000万元", ["3000万元至5000万元=30000000-50000000 CNY"]),
        ("1亿元—1.5亿元左右", ["1亿元—1.5亿元左右=100000000-150000000 CNY"]),
        ("从3000万元到5000万元", ["3000万元=30000000 CNY", "5000万元=50000000 CNY"]),
        ("5000万元至3000万元", ["5000万元=50000000 CNY", "3000万元=30000000 CNY"]),
        ("两县分别投资1.2、0.8亿元", ["1.2=120000000 CNY", "0.8亿元=80000000 CNY"]),
        ("依次为3、5和8亿元", ["3=300000000 CNY", "5=500000000 CNY", "8亿元=800000000 CNY"]),
        ("投资1.2亿、0.8亿元", ["1.2亿=120000000 CNY", "0.8亿元=80000000 CNY"]),
        ("建成3、5亿元", ["5亿元=500000000 CNY"]),
        ("每斤3元5角，门票50元6角3分", ["3元5角=3.5 CNY/斤", "50元6角3分=50.63 CNY"]),
        ("5元/斤", ["5元/斤=10 CNY/kg"]),
        ("每平方米2300元，亩均投入800元", ["2300元=2300 CNY/m²", "800元=800 CNY/亩"]),
        ("4500万资金到位，贷款5000万", ["4500万=45000000 CNY", "5000万=50000000 CNY"]),
        ("投资3亿至5亿，投资2万人次，10万投资者", ["2万人次=20000 人次"]),
        ("总价1 200万元", ["1 200万元=12000000 CNY"]),
        ("下达1，200万元", []),
        (
            "20万澳元、15万加元、2亿澳门元",
            ["20万澳元=200000 AUD", "15万加元=150000 CAD", "2亿澳门元=200000000 MOP"],
        ),
        ("翻了两番", []),
        (
            "港币5亿元、新台币3亿元，人民币2亿元",
            ["5亿元=500000000 HKD", "3亿元=300000000 TWD", "2亿元=200000000 CNY"],
        ),
        (
            "注册资本人民币伍仟万元整，合同价壹亿贰仟叁佰万元",
            ["伍仟万元整=50000000 CNY", "壹亿贰仟叁佰万元=123000000 CNY"],
        ),
        ("大陆元素、队伍元老、投资亿元以上项目", []),
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
        ("管网2×88公里，机组2×66万千瓦", ["2×88公里=176 km", "2×66万千瓦=1320000 kW"]),
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
        ("降幅30%-50%、5%至8%", ["30%-50%=30-50 %", "5%至8%=5-8 %"]),
        (
            "由20年一遇提到50年一遇，从3%到5%",
            ["20年一遇=20 年一遇", "50年一遇=50 年一遇", "3%=3 %", "5%=5 %"],
        ),
        ("零下10℃至零下5℃，气温-5至3℃", ["零下10℃至零下5℃=-10--5 ℃", "-5至3℃=-5-3 ℃"]),
        ("5至3℃", []),
        ("用电3.5亿度，发电1000度，转了180度", ["3.5亿度=350000000 kWh", "1000度=1000 kWh", "180度=180 度"]),
        ("时速350公里，每平方公里15人", ["350公里=350 km/h", "15人=15 人/km²"]),
        ("七县（市、区）、11个县(市、区)", ["七县（市、区）=7 个", "11个县(市、区)=11 个"]),
        ("受益人口300余万，10万群众受益", ["300余万=3000000 人", "10万=100000 人"]),
        ("走了15里路，120米²，10平方", ["15里路=7.5 km", "120米²=120 m²", "10平方=10 m²"]),
        ("占三分之一，近三分之二，十分之一", ["三分之一=33.33 %", "近三分之二=66.67 %", "十分之一=10 %"]),
        ("百万分之五，一百分之二，五分之六", ["百万分之五=0.0005 %", "一百分之二=2 %"]),
        ("排全省第3，位居第二，全省第二批", ["第3=3", "第二=2"]),
        ("3年前、近3年来、23年6月、前9个月", []),
        ("提前3个月，历时5年3个月", ["3个月=3 月", "5年3个月=63 月"]),
        ("建三眼井、一座机房和一处闸站", ["三眼=3 眼", "一座=1 座", "一处=1 处"]),
        (
            "11个县（市、区）和一个区，新建一座桥、3座闸",
            ["11个县（市、区）=11 个", "一个=1 个", "一座=1 座", "3座=3 座"],
        ),
        ("3座桥、一批项目，5个村，一个也不少", ["3座=3 座", "5个=5 个"]),
        ("始建于1368年（1644年重修），距今600多年", ["600多年=600 年"]),
        ("比例为1∶9", ["1∶9=1:9"]),
        ("水质Ⅰ至Ⅲ类", ["Ⅰ至Ⅲ类=Ⅰ-Ⅲ 类"]),
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
        "总投资10亿元以上的重大项目、50平方公里以上河流、35蒸吨及以下锅炉",
        "这三条河、那两天、哪三项",
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


@given(
    st.integers(1, 9999),
    st.integers(1, 9999),
    st.sampled_from(["—", "-", "至", "到", "～"]),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["亩", "公里", "吨", "%", "美元", "元"]),
)
def test_a_range_is_read_alike_with_one_unit_and_with_two(
    a: int, b: int, dash: str, many: str, unit: str
) -> None:
    low, high = min(a, b), max(a, b) + 1
    short, long = _find(f"{low}{dash}{high}{many}{unit}"), _find(f"{low}{many}{unit}{dash}{high}{many}{unit}")
    assert [m.value.value for m in short] == [m.value.value for m in long]
    assert len(short) == 1


@given(
    st.text(
        "约近超一二三十百千万亿余多几1234567890.,，、至—-%元角分亩公里年月日个座第半全省分之", max_size=30
    )
)
def test_any_text_gives_values_in_order_apart_and_exact(text: str) -> None:
    mentions = _find(text)
    assert all(a.span.end <= b.span.start for a, b in zip(mentions, mentions[1:], strict=False))
    assert not any(isinstance(getattr(m.value, "value", m.value), float) for m in mentions)
