"""The facts of the page with their evidence, as columns; and which of them differ from one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Protocol

from kg.model import Article, Claim, Date, Entity, Knowledge, Quantity, Value
from kg.view.texts import Texts

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | None
DENIED, REJECTED = "denied", "rejected"
ONE = frozenset(
    {"investment", "startDate", "completionDate", "issueDate", "effectiveDate"}
)  # a thing has one
WHOLE = frozenset({"", "total", "estimate", "contract"})  # roles of sums of a whole work
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
        "named": [sorted(named.get(i, ())) for i in range(len(number))],
    }


def find_differing(claims: Sequence[Claim], sentences: Mapping[int, str] | None = None) -> frozenset[int]:
    """The numbers of claims that another claim speaks against.

    Two sums or dates of one thing, two figures for one indicator and period in different articles, or a claim that
    another denies. 2025 and 2025-06 agree; what was planned does not speak against what came. `sentences` tells in which sentence a claim
    stands: two dates of one sentence are phases (今年底开工控制性工程，2012年全线开工), and so are a whole sum and one of another role.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, claim in enumerate(claims):
        if claim.evidence.modality == REJECTED:
            continue
        groups.setdefault((claim.subject, claim.relation), []).append(i)
    found: set[int] = set()
    for group in groups.values():
        for i in group:
            for j in group:
                if i < j and _against(claims[i], claims[j]) and not _phases(i, j, claims, sentences or {}):
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


def _phases(i: int, j: int, claims: Sequence[Claim], sentences: Mapping[int, str]) -> bool:
    one, other = claims[i], claims[j]
    if one.relation == "investment":
        return _part(one) != _part(other) or (_part(one) and one.evidence.article == other.evidence.article)
    return isinstance(one.object, Date) and i in sentences and sentences[i] == sentences.get(j)


def _part(claim: Claim) -> bool:
    """Whether a sum is of a part or a year of the work."""
    return claim.evidence.sum_role not in WHOLE


def _other_figure(one: Value | Entity, other: Value | Entity) -> bool:
    """Another value for the same indicator, unit and period."""
    if not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return False
    same = (one.indicator, one.unit, one.period) == (other.indicator, other.unit, other.period)
    return same and bool(one.indicator) and one.value != other.value


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
