"""What bodies are called in full, where a sentence leaves out their area or lists several."""

from __future__ import annotations

import pytest

from kg.extract import Tools, read_sentence
from kg.rules.match import walk

ROWS = [
    ("临汾市监察局和市政府法制办派人到会。", "临汾市人民政府法制办"),
    ("省民政厅、残疾人联合会等8个部门联合发文。", "山西省残疾人联合会"),
    ("平遥县住建局牵头，并联合财政局核查资金。", "平遥县财政局"),
    ("忻州市生态环境局定襄分局协同住建局检查。", "定襄县住房和城乡建设局"),
    ("民盟太原市委提交提案。", "中国民主同盟太原市委员会"),
    ("团省委到会。", "中国共产主义青年团山西省委员会"),
    ("在三亚市场监管总局的会议上发言。", "国家市场监督管理总局"),
    ("省委机构编制委员会办公室发文。", "中共山西省委机构编制委员会办公室"),
    ("太原市防汛救灾工作领导小组办公室发文。", "太原市防汛救灾工作领导小组"),
    ("中共太谷区委员会发文。", "中共太谷区委员会"),
    ("《中共太原市委太原市人民政府关于加强节水的意见》下发。", "中共太原市委员会"),
    ("《中共太原市委太原市人民政府关于加强节水的意见》下发。", "太原市人民政府"),
    ("智利农业部灌溉局发来贺信。", "智利农业部"),
    ("省卫生健康委发布通告。", "山西省卫生健康委员会"),
    ("3月8日国务院召开会议。", "国务院"),
    ("海关总署国家税务总局联合发文。", "国家税务总局"),  # two, between which a blank stood
    ("由财政部国家能源局负责。", "国家能源局"),
    ("临汾公路总段平遥公路管理段组织抢修。", "临汾市公路总段"),
    ("临汾市水利局主要职责根据中共中央办公厅的意见确定。", "中共中央办公厅"),
]
NONE = [
    ("临汾市监察局和市政府法制办派人到会。", "临汾市监察局和市政府法制办"),
    ("农业农村部和国务院侨办联合调研。", "农业农村部和国务院侨办"),
    ("民盟太原市委提交提案。", "中共太原市委员会"),
    ("太原市各省辖市人民政府到会。", "太原市人民政府"),
    ("临汾市积极利用城市指挥中心。", "临汾市积极利用城市指挥中心"),
    ("国务院召开会议，林业局派人参加。", "国家林业局"),
    ("海关总署国家税务总局联合发文。", "海关总署国家税务总局"),
    ("各自治区水利厅要加强领导。", "山西省水利厅"),  # a province is no 自治区
    ("平遥县水利局到会，太谷区水利局也到会，由财政局核查。", "太谷区财政局"),
]


def labels(text: str, tools: Tools) -> set[str]:
    _, mentions = read_sentence(text, tools, place="山西省")
    return {m.entity.label for m in walk(mentions) if m.kind == "Agency" and m.entity is not None}


def test_a_bare_body_is_of_the_centre_where_only_that_was_named(tools: Tools) -> None:
    _, mentions = read_sentence("国务院召开会议，由国资委会同财政部落实。", tools)
    assert "国务院国有资产监督管理委员会" in {m.entity.label for m in walk(mentions) if m.entity is not None}


@pytest.mark.parametrize(("text", "label"), ROWS)
def test_a_body_is_called_in_full(text: str, label: str, tools: Tools) -> None:
    assert label in labels(text, tools)


@pytest.mark.parametrize(("text", "label"), NONE)
def test_no_other_body_is_made(text: str, label: str, tools: Tools) -> None:
    assert label not in labels(text, tools)
