"""The facts of a text or a page in memory: `kg.read`; and what the rules see in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.building import BASE_IRI, iso_day, piped
from kg.api.values import Fact, Name, Object, Quote, Reading, Thing

if TYPE_CHECKING:
    from kg.extract import Tools
    from kg.model import Claim, Document, Entity, Knowledge
    from kg.pages.cut import Cut

Paths = str | PathLike[str]


def read(text: str, *, date: str = "", ontology: Paths | None = None) -> Reading:
    """The things and facts of a text, without a folder. `date` (ISO 8601) is the day that 今年 counts from.

    Rules and tables are loaded by the first call (a second, or less where a build kept them) and stay in memory.
    """
    from kg.model import Document

    document = Document("text", "text", text, iso_day(date) or None)
    return read_document(document, ontology=ontology)


def read_document(document: Document, *, ontology: Paths | None = None) -> Reading:
    """The same of a page as it was read."""
    from kg.extract import page_facts
    from kg.graph.merge import merge

    page, left = page_facts(document, load(ontology))
    return _reading(merge([page]), left)


def load(ontology: Paths | None = None) -> Tools:
    """Rules and tables, from memory, from the user's cache, or anew."""
    from kg.ontology import ontology_folder, own_folders
    from kg.shards.plan import fingerprint

    given = Path(ontology) if ontology is not None else None
    return _load(given, fingerprint(ontology_folder(given), own_folders(given)))


@lru_cache(maxsize=2)
def _load(ontology: Path | None, key: str) -> Tools:
    from kg.pipeline import Loader

    loader = Loader(ontology, None, key)
    tools = loader()
    loader.keep()
    return tools


def read_file(file: Path | bytes) -> Document:
    """A page as read, from a file or as it came through a pipe. Raises DataError where it cannot be read."""
    from kg.pages.filenames import no_address, readable
    from kg.pages.read import Page
    from kg.pages.read import read_document as run

    if isinstance(file, bytes):
        with piped(file) as path:
            return run(Page(path, path.stem, path.name))
    no_address(file)
    return run(Page(file, readable(file.stem), readable(file.name)))


def cut(document: Document, ontology: Paths | None = None) -> Cut:
    """The articles of a page, what repair edited, and what is in no article."""
    from kg.ontology import ontology_folder
    from kg.pages.cues import load_cues
    from kg.pages.cut import cut_page

    return cut_page(document, load_cues(ontology_folder(Path(ontology) if ontology is not None else None)))


def articles_text(document: Document, found: Cut, *, repairs: bool = False) -> str:
    """The articles with their titles, dates and offsets, for people."""
    from kg.pages.show import format_articles, format_repairs

    told = format_articles(document, found)
    return f"{told}\n\n{format_repairs(document, found)}" if repairs else told


def articles_table(document: Document, found: Cut) -> dict[str, object]:
    """The same as tables, for JSON."""
    return {
        "page": document.identifier,
        "date": document.date,
        "characters": len(document.text),
        "articles": [
            {
                "id": article.identifier,
                "title": article.title,
                "issued": article.issued,
                "start": article.span.start,
                "end": article.span.end,
                "text": article.text[article.body :],
            }
            for article in found.articles
        ],
        "repairs": [
            {
                "kind": e.kind,
                "start": e.span.start,
                "end": e.span.end,
                "was": document.text[e.span.start : e.span.end],
                "is": e.replacement,
            }
            for e in found.edits
        ],
        "left_out": [
            {"kind": left.kind, "start": left.span.start, "end": left.span.end} for left in found.left_out
        ],
    }


def facts_text(found: Reading) -> str:
    """The facts of a reading, one a line with its quote below."""
    lines = []
    for fact in found.facts:
        lines.append(f"{fact.subject}  {fact.relation}  {fact.text}")
        for quote in fact.quotes:
            modality = f" [{quote.modality}]" if quote.modality else ""
            lines.append(
                f"    “{quote.text}”{modality}  {quote.start}–{quote.end} · {quote.rule} · {quote.confidence}"
            )
    return "\n".join(lines) or "no facts"


def trace_text(
    text: str, *, place: str = "", date: str = "", want: str = "", ontology: Path | None = None
) -> str:
    """What the rules make of a sentence: words, names, facts, and those that nearly came about.

    `want` is a fact, `X relation Y`: what is missing for it comes first. `date` (ISO 8601) is the day of the newspaper.
    """
    from dataclasses import replace

    from kg.trace import format_trace, trace
    from kg.want import why_not

    tools = load(ontology)
    found = trace(text, tools, place=place, date=iso_day(date))
    if want:
        found = replace(found, wanted=why_not(want, found, tools))
    return format_trace(found)


def _reading(knowledge: Knowledge, left: int) -> Reading:
    names = {entity.id: _name(entity) for entity in knowledge.entities}
    titles = {article.identifier: article.title for article in knowledge.articles}
    counted: dict[str, int] = {}
    for entity, _ in knowledge.mentioned:
        counted[entity] = counted.get(entity, 0) + 1
    things = tuple(
        Thing(names[e.id], e.code or "", e.aliases, e.longitude, e.latitude, counted[e.id])
        for e in knowledge.entities
        if e.id in counted
    )
    return Reading(tuple(titles.values()), things, _facts(knowledge.claims, names, titles), left)


def _facts(claims: Sequence[Claim], names: dict[str, Name], titles: dict[str, str]) -> tuple[Fact, ...]:
    from kg.graph.keys import claim_name, local, object_key

    pooled: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        pooled.setdefault((claim.subject, claim.relation, object_key(claim.object)), []).append(claim)
    return tuple(
        Fact(
            names[subject],
            relation,
            _object(group[0], names),
            tuple(_quote(c, titles, BASE_IRI + local(claim_name(c))) for c in group),
            any(c.stands for c in group),
        )
        for (subject, relation, _), group in pooled.items()
    )


def _object(claim: Claim, names: dict[str, Name]) -> Object:
    from kg.model import Entity

    return names[claim.object.id] if isinstance(claim.object, Entity) else claim.object


def _quote(claim: Claim, titles: dict[str, str], iri: str) -> Quote:
    e = claim.evidence
    return Quote(
        page="text",
        start=e.span.start,
        end=e.span.end,
        text=e.quote,
        title=titles[e.article],
        rule=e.rule,
        confidence=e.confidence,
        modality=e.modality,
        written=e.written,
        sum_role=e.sum_role,
        iri=iri,
    )


def _name(entity: Entity) -> Name:
    from kg.graph.keys import local

    return Name(entity.label, BASE_IRI + local(entity.id), entity.type)
