"""Branches of firms tell of the firm, and those of central bodies are bodies."""

from __future__ import annotations

import pytest

from kg.extract import Tools, read_sentence


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("青岭集团南方分公司总经理到会。", {("Company", "青岭集团"), ("Company", "青岭集团南方分公司")}),
        ("国家能源局华北监管局局长到会。", {("Agency", "国家能源局"), ("Agency", "国家能源局华北监管局")}),
        ("大同市召开第三次联席会议。", {("City", "大同市")}),
    ],
)
def test_branches_and_their_wholes(text: str, wanted: set[tuple[str, str]], tools: Tools) -> None:
    _, mentions = read_sentence(text, tools, place="山西省")
    found = {(m.kind, m.text) for m in mentions} | {(i.kind, i.text) for m in mentions for i in m.inner}
    assert {pair for pair in found if pair[0] in ("Company", "Agency", "City")} == wanted
