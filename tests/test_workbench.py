"""The workbench: drafts, tries and saves a rule, and writes nowhere but into the folder that it was given."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import kg
from kg.api.packs import start_pack
from kg.api.serving import desk_of
from kg.model import DataError, Span
from kg.tables import read_table
from kg.workbench.bench import Workbench
from kg.workbench.routes import Desk
from tests.browser import CHROMIUM, DRIVER, MISSING, SECONDS, set_network, start
from tests.command import kg as command

PAGES = {
    "a": "介休添一座科技馆\n\n本报讯 介休市远山科技馆花掉2亿元。石梁水库工程总共花掉3亿元，其中绿化花掉2000万元。\n",
    "b": "平遥修路\n\n本报讯 平遥县白岭引水工程去年完工，花掉1.5亿元。市里为它花去不少心思。\n",
}
SENTENCE = "介休市远山科技馆花掉2亿元。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("bench") / "halls"
    start_pack(at, "ScienceHall", "科技馆")
    (at / "pages" / "p1.txt").unlink()
    for name, text in PAGES.items():
        (at / "pages" / f"{name}.txt").write_text(text, "utf-8")
    return at


@pytest.fixture
def bench(folder: Path) -> Workbench:
    (folder / "rules" / "workbench.toml").unlink(missing_ok=True)
    return Workbench(folder, folder, [folder / "pages"])


def spans(text: str, *parts: str) -> list[Span]:
    return [Span(text.index(part), text.index(part) + len(part)) for part in parts]


@pytest.mark.parametrize(
    ("text", "subject", "object_", "makes", "pattern"),
    [
        (SENTENCE, "介休市远山科技馆", "2亿元", "investment", "{^subject:Facility} ~ 花掉 ~ {object:Money}"),
        ("介休市远山科技馆2024年5月1日揭幕。", "介休市远山科技馆", "2024年5月1日", "openedOn", "{^subject:ScienceHall} ~ {object:Date} ~ 揭幕"),
        ("2024年5月1日，介休市远山科技馆揭幕。", "介休市远山科技馆", "2024年5月1日", "openedOn", "{object:Date} ~ {subject:ScienceHall} ~ 揭幕"),
    ],
)  # fmt: skip
def test_two_marks_and_a_relation_make_a_rule(
    text: str, subject: str, object_: str, makes: str, pattern: str, bench: Workbench
) -> None:
    one, other = spans(text, subject, object_)
    drafted = bench.draft(text, one, other, makes)
    assert drafted.pattern == pattern.replace("Facility", "ScienceHall")


def test_a_mark_that_cannot_be_is_told(bench: Workbench) -> None:
    one, other = spans(SENTENCE, "介休市远山科技馆", "2亿元")
    with pytest.raises(DataError, match="2亿元 is a Money; the relation takes"):
        bench.draft(SENTENCE, one, other, "openedOn")
    with pytest.raises(DataError, match="'花掉' is no name and no value here"):
        bench.draft(SENTENCE, one, spans(SENTENCE, "花掉")[0], "investment")


RULE = {
    "id": "own.cost",
    "makes": "investment",
    "pattern": "{^subject:Project|Facility} ~ 花掉 ~ {object:Money}",
    "unless": ["其中"],
}


def test_a_rule_is_tried_on_all_pages(bench: Workbench) -> None:
    found = bench.attempt({k: v for k, v in RULE.items() if k != "unless"})
    facts = [row["fact"] for row in found["hits"]]  # type: ignore[attr-defined]
    assert "平遥县白岭引水工程 investment 150000000" in facts
    assert "介休市远山科技馆 investment 200000000" in facts
    assert (found["on"], found["pages"], found["count"]) == (2, 2, len(facts))
    lefts = [str(row["left"])[::-1] for row in found["hits"]]  # type: ignore[attr-defined]
    assert lefts == sorted(lefts)


def test_what_a_changed_rule_loses_is_shown(bench: Workbench) -> None:
    example = [{"text": SENTENCE, "facts": ["介休市远山科技馆 investment 200000000"]}, {"text": "介休市远山科技馆花掉一天。", "facts": []}]  # fmt: skip
    bench.save({**RULE, "example": example})
    narrower = bench.attempt({**RULE, "pattern": "{^subject:ScienceHall} ~ 花掉 ~ {object:Money}"})
    lost = [row["fact"] for row in narrower["lost"]]  # type: ignore[attr-defined]
    assert "平遥县白岭引水工程 investment 150000000" in lost
    assert "介休市远山科技馆 investment 200000000" not in lost


def test_a_rule_is_saved_with_its_examples_and_loads(bench: Workbench, folder: Path) -> None:
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    example = [{"text": SENTENCE, "facts": ["介休市远山科技馆 investment 200000000"]}, {"text": "他说“花掉”一天。", "facts": []}]  # fmt: skip
    path, told = bench.save({**RULE, "example": example})
    assert (path, told) == (str(folder / "rules" / "workbench.toml"), [])
    after = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert {p for p in after if after[p] != before.get(p)} == {Path(path)}
    _, told = bench.save({**RULE, "id": "own.other", "example": [*example, {"text": SENTENCE, "facts": []}]})
    assert ["not wanted: 介休市远山科技馆 investment 200000000" in line for line in told] == [True]
    bench.save({**RULE, "id": "own.other", "example": example})
    shown = command("rules", "--test", "own.", "--ontology", str(folder))
    assert shown.stdout == "4 examples, 0 of them do not hold\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**RULE, "example": [{"text": SENTENCE, "facts": []}]}, "an example (✓) and a counter-example (✗) are wanted"),
        ({**RULE, "pattern": "{subject:Projekt} {object:Money}", "example": [{"text": "x", "facts": []}]}, "kg.ttl has no class 'Projekt'"),
        ({**RULE, "id": "../x", "example": [{"text": "x", "facts": []}]}, "a rule has no id such as"),
    ],
)  # fmt: skip
def test_what_the_loader_would_refuse_is_not_saved(
    row: dict[str, object], message: str, bench: Workbench, folder: Path
) -> None:
    with pytest.raises(DataError) as told:
        bench.save(row)
    assert message in str(told.value)
    assert not (folder / "rules" / "workbench.toml").exists()


EXAMPLES = [{"text": SENTENCE, "facts": ["介休市远山科技馆 investment 200000000"]}, {"text": "他说“花掉”一天。", "facts": []}]  # fmt: skip


@pytest.mark.parametrize("sign", ["\x7f", "\0", "\x1b[31m", '"\n[[relation]]', "\\", "\u2028"])
def test_what_is_saved_can_be_read_again(sign: str, bench: Workbench, folder: Path) -> None:
    bench.save({**RULE, "unless": [f"其中{sign}"], "example": EXAMPLES})
    (row,) = read_table(folder / "rules" / "workbench.toml")["relation"]  # type: ignore[misc,attr-defined]
    assert row["unless"] == [f"其中{sign}"]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(" * 5000 + "花" + ")" * 5000, "longer than 2000 characters"),
        ("(" * 40 + "花" + ")" * 40, "more than 30 ( within each other"),
        ("花 ~ " * 20, "more than 12 times ~"),
        ("((花)+掉?)+", "a + within what has a + itself"),
    ],
)
def test_a_pattern_that_would_not_end_is_told(pattern: str, message: str, bench: Workbench) -> None:
    row = {**RULE, "pattern": f"{{subject:Project}} {pattern} {{object:Money}}", "example": EXAMPLES}
    with pytest.raises(DataError) as told:
        bench.attempt(row)
    assert message in str(told.value)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[tuple[str, str]]:
    """Where the workbench is served for the time of the tests, and its token."""
    import uvicorn

    from kg.graph.serve import Served, make_app

    out = folder.parent / "out"
    kg.build(folder / "pages", out, ontology=folder)
    desk = desk_of(folder, [])
    assert isinstance(desk, Desk)
    app = make_app(Served(out / "store", out / "graph.html", ontology=folder, more=tuple(desk.routes())))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", desk.token
    server.should_exit = True
    thread.join()


def test_only_who_has_the_token_sees_and_writes(address: tuple[str, str], folder: Path) -> None:
    url, token = address
    assert httpx.get(f"{url}/workbench").status_code == 403
    assert httpx.get(f"{url}/workbench", params={"token": "x"}).status_code == 403
    assert "规则工作台" in httpx.get(f"{url}/workbench", params={"token": token}).text
    assert httpx.post(f"{url}/workbench/start", json={}).status_code == 403
    ours = {"x-kg-token": token}
    assert httpx.post(f"{url}/workbench/start", json={}, headers=ours, timeout=60).json()["folder"] == str(
        folder
    )
    elsewhere = {**ours, "origin": "https://example.org"}
    assert httpx.post(f"{url}/workbench/start", json={}, headers=elsewhere).status_code == 403
    assert httpx.post(f"{url}/workbench/nothing", json={}, headers=ours).status_code == 404
    told = httpx.post(f"{url}/workbench/page", json={"page": "../../secret"}, headers=ours)
    assert (told.status_code, told.text) == (400, "there is no page ../../secret")
    bad = (b"[", b'{"text": "\\ud800"}', b'{"text": NaN}', b'{"date": "x"}', b'{"date": "9999-99-99"}')
    for content in (*bad, b"[" * 100_000, b"1" * 5000, b'{"text": "' + "长".encode() * 2001 + b'"}'):
        assert httpx.post(f"{url}/workbench/see", content=content, headers=ours).status_code == 400


def test_who_goes_away_leaves_no_traceback(
    address: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    url, token = address
    host, _, port = url.removeprefix("http://").partition(":")
    body = f"Host: {host}:{port}\r\nx-kg-token: {token}\r\nContent-Length: 900\r\n"
    kind = "Content-Type: application/sparql-query\r\n"
    slow = []
    for path in ("/workbench/see", "/sparql", "/table") * 20:
        gone = socket.create_connection((host, int(port)))
        gone.sendall(f"POST {path} HTTP/1.1\r\n{body}{kind}\r\n{{".encode())
        slow.append(gone)
    ours = {"x-kg-token": token}
    assert httpx.post(f"{url}/workbench/start", json={}, headers=ours, timeout=60).status_code == 200
    for gone in slow:
        gone.close()
    assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=60).status_code == 200
    assert not [r for r in caplog.records if r.exc_info]


def test_other_machines_have_no_workbench(folder: Path, address: tuple[str, str]) -> None:
    from kg.graph.serve import Served, make_app

    desk = desk_of(folder, [])
    assert desk is not None
    out = folder.parent / "out"
    app = make_app(
        Served(out / "store", out / "graph.html", "0.0.0.0", ontology=folder, more=tuple(desk.routes()))
    )
    assert not [r for r in app.routes if "workbench" in getattr(r, "path", "")]
    assert desk_of(None, []) is None


@pytest.mark.browser
def test_a_rule_is_written_in_a_browser(address: tuple[str, str], folder: Path) -> None:
    pytest.importorskip("selenium")
    if CHROMIUM is None or DRIVER is None:
        pytest.skip(MISSING)
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select, WebDriverWait

    (folder / "rules" / "workbench.toml").unlink(missing_ok=True)
    browser = start()
    set_network(browser, on=True)
    try:
        url, token = address
        wait = WebDriverWait(browser, max(SECONDS, 60))

        def done(name: str) -> str:
            return str(wait.until(lambda b: b.execute_script(f"return document.body.dataset.{name} || ''")))

        browser.get(f"{url}/workbench?token={token}")
        done("ready")
        Select(browser.find_element(By.ID, "pages")).select_by_value("a.txt")
        wait.until(lambda b: "花掉" in b.find_element(By.ID, "text").get_property("value"))
        browser.execute_script("document.getElementById('text').value = arguments[0]", SENTENCE)
        browser.find_element(By.ID, "see").click()
        done("seen")
        hall, money = browser.find_elements(By.CSS_SELECTOR, "#names button")
        assert [hall.text, money.text] == ["介休市远山科技馆ScienceHall", "2亿元Money"]
        hall.click()
        money.click()
        Select(browser.find_element(By.ID, "makes")).select_by_value("investment")
        browser.find_element(By.ID, "draft").click()
        assert done("drafted") == "own.investment"
        pattern = browser.find_element(By.ID, "pattern")
        assert pattern.get_property("value") == "{^subject:ScienceHall} ~ 花掉 ~ {object:Money}"
        pattern.clear()
        pattern.send_keys("{^subject:Project|Facility} ~ 花掉 ~ {object:Money}")
        browser.find_element(By.ID, "try").click()
        number = int(done("tried"))
        rows = browser.find_elements(By.CSS_SELECTOR, "#rows tr")
        assert len(rows) == number >= 2
        right = next(row for row in rows if "白岭引水工程 investment 150000000" in row.text)
        right.find_element(By.CSS_SELECTOR, "button[title='例子']").click()
        rows = browser.find_elements(By.CSS_SELECTOR, "#rows tr")
        wrong = next(row for row in rows if "investment 300000000" in row.text)
        wrong.find_element(By.CSS_SELECTOR, "button[title='反例']").click()
        unless = browser.find_element(By.ID, "unless")
        unless.send_keys("其中 总共")
        browser.find_element(By.ID, "save").click()
        saved = Path(done("saved"))
        assert saved == folder / "rules" / "workbench.toml"
        shown = command("rules", "--test", "own.investment", "--ontology", str(folder))
        assert shown.stdout == "2 examples, 0 of them do not hold\n", shown.stdout + saved.read_text("utf-8")
        errors = [e for e in browser.get_log("browser") if e["level"] == "SEVERE"]
        assert errors == []
    finally:
        browser.quit()
