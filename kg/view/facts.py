"""The facts of the page with their evidence, as columns; and which of them differ from one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from kg.model import Article, Claim, Date, Entity, Knowledge, Quantity, Value

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | None
DENIED = "denied"
ONE = frozenset(
    {"investment", "startDate", "completionDate", "issueDate", "effectiveDate"}
)  # a thing has one
AMOUNTS = frozenset({"measure", "observation"})


class Names(Protocol):
    """How the graph names its things in RDF: `kg.graph.keys`, which the composer hands down."""

    def local(self, name: str, /) -> str: ...
    def claim_name(self, claim: Claim, /) -> str: ...
    def quantity_name(self, quantity: Quantity, /) -> str: ...


def columns(rows: Iterable[Mapping[str, Json]]) -> dict[str, Json]:
    """A table as one list a field: half the size of a list of objects, and quicker to parse."""
    table: dict[str, list[Json]] = {}
    for row in rows:
        for key, value in row.items():
            table.setdefault(key, []).append(value)
    return {**table}


def fact_data(
    knowledge: Knowledge, number: Mapping[str, int], relations: Sequence[str], *, names: Names
) -> Json:
    """Facts, articles and rules, and which articles name each thing. Things and articles are numbers."""
    article = {a.identifier: i for i, a in enumerate(knowledge.articles)}
    rules = sorted({c.evidence.rule for c in knowledge.claims})
    rule = {name: i for i, name in enumerate(rules)}
    relation = {name: i for i, name in enumerate(relations)}
    differ = find_differing(knowledge.claims)
    facts = (
        {
            "id": names.local(names.claim_name(c)),
            "s": number[c.subject],
            "p": relation[c.relation],
            "o": number[c.object.id] if isinstance(c.object, Entity) else -1,
            "value": None if isinstance(c.object, Entity) else _value(c.object, names),
            **_evidence(c, number, article, rule),
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
        "articles": columns(_article(a, names) for a in knowledge.articles),
        "rules": rules,
        "named": [sorted(named.get(i, ())) for i in range(len(number))],
    }


def find_differing(claims: Sequence[Claim]) -> frozenset[int]:
    """The numbers of claims that another claim speaks against.

    Two sums or dates of one thing, two figures for one indicator and period in different articles, or a claim that
    another denies. 2025 and 2025-06 agree; what was planned does not speak against what came.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, claim in enumerate(claims):
        groups.setdefault((claim.subject, claim.relation), []).append(i)
    found: set[int] = set()
    for group in groups.values():
        for i in group:
            for j in group:
                if i < j and _against(claims[i], claims[j]):
                    found |= {i, j}
    return frozenset(found)


def _against(one: Claim, other: Claim) -> bool:
    first, second = one.evidence, other.evidence
    if (first.modality == DENIED) != (second.modality == DENIED):
        return one.object == other.object
    if first.modality != second.modality or one.object == other.object:
        return False
    if one.relation in ONE:
        return not (
            isinstance(one.object, Date)
            and isinstance(other.object, Date)
            and (one.object.iso.startswith(other.object.iso) or other.object.iso.startswith(one.object.iso))
        )
    return _other_figure(one.object, other.object) and first.article != second.article


def _other_figure(one: Value | Entity, other: Value | Entity) -> bool:
    """Another value for the same indicator, unit and period."""
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return False
    same = (one.indicator, one.unit, one.period) == (other.indicator, other.unit, other.period)
    return same and bool(one.indicator) and one.value != other.value


def _value(value: Value, names: Names) -> Json:
    """Its type and its exact text, for the page to write in its reader's language."""
    if isinstance(value, Decimal):
        return ["money", format(value, "f")]
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
        "quote": evidence.quote,
        "written": evidence.written,
        "article": article.get(evidence.article, -1),
        "rule": rule[evidence.rule],
        "confidence": format(evidence.confidence, "f"),
        "modality": evidence.modality,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "with": [[key, number[of]] for key, of in evidence.qualifiers if of in number],
    }


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
