"""Which facts one graph states and another does not, with their evidence: for two builds, or two rule sets.

Both Turtle files are read as streams: of all facts, 8 bytes each are held in memory, and in whole only those that differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.graph.rdf import (
    DERIVED_FROM,
    EXACT,
    IS_PART_OF,
    KG,
    LABEL,
    OBJECT,
    PREDICATE,
    SOURCE,
    SUBJECT,
    TITLE,
    TYPE,
    kg,
)
from kg.model import DENIED, DataError

Node = NamedNode | BlankNode | Triple | Literal
Block = Mapping[NamedNode, Node]  # what a subject has; of several objects of a predicate, the last
CLAIM = "claim-"  # what the local name of a claim begins with
TURTLE = "graph.ttl"
KEY = 8  # bytes of a hash: among 10 million facts two share one with a chance of 1 in 400,000
MARKS = {True: "+", False: "-"}


@dataclass(frozen=True, slots=True)
class Told:
    """Where a fact is stated; offsets are raw, in code points."""

    source: str
    article: str
    title: str
    start: int
    end: int
    quote: str
    rule: str
    confidence: str
    modality: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with the names of its things. `object` is a name or a value, `object_id` the thing's local name."""

    subject_id: str
    subject: str
    relation: str
    object_id: str
    object: str
    denied: bool
    evidence: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """`same` counts the facts of both graphs. What a page denies is another fact than what it states."""

    gained: tuple[Fact, ...]
    lost: tuple[Fact, ...]
    same: int


def diff(old: Path, new: Path) -> Difference:
    """Compare two graphs, each a folder that a build wrote or its Turtle file; their base IRIs may be two.

    Raises DataError where there is no graph, or none of ours.
    """
    before, after = _turtle(old), _turtle(new)
    had, has = _keys(before), _keys(after)
    return Difference(_facts(after, has - had), _facts(before, had - has), len(had & has))


def format_text(difference: Difference) -> str:
    """A fact a line, `+` gained and `-` lost, and under it each place that states it."""
    lines = [
        line
        for gained, facts in ((False, difference.lost), (True, difference.gained))
        for fact in facts
        for line in _lines(fact, MARKS[gained])
    ]
    gained, lost = len(difference.gained), len(difference.lost)
    return "\n".join((*lines, f"{gained} gained, {lost} lost, {difference.same} the same"))


def format_json(difference: Difference) -> str:
    return json.dumps(asdict(difference), ensure_ascii=False, indent=2)


def _lines(fact: Fact, mark: str) -> Iterator[str]:
    denied = "  (denied)" if fact.denied else ""
    yield f"{mark} {fact.subject}  {fact.relation}  {fact.object}{denied}"
    for told in fact.evidence:
        modality = f", {told.modality}" if told.modality and not fact.denied else ""
        yield f"    “{told.quote}”"
        yield f"    {told.source} {told.start}–{told.end}, {told.rule}, {told.confidence}{modality}"


def _turtle(given: Path) -> Path:
    path = given / TURTLE if given.is_dir() else given
    if not path.is_file():
        raise DataError(f"no graph at {path}: a folder that `kg build` wrote, or a Turtle file, is wanted")
    return path


def _keys(turtle: Path) -> set[bytes]:
    return {_key(local, block) for local, block in _claims(turtle)}


def _key(claim: str, block: Block) -> bytes:
    """A hash of the fact of a claim, without the base IRI."""
    base = claim[: claim.rindex(CLAIM)]
    parts = [_without(base, block[p]) for p in (SUBJECT, PREDICATE, OBJECT)]
    text = json.dumps([*parts, _is_denied(block)], ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=KEY).digest()


def _claims(turtle: Path) -> Iterator[tuple[str, Block]]:
    """The IRIs of the claims, and what they have. Raises DataError for a claim without its fact."""
    for subject, block in _blocks(turtle):
        if block.get(TYPE) == kg("Claim"):
            if CLAIM not in subject or not {SUBJECT, PREDICATE, OBJECT} <= block.keys():
                raise DataError(
                    f"{turtle}: {subject} has no whole fact; a graph that `kg build` wrote is wanted"
                )
            yield subject, block


