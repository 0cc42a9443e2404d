"""A pool of which pages are taken out and in is, whatever its history, the pool of what is left: no triple differs."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.graph.changes import Changes
from kg.graph.merge import merge
from kg.graph.pool import Pool, open_pool
from kg.graph.rdf import BASE_IRI, stream, triples, write_into
from kg.graph.seal import Decided, reseal, seal
from kg.graph.splice import splice
from kg.model import Claim, Document, Entity, Evidence, PageFacts, Span
from tests.test_graph_merge import PAGES

Same = Mapping[str, str]
SAMES = st.sampled_from(
    [
        {},
        {"x": "y"},
        {"y": "x"},
        {"area-140781": "area-140700"},
        {"project-1a2b3c4d": "area-140781"},
        {"area-140781": "project-1a2b3c4d", "x": "project-1a2b3c4d"},
        {"area-140700": "area-140781"},
    ]
)
STATES = st.tuples(st.dictionaries(st.sampled_from("abc"), st.lists(PAGES, max_size=2), min_size=1), SAMES)


def turtle(pool: Pool) -> bytes:
    file = io.BytesIO()
    write_into(file, stream(pool))
    return file.getvalue()


def change(
    pool: Pool, before: Mapping[str, Sequence[PageFacts]], now: Mapping[str, Sequence[PageFacts]], same: Same
) -> Changes:
    """Shards are called by their content, as those of a build are."""
    changes = Changes()
    for name, pages in now.items():
        if repr(before.get(name)) != repr(pages):  # == of entities leaves fields out
            for page in pages:
                changes.take_in(pool, page, key=name, shard=f"{name}{pages}", note="")
    changes.take_out(pool, [f"{name}{pages}" for name, pages in now.items()])
    reseal(pool, changes, lambda _: Decided(same))
    return changes


def check_splice(old: bytes, pool: Pool, changes: Changes) -> None:
    """The file with what changed is the file of all, and so is what is told of triples."""
    with NamedTemporaryFile() as file:
        file.write(old)
        file.flush()
        new = io.BytesIO()
        rows = stream(pool, only=changes)
        found = splice(Path(file.name), new, changes.nodes(), rows, base_iri=BASE_IRI)
    assert new.getvalue() == turtle(pool)
    before, now = ({quad.triple for quad in parse(text, RdfFormat.TURTLE)} for text in (old, new.getvalue()))
    assert (found.gone, found.new) == (before - now, now - before)


@settings(max_examples=100, deadline=None, phases=[Phase.explicit, Phase.generate])  # to shrink takes minutes
@given(st.lists(STATES, min_size=2, max_size=4))
def test_any_history_gives_what_is_left(states: list[tuple[Mapping[str, Sequence[PageFacts]], Same]]) -> None:
    with open_pool() as pool:
        before, same = states[0]
        for name, pages in before.items():
            for page in pages:
                pool.take(page, key=name, shard=f"{name}{pages}")
        seal(pool, lambda _, same=same: Decided(same))  # type: ignore[misc]
        for now, same in states[1:]:
            old = turtle(pool)
            changes = change(pool, before, now, same)
            if old and any(now.values()):
                check_splice(old, pool, changes)
            left = [page for pages in now.values() for page in pages]
            assert repr(pool.knowledge()) == repr(merge(left, same=same))
            assert [str(row) for row in stream(pool)] == [str(row) for row in triples(merge(left, same=same))]
            before = now


def test_two_claims_that_agreed_on_what_became_one_thing_are_gone() -> None:
    """Each page said that the first lies in the second; then both are one."""
    one, other = Entity("project-1a2b3c4d", "Project", "青岭水库"), Entity("area-140781", "County", "介休市")
    pages = [
        PageFacts(
            Document(name, f"{name}.txt", ""),
            articles=(),
            entities=(one, other),
            mentioned=(),
            claims=(
                Claim(
                    one.id,
                    "locatedIn",
                    other,
                    Evidence(f"{name}-1", rule, quote, Span(0, 9), confidence=Decimal("0.8")),
                ),
            ),
        )
        for name, rule, quote in (
            ("a", "thing.lies", "青岭水库位于介休市"),
            ("b", "thing.of", "介休市的青岭水库"),
        )
    ]
    same = {one.id: other.id}
    with open_pool() as pool:
        for page in pages:
            pool.take(page, key=page.document.identifier, shard="")
        seal(pool, lambda _: Decided({}))
        reseal(pool, Changes(), lambda _: Decided(same))
        assert pool.knowledge().claims == merge(pages, same=same).claims == ()
