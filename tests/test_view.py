"""The explorer as a file: what it holds, that nothing in it is loaded or run from elsewhere, the same bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from kg.graph import keys
from kg.graph.merge import merge
from kg.model import Claim, Date, Entity, Knowledge, Quantity, Value
from kg.ontology import ontology_folder
from kg.schema import Schema, load_schema
from kg.view.differ import _against, _phases, find_differing
from kg.view.facts import Json
from kg.view.html import write_html
from kg.view.spelling import find_readings
from tests.graph_sample import COUNTY, FIRST, PROVINCE, TEXT, WORK, claim, evidence, knowledge, page

EVIL = "</script><script>alert(1)</script><!--<b>'\"&\u2028@@FACTS@@@@SCRIPT@@"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(ontology_folder())


def evil() -> Knowledge:
    """Markup wherever text of a page can stand."""
    thing = Entity("project-ffff", "Project", f"工程{EVIL}", (f"又名{EVIL}",))
    told = claim(thing, "designatedAs", f"称号{EVIL}", evidence(EVIL, EVIL, "a-1", "rule.evil"))
    return merge([page("a", EVIL, (thing,), (told,))])


def write(known: Knowledge, path: Path) -> None:
    """The page of a knowledge, as a build writes it."""
    write_html(known, load_schema(ontology_folder()), path, names=keys)


def written(known: Knowledge, folder: Path) -> str:
    write(known, folder / "graph.html")
    return (folder / "graph.html").read_bytes().decode("utf-8")


def data_of(text: str, name: str = "graph") -> dict[str, Json]:
    """The data of a page, its tables as lists of rows."""
    (data,) = re.findall(rf'<script id="{name}-data" type="application/json">(.*?)</script>', text, re.DOTALL)
    found = json.loads(data)
    return {key: rows(value) if is_table(value) else value for key, value in found.items()}


def is_table(value: Json) -> bool:
    return (
        isinstance(value, dict)
        and len({len(v) if isinstance(v, list) else -1 for v in value.values()} - {-1}) == 1
    )


def rows(table: dict[str, list[Json]]) -> list[dict[str, Json]]:
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


def test_things_are_nodes_and_facts_between_them_links(tmp_path: Path) -> None:
    text = written(knowledge(), tmp_path)
    data = data_of(text)
    names = [thing["id"] for thing in data["things"]]
    assert names == [e.id for e in knowledge().entities]
    links = sorted(
        (names[x["from"]], data["relations"][x["p"]][0], names[x["to"]], x["stated"]) for x in data["links"]
    )
    assert links == [
        ("area-140700", "partOf", "area-140000", 0),
        ("area-140781", "partOf", "area-140700", 0),
        ("policy-5e6f7a8b", "appliesTo", "area-140781", 1),
        ("project-1a2b3c4d", "locatedIn", "area-140781", 1),
    ]
    assert len(data_of(text, "facts")["facts"]) == len(knowledge().claims)


def test_a_fact_carries_its_evidence(tmp_path: Path) -> None:
    data = data_of(written(knowledge(), tmp_path), "facts")
    (fact,) = [f for f in data["facts"] if f["value"] and f["value"][0] == "money"]
    start = TEXT.index("总投资")
    article = data["articles"][fact["article"]]
    assert (article["page"], article["title"], article["issued"]) == ("a", "青崖河开工", "2024-03")
    assert data["rules"][fact["rule"]] == "project.investment"
    wanted = {
        "quote": "",  # it stands in the article's text
        "at": start,
        "to": start + 9,
        "written": "0.42亿元",
        "confidence": "0.9",
        "modality": "",
        "start": start,
        "end": start + 9,
        "differs": 0,
    }
    assert {key: fact[key] for key in wanted} == wanted
    assert fact["value"] == ["money", "42000000"]
    assert article["text"][fact["at"] : fact["to"]] == "总投资0.42亿元"


def test_what_is_denied_makes_no_link(tmp_path: Path) -> None:
    denied = claim(WORK, "locatedIn", COUNTY, evidence(TEXT, "在介休市", "a-1", "r", modality="denied"))
    text = written(merge([page("a", TEXT, (WORK, COUNTY), (denied,))]), tmp_path)
    assert (
        data_of(text)["links"] == {"from": [], "to": [], "p": [], "stated": []} or not data_of(text)["links"]
    )
    assert [fact["modality"] for fact in data_of(text, "facts")["facts"]] == ["denied"]


def test_parents_of_the_gazetteer_are_marked(tmp_path: Path) -> None:
    named = {t["id"]: t["named"] for t in data_of(written(knowledge(), tmp_path))["things"]}
    assert named[COUNTY.id] and not named[PROVINCE.id]


def test_a_thing_lists_the_articles_that_name_it(tmp_path: Path) -> None:
    text = written(knowledge(), tmp_path)
    names, facts = [t["id"] for t in data_of(text)["things"]], data_of(text, "facts")
    pages = {
        n: [facts["articles"][a]["page"] for a in named]
        for n, named in zip(names, facts["named"], strict=True)
    }
    assert pages[COUNTY.id] == ["a", "b"]
    assert pages[PROVINCE.id] == []


def test_the_legend_is_bilingual(tmp_path: Path) -> None:
    classes = data_of(written(knowledge(), tmp_path))["classes"]
    assert ["County", "县级行政区", "County"] in [c[:3] for c in classes]
    assert [c[0] for c in classes] == ["Province", "City", "County", "Project", "Agency", "Policy"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("4.2E+7"), ["money", "42000000"]),
        (Quantity(Decimal("20.50"), "%", "森林覆盖率", "2022"), ["amount", "20.50", "%", "森林覆盖率", "2022"]),
        (Quantity("Ⅱ", "类", "水质"), ["amount", "Ⅱ", "类", "水质", ""]),
        (Date("2025-06"), ["date", "2025-06"]),
        ("underConstruction", ["text", "underConstruction"]),
    ],
)  # fmt: skip
def test_values_are_exact_text(value: Value, shown: list[Json], tmp_path: Path) -> None:
    told = claim(WORK, "measure", value, evidence(TEXT, "开工", "a-1", "r"))
    (fact,) = data_of(written(merge([page("a", TEXT, (WORK,), (told,))]), tmp_path), "facts")["facts"]
    assert fact["value"][: len(shown)] == shown


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (Decimal("1"), Decimal("2"), True),
        (Decimal("1"), Decimal("1.0"), False),
        (Date("2025"), Date("2025-06"), False),
        (Date("2025"), Date("2026-06"), True),
        (Quantity(Decimal(3), "km", "堤防长", "2024"), Quantity(Decimal(4), "km", "堤防长", "2024"), True),
        (Quantity(Decimal(3), "km", "堤防长", "2024"), Quantity(Decimal(4), "km", "堤防长", "2025"), False),
        (Quantity(Decimal(3), "km"), Quantity(Decimal(4), "km"), False),
    ],
)
def test_what_differs(one: Value, other: Value, differ: bool) -> None:
    relation = (
        "measure" if isinstance(one, Quantity) else "startDate" if isinstance(one, Date) else "investment"
    )
    claims = [
        Claim(WORK.id, relation, one, evidence(TEXT, "开工", "a-1", "r")),
        Claim(WORK.id, relation, other, evidence(TEXT, "开工", "b-1", "r")),
    ]
    assert find_differing(claims) == (frozenset({0, 1}) if differ else frozenset())


def test_what_was_planned_does_not_speak_against_what_came_but_a_denial_does() -> None:
    first = Claim(
        WORK.id, "completionDate", Date("2025"), evidence(TEXT, "开工", "a-1", "r", modality="planned")
    )
    later = replace(first, object=Date("2026"), evidence=evidence(TEXT, "开工", "b-1", "r"))
    denied = replace(later, evidence=evidence(TEXT, "开工", "b-1", "r", modality="denied"))
    assert not find_differing([first, later])
    assert find_differing([later, denied]) == {0, 1}


ARTICLES, MODALITIES = st.sampled_from(["a-1", "b-1", "c-1"]), st.sampled_from(["", "planned", "denied"])
OBJECTS = st.one_of(
    st.tuples(
        st.just("measure"),
        st.builds(Quantity, st.sampled_from([Decimal(3), Decimal("3.0"), Decimal(4)]), st.just("km"), st.sampled_from(["", "堤防长"])),
    ),
    st.tuples(st.sampled_from(["startDate", "status"]), st.builds(Date, st.sampled_from(["2025", "2025-06", "2026"]))),
    st.tuples(st.just("investment"), st.sampled_from([Decimal(1), Decimal("1.0"), Decimal(2)])),
    st.tuples(st.just("partOf"), st.sampled_from([COUNTY, WORK])),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(OBJECTS, ARTICLES, MODALITIES, st.sampled_from(["", "year"]), st.sampled_from("xyz")), max_size=9))  # fmt: skip
def test_what_differs_is_what_a_comparison_of_all_pairs_finds(given_: list[Any]) -> None:
    claims = [
        Claim(WORK.id, relation, value, replace(evidence(TEXT, "开工", of, "r", modality=modality), sum_role=role))
        for (relation, value), of, modality, role, _ in given_
    ]  # fmt: skip
    sentences = {i: name for i, (*_, name) in enumerate(given_) if name != "z"}
    pairs = [
        (i, j)
        for i, j in combinations(range(len(claims)), 2)
        if claims[i].relation == claims[j].relation
        and _against(claims[i], claims[j])
        and not _phases(i, j, claims, sentences)
    ]
    assert find_differing(claims, sentences) == {i for pair in pairs for i in pair}


def test_readings_are_those_of_the_names() -> None:
    readings = find_readings(["长治市", "县长论坛", "A区"])
    assert readings["长"] == "chang zhang"
    assert readings["区"] == "ou qu"
    assert "A" not in readings


def test_readings_are_what_pypinyin_gives_for_each_character() -> None:
    characters = [chr(code) for code in range(0x3400, 0xA000)]
    given = {c: sorted(set(pinyin(c, style=Style.NORMAL, heteronym=True)[0])) for c in characters}
    typed = {c: " ".join(r for r in rs if r.isascii() and r.isalpha()) for c, rs in given.items()}
    assert find_readings(characters) == typed


def test_pyvis_is_whole_where_ipython_was_spared() -> None:
    code = (
        "import sys; from kg.view.vis import new_network; made = new_network()\n"
        "assert 'IPython' not in sys.modules and 'IPython.display' not in sys.modules\n"
        "import pyvis.network; print(type(pyvis.network.IFrame('a.html', width=9, height=9)).__module__)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "IPython.lib.display"


def test_text_of_pages_is_never_markup(tmp_path: Path) -> None:
    text = written(evil(), tmp_path)
    assert "alert(1)</script>" not in text
    for name in ("graph", "facts"):
        assert (
            "<b>"
            not in text.partition(f'id="{name}-data" type="application/json">')[2].partition("</script>")[0]
        )
    assert data_of(text)["things"][0]["label"] == f"工程{EVIL}"
    assert data_of(text, "facts")["articles"][0]["text"] == EVIL


@settings(max_examples=60)
@given(st.text())
def test_any_text_comes_back_and_holds_no_markup(label: str) -> None:
    from kg.view.html import _inert

    inert = _inert({"label": label})
    assert not set("<>&\u2028\u2029") & set(inert)
    assert json.loads(inert) == {"label": label}


def test_nothing_is_loaded_from_elsewhere(tmp_path: Path) -> None:
    text = written(knowledge(), tmp_path)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert not re.search("@@(LIBRARY|OPENING|SCRIPT|STYLE|HASHES|GRAPH|FACTS|MAP)@@", text)
    page_only = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.findall(r"""(?:src|href)=["'](?!data:)""", page_only)
    assert "@import" not in page_only and "url(" not in page_only


