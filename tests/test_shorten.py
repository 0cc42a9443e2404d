"""Short forms: which name is short for which, and that both are one thing in an article."""

from __future__ import annotations

import pytest

from kg.extract import linked_facts, read_sentence
from kg.link.names import shortening
from kg.rules.match import walk
from tests.conftest import loaded

TOOLS = loaded()
SHORT = shortening(TOOLS.rules, TOOLS.bodies)


@pytest.mark.parametrize(
    ("kind", "short", "full", "place"),
    [
        ("Project", "青白高速", "青岭—白沙高速公路", ""),
        ("Facility", "青白铁路", "青岭至白沙铁路", ""),
        ("Project", "青白高速公路", "青岭至白沙高速公路项目", ""),
        ("Project", "青白高速", "江北省青岭经河口至白沙高速公路", ""),
        ("Project", "青河白高速", "青岭经河口至白沙高速公路", ""),
        ("Company", "云能投集团", "云南能源投资集团", "云南"),
        ("Company", "远川水务", "山西远川水务有限公司", "山西"),
        ("Company", "远川公司", "山西远川水务有限公司", "山西"),
        ("Company", "远川水务有限公司", "山西远川水务有限公司", "山西"),
        ("Company", "鹤岭新材", "四川鹤岭新材料股份有限公司", "四川"),
        ("Company", "长浦城投", "长浦城乡建设投资集团有限公司", ""),
        ("Company", "青电公司", "青岭电力公司", "青岭"),
        ("Company", "中纺股份", "中国纺织股份有限公司", "中国"),
        ("Facility", "三水厂", "青溪市第三自来水厂", "青溪市"),
        ("Facility", "二污厂", "青溪市第二污水处理厂", "青溪市"),
    ],
)
def test_short(kind: str, short: str, full: str, place: str) -> None:
    assert SHORT.holds(short, full, kind, place)


@pytest.mark.parametrize(
    ("kind", "short", "full", "place"),
    [
        ("Project", "青白公路", "青岭—白沙高速公路", ""),  # another class of road
        ("Project", "青岭高速", "青岭—白沙高速公路", ""),  # only one end
        ("Project", "南岔高速", "南岔—岔口高速公路", ""),  # the one end in full
        ("Project", "青白高速", "青岭—白沙高速公路改扩建工程", ""),  # the work on it
        ("Company", "山西公司", "山西远川水务有限公司", "山西"),  # only the place
        ("Company", "水务集团", "山西水务集团有限公司", "山西"),
        ("Company", "泽源投资集团", "泽源水利投资集团", ""),  # whole words around one left out
        ("Company", "远川水务集团", "远川水务集团工程有限公司", ""),  # the group that it belongs to
        ("Company", "远川水务", "远川水务（白沙）有限公司", ""),
        ("Company", "远川水务", "远川水务碧岭科技有限公司", ""),  # a name of its own behind
        ("Company", "远川集团", "远川水务有限公司", ""),  # no group
        ("Company", "中纺股份", "中国纺织有限公司", "中国"),  # no shares
        ("Company", "青电公司", "青岭电力水务公司", "青岭"),  # a word left out
        ("Facility", "二水厂", "青溪市第三自来水厂", "青溪市"),
        ("Facility", "青岭泵站", "青岭第二泵站", ""),
    ],
)
def test_not_short(kind: str, short: str, full: str, place: str) -> None:
    assert not SHORT.holds(short, full, kind, place)


