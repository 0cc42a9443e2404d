"""The explorer in a real browser, with the network off: it asks for nothing, and what is clicked is read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph.merge import merge
from kg.model import Entity, Knowledge, Quantity
from tests.graph_sample import COUNTY, FIRST, TEXT, WORK, claim, evidence, knowledge, page
from tests.test_view import EVIL, evil, write

SEEN = EVIL.replace("\u2028", "‹U+2028›")  # as the page shows it

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import ActionChains, Chrome, Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

from tests.browser import SECONDS, events, open_file, running  # noqa: E402


@pytest.fixture
def browser(chrome: Chrome) -> Chrome:
    """The tests here look at its log themselves."""
    return chrome


@pytest.fixture
def english() -> Iterator[Chrome]:
    with running("en-US") as started:
        yield started


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the small knowledge, written once."""
    path = tmp_path_factory.mktemp("sample") / "graph.html"
    write(knowledge(), path)
    return path


def open_page(browser: Chrome, known: Knowledge, folder: Path) -> Path:
    write(known, folder / "graph.html")
    open_file(browser, folder / "graph.html")
    return folder / "graph.html"


def panel(browser: Chrome) -> str:
    return str(browser.find_element("id", "panel").text)


def click_at(browser: Chrome, x: float, y: float) -> None:
    """Click at a place of the graph, in pixels from its corner."""
    graph = browser.find_element("id", "graph")
    size = graph.size
    offset = (round(x - size["width"] / 2), round(y - size["height"] / 2))
    ActionChains(browser).move_to_element_with_offset(graph, *offset).click().perform()


def place_of(browser: Chrome, entity: Entity) -> tuple[float, float]:
    script = """const { network, data } = window.shanhe;
        return network.canvasToDOM(network.getPosition(data.number(arguments[0])));"""
    found = browser.execute_script(script, entity.id)
    return found["x"], found["y"]


def wait_for(browser: Chrome, text: str) -> None:
    WebDriverWait(browser, SECONDS).until(
        lambda b: text in panel(b), f"{text} is not in the panel: {panel(browser)}"
    )


def test_nothing_is_requested_and_nothing_goes_wrong(browser: Chrome, sample: Path) -> None:
    browser.get_log("performance")
    browser.get_log("browser")
    open_file(browser, sample)
    click_at(browser, *place_of(browser, WORK))
    wait_for(browser, WORK.label)
    for view in ("overview", "table", "conflicts", "pages", ""):
        browser.find_element("css selector", f'[data-view="{view}"]').click()
    sent = [str(event["request"]["url"]) for event in events(browser, "Network.requestWillBeSent")]
    outside = [url for url in sent if not url.startswith(("data:", "about:", "blob:"))]
    assert set(outside) == {sample.as_uri()}
    assert browser.get_log("browser") == []


def test_the_policy_stops_what_a_script_would_load(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample)
    browser.get_log("browser")
    browser.execute_script(
        "document.body.append(Object.assign(new Image(), { src: 'https://shanhe.example/x.png' }))"
    )
    WebDriverWait(browser, SECONDS).until(lambda b: "Content Security Policy" in str(b.get_log("browser")))
    assert [event["blockedReason"] for event in events(browser, "Network.loadingFailed")] == ["csp"]


def test_a_click_on_a_node_shows_its_facts_with_their_quotes(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample, "#t=facts")
    click_at(browser, *place_of(browser, WORK))
    wait_for(browser, "总投资0.42亿元")
    told = panel(browser)
    start = TEXT.index("总投资")
    for text in (
        WORK.label, "工程项目", "又作：防洪提升工程", "投资额", "4,200万元", "在建", "堤防长 12.5km (2024)", "2025-06", "计划", "否认",
        "授予：山西省水利厅", "a 《青崖河开工》 2024-03", "读原文", f"位置 {start}–{start + 9} · 规则 project.investment · 置信度", "0.9",
    ):  # fmt: skip
        assert text in told
    marked = [m.text for m in browser.find_elements("css selector", "#panel mark")]
    assert {"0.42亿元", "12.50公里", "介休市"} <= set(marked)


def test_a_thing_without_facts_says_which_articles_name_it(browser: Chrome, tmp_path: Path) -> None:
    lone = Entity("river-1", "River", "清河")
    open_page(browser, merge([page("a", TEXT, (lone,), ())]), tmp_path)
    click_at(browser, *place_of(browser, lone))
    wait_for(browser, "没有关于它的事实")
    assert "见于 (1)\na 《青崖河开工》" in panel(browser)


