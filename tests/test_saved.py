"""Saved queries: what they are made of, what may be filled in, and what they find."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, Store

from kg.graph.query import prefixes
from kg.graph.saved import (
    SavedQuery,
    Terms,
    fill,
    find_saved,
    load_saved,
    parse_saved,
    read_saved,
    terms_of,
)
from kg.model import DataError
from kg.ontology import ontology_folder
from kg.schema import load_schema
from tests.conftest import Built
from tests.queries_doc import CHINESE, DOCUMENT, LIST, chinese_entry, entry, listed

EXTRA = Path(__file__).with_name("graph_extra.ttl")
SAVED = load_saved()
ONLY_EXTRA = {  # the corpus has none; what the made-up graph gives
    "funded-by": [("青崖水务有限公司", "青崖河防洪提升工程")] * 2,
    "conflicting-sums": [("青崖河防洪提升工程", "42000000"), ("青崖河防洪提升工程", "42500000.5")],
}
HEAD = '#: zh = "甲"\n#: en = "A"\n#: [set]\n#: x = { type = "name", zh = "甲", en = "a", example = "乙" }\n'
LABELLED = parse_saved("labelled", HEAD + "SELECT ?s WHERE { ?s rdfs:label $x }")


@pytest.fixture(scope="module")
def terms() -> Terms:
    return terms_of(load_schema(ontology_folder()))


@pytest.fixture(scope="module")
def store(built: Built) -> Store:
    """The graph of the corpus, with what it lacks."""
    store = Store()
    for path in (built.out / "graph.ttl", EXTRA):
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return store


def rows(store: Store, query: SavedQuery, terms: Terms, **values: str) -> list[tuple[str, ...]]:
    found = store.query(fill(query, values or query.examples, terms), prefixes=dict(prefixes()))
    return [tuple(getattr(t, "value", "") for t in row) for row in found]  # type: ignore[union-attr]


def test_there_are_at_least_twenty() -> None:
    assert len(SAVED) >= 20


@pytest.mark.parametrize("name", sorted(SAVED))
def test_each_has_its_sentence_in_both_languages(name: str) -> None:
    query = SAVED[name]
    texts = [(query.zh, query.en), *((p.zh, p.en) for p in query.parameters)]
    assert all(re.search("[一-鿿]", zh) and re.search("[A-Za-z]{3}", en) for zh, en in texts)


@pytest.mark.parametrize("name", sorted(SAVED))
def test_each_example_finds_something(name: str, store: Store, terms: Terms) -> None:
    found = rows(store, SAVED[name], terms)
    assert found
    if name in ONLY_EXTRA:
        assert [row[:2] for row in found] == ONLY_EXTRA[name]


def test_the_document_lists_them_all() -> None:
    for document, told in ((DOCUMENT, entry), (CHINESE, chinese_entry)):
        found = LIST.search(document.read_text("utf-8"))
        assert found and found[0] == listed(told), "python -m tests.queries_doc"


def test_the_example_of_the_document_can_be_asked(store: Store, terms: Terms) -> None:
    (text,) = re.findall(r"```sparql\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)
    assert rows(store, parse_saved("dear-works", text), terms)


@pytest.mark.parametrize("name", ["青崖河", "青崖水", '青崖"河\\'])
def test_a_name_is_a_label_or_another_name(name: str, store: Store, terms: Terms) -> None:
    found = rows(store, SAVED["projects-on-river"], terms, river=name)
    assert [row[0] for row in found] == ["青崖河防洪提升工程"] * 2


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_whatever_is_given_is_one_string(text: str) -> None:
    filled = fill(LABELLED, {"x": text}, Terms({}))
    (row,) = Store().query(filled.replace("?s WHERE { ?s rdfs:label", "?x WHERE { VALUES ?x {") + "}")  # type: ignore[misc]
    assert row["x"] == Literal(text.strip(), language="zh")


@pytest.mark.parametrize(
    ("type", "value", "written"),
    [
        ("text", 'p"3', r'"p\"3"'),
        ("integer", "2025", "2025"),
        ("integer", "007", "7"),
        ("decimal", "0.80", "0.80"),
        ("decimal", "3", "3.0"),
        ("decimal", "1E3", "1000.0"),
        ("term", "investment", "<https://shanhe.example/ontology#investment>"),
        ("term", "kg:River", "<https://shanhe.example/ontology#River>"),
        ("term", "投资额", "<https://shanhe.example/ontology#investment>"),
        ("thing", "id:area-140781", "<https://shanhe.example/id/area-140781>"),
        ("thing", "https://a.example/水", "<https://a.example/水>"),
    ],
)
def test_values_become_terms(type: str, value: str, written: str, terms: Terms) -> None:
    query = parse_saved("typed", HEAD.replace('"name"', f'"{type}"') + "ASK { ?s ?p $x }")
    assert fill(query, {"x": value}, terms) == f"ASK {{ ?s ?p {written} }}\n"


@pytest.mark.parametrize(
    ("type", "value", "message"),
    [
        ("name", " ", "a text is wanted"),
        ("integer", "两千", "a whole number"),
        ("integer", "٢٠٢٥", "a whole number"),
        ("integer", "1 } DROP ALL", "a whole number"),
        ("decimal", "NaN", "a number is wanted"),
        ("decimal", "0,8", "a number is wanted"),
        ("term", "invest", "near: investment"),
        ("thing", "https://a.example/> } #", "an IRI is wanted"),
        ("thing", "汾河", "an IRI is wanted"),
    ],
)
def test_a_value_of_another_type_is_refused(type: str, value: str, message: str, terms: Terms) -> None:
    query = parse_saved("typed", HEAD.replace('"name"', f'"{type}"') + "ASK { ?s ?p $x }")
    with pytest.raises(DataError, match=f"x={re.escape(value)}: .*{re.escape(message)}"):
        fill(query, {"x": value}, terms)


def test_what_is_missing_or_unknown_is_told(terms: Terms) -> None:
    with pytest.raises(DataError, match="projects-on-river wants river, a river: --set river=汾河"):
        fill(SAVED["projects-on-river"], {}, terms)
    with pytest.raises(DataError, match="has no parameter 'rivers'; its parameters: river"):
        fill(SAVED["projects-on-river"], {"rivers": "汾河"}, terms)
    with pytest.raises(DataError, match="no saved query 'project-on-river'; near: projects-on-river"):
        find_saved(SAVED, "project-on-river")


def test_a_default_stands_where_nothing_is_given(store: Store, terms: Terms) -> None:
    query = SAVED["policies-in-area"]
    every = rows(store, query, terms, area="云南省")
    early = rows(store, query, terms, area="云南省", year="2000")
    assert len(every) > len(early)


def test_strings_iris_and_comments_are_left_alone(terms: Terms) -> None:
    body = "ASK { <http://a.example/$x> ?p \"$x\" , '''$x''' , $x } # $x\n"
    assert fill(parse_saved("quoted", HEAD + body), {"x": "乙"}, terms) == body.replace(
        ", $x }", ', "乙"@zh }'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#: zh = 甲\nASK {}", "are no TOML"),
        ('#: title = "甲"\nASK {}', "unknown key 'title'"),
        (HEAD + "ASK {}", r"no \$x in it"),
        (HEAD + "ASK { $x ?p $y }", r"\$y is not described"),
        (HEAD.replace('"name"', '"place"') + "ASK { ?s ?p $x }", "no type 'place'; types: name"),
        (HEAD.replace('zh = "甲", en', "en") + "ASK { ?s ?p $x }", "'zh' is a text"),
        (HEAD.replace("example", "sample") + "ASK { ?s ?p $x }", "'example' is a text"),
        (HEAD.replace('"乙" }', '"乙", more = "1" }') + "ASK { ?s ?p $x }", "unknown key 'more'"),
    ],
)
def test_a_wrong_head_is_told_with_its_file(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.rq").write_text(text, "utf-8")
    with pytest.raises(DataError, match=f"wrong.rq: .*{message}"):
        read_saved(tmp_path / "wrong.rq")


def test_a_folder_of_ones_own_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "mine.rq").write_text("ASK { ?s ?p ?o }", "utf-8")
    (tmp_path / "queries" / "honours.rq").write_text("ASK {}", "utf-8")
    found = load_saved(tmp_path)
    assert set(found) == {*SAVED, "mine"}
    assert found["honours"].text == "ASK {}\n"


def test_a_whole_ontology_of_ones_own_still_has_ours(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), folder, ignore=shutil.ignore_patterns("queries"))
    assert set(load_saved(folder)) == set(SAVED)