def labels(text: str) -> dict[str, str]:
    """What each name in a text is called in full."""
    _, mentions = read_sentence(text, TOOLS)
    return {m.text: m.entity.label for m in mentions if m.entity is not None}


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("青岭至白沙高速公路今日动工。青白高速全长62公里。", "青白高速", "青岭至白沙高速公路"),
        (
            "开工建设青岭至白沙高速，全线长62公里。青白高速公路项目总投资3亿元。",
            "青白高速公路项目",
            "青岭至白沙高速",
        ),
        ("贵阳至瓮安高速动工。贵瓮高速长70公里。", "贵瓮高速", "贵阳至瓮安高速"),
        ("远川水务今日挂牌。山西远川水务有限公司注册资本3亿元。", "远川水务", "山西远川水务有限公司"),
        ("远川水务公司投产。远川水务将投资2亿元。", "远川水务", "远川水务公司"),
        ("云南能源投资集团签约。云南能投将投资20亿元。", "云南能投", "云南能源投资集团"),
        ("四川鹤岭新材料股份有限公司扩产，鹤岭新材预计年底动工。", "鹤岭新材", "四川鹤岭新材料股份有限公司"),
        ("水厂由远川工程有限公司（下称山西远投）承建。", "山西远投", "远川工程有限公司"),
        ("青白县远山水库工程开工。远山水库工程总投资3亿元。", "远山水库工程", "青白县远山水库工程"),
        ("湖南青岭水利枢纽工程开工，青岭水利枢纽坝高90米。", "青岭水利枢纽", "湖南青岭水利枢纽工程"),
        (
            "青岭市综合档案馆工程建设项目获批，青岭市综合档案馆工程明年动工。",
            "青岭市综合档案馆工程",
            "青岭市综合档案馆工程建设项目",
        ),
        (
            "青白高速公路改扩建项目获批。青白高速改扩建工程投资9亿元。",
            "青白高速改扩建工程",
            "青白高速公路改扩建项目",
        ),
        (
            "云南玉溪至楚雄高速公路开工建设。云南玉楚高速总投资90亿元。",
            "云南玉楚高速",
            "云南玉溪至楚雄高速公路",
        ),
        ("武冈市第三自来水厂扩容，三水厂的出水浊度低。", "三水厂", "武冈市第三自来水厂"),
    ],
)
def test_one_thing(text: str, short: str, full: str) -> None:
    assert labels(text)[short] == full


def test_the_place_in_two_ways() -> None:
    found = labels("太原市远山供热改造项目开工。太原远山供热改造项目投资3亿元，远山供热改造项目明年建成。")
    assert set(found.values()) == {"太原市远山供热改造项目"}


def test_a_zone_that_only_its_body_names() -> None:
    _, mentions = read_sentence("襄阳市青石新区今日揭牌，青石新区管委会负责人到会。", TOOLS)
    zones = {m.entity.label for m in walk(mentions) if m.kind == "Zone" and m.entity is not None}
    assert zones == {"襄阳市青石新区"}


def test_two_that_fit_are_none() -> None:
    text = "青岭至白沙高速公路、青川至白水高速公路同日开工。青白高速全长62公里。"
    assert labels(text).get("青白高速", "青白高速") == "青白高速"
    text = "平遥县远山水库工程和介休市远山水库工程同日开工。远山水库工程总投资3亿元。"
    assert labels(text)["远山水库工程"] == "远山水库工程"
    text = "平遥县远山水利枢纽工程和介休市远山水利枢纽项目同日开工。远山水利枢纽总投资3亿元。"
    assert len({labels(text)[n] for n in ("平遥县远山水利枢纽工程", "介休市远山水利枢纽项目")}) == 2


def test_within_a_longer_word_is_no_short_form() -> None:
    found = labels("四川鹤岭新材料股份有限公司扩产，新鹤岭新材公司动工。")
    assert "鹤岭新材" not in found


def test_a_short_form_in_brackets_leaves_the_clause_whole() -> None:
    article, mentions = read_sentence("沙河水库加固工程由远川工程有限公司（以下简称“远川公司”）承建。", TOOLS)
    _, facts = linked_facts(article, mentions, TOOLS)
    made = {(f.rule.makes, f.object.text) for f in facts if not isinstance(f.object, str)}
    assert ("undertakenBy", "远川工程有限公司") in made
