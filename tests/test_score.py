"""`kg score` gives the referee's figures to the last digit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.model import DataError
from kg.pipeline import TURTLE, build
from kg.score import as_json, format_rules, format_table, in_folds, score_graph
from tests.conftest import Real

GOLD = {
    "page": "x",
    "articles": [{"title": "青崖河治理见成效", "first": "青崖河防洪提升工程开工"}],
    "entities": [
        {"id": "e1", "type": "Project", "name": "青崖河防洪提升工程", "mentions": []},
        {
            "id": "e2",
            "type": "County",
            "name": "介休市",
            "path": "山西省/晋中市/介休市",
            "aliases": ["介休"],
            "mentions": [],
        },
        {"id": "e3", "type": "River", "name": "青崖河", "mentions": []},
        {"id": "e4", "type": "Lake", "name": "镜湖", "mentions": []},
    ],
    "facts": [
        {
            "s": "e1",
            "p": "investment",
            "o": {"value": 300000000, "unit": "CNY", "text": "3亿元"},
            "quote": "",
        },
        {"s": "e1", "p": "locatedIn", "o": "e2", "quote": ""},
        {"s": "e1", "p": "status", "o": "planned", "quote": ""},
        {"s": "e1", "p": "startDate", "o": "2024-05", "quote": ""},
        {"s": "e1", "p": "onRiver", "o": "e3", "quote": ""},
    ],
    "optional": {"entities": ["e4"], "facts": [4]},
}
TEXT = "青崖河治理见成效\n\n青崖河防洪提升工程开工，总投资3亿元，位于山西省介休市。"


def write(folder: Path) -> tuple[Path, Path]:
    (folder / "x.txt").write_text(TEXT, "utf-8")
    (folder / "x.json").write_text(json.dumps(GOLD), "utf-8")
    build([folder / "x.txt"], out=folder / "out")
    return folder / "out" / TURTLE, folder / "x.json"


def reference(shared: Path, turtle: Path, gold: list[Path], pages: Path) -> object:
    command = [
        sys.executable,
        str(shared / "eval" / "score.py"),
        str(turtle),
        *map(str, gold),
        "--pages",
        str(pages),
        "--json",
    ]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_figures_of_a_small_page(tmp_path: Path) -> None:
    turtle, gold = write(tmp_path)
    score = score_graph(turtle, [gold], pages=tmp_path)
    assert dict(score.rows["core", "→investment"]) == {"tp": 1}
    assert dict(score.rows["core", "→locatedIn"]) == {"tp": 1}
    assert score.rows["core", "→status"]["fn"] == 1
    assert ("extended", "Lake") not in score.rows  # optional: neither rewarded nor punished
    assert score.rows["articles", "beginnings"]["tp"] == 1
    assert any("→status" in line for line in score.notes)
    assert "TOTAL core facts" in format_table(score)


def test_a_page_that_the_graph_does_not_hold_is_told(tmp_path: Path) -> None:
    turtle, gold = write(tmp_path)
    gold.write_text(json.dumps({**GOLD, "page": "y"}), "utf-8")
    with pytest.raises(DataError, match='no document with dcterms:identifier "y"'):
        score_graph(turtle, [gold])


def test_same_as_the_referee_on_a_small_page(tmp_path: Path, shared: Path) -> None:
    turtle, gold = write(tmp_path)
    ours = json.loads(as_json(score_graph(turtle, [gold], pages=tmp_path)))
    assert ours == reference(shared, turtle, [gold], tmp_path)


def test_same_as_the_referee_on_the_real_pages(three: Path, shared: Path) -> None:
    gold = sorted((shared / "gold").glob("*.json"))
    ours = json.loads(as_json(score_graph(three / TURTLE, gold, pages=shared / "pages")))
    assert ours == reference(shared, three / TURTLE, gold, shared / "pages")


def test_same_as_the_referee_on_the_corpus(built, shared: Path) -> None:
    corpus = Path(__file__).parent.parent / "corpus"
    gold = sorted((corpus / "gold").glob("*.json"))
    ours = json.loads(as_json(score_graph(built.out / TURTLE, gold, pages=corpus)))
    assert ours == reference(shared, built.out / TURTLE, gold, corpus)


def test_same_as_the_referee_on_the_pages_of_the_folds(real: Real, shared: Path) -> None:
    assert [path.stem for path in real.gold][-1] == "c048"
    ours = json.loads(as_json(score_graph(real.out / TURTLE, real.gold, pages=real.pages)))
    assert ours == reference(shared, real.out / TURTLE, real.gold, real.pages)


def fold_table(folder: Path) -> Path:
    (folder / "folds.tsv").write_text("page\tfold\tkind\nx\t2\tnews\nz\t1\tnotice\n", "utf-8")
    return folder / "folds.tsv"


def test_only_the_gold_of_the_folds_is_read(tmp_path: Path) -> None:
    gold = [tmp_path / f"{page}.json" for page in ("x", "y", "z")]  # none of them is there
    assert in_folds(gold, table=fold_table(tmp_path), folds=["2", "3"]) == (tmp_path / "x.json",)


def test_a_fold_without_gold_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no gold file is of a page in fold 4; folds of .*: 1, 2"):
        in_folds([tmp_path / "x.json"], table=fold_table(tmp_path), folds=["4"])


@pytest.mark.parametrize("text", ["", "page,fold\nx,1\n"])
def test_a_file_that_is_no_table_of_folds_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "folds.tsv").write_text(text, "utf-8")
    with pytest.raises(DataError, match="no table of folds|no gold file is of a page"):
        in_folds([tmp_path / "x.json"], table=tmp_path / "folds.tsv", folds=["1"])


@pytest.mark.parametrize(
    ("text", "lacks"),
    [("[]", "page, articles, entities, facts"), ('{"page": "x"}', "articles, entities, facts")],
)
def test_a_file_that_is_no_gold_is_told(text: str, lacks: str, tmp_path: Path) -> None:
    turtle, gold = write(tmp_path)
    gold.write_text(text, "utf-8")
    with pytest.raises(DataError, match=f"x.json: no gold file: it lacks {lacks}"):
        score_graph(turtle, [gold])


PREFIXES = """
@prefix kg: <https://shanhe.example/ontology#> . @prefix id: <https://shanhe.example/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SMALL = """
id:doc-x a kg:Document ; dcterms:identifier "x" .
id:doc-y a kg:Document ; dcterms:identifier "y" .
id:a1 a kg:Article ; dcterms:isPartOf id:doc-x ; dcterms:title "青崖河治理见成效"@zh ; kg:charStart 10 .
id:a2 a kg:Article ; dcterms:isPartOf id:doc-x ; dcterms:title ""@zh ; kg:charStart 0 .
id:b1 a kg:Article ; dcterms:isPartOf id:doc-y ; kg:charStart 0 .
id:sx a kg:Province ; rdfs:label "山西省"@zh .
id:jz a kg:City ; rdfs:label "晋中市"@zh ; kg:partOf id:sx ; kg:mentionedIn id:a1 .
id:jx a kg:County ; rdfs:label "介休市"@zh ; skos:altLabel "介休"@zh ; kg:partOf id:jz ; kg:mentionedIn id:a1 , id:a2 .
id:py a kg:County ; rdfs:label "平遥县"@zh ; kg:mentionedIn id:a1 .
id:qy a kg:River ; rdfs:label "青崖河"@zh ; kg:mentionedIn id:a1 .
id:p1 a kg:Project ; rdfs:label "青崖河 防洪“提升”工程"@zh ; kg:status kg:underConstruction ; kg:mentionedIn id:a1 .
id:p2 a kg:Project ; rdfs:label "镜湖清淤工程"@zh ; skos:altLabel "清淤工程"@zh ; kg:mentionedIn id:a2 .
id:f1 a kg:Facility ; rdfs:label "青崖水厂"@zh ; kg:mentionedIn id:b1 .
id:q1 a kg:Quantity ; kg:indicator "年发电量"@zh ; kg:value 136.0 ; kg:unit "MW" .
id:q2 a kg:Quantity ; kg:indicator "水质"@zh ; kg:value "Ⅱ" ; kg:unit "类" .
id:q3 a kg:Quantity ; kg:indicator "堤防长"@zh ; kg:value 12.5 ; kg:unit "km" .
"""
CLAIMS = (  # claim: article, subject, relation, object, more
    ("a1", "id:p1", "locatedIn", "id:jx", ""),
    ("a1", "id:p1", "locatedIn", "id:jz", ""),  # true by inference
    ("a1", "id:p1", "locatedIn", "id:py", ""),
    ("a1", "id:p1", "investment", "300100000", ""),  # within half a per cent
    ("a2", "id:p1", "investment", "300100000", ""),  # the same fact again
    ("a1", "id:p1", "status", "kg:underConstruction", ""),
    ("a1", "id:p1", "status", "kg:completed", 'kg:modality "planned"'),  # no plain triple: no fact
    ("a2", "id:p2", "locatedIn", "id:sx", ""),  # above a place that the gold gives, which is not found
    ("a1", "id:p1", "startDate", '"2024-05"^^xsd:gYearMonth', ""),
    ("a1", "id:p1", "completionDate", '"2025"^^xsd:gYear', 'kg:modality "planned"'),
    ("a1", "id:p1", "onRiver", "id:qy", 'kg:modality "denied"'),
    ("a1", "id:p1", "designatedAs", '"全省重点水利工程名单"', ""),
    ("a2", "id:p2", "subProjectOf", "id:p1", ""),
    ("a1", "id:jx", "partOf", "id:jz", ""),
    ("a1", "id:p1", "measure", "id:q1", ""),
    ("a1", "id:qy", "observation", "id:q2", ""),
    ("a1", "id:p1", "measure", "id:q3", ""),
)
ENTITIES = [
    {"id": "e1", "type": "Project", "name": "青崖河防洪提升工程"},
    {"id": "e2", "type": "County", "name": "介休市", "path": "山西省/晋中市/介休市", "aliases": ["介休"]},
    {"id": "e3", "type": "City", "name": "晋中市", "path": "山西省/晋中市"},
    {"id": "e4", "type": "County", "name": "平遥县", "path": "山西省/晋中市/平遥县"},
    {"id": "e5", "type": "River", "name": "青崖河"},
    {"id": "e6", "type": "Project", "name": "镜湖湖区清淤工程", "aliases": ["清淤工程"]},
    {"id": "e7", "type": "Lake", "name": "镜湖"},
    {"id": "e8", "type": "Agency", "name": "山西省水利厅"},
]
FACTS = [
    {"s": "e1", "p": "locatedIn", "o": "e2"},
    {"s": "e1", "p": "investment", "o": {"value": 300000000, "unit": "CNY", "text": "3亿元"}},
    {"s": "e1", "p": "status", "o": "underConstruction"},
    {"s": "e1", "p": "startDate", "o": "2024-05"},
    {"s": "e1", "p": "completionDate", "o": "2025-06"},
    {"s": "e1", "p": "onRiver", "o": "e5"},
    {"s": "e1", "p": "designatedAs", "o": {"text": "全省重点水利工程", "by": "e8"}},
    {"s": "e6", "p": "subProjectOf", "o": "e1"},
    {"s": "e2", "p": "partOf", "o": "e3"},
    {"s": "e1", "p": "measure", "o": {"name": "发电量", "value": 136000, "unit": "千瓦", "text": ""}},
    {"s": "e5", "p": "observation", "o": {"name": "水质", "value": "II", "unit": "类", "text": ""}},
    {"s": "e1", "p": "measure", "o": {"name": "森林覆盖率", "value": 12.5, "unit": "km", "text": ""}},
    {"s": "e6", "p": "locatedIn", "o": "e7"},
    {"s": "e6", "p": "locatedIn", "o": "e4"},
]


def hand_made(folder: Path, optional: dict[str, list[str] | list[int]]) -> tuple[Path, Path]:
    """A graph and a gold file with something of every kind, right and wrong."""
    claims = "".join(
        f"id:c{i} a kg:Claim ; prov:wasDerivedFrom id:{a} ; rdf:subject {s} ; rdf:predicate kg:{p} ; rdf:object {o}"
        f"{' ; ' + more if more else ''} .\n"
        for i, (a, s, p, o, more) in enumerate(CLAIMS)
    )
    (folder / "graph.ttl").write_text(PREFIXES + SMALL + claims, "utf-8")
    articles = [
        {"title": "青崖河治理见成效", "first": "青崖河防洪提升工程开工"},
        {"title": "另一篇", "first": "没有的一篇"},
        {"title": "", "first": "青崖河治理见"},
    ]
    gold = {"page": "x", "articles": articles, "entities": ENTITIES, "facts": FACTS, "optional": optional}
    (folder / "x.json").write_text(json.dumps(gold), "utf-8")
    (folder / "x.txt").write_text(TEXT, "utf-8")
    return folder / "graph.ttl", folder / "x.json"


@pytest.mark.parametrize(
    "optional", [{}, {"entities": ["e6", "e8"], "facts": [1, 4, 9]}, {"entities": ["e1"]}]
)
def test_same_as_the_referee_on_a_hand_made_graph(
    optional: dict[str, list[str] | list[int]], tmp_path: Path, shared: Path
) -> None:
    turtle, gold = hand_made(tmp_path, optional)
    ours = json.loads(as_json(score_graph(turtle, [gold], pages=tmp_path)))
    assert ours == reference(shared, turtle, [gold], tmp_path)


def test_same_as_the_referee_when_two_documents_share_an_identifier(tmp_path: Path, shared: Path) -> None:
    turtle, gold = hand_made(tmp_path, {})
    turtle.write_text(turtle.read_text("utf-8").replace('identifier "y"', 'identifier "x"'), "utf-8")
    ours = json.loads(as_json(score_graph(turtle, [gold], pages=tmp_path)))
    assert ours["rows"]["extended Facility"]["fp"] == 1  # named in the other document only
    assert ours == reference(shared, turtle, [gold], tmp_path)


def test_what_counts_and_what_does_not(tmp_path: Path) -> None:
    turtle, gold = hand_made(tmp_path, {})
    rows = score_graph(turtle, [gold], pages=tmp_path).rows

    def counts(tier: str, name: str) -> tuple[int, int, int]:
        return rows[tier, name]["tp"], rows[tier, name]["fp"], rows[tier, name]["fn"]

    assert counts("core", "County") == (1, 1, 1)  # 平遥县 has no path through kg:partOf
    assert counts("core", "Project") == (2, 0, 0)  # quotation marks and spaces aside; by another form
    assert counts("core", "→locatedIn") == (
        1,
        1,
        1,
    )  # what lies above the right area is no fault, found or not
    assert counts("core", "→status") == (1, 0, 0)  # what is only planned is no state
    assert counts("core", "→investment") == (1, 0, 0)  # within half a per cent; told twice
    assert counts("core", "→onRiver") == (0, 0, 1)  # denied
    assert counts("core", "→completionDate") == (0, 1, 1)  # a year is no month
    assert counts("extended", "→designatedAs") == (1, 0, 0)  # nearly the same words
    assert counts("quantities", "→measure") == (
        1,
        1,
        1,
    )  # 136 MW is 136000千瓦; another indicator is another fact
    assert counts("quantities", "→observation") == (1, 0, 0)  # Ⅱ is II
    assert counts("articles", "beginnings") == (2, 0, 1)


def test_each_rule_has_its_precision_and_yield(tmp_path: Path) -> None:
    turtle, gold = write(tmp_path)
    score = score_graph(turtle, [gold])
    assert score.rules["project.investment.total"] == {"right": 1}
    assert score.rules["name.river"] == {"optional": 1}
    assert score.rules["project.status.begun"]["wrong"] == 1
    shown = format_rules(score)
    assert "project.investment.total               1.000      1      0         0" in shown
    assert sum(c["right"] for c in score.rules.values()) >= sum(
        c["tp"] for n, c in score.totals.items() if "facts" in n
    )
