"""What the explorer is for, each thing a test, in real Chromium with the network off: on corpus/ and on the real pages of folds 1 to 4.

What must be seen is taken from the graph by the API, never from the page.
"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.api.values import Fact, Name
from kg.view.outlines import outlines, pack

pytestmark = pytest.mark.browser
pytest.importorskip("selenium", reason="selenium is not installed: pip install -e .[dev]")

from selenium.webdriver import ActionChains, Chrome  # noqa: E402

from tests.browser import events, open_file  # noqa: E402
from tests.test_explorer_map import printed  # noqa: E402
from tests.test_explorer_page import axe, wait, wait_title  # noqa: E402
from tests.test_explorer_reading import texts  # noqa: E402
from tests.test_explorer_table import names, saved  # noqa: E402

WORKS = ("Project", "Facility", "Reservoir")
PARTS = 6  # of the views that axe-core looks at
ROWS = ("investment", "status", "locatedIn", "onRiver", "undertakenBy")
IN_VIEW = """const { canvas, data } = window.shanhe, seen = canvas.viewport();
    return canvas.scene.things.every((i) => data.things.x[i] >= seen.left && data.things.x[i] <= seen.right
        && data.things.y[i] >= seen.top && data.things.y[i] <= seen.bottom)"""
SHOWN = "const { canvas, data } = window.shanhe; return [...canvas.scene.things, ...canvas.scene.loose].map((i) => data.things.id[i])"


def local(name: Name) -> str:
    return name.iri.rpartition("/")[2]


@dataclass(frozen=True)
class Case:
    """A graph that was built: its page, and what the API says is in it."""

    out: Path
    name: str = ""

    @property
    def page(self) -> Path:
        return self.out / "graph.html"

    @cached_property
    def facts(self) -> list[Fact]:
        return [f for f in kg.open(self.out).facts() if f.stands]

    def told(self, relation: str) -> list[Fact]:
        return [f for f in self.facts if f.relation == relation]

    def most(self, relation: str, *, kinds: Iterable[str]) -> Name:
        """The object of the most facts of a relation, among those of some classes."""
        counts = Counter(
            f.object for f in self.told(relation) if isinstance(f.object, Name) and f.object.kind in kinds
        )
        return min(counts, key=lambda name: (-counts[name], name.iri))

    @cached_property
    def work(self) -> Name:
        """The work of which most of the rows of a dossier are told."""
        rows: defaultdict[Name, set[str]] = defaultdict(set)
        for fact in self.facts:
            if fact.subject.kind == "Project" and fact.relation in ROWS and fact.quotes:
                rows[fact.subject].add(fact.relation)
        return min(rows, key=lambda name: (-len(rows[name]), name.iri))

    @cached_property
    def river(self) -> Name:
        """汾河 where it is told of, else the river that most is told of."""
        counts = Counter(
            name
            for f in self.facts
            for name in (f.subject, f.object)
            if isinstance(name, Name)
            and name.kind == "River"
            and f.relation in ("onRiver", "flowsThrough", "tributaryOf")
        )
        return min(counts, key=lambda name: (name.label != "汾河", -counts[name], name.iri))


@pytest.fixture(scope="module", params=["corpus", "real"])
def case(request: pytest.FixtureRequest) -> Case:
    return Case(request.getfixturevalue("built" if request.param == "corpus" else "real").out, request.param)


def test_a_fact_is_read_in_its_article_within_two_clicks(browser: Chrome, case: Case) -> None:
    fact = next(f for f in case.told("locatedIn") if f.subject == case.work and f.quotes)
    events(browser, "Network.requestWillBeSent")
    open_file(browser, case.page)
    browser.find_element("id", "search").send_keys(case.work.label)
    browser.find_element("css selector", "#hits li").click()
    wait_title(browser, case.work.label)
    browser.find_element("css selector", '[data-tab="text"]').click()
    wait(browser, "document.querySelectorAll('.article .chosen').length > 0", True)
    article = "".join("".join(texts(browser, ".article p")).split())
    assert any("".join(quote.text.split())[:12] in article for quote in fact.quotes)
    asked = [e["request"] for e in events(browser, "Network.requestWillBeSent")]
    assert all(str(r["url"]).startswith(("file:", "about:", "data:")) for r in asked if isinstance(r, dict))


def test_a_dossier_needs_no_scrolling(browser: Chrome, case: Case) -> None:
    open_file(browser, case.page, f"#e={local(case.work)}")
    for relation in ROWS:
        row = browser.find_element("css selector", f'.dossier .row[data-relation="{relation}"]')
        script = (
            "const b = arguments[0].getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight"
        )
        assert browser.execute_script(script, row)
    said = "".join(texts(browser, "#panel .dossier"))
    told = [
        f
        for f in case.facts
        if f.subject == case.work and f.relation in ("locatedIn", "onRiver", "undertakenBy")
    ]
    assert told and all(f.object.label in said for f in told[:6] if isinstance(f.object, Name))


def test_an_area_has_all_works_of_its_parts(browser: Chrome, case: Case) -> None:
    parents = {f.subject: f.object for f in case.told("partOf")}
    placed = {f.subject: f.object for f in case.told("locatedIn") if f.subject.kind in WORKS}

    def within(area: object, above: Name) -> bool:
        while isinstance(area, Name) and area != above:
            area = parents.get(area)
        return area == above

    counts = Counter(a for area in placed.values() for a in parents if a.kind == "County" and within(area, a))
    county = min(counts, key=lambda name: (-counts[name], name.iri))
    wanted = {work.label for work, area in placed.items() if within(area, county)}
    assert wanted
    open_file(browser, case.page, f"#e={local(county)}")
    for button in browser.find_elements("css selector", "#panel ul.works > .more > button"):
        browser.execute_script("arguments[0].click()", button)
    assert wanted <= set(texts(browser, "#panel ul.works .thing"))


def test_sums_are_compared_and_saved(browser: Chrome, case: Case, downloads: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    open_file(browser, case.page, "#v=table&o=Project&sort=-investment")
    seen = names(browser)
    rows = list(
        openpyxl.load_workbook(io.BytesIO(saved(browser, downloads, "xlsx"))).active.iter_rows(
            values_only=True
        )
    )
    assert [row[0] for row in rows[1:]] == seen
    sums = defaultdict(set)
    for fact in case.told("investment"):
        sums[fact.subject.label].add(fact.object)
    numbers = [(row[0], row[1]) for row in rows[1:] if isinstance(row[1], int | float)]
    assert len(numbers) > 3
    assert [n for _, n in numbers] == sorted((n for _, n in numbers), reverse=True)
    assert all(Decimal(str(n)) in sums[name] for name, n in numbers)


def test_the_ledger_opens_by_its_address(browser: Chrome, case: Case) -> None:
    open_file(browser, case.page, "#v=conflicts")
    differing = browser.execute_script(
        "return window.shanhe.data.read.facts.differs.reduce((a, b) => a + b, 0)"
    )
    entries = browser.find_elements("css selector", "#conflicts .conflict")
    assert bool(entries) == bool(differing)
    assert all(
        len(e.find_elements("css selector", ".side")) >= 2 and e.find_elements("css selector", ".source")
        for e in entries
    )
    assert entries or "没有说法不一的地方" in browser.find_element("id", "conflicts").text


def test_a_river_is_followed(browser: Chrome, case: Case) -> None:
    open_file(browser, case.page, f"#e={local(case.river)}")
    said = "".join(texts(browser, "#panel"))
    others = {
        f.subject if f.object == case.river else f.object
        for f in case.facts
        if f.relation in ("tributaryOf", "flowsThrough", "onRiver") and case.river in (f.subject, f.object)
    }
    assert others and all(name.label in said for name in others if isinstance(name, Name))
    next_ = min((n for n in others if isinstance(n, Name)), key=lambda n: n.iri)
    browser.find_element("xpath", f"//aside//button[contains(@class, 'thing') and .='{next_.label}']").click()
    wait_title(browser, next_.label)
    browser.back()
    wait_title(browser, case.river.label)


def test_a_river_that_is_filtered_is_seen_whole(browser: Chrome, case: Case) -> None:
    open_file(browser, case.page, f"#river={local(case.river)}")
    near = {
        local(name)
        for f in case.facts
        if case.river in (f.subject, f.object)
        for name in (f.subject, f.object)
        if isinstance(name, Name)
    }
    assert near <= set(browser.execute_script(SHOWN))
    assert browser.execute_script("return window.shanhe.canvas.scene.form") == "trunk"
    assert browser.execute_script(IN_VIEW)


def test_two_years_are_brushed(browser: Chrome, case: Case) -> None:
    open_file(browser, case.page, "#v=time")
    bars = browser.find_elements("css selector", "svg.timeline .years")
    first, last = (
        int(b.find_element("css selector", "title").get_attribute("textContent")[:4]) for b in bars[-3:-1]
    )
    field = browser.find_element("css selector", "svg.timeline .field")
    left = field.rect["x"] + field.rect["width"] / 2
    middle = [b.rect["x"] + b.rect["width"] / 2 - left for b in bars[-3:-1]]
    drag = ActionChains(browser).move_to_element_with_offset(field, round(middle[0]), 0).click_and_hold()
    drag.move_to_element_with_offset(field, round(middle[1]), 0).release().perform()
    wait(browser, "window.shanhe.state.now.to", str(last))
    assert f"from={first}&to={last}" in browser.current_url
    years = "const { years } = window.shanhe.data.read, s = window.shanhe.selection(); return years.filter((_, f) => s.fact[f])"
    assert set(browser.execute_script(years)) == {first, last}
    assert browser.find_elements("css selector", "svg.timeline .lane")


def test_paper_has_every_fact_of_a_dossier(browser: Chrome, case: Case) -> None:
    open_file(browser, case.page, f"#e={local(case.work)}")
    told = printed(browser)
    for fact in (f for f in case.facts if f.subject == case.work):
        if isinstance(fact.object, Name):
            assert fact.object.label in told
        for quote in fact.quotes:
            assert "".join(quote.text.split())[:8].replace(",", "，") in told.replace(",", "，")


def fragments(case: Case) -> list[str]:
    """An address of every view, of every tab, and of things of several families."""
    kinds = ("Project", "County", "City", "River", "Company", "Agency", "Policy")
    things = {k: min((f.subject for f in case.facts if f.subject.kind == k), default=None) for k in kinds}
    work, county = local(case.work), local(case.most("locatedIn", kinds=("County",)))
    views = ["", *(f"v={v}" for v in ("overview", "map", "time", "table", "conflicts", "pages"))]
    tables = ["v=table&o=Project&sort=-investment", "v=table&o=claims"]
    tabs = [f"e={work}&t=facts", f"e={work}&t=text", f"p={work},{county}", f"n={county}", "ask=largest"]
    shown = [f"river={local(case.river)}", "df=1", "tray=1", "z=sum", "k=none"]
    each = [f"e={local(name)}" for name in things.values() if name]
    if case.name == "real":  # what is on the page differs by the data, not what the page is made of
        return [*tables, *tabs[:2], "v=map", each[0]]
    return [*views, *tables, *tabs, *shown, *each[::2]]


@pytest.mark.parametrize("part", range(PARTS))  # some 3 s a view: workers share them
def test_axe_finds_nothing_in_any_view(browser: Chrome, case: Case, part: int) -> None:
    for fragment in fragments(case)[part::PARTS]:
        open_file(browser, case.page, f"#{fragment}")
        assert axe(browser) == [], fragment


def test_axe_finds_nothing_in_an_article(browser: Chrome, case: Case) -> None:
    open_file(browser, case.page, f"#e={local(case.work)}&t=text")
    article = browser.execute_script("return window.shanhe.data.read.articles.local[0]")
    open_file(browser, case.page, f"#a={article}&t=text")
    assert axe(browser) == []


def test_every_mark_lies_within_its_area(browser: Chrome, case: Case) -> None:
    open_file(browser, case.page, "#v=map&m=73,17.6,135.2,53.8")
    script = """return [...document.querySelectorAll('svg.map .work')].map((mark) => { const b = mark.getBBox();
        return [mark.dataset.county, (b.x + b.width / 2) / 8.0902, -(b.y + b.height / 2) / 10]; })"""
    marks = browser.execute_script(script)
    assert len(marks) > 10 and len(browser.find_elements("css selector", "svg.map .provinces")) == 1
    borders: Any = outlines(code for code, _, _ in marks)
    for code, x, y in marks:
        assert _inside(x, y, _rings(borders, code)), (code, x, y)


def _rings(borders: Mapping[str, Mapping[str, Sequence[str]]], code: str) -> list[list[tuple[float, float]]]:
    for level, units in (("county", 1000), ("city", 100), ("province", 100)):
        if code in borders[level]:
            return [_absolute(ring, units) for ring in borders[level][code]]
    return []


def _absolute(ring: str, units: int) -> list[tuple[float, float]]:
    x = y = 0
    points = []
    steps = list(unpacked(ring))
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / units, y / units))
    return points


def unpacked(ring: str) -> Iterator[int]:
    """What `pack` made text of."""
    value = shift = 0
    for sign in ring:
        part = ord(sign) - 63
        value |= (part & 31) << shift
        shift += 5
        if part < 32:
            yield ~(value >> 1) if value & 1 else value >> 1
            value = shift = 0


@given(st.lists(st.integers(-(10**6), 10**6)))
def test_borders_come_back(steps: list[int]) -> None:
    assert list(unpacked(pack(steps))) == steps


def _inside(x: float, y: float, rings: list[list[tuple[float, float]]]) -> bool:
    within = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, [ring[-1], *ring[:-1]], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                within = not within
    return within
