"""Names of areas: found in text, decided in context, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import Tools
from kg.link.places import PageContext, link_places, page_context
from kg.model import Article, Mention, Span


def article_of(text: str) -> Article:
    return Article("t-1", "t", "", Span(0, len(text)), text, tuple(range(len(text))))


def context_of(tools: Tools, place: str, found: tuple[Mention, ...] = ()) -> PageContext:
    """The context of a page that is at home in a place."""
    homes = [
        Mention(Span(0, 0), p.name, p.kind, "place.full", candidates=(f"area-{p.code}",))
        for p in tools.gazetteer.named(place)
    ]
    return page_context([homes, found], tools.gazetteer)


def linked(tools: Tools, text: str, home: str = "") -> tuple[Mention, ...]:
    found = tools.places.find(text)
    return link_places(found, article_of(text), tools.gazetteer, context_of(tools, home, found))


def places(tools: Tools, text: str, home: str = "") -> list[str]:
    """Each mention as `written=path`, `written=?` for an open one; villages by name."""
    shown = []
    for mention in linked(tools, text, home):
        code = mention.entity.code if mention.entity else None
        path = "/".join(p.name for p in tools.gazetteer.path(code)) if code else ""
        shown.append(f"{mention.text}={path or (mention.entity.label if mention.entity else '?')}")
    return shown


@pytest.mark.parametrize(
    ("text", "home", "wanted"),
    [
        (
            "山西省晋中市介休市的水库开了闸",
            "",
            ["山西省=山西省", "晋中市=山西省/晋中市", "介休市=山西省/晋中市/介休市"],
        ),
        ("晋中市和顺县的干渠通了水", "", ["晋中市=山西省/晋中市", "和顺县=山西省/晋中市/和顺县"]),
        ("太谷县的果农用上了新水", "山西省", ["太谷县=山西省/晋中市/太谷区"]),
        ("重庆市江津区也在名单里", "", ["重庆市=重庆市", "江津区=重庆市/江津区"]),
        ("湖北省仙桃市的闸口", "", ["湖北省=湖北省", "仙桃市=湖北省/仙桃市"]),
        ("大理州、玉龙县同日开工", "云南省", ["大理州=云南省/大理白族自治州", "玉龙县=云南省/丽江市/玉龙纳西族自治县"]),
        ("内蒙古鄂尔多斯市杭锦旗", "", ["内蒙古=内蒙古自治区", "鄂尔多斯市=内蒙古自治区/鄂尔多斯市", "杭锦旗=内蒙古自治区/鄂尔多斯市/杭锦旗"]),
    ],
)  # fmt: skip
def test_full_and_former_names(tools: Tools, text: str, home: str, wanted: list[str]) -> None:
    assert places(tools, text, home) == wanted


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("该县成为绿色示范县，煤矿区的老井关停，主城区亮了灯", "山西省"),
        ("盛夏县城里热闹，世代县志里记着水患", "山西省"),
        ("这件事办得和顺，日子和和顺顺，进展和顺利的消息", "山西省"),
        ("自然资源部门谈合作，求长治久安、人心安定，大家平安", "甘肃省"),
        ("站在闸房的天台上，老人恍然大悟，民风开化", "浙江省"),
        ("道路大通，邻里互助，保持高平水平", "山西省"),
        ("蒙山大街东段翻修", "广西壮族自治区"),
        ("记者 高平川 通讯员 左权平", "山西省"),
        ("乔 大同 摄", "山西省"),
        ("（李大同）", "山西省"),
        ("护河员老通山每天走十公里", "湖北省"),
        ("长江西岸与黄河南岸同步加固", "江西省"),
        ("江汉平原的沟渠、南湖的水、都江堰的堰", "湖北省"),
        ("怒江奔流，沅江涨水，黑河断流", "云南省"),
        ("全村脱贫，城中村改造，美丽乡村，村容村貌一新，早先满村是灰", "山西省"),
        ("和谐社区建设，自然村通水，示范村，13个村", "山西省"),
    ],
)
def test_what_only_looks_like_a_place(tools: Tools, text: str, home: str) -> None:
    assert places(tools, text, home) == []


@pytest.mark.parametrize(
    ("text", "home", "wanted"),
    [
        ("在榆次的工地上", "山西省", ["榆次=山西省/晋中市/榆次区"]),
        ("榆次的工地开了工，晋中市很重视", "", ["榆次=山西省/晋中市/榆次区", "晋中市=山西省/晋中市"]),
        ("榆次的工地开了工", "甘肃省", []),  # another province, no cue
        ("在兰州召开的会上", "山西省", ["兰州=甘肃省/兰州市"]),  # a city with a cue, wherever
        ("昆明框架写进了文件", "山西省", []),
        ("陕西安康的堤坝", "", ["陕西=陕西省", "安康=陕西省/安康市"]),
        ("长沙的水厂", "湖南省", ["长沙=湖南省/长沙市"]),  # not 长沙县
        ("和顺县通了水，和顺人高兴", "", ["和顺县=山西省/晋中市/和顺县", "和顺=山西省/晋中市/和顺县"]),
        ("河南、河北两省签约", "", ["河南=河南省", "河北=河北省"]),
    ],
)
def test_short_names_need_support(tools: Tools, text: str, home: str, wanted: list[str]) -> None:
    assert places(tools, text, home) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "项目惠及介休市和平遥县。",
            ["介休市=山西省/晋中市/介休市", "平遥县=山西省/晋中市/平遥县"],
        ),  # not 和平县
        ("介休市和龙岩市合作。", ["介休市=山西省/晋中市/介休市", "龙岩市=福建省/龙岩市"]),  # not 和龙市
        ("和平县完成植树任务。", ["和平县=广东省/河源市/和平县"]),
    ],
)
def test_a_full_name_behind_and_is_seen(tools: Tools, text: str, wanted: list[str]) -> None:
    assert places(tools, text, "山西省") == wanted


def test_counted_lists_tell_names_that_are_words(tools: Tools) -> None:
    """互助 and 平安 are words; a list with a count and 县 behind it settles them."""
    found = places(tools, "干渠穿过大通、互助、平安三县区", "青海省")
    assert found == [
        "大通=青海省/西宁市/大通回族土族自治县",
        "互助=青海省/海东市/互助土族自治县",
        "平安=青海省/海东市/平安区",
    ]


def test_counted_lists_of_townships(tools: Tools) -> None:
    found = places(tools, "汾阳市的文峰、西河两个街道先改", "山西省")
    assert found[1:] == [
        "文峰=山西省/吕梁市/汾阳市/文峰街道",
        "西河=山西省/吕梁市/汾阳市/西河街道",
    ]


@pytest.mark.parametrize(
    ("text", "home", "wanted"),
    [
        ("南京市鼓楼区和徐州市鼓楼区", "", ["鼓楼区=江苏省/南京市/鼓楼区", "鼓楼区=江苏省/徐州市/鼓楼区"]),
        ("鼓楼区亮了灯", "江苏省", ["鼓楼区=?"]),  # refused, not guessed
        ("途经渝中区、南岸区", "", ["渝中区=重庆市/渝中区", "南岸区=重庆市/南岸区"]),
        ("渝中区发布，南岸区宽阔", "", ["渝中区=重庆市/渝中区"]),
        ("阳泉市矿区、郊区和城区", "", ["矿区=山西省/阳泉市/矿区", "郊区=山西省/阳泉市/郊区", "城区=山西省/阳泉市/城区"]),
        (
            "南京市鼓楼区开工，鼓楼区很高兴",
            "",
            ["鼓楼区=江苏省/南京市/鼓楼区", "鼓楼区=江苏省/南京市/鼓楼区"],
        ),
        ("西安市长安区", "", ["长安区=陕西省/西安市/长安区"]),
        ("石家庄市长安区", "", ["长安区=河北省/石家庄市/长安区"]),
    ],
)  # fmt: skip
def test_same_name_in_several_cities(tools: Tools, text: str, home: str, wanted: list[str]) -> None:
    assert [p for p in places(tools, text, home) if p.partition("=")[0].endswith("区")] == wanted


@pytest.mark.parametrize(
    "text", ["西吉县至白岭镇公路开工。", "从西吉县到白岭镇只需20分钟。", "西吉县和白岭镇同时开工。"]
)
def test_what_joins_an_area_and_a_township_is_not_of_its_name(tools: Tools, text: str) -> None:
    assert [m.text for m in linked(tools, text, "宁夏回族自治区")] == ["西吉县", "白岭镇"]


def test_townships_by_their_county(tools: Tools) -> None:
    """阳城镇 in 汾阳市 is not the one in 阳城县."""
    assert places(tools, "汾阳市阳城镇的热力站", "山西省")[1] == "阳城镇=山西省/吕梁市/汾阳市/阳城镇"


def test_unknown_township_hangs_on_its_area(tools: Tools) -> None:
    """The table has no townships of 东莞市."""
    city, town = linked(tools, "东莞市虎门镇的水闸", "广东省")
    assert (town.kind, town.text) == ("Township", "虎门镇")
    assert town.entity is not None and town.entity.id.startswith("township-")
    again = linked(tools, "潮水退去，东莞市虎门镇的人回来了", "广东省")[-1]
    assert again.entity == town.entity


@pytest.mark.parametrize(
    ("text", "villages"),
    [
        ("左权县泽城村", ["泽城村"]),
        ("石鼓镇的大同村", ["大同村"]),
        ("安吉县梅溪镇红庙村、上舍村、独山头村", ["红庙村", "上舍村", "独山头村"]),
        ("他来到张家沟村，又去了李家庄社区", ["张家沟村", "李家庄社区"]),
    ],
)
def test_villages(tools: Tools, text: str, villages: list[str]) -> None:
    assert [m.text for m in tools.places.find(text) if m.kind == "Village"] == villages


def test_village_is_keyed_by_its_parent(tools: Tools) -> None:
    first = linked(tools, "榆次区东赵乡后沟村的集市")[-1].entity
    behind = linked(tools, "后沟村属晋中市榆次区东赵乡")[0].entity
    other = linked(tools, "和顺县后沟村的集市")[-1].entity
    assert first is not None and other is not None
    assert first == behind
    assert first != other
    assert first.part_of is None  # said by a rule, not by the gazetteer


def test_known_lakes_keep_their_name(tools: Tools) -> None:
    assert [(m.text, m.kind) for m in tools.places.find("茶卡盐湖的水面")] == [("茶卡盐湖", "Lake")]


ALPHABET = "山西省晋中市和顺县太谷区村镇乡、，。的在老城大同三两1（）记者 摄街道"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=40))
def test_mentions_never_overlap_and_are_in_order(tools: Tools, text: str) -> None:
    found = tools.places.find(text)
    assert all(a.span.end <= b.span.start for a, b in zip(found, found[1:], strict=False))
    assert all(text[m.span.start : m.span.end] == m.text for m in found)
    assert found == tools.places.find(text)
