"""Whose stage a clause tells, and what tells none: parts, lists, conditions, campaigns, words that stand for a work."""

from __future__ import annotations

import pytest

from kg.extract import Tools, page_facts
from kg.model import Date, Document

DAY = "2023-05-04"


def stages(text: str, tools: Tools) -> set[str]:
    """Each state with the name of its work and what it is meant as: 远山引水工程 completed planned."""
    page, _ = page_facts(Document("m", "m.txt", f"标题是什么\n\n{text}\n", DAY), tools)
    names = {entity.id: entity.label for entity in page.entities}
    return {
        " ".join(filter(None, (names[c.subject], str(c.object), c.evidence.modality)))
        for c in page.claims
        if c.relation == "status"
    }


BEGUN, DONE = "远山引水工程 underConstruction", "远山引水工程 completed"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a share of whatever is progress
        ("远山引水工程完成总架管任务的74%。", {BEGUN}),
        ("远山引水工程完成30%时拨付一半资金。", set()),
        # conditions, requests, wishes
        ("待远山引水工程竣工验收完成后拨付剩余资金。", set()),
        ("一旦远山引水工程开工，车辆要绕行。", set()),
        ("远山引水工程若建成，将惠及百万人。", set()),
        ("远山引水工程申请竣工验收应当提交材料。", set()),
        ("远山引水工程建成后年供水3亿方。", set()),
        ("双方愿加强合作，推进远山引水工程等项目取得新进展。", set()),
        ("远山引水工程建设取得新进展。", {BEGUN}),
        # what began and took so long is done
        ("远山引水工程于去年3月开工，历时9个月。", {DONE}),
        ("远山引水工程将于下月开工。", {"远山引水工程 planned planned"}),
        ("远山引水工程的论证历时9个月。", set()),
        # a task gives way to what the text says of the work
        (
            "开工建设远山引水工程。目前该工程已进入施工招标阶段，计划今年开工。",
            {"远山引水工程 planned planned"},
        ),
        ("开工建设远山引水工程。", {BEGUN}),
        # a plan goes on from sentence to sentence
        ("我省将加快建设水网。基本建成远山引水工程。", {f"{DONE} planned", BEGUN}),
        ("我省将加快建设水网。基本建成了远山引水工程。", {DONE}),
        ("我省将加快建设水网。远山引水工程建成。", {DONE}),
        # long ago
        ("20年前的今天，远山引水工程正式开工建设。", set()),
    ],
)
def test_what_tells_of_now(text: str, wanted: set[str], tools: Tools) -> None:
    assert stages(text, tools) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # deeds on what stands
        ("远山引水工程大修5月开工。", set()),
        ("远山引水工程扩建开工。", set()),
        ("远山引水工程5月开工。", {BEGUN}),
        # others than the one that is named
        ("远山引水工程首批建设项目集中开工。", set()),
        ("远山引水工程、白杨沟绿道工程两个项目开工。", {BEGUN, "白杨沟绿道工程 underConstruction"}),
        (
            "白杨沟绿道工程、青石绿道工程等远山引水工程投入使用。",
            {"白杨沟绿道工程 inOperation", "青石绿道工程 inOperation"},
        ),
        # one unit of several
        ("远山引水工程首台机组投产发电。", {BEGUN}),
        ("远山引水工程2021年首台机组投产发电。", {"远山引水工程 inOperation"}),
        ("远山引水工程全部机组投产发电。", {"远山引水工程 inOperation"}),
        ("远山引水工程二号机组恢复建设。", set()),
        # means
        ("青石县通过远山引水工程，为30户居民安装了水表。", set()),
        # what is signed, owned, or done on the spot
        ("加上已签署供货协议的远山引水工程，公司有五家客户。", set()),
        ("省里签署了总投资3亿元的远山引水工程。", {"远山引水工程 planned planned"}),
        ("公司中标远山引水工程的通信、信号工程。", set()),
        ("远山引水工程举行现场签约。", set()),
        ("在远山引水工程施工现场，工人们正在忙碌。", {BEGUN}),
        ("青石县持续开展标准化建设和远山引水工程。", set()),
        # campaigns, and what is carried on for ever
        ("白杨沟绿化行动启动。", set()),
        ("国家持续实施远山引水工程。", set()),
        ("国家大力实施远山引水工程。", {BEGUN}),
        # an unnamed work of another paragraph
        ("远山引水工程正在施工。\n在青石县，光伏二期项目紧张施工，预计年底并网发电。", {BEGUN}),
        # what 工程 stands for
        (
            "历经3年建设的远山引水工程，建成白杨沟隧道项目等重点项目，工程今天开通运营。",
            {"远山引水工程 inOperation", "白杨沟隧道项目 completed"},
        ),
        (
            "远山引水工程今年开工。\n公司买下了灵石县白杨沟水电站。2020年8月，该项目正式启动。",
            {BEGUN, "灵石县白杨沟水电站 underConstruction"},
        ),
    ],
)
def test_whose_stage_it_is(text: str, wanted: set[str], tools: Tools) -> None:
    assert stages(text, tools) == wanted


def test_a_kind_of_works_in_a_plan_is_to_begin(tools: Tools) -> None:
    tasks = "".join(f"加强第{n}项管理，落实责任。" for n in range(1, 8))
    text = f"{tasks}远山引水工程、白杨沟绿道工程等新开工项目试行总包干模式。"
    page, _ = page_facts(Document("m", "m.txt", f"八条措施的通知\n\n{text}\n", DAY), tools)
    found = {(str(c.object), c.evidence.modality) for c in page.claims if c.relation == "status"}
    assert found == {("planned", "planned")}
    assert not any(isinstance(c.object, Date) for c in page.claims)
