"""Figures that are another's, and numbers that are none: each refused for its own reason, beside one like it that is told."""

from __future__ import annotations

import pytest

from kg.extract import Tools, linked_facts, read_sentence
from kg.rules import asides, nearer, nearer_firms
from kg.rules.quantities import Unsaid, read_figures
from tests.test_quantities import told_of

FIRM = "青岭电缆有限公司质量不合格"
PARK = "介休市人民政府关于印发《介休市科技园区城东园发展规划》的通知"
CITY = "介休市人民政府关于印发《介休市养老服务发展规划》的通知"

NEARER = [
    ("介休市的甲乙矿区有工人8800名，共设立食堂10个。", "", nearer.PART),
    ("收入由26亿元增加到42亿元，占园区总收入的64%。", PARK, nearer.PLAN),
    ("介休市排灌总站投入641万元购置抗旱设备。", "", nearer.BODY),
    ("介休市警方近日捣毁一个团伙，缴获电脑10台。", "", nearer.BODY),
    ("介休市当地一家企业的高层谈到，光伏电站回报率达到15%。", "", nearer.BODY),
    ("介休市共有44家企业参与开发，完成营业收入44亿元。", "", nearer.COUNTED),
    ("介休市举行比赛。来自高校、院所的20支机器人队展开角逐。", "介休市新闻", nearer.FROM),
    ("各设区市新建绿道2个以上。", "山西省人民政府关于绿道建设规划的通知", nearer.EACH),
    ("远山新材此次发行股票，公司将新增设计产能34400吨。", FIRM, nearer_firms.FIRM_BEFORE),
    ("青岭电缆有限公司表示，外省卷烟市场下降了18%。", "", nearer_firms.SAID),
]
ASIDES = [
    ("介休市贷款利率为3.5%。", asides.SET),
    ("介休市要求企业停驶车辆比例达到30%。", asides.DEMAND),
    ("介休市有10家企业产值超过2亿元。", asides.THRESHOLD),
    ("青岭集团持有股份占公司总股本的6.6%。", asides.VOTE),
    ("今年介休市投入资金3200万元，对乡村公路进行大修。", asides.PURPOSE),
    ("介休市裁员率不超过20%，就可以返还保险费。", asides.RULE),
    ("介休市储存化肥的1000个仓库中，有85个受损。", asides.AMONG),
    ("介休市发一度电用煤276克。", asides.EACH_ONE),
    ("介休市集中取消全市4700辆公车。", asides.OPPOSITE),
    ("青岭集团在全球市场占据了11.9%的份额。", asides.SHARED),
    ("京远高铁今起开工，甲地到介休市的运行时间缩短至2小时。", asides.PARTLY),
    ("介休市储存化肥2000吨以上的仓库达到339个。", asides.MODIFIED),
    ("介休市22家企业与院所建立了合作关系。", asides.BARE),
    ("介休市茶叶产量达到38万吨，综合产值达到10亿元。", asides.BARE),
]
TOLD = [
    ("介休市有考生8800名，共设立考点10个。", ""),
    ("介休市完成财政收入44亿元。", ""),
    ("今年介休市投入农村公路大修资金3200万元。", ""),
    ("介休市辖15个村和1个社区。", ""),
    ("介休市垃圾中转站109座。", ""),
    ("建成养老服务中心158所。", CITY),
    ("介休市取消公车4700辆。", ""),
]


def whys(text: str, tools: Tools, title: str = "") -> list[str]:
    """Why each figure makes no fact; an empty text for one that makes one."""
    article, mentions = read_sentence(text, tools, title=title)
    reading, facts = linked_facts(article, mentions, tools)
    read = read_figures(article, reading.topics, facts, tools.rules, tools.indicators, reading.clauses)
    return [figure.why if isinstance(figure, Unsaid) else "" for figure in read]


@pytest.mark.parametrize(("text", "title", "why"), NEARER)
def test_a_nearer_noun_has_the_figure(text: str, title: str, why: str, tools: Tools) -> None:
    assert why in whys(text, tools, title)


@pytest.mark.parametrize(("text", "why"), ASIDES)
def test_a_number_that_is_no_figure(text: str, why: str, tools: Tools) -> None:
    assert why in whys(text, tools)


@pytest.mark.parametrize(("text", "title"), TOLD)
def test_one_like_it_is_told(text: str, title: str, tools: Tools) -> None:
    assert "" in whys(text, tools, title)


def test_the_text_has_come_to_another_firm(tools: Tools) -> None:
    text = "远山新材股份有限公司去年上市。\n据披露，公司新增设计产能34400吨。"
    assert nearer_firms.FIRM_BEFORE in whys(text, tools, FIRM)
    assert "" in whys("青岭电缆有限公司去年上市。\n据披露，公司新增设计产能34400吨。", tools, FIRM)


def test_a_name_begins_with_the_part_of_a_city_that_it_is_told_of(tools: Tools) -> None:
    assert told_of("介休市市区有考生8800名，共设立考点10个。", tools) == [("介休市", "市区设立考点数量")]


def test_a_name_begins_with_the_verb_that_tells_its_noun(tools: Tools) -> None:
    assert told_of("介休市注册新业务的企业达到339家。", tools) == [("介休市", "注册新业务的企业数量")]
    assert told_of("介休市有生产家具的企业3000家。", tools) == [("介休市", "生产家具的企业数量")]


def test_a_name_begins_where_its_phrase_does(tools: Tools) -> None:
    listed = "介休市商品类采购额700万元、工程类采购额300万元。"
    assert ("介休市", "工程类采购额") in told_of(listed, tools)
    assert ("介休市", "三大产业产值") in told_of("介休市实现桃、李、蜜、茶等三大产业产值达到8亿元。", tools)


def test_a_name_that_begins_within_a_number_or_a_word_is_refused(tools: Tools) -> None:
    assert told_of("介休市完成1∶10万土壤环境调查2000平方公里。", tools) == []
    assert told_of("介休市退还企业多收水价款6000万元。", tools) == []
