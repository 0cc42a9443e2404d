"""The HTML graph as a file: what it holds, that nothing in it is loaded or run from elsewhere, the same bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from itertools import combinations
from math import dist
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.merge import merge
from kg.model import Entity, Knowledge, Quantity
from kg.ontology import ontology_folder
from kg.schema import Schema, load_schema
from kg.view.data import Json, page_data
from kg.view.html import write_html
from kg.view.layout import APART, graph_of, place_nodes
from tests.graph_sample import COUNTY, FIRST, PROVINCE, TEXT, WORK, claim, evidence, knowledge, page

EVIL = "</script><script>alert(1)</script><!--<b>'\"&\u2028@@DATA@@@@SCRIPT@@"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(ontology_folder())


def evil() -> Knowledge:
    """Markup wherever text of a page can stand."""
    thing = Entity("project-ffff", "Project", f"工程{EVIL}", (f"又名{EVIL}",))
    told = claim(thing, "designatedAs", f"称号{EVIL}", evidence(EVIL, EVIL, "a-1", "rule.evil"))
    return merge([page("a", EVIL, (thing,), (told,))])


def written(known: Knowledge, schema: Schema, folder: Path) -> str:
    write_html(known, schema, folder / "graph.html")
    return (folder / "graph.html").read_bytes().decode("utf-8")


def data_of(text: str) -> dict[str, Json]:
    (data,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', text, re.DOTALL)
    found: dict[str, Json] = json.loads(data)
    return found


def test_nodes_are_things_and_edges_are_facts_between_them(schema: Schema, tmp_path: Path) -> None:
    data = data_of(written(knowledge(), schema, tmp_path))
    assert sorted(node["id"] for node in data["nodes"]) == [e.id for e in knowledge().entities]
    assert sorted((e["from"], e["relation"], e["to"]) for e in data["edges"]) == [
        ("area-140700", "partOf", "area-140000"),
        ("area-140781", "partOf", "area-140700"),
        ("policy-5e6f7a8b", "appliesTo", "area-140781"),
        ("project-1a2b3c4d", "locatedIn", "area-140781"),
    ]
    assert len(data["facts"]) == len(knowledge().claims)


def test_a_fact_carries_its_evidence(schema: Schema) -> None:
    facts = [f for f in page_data(knowledge(), schema)["facts"] if f["p"] == "investment"]
    start = TEXT.index("总投资")
    assert facts == [
        {
            "s": WORK.id,
            "p": "investment",
            "money": "42000000",
            "quote": "总投资0.42亿元",
            "article": "a-1",
            "rule": "project.investment",
            "confidence": "0.9",
            "modality": "",
            "start": start,
            "end": start + 9,
            "with": [],
        }
    ]


def test_what_is_denied_makes_no_edge(schema: Schema) -> None:
    denied = claim(WORK, "locatedIn", COUNTY, evidence(TEXT, "在介休市", "a-1", "r", modality="denied"))
    data = page_data(merge([page("a", TEXT, (WORK, COUNTY), (denied,))]), schema)
    assert data["edges"] == []
    assert [fact["modality"] for fact in data["facts"]] == ["denied"]


def test_parents_of_the_gazetteer_are_marked(schema: Schema) -> None:
    named = {node["id"]: node["named"] for node in page_data(knowledge(), schema)["nodes"]}
    assert named[COUNTY.id] and not named[PROVINCE.id]


def test_a_thing_lists_the_articles_that_name_it(schema: Schema) -> None:
    entities = page_data(knowledge(), schema)["entities"]
    assert list(entities[COUNTY.id]["in"]) == ["a-1", "b-1"]
    assert list(entities[PROVINCE.id]["in"]) == []


def test_the_legend_is_bilingual_and_counts(schema: Schema) -> None:
    classes = {c["name"]: (c["zh"], c["en"], c["count"]) for c in page_data(knowledge(), schema)["classes"]}
    assert classes["County"] == ("县级行政区", "County", 1)
    assert list(classes) == ["Province", "City", "County", "Project", "Agency", "Policy"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("467000000"), {"money": "467000000"}),
        (Decimal("4.2E+7"), {"money": "42000000"}),
        (
            Quantity(Decimal("20.50"), "%", "森林覆盖率", "2022"),
            {"amount": ["森林覆盖率", "20.50", "%", "2022"]},
        ),
        (Quantity("Ⅱ", "类", "水质"), {"amount": ["水质", "Ⅱ", "类", ""]}),
        ("underConstruction", {"text": "underConstruction"}),
    ],
)
def test_values_are_exact_text(
    value: Decimal | Quantity | str, shown: dict[str, Json], schema: Schema
) -> None:
    known = merge(
        [page("a", TEXT, (WORK,), (claim(WORK, "measure", value, evidence(TEXT, "开工", "a-1", "r")),))]
    )
    (fact,) = page_data(known, schema)["facts"]
    assert {k: fact[k] for k in ("money", "amount", "text") if k in fact} == shown


def test_text_of_pages_is_never_markup(schema: Schema, tmp_path: Path) -> None:
    text = written(evil(), schema, tmp_path)
    assert "alert(1)</script>" not in text
    assert "<b>" not in data_text(text)
    data = data_of(text)
    assert data["entities"]["project-ffff"]["label"] == f"工程{EVIL}"
    assert data["facts"][0]["quote"] == EVIL


def data_text(text: str) -> str:
    return text.partition('type="application/json">')[2].partition("</script>")[0]


@settings(max_examples=60)
@given(st.text())
def test_any_text_comes_back_and_holds_no_markup(label: str) -> None:
    from kg.view.html import _inert

    inert = _inert({"label": label})
    assert not set("<>&\u2028\u2029") & set(inert)
    assert json.loads(inert) == {"label": label}


def test_nothing_is_loaded_from_elsewhere(schema: Schema, tmp_path: Path) -> None:
    text = written(knowledge(), schema, tmp_path)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert not re.search("@@[A-Z]+@@", text)
    page_only = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.findall(r"""(?:src|href)=["'](?!data:)""", page_only)
    assert "@import" not in page_only and "url(" not in page_only


