"""Classes of one's own in the explorer: their labels, colours and shapes, the dossier of the class above, Turtle with both."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.pipeline import build
from tests.browser import CHROMIUM, DRIVER, MISSING, open_file, start
from tests.test_field import PAGE, SCHOOL, folder


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("page")
    (at / "pages").mkdir()
    (at / "pages" / "p1.txt").write_text(PAGE, "utf-8")
    rules = SCHOOL.replace('kind_of = "学校"', 'kind_of = "学校"\ncolour = "#123456"\nshape = "leaf"')
    build([at / "pages"], out=at / "out", ontology=folder(at / "own", rules))
    return at / "out" / "graph.html"


def data(html: Path) -> dict[str, list[list[str]]]:
    found = re.search(r'<script[^>]*id="graph-data"[^>]*>(.*?)</script>', html.read_text("utf-8"), re.S)
    assert found is not None
    table: dict[str, list[list[str]]] = json.loads(found[1])
    return table


def test_the_legend_has_them_beside_the_class_above(html: Path) -> None:
    classes = {row[0]: row for row in data(html)["classes"]}
    assert classes["School"][1:3] == ["学校", "school"]
    assert classes["School"][4] == "Facility"
    assert classes["Primary"][3:] == ["#123456", "Facility", "leaf"]
    colours = [row[3] for row in classes.values()]
    assert len(set(colours)) == len(colours)


@pytest.mark.browser
def test_a_thing_of_them_has_the_dossier_and_the_shape(html: Path) -> None:
    pytest.importorskip("selenium")
    if CHROMIUM is None or DRIVER is None:
        pytest.skip(MISSING)
    browser = start()
    try:
        open_file(browser, html)
        shown = browser.execute_script(
            """const { data, dossier } = window.shanhe, at = data.things.label.indexOf("介休市第五小学");
            return [data.shapes[data.things.kind[at]], data.shapes[data.classes.findIndex((c) => c[0] === "Primary")],
              dossier.family(data.likeOf(at)), data.kindOf(at)[1]]"""
        )
        assert shown == ["square", "leaf", "work", "学校"]
    finally:
        browser.quit()
