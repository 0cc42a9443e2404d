"""`corrections.toml`, written and asked: `kg.correct`."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.values import Fact, Name, Quote
from kg.corrections.file import (
    ACCEPT,
    CHANGE,
    REJECT,
    Correction,
    add_correction,
    check,
    load_corrections,
)
from kg.corrections.match import Said, folded, forms, is_about, value_forms
from kg.made import CORRECTIONS
from kg.model import DataError, Quantity

if TYPE_CHECKING:
    from kg.api.graph import Graph
    from kg.graph.marks import Mark

__all__ = ["CORRECTIONS", "Correction", "correct", "load_corrections", "meets", "take_mark"]

Paths = str | PathLike[str]
ACTIONS = {"right": ACCEPT, "wrong": REJECT, "change": CHANGE}


def correct(
    action: str, *, file: Paths = CORRECTIONS, names: Sequence[str] = (), **values: str
) -> Correction:
    """Write a line into `corrections.toml`; builds that read the file apply it.

    `action` is reject, accept or change (subject=, relation=, and perhaps object=, page=, quote=; for change to=,
    to_relation= or to_subject=), same or different (kind=, names=), or thing (name=, perhaps kind= and page=; rename=,
    class_= or place=). by=, date= and note= are for people. Raises DataError for what is missing or unknown.
    """
    told: dict[str, object] = {key.removesuffix("_"): text for key, text in values.items() if text}
    if names:
        told["names"] = list(names)
    found = check(action, told, Path(file).name)
    add_correction(Path(file), found)
    return found


def meets(graph: Graph, correction: Correction) -> int:
    """How many claims of a graph a line on a claim is about; of one on things, how many of its names the graph has."""
    if correction.action in (REJECT, ACCEPT, CHANGE):
        return sum(1 for _ in claims_met(graph, correction))
    names = correction.names or (correction["name"],)
    return sum(bool(graph.reader.reader.find(name)) for name in names)


def claims_met(graph: Graph, correction: Correction) -> list[tuple[Fact, Quote]]:
    """The claims of the rules that a line is about; those that a correction made are not among them."""
    from kg.corrections.apply import RULE

    nodes = graph.reader.reader.find(correction["subject"])
    if not nodes:
        return []
    facts = graph.reader.facts(nodes, relation=correction["relation"])
    return [
        (fact, quote)
        for fact in facts
        for quote in fact.quotes
        if quote.rule != RULE and is_about(correction, _said(graph, fact, quote, correction))
    ]


def _said(graph: Graph, fact: Fact, quote: Quote, correction: Correction) -> Said:
    value = fact.object
    if isinstance(value, Name):
        found = {node.value for node in graph.reader.reader.find(correction["object"])}
        objects = forms(correction["object"]) if value.iri in found else frozenset({""})
    elif fact.relation == "status":
        objects = forms(str(value), *(graph.schema.label(str(value), lang) for lang in ("zh", "en")))
    else:
        objects = value_forms(value, quote.written)
    return Said(forms(correction["subject"]), fact.relation, objects, frozenset((quote.page,)), quote.text)


def take_mark(graph: Graph, mark: Mark, file: Path, by: str = "") -> str:
    """Write the mark on a claim as a line that tells it by what it says; the file's name. Raises DataError for none."""
    from datetime import date

    from pyoxigraph import NamedNode

    from kg.corrections.apply import RULE
    from kg.explain import CLAIMED

    node, read = graph.reader.node(graph.base_iri + mark.claim), graph.reader.reader
    claimed = (s for names in CLAIMED for s in read.objects(node, names[0])) if node is not None else iter(())
    subject = next(claimed, None)
    facts = graph.reader.facts([subject]) if isinstance(subject, NamedNode) else ()
    found = [(f, q) for f in facts for q in f.quotes if node is not None and q.iri == node.value]
    if not found:
        raise DataError("there is no such claim in this graph")
    fact, quote = found[0]
    if quote.rule == RULE:
        raise DataError("a correction made this claim; change it in its file")
    correct(
        ACTIONS[mark.mark],
        file=file,
        subject=fact.subject.label,
        relation=fact.relation,
        object=_told(fact),
        page=quote.page,
        to=mark.to,
        by=by,
        date=date.today().isoformat(),
        note=mark.note,
    )
    return file.name


def _told(fact: Fact) -> str:
    """The object as a line tells it, which is one that meets it again."""
    value = fact.object
    text = value.written if isinstance(value, Quantity) and value.written else fact.text
    if isinstance(value, Quantity) and value.indicator and value.written:
        text = f"{value.indicator} {value.written}"
    return text if folded(text) else ""
