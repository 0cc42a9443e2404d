"""The pool on disk gives what the merge in memory gives: triples in their order, and the part that a page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.merge import merge
from kg.graph.part import count, heaviest
from kg.graph.pool import Pool, open_pool
from kg.graph.rdf import stream, triples, write_sorted, write_turtle
from kg.graph.seal import Decided, Identity, seal
from kg.graph.store import load_store, read_store, replace_store
from kg.model import Entity, Knowledge, PageFacts
from tests.graph_sample import FIRST, SECOND, WORK, knowledge
from tests.test_graph_merge import PAGES


def streamed(pages: Sequence[PageFacts]) -> list[str]:
    with open_pool() as pool:
        pool.add(pages)
        seal(pool)
        return [str(row) for row in stream(pool)]


@settings(max_examples=100, deadline=None)
@given(st.lists(PAGES, max_size=3))
def test_the_streamed_triples_are_those_of_the_whole(pages: list[PageFacts]) -> None:
    assert streamed(pages) == [str(row) for row in triples(merge(pages))]


def test_the_streamed_turtle_is_the_same_file(pages: tuple[PageFacts, ...], tmp_path: Path) -> None:
    write_turtle(triples(merge(pages)), tmp_path / "whole.ttl")
    with open_pool(tmp_path / "pool.db") as pool:
        pool.add(reversed(pages))
        seal(pool)
        write_sorted(stream(pool), tmp_path / "streamed.ttl")
    assert (tmp_path / "streamed.ttl").read_bytes() == (tmp_path / "whole.ttl").read_bytes()
    assert not (tmp_path / "pool.db").exists()


def test_the_number_of_subjects_is_known_before(pages: tuple[PageFacts, ...]) -> None:
    with open_pool() as pool:
        pool.add(pages)
        seal(pool)
        told: list[int] = []
        subjects = {row.subject for row in stream(pool, done=told.append)}
        assert pool.nodes() == len(subjects)
        assert told == list(range(1000, len(subjects) + 1, 1000))


def test_a_pool_that_a_killed_build_left_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "pool.db").write_bytes(b"half")
    with open_pool(tmp_path / "pool.db") as pool:
        pool.add([FIRST])
        seal(pool)
        assert count(pool).pages == 1


def test_counts(pages: tuple[PageFacts, ...], knowledge: Knowledge) -> None:
    with open_pool() as pool:
        pool.add(pages)
        seal(pool)
        found = count(pool)
    assert (found.pages, found.articles, found.claims) == (
        len(knowledge.documents),
        len(knowledge.articles),
        len(knowledge.claims),
    )
    named = {e for e, _ in knowledge.mentioned}
    assert found.entities == len(named)
    assert dict(found.by_class) == Counter(e.kind for e in knowledge.entities if e.id in named)
    assert sum(n for _, n in found.by_relation) == found.facts


def test_what_identity_looks_at() -> None:
    with open_pool() as pool:
        pool.add([FIRST, SECOND])
        seen: list[object] = []

        def identify(pool: Pool) -> Identity:
            seen.extend([[e.id for e in pool.variants()], list(pool.links("locatedIn"))])
            return Decided()

        seal(pool, identify)
    assert seen == [[e.id for e in knowledge().entities], [(WORK.id, "area-140781")]]


def part(pages: Sequence[PageFacts], limit: int) -> Knowledge:
    with open_pool() as pool:
        pool.add(pages)
        seal(pool)
        return heaviest(pool, limit)


def test_a_limit_that_is_not_met_shows_all_claims(pages: tuple[PageFacts, ...], knowledge: Knowledge) -> None:
    assert part(pages, 10**6).claims == knowledge.claims


def test_the_part_shown_is_that_of_the_things_with_the_most_claims(
    pages: tuple[PageFacts, ...], knowledge: Knowledge
) -> None:
    weights = Counter(c.subject for c in knowledge.claims)
    weights.update(c.object.id for c in knowledge.claims if isinstance(c.object, Entity))
    found = part(pages, 100)
    assert len(found.claims) == 100
    subjects = {c.subject for c in found.claims}
    others = {c.subject for c in knowledge.claims} - subjects
    assert min(weights[s] for s in subjects) >= max(weights[s] for s in others)
    ids = {e.id for e in found.entities}
    assert subjects | {c.object.id for c in found.claims if isinstance(c.object, Entity)} <= ids
    assert {e.part_of for e in found.entities if e.part_of} <= ids
    assert {c.evidence.article for c in found.claims} == {a.identifier for a in found.articles}
    assert {a.document for a in found.articles} == {d.identifier for d in found.documents}
    assert {e for e, _ in found.mentioned} <= ids
    assert part(pages[::-1], 100) == found


def test_the_store_loaded_in_chunks_holds_what_the_turtle_holds(
    pages: tuple[PageFacts, ...], tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("kg.graph.store.CHUNK", 5000)
    rows = triples(merge(pages))
    write_turtle(rows, tmp_path / "graph.ttl")
    replace_store(load_store(tmp_path / "graph.ttl", tmp_path / "store"), tmp_path / "store")
    assert {str(q.triple) for q in read_store(tmp_path / "store")} == {str(row) for row in rows}


def test_a_literal_that_looks_like_the_end_of_a_subject_is_not_cut(tmp_path: Path, monkeypatch) -> None:
    from pyoxigraph import Literal, NamedNode, Triple

    monkeypatch.setattr("kg.graph.store.CHUNK", 1)
    node, rule = NamedNode("https://shanhe.example/id/x"), NamedNode("https://shanhe.example/ontology#rule")
    rows = [Triple(node, rule, Literal(text)) for text in ("a .\n@prefix", " .\n", '" .\n', "\r\n .")]
    write_turtle(rows, tmp_path / "graph.ttl")
    replace_store(load_store(tmp_path / "graph.ttl", tmp_path / "store"), tmp_path / "store")
    assert {str(q.triple) for q in read_store(tmp_path / "store")} == {str(row) for row in rows}
