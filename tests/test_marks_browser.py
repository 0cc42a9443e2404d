"""In a real browser: 错 beside a sentence writes a line, and the next build shows what it did."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.api.serving import marks_into
from kg.corrections.file import load_corrections
from kg.graph.marks import Marking

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import Chrome  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

from tests.browser import CHROMIUM, DRIVER, MISSING, SECONDS, open_file, start  # noqa: E402

PAGE = "青崖河治理见成效\n\n本报讯 青崖河防洪提升工程在山西省介休市开工，总投资3亿元。\n"
READY = "return document.body.dataset.ready + document.body.dataset.facts"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    if CHROMIUM is None or DRIVER is None:
        pytest.skip(MISSING)
    started = start()
    yield started
    started.quit()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(PAGE, "utf-8")
    kg.build(tmp_path / "pages", tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def address(out: Path) -> Iterator[tuple[str, str]]:
    """Where the graph is served for the time of a test, and its token."""
    import uvicorn

    from kg.graph.serve import Served, make_app

    marking = Marking.new(marks_into(out, out.parent / "pages" / "corrections.toml", None, "李梅"))
    app = make_app(Served(out / "store", out / "graph.html", marking=marking))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/", marking.token
    server.should_exit = True
    thread.join()


def test_a_mark_is_written_and_the_next_build_shows_it(
    browser: Chrome, out: Path, address: tuple[str, str]
) -> None:
    url, token = address
    work = kg.open(out).explain("青崖河防洪提升工程")[0].thing.name.iri.rpartition("/")[2]
    fragment = f"#e={work}&t=facts"
    open_file(browser, out / "graph.html", fragment)
    assert not browser.find_elements("css selector", ".marks")
    on = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", on)
    browser.get(f"{url}?token={token}{fragment}")
    WebDriverWait(browser, SECONDS).until(lambda b: b.execute_script(READY) == "yesyes")
    cards = browser.find_elements("css selector", "#panel .fact")
    (card,) = [c for c in cards if "3亿元" in c.find_element("css selector", ".head").text]
    card.find_element("xpath", ".//button[text()='错']").click()
    prompt = WebDriverWait(browser, SECONDS).until(lambda b: b.switch_to.alert)
    prompt.send_keys("旧数")
    prompt.accept()
    WebDriverWait(browser, SECONDS).until(lambda b: "已记入 corrections.toml" in card.text)
    (line,) = load_corrections(out.parent / "pages" / "corrections.toml")
    assert (line.action, line["relation"], line["note"], line["by"]) == (
        "reject",
        "investment",
        "旧数",
        "李梅",
    )
    assert kg.build(out.parent / "pages", out).corrected == 1
    open_file(browser, out / "graph.html", fragment)
    (card,) = [c for c in browser.find_elements("css selector", "#panel .fact") if "已否定" in c.text]
    assert "更正：reject" in card.text
    assert "旧数" in card.text
