"""Numbered lists of works: their headings are names, and their numbers begin lines and no names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import Tools, page_facts, read_sentence
from kg.pages.read import find_pages, read_document

TASKS = """江东县下达重点工程任务
2012年全县安排下列重点工程。
1.青岭至白沙一级公路。全长32公里，年内完成路基工程。
2.清溪大桥维修改造。投资1200万元，8月底前通车。
3.远山水库除险加固（续建）。完成大坝防渗处理。
4.远川集团冷链物流项目。由远川集团投资建设，总投资2亿元。
5.道路改造。
"""


def works(text: str, tools: Tools) -> set[str]:
    _, mentions = read_sentence(text, tools, place="山西省")
    return {m.text for m in mentions if m.kind == "Project"}


def test_headings_of_a_list_of_works_are_works(tools: Tools) -> None:
    assert works(TASKS, tools) == {
        "青岭至白沙一级公路",
        "清溪大桥维修改造",
        "远山水库除险加固",
        "远川集团冷链物流项目",
    }


@pytest.mark.parametrize("numbers", ["一二三四五", "（一） （二） （三） （四） （五）"])
def test_numbers_of_other_forms(numbers: str, tools: Tools) -> None:
    forms = numbers.split() if " " in numbers else [f"{n}、" for n in numbers]
    text = TASKS
    for at, form in enumerate(forms, 1):
        text = text.replace(f"{at}.", form)
    assert "远山水库除险加固" in works(text, tools)


def test_numbers_of_a_page_that_lost_its_lines(tools: Tools) -> None:
    text = "江东县重点项目名单一、农业项目1.青岭黄羊养殖项目（1）白沙冷链项目（2）清溪中心渔港2.远山水库除险加固工程3.青岭至白沙高速公路"
    assert {"远山水库除险加固工程", "青岭至白沙高速公路"} <= works(text, tools)


def test_headings_of_other_lists_are_none(tools: Tools) -> None:
    text = "水库安全三条\n1.青岭水库巡查。每天一次。\n2.白沙水库值班。不得离人。\n3.远山水库除险加固。专人负责。\n"
    assert works(text, tools) == set()


def test_a_numbered_line_behind_a_short_one_is_a_paragraph(tools: Tools, tmp_path: Path) -> None:
    page = tmp_path / "p.txt"
    page.write_text(
        "江东县抓好重点工程\n今年全县安排重点工程共计四项，要求各单位认真组织实施，确保按期完成各项任务。\n一、水利工程\n1.远山水库除险加固。年内完工。\n"
        "2.清溪大桥维修改造。八月底前通车。\n二、产业工程\n3.白沙河治理工程。年内开工。\n",
        "utf-8",
    )
    document = read_document(find_pages([page]).pages[0])
    facts, _ = page_facts(document, tools)
    labels = {e.label for e in facts.entities if e.kind == "Project"}
    assert labels == {"远山水库除险加固", "清溪大桥维修改造", "白沙河治理工程"}


def test_names_on_lines_of_their_own_and_the_first_line_of_a_form(tools: Tools, tmp_path: Path) -> None:
    page = tmp_path / "p.txt"
    page.write_text(
        "青岭省公路养护优秀企业名单\n青岭省公路工程局集团有限公司\n郑州市公路工程公司\n远川路桥建设集团有限责任公司\n沙河市通达公路工程有限公司\n"
        "青岭高速公路发展有限责任公司白沙分公司\n",
        "utf-8",
    )
    facts, _ = page_facts(read_document(find_pages([page]).pages[0]), tools)
    labels = {e.label for e in facts.entities if e.kind == "Company"}
    assert {"郑州市公路工程公司", "远川路桥建设集团有限责任公司", "沙河市通达公路工程有限公司"} <= labels
    page.write_text(
        "远山水库除险加固工程环境影响评价公示\n项目名称：远山水库除险加固工程\n建设单位：远川水务有限公司\n",
        "utf-8",
    )
    facts, _ = page_facts(read_document(find_pages([page]).pages[0]), tools)
    assert {e.label for e in facts.entities if e.kind == "Project"} == {"远山水库除险加固工程"}
    assert {c.relation for c in facts.claims} >= {"undertakenBy"}


FIRMS = [
    ("青石集团、远川电气、白沙重工等企业提供设备。", {"青石集团", "远川电气", "白沙重工"}),
    ("明山集团、小松、日立建机等外资品牌份额下滑。", {"明山集团", "小松", "日立建机"}),
    ("河南、山东、湖北等省企业参会。", set()),
    ("技术、资金、人才等企业要素到位。", set()),
]


@pytest.mark.parametrize(("text", "firms"), FIRMS)
def test_members_of_a_list_of_firms_are_firms(text: str, firms: set[str], tools: Tools) -> None:
    _, mentions = read_sentence(text, tools)
    assert {m.text for m in mentions if m.kind == "Company"} == firms


def test_no_county_is_called_as_another_province(tools: Tools) -> None:
    _, mentions = read_sentence("青海至河南的线路经过青海省海西州。", tools)
    assert "河南蒙古族自治县" not in {m.entity.label for m in mentions if m.entity is not None}
