"""Reads a sentence with its names given: what a test of facts leaves out of its question."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract import Tools, link_article, read_mentions
from kg.link.places import page_context
from kg.model import Article, Document, Mention, Span
from kg.score.gold_names import GoldNames


def read_given(
    text: str, names: Mapping[str, str], tools: Tools, place: str = "山西省"
) -> tuple[Article, tuple[Mention, ...]]:
    """`names` are those of the text, each with its class; `place` is where the paper is at home."""
    document = Document("text", "text", text)
    article = Article("text-1", "text", "", Span(0, len(text)), text, tuple(range(len(text))), 0)
    places, values = read_mentions(article, document, tools)
    home = [
        Mention(Span(0, 0), place, p.kind, "place.full", candidates=(f"area-{p.code}",))
        for p in tools.gazetteer.named(place)
    ]
    context = page_context([[*home, *places]], tools.gazetteer)
    given = GoldNames.of(
        {"entities": [_row(name, kind, tools) for name, kind in names.items()]}, tools.gazetteer
    )
    return article, link_article(article, places, values, context, tools, given=given)


def _row(name: str, kind: str, tools: Tools) -> dict[str, object]:
    row: dict[str, object] = {"id": name, "name": name, "type": kind, "mentions": [name], "aliases": []}
    if kind in ("Province", "City", "County"):
        full = next(
            p
            for form in (name, *(f"{name}{end}" for end in "省市县区"))
            for p in tools.gazetteer.named(form)
            if p.kind == kind
        )
        path = "/".join(p.name for p in tools.gazetteer.path(full.code))
        row |= {"name": full.name, "path": path}
    return row