def test_each_script_bears_the_hash_that_the_policy_allows(schema: Schema, tmp_path: Path) -> None:
    text = written(evil(), schema, tmp_path)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    allowed = re.findall(r"'sha256-([^']+)'", text.partition("</head>")[0])
    assert len(scripts) == 2
    assert [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts] == allowed


def test_same_knowledge_same_bytes_in_every_process(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        code = (
            "from pathlib import Path; from tests.graph_sample import knowledge; from kg.schema import load_schema;"
            "from kg.ontology import ontology_folder; from kg.view.html import write_html;"
            f"write_html(knowledge(), load_schema(ontology_folder()), Path({str(tmp_path / seed)!r}))"
        )
        paths = os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        subprocess.run([sys.executable, "-c", code], check=True, env=env)
        made.append((tmp_path / seed).read_bytes())
    assert made[0] == made[1]


def tree(size: int) -> list[tuple[str, str]]:
    return [(f"n{i}", f"n{i * 7 // 11}") for i in range(1, size)]


def test_the_layout_does_not_depend_on_hashes_or_order(tmp_path: Path) -> None:
    """600 nodes in one component are laid out by communities."""
    code = (
        "import sys; from tests.test_view import tree; from kg.view.layout import *;"
        "e = tree(600); e = e if sys.argv[1] == '1' else e[::-1];"
        "print(sorted(place_nodes(graph_of([n for x in e for n in x], e), {}).items()))"
    )
    paths = os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])
    made = [
        subprocess.run(
            [sys.executable, "-c", code, seed],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert b"n599" in made[0]


@pytest.mark.parametrize("size", [2, 30, 450])
def test_nodes_stand_apart(size: int) -> None:
    edges = tree(size)
    points = place_nodes(graph_of([f"n{i}" for i in range(size + 5)], edges), {})
    assert len(points) == size + 5
    near = [dist(a, b) for a, b in combinations(points.values(), 2)]
    assert min(near) > APART * 0.6


def test_an_empty_graph_is_a_page_too(schema: Schema, tmp_path: Path) -> None:
    assert data_of(written(Knowledge((), (), (), (), ()), schema, tmp_path))["nodes"] == []


def test_a_thing_that_no_fact_joins_is_a_node(schema: Schema) -> None:
    lone = Entity("river-1", "River", "清河")
    data = page_data(merge([FIRST, page("b", TEXT, (lone,), ())]), schema)
    assert "river-1" in [node["id"] for node in data["nodes"]]
