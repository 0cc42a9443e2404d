"""Registers of works: every item that names something is a work, whole; tables whose columns only spaces part are tables."""

from __future__ import annotations

from pathlib import Path

from kg.extract import Tools, page_facts, read_sentence
from kg.model import Entity, PageFacts
from kg.pages.read import find_pages, read_document

REGISTER = (
    "青岭省关于公布2012年度省重点项目名单的通知\n2012年度省重点项目名单一、交通（9个）（1）青岭至白沙高速公路（2）白沙铁路（青岭段）（3）大秦铁路扩能改造工程"
    "（4）清溪港口铁路支线项目--白沙港口铁路支线--青岭港口铁路支线--远川港口铁路支线（5）远川中心渔港▲（6）土地整理项目"
)
TABLE = """青岭省提前开工的高速公路项目名单
青岭省人民政府办公厅决定提前开工下列高速公路，请各单位做好各项准备工作，确保按期开工建设。
序号 项目名称 建设里程（公里） 投资估算（亿元） 备注
1 平遥至介休高速公路白沙段  126  135 国高网项目
2 平遥至介休高速公路清溪段  54  48
3 大同至浑源高速公路  25  22 国高网项目
"""


def test_items_of_a_register_are_works_whatever_they_end_in(tools: Tools) -> None:
    _, mentions = read_sentence(REGISTER, tools, place="山西省")
    works = {m.text for m in mentions if m.kind == "Project"}
    assert {
        "青岭至白沙高速公路",
        "白沙铁路",
        "大秦铁路扩能改造工程",
        "白沙港口铁路支线",
        "青岭港口铁路支线",
        "远川港口铁路支线",
        "远川中心渔港",
    } <= works
    assert "土地整理项目" not in works  # it names nothing
    assert not {m.text for m in mentions if m.kind == "Facility"}  # what an item begins with is none


def read(text: str, tools: Tools, folder: Path) -> PageFacts:
    (folder / "p.txt").write_text(text, "utf-8")
    return page_facts(read_document(find_pages([folder / "p.txt"]).pages[0]), tools)[0]


def test_a_table_that_only_spaces_part(tools: Tools, tmp_path: Path) -> None:
    facts = read(TABLE, tools, tmp_path)
    labels = {e.id: e.label for e in facts.entities}
    assert {
        "平遥至介休高速公路白沙段",
        "平遥至介休高速公路清溪段",
        "大同至浑源高速公路",
    } <= {e.label for e in facts.entities if e.kind == "Project"}
    sums = {
        (labels[c.subject], str(c.object))
        for c in facts.claims
        if c.relation == "investment" and not isinstance(c.object, Entity)
    }
    assert ("平遥至介休高速公路清溪段", "4800000000") in sums


def test_numbered_lines_of_other_lengths_are_no_table(tools: Tools, tmp_path: Path) -> None:
    text = TABLE.replace("序号 项目名称", "名称 项目")
    facts = read(text, tools, tmp_path)
    assert not any(c.relation == "investment" for c in facts.claims)


LINES = """青岭省2012年续建项目（6个）
青岭至白沙高速公路
白沙台湾农民创业园
白沙县人民医院
青岭市污水处理厂
农村公路
"""


def test_lines_without_numbers_behind_the_heading_of_a_register(tools: Tools) -> None:
    _, mentions = read_sentence(LINES, tools, place="山西省")
    works = {m.text for m in mentions if m.kind == "Project"}
    assert {
        "青岭至白沙高速公路",
        "白沙台湾农民创业园",
        "白沙县人民医院",
        "青岭市污水处理厂",
    } <= works
    assert "农村公路" not in works


def test_a_register_that_a_clause_only_speaks_of_opens_none(tools: Tools) -> None:
    text = "10月15日前，确定试点项目名单，并予以公示。\n白沙县人民医院\n青岭市第二人民医院\n远川县中医院\n"
    _, mentions = read_sentence(text, tools, place="山西省")
    assert not [m for m in mentions if m.kind == "Project"]
