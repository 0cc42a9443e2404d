"""The one module that knows the order of the stages: pages in, claims, then graph, store and HTML out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.extract import load_tools, page_facts
from kg.model import DataError, Knowledge, PageFacts
from kg.pages.read import find_pages, read_document
from kg.schema import Schema

BASE_IRI = "https://shanhe.example/id/"
STORE = "store"
TURTLE = "graph.ttl"
HTML = "graph.html"

Progress = Callable[[int, int, str], None]  # pages done, pages in all, the page just done


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made. `facts` counts distinct (subject, relation, object), `claims` their statements."""

    pages: int
    articles: int
    entities: int
    facts: int
    claims: int
    by_class: tuple[tuple[str, int], ...]
    by_relation: tuple[tuple[str, int], ...]
    unplaced: int  # mentions that linking left open
    skipped: tuple[str, ...]
    files: tuple[Path, ...]


def build(
    inputs: Sequence[Path],
    *,
    out: Path,
    ontology: Path | None = None,
    base_iri: str = BASE_IRI,
    progress: Progress | None = None,
) -> Summary:
    """Read pages, write `graph.ttl`, `graph.html` and the store under `out`.

    What cannot be read is in `Summary.skipped`, a line each. Raises DataError when nothing can be.
    """
    found = find_pages(inputs)
    if not found.pages:
        raise DataError("; ".join(found.faults) or "no pages were given")
    tools = load_tools(ontology)
    skipped = list(found.faults)
    pages: list[PageFacts] = []
    open_mentions = 0
    for number, page in enumerate(found.pages, 1):
        try:
            document = read_document(page)
        except DataError as error:
            skipped.append(str(error))
        else:
            facts, unplaced = page_facts(document, tools)
            pages.append(facts)
            open_mentions += unplaced
        if progress is not None:
            progress(number, len(found.pages), page.source)
    if not pages:
        raise DataError("; ".join(skipped))
    knowledge = _merge(pages)
    files = write_outputs(knowledge, tools.schema, out=out, base_iri=base_iri)
    return _summary(knowledge, open_mentions, skipped, files)


def write_outputs(
    knowledge: Knowledge, schema: Schema, *, out: Path, base_iri: str = BASE_IRI
) -> tuple[Path, ...]:
    """Write Turtle, store and HTML under `out`; the paths written."""
    from kg.graph.rdf import triples, write_turtle
    from kg.graph.store import write_store
    from kg.view.html import write_html

    out.mkdir(parents=True, exist_ok=True)
    rows = triples(knowledge, base_iri=base_iri)
    write_turtle(rows, out / TURTLE, base_iri=base_iri)
    write_store(rows, out / STORE)
    write_html(knowledge, schema, out / HTML)
    return (out / TURTLE, out / HTML, out / STORE)


def _merge(pages: Sequence[PageFacts]) -> Knowledge:
    from kg.graph.merge import merge

    return merge(pages)


def _summary(knowledge: Knowledge, unplaced: int, skipped: Sequence[str], files: tuple[Path, ...]) -> Summary:
    named_ids = {e for e, _ in knowledge.mentioned}
    classes = Counter(e.kind for e in knowledge.entities if e.id in named_ids)
    facts = {(c.subject, c.relation, c.object) for c in knowledge.claims if c.evidence.modality != "denied"}
    relations = Counter(relation for _, relation, _ in facts)
    return Summary(
        pages=len(knowledge.documents),
        articles=len(knowledge.articles),
        entities=len(named_ids),
        facts=len(facts),
        claims=len(knowledge.claims),
        by_class=tuple(sorted(classes.items(), key=lambda kv: (-kv[1], kv[0]))),
        by_relation=tuple(sorted(relations.items(), key=lambda kv: (-kv[1], kv[0]))),
        unplaced=unplaced,
        skipped=tuple(skipped),
        files=files,
    )
