"""How the explorer shows what was chosen, in real Chromium: layouts, ties, the tray, the camera, filters, lanes of works."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph.merge import merge
from kg.model import Date, Entity, Knowledge
from tests.graph_sample import CITY, COUNTY, PROVINCE, TEXT, claim, evidence, page
from tests.test_explorer_page import many
from tests.test_view import write

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import ActionChains, Chrome, Keys  # noqa: E402

from tests.browser import open_file  # noqa: E402
from tests.test_explorer_page import address, axe, exported, press, shown, wait, wait_title  # noqa: E402

DYKE = Entity("project-1", "Project", "甲河堤防工程")
PLANT = Entity("project-2", "Project", "乙县污水厂工程")
LONE = Entity("project-3", "Project", "丙渠工程")
FIRM = Entity("company-1", "Company", "丁水务公司")
SILENT = Entity("agency-1", "Agency", "戊局")
RIVER = Entity("river-1", "River", "甲河")
BRANCH = Entity("river-2", "River", "己河")
UPPER = Entity(
    "area-140725", "County", "寿阳县", (), "140725", "area-140700", Decimal("113.2"), Decimal("37.9")
)
PLACES = """const { canvas, data } = window.shanhe;
    return Object.fromEntries(canvas.scene.things.map((i) => [data.label(i), [data.things.x[i], data.things.y[i]]]))"""
IN_VIEW = """const { canvas, data } = window.shanhe, seen = canvas.viewport();
    return arguments[0].every((id) => { const i = data.number(id); return data.things.x[i] > seen.left && data.things.x[i] < seen.right
        && data.things.y[i] > seen.top && data.things.y[i] < seen.bottom; })"""
CAMERA = "const { x, y } = window.shanhe.network.getViewPosition(); return [x, y, window.shanhe.network.getScale()].map((n) => Math.round(n * 1000))"


def seen() -> Knowledge:
    """Two articles: one on a river with its works and areas, one that only names a work, a body and a county."""

    def told(quote: str, article: str = "a-1", modality: str = "") -> object:
        return replace(evidence(TEXT, quote, article, "r"), modality=modality)

    facts = (
        claim(RIVER, "flowsThrough", UPPER, told("青崖河")),
        claim(RIVER, "flowsThrough", COUNTY, told("在介休市")),
        claim(BRANCH, "tributaryOf", RIVER, told("青崖河")),
        claim(DYKE, "onRiver", RIVER, told("青崖河")),
        claim(DYKE, "locatedIn", COUNTY, told("在介休市")),
        claim(DYKE, "undertakenBy", FIRM, told("开工")),
        claim(DYKE, "investment", Decimal(300000000), told("开工")),
        claim(DYKE, "status", "underConstruction", told("开工")),
        claim(DYKE, "startDate", Date("2021-03"), told("开工")),
        claim(DYKE, "completionDate", Date("2026"), told("开工", modality="planned")),
        claim(PLANT, "status", "completed", told("开工", "b-1")),
        claim(PLANT, "completionDate", Date("2019"), told("开工", "b-1")),
        claim(PLANT, "investment", Decimal(20000000), told("开工", "b-1")),
    )
    things = (PROVINCE, CITY, COUNTY, UPPER, DYKE, FIRM, RIVER, BRANCH)
    return merge([page("a", TEXT, things, facts[:10]), page("b", TEXT, (PLANT, LONE, SILENT), facts[10:])])


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeing") / "graph.html"
    write(seen(), path)
    return path


def form(browser: Chrome) -> str:
    return str(browser.execute_script("return window.shanhe.canvas.scene.form"))


def test_a_river_is_a_trunk_from_left_to_right(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#river={RIVER.id}")
    at = browser.execute_script(PLACES)
    assert form(browser) == "trunk"
    assert at[RIVER.label][1] == at[UPPER.label][1] == at[COUNTY.label][1]
    assert at[RIVER.label][0] < at[UPPER.label][0] < at[COUNTY.label][0]
    assert at[BRANCH.label][1] > at[RIVER.label][1] > at[DYKE.label][1]
    assert browser.execute_script(IN_VIEW, [RIVER.id, COUNTY.id, BRANCH.id, DYKE.id])


def test_a_path_is_a_ladder_and_prefers_what_pages_state(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, f"#p={FIRM.id},{UPPER.id}")
    at = browser.execute_script(PLACES)
    assert form(browser) == "ladder"
    assert [name for name, _ in sorted(at.items(), key=lambda item: item[1][0])][:2] == [
        FIRM.label,
        DYKE.label,
    ]
    # over the river both steps are stated; over the city they are the gazetteer's
    assert [h.text for h in browser.find_elements("css selector", "#panel h3")][2].startswith(RIVER.label)
    press(browser, "#note button")
    wait(browser, "window.shanhe.canvas.scene.form", "")


def test_a_neighbourhood_stands_in_rings_and_back_brings_the_camera(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph)
    first = browser.execute_script(CAMERA)
    browser.execute_script("window.shanhe.state.chose({ e: arguments[0] })", DYKE.id)
    wait_title(browser, DYKE.label)
    assert browser.execute_script(IN_VIEW, [DYKE.id, RIVER.id, COUNTY.id, FIRM.id])
    press(browser, '[data-do="closer"]')
    press(browser, '[data-do="closer"]')
    wait(browser, "window.shanhe.state.now.w !== ''", True)
    near = browser.execute_script(CAMERA)
    browser.find_element("xpath", "//aside//button[text()='只看周边']").click()
    wait(browser, "window.shanhe.canvas.scene.form", "rings")
    assert set(browser.execute_script(PLACES)) == {DYKE.label, RIVER.label, COUNTY.label, FIRM.label}
    browser.back()
    wait(browser, "window.shanhe.canvas.scene.form", "")
    assert [abs(a - b) < 800 for a, b in zip(browser.execute_script(CAMERA), near, strict=True)] == [True] * 3
    browser.back()
    wait(browser, "window.shanhe.state.now.e", "")
    assert [abs(a - b) < 800 for a, b in zip(browser.execute_script(CAMERA), first, strict=True)] == [
        True
    ] * 3


def test_things_of_one_article_are_tied_and_what_hangs_on_nothing_is_in_the_tray(
    browser: Chrome, graph: Path
) -> None:
    open_file(browser, graph)
    ties = "const { ties } = window.shanhe.data; return ties.a.map((a, n) => [window.shanhe.data.label(a), window.shanhe.data.label(ties.b[n])])"
    assert {frozenset(pair) for pair in browser.execute_script(ties)} == {
        frozenset((SILENT.label, PLANT.label)),
        frozenset((SILENT.label, LONE.label)),
    }
    assert browser.execute_script("return window.shanhe.canvas.scene.ties.length") == 2
    assert not browser.find_element("id", "tray").is_displayed()
    browser.find_element("css selector", "#look summary").click()
    browser.find_element("css selector", '#look [data-key="ties"]').click()
    wait(browser, "window.shanhe.canvas.scene.ties.length", 0)
    assert address(browser) == "off=ties"
    tray = browser.find_element("id", "tray")
    assert "不与任何事物相连的 3 个" in tray.text and "工程项目 2" in tray.text
    tray.find_element("css selector", "summary").click()
    wait(browser, "document.querySelectorAll('#tray .thing').length", 3)
    assert "tray=1" in address(browser)
    assert axe(browser) == []
    browser.find_element("xpath", f"//section[@id='tray']//button[.='{LONE.label}']").click()
    wait_title(browser, LONE.label)
    assert LONE.label in browser.execute_script(PLACES)


def test_ties_are_in_no_export(browser: Chrome, graph: Path, downloads: Path) -> None:
    from tests.test_explorer_page import exported

    open_file(browser, graph)
    assert b"stroke-dasharray" not in exported(browser, downloads, "svg")
    assert SILENT.id.encode() in exported(browser, downloads, "ttl")
    assert SILENT.id.encode() not in exported(browser, downloads, "csv")


def test_what_is_to_come_is_no_state(browser: Chrome, tmp_path: Path, downloads: Path) -> None:
    """A page says that a work which is being built will be finished next year: it is not finished, and the page never says so."""
    now, later = evidence(TEXT, "开工", "a-1", "r"), evidence(TEXT, "开工", "a-1", "s", modality="planned")
    facts = (
        claim(DYKE, "status", "underConstruction", now),
        claim(DYKE, "status", "completed", later),
        claim(DYKE, "completionDate", Date("2026"), later),
    )
    write(merge([page("a", TEXT, (DYKE,), facts)]), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", "#v=table&o=Project")
    cells = [c.text for c in browser.find_elements("css selector", "#table tbody tr td")]
    assert "在建" in cells and "2026（计划）" in cells and not any("已完工" in c for c in cells)
    counts = {
        row.get_attribute("data-name"): row.find_element("tag name", "b").text
        for row in browser.find_elements("css selector", '[data-key^="st"].row')
    }
    assert (counts["underConstruction"], counts.get("completed", "0")) == ("1", "0")
    open_file(browser, tmp_path / "graph.html", f"#e={DYKE.id}")
    row = browser.find_element("css selector", '.dossier [data-relation="status"] dd')
    assert row.text.replace("\n", "").startswith("在建、已完工计划")
    state = re.compile(r"kg:status kg:(\w+)")
    assert state.findall(exported(browser, downloads, "ttl").decode()) == ["underConstruction"]


def test_size_by_sum_and_rings_by_status(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#z=sum")
    sizes = browser.execute_script(
        "const { data } = window.shanhe; return arguments[0].map((id) => data.things.size[data.number(id)])",
        [DYKE.id, PLANT.id, LONE.id, CITY.id],
    )
    assert sizes[0] > sizes[1] > sizes[2] == sizes[3]
    browser.find_element("css selector", "#look summary").click()
    keys = browser.find_element("css selector", "#look .keys").text
    assert "在建" in keys and "已完工" in keys


@pytest.mark.parametrize(
    ("fragment", "kept", "gone"),
    [
        (
            "st=none,completed,inOperation,planned",
            {DYKE.label, FIRM.label, COUNTY.label},
            {PLANT.label, LONE.label},
        ),
        ("sum=>1亿", {DYKE.label}, {PLANT.label}),
        ("sum=1000万-5000万", {PLANT.label}, {DYKE.label}),
        ("mo=stated", {DYKE.label}, {PLANT.label, RIVER.label}),
        ("pg=doc-b", {PLANT.label, LONE.label, SILENT.label}, {DYKE.label, RIVER.label}),
        ("fa=article-a-1", {DYKE.label, RIVER.label}, {PLANT.label, LONE.label}),
        ("df=1", set(), {DYKE.label, PLANT.label}),
        (f"city={COUNTY.id}", {DYKE.label, COUNTY.label, RIVER.label}, {PLANT.label, UPPER.label}),
    ],
)
def test_filters(browser: Chrome, graph: Path, fragment: str, kept: set[str], gone: set[str]) -> None:
    open_file(browser, graph, f"#{fragment}")
    assert kept <= shown(browser) and not gone & shown(browser)
    assert form(browser) in ("islands", "")


def test_only_this_and_live_counts(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph)
    count = "document.querySelector('[data-key=\"stunderConstruction\"] b').textContent"
    assert browser.execute_script(f"return {count}") == "1"
    browser.execute_script("document.querySelector('[data-key=\"kProvince\"]').focus()")
    browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert browser.switch_to.active_element.get_attribute("data-key") == "kCity"
    press(browser, '[data-key="onlykProject"]')
    wait(browser, "window.shanhe.canvas.scene.things.length", 3)
    assert shown(browser) == {DYKE.label, PLANT.label, LONE.label}
    press(browser, '[data-key="stunderConstruction"]')
    wait(browser, "window.shanhe.state.now.st.join()", "underConstruction")
    assert browser.execute_script(f"return {count}") == "1"  # what it would give
    assert shown(browser) == {PLANT.label, LONE.label}
    slider = browser.find_element("css selector", '#filters input[type="range"]')
    confidences = browser.execute_script("return window.shanhe.data.read.facts.confidence.map(Number)")
    assert float(slider.get_attribute("min") or 0) == pytest.approx(min(confidences), abs=0.01)
    assert float(slider.get_attribute("max") or 0) == pytest.approx(max(confidences), abs=0.01)


def test_works_are_lanes_and_the_brush_is_the_filter_of_years(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=time")
    lanes = [
        n.get_attribute("aria-label") for n in browser.find_elements("css selector", "svg.timeline .lane")
    ]
    assert lanes == [
        f"{PLANT.label} · 完工 2019",
        f"{DYKE.label} · 开工 2021-03 · 完工 2026 (计划)",
        LONE.label,
    ]
    assert browser.find_elements("css selector", "svg.timeline .sure") and browser.find_elements(
        "css selector", "svg.timeline .hatched"
    )
    assert len(browser.find_elements("css selector", "svg.timeline .tick")) == 3
    assert axe(browser) == []
    browser.find_element("css selector", '[data-key="brushto"]').send_keys(Keys.ARROW_LEFT)
    wait(browser, "window.shanhe.state.now.to", "2025")
    assert browser.switch_to.active_element.get_attribute("data-key") == "brushto"
    browser.find_element("css selector", "svg.timeline .tick").send_keys(Keys.ENTER)
    wait(browser, "document.querySelectorAll('#panel .article').length", 1)
    browser.execute_script("location.hash = 'v=time&from=2018&to=2020'")
    wait(browser, "document.querySelectorAll('svg.timeline .lane').length", 1)
    assert (
        "另有" not in browser.find_element("id", "time").text
        or "没有日期" in browser.find_element("id", "time").text
    )
    browser.find_element("css selector", '[data-key="years"]').click()
    wait(browser, "window.shanhe.state.now.from", "")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowd") / "graph.html"
    write(many(1450), path)
    return path


def test_five_hundred_things_are_laid_out_apart(browser: Chrome, crowd: Path) -> None:
    open_file(browser, crowd, "#city=area-143000")
    at = list(browser.execute_script(PLACES).values())
    assert form(browser) == "islands" and 480 < len(at) <= 500
    assert min(abs(a[0] - b[0]) + abs(a[1] - b[1]) for n, a in enumerate(at) for b in at[:n]) > 20
    open_file(browser, crowd, "#k=City")
    assert form(browser) == ""  # more than 500 stand as in the file


def test_names_are_whole_at_the_edge_of_the_canvas(browser: Chrome, crowd: Path) -> None:
    open_file(browser, crowd)
    script = """const proto = CanvasRenderingContext2D.prototype, fill = proto.fillText, done = arguments[0], cut = [], { canvas } = window.shanhe;
        let n = 0;
        proto.fillText = function (text, x, y) { n++; const half = this.measureText(text).width / 2;
            if (x - half < -1 || x + half > canvas.box.clientWidth + 1) cut.push(text); fill.call(this, text, x, y); };
        canvas.network.moveTo({ scale: 0.6 });
        requestAnimationFrame(() => requestAnimationFrame(() => { proto.fillText = fill; done([n, cut]); }))"""
    drawn, cut = browser.execute_async_script(script)
    assert drawn > 3 and cut == []


def test_the_hand_moves_what_the_address_tells(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#w=120,80,1.5")
    assert browser.execute_script(CAMERA) == [120000, 80000, 1500]
    hand = ActionChains(browser, duration=50).click_and_hold(browser.find_element("id", "graph"))
    for _ in range(4):
        hand = hand.move_by_offset(40, 20)
    hand.release().perform()
    wait(browser, "window.shanhe.state.now.w === '120,80,1.5'", False)
    assert browser.execute_script("return Number(window.shanhe.state.now.w.split(',')[0])") < 120


def test_pictures_have_title_legend_and_source(browser: Chrome, graph: Path, downloads: Path) -> None:
    from xml.etree import ElementTree

    from tests.test_explorer_page import exported

    svg = "{http://www.w3.org/2000/svg}"
    wanted = {
        f"city={CITY.id}": ("图谱 · 晋中市 · 已筛选", "工程项目"),
        "v=time": ("时间线", DYKE.label),
        "v=map": ("地图", "南海诸岛"),
        "v=overview": ("总览", "介休市"),
    }
    for fragment, (title, inside) in wanted.items():
        open_file(browser, graph, f"#{fragment}")
        root = ElementTree.fromstring(exported(browser, downloads, "svg"))
        told = [node.text or "" for node in root.iter(f"{svg}text")]
        assert (told[0], told[-1]) == (title, "据 2 个页面读出，最新的是 2024-03；山河 0.1.0")
        assert any(inside in text for text in told)
    picture = exported(browser, downloads, "png")
    assert picture.startswith(b"\x89PNG") and int.from_bytes(picture[16:20], "big") > 900
