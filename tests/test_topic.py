"""What clauses go on about: numbered headings, two works in turn, sets, duties, 该公园; and what is of nobody."""

from __future__ import annotations

import pytest

from kg.extract import Tools, article_claims, linked_facts, read_sentence
from kg.model import Entity, Quantity
from kg.rules.match import walk


def told(tools: Tools, title: str, text: str) -> set[tuple[str, str]]:
    """Subject and, of a figure, what is written; of a sum or an area, the relation."""
    article, mentions = read_sentence(text, tools, title=title)
    reading, facts = linked_facts(article, mentions, tools)
    names = {m.entity.id: m.entity.label for m in walk(reading.mentions) if m.entity}
    found = set()
    for claim in article_claims(reading, facts, article.text, tools):
        if isinstance(claim.object, Quantity):
            found.add((names[claim.subject], claim.object.written))
        elif isinstance(claim.object, Entity):
            found.add((names[claim.subject], f"{claim.relation} {claim.object.label}"))
        else:
            found.add((names[claim.subject], claim.relation))
    return found


COUNTY = "灵石县重点工程进展情况"
CASES = [
    pytest.param(
        "翠峰河治理工程完工",
        "翠峰河治理工程昨日完工。\n全国推出毕业生专场招聘活动\n本次活动共有30家专业剧团演出。",
        set(),
        {("翠峰河治理工程", "30家")},
        id="a line that heads other news ends the topic",
    ),
    pytest.param(
        COUNTY,
        "翠峰河治理工程核心区所在地灵石县，目前共有37个地表水监测断面。",
        {("灵石县", "37个")},
        {("翠峰河治理工程", "37个")},
        id="a clause that ends in a place is about that",
    ),
    pytest.param(
        COUNTY,
        "翠峰河引水工程控制性工程——青石岭隧洞工程正在掘进，全长63公里。",
        {("青石岭隧洞工程", "63公里")},
        {("翠峰河引水工程", "63公里")},
        id="a dash makes the second name what the clause is about",
    ),
    pytest.param(
        "灵石县修公路",
        "灵石至汾西高速公路工程起于县城，接远山高速公路，全长66公里，2021年3月开工。",
        {("灵石至汾西高速公路工程", "startDate")},
        {("远山高速公路", "66公里"), ("远山高速公路", "startDate")},
        id="what a road meets is no topic",
    ),
    pytest.param(
        COUNTY,
        "一、翠峰河治理工程。治理河道18公里，总投资2.4亿元。\n二、青石岭水库工程。总库容1200万立方米，2023年5月开工。",
        {("翠峰河治理工程", "18公里"), ("青石岭水库工程", "1200万立方米"), ("青石岭水库工程", "startDate")},
        {("翠峰河治理工程", "1200万立方米"), ("翠峰河治理工程", "startDate")},
        id="a heading carries its paragraph",
    ),
    pytest.param(
        COUNTY,
        "一、翠峰河治理工程。治理河道18公里。\n二、县城供热管网改造工程。改造管网26公里，2023年5月开工。",
        {("翠峰河治理工程", "18公里")},
        {("翠峰河治理工程", "26公里"), ("灵石县", "26公里"), ("翠峰河治理工程", "startDate")},
        id="a heading with a work that no name covers ends the topic",
    ),
    pytest.param(
        COUNTY,
        "一是抓好翠峰河治理工程。治理河道18公里。二是抓好农村饮水。新建泵站36座。",
        {("翠峰河治理工程", "18公里"), ("灵石县", "36座")},
        {("翠峰河治理工程", "36座")},
        id="a heading without a work is about the area",
    ),
    pytest.param(
        COUNTY,
        "翠峰河治理工程全长32公里。青石岭水库工程总库容1200万立方米。两个项目建成后，年供水量可达4000万立方米。",
        {("翠峰河治理工程", "32公里"), ("青石岭水库工程", "1200万立方米")},
        {("青石岭水库工程", "4000万立方米"), ("翠峰河治理工程", "4000万立方米")},
        id="what is said of two is of neither",
    ),
    pytest.param(
        "灵石县2025年政府工作报告",
        "深入开展翠峰河治理行动，建设产业项目38个，总投资12亿元。",
        set(),
        {("翠峰河治理行动", "investment")},
        id="a sum of a counted set is none of a work's",
    ),
    pytest.param(
        "灵石县2025年政府工作报告",
        "新开工农村公路150公里，新增学位4200个。",
        {("灵石县", "150公里"), ("灵石县", "4200个")},
        set(),
        id="what is done is done in the area of the title",
    ),
    pytest.param(
        "走进灵石县",
        "翠峰湿地公园开园。该公园占地1800亩，（其中静升镇300亩），公园内栽植苗木12万株。",
        {("翠峰湿地公园", "1800亩")},
        {("灵石县", "1800亩"), ("灵石县", "12万株")},
        id="a head stands for the thing named before",
    ),
    pytest.param(
        "灵石县工业经济运行平稳",
        "灵石青石药业有限公司恢复了生产，投资3亿元建厂，产值下降36.3%。",
        {("灵石青石药业有限公司", "36.3%")},
        {("灵石县", "36.3%")},
        id="a firm's figures are none of the area's",
    ),
    pytest.param(
        COUNTY,
        "青石岭水库日供水量3.6万吨（其中县城3万吨，静升镇日供水量0.6万吨），设计灌溉面积5700亩。",
        set(),
        {("静升镇", "0.6万吨"), ("静升镇", "5700亩")},
        id="brackets do not turn to another thing",
    ),
]


@pytest.mark.parametrize(("title", "text", "wanted", "barred"), CASES)
def test_what_clauses_go_on_about(
    title: str, text: str, wanted: set[tuple[str, str]], barred: set[tuple[str, str]], tools: Tools
) -> None:
    found = told(tools, title, text)
    assert wanted - found == set()
    assert barred & found == set()


def test_other_news_and_other_works_end_the_work_of_the_article(tools: Tools) -> None:
    text = (
        "青石岭引水工程昨天开工。青石岭引水工程全长64公里。\n白渡机场正式通航\n机场今天通航，年旅客吞吐量90万人次。\n"
        "柳泉河抽水蓄能电站近日开工建设。电站总装机容量210万千瓦。年平均发电量将达25.2亿千瓦时。"
    )
    found = told(tools, "青石岭引水工程开工", text)
    assert ("青石岭引水工程", "64公里") in found
    assert ("青石岭引水工程", "90万人次") not in found
    assert ("柳泉河抽水蓄能电站", "25.2亿千瓦时") in found
