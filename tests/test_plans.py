"""Plans are not deeds: what is only to come is no state that stands, and `kg ask` says so with the quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import Tools, page_facts
from kg.graph.shapes import validate
from kg.model import Claim, Document
from kg.ontology import ontology_folder
from kg.pipeline import build
from tests.command import kg

ISSUED = "2026-05-03"
State = tuple[str, str]


def claims(text: str, tools: Tools, issued: str | None = None) -> list[Claim]:
    page, _ = page_facts(Document("m", "m.txt", f"标题是什么\n\n本报讯 {text}\n", issued), tools)
    return [c for c in page.claims if c.relation == "status"]


def standing(text: str, tools: Tools, issued: str | None = None) -> set[str]:
    return {str(c.object) for c in claims(text, tools, issued) if c.stands}


@pytest.mark.parametrize("issued", [None, ISSUED])
@pytest.mark.parametrize(
    "text",
    [
        "青崖山水库工程将开工建设。",
        "我市将开工青崖山水库工程。",
        "我市今年要开工建设青崖山水库工程。",
        "青崖山水库工程明年开工。",
        "青崖山水库工程今年底开工。",
        "青崖山水库工程开工在即。",
        "远山引水工程将于下月动工。",
        "县里准备开工建设远山引水工程。",
        "我县将于明年启动白杨沟绿道工程。",
        "明年，远山引水工程开工。",
        "远山引水工程力争年内全面开工。",
        "白杨沟绿道工程开工仪式在即，远山引水工程开工指日可待。",
        "远山引水工程、白杨沟绿道工程计划下月开工。",
        "青石岭引水工程即将破土动工。",
        "全市确保青石岭引水工程开工建设。",
    ],
)
def test_what_will_begin_is_planned(text: str, issued: str | None, tools: Tools) -> None:
    assert standing(text, tools, issued) == {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        "青崖山水库工程的开工建设意义重大。",
        "为确保青崖山水库工程顺利开工，县里成立了专班。",
        "青崖山水库工程开工动员会明天召开。",
        "远山引水工程的开工令人期待。",
        "为确保白杨沟绿道工程如期动工，水务局开了三次会。",
        "远山引水工程开工动员大会下周举行。",
        "白杨沟绿道工程的奠基牵动人心。",
        "力促远山引水工程开工，村里出了新招。",
    ],
)
def test_a_beginning_that_is_only_spoken_of_is_planned_at_most(text: str, tools: Tools) -> None:
    assert standing(text, tools) <= {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        "青崖山水库工程竣工验收在即。",
        "远山引水工程即将完工。",
        "青崖山水库工程正在建设，年底完工。",
        "远山引水工程开工，计划明年完工。",
        "白杨沟绿道工程昨日开工，将于2029年竣工。",
        "白杨沟绿道工程完工在即。",
    ],
)
def test_what_is_soon_completed_is_being_built(text: str, tools: Tools) -> None:
    assert standing(text, tools) == {"underConstruction"}
    assert "completed" in {c.object for c in claims(text, tools) if not c.stands}


@pytest.mark.parametrize("text", ["青崖山水库工程停工。", "青崖山水库工程停建。", "远山引水工程已停工两年。"])
def test_what_was_stopped_is_in_no_state(text: str, tools: Tools) -> None:
    assert standing(text, tools) == set()


@pytest.mark.parametrize(
    ("text", "state", "modality"),
    [
        ("县里计划在今年内完成青崖山燃气支线工程。", "completed", "planned"),
        ("远山引水工程计划明年竣工。", "completed", "planned"),
        ("远山引水工程预计年底建成通水。", "inOperation", "expected"),
        ("县里拟于明年建成白杨沟绿道工程。", "completed", "planned"),
        ("白杨沟绿道工程力争年底前建成投用。", "inOperation", "expected"),
        ("青石岭引水工程将在年内投入运行。", "inOperation", "planned"),
    ],
)
def test_a_planned_end_is_claimed_and_does_not_stand(
    text: str, state: str, modality: str, tools: Tools
) -> None:
    told = claims(text, tools)
    assert {(c.object, c.evidence.modality) for c in told if not c.stands} == {(state, modality)}
    # where nothing else is said, what is to be completed is being built, or is planned where somebody plans to do it
    assert {c.object for c in told if c.stands} <= {"underConstruction", "planned"}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("镇里计划在年内完成白杨沟绿道工程。", "planned"),
        ("市里拟于明年建成青石岭引水工程。", "planned"),
        ("水务局准备三年内完成白杨沟绿道工程。", "planned"),
        ("白杨沟绿道工程计划年内完成。", "underConstruction"),
        ("青石岭引水工程拟于明年建成。", "underConstruction"),
        ("镇里将在年内完成白杨沟绿道工程。", "underConstruction"),
        ("白杨沟绿道工程已开工，镇里计划年内完成白杨沟绿道工程。", "underConstruction"),
    ],
)
def test_what_somebody_plans_to_do_need_not_have_been_begun(text: str, state: str, tools: Tools) -> None:
    assert standing(text, tools) == {state}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("青崖山水库工程已于去年底开工建设。", "underConstruction"),
        ("青崖山水库工程按计划开工。", "underConstruction"),
        ("计划总投资3亿元的青崖山水库工程开工。", "underConstruction"),
        ("拟建的青崖山水库工程已开工。", "underConstruction"),
        ("正在建设的青崖山水库工程计划总投资3亿元。", "underConstruction"),
        ("远山引水工程开工动员会昨天召开。", "underConstruction"),
        ("县里将青崖山水库工程建成投用。", "inOperation"),
        ("青崖山水库工程2022年底竣工。", "completed"),
        ("要加快推进远山引水工程。", "underConstruction"),  # a work report says so of what is at work
        ("青崖山水库工程已完工，将于年底投入使用。", "completed"),
    ],
)
def test_a_deed_stays_a_deed(text: str, state: str, tools: Tools) -> None:
    assert standing(text, tools, ISSUED) == {state}


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("青崖山水库工程2027年6月建成。", {"underConstruction"}),
        ("青崖山水库工程2024年开工、2029年完工。", {"underConstruction"}),
        ("青崖山水库工程2025年6月竣工。", {"completed"}),
        ("青崖山水库工程年底完工。", {"underConstruction"}),
        ("青崖山水库工程去年底完工。", {"completed"}),
        ("青崖山水库工程2027年3月开工。", {"planned"}),
    ],
)
def test_a_date_to_come_makes_a_plan(text: str, stands: set[str], tools: Tools) -> None:
    assert standing(text, tools, ISSUED) == stands


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("青崖山水库工程今年底开工。", "planned"),
        ("青崖山水库工程2027年3月开工。", "planned"),
        ("青崖山水库工程2026年3月开工。", ""),
    ],
)
def test_a_date_to_come_is_planned(text: str, modality: str, tools: Tools) -> None:
    page, _ = page_facts(Document("m", "m.txt", f"标题是什么\n\n本报讯 {text}\n", ISSUED), tools)
    assert {c.evidence.modality for c in page.claims if c.relation == "startDate"} == {modality}


@pytest.mark.parametrize(
    ("text", "question", "result", "quote"),
    [
        (
            "县里计划在今年内完成青崖山燃气支线工程。",
            "青崖山燃气支线工程建成了吗",
            "否",
            "县里计划在今年内完成青崖山燃气支线工程",
        ),
        ("远山引水工程预计年底建成通水。", "远山引水工程建成了吗", "否", "远山引水工程预计年底建成通水"),
        ("远山引水工程预计年底建成通水。", "远山引水工程投入运行了吗", "否", "远山引水工程预计年底建成通水"),
        ("青崖山水库工程将开工建设。", "青崖山水库工程开工了吗", "否", "青崖山水库工程将开工建设"),
        ("青崖山水库工程已完工。", "青崖山水库工程建成了吗", "是", "青崖山水库工程已完工"),
    ],
)
def test_what_is_planned_is_told_as_not_done(
    text: str, question: str, result: str, quote: str, tools: Tools, tmp_path: Path
) -> None:
    page = tmp_path / "m.txt"
    page.write_text(f"标题是什么\n\n本报讯 {text}\n", "utf-8")
    build([page], out=tmp_path / "out", tools=tools)
    assert validate(tmp_path / "out" / "graph.ttl", ontology_folder()).results == ()
    told = kg("ask", question, "-o", tmp_path / "out")
    assert told.returncode == 0
    assert f"answer      {result}" in told.stdout
    assert quote in told.stdout
