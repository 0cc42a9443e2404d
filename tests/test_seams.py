"""Where an area stands behind another that it lies in, both are found, whatever words jieba sees over the seam."""

from __future__ import annotations

import pytest

from kg.extract import Tools
from tests.test_places import linked, places

RIVERS = {
    "牡丹江",
    "黑河",
    "红河",
    "怒江",
    "海北",
}  # waters and regions first of all (never_bare): the province alone


def wrong(tools: Tools, *, province: str, city: str) -> list[str]:
    """The pairs of all prefectures, each in this form (name or short), of which one is not found."""
    missed = []
    for code, place in tools.gazetteer.places.items():
        above = tools.gazetteer.path(code)[0]
        upper, lower = getattr(above, province), getattr(place, city)
        if place.kind != "City" or above is place or not lower or lower in RIVERS:
            continue
        found = linked(tools, f"昨天，{upper}{lower}召开会议。")
        codes = [m.entity.code if m.entity else None for m in found]
        if codes != [above.code, code]:
            missed.append(f"{upper}{lower}: {codes}")
    return missed


@pytest.mark.parametrize("city", ["name", "short"])
@pytest.mark.parametrize("province", ["name", "short"])
def test_every_prefecture_is_found_behind_its_province(tools: Tools, province: str, city: str) -> None:
    assert wrong(tools, province=province, city=city) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("山西大同市启动十里河综合治理。", ["山西=山西省", "大同市=山西省/大同市"]),
        ("辽宁抚顺市水务局发布通知。", ["辽宁=辽宁省", "抚顺市=辽宁省/抚顺市"]),
        ("运城盐湖区新建泵站3座。", ["运城=山西省/运城市", "盐湖区=山西省/运城市/盐湖区"]),
        ("上海浦东新区新建学校10所。", ["上海=上海市", "浦东新区=上海市/浦东新区"]),
        ("宁波江北区姚江治理工程开工。", ["宁波=浙江省/宁波市", "江北区=浙江省/宁波市/江北区"]),
        ("在湖北京山市，泵站完工。", ["湖北=湖北省", "京山市=湖北省/荆门市/京山市"]),
        # no second area, or a longer word that begins like one
        ("昨天，江西大学召开会议。", ["江西=江西省"]),
        ("昨天，湖南大道通车。", []),
        ("昨天，山西大同小异的做法很多。", ["山西=山西省"]),
        ("昨天，山西大同路通车。", []),
        ("昨天，山西太原始森林开放。", ["山西=山西省"]),
        ("昨天，辽宁大连接线工程通车。", []),
        ("昨天，广西南宁静的夜晚来临。", []),
        ("昨天，广西北海洋牧场开工。", []),
        ("昨天，江西南丰富的物产运到。", ["江西=江西省"]),
        ("昨天，洞庭湖南岸永州市召开会议。", ["永州市=湖南省/永州市"]),
        ("昨天，西湖北京山路通车。", ["北京=北京市"]),
        ("昨天，运城盐湖面积扩大。", ["运城盐湖=?"]),
    ],
)
def test_a_seam_is_seen_and_no_other(tools: Tools, text: str, found: list[str]) -> None:
    assert places(tools, text) == found