def test_each_script_bears_the_hash_that_the_policy_allows(tmp_path: Path) -> None:
    text = written(evil(), tmp_path)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    allowed = re.findall(r"'sha256-([^']+)'", text.partition("</head>")[0])
    assert len(scripts) == 3
    assert [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts] == allowed


def test_every_file_of_the_page_is_put_in() -> None:
    from kg.view.html import OPENING, SCRIPTS, STYLES

    folder = Path(__file__).parent.parent / "kg" / "view" / "page"
    assert {p.name for p in folder.iterdir()} == {
        "page.html",
        *(f"{s}.css" for s in STYLES),
        *(f"{s}.js" for s in (*OPENING, *SCRIPTS)),
    }


@pytest.mark.parametrize(
    "name", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"]
)
def test_no_script_of_ours_turns_text_into_markup(name: str) -> None:
    folder = Path(__file__).parent.parent / "kg" / "view" / "page"
    assert [p.name for p in folder.glob("*.js") if name in p.read_text("utf-8")] == []


def test_same_knowledge_same_bytes_in_every_process(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        code = (
            "from pathlib import Path; from tests.graph_sample import knowledge; from tests.test_view import write;"
            f"write(knowledge(), Path({str(tmp_path / seed)!r}))"
        )
        paths = os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        subprocess.run([sys.executable, "-c", code], check=True, env=env)
        made.append((tmp_path / seed).read_bytes())
    assert made[0] == made[1]


def test_an_empty_graph_is_a_page_too(tmp_path: Path) -> None:
    assert data_of(written(Knowledge((), (), (), (), ()), tmp_path))["things"] == {}


def test_a_thing_that_no_fact_joins_is_a_node(tmp_path: Path) -> None:
    lone = Entity("river-1", "River", "清河")
    data = data_of(written(merge([FIRST, page("b", TEXT, (lone,), ())]), tmp_path))
    assert "river-1" in [thing["id"] for thing in data["things"]]
