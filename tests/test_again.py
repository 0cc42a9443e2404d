"""A build after a small change: the pool is gone on with, what is as it was is copied, graph.html waits until it is asked for."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kg.drawing import draw_graph
from kg.extract import Tools
from kg.graph.seal import seal
from kg.graph.serve import Served, make_app
from kg.graph.store import read_store
from kg.made import HTML, POOL, SHARDS, STORE, TURTLE
from kg.model import DataError
from kg.pipeline import Summary, build
from tests.synthetic import write_pages

PAGES = 12
SHORT = "青岭水库除险加固工程开工\n\n本报讯 青岭水库除险加固工程在山西省介休市开工，总投资2亿元。\n"
PLACED = "水库工程\n\n本报讯 介休市青岭水库除险加固工程的总投资为3亿元。\n"  # the same work, by a reason

Build = Callable[..., Summary]


@pytest.fixture
def again(tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> Build:
    write_pages(tmp_path / "pages", PAGES, paragraphs=2)
    monkeypatch.setattr("kg.merging.MOST_CHANGED", 0.5)

    def run(out: str = "out", **options: object) -> Summary:
        return build([tmp_path / "pages"], out=tmp_path / out, tools=tools, **options)  # type: ignore[arg-type]

    run()
    return run


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A row for each pool that is merged from nothing."""
    found: list[object] = []

    def counted(*given: object) -> None:
        found.append(given)
        seal(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("kg.outputs.seal", counted)
    return found


def stored(out: Path) -> set[str]:
    return {str(quad) for quad in read_store(out / STORE)}


def assert_as_from_nothing(again: Build, tmp_path: Path, sealed: list[object]) -> None:
    """The next build goes on with the pool, and makes what a build from nothing makes."""
    found = again()
    assert sealed == []
    shutil.rmtree(tmp_path / "new", ignore_errors=True)
    new = again("new")
    assert len(sealed) == 1
    sealed.clear()
    assert (found.claims, found.facts, found.by_class) == (new.claims, new.facts, new.by_class)
    for name in (TURTLE, HTML):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "new" / name).read_bytes()
    assert stored(tmp_path / "out") == stored(tmp_path / "new")


def test_a_page_more_and_a_page_less(again: Build, tmp_path: Path, sealed: list[object]) -> None:
    write_pages(tmp_path / "pages", 1, paragraphs=2, first=PAGES)
    assert_as_from_nothing(again, tmp_path, sealed)
    (tmp_path / "pages" / "n000003.txt").unlink()
    assert_as_from_nothing(again, tmp_path, sealed)


def has_note(out: Path) -> bool:
    """Whether the work on two pages is told to be one."""
    lines = (out / TURTLE).read_text("utf-8").splitlines()
    return any("identityNote" in line and "青岭水库" in line for line in lines)


def test_a_page_that_tells_that_two_works_are_one_comes_and_goes(
    again: Build, tmp_path: Path, sealed: list[object]
) -> None:
    (tmp_path / "pages" / "short.txt").write_text(SHORT, "utf-8")
    assert_as_from_nothing(again, tmp_path, sealed)
    assert not has_note(tmp_path / "out")
    (tmp_path / "pages" / "placed.txt").write_text(PLACED, "utf-8")
    assert_as_from_nothing(again, tmp_path, sealed)
    assert has_note(tmp_path / "out")
    (tmp_path / "pages" / "placed.txt").unlink()
    assert_as_from_nothing(again, tmp_path, sealed)
    assert not has_note(tmp_path / "out")


def test_what_changed_it_otherwise_is_made_anew(again: Build, tmp_path: Path, sealed: list[object]) -> None:
    """An output of another hand, a damaged pool, corrections, another base IRI."""
    page = tmp_path / "pages" / "n000000.txt"
    for number, spoil in enumerate((tmp_path / "out" / TURTLE, tmp_path / "out" / SHARDS / POOL)):
        spoil.write_bytes(b"garbage")
        page.write_text(f"{SHORT}共{number}页。\n", "utf-8")
        again()
        assert len(sealed) == number + 1
    corrections = tmp_path / "corrections.toml"
    corrections.write_text('[[reject]]\nsubject = "青岭水库除险加固工程"\nrelation = "investment"\n', "utf-8")
    again(corrections=[corrections])
    assert len(sealed) == 3
    again()
    assert len(sealed) == 4
    page.write_text(SHORT, "utf-8")
    again(base_iri="https://example.org/id/")
    again("new", base_iri="https://example.org/id/")
    assert (tmp_path / "out" / TURTLE).read_bytes() == (tmp_path / "new" / TURTLE).read_bytes()
    assert stored(tmp_path / "out") == stored(tmp_path / "new")


def test_a_build_that_fails_half_way_leaves_the_pool_as_it_was(
    again: Build, tmp_path: Path, sealed: list[object]
) -> None:
    before, noted = (tmp_path / "out" / TURTLE).read_bytes(), tmp_path / "out" / SHARDS / "made.json"
    note = noted.read_bytes()
    (tmp_path / "pages" / "short.txt").write_text(SHORT, "utf-8")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(DataError, match="no space"):
        patch.setattr("kg.graph.generation.switch", _full)
        again()
    assert (tmp_path / "out" / TURTLE).read_bytes() == before
    noted.write_bytes(note)  # forgotten, as the outputs were to change: the pool of that note is there still
    assert_as_from_nothing(again, tmp_path, sealed)


def _full(*_: object) -> None:
    raise DataError("no space")


@pytest.fixture
def later(again: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graph of more claims than are drawn at once."""
    monkeypatch.setattr("kg.written.HTML_AT_ONCE", 10)
    (tmp_path / "pages" / "short.txt").write_text(SHORT, "utf-8")
    again("drawn")  # by the smaller bound it were none either
    return tmp_path / "out"


def test_a_large_graph_is_drawn_when_it_is_asked_for(
    later: Path, again: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = again()
    assert not (later / HTML).is_symlink()
    assert later / HTML not in found.files
    assert any("kg html" in line for line in found.notes)
    draw_graph(later)
    assert again().unchanged
    monkeypatch.setattr("kg.written.HTML_AT_ONCE", 10**6)
    again("new")
    assert (later / HTML).read_bytes() == (tmp_path / "new" / HTML).read_bytes()


def test_a_drawn_page_goes_with_its_graph(later: Path, again: Build, tmp_path: Path) -> None:
    again()
    draw_graph(later)
    assert (later / HTML).is_file()
    (tmp_path / "pages" / "short.txt").unlink()
    again()
    assert not (later / HTML).exists()


def test_the_server_draws_the_page_at_its_first_request(later: Path, again: Build) -> None:
    again()
    served = Served(later / STORE, later / HTML, draw=lambda: draw_graph(later))
    with TestClient(make_app(served), base_url="http://localhost") as client:
        first = client.get("/")
        assert first.status_code == 200
        assert first.content == (later / HTML).read_bytes()
        (later / HTML).unlink()
        (later / SHARDS / "made.json").write_text(json.dumps({"mark": "another"}), "utf-8")
        assert client.get("/").status_code == 503


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="kg build"):
        draw_graph(tmp_path)
