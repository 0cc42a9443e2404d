"""Tables of things by class in real Chromium: columns of the schema, filters, sorting, totals, files of what is seen."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph.merge import merge
from kg.model import Date, Entity, Knowledge
from tests.graph_sample import TEXT, claim, evidence, page
from tests.test_view import write

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import Chrome, Keys  # noqa: E402

from tests.browser import open_file  # noqa: E402
from tests.test_explorer_page import axe, press, wait  # noqa: E402

NAMES = ("阿岭水库工程", "白石河治理工程", "重山灌区工程", "=长滩公路工程")  # in the order of pinyin
SUMS = ("300000000", "1200000000000", "45000000", None)


def works() -> Knowledge:
    things = [Entity(f"project-{i}", "Project", name) for i, name in enumerate(NAMES)]
    told = [
        claim(t, "investment", Decimal(s), evidence(TEXT, "开工", "a-1", "r"))
        for t, s in zip(things, SUMS, strict=True)
        if s
    ]
    told.append(claim(things[0], "investment", Decimal(500000000), evidence(TEXT, "堤防", "a-1", "r")))
    told += [
        claim(t, "startDate", Date(f"202{i}-03"), evidence(TEXT, "开工", "a-1", "r"))
        for i, t in enumerate(things)
    ]
    told.append(claim(things[2], "status", "underConstruction", evidence(TEXT, "开工", "a-1", "r")))
    return merge([page("a", TEXT, tuple(things), tuple(told))])


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("table") / "graph.html"
    write(works(), path)
    return path


def names(browser: Chrome) -> list[str]:
    script = "return [...document.querySelectorAll('#table tbody th')].map((n) => n.textContent)"
    return list(browser.execute_script(script))


def test_columns_are_those_that_the_schema_gives_a_class(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=table&o=Project")
    heads = [b.text for b in browser.find_elements("css selector", "#table thead button")]
    assert heads == ["名称", "投资额 ↓", "状态", "开工时间", "文章"]
    assert names(browser) == [NAMES[1], NAMES[0], NAMES[2], NAMES[3]]
    assert browser.find_element("css selector", "#table tbody td.sum").text == "1.2万亿元"
    foot = browser.find_element("css selector", "#table tfoot td.sum").text
    assert foot.split("\n") == [
        "合计 12,003.45亿元 – 12,005.45亿元".replace("12,003.45亿元", "1.200345万亿元").replace(
            "12,005.45亿元", "1.200545万亿元"
        ),
        "中位数 5亿元",
        "3 行有值",
    ]
    assert axe(browser) == []


def test_names_sort_as_chinese_does(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=table&o=Project&sort=name")
    assert [n.lstrip("=") for n in names(browser) if n[0] != "="] == list(NAMES[:3])
    press(browser, '[data-key="sortname"]')
    wait(browser, "window.shanhe.state.now.sort", "-name")
    assert [n for n in names(browser) if n[0] != "="] == list(NAMES[2::-1])


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ("investment~> 1亿", {0, 1}),
        ("investment~4000万-6亿", {0, 2}),
        ("startDate~2021-2022", {1, 2}),
        ("startDate~≥2022", {2, 3}),
        ("status~在建", {2}),
        ("name~工程|startDate~2020", {0}),
    ],
)
def test_filters_of_columns_have_an_address(
    browser: Chrome, graph: Path, wanted: str, left: set[int]
) -> None:
    from urllib.parse import quote

    open_file(browser, graph, f"#v=table&o=Project&tf={quote(wanted)}")
    assert set(names(browser)) == {NAMES[i] for i in left}


def test_a_filter_is_typed(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=table&o=Project")
    browser.find_element("css selector", '[data-key="tfname"]').send_keys("灌区", Keys.ENTER)
    wait(browser, "document.querySelectorAll('#table tbody tr').length", 1)
    assert names(browser) == [NAMES[2]]


def test_rows_take_one_stop_of_tab(browser: Chrome, graph: Path) -> None:
    open_file(browser, graph, "#v=table&o=Project")
    stops = "return document.querySelectorAll('#table tbody :is(button, a):not([tabindex=\"-1\"])').length"
    assert browser.execute_script(stops) == 1
    browser.execute_script("document.querySelector('#table tbody th button').focus()")
    browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert browser.switch_to.active_element.text == NAMES[0]
    assert browser.execute_script(stops) == 1


def test_the_table_is_saved_as_it_is_seen(browser: Chrome, graph: Path, downloads: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    open_file(browser, graph, "#v=table&o=Project&sort=investment&tf=startDate~2020-2022")
    seen = names(browser)
    (downloads / "shanhe-table.xlsx").unlink(missing_ok=True)
    body = saved(browser, downloads, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    assert rows[0] == ["名称", "投资额 (元)", "状态", "开工时间", "文章"]
    assert [row[0] for row in rows[1:]] == seen == [NAMES[2], NAMES[0], NAMES[1]]
    assert [row[1] for row in rows[1:]] == [45000000, "3亿元 – 5亿元", 1200000000000]
    table = list(csv.reader(io.StringIO(saved(browser, downloads, "csv").decode("utf-8-sig"))))
    assert [row[0] for row in table[1:]] == seen


def test_no_cell_is_a_formula(browser: Chrome, graph: Path, downloads: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    open_file(browser, graph, "#v=table&o=Project&tf=name~长滩")
    sheet = openpyxl.load_workbook(io.BytesIO(saved(browser, downloads, "xlsx"))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (NAMES[3], "s")
    assert saved(browser, downloads, "csv").decode("utf-8-sig").split("\r\n")[1].startswith("'=")


def saved(browser: Chrome, downloads: Path, kind: str) -> bytes:
    import time

    path = downloads / f"shanhe-table.{kind}"
    path.unlink(missing_ok=True)
    press(browser, f'[data-export="table-{kind}"]')
    wait(browser, "true", True)
    for _ in range(100):
        if path.is_file() and path.stat().st_size:
            break
        time.sleep(0.05)
    time.sleep(0.1)
    return path.read_bytes()
