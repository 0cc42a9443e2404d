"""Of which class a line, a plant or a body is by what its clause says of it."""

from __future__ import annotations

import pytest

from kg.extract import Tools, read_sentence


def kind_of(name: str, text: str, tools: Tools) -> str:
    _, mentions = read_sentence(text, tools, place="山西省")
    return next((m.kind for m in mentions if m.text == name), "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("白沙大桥", "例如青岭大剧院、白沙大桥、远川大桥等钢结构工程，在造型上有了新的突破。"),
        ("白沙水电站", "在白沙水电站，省长林远山调研防汛工作。"),
        ("青岭高速公路白沙段", "青岭高速公路白沙段桥梁垮塌，调查报告公布。"),
    ],
)
def test_what_only_stands(name: str, text: str, tools: Tools) -> None:
    assert kind_of(name, text, tools) == "Facility"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("青岭高速公路", "青岭高速公路今日全线通车。"),
        ("青岭至白沙高速公路", "作为新建的青岭至白沙高速公路，让三地联系更加紧密。"),
        ("白沙公路", "白沙公路、青岭铁路扩能改造工程、远川污水处理厂二期工程等建成。"),
        ("白沙枢纽立交", "今后五年重点建设白沙枢纽立交；研究建设环湾区域西部的公路。"),
    ],
)
def test_what_is_built_or_opened(name: str, text: str, tools: Tools) -> None:
    assert kind_of(name, text, tools) == "Project"


def test_companies_of_players_are_bodies(tools: Tools) -> None:
    assert kind_of("白沙豫剧院", "由白沙豫剧院演出的新戏昨晚首演。", tools) == "Institution"
