"""`kg explain`: the facts on one thing, with their evidence, from the store or a Turtle file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.explain import Fact, Quote, Thing, explain, format_explanation
from kg.graph.merge import merge
from kg.graph.rdf import triples, write_turtle
from kg.graph.store import write_store
from kg.model import DataError, Entity, Knowledge
from tests.graph_sample import COUNTY, FIRST, TEXT, WORK, claim, evidence, knowledge, page

LABELS = {
    "investment": ("投资额", "investment"),
    "locatedIn": ("位于", "located in"),
    "partOf": ("属于", "part of"),
}


def store_of(known: Knowledge, folder: Path) -> Path:
    write_store(triples(known), folder / "store")
    return folder / "store"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return store_of(knowledge(), tmp_path)


def only(graph: Path, name: str) -> Thing:
    (thing,) = explain(graph, name)
    return thing


def test_a_fact_has_quote_page_title_offsets_rule_confidence(store: Path) -> None:
    facts = {fact.relation: fact for fact in only(store, WORK.label).facts}
    quote = "总投资0.42亿元"
    start = TEXT.index(quote)
    end = start + len(quote)
    proof = Quote("a", start, end, quote, "青崖河开工", "project.investment", "0.9", "", "0.42亿元", "")
    assert facts["investment"] == Fact("investment", WORK.label, "42000000", (proof,))


def test_what_is_planned_or_denied_and_who_granted_it_is_told(store: Path) -> None:
    facts = {fact.relation: fact.quotes[0] for fact in only(store, WORK.label).facts}
    assert facts["completionDate"].modality == "planned"
    assert (facts["designatedAs"].modality, facts["designatedAs"].granted_by) == ("denied", "山西省水利厅")


def test_a_quantity_is_written_out(store: Path) -> None:
    assert "堤防长 12.5 km (2024)" in [fact.object for fact in only(store, WORK.label).facts]


def test_facts_in_which_a_thing_is_the_object(store: Path) -> None:
    told = [(fact.subject, fact.relation) for fact in only(store, COUNTY.label).named_in]
    assert told == [("介休市防洪规划", "appliesTo"), (WORK.label, "locatedIn")]


def test_a_parent_of_the_gazetteer_has_no_quote(store: Path) -> None:
    assert only(store, COUNTY.label).facts == (Fact("partOf", "介休市", "晋中市", ()),)


def test_a_stated_parent_is_told_once_with_its_quote(tmp_path: Path) -> None:
    city = next(e for e in knowledge().entities if e.label == "晋中市")
    stated = claim(COUNTY, "partOf", city, evidence(TEXT, "在介休市", "a-1", "area.chain"))
    thing = only(store_of(merge([page("a", TEXT, FIRST.entities, (stated,))]), tmp_path), COUNTY.label)
    assert [(fact.object, len(fact.quotes)) for fact in thing.facts] == [("晋中市", 1)]


def test_equal_facts_pool_their_quotes(tmp_path: Path) -> None:
    twice = [page(i, TEXT, (WORK, COUNTY), FIRST.claims[:1]) for i in ("a", "b")]
    moved = replace(twice[1].claims[0], evidence=replace(twice[1].claims[0].evidence, article="b-1"))
    known = merge([twice[0], replace(twice[1], claims=(moved,))])
    (fact,) = only(store_of(known, tmp_path), WORK.label).facts
    assert [quote.page for quote in fact.quotes] == ["a", "b"]


@pytest.mark.parametrize("name", ["介休市", "介休", "介休 市", " 介休"])
def test_found_by_label_by_another_form_and_with_stray_spaces(name: str, store: Path) -> None:
    assert only(store, name).label == "介休市"


def test_a_label_wins_over_another_things_alias(tmp_path: Path) -> None:
    other = Entity("river-1", "River", "介休", ("介休河",))
    known = merge([page("a", TEXT, (COUNTY, other), ())])
    assert only(store_of(known, tmp_path), "介休").kind == "River"


def test_an_ambiguous_name_lists_all(tmp_path: Path) -> None:
    namesakes = (Entity("river-1", "River", "清河"), Entity("area-230000", "County", "清河"))
    store = store_of(merge([page("a", TEXT, namesakes, ())]), tmp_path)
    assert [thing.kind for thing in explain(store, "清河")] == ["County", "River"]


def test_a_turtle_file_tells_the_same_as_the_store(store: Path, tmp_path: Path) -> None:
    write_turtle(triples(knowledge()), tmp_path / "graph.ttl")
    assert explain(tmp_path / "graph.ttl", WORK.label) == explain(store, WORK.label)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("青崖河防洪提升公程", "near: 青崖河防洪提升工程"),
        ("介体市", "near: 介休市"),
        ("防洪工程", "防洪提升工程"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, near: str, store: Path) -> None:
    with pytest.raises(DataError, match=f"nothing is called '{name}'.*{near}"):
        explain(store, name)


def test_a_name_like_none_gets_no_suggestion(store: Path) -> None:
    with pytest.raises(DataError) as told:
        explain(store, "xyz")
    assert str(told.value) == "nothing is called 'xyz'"


@pytest.mark.parametrize(("text", "message"), [(None, "run `kg build` first"), ("<a> <b", "graph.ttl: ")])
def test_a_graph_that_cannot_be_read_is_told(text: str | None, message: str, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    if text is not None:
        graph.write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        explain(graph, "汾河")


def test_as_plain_text_in_both_languages(store: Path) -> None:
    text = format_explanation(explain(store, WORK.label), LABELS)
    assert text.splitlines()[:2] == [
        f"{WORK.label}  Project  <https://shanhe.example/id/{WORK.id}>",
        "  also: 防洪提升工程",
    ]
    start = TEXT.index("总投资")
    assert (
        f"\n  {WORK.label} — 投资额 investment → 42000000 (0.42亿元)\n    “总投资0.42亿元”\n"
        f"    a {start}–{start + 9} · 青崖河开工 · project.investment · 0.9\n"
    ) in text
    assert "”" + " [planned]" in text
    assert "granted by 山西省水利厅" in text


def test_a_thing_without_facts_says_so(tmp_path: Path) -> None:
    store = store_of(merge([page("a", TEXT, (Entity("river-1", "River", "清河"),), ())]), tmp_path)
    assert format_explanation(explain(store, "清河"), LABELS).endswith(
        "no page states a fact on it that the rules found"
    )


def test_the_gazetteers_part_says_that_no_page_states_it(store: Path) -> None:
    text = format_explanation(explain(store, "介休"), LABELS)
    assert "介休市 — 属于 part of → 晋中市\n    from the gazetteer; no page states it" in text
