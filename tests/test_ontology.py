"""kg.ttl and shapes.ttl: complete, without blank nodes, as the annotation guide has them, and of one mind."""

import json
import re
import time
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, RdfFormat, Triple, parse

from kg.model import DataError
from kg.ontology import ontology_folder
from kg.schema import KG, Schema, load_schema

FOLDER = ontology_folder()
CORPUS = Path(__file__).parent.parent / "corpus"
SHARED = Path(__file__).parent.parent.parent / "shared" / "gold"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
AREA = frozenset(("Province", "City", "County", "Township", "Village", "Zone"))
WORKS = frozenset(("Project", "Facility", "Reservoir"))
THINGS = AREA | WORKS | {
    "River", "Lake", "ProtectedArea", "MonitoringSection", "Agency", "Company", "Institution", "Policy",
}  # fmt: skip
BODIES = frozenset(("Agency", "Company", "Institution"))

# The table of the guide. What stands after + is not in it: a facility or reservoir is often built like a project,
# and gold pages observe lakes and reservoirs.
GUIDE = {
    "partOf": (AREA, AREA),
    "locatedIn": (
        {
            "Project",
            "Company",
            "Facility",
            "Institution",
            "Reservoir",
            "Lake",
            "ProtectedArea",
            "MonitoringSection",
            "Zone",
        },
        AREA,
    ),
    "flowsThrough": ({"River"}, AREA),
    "tributaryOf": ({"River"}, {"River"}),
    "onRiver": (
        {"Project", "Facility", "MonitoringSection", "Reservoir", "ProtectedArea", "Zone"},
        {"River"},
    ),
    "investment": ({"Project"} | {"Facility", "Reservoir", "Zone"}, {"Money"}),
    "fundedBy": ({"Project", "Policy"}, {"Agency", "Company"} | AREA),
    "undertakenBy": ({"Project", "Facility"} | {"Reservoir"}, BODIES | AREA),
    "subProjectOf": ({"Project"}, {"Project"}),
    "status": ({"Project"} | WORKS, {"Status"}),
    "startDate": ({"Project"} | WORKS, {"Date"}),
    "completionDate": ({"Project"} | WORKS, {"Date"}),
    "issuedBy": ({"Policy"}, {"Agency"} | AREA),
    "issueDate": ({"Policy"}, {"Date"}),
    "effectiveDate": ({"Policy"}, {"Date"}),
    "appliesTo": ({"Policy"}, AREA),
    "jurisdiction": ({"Agency"}, AREA),
    "subOrganizationOf": (BODIES, BODIES),
    "designatedAs": (THINGS, {"Text"}),
    "measure": ({"Project", "Facility"} | {"Reservoir"}, {"Quantity"}),
    "observation": (
        AREA | {"River", "MonitoringSection", "Company"} | {"Lake", "Reservoir", "ProtectedArea"},
        {"Quantity"},
    ),
}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(FOLDER)


@pytest.fixture(scope="module")
def rows() -> list[Triple]:
    return [q.triple for q in parse(path=FOLDER / "kg.ttl", format=RdfFormat.TURTLE)]


@pytest.mark.parametrize("relation", GUIDE)
def test_domain_and_range_are_the_guides(schema: Schema, relation: str) -> None:
    found = schema.relations[relation]
    assert (found.domain, found.range) == GUIDE[relation]


def test_no_relation_beside_the_guides(schema: Schema) -> None:
    assert set(schema.relations) == set(GUIDE)


def test_every_term_has_label_and_comment_in_both_languages(rows: list[Triple]) -> None:
    terms = {t.subject.value for t in rows if t.subject.value.startswith(KG)}
    told = {
        (t.subject.value, t.predicate.value.removeprefix(RDFS), t.object.language)
        for t in rows
        if isinstance(t.object, Literal)
    }
    wanted = {(term, kind, lang) for term in terms for kind in ("label", "comment") for lang in ("zh", "en")}
    assert len(terms) > 60
    assert wanted - told == set()


def test_every_kg_term_that_is_used_is_declared(rows: list[Triple]) -> None:
    declared = {t.subject.value for t in rows}
    used = {term.value for t in rows for term in (t.predicate, t.object) if term.value.startswith(KG)}
    assert used - declared == set()


def test_no_blank_nodes(rows: list[Triple]) -> None:
    assert not [t for t in rows if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)]


