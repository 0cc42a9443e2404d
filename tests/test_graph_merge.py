"""Merging pages: equal things become one, and the order of the pages does not matter."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.keys import object_key
from kg.graph.merge import merge
from kg.model import Claim, Document, Entity, Evidence, Knowledge, PageFacts, Quantity, Span
from tests.graph_sample import AGENCY, COUNTY, FIRST, PLAN, SECOND, WORK

ENTITIES = st.builds(
    Entity,
    id=st.sampled_from(["area-140781", "project-1a2b3c4d"]),
    kind=st.sampled_from(["County", "Project"]),
    label=st.sampled_from(["介休", "介休市", "防洪工程", "青崖河防洪工程"]),
    aliases=st.lists(st.sampled_from(["介休", "介休市", "该县"]), max_size=2).map(tuple),
    code=st.sampled_from([None, "140781", "140782"]),
    part_of=st.sampled_from([None, "area-140700", "area-140000"]),
    longitude=st.sampled_from([None, Decimal("111.9"), Decimal("112")]),
    latitude=st.sampled_from([None, Decimal("37"), Decimal("37.0")]),
)
EVIDENCE = st.builds(
    Evidence,
    article=st.sampled_from(["a-1", "b-1"]),
    rule=st.sampled_from(["project.place", "project.money"]),
    quote=st.sampled_from(["在介休市", "介休市"]),
    span=st.sampled_from([Span(2, 6), Span(3, 12)]),
    written=st.sampled_from(["", "2亿元"]),
    modality=st.sampled_from(["", "planned"]),
    confidence=st.sampled_from([Decimal("0.9"), Decimal("0.8")]),
)
OBJECTS = st.one_of(
    ENTITIES,
    st.sampled_from(
        [
            "planned",
            Decimal("2E+8"),
            Decimal("200000000.0"),
            Quantity(Decimal("1.0"), "km"),
            Quantity("Ⅱ", "类"),
        ]
    ),
)
CLAIMS = st.builds(
    Claim,
    subject=st.just("project-1a2b3c4d"),
    relation=st.sampled_from(["locatedIn", "investment"]),
    object=OBJECTS,
    evidence=EVIDENCE,
)
PAGES = st.builds(
    PageFacts,
    document=st.sampled_from(
        [Document("a", "a.txt", "甲"), Document("a", "a.txt", "乙"), Document("b", "b.txt", "甲")]
    ),
    articles=st.just(()),
    entities=st.lists(ENTITIES, max_size=3).map(tuple),
    mentioned=st.lists(
        st.tuples(st.sampled_from(["x", "y"]), st.sampled_from(["a-1", "b-1"])), max_size=3
    ).map(tuple),
    claims=st.lists(CLAIMS, max_size=3).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PAGES, max_size=4).flatmap(lambda pages: st.tuples(st.just(pages), st.permutations(pages))))
def test_any_order_of_pages_gives_the_same_knowledge(orders: tuple[list[PageFacts], list[PageFacts]]) -> None:
    assert repr(merge(orders[0])) == repr(
        merge(orders[1])
    )  # repr sees the fields that == of entities leaves out


@settings(max_examples=50, deadline=None)
@given(st.lists(PAGES, max_size=3))
def test_a_page_given_twice_changes_nothing(pages: list[PageFacts]) -> None:
    assert repr(merge([*pages, *pages])) == repr(merge(pages))


def test_equal_things_are_one_with_all_names() -> None:
    short = replace(COUNTY, label="介休", aliases=("介休县",), code=None)
    found = merge([FIRST, replace(SECOND, entities=(short,))])
    (county,) = [e for e in found.entities if e.id == COUNTY.id]
    assert (county.label, county.aliases, county.code) == ("介休市", ("介休", "介休县"), "140781")


def test_a_claims_object_is_the_merged_thing() -> None:
    stale = replace(FIRST.claims[0], object=replace(COUNTY, label="介休", aliases=()))
    (found,) = merge([replace(FIRST, claims=(stale,))]).claims
    assert isinstance(found.object, Entity)
    assert found.object.label == "介休市"


def test_one_claim_for_a_fact_and_place_the_most_confident() -> None:
    (first, *_) = FIRST.claims
    weak = replace(first, evidence=replace(first.evidence, rule="a.rule", confidence=Decimal("0.5")))
    late = replace(first, evidence=replace(first.evidence, rule="z.rule"))
    found = merge([replace(FIRST, claims=(weak, late, first))])
    assert [c.evidence.rule for c in found.claims] == [first.evidence.rule]


def test_the_same_fact_at_two_places_keeps_both_claims() -> None:
    (first, *_) = FIRST.claims
    again = replace(first, evidence=replace(first.evidence, span=Span(20, 26)))
    assert len(merge([replace(FIRST, claims=(first, again))]).claims) == 2


def test_equal_numbers_written_differently_are_one_object() -> None:
    assert object_key(Decimal("4.20E+7")) == object_key(Decimal("42000000.00"))
    assert object_key(Decimal("42000000")) != object_key("42000000")


def test_nothing_gives_nothing() -> None:
    assert merge([]) == Knowledge((), (), (), (), ())


def test_what_is_mentioned_is_kept_once() -> None:
    assert merge([FIRST, FIRST]).mentioned == tuple(sorted({(COUNTY.id, "a-1"), (WORK.id, "a-1")}))


LONGER = "project-9e9e9e9e"


def with_twin() -> list[PageFacts]:
    """The work under a longer name on the second page, as another thing."""
    twin = replace(WORK, id=LONGER, label="介休市青崖河防洪提升工程", aliases=("提升工程",))
    claims = tuple(replace(c, subject=LONGER) if c.subject == WORK.id else c for c in SECOND.claims)
    mentioned = tuple((LONGER if e == WORK.id else e, a) for e, a in SECOND.mentioned)
    entities = tuple(twin if e == WORK else e for e in SECOND.entities)
    return [FIRST, replace(SECOND, entities=entities, claims=claims, mentioned=mentioned)]


def test_things_that_are_one_are_pooled_with_their_claims_and_mentions() -> None:
    apart = merge(with_twin())
    found = merge(with_twin(), same={WORK.id: LONGER})
    assert {e.id for e in apart.entities} - {e.id for e in found.entities} == {WORK.id}
    (work,) = [e for e in found.entities if e.id == LONGER]
    assert work.label == "介休市青崖河防洪提升工程"
    assert work.aliases == ("提升工程", "防洪提升工程", "青崖河防洪提升工程")
    assert {c.subject for c in found.claims} == {LONGER, PLAN.id}
    assert len(found.claims) == len(apart.claims)
    assert {(LONGER, "a-1"), (LONGER, "b-1")} <= set(found.mentioned)
    assert WORK.id not in repr(found)


def test_objects_qualifiers_and_parents_are_renamed_too() -> None:
    same = {COUNTY.id: "area-140799", AGENCY.id: "agency-ffff", "area-140700": "area-140600"}
    found = merge([FIRST, SECOND], same=same)
    assert not any(old in repr(found) for old in same)
    (county,) = [e for e in found.entities if e.id == "area-140799"]
    assert (county.label, county.part_of) == ("介休市", "area-140600")
    objects = {c.object.id for c in found.claims if isinstance(c.object, Entity)}
    assert objects == {"area-140799"}
    assert ("grantedBy", "agency-ffff") in {q for c in found.claims for q in c.evidence.qualifiers}


def test_claims_that_become_one_are_one_and_a_thing_has_no_relation_to_itself() -> None:
    (first, *_) = FIRST.claims
    twin = replace(first, subject=LONGER, evidence=replace(first.evidence, confidence=Decimal("0.5")))
    inside = replace(first, subject=LONGER, relation="subProjectOf", object=WORK)
    found = merge([replace(FIRST, claims=(first, twin, inside))], same={LONGER: WORK.id})
    assert [(c.subject, c.relation, c.evidence.confidence) for c in found.claims] == [
        (WORK.id, "locatedIn", Decimal("0.9"))
    ]


def test_nothing_that_is_the_same_changes_nothing() -> None:
    assert repr(merge([FIRST, SECOND], same={"x": "y", COUNTY.id: COUNTY.id})) == repr(merge([FIRST, SECOND]))


def test_the_parts_of_a_file_are_one_document() -> None:
    parts = [Document("a", "a.txt", "", None, 0), Document("a", "a.txt", "", "2024-03", 900)]
    pages = [replace(FIRST, document=part) for part in parts]
    assert merge(pages).documents == (Document("a", "a.txt", "", "2024-03", 0),)
    assert merge(pages[::-1]).documents == merge(pages).documents
