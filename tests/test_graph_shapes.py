"""`validate`: a good graph conforms; each fault put into it is found and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple

from kg.graph.rdf import BASE_IRI, PREFIXES, triples, write_turtle
from kg.graph.shapes import validate
from kg.model import DataError
from tests.graph_sample import knowledge

ONTOLOGY = Path(__file__).parents[1] / "ontology"
DOUBLE_LABEL = "INSERT DATA { id:area-140781 rdfs:label '介休县'@zh }"


def _changed(update: str, path: Path) -> Path:
    """The sample graph after a SPARQL update, as Turtle."""
    store = Store()
    for row in triples(knowledge()):
        store.update(f"INSERT DATA {{ {row} }}")
    before = set(store)
    store.update(update, prefixes={**PREFIXES, "id": BASE_IRI})
    assert not update or set(store) != before, "the update changed nothing"
    write_turtle((Triple(q.subject, q.predicate, q.object) for q in store), path)
    return path


def test_the_sample_conforms(tmp_path: Path) -> None:
    report = validate(_changed("", tmp_path / "graph.ttl"), ONTOLOGY)
    assert report.results == ()
    assert report.conforms


@pytest.mark.parametrize(
    ("update", "told"),
    [
        (DOUBLE_LABEL, "id:area-140781: a thing has exactly one label"),
        ("DELETE WHERE { id:area-140781 rdfs:label ?o }", "id:area-140781: a thing has exactly one label"),
        (
            "INSERT DATA { id:area-140781 skos:altLabel 'Jiexiu'@en }",
            "id:area-140781: another name is Chinese",
        ),
        (
            "INSERT DATA { id:area-140781 skos:altLabel '介休市'@zh }",
            "id:area-140781: another name is Chinese",
        ),
        ("INSERT DATA { id:area-140781 kg:divisionCode '14078' }", "id:area-140781: a division code has"),
        ("INSERT DATA { id:area-140781 a kg:City }", "id:area-140781: a thing has one class"),
        ("DELETE WHERE { id:policy-5e6f7a8b a ?class }", "id:policy-5e6f7a8b: a resource without a class"),
        ("INSERT DATA { id:area-140781 kg:nearby id:area-140700 }", "a property that kg.ttl does not have"),
        ("INSERT DATA { id:project-1a2b3c4d kg:locatedIn id:area-140700 }", "a fact without a claim"),
        ("INSERT DATA { id:project-1a2b3c4d kg:designatedAs '省级重点工程' }", "a fact without a claim"),
        ("DELETE WHERE { ?s kg:locatedIn ?o }", "a claim without its fact"),
        ("INSERT DATA { id:project-1a2b3c4d kg:tributaryOf id:area-140700 }", "class is not in the domain"),
        ("INSERT DATA { id:project-1a2b3c4d kg:locatedIn id:agency-0a0b0c0d }", "class is not in the range"),
        (
            "INSERT DATA { id:project-1a2b3c4d kg:locatedIn id:area-999999 }",
            "the object is described nowhere",
        ),
        ("DELETE WHERE { ?s kg:completionYear ?year }", "completionDate without its year"),
        (
            "DELETE { ?s kg:status ?o } INSERT { ?s kg:status kg:nearly } WHERE { ?s kg:status ?o }",
            "kg:status",
        ),
        ("INSERT DATA { id:article-a-1 dcterms:isPartOf id:doc-b }", "id:article-a-1"),
        ("DELETE WHERE { id:doc-a dcterms:source ?o }", "id:doc-a"),
        ("DELETE WHERE { ?c oa:exact ?quote }", "oa:exact"),
        (
            "DELETE { ?c kg:confidence ?o } INSERT { ?c kg:confidence 1.5 } WHERE { ?c kg:confidence ?o }",
            "kg:confidence",
        ),
        (
            "DELETE { ?c kg:charEnd ?o } INSERT { ?c kg:charEnd 0 } WHERE { ?c a kg:Claim ; kg:charEnd ?o }",
            "kg:charStart",
        ),
        (
            "DELETE { ?c kg:modality ?o } INSERT { ?c kg:modality 'maybe' } WHERE { ?c kg:modality ?o }",
            "kg:modality",
        ),
        ("DELETE WHERE { ?q kg:unit ?o }", "kg:unit"),
        (
            "DELETE { ?q kg:value ?o } INSERT { ?q kg:value 12 } WHERE { ?q kg:value ?o }",
            "a value is a decimal",
        ),
    ],
)
def test_a_fault_is_told(tmp_path: Path, update: str, told: str) -> None:
    report = validate(_changed(update, tmp_path / "graph.ttl"), ONTOLOGY)
    assert not report.conforms
    assert any(told in line for line in report.results), report.results


def test_lines_are_sorted_and_the_same_each_time(tmp_path: Path) -> None:
    graph = _changed(f"{DOUBLE_LABEL} ; DELETE WHERE {{ ?c oa:exact ?quote }}", tmp_path / "graph.ttl")
    first = validate(graph, ONTOLOGY)
    assert len(first.results) > 5
    assert list(first.results) == sorted(first.results)
    assert validate(graph, ONTOLOGY) == first


def test_the_gazetteer_may_say_where_an_area_lies_without_a_claim(tmp_path: Path) -> None:
    graph = _changed("", tmp_path / "graph.ttl")
    store = Store()
    store.bulk_load(path=str(graph), format=RdfFormat.TURTLE)
    ask = "ASK { id:area-140781 kg:partOf id:area-140700 FILTER NOT EXISTS { ?c rdf:predicate kg:partOf } }"
    assert store.query(ask, prefixes={**PREFIXES, "id": BASE_IRI})
    assert validate(graph, ONTOLOGY).conforms


@pytest.mark.parametrize("missing", ["graph.ttl", "shapes.ttl", "kg.ttl"])
def test_a_missing_or_broken_file_is_named(tmp_path: Path, missing: str) -> None:
    write_turtle([Triple(NamedNode(BASE_IRI), NamedNode(BASE_IRI), Literal("x"))], tmp_path / "graph.ttl")
    for name in ("shapes.ttl", "kg.ttl"):
        (tmp_path / name).write_bytes((ONTOLOGY / name).read_bytes())
    (tmp_path / missing).unlink()
    with pytest.raises(DataError, match=missing):
        validate(tmp_path / "graph.ttl", tmp_path)
    (tmp_path / missing).write_text("this is no Turtle", "utf-8")
    with pytest.raises(DataError, match=missing):
        validate(tmp_path / "graph.ttl", tmp_path)
