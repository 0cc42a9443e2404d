"""What figures measure by the phrase that they complete, and when: sentences of bulletins, overviews and reports."""

from __future__ import annotations

import pytest

from kg.extract import Tools, article_claims, linked_facts, read_sentence
from kg.model import Date, Quantity

TODAY = Date("2024-03-01")

SAID = [
    ("介休市今年共查处违停4556起、清运垃圾2.6万吨。", {"查处违停数量 4556 起", "清运垃圾量 26000 t"}),
    ("介休市34家市直单位面向社会开放停车位。", {"面向社会开放停车位的市直单位数量 34 家"}),
    ("介休市2023年新建泊位860个，每亩增收300元。", {"新建泊位数量 860 个 2023", "每亩增收 300 CNY/亩 2023"}),
    ("介休市市场主体总数5.2万户，比年初增加3100户。", {"市场主体总数 52000 户", "市场主体总数变化 3100 户"}),
    (
        "介休市2023年重卡产量由3万辆增加到4.6万辆，邮政业增长6.1倍。",
        {"重卡产量 46000 辆 2023", "原重卡产量 30000 辆", "邮政业变化 6.1 倍 2023"},
    ),
    (
        "介休市2023年装备制造业、食品制造业增加值分别增长9.5%、10.7%。",
        {"装备制造业增加值变化 9.5 % 2023", "食品制造业增加值变化 10.7 % 2023"},
    ),
    (
        "介休市机动车保有量由2018年的6.4万辆增加到9.8万辆。",
        {"机动车保有量 64000 辆 2018", "机动车保有量 98000 辆"},
    ),
    ("介休市每年把70%的财力用于民生。", {"用于民生的财力占比 70 %"}),
    ("介休市对企业给予一次性奖励50万元，按照保费的60%补助。", set()),
    ("介休市落实五项措施，河长超过10公里的都有河长。", set()),
]


def figures(text: str, tools: Tools, title: str = "") -> set[str]:
    article, mentions = read_sentence(text, tools, place="山西省", title=title)
    reading, facts = linked_facts(article, mentions, tools, today=TODAY)
    claims = article_claims(reading, facts, article.text, tools)
    values = [c.object for c in claims if isinstance(c.object, Quantity)]
    return {f"{v.indicator} {v.value} {v.unit} {v.period}".strip() for v in values}


@pytest.mark.parametrize(("text", "wanted"), SAID)
def test_the_phrase_names_the_figure(text: str, wanted: set[str], tools: Tools) -> None:
    assert figures(text, tools) == wanted


def test_the_title_and_the_heading_date_what_names_no_time(tools: Tools) -> None:
    bulletin = figures("全年全市实现地区生产总值286.4亿元，增长6.1%。", tools, title="介休市2022年统计公报")
    assert bulletin == {"地区生产总值 28640000000 CNY 2022", "地区生产总值变化 6.1 % 2022"}
    report = "一、2023年工作回顾\n全市建成住房1260套。\n二、2024年主要任务\n全市新增充电桩600个。"
    assert figures(report, tools, title="介休市2024年政府工作报告") == {
        "建成住房数量 1260 套 2023",
        "新增充电桩数量 600 个 2024",
    }


def test_an_item_of_a_list_names_what_is_told_of_it(tools: Tools) -> None:
    text = "介休市矿产如下。\n（一）煤炭：年末保有1545.87千吨，累计查明3665.21千吨。"
    assert figures(text, tools, title="介休市矿产资源") == {"煤炭保有量 1545870 t", "煤炭查明量 3665210 t"}


RISEN = [
    (
        "介休市汽车总产量由2015年的3636辆猛增至2023年的92519辆。",
        {"汽车总产量 3636 辆 2015", "汽车总产量 92519 辆 2023"},
    ),
    ("介休市推进整治，在册水电站从41座减少为28座。", {"在册水电站数量 28 座"}),
    ("介休市有86个街道出现雨雪天气。", {"出现雨雪天气街道数量 86 个"}),
    ("介休市最低气温15度。", {"最低气温 15 ℃"}),
    ("介休市人均年收入5年内增长了近13%。", {"人均年收入变化 13 %"}),
    ("介休市实际利用外资164亿美元。", {"实际利用外资 16400000000 USD"}),
    ("介休市对年销售额超过3000万元的企业，给予30万元奖励，有12家企业受惠。", set()),
    ("介休市的这家汽车企业有近200家供应商来自欧洲，受到影响。", set()),
]


@pytest.mark.parametrize(("text", "wanted"), RISEN)
def test_what_holds_now_what_units_fit_and_what_is_another_s(
    text: str, wanted: set[str], tools: Tools
) -> None:
    assert figures(text, tools) == wanted
