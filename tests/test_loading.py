"""The store is loaded by a thread while the Turtle is written: the same file, the same store, no fault lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from kg.graph import store as module
from kg.graph.rdf import write_into, write_sorted
from kg.graph.store import LoadingStore
from kg.pipeline import TURTLE


def rows(turtle: Path) -> list[Triple]:
    return [quad.triple for quad in parse(path=str(turtle), format=RdfFormat.TURTLE)]


@pytest.mark.parametrize("chunk", [1000, 50_000, 1 << 30])
def test_whatever_the_pieces_the_file_and_the_store_are_the_same(
    built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(module, "CHUNK", chunk)
    found = rows(built.out / TURTLE)
    with (tmp_path / TURTLE).open("wb") as file, LoadingStore(file, tmp_path / "store") as loading:
        write_into(loading, found)
    assert (tmp_path / TURTLE).read_bytes() == (built.out / TURTLE).read_bytes()
    assert {quad.triple for quad in Store.read_only(str(loading.fresh))} == set(found)
    assert (
        len(list(loading.fresh.glob("*.sst"))) < 20
    )  # one or two for each order of the triples, whatever the pieces


def test_names_with_line_ends_and_full_stops_are_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK", 1)
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    found = [
        Triple(
            NamedNode(f"https://shanhe.example/id/river-{n}"),
            label,
            Literal(f"汾河 .\n@prefix x: <y> .\n{n}"),
        )
        for n in range(100)
    ]
    write_sorted(found, tmp_path / "plain.ttl")
    with (tmp_path / TURTLE).open("wb") as file, LoadingStore(file, tmp_path / "store") as loading:
        write_into(loading, found)
    assert (tmp_path / TURTLE).read_bytes() == (tmp_path / "plain.ttl").read_bytes()
    assert {quad.triple for quad in Store.read_only(str(loading.fresh))} == set(found)


def test_what_goes_wrong_while_loading_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 10)
    with (
        (tmp_path / TURTLE).open("wb") as file,
        pytest.raises(SyntaxError),
        LoadingStore(file, tmp_path / "store") as loading,
    ):
        for _ in range(10):
            loading.write(b"<http://a> <no turtle .\n")