def test_a_click_on_an_edge_shows_the_quotes_of_that_fact(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample)
    (x, y), (a, b) = place_of(browser, WORK), place_of(browser, COUNTY)
    click_at(browser, (x + a) / 2, (y + b) / 2)
    wait_for(browser, f"{WORK.label} → {COUNTY.label}")
    clause = browser.find_element("css selector", "#panel blockquote .clause")
    assert clause.text == "在介休市开工"
    assert browser.find_element("css selector", "#panel blockquote").text == TEXT


def test_a_thing_in_the_panel_leads_to_its_own_facts(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample, f"#e={WORK.id}&t=facts")
    browser.find_element("xpath", f"//aside//article//button[text()='{COUNTY.label}']").click()
    wait_for(browser, "县级行政区 · 140781")
    assert "位于此地的" in panel(browser)
    assert "山西省 › 晋中市 › 介休市" in panel(browser)


def test_text_of_pages_stays_text(browser: Chrome, tmp_path: Path) -> None:
    browser.get_log("browser")
    open_page(browser, evil(), tmp_path)
    assert browser.execute_script("return document.scripts.length") == 6
    click_at(browser, *place_of(browser, Entity("project-ffff", "Project", "")))
    wait_for(browser, "</script><script>alert(1)</script>")
    for view in ("overview", "table", "conflicts", "pages"):
        browser.find_element("css selector", f'[data-view="{view}"]').click()
    markup = "return document.querySelectorAll('main script, main b:not(.tile b, .row b), body > b').length"
    assert browser.execute_script(markup) == 0
    assert browser.execute_script("return document.querySelector('aside h2').textContent") == f"工程{SEEN}"
    assert browser.get_log("browser") == []


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("467000000", "4.67亿元", "CNY 467 million"),
        ("42000000", "4,200万元", "CNY 42 million"),
        ("123456.78", "12.345678万元", "CNY 123,456.78"),
        ("800", "800元", "CNY 800"),
        ("130000000000", "1,300亿元", "CNY 130 billion"),
        ("1200000000000", "1.2万亿元", "CNY 1.2 trillion"),
    ],
)
def test_sums_in_the_readers_language(browser: Chrome, tmp_path: Path, yuan: str, zh: str, en: str) -> None:
    told = claim(WORK, "investment", Decimal(yuan), evidence(TEXT, "总投资", "a-1", "r"))
    write(merge([page("a", TEXT, (WORK,), (told,))]), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", f"#e={WORK.id}")
    wait_for(browser, zh)
    browser.find_element("id", "language").click()
    wait_for(browser, en)
    browser.find_element("id", "language").click()


def test_sums_that_differ_say_so(browser: Chrome, tmp_path: Path) -> None:
    sums = [
        claim(WORK, "investment", Decimal(n), evidence(TEXT, q, "a-1", "r"))
        for n, q in (("1", "开工"), ("2", "堤防长"))
    ]
    write(merge([page("a", TEXT, (WORK,), tuple(sums))]), tmp_path / "graph.html")
    open_file(browser, tmp_path / "graph.html", f"#e={WORK.id}")
    assert "1元 – 2元 说法不一" in " ".join(panel(browser).split())
    open_file(browser, tmp_path / "graph.html", f"#e={WORK.id}&t=facts")
    assert panel(browser).count("说法不一") == 2


def test_an_empty_graph_opens(browser: Chrome, tmp_path: Path) -> None:
    browser.get_log("browser")
    path = open_page(browser, Knowledge((), (), (), (), ()), tmp_path)
    for view in ("overview", "table", "conflicts", "pages"):
        open_file(browser, path, f"#v={view}")
    assert browser.get_log("browser") == []


def test_a_link_to_what_is_not_there_says_so(browser: Chrome, sample: Path) -> None:
    open_file(browser, sample, "#e=project-0000")
    assert "本页没有 project-0000" in panel(browser)


def test_in_english_and_in_the_dark(english: Chrome, tmp_path: Path) -> None:
    browser = english
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    power = Quantity(Decimal("136000000"), "kWh", "年发电量")
    told = claim(WORK, "measure", power, evidence(TEXT, "堤防", "a-1", "r"))
    open_page(browser, merge([FIRST, page("b", TEXT, (WORK,), (told,))]), tmp_path)
    browser.find_element("id", "search").send_keys("fhts", Keys.ENTER)
    wait_for(browser, "no page says")
    browser.find_element("css selector", '[data-tab="facts"]').click()
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
    assert max(background(browser)) < 80
    browser.find_element("id", "theme").click()
    assert min(background(browser)) > 200
    browser.find_element("id", "theme").click()
    assert max(background(browser)) < 80


def background(browser: Chrome) -> list[int]:
    found: list[int] = browser.execute_script(
        "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    )
    return found
