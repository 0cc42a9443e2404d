"""The HTML graph in a real browser, with the network off."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph.merge import merge
from kg.model import Entity, Knowledge, Quantity
from kg.ontology import ontology_folder
from kg.schema import load_schema
from kg.view.html import write_html
from tests.graph_sample import COUNTY, FIRST, TEXT, WORK, claim, evidence, knowledge, page
from tests.test_view import EVIL, evil

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService, Keys  # noqa: E402
from selenium.webdriver.remote.webelement import WebElement  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
DRIVER = shutil.which("chromedriver")
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1400,900",
)  # fmt: skip
SECONDS = 15


def start(language: str) -> Chrome:
    options = ChromeOptions()
    for argument in (*ARGUMENTS, f"--lang={language}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.binary_location = str(CHROMIUM)
    browser = Chrome(options=options, service=ChromeService(DRIVER))
    browser.execute_cdp_cmd("Network.enable", {})
    off = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", off)
    return browser


@pytest.fixture(scope="module", params=["zh-CN"])
def browser(request: pytest.FixtureRequest) -> Iterator[Chrome]:
    if CHROMIUM is None or DRIVER is None:
        pytest.skip(
            "chromium and chromedriver are not here: apt-get install chromium chromium-driver fonts-noto-cjk"
        )
    started = start(request.param)
    yield started
    started.quit()


def open_page(browser: Chrome, known: Knowledge, folder: Path) -> str:
    """Open the page of a knowledge and wait until it is drawn; its address."""
    write_html(known, load_schema(ontology_folder()), folder / "graph.html")
    browser.get_log("performance")
    browser.get_log("browser")
    address = (folder / "graph.html").as_uri()
    browser.get(address)
    WebDriverWait(browser, SECONDS).until(
        lambda b: b.execute_script("return document.body.dataset.ready") == "yes"
    )
    return address


def events(browser: Chrome, method: str) -> list[dict[str, object]]:
    """The parameters of the network events of one kind since the last look."""
    found = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [event["params"] for event in found if event["method"] == method]


def panel(browser: Chrome) -> str:
    return str(browser.find_element("id", "panel").text)


def click_at(browser: Chrome, x: float, y: float) -> None:
    """Click at a place of the graph, in pixels from its corner."""
    graph: WebElement = browser.find_element("id", "graph")
    size = graph.size
    offset = (round(x - size["width"] / 2), round(y - size["height"] / 2))
    ActionChains(browser).move_to_element_with_offset(graph, *offset).click().perform()


def place_of(browser: Chrome, entity: Entity) -> tuple[float, float]:
    script = "const n = window.shanhe.network; return n.canvasToDOM(n.getPosition(arguments[0]));"
    found = browser.execute_script(script, entity.id)
    return found["x"], found["y"]


def wait_for(browser: Chrome, text: str) -> None:
    WebDriverWait(browser, SECONDS).until(
        lambda b: text in panel(b), f"{text} is not in the panel: {panel(browser)}"
    )


def test_nothing_is_requested_and_nothing_goes_wrong(browser: Chrome, tmp_path: Path) -> None:
    address = open_page(browser, knowledge(), tmp_path)
    click_at(browser, *place_of(browser, WORK))
    wait_for(browser, WORK.label)
    sent = [str(event["request"]["url"]) for event in events(browser, "Network.requestWillBeSent")]
    assert [url for url in sent if not url.startswith("data:")] == [address]
    assert browser.get_log("browser") == []


def test_the_policy_stops_what_a_script_would_load(browser: Chrome, tmp_path: Path) -> None:
    open_page(browser, knowledge(), tmp_path)
    browser.execute_script(
        "document.body.append(Object.assign(new Image(), { src: 'https://shanhe.example/x.png' }))"
    )
    WebDriverWait(browser, SECONDS).until(lambda b: "Content Security Policy" in str(b.get_log("browser")))
    assert [event["blockedReason"] for event in events(browser, "Network.loadingFailed")] == ["csp"]


def test_a_click_on_a_node_shows_its_facts_with_their_quotes(browser: Chrome, tmp_path: Path) -> None:
    open_page(browser, knowledge(), tmp_path)
    click_at(browser, *place_of(browser, WORK))
    wait_for(browser, "总投资0.42亿元")
    told = panel(browser)
    start = TEXT.index("总投资")
    for text in (
        WORK.label, "工程项目", "又作：防洪提升工程", "投资额", "4,200万元", "在建", "堤防长 12.5km (2024)", "2025-06", "计划", "否认",
        "授予：山西省水利厅", "a 《青崖河开工》", f"位置 {start}–{start + 9} · 规则 project.investment · 置信度 0.9",
    ):  # fmt: skip
        assert text in told


def test_a_thing_without_facts_says_which_articles_name_it(browser: Chrome, tmp_path: Path) -> None:
    lone = Entity("river-1", "River", "清河")
    open_page(browser, merge([page("a", TEXT, (lone,), ())]), tmp_path)
    click_at(browser, *place_of(browser, lone))
    wait_for(browser, "没有关于它的事实")
    assert "见于 (1)\na 《青崖河开工》" in panel(browser)


@pytest.mark.parametrize(
    ("label", "drawn"),
    [
        ("介休市", "介休市"),
        ("青崖河防洪提升工程", "青崖河防洪\n提升工程"),
        ("青崖河流域水环境综合治理二期工程", "青崖河流域水环\n…治理二期工程"),
    ],
)
def test_long_names_are_drawn_on_two_lines(browser: Chrome, tmp_path: Path, label: str, drawn: str) -> None:
    thing = Entity("project-1", "Project", label)
    open_page(browser, merge([page("a", TEXT, (thing,), ())]), tmp_path)
    script = "return window.shanhe.network.body.nodes[arguments[0]].options.label"
    assert browser.execute_script(script, thing.id) == drawn
    click_at(browser, *place_of(browser, thing))
    wait_for(browser, label)


def test_a_click_on_an_edge_shows_the_quotes_of_that_fact(browser: Chrome, tmp_path: Path) -> None:
    open_page(browser, knowledge(), tmp_path)
    (x, y), (a, b) = place_of(browser, WORK), place_of(browser, COUNTY)
    click_at(browser, (x + a) / 2, (y + b) / 2)
    wait_for(browser, f"{WORK.label} → {COUNTY.label}")
    assert "在介休市开工" in panel(browser)
    assert "总投资" not in panel(browser)


def test_a_thing_in_the_panel_leads_to_its_own_facts(browser: Chrome, tmp_path: Path) -> None:
    open_page(browser, knowledge(), tmp_path)
    click_at(browser, *place_of(browser, WORK))
    wait_for(browser, WORK.label)
    browser.find_element("xpath", f"//aside//button[text()='{COUNTY.label}']").click()
    wait_for(browser, "县级行政区 · 140781")
    assert "← 位于" in panel(browser)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("介休", "介休市"),
        ("防洪提升工程", WORK.label),
        ("省水利厅", "山西省水利厅"),
        ("防洪规划", "介休市防洪规划"),
    ],
)
def test_search_and_enter_select_and_escape_closes(
    browser: Chrome, tmp_path: Path, typed: str, label: str
) -> None:
    open_page(browser, knowledge(), tmp_path)
    browser.find_element("id", "search").send_keys(typed, Keys.ENTER)
    WebDriverWait(browser, SECONDS).until(lambda b: panel(b).startswith(label))
    assert len(browser.execute_script("return window.shanhe.network.getSelectedNodes()")) == 1
    browser.find_element("id", "search").send_keys(Keys.ESCAPE)
    wait_for(browser, "点击圆点或连线")
    assert browser.execute_script("return window.shanhe.network.getSelectedNodes()") == []


def test_a_search_that_finds_nothing_changes_nothing(browser: Chrome, tmp_path: Path) -> None:
    open_page(browser, knowledge(), tmp_path)
    browser.find_element("id", "search").send_keys("没有这个", Keys.ENTER)
    assert "点击圆点或连线" in panel(browser)
    assert not browser.find_element("id", "hits").is_displayed()


def test_the_legend_hides_and_shows_a_class(browser: Chrome, tmp_path: Path) -> None:
    open_page(browser, knowledge(), tmp_path)
    visible = "return Object.keys(window.shanhe.network.getPositions()).includes(arguments[0])"

    def press() -> None:
        browser.find_element("xpath", "//nav//button[contains(., '工程项目 Project')]").click()

    press()
    assert browser.execute_script(visible, WORK.id) is False
    assert browser.execute_script(visible, COUNTY.id) is True
    press()
    assert browser.execute_script(visible, WORK.id) is True


def test_text_of_pages_stays_text(browser: Chrome, tmp_path: Path) -> None:
    open_page(browser, evil(), tmp_path)
    assert browser.execute_script("return document.scripts.length") == 3
    click_at(browser, *place_of(browser, Entity("project-ffff", "Project", "")))
    wait_for(browser, "</script><script>alert(1)</script>")
    markup = browser.execute_script(
        "return document.querySelectorAll('aside script, aside b, body > b').length"
    )
    assert markup == 0
    label = browser.execute_script("return document.querySelector('aside h2').textContent")
    assert label == f"工程{EVIL}"
    assert browser.get_log("browser") == []


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        ("467000000", "4.67亿元"),
        ("42000000", "4,200万元"),
        ("123456.78", "12.345678万元"),
        ("800", "800元"),
        ("130000000000", "1,300亿元"),
    ],
)
def test_sums_in_chinese(browser: Chrome, tmp_path: Path, yuan: str, shown: str) -> None:
    told = claim(WORK, "investment", Decimal(yuan), evidence(TEXT, "总投资", "a-1", "r"))
    open_page(browser, merge([page("a", TEXT, (WORK,), (told,))]), tmp_path)
    click_at(browser, *place_of(browser, WORK))
    wait_for(browser, shown)


@pytest.mark.parametrize("browser", ["en-US"], indirect=True)
def test_in_english_and_in_the_dark(browser: Chrome, tmp_path: Path) -> None:
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    length = Quantity(Decimal("136000000"), "kWh", "年发电量")
    told = claim(WORK, "measure", length, evidence(TEXT, "堤防", "a-1", "r"))
    open_page(browser, merge([FIRST, page("b", TEXT, (WORK,), (told,))]), tmp_path)
    click_at(browser, *place_of(browser, WORK))
    wait_for(browser, "CNY 42 million")
    for text in (
        "Project",
        "also: 防洪提升工程",
        "located in",
        "under construction",
        "136 million kWh",
        "rule project.place",
    ):
        assert text in panel(browser)
    assert browser.execute_script("return document.documentElement.lang") == "en"
    red, green, blue = browser.execute_script(
        "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert max(red, green, blue) < 80
