"""The facts of the page with their evidence, as columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Protocol

from kg.model import Article, Claim, Date, Entity, Knowledge, Quantity, Value
from kg.view.differ import find_differing
from kg.view.texts import Texts

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | None
AMOUNTS = frozenset({"measure", "observation"})


class Names(Protocol):
    """How the graph names its things in RDF: `kg.graph.keys`, which the composer hands down."""

    def local(self, name: str, /) -> str: ...
    def claim_name(self, claim: Claim, /) -> str: ...
    def quantity_name(self, quantity: Quantity, /) -> str: ...


def columns(rows: Iterable[Mapping[str, Json]]) -> dict[str, Json]:
    """A table as one list a field: half the size of a list of objects, and quicker to parse."""
    table: defaultdict[str, list[Json]] = defaultdict(list)
    for row in rows:
        for key, value in row.items():
            table[key].append(value)
    return {**table}


def fact_data(
    knowledge: Knowledge,
    number: Mapping[str, int],
    relations: Sequence[str],
    *,
    names: Names,
    texts: Texts | None = None,
) -> Json:
    """Facts, articles and rules, and which articles name each thing. Things and articles are numbers.

    A fact's `at` and `to` are its place in the text of its article, which has its quote then: `quote` is empty.
    """
    texts = texts or Texts()
    article = {a.identifier: i for i, a in enumerate(knowledge.articles)}
    rules = sorted({c.evidence.rule for c in knowledge.claims})
    rule = {name: i for i, name in enumerate(rules)}
    relation = {name: i for i, name in enumerate(relations)}
    differ = find_differing(knowledge.claims, texts.sentences)
    facts = (
        {
            "id": names.local(names.claim_name(c)),
            "s": number[c.subject],
            "p": relation[c.relation],
            "o": number[c.object.id] if isinstance(c.object, Entity) else -1,
            "value": None if isinstance(c.object, Entity) else _value(c.object, c.evidence.sum_role, names),
            **_evidence(c, number, article, rule),
            **_quote(i, c, article, texts),
            "differs": int(i in differ),
        }
        for i, c in enumerate(knowledge.claims)
    )
    named: dict[int, set[int]] = {}
    for entity, of in knowledge.mentioned:
        if entity in number and of in article:
            named.setdefault(number[entity], set()).add(article[of])
    return {
        "facts": columns(facts),
        "articles": columns(
            {**_article(a, names), "text": text, "body": body}
            for a, text, body in zip_longest(knowledge.articles, texts.texts, texts.bodies, fillvalue="")
            if isinstance(a, Article)
        ),
        "rules": rules,
        "whole": int(texts.whole),
        "named": [sorted(named.get(i, ())) for i in range(len(number))],
    }


def _value(value: Value, role: str, names: Names) -> Json:
    """Its type and its exact text, and what a sum is of, for the page to write in its reader's language."""
    if isinstance(value, Decimal):
        return ["money", format(value, "f"), *([role] if role else [])]
    if isinstance(value, Quantity):
        number = format(value.value, "f") if isinstance(value.value, Decimal) else value.value
        return [
            "amount",
            number,
            value.unit,
            value.indicator,
            value.period,
            value.written,
            names.quantity_name(value),
        ]
    return ["date", value.iso] if isinstance(value, Date) else ["text", value]


def _evidence(
    claim: Claim, number: Mapping[str, int], article: Mapping[str, int], rule: Mapping[str, int]
) -> dict[str, Json]:
    evidence = claim.evidence
    return {
        "written": evidence.written,
        "article": article.get(evidence.article, -1),
        "rule": rule[evidence.rule],
        "confidence": format(evidence.confidence, "f"),
        "modality": evidence.modality,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "corrected": list(evidence.corrected),
        "with": [[key, number[of]] for key, of in evidence.qualifiers if of in number],
    }


def _quote(number: int, claim: Claim, article: Mapping[str, int], texts: Texts) -> dict[str, Json]:
    """The place of a quote in the text that the page has, or the quote."""
    quote, span = claim.evidence.quote, texts.spans.get(number)
    if span is None or texts.quoted(number, article[claim.evidence.article]) != quote:
        return {"quote": quote, "at": span.start if span else -1, "to": span.end if span else -1}
    return {"quote": "", "at": span.start, "to": span.end}


def _article(article: Article, names: Names) -> dict[str, Json]:
    return {
        "local": names.local(f"article-{article.identifier}"),
        "title": article.title,
        "page": article.document,
        "document": names.local(f"doc-{article.document}"),
        "issued": article.issued or "",
        "start": article.span.start,
        "end": article.span.end,
    }
