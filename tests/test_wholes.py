"""Works below a heading that names a programme, and what lies where: through the whole of the reading."""

from __future__ import annotations

import pytest

from kg.extract import Tools, article_claims, linked_facts, read_sentence
from kg.model import Entity, Mention, Span
from kg.rules.match import walk
from kg.story.headings import LEVELS, Section
from kg.story.wholes import Wholes


def said(tools: Tools, relation: str, title: str, text: str) -> set[str]:
    """甲工程 → 乙工程 of the claims with one relation."""
    article, mentions = read_sentence(text, tools, title=title)
    reading, facts = linked_facts(article, mentions, tools)
    labels = {m.entity.id: m.entity.label for m in walk(reading.mentions) if m.entity}
    claims = article_claims(reading, facts, article.text, tools)
    return {
        f"{labels[c.subject]} → {c.object.label}"
        for c in claims
        if c.relation == relation and isinstance(c.object, Entity)
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "三、青岭治理工程。启动白渡清淤工程和柳泉河排水工程。四、其他工作。实施清岚引水工程。",
            {"白渡清淤工程 → 青岭治理工程", "柳泉河排水工程 → 青岭治理工程"},
        ),
        ("一是推进青岭治理工程。启动白渡清淤工程。", set()),  # beside it
        ("三、青岭治理工程。白渡清淤工程与它相连。", set()),
        (
            "三是青岭治理工程，今年投资3000万元实施白渡清淤工程，柳泉河排水工程，水更清了。",
            {"白渡清淤工程 → 青岭治理工程", "柳泉河排水工程 → 青岭治理工程"},
        ),
        ("三是青岭治理工程，白渡清淤工程与它相连。", set()),
    ],
)
def test_a_programme_that_heads_works_is_their_whole(tools: Tools, text: str, wanted: set[str]) -> None:
    assert said(tools, "subProjectOf", "", text) == wanted


def test_deeper_headings_are_parts_and_the_next_of_its_level_is_none() -> None:
    def headed(level: int, name: str) -> Section:
        return Section(level, Mention(Span(0, len(name)), name, "Project", "test"), titled=True)

    wholes, outer = Wholes(), headed(0, "青岭治理工程")
    assert wholes.read(outer) is None
    assert wholes.read(headed(1, "白渡清淤工程")) == outer.thing
    assert wholes.read(headed(1, "柳泉河排水工程")) == outer.thing
    assert wholes.read(headed(0, "清岚引水工程")) is None
    assert wholes.read(Section(len(LEVELS))) is None  # a line that heads something else
    assert wholes.read(None) is None


def test_what_a_line_meets_does_not_take_its_course(tools: Tools) -> None:
    text = "远山至白沙高速公路工程起于灵石县，接青岭高速公路，经介休市，止于平遥县。"
    found = said(tools, "locatedIn", "", text)
    assert not [one for one in found if "青岭高速公路" in one]
    assert "远山至白沙高速公路工程 → 介休市" in found


def test_what_is_linked_to_a_work_may_lie_beyond_the_scene(tools: Tools) -> None:
    text = "清岚引水工程开工，与柳泉河排水工程同时完工。管线连接青岭治理工程。"
    found = said(tools, "locatedIn", "灵石县抓水利建设", text)
    assert {"清岚引水工程 → 灵石县", "柳泉河排水工程 → 灵石县"} <= found
    assert "青岭治理工程 → 灵石县" not in found


def test_where_one_thing_lies_is_no_scene_of_the_next(tools: Tools) -> None:
    text = "春耕开始了，各地抓紧备耕，水利部门也加紧检修渠道，农资供应充足，农技人员下到田间地头指导生产。去年以来工程建设不断提速，成效明显。\n位于灵石县的清岚引水工程已经通水。白渡清淤工程也在施工。"
    found = said(tools, "locatedIn", "水利建设提速", text)
    assert "清岚引水工程 → 灵石县" in found
    assert "白渡清淤工程 → 灵石县" not in found


def test_a_second_place_that_is_no_area_is_elsewhere(tools: Tools) -> None:
    text = "在太原市设主会场，在柳泉河排水工程现场设分会场。"
    assert said(tools, "locatedIn", "首批机组发电", text) == set()


def test_a_reporter_at_a_place_is_no_name(tools: Tools) -> None:
    assert said(tools, "partOf", "", "记者在湖北鄂州市看到，机组满负荷运行。") == {"鄂州市 → 湖北省"}
