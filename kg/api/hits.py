"""`kg rules RULE --on PAGES`: what a rule finds in pages, in context, as a concordance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import DataError

if TYPE_CHECKING:
    from kg.extract import Tools
    from kg.model import Claim, Document

CONTEXT = 20  # characters on either side
SHOWN = 400  # hits of which lines are printed
ALIKE = 5  # other rules that are told


@dataclass(frozen=True, slots=True)
class Hit:
    """One fact where a rule finds it: what stands to its left, the quote, what stands to its right."""

    page: str
    start: int
    end: int
    left: str
    quote: str
    right: str
    fact: str
    rule: str
    others: tuple[str, ...]  # rules that find the same fact in the same article


@dataclass(frozen=True, slots=True)
class Hits:
    """All hits, sorted by what stands to their left, read from the right."""

    rule: str
    hits: tuple[Hit, ...]
    pages: int  # that were read
    on: int  # pages with a hit
    alone: int  # facts that no other rule finds
    overlap: tuple[tuple[str, int], ...]  # other rules, and how many of these facts they find too


def find_hits(
    rule: str, on: Sequence[Path], ontology: Path | None = None, *, tools: Tools | None = None
) -> Hits:
    """`rule` is a rule or the beginning of some. Raises DataError for one that there is not, and where no page can be read."""
    from kg.api.reading import load
    from kg.pages.read import find_pages, read_document

    tools = tools or load(ontology)
    known = {*tools.rules.rule_ids(), *(r.id for r in tools.indicators.rules.values())}
    if not any(name.startswith(rule) for name in known):
        from kg.faults import near

        raise DataError(f"there is no rule '{rule}'{near(rule, known)}")
    found = find_pages(on)
    if not found.pages:
        raise DataError("; ".join((*found.faults, *found.notes)) or "no pages were given")
    hits: list[Hit] = []
    for page in found.pages:
        hits += _of_page(read_document(page), rule, tools)
    hits.sort(key=lambda h: (h.left[::-1], h.quote, h.page, h.start))
    facts = {(h.page, h.fact): h.others for h in hits}
    overlap = Counter(other for others in facts.values() for other in others)
    return Hits(
        rule,
        tuple(hits),
        len(found.pages),
        len({h.page for h in hits}),
        sum(not others for others in facts.values()),
        tuple(overlap.most_common(ALIKE)),
    )


def _of_page(document: Document, rule: str, tools: Tools) -> Iterator[Hit]:
    from kg.examples import shown
    from kg.extract import page_facts

    page, _ = page_facts(document, tools)
    labels = {e.id: e.label for e in page.entities}
    of: dict[tuple[object, ...], set[str]] = {}
    for claim in page.claims:
        of.setdefault(_fact(claim), set()).add(claim.evidence.rule)
    for claim in page.claims:
        evidence = claim.evidence
        if evidence.rule.startswith(rule):
            start, end = evidence.span.start, evidence.span.end
            yield Hit(
                document.source,
                start,
                end,
                "".join(document.text[max(0, start - CONTEXT) : start].split()),
                evidence.quote,
                "".join(document.text[end : end + CONTEXT].split()),
                f"{labels.get(claim.subject, claim.subject)} {claim.relation} {shown(claim.object)}"
                + (f" [{evidence.modality}]" if evidence.modality else ""),
                evidence.rule,
                tuple(sorted(of[_fact(claim)] - {evidence.rule})),
            )


def _fact(claim: Claim) -> tuple[object, ...]:
    from kg.graph.keys import object_key

    return claim.subject, claim.relation, object_key(claim.object), claim.evidence.article


def hits_text(found: Hits) -> str:
    """A line a hit, in columns, and what they are in numbers."""
    lines = []
    for hit in found.hits[:SHOWN]:
        left = f"{hit.left[-CONTEXT:]:>{CONTEXT}}"
        lines.append(f"{left} 【{hit.quote}】 {hit.right}")
        lines.append(f"{'':>{CONTEXT}}   → {hit.fact}   {hit.page} {hit.start}–{hit.end}")
    if len(found.hits) > SHOWN:
        lines.append(f"… and {len(found.hits) - SHOWN} more")
    share = found.on / found.pages if found.pages else 0.0
    lines.append(
        f"{len(found.hits)} hits on {found.on} of {found.pages} pages ({share:.0%}); {found.alone} facts that no other rule finds"
    )
    lines += [f"    {number} of these facts by {rule} too" for rule, number in found.overlap]
    return "\n".join(lines)