def _blocks(turtle: Path) -> Iterator[tuple[str, Block]]:
    """Subject by subject, as `kg.graph.rdf` writes them."""
    try:
        for subject, rows in groupby(
            parse(path=str(turtle), format=RdfFormat.TURTLE), key=lambda q: q.subject
        ):
            yield getattr(subject, "value", ""), {row.predicate: row.object for row in rows}
    except (OSError, SyntaxError) as error:
        raise DataError(f"{turtle}: {error}; run `kg build` again") from error


def _facts(turtle: Path, wanted: Collection[bytes]) -> tuple[Fact, ...]:
    """The facts with these keys, by the names of their things."""
    claims = [(iri, block) for iri, block in _claims(turtle) if _key(iri, block) in wanted] if wanted else []
    base = claims[0][0][: claims[0][0].rindex(CLAIM)] if claims else ""
    nodes = {_iri(block[p]) for _, block in claims for p in (SUBJECT, OBJECT, DERIVED_FROM) if p in block}
    known = {iri: block for iri, block in _blocks(turtle) if iri in nodes} if claims else {}
    documents = {_iri(block[IS_PART_OF]) for block in known.values() if IS_PART_OF in block}
    known |= {iri: block for iri, block in _blocks(turtle) if iri in documents} if claims else {}
    keyed = sorted(((_key(iri, block), block) for iri, block in claims), key=lambda pair: pair[0])
    grouped = ([block for _, block in group] for _, group in groupby(keyed, key=lambda pair: pair[0]))
    return tuple(sorted((_fact(blocks, known, base) for blocks in grouped), key=_order))


def _order(fact: Fact) -> tuple[object, ...]:
    return (fact.subject, fact.subject_id, fact.relation, fact.object, fact.object_id, fact.denied)


def _fact(claims: Sequence[Block], known: Mapping[str, Block], base: str) -> Fact:
    first = claims[0]
    told = sorted((_told(block, known, base) for block in claims), key=lambda t: (t.source, t.start, t.rule))
    value = first[OBJECT]
    return Fact(
        _without(base, first[SUBJECT]),
        _name(first[SUBJECT], known, base),
        _iri(first[PREDICATE]).removeprefix(KG),
        _without(base, value) if isinstance(value, NamedNode) else "",
        _name(value, known, base),
        _is_denied(first),
        tuple(told),
    )


def _told(claim: Block, known: Mapping[str, Block], base: str) -> Told:
    article = claim.get(DERIVED_FROM)
    page = known.get(_iri(article), {})
    document = known.get(_iri(page.get(IS_PART_OF)), {})
    return Told(
        _text(document.get(SOURCE)),
        _without(base, article) if article else "",
        _text(page.get(TITLE)),
        int(_text(claim.get(kg("charStart"))) or 0),
        int(_text(claim.get(kg("charEnd"))) or 0),
        _text(claim.get(EXACT)),
        _text(claim.get(kg("rule"))),
        _text(claim.get(kg("confidence"))),
        _text(claim.get(kg("modality"))),
    )


def _name(node: Node, known: Mapping[str, Block], base: str) -> str:
    """A label, a value, or the parts of a quantity."""
    block = known.get(_iri(node), {})
    if LABEL in block:
        return _text(block[LABEL])
    if kg("indicator") in block:
        parts = [_text(block.get(kg(name))) for name in ("indicator", "value", "unit", "period")]
        return " ".join(part for part in parts if part)
    return _text(node) if isinstance(node, Literal) else _without(base, node)


def _is_denied(claim: Block) -> bool:
    return _text(claim.get(kg("modality"))) == DENIED


def _without(base: str, node: Node) -> str:
    """A node without the base IRI of its graph, or that of the ontology; a literal with its type."""
    if isinstance(node, NamedNode):
        return node.value.removeprefix(base).removeprefix(KG)
    return str(node)


def _iri(node: Node | None) -> str:
    return node.value if isinstance(node, NamedNode) else ""


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, Literal) else ""
