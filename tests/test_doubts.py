"""Figures in doubt are refused, and names are whole phrases of the text."""

import pytest

from kg.extract import Tools
from tests.test_quantities import told_of

WHOLE = [  # a name begins and ends where a phrase of the text does
    ("介休市去年完成危房改造4297户。", [("介休市", "危房改造户数")]),
    (
        "介休市新登记市场主体6.9万户，同比增长26.2%。",
        [("介休市", "新登记市场主体数量"), ("介休市", "新登记市场主体数量同比变化")],
    ),
    ("介休市已有564个社区达标。", [("介休市", "达标的社区数量")]),
    ("介休市要完成造林35万亩。", [("介休市", "完成造林面积")]),
    ("灵石县段纯镇距县城40公里。", [("段纯镇", "距县城距离")]),
]
REFUSED = [
    "经查，该团伙在介休市注册了146家空壳公司。",  # another subject
    "介休市老街的鼓楼北街进行了1.3公里道路改造，该团伙注册了146家公司。",
    "贵阳到安顺的高铁开通后，旅游收入增长了20%。",
    "介休市部分乡镇的自来水覆盖率达到20%。",  # some of them
    "从昨晚到今天，晋中市普降暴雨，洪水冲入灵石县段纯镇，最大水深2米。",  # an area in between
    "如果介休市的用电量达到3亿千瓦时，就要限电。",  # a condition
    "介休市做到精准锁定、精准攻坚、精准调配三个精准推进。",  # a saying
    "介休市夏播面积已过八成。",  # another unit
]


@pytest.mark.parametrize(("text", "wanted"), WHOLE)
def test_a_name_is_a_whole_phrase(text: str, wanted: list[tuple[str, str]], tools: Tools) -> None:
    assert told_of(text, tools) == wanted


@pytest.mark.parametrize("text", REFUSED)
def test_a_figure_in_doubt_is_refused(text: str, tools: Tools) -> None:
    assert told_of(text, tools) == []


def test_a_notice_tells_nothing_of_an_area_that_it_does_not_name(tools: Tools) -> None:
    title = "介休市人民政府关于加强工业用地管理若干措施的通知"
    assert told_of("新建和改造200个服务网点。", tools, title) == []
    assert told_of("介休市新建200个服务网点。", tools, title) == [("介休市", "新建服务网点数量")]


def test_a_sector_stands_before_the_name(tools: Tools) -> None:
    assert told_of("介休市机器人产业形成40亿元产值规模。", tools) == [("介休市", "机器人产业形成产值规模")]
