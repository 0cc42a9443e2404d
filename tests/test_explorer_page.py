"""What the explorer can do, in real Chromium: find, filter, send, go back, follow paths, export, read without a mouse."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.graph.merge import merge
from kg.graph.rdf import triples
from kg.model import Date, Entity, Knowledge
from tests.graph_sample import (
    AGENCY,
    CITY,
    COUNTY,
    FIRST,
    PLAN,
    PROVINCE,
    SECOND,
    TEXT,
    WORK,
    claim,
    evidence,
    page,
)
from tests.test_view import evil, write

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import ActionChains, Chrome, Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

from tests.browser import SECONDS, open_file  # noqa: E402
from tests.test_browser import SEEN, background  # noqa: E402

RIVER = Entity("river-1", "River", "青崖河", ("青崖",))
BRANCH = Entity("river-2", "River", "清水河")
OLD = Entity("project-2", "Project", "清水河治理工程")
FAR = Entity("area-330100", "City", "杭州市", ("杭州",), "330100", "area-330000")
ZHE = Entity("area-330000", "Province", "浙江省", code="330000")
FIRM = Entity("company-1", "Company", "=1+1,公司")
THIRD = page(
    "c",
    TEXT,
    (PROVINCE, CITY, COUNTY, WORK, RIVER, BRANCH, OLD, FAR, ZHE, FIRM),
    (
        claim(WORK, "onRiver", RIVER, evidence(TEXT, "青崖河", "c-1", "project.river")),
        claim(BRANCH, "tributaryOf", RIVER, evidence(TEXT, "青崖河", "c-1", "river.into")),
        claim(OLD, "onRiver", BRANCH, evidence(TEXT, "青崖河", "c-1", "project.river")),
        claim(OLD, "locatedIn", FAR, evidence(TEXT, "在介休市", "c-1", "project.place")),
        claim(OLD, "startDate", Date("2019-05"), evidence(TEXT, "开工", "c-1", "project.begun")),
        claim(OLD, "undertakenBy", FIRM, evidence(TEXT, "开工", "c-1", "project.by")),
    ),
)


def known() -> Knowledge:
    return merge([FIRST, SECOND, THIRD])


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "graph.html"
    write(known(), path)
    return path


def shown(browser: Chrome) -> set[str]:
    """The names of the things that stand on the canvas or in the tray."""
    script = "const { canvas, data } = window.shanhe; return [...canvas.scene.things, ...canvas.scene.loose].map(data.label)"
    return set(browser.execute_script(script))


def drawn(browser: Chrome) -> list[str]:
    return list(
        browser.execute_script(
            "return window.shanhe.canvas.names(window.shanhe.canvas.scale).map((l) => l.rows.join(''))"
        )
    )


def address(browser: Chrome) -> str:
    return str(browser.current_url).partition("#")[2]


def press(browser: Chrome, selector: str) -> None:
    browser.execute_script("arguments[0].click()", browser.find_element("css selector", selector))


def wait(browser: Chrome, question: str, wanted: object) -> None:
    def found(b: Chrome) -> bool:
        return bool(b.execute_script(f"return {question}") == wanted)

    WebDriverWait(browser, SECONDS).until(found, f"{question} is not {wanted}")


def title(browser: Chrome) -> str:
    return str(browser.execute_script("return (document.querySelector('#panel h2') || {}).textContent || ''"))


def wait_title(browser: Chrome, text: str) -> None:
    wait(browser, "document.querySelector('#panel h2').textContent", text)


def suggestions(browser: Chrome, typed: str) -> list[str]:
    box = browser.find_element("id", "search")
    box.clear()
    box.send_keys(typed)
    return [s.text for s in browser.find_elements("css selector", "#hits li span")]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("介休", "介休市"), ("防洪提升工程", WORK.label), ("省水利厅", "山西省水利厅"), ("防洪规划", PLAN.label), ("qyh", "青崖河"), ("qingyahe", "青崖河"),
        ("qingyh", "青崖河"), ("QSH", "清水河"), ("jiexiu", "介休市"), ("hangzhou", "杭州市"), ("＝1", FIRM.label),
    ],
)  # fmt: skip
def test_search_suggests_by_name_alias_and_pinyin(
    browser: Chrome, graph: Path, typed: str, first: str
) -> None:
    if browser.current_url.partition("#")[0] != graph.as_uri():
        open_file(browser, graph)
    assert suggestions(browser, typed)[0] == first


def test_search_goes_by_arrows_and_enter_and_escape_closes(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph)
    found = suggestions(browser, "河")
    browser.find_element("id", "search").send_keys(Keys.DOWN, Keys.DOWN, Keys.ENTER)
    wait_title(browser, found[1])
    assert not browser.find_element("id", "hits").is_displayed()
    browser.find_element("id", "graph").send_keys(Keys.ESCAPE)
    wait_title(browser, "点图形或连线，读原文")
    assert address(browser) == ""


def test_a_search_that_finds_nothing_says_so_and_changes_nothing(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph)
    browser.find_element("id", "search").send_keys("没有这个", Keys.ENTER)
    assert "没有找到“没有这个”" in browser.find_element("id", "hits").text
    assert address(browser) == ""


ALL = {e.label for e in known().entities}


@pytest.mark.parametrize(
    ("fragment", "gone", "kept"),
    [
        ("k=Project", {WORK.label, OLD.label}, {"介休市", "青崖河"}),
        ("city=area-330100", {WORK.label, "介休市", "青崖河"}, {OLD.label, "杭州市"}),
        ("city=area-140700", {OLD.label, "杭州市"}, {WORK.label, "介休市", PLAN.label}),
        ("river=river-1", {"杭州市", "介休市"}, {"青崖河", "清水河", WORK.label, OLD.label}),
        ("from=2019&to=2019", {"介休市", "青崖河"}, {OLD.label}),
        ("c=0.95", ALL, set()),
        ("r=locatedIn,onRiver,tributaryOf,startDate,undertakenBy", {FIRM.label}, {"介休市"}),
    ],
)
def test_a_link_carries_filters(
    browser: Chrome, graph: Path, fragment: str, gone: set[str], kept: set[str]
) -> None:
    open_file(browser, graph, f"#{fragment}")
    assert not shown(browser) & gone
    assert kept <= shown(browser)


def test_filters_are_turned_by_hand_counted_and_cleared(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph)
    row = '#filters [data-key="kProject"]'
    assert browser.find_element("css selector", row).text.split() == ["工程项目", "2"]
    press(browser, row)
    wait(browser, f"document.querySelector('{row}').getAttribute('aria-pressed')", "false")
    assert address(browser) == "k=Project"
    assert shown(browser) == ALL - {WORK.label, OLD.label}
    browser.find_element("css selector", '#filters select[data-key="city"]').send_keys("杭州市")
    wait(browser, "window.shanhe.state.now.city", FAR.id)
    press(browser, '[data-key="reset"]')
    wait(browser, "window.shanhe.canvas.scene.things.length", len(ALL))
    assert address(browser) == ""


def test_back_and_forward(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#e={WORK.id}")
    press(browser, "#panel .dossier .thing")
    wait_title(browser, COUNTY.label)
    browser.back()
    wait_title(browser, WORK.label)
    assert browser.title == f"{WORK.label} · 山河 Shanhe"
    browser.forward()
    wait_title(browser, COUNTY.label)


def test_a_link_to_an_edge_opens_its_sentence(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#f={WORK.id},locatedIn,{COUNTY.id}")
    assert title(browser) == f"{WORK.label} → {COUNTY.label}"
    assert "在介休市开工" in browser.find_element("id", "panel").text


def test_the_shortest_path_with_its_sentences(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#e={FIRM.id}")
    browser.find_element("xpath", "//aside//button[text()='最短路径…']").click()
    browser.find_element("id", "path-to").send_keys("jxs", Keys.ENTER)
    wait_title(browser, f"{FIRM.label} 到 介休市")
    steps = [h.text for h in browser.find_elements("css selector", "#panel h3")]
    assert len(steps) == 5
    assert steps[0] == f"{OLD.label} — 承担方 → {FIRM.label}"
    assert steps[-1] == f"{WORK.label} — 位于 → 介休市"
    assert "在介休市开工" in browser.find_element("id", "panel").text
    assert address(browser) == f"p={FIRM.id},{COUNTY.id}"


def test_no_path_says_so(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#p={WORK.id},{AGENCY.id}")
    assert "两者之间没有路径" in browser.find_element("id", "panel").text


def test_a_neighbourhood_opens_grows_and_closes(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#e={WORK.id}")
    browser.find_element("xpath", "//aside//button[text()='只看周边']").click()
    wait(browser, "window.shanhe.canvas.scene.things.length", 3)
    assert shown(browser) == {WORK.label, COUNTY.label, RIVER.label}
    open_file(browser, graph, f"#e={RIVER.id}&n={WORK.id}")
    browser.find_element("xpath", "//aside//button[text()='展开周边']").click()
    wait(browser, "window.shanhe.canvas.scene.things.length", 4)
    assert BRANCH.label in shown(browser)
    browser.find_element("xpath", "//aside//button[text()='收起周边']").click()
    wait(browser, "window.shanhe.canvas.scene.things.length", 3)
    browser.find_element("css selector", "#note button").click()
    wait(browser, "window.shanhe.canvas.scene.things.length", len(ALL))


def test_names_do_not_cover_one_another(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph)
    script = """const { canvas } = window.shanhe, list = canvas.names(canvas.scale).map((l) => l.box);
        return list.some((a, i) => list.some((b, j) => i < j && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom))"""
    assert "晋中市" in drawn(browser)
    assert browser.execute_script(script) is False


@pytest.mark.parametrize(
    ("label", "rows"),
    [
        ("介休市", ["介休市"]),
        ("青崖河防洪提升工程", ["青崖河防洪", "提升工程"]),
        ("青崖河流域水环境综合治理二期工程项目", ["青崖河流域水环境", "…理二期工程项目"]),
    ],
)
def test_long_names_are_drawn_on_two_lines(
    browser: Chrome, tmp_path: Path, label: str, rows: list[str]
) -> None:
    write(merge([page("a", TEXT, (Entity("project-1", "Project", label),), ())]), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html")
    assert browser.execute_script("return window.shanhe.canvas.names(1)[0].rows") == rows


def test_the_table_shows_the_same_selection_and_sorts(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=table&city=area-330100")
    names = "[...document.querySelectorAll('#table tbody th')].map((n) => n.textContent)"
    assert set(browser.execute_script(f"return {names}")) == shown(browser)
    press(browser, '[data-key="sortname"]')
    wait(browser, "window.shanhe.state.now.sort", "name")
    first = browser.execute_script(f"return {names}")
    press(browser, '[data-key="sortname"]')
    wait(browser, "window.shanhe.state.now.sort", "-name")
    assert browser.execute_script(f"return {names}") == first[::-1]
    browser.find_element("xpath", "//section[@id='table']//button[starts-with(., '陈述')]").click()
    wait(browser, "document.querySelectorAll('#table td.quote').length", 2)
    quotes = [
        q.get_attribute("textContent") for q in browser.find_elements("css selector", "#table td.quote")
    ]
    assert quotes == [TEXT, TEXT]


def test_the_overview_counts_ranks_and_dates(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=overview")
    tiles = browser.find_element("css selector", "#overview .tiles").text.split()
    assert tiles[:2] == [str(len(ALL)), "事物"]
    assert browser.find_element("css selector", ".topProjects li").text.split("\n") == [
        WORK.label,
        "4,200万元",
    ]
    lanes = [
        d.get_attribute("aria-label") for d in browser.find_elements("css selector", "svg.timeline .lane")
    ]
    assert lanes == [f"{OLD.label} · 开工 2019-05", f"{WORK.label} · 完工 2025-06 (计划)"]
    places = [d.get_attribute("aria-label") for d in browser.find_elements("css selector", "svg.map .place")]
    assert places == ["介休市 · 3"]
    browser.find_element("css selector", "svg.timeline .lane").send_keys(Keys.ENTER)
    wait_title(browser, OLD.label)
    assert browser.find_element("id", "overview").is_displayed()


def exported(browser: Chrome, downloads: Path, kind: str) -> bytes:
    path = downloads / f"shanhe.{kind}"
    path.unlink(missing_ok=True)
    press(browser, f'[data-export="{kind}"]')
    WebDriverWait(browser, SECONDS).until(lambda _: path.is_file() and path.stat().st_size)
    time.sleep(0.1)
    return path.read_bytes()


def test_exported_turtle_says_what_the_graph_says(browser: Chrome, graph: Path, downloads: Path) -> None:
    import pyoxigraph

    open_file(browser, graph)
    text = exported(browser, downloads, "ttl")
    found = {str(t) for t in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)}
    whole = {str(pyoxigraph.Triple(t.subject, t.predicate, t.object)) for t in triples(known())}
    assert {re.sub(r" \.$", "", t) for t in found} <= whole
    left = whole - found
    assert {
        re.sub(r".*?<[^>]*> <([^>]*)>.*", r"\1", t, count=1).rpartition("/")[2]
        for t in left
        if "doc-" not in t
    } == {"ontology#mentionedIn"}


def test_exported_turtle_of_evil_text_parses(browser: Chrome, tmp_path: Path, downloads: Path) -> None:
    import pyoxigraph

    write(evil(), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html")
    found = {
        str(t)
        for t in pyoxigraph.parse(exported(browser, downloads, "ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    }
    assert found <= {str(t) for t in triples(evil())}
    svg = exported(browser, downloads, "svg").decode()
    assert "alert(1)</script>" not in svg
    ElementTree.fromstring(svg)


def test_exported_csv_holds_the_view_and_no_formula(browser: Chrome, graph: Path, downloads: Path) -> None:
    open_file(browser, graph, f"#n={OLD.id}")
    table = list(csv.DictReader(io.StringIO(exported(browser, downloads, "csv").decode("utf-8-sig"))))
    assert {row["subject"] for row in table} == {OLD.id}
    assert {row["objectLabel"] for row in table} == {"杭州市", "清水河", "2019-05", "'=1+1,公司"}
    assert {row["article"] for row in table} == {"青崖河开工"}


def test_exported_pictures(browser: Chrome, graph: Path, downloads: Path) -> None:
    open_file(browser, graph)
    svg = ElementTree.fromstring(exported(browser, downloads, "svg"))
    texts = {t.text for t in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"介休市", "晋中市"} <= texts
    (drawn,) = svg.findall("{http://www.w3.org/2000/svg}svg")
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}path"))) == len(ALL)
    assert exported(browser, downloads, "png").startswith(b"\x89PNG")


def axe(browser: Chrome, *rules: str) -> Sequence[dict[str, object]]:
    """The faults that axe-core finds, by all its rules or by some."""
    from axe_core_python.selenium import Axe

    told = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = Axe().run(browser, options=told)
    return [{"id": v["id"], "nodes": [n["html"][:120] for n in v["nodes"][:3]]} for v in found["violations"]]


def set_scheme(browser: Chrome, scheme: str) -> None:
    wanted = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)


@pytest.mark.parametrize(
    "fragment",
    [f"e={WORK.id}", "v=overview", "v=table", "v=map", "v=pages", f"n={WORK.id}&p={FIRM.id},{COUNTY.id}"],
)
def test_axe_finds_no_fault(browser: Chrome, graph: Path, fragment: str) -> None:
    """In the dark only colours are others."""
    try:
        set_scheme(browser, "light")
        open_file(browser, graph, f"#{fragment}")
        assert axe(browser) == []
        set_scheme(browser, "dark")
        assert max(background(browser)) < 80
        assert axe(browser, "color-contrast") == []
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_keyboard_walks_the_graph(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#e={WORK.id}")
    browser.find_element("id", "graph").send_keys(Keys.ARROW_DOWN)
    first = browser.execute_script("return window.shanhe.state.now.e")
    browser.find_element("id", "graph").send_keys(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_LEFT)
    WebDriverWait(browser, SECONDS).until(
        lambda b: b.execute_script("return window.shanhe.state.now.e") != first
    )
    browser.find_element("id", "graph").send_keys(Keys.ENTER)
    assert browser.execute_script("return document.activeElement.id") == "panel"
    browser.find_element("tag name", "body").send_keys("/")
    assert browser.execute_script("return document.activeElement.id") == "search"


def test_on_a_phone_nothing_overflows_and_filters_open(browser: Chrome, graph: Path) -> None:
    size = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for fragment in (
            f"e={WORK.id}",
            f"v=overview&e={WORK.id}",
            f"t=text&e={WORK.id}",
            "v=table",
            "v=map",
            "v=pages",
            "v=conflicts",
        ):
            open_file(browser, graph, f"#{fragment}")
            assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
            assert browser.find_element("id", "panel").is_displayed() == ("e=" in fragment)
        assert not browser.find_element("id", "filters").is_displayed()
        browser.find_element("id", "filters-open").click()
        assert browser.find_element("id", "filters").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def many(count: int) -> Knowledge:
    """Works without end in three cities."""
    cities = [Entity(f"area-14{i}000", "City", f"甲{i}市", code=f"14{i}000") for i in range(1, 4)]
    works = [Entity(f"project-{i:05}", "Project", f"工程{i}") for i in range(count)]
    told = [
        claim(w, "locatedIn", cities[i % 3], evidence(TEXT, "在介休市", "a-1", "r"))
        for i, w in enumerate(works)
    ]
    return merge([page("a", TEXT, (*cities, *works), tuple(told))])


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "graph.html"
    write(many(5100), path)
    return path


def test_a_large_graph_opens_collapsed_and_expands(browser: Chrome, large: Path) -> None:
    open_file(browser, large)
    assert shown(browser) == set()
    assert browser.execute_script("return window.shanhe.canvas.scene.circles.length") == 3
    assert "收拢" in browser.find_element("id", "note").text
    where = browser.execute_script(
        "const { canvas, data } = window.shanhe, g = data.groups[0]; return canvas.network.canvasToDOM({ x: g.x, y: g.y })"
    )
    from tests.test_browser import click_at

    click_at(browser, where["x"], where["y"])
    wait(browser, "window.shanhe.canvas.scene.things.length", 1500)
    assert "只显示其中最重要的 1,500 个" in browser.find_element("id", "note").text
    browser.find_element("xpath", "//p[@id='note']//button[text()='全部收拢']").click()
    wait(browser, "window.shanhe.canvas.scene.things.length", 0)


def test_groups_of_a_large_graph_open_from_a_list_too(browser: Chrome, large: Path) -> None:
    open_file(browser, large)
    browser.find_element("css selector", "#note select").send_keys("甲2市")
    wait(browser, "window.shanhe.canvas.scene.things.length", 1500)
    assert address(browser) == "g=area-142000"
    assert axe(browser) == []


def test_what_is_found_in_a_large_graph_stands_with_its_neighbours(browser: Chrome, large: Path) -> None:
    open_file(browser, large, "#e=project-00007")
    assert shown(browser) == {"工程7", "甲2市"}
    script = """const { canvas, data } = window.shanhe, seen = canvas.viewport();
        return canvas.scene.things.every((i) => data.things.x[i] > seen.left && data.things.x[i] < seen.right
            && data.things.y[i] > seen.top && data.things.y[i] < seen.bottom)"""
    assert browser.execute_script(script)


def test_a_city_of_a_large_graph_is_shown_whole(browser: Chrome, large: Path) -> None:
    open_file(browser, large, "#city=area-143000")
    assert len(shown(browser)) == 1701


def test_a_large_scene_moves_with_the_mouse(browser: Chrome, large: Path) -> None:
    open_file(browser, large, "#city=area-143000")
    where = "return window.shanhe.network.getViewPosition()"
    before = browser.execute_script(where)
    hand = ActionChains(browser, duration=50).click_and_hold(browser.find_element("id", "graph"))
    for _ in range(4):
        hand = hand.move_by_offset(40, 20)
    hand.release().perform()
    after = browser.execute_script(where)
    assert after["x"] < before["x"] and after["y"] < before["y"]


def test_the_pointer_names_what_it_is_on(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph)
    script = "const { network, data } = window.shanhe; return network.canvasToDOM(network.getPosition(data.number(arguments[0])))"
    x, y = (round(browser.execute_script(script, WORK.id)[key]) for key in ("x", "y"))
    box = browser.find_element("id", "graph")
    ActionChains(browser).move_to_element_with_offset(
        box, x - box.size["width"] // 2, y - box.size["height"] // 2
    ).perform()
    wait(browser, "document.getElementById('tip').textContent", f"{WORK.label} · 工程项目")


def test_claims_that_differ_are_listed_from_the_overview(browser: Chrome, tmp_path: Path) -> None:
    sums = [
        claim(WORK, "investment", Decimal(n), evidence(TEXT, q, "a-1", "r"))
        for n, q in (("1", "开工"), ("2", "堤防长"))
    ]
    plain = claim(WORK, "status", "planned", evidence(TEXT, "青崖河", "a-1", "r"))
    write(merge([page("a", TEXT, (WORK,), (plain, *sums))]), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", "#v=overview")
    press(browser, "#overview button.tile")
    wait(browser, "document.querySelectorAll('#conflicts .side').length", 2)
    assert address(browser) == "v=conflicts"


def test_why_names_are_one_thing_is_told(browser: Chrome, tmp_path: Path) -> None:
    noted = replace(WORK, notes=("'甲工程' is the same thing: same name and place",))
    write(replace(merge([page("a", TEXT, (WORK,), ())]), entities=(noted,)), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", f"#e={WORK.id}")
    told = browser.find_element("id", "panel").text
    assert "same name and place" in told


def test_text_of_pages_stays_text_in_search_and_tips(browser: Chrome, tmp_path: Path) -> None:
    write(evil(), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html")
    assert len(suggestions(browser, "script")) == 2  # the work, and its article
    assert browser.find_element("css selector", "#hits .passage").text
    found = browser.execute_script("return document.querySelector('#hits span').textContent")
    assert found == f"工程{SEEN}"
    assert browser.execute_script("return document.querySelectorAll('#hits b, #hits script').length") == 0
