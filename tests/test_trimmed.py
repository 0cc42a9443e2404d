"""Names of works without the class before them, the other line, and the deed of a body."""

from __future__ import annotations

import pytest

from kg.extract import Tools, read_sentence


def works(text: str, tools: Tools) -> set[str]:
    _, mentions = read_sentence(text, tools, place="山西省")
    return {m.text for m in mentions if m.kind in ("Project", "Facility")}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("国家重点水利工程引青济白工程昨日开工。", {"引青济白工程"}),
        ("青岭机场主要工程如期竣工。", {"青岭机场"}),
        ("省水利厅会同省财政厅研究水源项目建设。", set()),
        ("青岭水库除险加固工程昨日开工。", {"青岭水库除险加固工程"}),
        ("远川集团白沙冷链物流项目昨日开工。", {"远川集团白沙冷链物流项目"}),
    ],
)
def test_names(text: str, wanted: set[str], tools: Tools) -> None:
    assert works(text, tools) == wanted


def test_what_has_a_word_for_whatever_there_is_in_it_names_nothing(tools: Tools) -> None:
    for text in (
        "乡镇政府做好本行政区域农田水利工程建设。",
        "运动员资格由市体育局相关单项运动项目管理中心负责。",
    ):
        _, mentions = read_sentence(text, tools, place="山西省")
        assert not [m for m in mentions if m.kind in ("Project", "Facility")]
