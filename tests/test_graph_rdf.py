"""The graph as RDF: what CONTRACT says of entities, claims, quantities and articles, in the same bytes every time."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from kg.graph.keys import claim_name, local
from kg.graph.merge import merge
from kg.graph.rdf import PREFIXES, triples, write_nquads, write_turtle
from kg.model import Document, Entity, Knowledge, Quantity
from tests.graph_sample import AGENCY, COUNTY, FIRST, LENGTH, SECOND, TEXT, WORK, knowledge

NAMES = {"id": "https://shanhe.example/id/", **PREFIXES}


def lines(rows: list[Triple]) -> set[str]:
    """Triples as `id:x kg:status kg:planned`."""
    found = set()
    for row in rows:
        line = str(row)
        for prefix, iri in NAMES.items():
            line = line.replace(f"<{iri}", f"<{prefix}:")
        found.add(line.replace("<", "").replace(">", ""))
    return found


@pytest.mark.parametrize(
    "line",
    [
        'id:area-140781 rdfs:label "介休市"@zh',
        'id:area-140781 skos:altLabel "介休"@zh',
        'id:area-140781 kg:divisionCode "140781"',
        "id:area-140781 kg:partOf id:area-140700",
        "id:area-140781 rdf:type kg:County",
        "id:area-140781 kg:mentionedIn id:article-a-1",
        'id:area-140781 wgs84:lat "37.02"^^xsd:decimal',
        'id:article-a-1 dcterms:title "青崖河开工"@zh',
        "id:article-a-1 dcterms:isPartOf id:doc-a",
        'id:article-a-1 dcterms:issued "2024-03"^^xsd:gYearMonth',
        f'id:article-a-1 kg:charEnd "{len(TEXT)}"^^xsd:integer',
        'id:doc-a dcterms:identifier "a"',
        'id:doc-a dcterms:source "a.txt"',
        'id:doc-a dcterms:issued "2024-03-05"^^xsd:date',
        "id:project-1a2b3c4d kg:status kg:underConstruction",
        'id:project-1a2b3c4d kg:investment "42000000"^^xsd:decimal',
        'id:project-1a2b3c4d kg:completionDate "2025-06"^^xsd:gYearMonth',
        'id:project-1a2b3c4d kg:completionYear "2025"^^xsd:integer',
    ],
)
def test_the_graph_states(line: str) -> None:
    assert line in lines(triples(knowledge()))


def test_a_claim_is_complete() -> None:
    (claim,) = [c for c in FIRST.claims if c.relation == "investment"]
    name = f"id:{claim_name(claim)}"
    start = TEXT.index("总投资")
    assert {
        line.removeprefix(name).strip() for line in lines(triples(knowledge())) if line.startswith(name)
    } == {
        "rdf:type kg:Claim",
        "rdf:subject id:project-1a2b3c4d",
        "rdf:predicate kg:investment",
        'rdf:object "42000000"^^xsd:decimal',
        'kg:asWritten "0.42亿元"',
        'kg:rule "project.investment"',
        'kg:confidence "0.9"^^xsd:decimal',
        "prov:wasDerivedFrom id:article-a-1",
        'oa:exact "总投资0.42亿元"',
        f'kg:charStart "{start}"^^xsd:integer',
        f'kg:charEnd "{start + 9}"^^xsd:integer',
    }


def test_a_quantity_is_a_node_of_its_own() -> None:
    found = lines(triples(knowledge()))
    (node,) = {line.split()[2] for line in found if " kg:measure " in line}
    assert {line.removeprefix(node).strip() for line in found if line.startswith(node)} == {
        "rdf:type kg:Quantity",
        'kg:indicator "堤防长"@zh',
        'kg:value "12.5"^^xsd:decimal',
        'kg:unit "km"',
        'kg:period "2024"',
        'kg:asWritten "12.50公里"',
    }


def test_a_water_class_is_a_text() -> None:
    water = Quantity("Ⅱ", "类", "水质")
    (claim,) = [c for c in FIRST.claims if c.object == LENGTH]
    found = lines(triples(merge([replace(FIRST, claims=(replace(claim, object=water),))])))
    assert any(line.endswith(' kg:value "Ⅱ"') for line in found)


def test_the_role_of_a_sum_and_what_a_payer_pays_hang_on_the_claim() -> None:
    claim = FIRST.claims[0]
    paid = replace(claim, evidence=replace(claim.evidence, sum_role="central", amount=Decimal("3E+8")))
    found = "\n".join(lines(triples(merge([replace(FIRST, claims=(paid,))]))))
    assert 'kg:sumRole "central"' in found
    assert 'kg:amount "300000000"^^xsd:decimal' in found


def test_what_a_claim_takes_from_elsewhere_hangs_on_it() -> None:
    claim = FIRST.claims[0]
    told = replace(claim, evidence=replace(claim.evidence, context=("title",)))
    found = "\n".join(lines(triples(merge([replace(FIRST, claims=(told,))]))))
    assert 'kg:context "title"' in found
    assert "kg:context" not in "\n".join(lines(triples(merge([FIRST]))))


def test_what_is_denied_has_a_claim_and_no_plain_triple() -> None:
    found = lines(triples(knowledge()))
    (claim,) = [c for c in SECOND.claims if c.evidence.modality == "denied"]
    assert f'id:{claim_name(claim)} kg:modality "denied"' in found
    assert f"id:{claim_name(claim)} kg:grantedBy id:{AGENCY.id}" in found
    assert not any(line.startswith(f"id:{WORK.id} kg:designatedAs") for line in found)


def test_what_is_planned_has_both() -> None:
    found = lines(triples(knowledge()))
    (claim,) = [c for c in SECOND.claims if c.evidence.modality == "planned"]
    assert f'id:{claim_name(claim)} kg:modality "planned"' in found
    assert any(line.startswith(f"id:{WORK.id} kg:completionDate") for line in found)


def test_a_parent_of_the_gazetteer_is_there_without_claim_or_mention() -> None:
    found = lines(triples(knowledge()))
    assert "id:area-140700 kg:partOf id:area-140000" in found
    assert not any(line.startswith("id:area-140000 kg:mentionedIn") for line in found)
    assert not any(line.endswith("rdf:predicate kg:partOf") for line in found)


def test_no_blank_nodes_and_flat_ascii_names() -> None:
    rows = triples(replace(knowledge(), documents=(Document("要闻 第1版", "要闻/第1版.txt", ""),)))
    terms = [term for row in rows for term in (row.subject, row.object)]
    assert not any(isinstance(term, BlankNode) for term in terms)
    names = {t.value.removeprefix(NAMES["id"]) for t in terms if str(t).startswith(f"<{NAMES['id']}")}
    assert names
    assert all(name.isascii() and name.replace("-", "").isalnum() for name in names)


@pytest.mark.parametrize("a,b", [("要闻", "副刊"), ("a b", "a_b"), ("a-b", "a b")])
def test_two_names_stay_two(a: str, b: str) -> None:
    assert local(a) != local(b)
    assert local(local(a)) == local(a)


@pytest.mark.parametrize(
    "number,written",
    [("4.2E+7", "42000000"), ("3.50", "3.5"), ("-0.0", "0"), ("229999999.99999997", "229999999.99999997")],
)
def test_decimals_are_exact_and_plain(number: str, written: str) -> None:
    (claim,) = [c for c in FIRST.claims if c.relation == "investment"]
    rows = triples(merge([replace(FIRST, claims=(replace(claim, object=Decimal(number)),))]))
    assert f'id:{WORK.id} kg:investment "{written}"^^xsd:decimal' in lines(rows)


def test_the_base_iri_changes_ids_and_nothing_else() -> None:
    ours, theirs = triples(knowledge()), triples(knowledge(), base_iri="https://kg.example.org/")
    assert sorted(str(r).replace("https://shanhe.example/id/", "https://kg.example.org/") for r in ours) == [
        str(r) for r in theirs
    ]


def test_shuffled_triples_give_the_same_bytes(tmp_path: Path) -> None:
    rows = triples(knowledge())
    shuffled = random.Random(7).sample(rows, len(rows))
    for name, found in (("a", rows), ("b", shuffled)):
        write_turtle(found, tmp_path / f"{name}.ttl")
        write_nquads(found, tmp_path / f"{name}.nq")
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.ttl").read_bytes()
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    rows = triples(knowledge())
    write_turtle(rows, tmp_path / "graph.ttl")
    write_nquads(rows, tmp_path / "graph.nq")
    for name, format in (("graph.ttl", RdfFormat.TURTLE), ("graph.nq", RdfFormat.N_QUADS)):
        assert {str(q.triple) for q in parse(path=tmp_path / name, format=format)} == {str(r) for r in rows}
    assert "id:area-140781 a kg:County" in (tmp_path / "graph.ttl").read_text("utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["graph.nq", "graph.ttl"]  # nothing left beside them


def test_rdflib_reads_the_same_graph(tmp_path: Path) -> None:
    from rdflib import Graph

    rows = triples(knowledge())
    write_turtle(rows, tmp_path / "graph.ttl")
    assert len(Graph().parse(tmp_path / "graph.ttl")) == len(rows)


def test_an_empty_knowledge_is_an_empty_graph() -> None:
    assert triples(Knowledge((), (), (), (), ())) == []


def test_the_label_is_no_alias() -> None:
    twice = Entity("river-1", "River", "汾河", ("汾河", "汾水"))
    found = lines(triples(Knowledge((), (), (twice,), (), ())))
    assert found == {
        "id:river-1 rdf:type kg:River",
        'id:river-1 rdfs:label "汾河"@zh',
        'id:river-1 skos:altLabel "汾水"@zh',
    }


def test_a_place_without_coordinates_has_none() -> None:
    bare = replace(COUNTY, longitude=None)
    assert not any("wgs84" in line for line in lines(triples(Knowledge((), (), (bare,), (), ()))))
