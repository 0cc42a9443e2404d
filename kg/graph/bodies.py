"""Values of the model as they stand in the tables of a pool: texts that `kg.graph.codec` writes."""

from __future__ import annotations

from typing import TypeVar

from kg.graph.codec import decode
from kg.graph.keys import quantity_name
from kg.model import Article, Entity, Quantity, Value

Kept = TypeVar("Kept")


def read_body(body: str, kind: type[Kept]) -> Kept:
    value = decode(body)
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} is wanted: {body[:80]}")
    return value


def read_object(body: str) -> Value | Entity:
    value = decode(body)
    if not isinstance(value, Value | Entity):
        raise TypeError(f"the object of a fact is wanted: {body[:80]}")
    return value


def name_of_quantity(body: str) -> str:
    return quantity_name(read_body(body, Quantity))


def article_key(article: Article) -> tuple[object, ...]:
    where = (article.document, article.span, article.identifier)
    return (*where, article.title, article.issued or "", article.body, article.text, article.offsets)
