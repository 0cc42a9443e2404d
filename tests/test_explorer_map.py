"""The map, paper, and what was mended of the explorer, in real Chromium."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph.merge import merge
from kg.model import Entity, Knowledge
from kg.text.fold import fold
from tests.graph_sample import CITY, COUNTY, PROVINCE, TEXT, WORK, claim, evidence, page
from tests.test_view import write

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import ActionChains, Chrome, Keys  # noqa: E402

from tests.browser import open_file  # noqa: E402
from tests.test_explorer_page import FIRM, RIVER, axe, known, press, wait, wait_title  # noqa: E402

LOST = Entity("project-9", "Project", "无址治理工程")


def placed() -> Knowledge:
    """Twelve works in one county, one in no place."""
    works = [Entity(f"project-{i}", "Project", f"甲{i}号治理工程") for i in range(12)]
    told = [claim(w, "locatedIn", COUNTY, evidence(TEXT, "在介休市", "a-1", "r")) for w in works[:9]]
    told += [claim(w, "locatedIn", CITY, evidence(TEXT, "在介休市", "a-1", "r")) for w in works[10:]]
    told.append(claim(works[0], "investment", Decimal(300000000), evidence(TEXT, "开工", "a-1", "r")))
    city = replace(CITY, longitude=Decimal("112.75"), latitude=Decimal("37.69"))
    works[9] = replace(LOST)
    return merge([page("a", TEXT, (PROVINCE, city, COUNTY, *works), tuple(told))])


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "graph.html"
    write(placed(), path)
    return path


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "graph.html"
    write(known(), path)
    return path


def test_every_work_stands_inside_its_county(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=map&m=108,33,117,42")
    script = """return [...document.querySelectorAll('svg.map .work[data-county="140781"]')].map((mark) => {
        const county = document.querySelector('svg.map .county[data-code="140781"]'), b = mark.getBBox();
        return county.isPointInFill(new DOMPoint(b.x + b.width / 2, b.y + b.height / 2)); })"""
    assert browser.execute_script(script) == [True] * 9
    assert len(browser.find_elements("css selector", "svg.map .work")) == 11
    assert LOST.label in browser.find_element("css selector", "#map .lost").text
    assert len(browser.find_elements("css selector", "svg.map .provinces, svg.inset .dashes")) == 2
    assert axe(browser) == []


def test_the_view_of_the_map_has_an_address_and_a_box_filters(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=map&m=111,36,113,38")
    first = browser.execute_script("return document.querySelector('svg.map').getAttribute('viewBox')")
    browser.find_element("xpath", "//section[@id='map']//button[text()='＋']").click()
    wait(
        browser,
        "document.querySelector('svg.map').getAttribute('viewBox') !== arguments[0]".replace(
            "arguments[0]", repr(first)
        ),
        True,
    )
    assert "m=11" in browser.current_url
    browser.find_element("xpath", "//section[@id='map']//button[text()='只看图中范围']").click()
    wait(browser, "window.shanhe.state.now.box !== ''", True)
    open_file(browser, graph, "#box=100,20,105,25")
    assert browser.execute_script("return window.shanhe.canvas.scene.things.length") == 0
    open_file(browser, graph, "#box=111.8,36.9,112,37.1")
    assert browser.execute_script("return window.shanhe.canvas.scene.things.length") == 10


def test_a_mark_opens_its_work(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=map")
    browser.find_element("css selector", 'svg.map .work[aria-label^="甲0号"]').send_keys(Keys.ENTER)
    wait_title(browser, "甲0号治理工程")
    assert "3亿元" in str(
        browser.find_element("css selector", 'svg.map .work[aria-label^="甲0号"]').get_attribute("aria-label")
    )


def test_the_graph_is_in_view_after_another_view(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample, f"#v=overview&e={RIVER.id}")
    press(browser, '[data-view=""]')
    wait(browser, "window.shanhe.state.now.v", "")
    script = """const { canvas, data } = window.shanhe, seen = canvas.viewport(), i = data.number(arguments[0]);
        return [i, ...[...data.linksOf(i)].map((l) => data.other(l, i))].every((n) => data.things.x[n] > seen.left
            && data.things.x[n] < seen.right && data.things.y[n] > seen.top && data.things.y[n] < seen.bottom)"""
    assert browser.execute_script(script, RIVER.id)


def test_the_year_filter_counts_what_has_no_date(browser: Chrome, tmp_path: Path) -> None:
    undated = page(
        "a", TEXT, (WORK, COUNTY), (claim(WORK, "locatedIn", COUNTY, evidence(TEXT, "在介休市", "a-1", "r")),)
    )
    undated = replace(undated, articles=tuple(replace(a, issued=None) for a in undated.articles))
    write(merge([undated]), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", "#from=2020")
    assert "另有 1 条陈述没有日期" in browser.find_element("id", "filters").text


def test_a_skip_link_and_escape_keep_the_focus(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample, f"#e={WORK.id}")
    browser.find_element("tag name", "body").send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("id") == "skip"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "graph"
    browser.find_element("id", "search").send_keys("汾", Keys.ESCAPE)
    assert browser.switch_to.active_element.get_attribute("id") == "graph"


def test_no_tip_stays_after_a_click(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample)
    script = "const { network, data } = window.shanhe; return network.canvasToDOM(network.getPosition(data.number(arguments[0])))"
    at = browser.execute_script(script, WORK.id)
    box = browser.find_element("id", "graph")
    ActionChains(browser).move_to_element_with_offset(
        box, round(at["x"]) - box.size["width"] // 2, round(at["y"]) - box.size["height"] // 2
    ).click().perform()
    wait_title(browser, WORK.label)
    assert not browser.find_element("id", "tip").is_displayed()


def test_headings_are_names_and_counts_have_words(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample, f"#e={COUNTY.id}&t=facts")
    heads = [h.text for h in browser.find_elements("css selector", "#panel h3")]
    assert any(h.startswith("位于此地的") for h in heads) and not any("←" in h for h in heads)
    open_file(browser, sample, f"#e={WORK.id}")
    try:
        press(browser, "#language")
        wait(browser, "document.documentElement.lang", "en")
        told = [b.text for b in browser.find_elements("css selector", "#panel .sources")]
        assert told and all(text.endswith(("article", "articles")) for text in told)
    finally:
        press(browser, "#language")


def test_a_path_uses_no_hidden_relation(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample, f"#p={FIRM.id},{COUNTY.id}&r=tributaryOf,locatedIn")
    assert "两者之间没有路径" in browser.find_element("id", "panel").text


def printed(browser: Chrome) -> str:
    from pdfminer.high_level import extract_text

    pdf = browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"]
    return "".join(fold(extract_text(io.BytesIO(base64.b64decode(pdf)))).split())


def test_paper_has_every_fact_of_a_dossier(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample, f"#e={WORK.id}")
    told = printed(browser)
    for text in (
        WORK.label,
        "4,200万元",
        "介休市",
        "青崖河",
        "在建",
        "2025-06",
        "计划",
        "堤防长12.5km",
        "总投资0.42亿元",
        "project.investment",
    ):
        assert text in told
    assert "据3个页面读出" in told and "2024-03" in told and "#e=" in told


def test_paper_has_the_whole_table(browser: Chrome, tmp_path: Path) -> None:
    works = [Entity(f"project-{i:03}", "Project", f"甲{i}号治理工程") for i in range(260)]
    told = [claim(w, "status", "planned", evidence(TEXT, "开工", "a-1", "r")) for w in works]
    write(merge([page("a", TEXT, tuple(works), tuple(told))]), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", "#v=table&o=Project")
    text = printed(browser)
    assert all(w.label in text for w in works)


def test_the_map_is_saved_and_not_the_hidden_graph(browser: Chrome, graph: Path, downloads: Path) -> None:
    from tests.test_explorer_page import exported

    open_file(browser, graph, "#v=overview")
    land = browser.execute_script("return document.querySelector('svg.map .land').getAttribute('d')")
    assert len(land) > 10000
    assert land[:2000] in exported(browser, downloads, "svg").decode()
