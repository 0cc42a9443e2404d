"""A run of full-width spaces within a line parts it: rosters whose cells lost their borders, paragraphs that lost their line ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import Tools, page_facts
from kg.model import Span
from kg.pages.gaps import parted
from kg.pages.read import find_pages, read_document

ROSTER = """青岭省人民政府办公厅关于成立供水保障联席会议的通知
各市、县人民政府，省政府有关单位：
为做好全省供水保障工作，省政府决定成立供水保障联席会议，其成员名单如下，请各单位遵照执行并做好配合。
　　召集人：林远山　　副省长　　　　　　成　员：白　川　　远川水务集团董事长　　　　　　陈青石　　青石供水有限公司总经理　　　　　　胡大江　　清溪水务公司董事
"""


@pytest.mark.parametrize(
    ("raw", "pieces"),
    [
        ("林远山　　副省长　　　白　川　　董事长", ["林远山", "副省长", "白　川", "董事长"]),
        ("会议结束。　　会议指出，要抓紧。", ["会议结束。", "会议指出，要抓紧。"]),
        ("前　　言", ["前　　言"]),
        ("林　山", ["林　山"]),
        ("没有空格", ["没有空格"]),
        ("拉丁 words　and　more", ["拉丁 words　and　more"]),
    ],
)
def test_pieces(raw: str, pieces: list[str]) -> None:
    assert [raw[s.start : s.end] for s in parted(raw, Span(0, len(raw)))] == pieces


def test_pieces_keep_to_the_span() -> None:
    raw = "甲甲　　乙乙　　丙丙"
    assert [raw[s.start : s.end] for s in parted(raw, Span(0, 6))] == ["甲甲", "乙乙"]


def test_bodies_of_a_roster_begin_behind_persons(tools: Tools, tmp_path: Path) -> None:
    page = tmp_path / "p.txt"
    page.write_text(ROSTER, "utf-8")
    facts, _ = page_facts(read_document(find_pages([page]).pages[0]), tools)
    labels = {e.label for e in facts.entities if e.kind == "Company"}
    assert labels == {"远川水务集团", "青石供水有限公司", "清溪水务公司"}
