"""Sorted parts with a manifest: together they are the graph, alone each loads."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.graph.bulk import MANIFEST, write_bulk
from kg.model import DataError
from kg.pipeline import TURTLE

GRAPH = "https://example.org/graph"


def lines(folder: Path) -> list[str]:
    return [
        line
        for path in sorted(folder.glob("part-*"))
        for line in gzip.decompress(path.read_bytes()).decode().splitlines()
    ]


def test_the_parts_are_the_graph_sorted(built, tmp_path: Path) -> None:
    manifest = write_bulk(built.out / TURTLE, tmp_path / "bulk", part=1000)
    assert len(manifest.files) > 3
    graph = {f"{q.triple} ." for q in parse(path=str(built.out / TURTLE), format=RdfFormat.TURTLE)}
    found = lines(tmp_path / "bulk")
    assert len(found) == len(graph) == manifest.triples
    assert set(found) == graph
    subjects = [line.split(" ", 1)[0] for line in found]
    assert subjects == sorted(subjects)
    ends = [
        gzip.decompress((tmp_path / "bulk" / p.file).read_bytes()).decode().splitlines()
        for p in manifest.files
    ]
    for before, after in zip(ends, ends[1:], strict=False):
        assert before[-1].split(" ")[0] != after[0].split(" ")[0]  # a part ends with its subject


def test_the_manifest_tells_what_is_there(built, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_bulk(built.out / TURTLE, tmp_path / name, part=5000)
    told = json.loads((tmp_path / "one" / MANIFEST).read_text("utf-8"))
    assert told["triples"] == sum(part["triples"] for part in told["files"])
    for part in told["files"]:
        data = (tmp_path / "one" / part["file"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (part["bytes"], part["sha256"])
        assert data == (tmp_path / "two" / part["file"]).read_bytes()


def test_n_quads_name_their_graph_and_load(built, tmp_path: Path) -> None:
    manifest = write_bulk(built.out / TURTLE, tmp_path / "bulk", graph=GRAPH, part=5000)
    store = Store()
    for path in sorted((tmp_path / "bulk").glob("part-*.nq.gz")):
        store.bulk_load(gzip.decompress(path.read_bytes()), RdfFormat.N_QUADS)
    assert len(store) == manifest.triples
    assert [name.value for name in store.named_graphs()] == [GRAPH]


def test_only_an_earlier_export_is_replaced(built, tmp_path: Path) -> None:
    write_bulk(built.out / TURTLE, tmp_path / "bulk", part=1000)
    write_bulk(built.out / TURTLE, tmp_path / "bulk")
    assert len(list((tmp_path / "bulk").iterdir())) == 2
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.doc").write_text("", "utf-8")
    with pytest.raises(DataError, match="is no folder of an earlier --bulk"):
        write_bulk(built.out / TURTLE, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.doc").exists()


@pytest.mark.parametrize(("text", "graph"), [(None, ""), ("<a> <b", ""), ("", "no IRI at all")])
def test_no_graph_is_told_and_leaves_nothing(tmp_path: Path, text: str | None, graph: str) -> None:
    if text is not None:
        (tmp_path / TURTLE).write_text(text or "<http://a> <http://b> <http://c> .", "utf-8")
    with pytest.raises(DataError, match=r"graph\.ttl: "):
        write_bulk(tmp_path / TURTLE, tmp_path / "bulk", graph=graph)
    assert {p.name for p in tmp_path.iterdir()} <= {TURTLE}
