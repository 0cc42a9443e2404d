"""The query page in a real browser: a saved query is chosen, filled in and answered, and nobody but the server is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.graph.rdf import triples
from kg.graph.store import write_store
from tests.graph_sample import knowledge
from tests.test_graph_serve import serving

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import Chrome, Keys  # noqa: E402
from selenium.webdriver.support.ui import Select, WebDriverWait  # noqa: E402

from tests.browser import SECONDS, events, set_network  # noqa: E402


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("edited")
    write_store(triples(knowledge()), folder / "store")
    (folder / "graph.html").write_text("<title>山河</title>", "utf-8")
    with serving(folder, "127.0.0.1") as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser(chrome: Chrome) -> Iterator[Chrome]:
    set_network(chrome, on=True)
    yield chrome
    chrome.get("about:blank")
    set_network(chrome, on=False)


def told(browser: Chrome, text: str) -> None:
    def seen(b: Chrome) -> bool:
        return text in b.find_element("id", "told").text

    WebDriverWait(browser, SECONDS).until(seen, f"not told: {text}")


def filled(browser: Chrome, text: str) -> None:
    def seen(b: Chrome) -> bool:
        return text in str(b.find_element("id", "query").get_attribute("value"))

    WebDriverWait(browser, SECONDS).until(seen, f"not filled in: {text}")


def cells(browser: Chrome) -> list[list[str]]:
    rows = browser.find_elements("css selector", "#answer tr")[1:]
    return [[cell.text for cell in row.find_elements("tag name", "td")] for row in rows]


def test_a_saved_query_is_chosen_filled_in_and_answered(browser: Chrome, address: str) -> None:
    browser.get_log("performance")
    browser.get(f"{address}/sparql")
    WebDriverWait(browser, SECONDS).until(lambda b: b.execute_script("return document.body.dataset.ready"))
    Select(browser.find_element("id", "saved")).select_by_value("projects-of-area")
    told(browser, "1 行")  # of its example, the province
    area = browser.find_element("name", "area")
    for name, found in (("太原市", "0 行"), ("介休", "1 行")):
        area.clear()
        area.send_keys(name)
        filled(browser, f'"{name}"@zh')
        browser.find_element("id", "run").click()
        told(browser, found)
    ((name, yuan, status, place, project),) = cells(browser)
    assert (name, yuan, place) == ("青崖河防洪提升工程", "4,200万元", "介休市")
    assert (status, project) == ("在建 (kg:underConstruction)", "id:project-1a2b3c4d")
    asked = {event["request"]["url"] for event in events(browser, "Network.requestWillBeSent")}  # type: ignore[index]
    assert asked
    assert all(url.startswith(f"{address}/") for url in asked)
    assert [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_what_one_writes_is_asked_by_keys_kept_in_the_address_and_never_markup(
    browser: Chrome, address: str
) -> None:
    browser.get("about:blank")
    browser.get(f"{address}/sparql")
    WebDriverWait(browser, SECONDS).until(lambda b: b.execute_script("return document.body.dataset.ready"))
    query = browser.find_element("id", "query")
    query.clear()
    query.send_keys("SELECT ('<img src=x onerror=alert(1)>' AS ?x) {}")
    query.send_keys(Keys.CONTROL, Keys.ENTER)
    told(browser, "1 行")
    assert cells(browser) == [["<img src=x onerror=alert(1)>"]]
    browser.refresh()
    assert "onerror" in str(browser.find_element("id", "query").get_attribute("value"))
    browser.find_element("id", "language").click()
    assert browser.find_element("id", "run").text == "Ask"


def test_a_mistake_is_told_in_the_language_of_the_page(browser: Chrome, address: str) -> None:
    browser.get("about:blank")
    browser.get(f"{address}/sparql#query=SELECT%20nothing")
    WebDriverWait(browser, SECONDS).until(lambda b: b.execute_script("return document.body.dataset.ready"))
    browser.find_element("id", "run").click()
    told(browser, "查询有误：查询在第 1 行第 15 列有语法错误")
    assert "does not parse" not in browser.find_element("id", "told").text
    browser.find_element("id", "language").click()
    browser.find_element("id", "run").click()
    told(browser, "The query is wrong: the query does not parse at line 1")
    browser.find_element("id", "language").click()


def test_an_answer_is_sorted_and_an_error_stands_alone(browser: Chrome, address: str) -> None:
    browser.get("about:blank")
    browser.get(
        f"{address}/sparql#query=SELECT%20%3Fname%20%3Fyuan%20%7B%20VALUES%20(%3Fname%20%3Fyuan)%20%7B%20('%E4%B9%99'%2074885000000)%20('%E7%94%B2'%205)%20%7D%20%7D"
    )
    WebDriverWait(browser, SECONDS).until(lambda b: b.execute_script("return document.body.dataset.ready"))
    browser.find_element("id", "run").click()
    told(browser, "2 行")
    assert cells(browser) == [["乙", "748.85亿元"], ["甲", "5元"]]
    browser.find_element("xpath", "//th/button[.='name']").click()
    assert [row[0] for row in cells(browser)] == ["甲", "乙"]
    widths = [i.value_of_css_property("width") for i in browser.find_elements("css selector", "td.number i")]
    assert float(widths[1][:-2]) > 20 > float(widths[0][:-2])
    query = browser.find_element("id", "query")
    query.clear()
    query.send_keys("SELECT nothing", Keys.CONTROL, Keys.ENTER)
    told(browser, "查询有误：")
    assert not browser.find_element("id", "answer").is_displayed()


def test_terms_are_completed_and_coloured(browser: Chrome, address: str) -> None:
    browser.get("about:blank")
    browser.get(f"{address}/sparql")
    WebDriverWait(browser, SECONDS).until(lambda b: b.execute_script("return document.body.dataset.ready"))
    query = browser.find_element("id", "query")
    query.clear()
    query.send_keys("SELECT ?w { ?w kg:undertak")
    assert browser.find_element("css selector", "#terms li").text.split() == ["kg:undertakenBy", "承担方"]
    query.send_keys(Keys.TAB)
    assert query.get_attribute("value") == "SELECT ?w { ?w kg:undertakenBy "
    query.send_keys("投资额", Keys.ENTER)
    assert str(query.get_attribute("value")).endswith("kg:investment ")
    coloured = {
        (s.get_attribute("class"), s.text) for s in browser.find_elements("css selector", "#shade span")
    }
    assert {("keyword", "SELECT"), ("variable", "?w"), ("term", "kg:undertakenBy")} <= coloured


def test_an_empty_answer_says_why_and_an_empty_box_is_not_shown(browser: Chrome, address: str) -> None:
    browser.get("about:blank")
    browser.get(f"{address}/sparql#query=SELECT%20%3Fx%20%7B%20%3Fx%20a%20kg%3ARivr%20%7D")
    WebDriverWait(browser, SECONDS).until(lambda b: b.execute_script("return document.body.dataset.ready"))
    assert not browser.find_element("id", "parameters").is_displayed()
    browser.find_element("id", "run").click()
    told(browser, "kg:Rivr")
    assert "the graph has no" not in browser.find_element("id", "told").text