def test_every_class_reaches_a_standard_vocabulary(schema: Schema, rows: list[Triple]) -> None:
    above: dict[str, set[str]] = {}
    for t in rows:
        if t.predicate.value == f"{RDFS}subClassOf":
            above.setdefault(t.subject.value, set()).add(t.object.value)

    def reaches(name: str) -> bool:
        return any(not up.startswith(KG) or reaches(up) for up in above.get(name, ()))

    assert [name for name in sorted(schema.classes) if not reaches(KG + name)] == []


@pytest.mark.parametrize(
    "term,standard",
    [
        ("County", "https://schema.org/AdministrativeArea"),
        ("City", "http://www.opengis.net/ont/geosparql#Feature"),
        ("River", "https://schema.org/RiverBodyOfWater"),
        ("Agency", "http://www.w3.org/ns/org#FormalOrganization"),
        ("Policy", "http://data.europa.eu/eli/ontology#LegalResource"),
        ("Claim", "http://www.w3.org/ns/prov#Entity"),
        ("Claim", "http://www.w3.org/ns/oa#TextQuoteSelector"),
        ("Quantity", "http://www.w3.org/ns/sosa/Observation"),
        ("Quantity", "http://qudt.org/schema/qudt/QuantityValue"),
        ("Status", "http://www.w3.org/2004/02/skos/core#Concept"),
        ("partOf", "http://purl.org/dc/terms/isPartOf"),
        ("subOrganizationOf", "http://www.w3.org/ns/org#subOrganizationOf"),
    ],
)
def test_a_store_with_rdfs_finds_the_standard_term(rows: list[Triple], term: str, standard: str) -> None:
    up = {f"{RDFS}subClassOf", f"{RDFS}subPropertyOf"}
    known, size = {KG + term}, 0
    while size < len(known):
        size = len(known)
        known |= {t.object.value for t in rows if t.predicate.value in up and t.subject.value in known}
    assert standard in known


@pytest.mark.parametrize("folder", [CORPUS / "gold", pytest.param(SHARED, marks=pytest.mark.shared)])
def test_every_gold_fact_fits(schema: Schema, folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    misfits = set()
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        kinds = {entity["id"]: entity["type"] for entity in gold["entities"]}
        for fact in gold["facts"]:
            relation, subject = schema.relations[fact["p"]], kinds[fact["s"]]
            object_ = kinds.get(fact["o"]) if isinstance(fact["o"], str) else None
            if subject not in relation.domain or (object_ and object_ not in relation.range):
                misfits.add((path.name, subject, fact["p"], object_))
    assert misfits == set()


def test_the_schema_loads_in_under_50_ms() -> None:
    spent = []
    for _ in range(5):
        begun = time.perf_counter()
        load_schema(FOLDER)
        spent.append(time.perf_counter() - begun)
    assert min(spent) < 0.05


def test_labels_and_subclasses(schema: Schema) -> None:
    assert (schema.label("Reservoir", "zh"), schema.label("Reservoir", "en")) == ("水库", "Reservoir")
    assert schema.label("没有", "zh") == "没有"
    assert schema.subclasses("Area") == tuple(sorted(AREA))
    assert set(schema.subclasses("Entity")) >= THINGS
    assert schema.subclasses("County") == ()


def test_the_four_states_are_there(schema: Schema) -> None:
    states = ("planned", "underConstruction", "completed", "inOperation")
    assert [schema.label(name, "zh") for name in states] == ["规划中", "在建", "已完工", "已投运"]


def test_a_broken_ontology_is_the_users_mistake(tmp_path: Path) -> None:
    (tmp_path / "kg.ttl").write_text("kg:River a owl:Class .", "utf-8")
    with pytest.raises(DataError, match="kg.ttl"):
        load_schema(tmp_path)


def test_the_shapes_list_the_classes_and_relations_of_the_ontology(schema: Schema) -> None:
    shapes = (FOLDER / "shapes.ttl").read_text("utf-8")
    lists = [frozenset(re.findall(r"kg:(\w+)", body)) for body in re.findall(r"sh:in \(([^)]*)\)", shapes)]
    assert THINGS | {"Document", "Article", "Claim", "RejectedClaim", "Quantity"} in lists
    assert frozenset(schema.relations) in lists
    assert frozenset(re.findall(r"kg:(\w+)", shapes.split("sh:targetClass")[1].split(";")[0])) == THINGS
