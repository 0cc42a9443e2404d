"""The explorer as an analyst uses it, in real Chromium: articles, dossiers, pages, conflicts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph import keys
from kg.graph.merge import merge
from kg.model import Entity, Knowledge
from kg.ontology import ontology_folder
from kg.schema import load_schema
from kg.view.html import write_html
from tests.graph_sample import COUNTY, TEXT, WORK, claim, evidence, page
from tests.test_view import write

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import Chrome, Keys  # noqa: E402

from tests.browser import open_file  # noqa: E402
from tests.test_explorer_page import axe, known, press, title, wait, wait_title  # noqa: E402

TURNED = "\u202e程工\u200b"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reading") / "graph.html"
    write(known(), path)
    return path


def texts(browser: Chrome, selector: str) -> list[str]:
    script = "return [...document.querySelectorAll(arguments[0])].map((n) => n.textContent)"
    return list(browser.execute_script(script, selector))


def test_a_fact_is_read_in_its_article_two_clicks_from_a_search(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph)
    browser.find_element("id", "search").send_keys("fhts", Keys.ENTER)
    wait_title(browser, WORK.label)
    press(browser, '.row[data-relation="investment"] .sources')
    press(browser, '.row[data-relation="investment"] a.read')
    wait(browser, "document.querySelectorAll('.article .chosen').length > 0", True)
    assert "".join(texts(browser, ".article mark.chosen")) == "总投资0.42亿元"
    assert texts(browser, ".told .value") == ["4,200万元"]
    seen = """const a = document.querySelector('.article .chosen').getBoundingClientRect(),
        p = document.getElementById('panel').getBoundingClientRect(); return a.top >= p.top && a.bottom <= p.bottom"""
    assert browser.execute_script(seen)
    assert axe(browser) == []


def test_a_span_gives_its_claims_and_a_name_its_thing(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#e={WORK.id}&t=text")
    names = {n.text: n for n in browser.find_elements("css selector", ".article .name")}
    assert {WORK.label, COUNTY.label} <= set(names)
    (span,) = [
        m for m in browser.find_elements("css selector", "mark.claimed") if m.text.startswith("堤防长")
    ]
    span.click()
    wait(
        browser,
        "[...document.querySelectorAll('.told .value')].map((n) => n.textContent).join()",
        "堤防长 12.5km (2024)",
    )
    browser.find_element("link text", COUNTY.label).click()
    wait_title(browser, COUNTY.label)
    browser.back()
    wait(browser, "document.querySelectorAll('.told').length", 1)


def test_without_texts_the_page_has_the_quotes_alone(browser: Chrome, tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    write_html(known(), load_schema(ontology_folder()), path, names=keys, texts=False)
    assert TEXT not in path.read_text("utf-8")
    open_file(browser, path, f"#e={WORK.id}&t=facts")
    assert "总投资0.42亿元" in texts(browser, "#panel blockquote")
    press(browser, '[data-tab="text"]')
    wait(browser, "document.querySelector('#panel').textContent.includes('本页不带文章全文')", True)


def test_a_list_gives_no_endless_quote(browser: Chrome, tmp_path: Path) -> None:
    firms = "、".join(f"甲{i}公司" for i in range(200))
    text = f"参加青崖河防洪提升工程建设的有{firms}。"
    firm = Entity("company-1", "Company", "甲150公司")
    told = claim(WORK, "undertakenBy", firm, evidence(text, text, "a-1", "r"))
    write(merge([page("a", text, (WORK, firm), (told,))]), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", f"#e={WORK.id}&t=facts")
    (quote,) = texts(browser, "#panel blockquote")
    assert len(quote) < 200 and firm.label in quote


def test_signs_that_turn_text_around_stand_as_marks(browser: Chrome, tmp_path: Path) -> None:
    thing = replace(WORK, label=f"防洪{TURNED}", aliases=(f"又{TURNED}",))
    text = f"防洪{TURNED}在介休市开工。"
    told = claim(thing, "locatedIn", COUNTY, evidence(text, text, "a\u202e-1", "r"))
    write(merge([page("a\u202e", text, (thing, COUNTY), (told,))]), tmp_path / "graph.html")
    for fragment in ("t=facts", "t=text", "v=table", "v=pages", "v=overview"):
        open_file(browser, tmp_path / "graph.html", f"#e={WORK.id}&{fragment}")
        assert "‹U+202E›程工‹U+200B›" in title(browser)
        shown = str(
            browser.execute_script("return document.querySelector('main').innerText + document.title")
        )
        assert not set("\u202e\u200b") & set(shown)


def test_a_dossier_is_read_without_scrolling(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#e={WORK.id}")
    rows = {
        r.find_element("tag name", "dt").text: r
        for r in browser.find_elements("css selector", ".dossier .row")
    }
    told = {name: row.find_element("tag name", "dd").text.split("\n")[0] for name, row in rows.items()}
    assert told["投资额"].startswith("4,200万元")
    assert (
        told["状态"].startswith("在建"),
        told["位于"].startswith("介休市"),
        told["在河流上"].startswith("青崖河"),
    ) == (True,) * 3
    assert told["承担方"] == "未见"
    bottom = max(
        rows[name].rect["y"] + rows[name].rect["height"] for name in ("投资额", "完工时间", "出资方")
    )
    assert bottom <= browser.execute_script("return innerHeight")
    assert "计划" in told["完工时间"]
    assert axe(browser) == []


def test_sums_told_several_ways_are_a_range(browser: Chrome, tmp_path: Path) -> None:
    sums = [
        claim(WORK, "investment", Decimal(n), evidence(TEXT, q, "a-1", "r", sum_role=role))
        for n, q, role in (
            ("300000000", "开工", ""),
            ("500000000", "堤防长", "total"),
            ("900", "介休市", "annual"),
        )
    ]
    write(merge([page("a", TEXT, (WORK,), tuple(sums))]), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", f"#e={WORK.id}")
    (row,) = browser.find_elements("css selector", '.row[data-relation="investment"] dd')
    assert "3亿元 – 5亿元" in row.text and "年度 900元" in row.text and "说法不一" in row.text
    open_file(browser, tmp_path / "graph.html", "#v=overview")
    assert "3亿元 – 5亿元" in browser.find_element("css selector", ".topProjects").text


def test_an_area_has_its_works_with_those_of_its_parts(browser: Chrome, graph: Path) -> None:
    for area in ("area-140781", "area-140700", "area-140000"):
        open_file(browser, graph, f"#e={area}")
        assert texts(browser, "#panel .works .thing") == [WORK.label]
    open_file(browser, graph, "#e=river-1")
    assert texts(browser, "#panel .works .thing") == [WORK.label, "清水河治理工程"]


COURSE = "甲河从乙县流出，经丙县，在丁县汇入戊河。"
SET = "丁县、乙县、丙县的甲河沿线要治理。"
AREAS = [
    Entity(f"area-99010{n}", "County", label, (), f"99010{n}", None, Decimal(f"112.{n}"), Decimal(37))
    for n, label in ((3, "乙县"), (1, "丙县"), (2, "丁县"))
]


def river_of(text: str, quotes: dict[str, str]) -> Knowledge:
    """A river through three counties, which on the map follow one another in no such order, as a text has them."""
    river, into = Entity("river-9", "River", "甲河"), Entity("river-8", "River", "戊河")
    works = [Entity(f"project-9{n}", "Project", f"己{n}段工程") for n in range(3)]
    flows = [claim(river, "flowsThrough", a, evidence(text, quotes[a.label], "a-1", "r")) for a in AREAS]
    proof = evidence(text, "甲河", "a-1", "r")
    on = [claim(work, "onRiver", river, proof) for work in works]
    at = [claim(works[0], "locatedIn", AREAS[2], proof), claim(works[1], "locatedIn", AREAS[0], proof)]
    facts = (*flows, *on, *at, claim(river, "tributaryOf", into, proof))
    return merge([page("a", text, (*AREAS, river, into, *works), facts)])


@pytest.mark.parametrize(
    ("text", "quotes", "order", "note"),
    [
        (
            COURSE,
            {"乙县": COURSE[:7], "丙县": COURSE[:11], "丁县": COURSE[:-1]},
            ["乙县", "丙县", "丁县", "戊河"],
            "次序依原文",
        ),
        (
            SET,
            dict.fromkeys(("乙县", "丙县", "丁县"), SET[:-1]),
            ["丙县", "丁县", "乙县", "戊河"],
            "原文没有说明次序",
        ),
    ],
)
def test_a_river_goes_from_source_to_mouth_as_far_as_a_page_tells(
    browser: Chrome, tmp_path: Path, text: str, quotes: dict[str, str], order: list[str], note: str
) -> None:
    write(river_of(text, quotes), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", "#e=river-9")
    stops = "ol.course > li > .thing"
    assert texts(browser, stops) == order
    assert texts(browser, ".order")[0].startswith(note)
    script = "return [...document.querySelectorAll('ol.course > li')].map((li) => [...li.querySelectorAll('.stop .thing')].map((b) => b.textContent))"
    at = dict(zip(order, browser.execute_script(script), strict=True))
    assert at == {"乙县": ["己1段工程"], "丙县": [], "丁县": ["己0段工程"], "戊河": []}
    assert "己2段工程" in texts(browser, "#panel > .stop .thing")  # where it lies is not told
    assert axe(browser) == []


def test_a_page_lists_its_articles_and_what_each_says(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=pages&d=doc-b")
    assert texts(browser, "#pages h2") == ["青崖河开工"]
    lines = texts(browser, "#pages .line")
    assert len(lines) == 3 and "完工时间 → 2025-06" in lines[-1] + lines[0] + lines[1]
    assert axe(browser) == []
    press(browser, "#pages a.readit")
    wait(browser, "document.querySelectorAll('#panel .article').length", 1)


def differing() -> Knowledge:
    other = TEXT.replace("0.42", "0.56")
    one = claim(WORK, "investment", Decimal(42000000), evidence(TEXT, "总投资0.42亿元", "a-1", "r"))
    again = replace(one, evidence=replace(one.evidence, article="b-1"))
    two = claim(WORK, "investment", Decimal(56000000), evidence(other, "总投资0.56亿元", "c-1", "r"))
    return merge(
        [
            page("a", TEXT, (WORK,), (one,)),
            page("b", TEXT, (WORK,), (again,)),
            page("c", other, (WORK,), (two,)),
        ]
    )


def test_the_ledger_has_an_address_and_puts_statements_side_by_side(browser: Chrome, tmp_path: Path) -> None:
    write(differing(), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", "#v=conflicts&x=sum")
    assert texts(browser, "#conflicts .side .value") == ["4,200万元", "5,600万元"]
    assert "同一句话，见于 2 处" in browser.find_element("css selector", "#conflicts .side").text
    assert axe(browser) == []
    press(browser, '#conflicts [data-kind="date"]')
    wait(browser, "window.shanhe.state.now.x", "date")
    assert texts(browser, "#conflicts .side") == []


def test_phases_of_one_sentence_are_no_conflict() -> None:
    from kg.model import Date
    from kg.view.differ import find_differing

    text = "该工程今年底开工控制性工程，2012年全线开工。"
    dates = [
        claim(WORK, "startDate", Date(d), evidence(text, q, "a-1", "r"))
        for d, q in (("2011", "今年底"), ("2012", "2012年"))
    ]
    assert find_differing(dates, {0: "s", 1: "s"}) == frozenset()
    assert find_differing(dates) == {0, 1}


@pytest.mark.parametrize("typed", ["堤防长", "0.42", "青崖河开工"])
def test_search_finds_passages_sums_and_titles(browser: Chrome, graph: Path, typed: str) -> None:
    open_file(browser, graph)
    browser.find_element("id", "search").send_keys(typed)
    assert texts(browser, "#hits .passage")
    browser.find_element("id", "search").send_keys(Keys.ENTER)
    wait(browser, "document.querySelectorAll('#panel .article').length", 1)


def test_search_finds_codes(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph)
    browser.find_element("id", "search").send_keys("140781", Keys.ENTER)
    wait_title(browser, COUNTY.label)
