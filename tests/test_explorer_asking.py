"""One box, in real Chromium: questions that the file answers with the network off, and under `kg serve` those of `kg ask`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

import kg
from kg import stamp
from kg.api.serving import answers_from, texts_from
from kg.graph.asking import Asking
from kg.graph.keep import PoolFile
from kg.graph.reading import Reading
from kg.graph.serve import Served
from kg.made import POOL
from kg.model import DataError
from kg.view.texts import page_texts
from tests.test_view import write

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import Chrome, Keys  # noqa: E402

from tests.browser import open_file, set_network  # noqa: E402
from tests.test_explorer_page import address, axe, suggestions, wait, wait_title  # noqa: E402

PAGE = "青崖河治理见成效\n\n本报讯 青崖河流经山西省介休市。青崖河防洪提升工程在介休市开工，总投资3亿元。\n"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asking")
    (folder / "a.txt").write_text(PAGE, "utf-8")
    kg.build(folder / "a.txt", folder / "out")
    return folder / "out"


@pytest.fixture(scope="module")
def address_(out: Path) -> Iterator[str]:
    """Where the graph is served."""
    with at_work(Served(out / "store", out / "graph.html", asking=Asking(answers_from(out)))) as address:
        yield address


@contextmanager
def at_work(served: Served) -> Iterator[str]:
    """The address of an application while it serves."""
    import uvicorn

    from kg.graph.serve import make_app

    app = make_app(served)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("青崖河流经哪些县", "青崖河流经哪里？"),
        ("青崖河防洪提升工程投资多少", "青崖河防洪提升工程投资多少？"),
        ("介休市有哪些工程", "介休市有哪些工程？"),
        ("哪些工程投资最多？", "投资最多的是哪些工程？"),
        ("青崖河", "青崖河"),
        ("总投资3亿元", ""),
    ],
)
def test_the_box_tells_names_questions_and_passages_apart(
    browser: Chrome, out: Path, typed: str, first: str
) -> None:
    if not browser.current_url.startswith((out / "graph.html").as_uri()):
        open_file(browser, out / "graph.html")
    found = suggestions(browser, typed)
    assert found[0] == first or (not first and "总投资3亿元" in found[0])


def test_a_question_is_answered_with_its_sentences_by_the_file(browser: Chrome, out: Path) -> None:
    open_file(browser, out / "graph.html")
    browser.find_element("id", "search").send_keys("青崖河流经哪些县", Keys.ENTER)
    wait_title(browser, "青崖河流经哪里？")
    panel = browser.find_element("id", "panel")
    assert panel.find_element("css selector", ".short").text == "介休市"
    assert "青崖河流经山西省介休市" in panel.text and "读原文" in panel.text
    assert address(browser).startswith("ask=flows:river-") or address(browser).startswith(
        "ask=flows%3Ariver-"
    )
    assert axe(browser) == []
    browser.back()
    wait(browser, "document.querySelectorAll('#panel [data-ask]').length > 1", True)
    groups = [h.text for h in browser.find_elements("css selector", "#panel h4")]
    assert groups == ["工程", "河流"]
    assert not browser.find_element("id", "query").is_displayed()


def test_kg_serve_asks_kg_ask(browser: Chrome, address_: str) -> None:
    set_network(browser, on=True)
    try:
        browser.get(address_)
        wait(browser, "document.body.dataset.facts", "yes")
        browser.find_element("id", "search").send_keys("投资超过1亿元的工程有几个", Keys.ENTER)
        wait(browser, "document.querySelectorAll('#panel .fact').length", 1)
        panel = browser.find_element("id", "panel")
        assert panel.find_element("css selector", ".short").text.endswith("1个")
        assert "总投资3亿元" in panel.text and "理解为" in panel.text
        panel.find_element("xpath", ".//button[.='青崖河防洪提升工程']").click()
        wait_title(browser, "青崖河防洪提升工程")
        browser.find_element("id", "search").send_keys("天气怎么样？", Keys.ENTER)
        wait(browser, "document.querySelector('#panel h2').textContent", "天气怎么样？")
        wait(browser, "document.getElementById('panel').textContent.includes('正在查')", False)
        browser.find_element("id", "query").click()
        wait(browser, "document.title", "山河 SPARQL")
    finally:
        browser.get("about:blank")
        set_network(browser, on=False)


def shortened(out: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a graph with the sentences around quotes alone, as one of many articles is."""
    with PoolFile(out / ".shards" / POOL) as file:
        pool = file.again(stamp.stands(out))
        assert pool is not None
        known = pool.knowledge()
    monkeypatch.setattr("kg.view.html.page_texts", partial(page_texts, limit=0))
    write(known, path)


def test_kg_serve_gives_the_whole_text_of_an_article(
    browser: Chrome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no claim is read from is not in the file; a claim is marked where it stands in the whole."""
    lines = "\n\n本报讯 天还没亮，河边已经有人。\n".join(PAGE.split("\n\n本报讯 "))
    (tmp_path / "a.txt").write_text(lines, "utf-8")
    out = tmp_path / "out"
    kg.build(tmp_path / "a.txt", out)
    shortened(out, tmp_path / "graph.html", monkeypatch)
    open_file(browser, tmp_path / "graph.html")
    fact, article = browser.execute_script(
        "const { facts, articles } = window.shanhe.data.read, f = facts.p.findIndex((p) => window.shanhe.data.relations[p][0] === 'investment');"
        "return [facts.id[f], articles.local[facts.article[f]]]"
    )
    fragment = f"#t=text&a={article}&q={fact}"
    open_file(browser, tmp_path / "graph.html", fragment)
    assert "天还没亮" not in browser.find_element("css selector", ".article").text
    assert "kg serve" in browser.find_element("css selector", ".cut").text
    set_network(browser, on=True)
    try:
        served = Served(
            out / "store",
            tmp_path / "graph.html",
            asking=Asking(answers_from(out)),
            reading=Reading(texts_from(out)),
        )
        with at_work(served) as address:
            browser.get(address + fragment)
            wait(browser, "document.querySelectorAll('.cut').length", 0)
            assert "天还没亮" in browser.find_element("css selector", ".article").text
            marked = browser.find_elements("css selector", ".article mark.chosen")
            assert "总投资3亿元" in "".join(m.text for m in marked)
            assert httpx.get(address + "article", params={"a": "article-none"}).status_code == 404
    finally:
        browser.get("about:blank")
        set_network(browser, on=False)


def test_texts_that_were_left_out_are_not_given(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, "utf-8")
    kg.build(tmp_path / "a.txt", tmp_path / "out", texts=False)
    with pytest.raises(DataError, match="without texts"):
        texts_from(tmp_path / "out")("article-a-1")
    with pytest.raises(DataError, match="are not here"):
        texts_from(tmp_path)("article-a-1")
