"""A folder for a field: written, tested, given several at once; its gold, what its rules find, and why they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.api.graph import Graph
from kg.api.hits import find_hits, hits_text
from kg.api.packs import check_pack, pack_text, start_pack
from kg.extract import load_tools
from kg.model import DataError
from kg.ontology import ontology_folder, own_folders, several
from kg.packs.asks import differs, read_asks
from kg.schema import load_schema
from kg.score.lines import read_lines
from kg.trace import trace
from kg.want import why_not
from tests.command import kg


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("packs") / "halls"
    shown = kg("init", str(at))
    assert shown.returncode == 0, shown.stderr
    return at


@pytest.fixture(scope="module")
def graph(halls: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    out = tmp_path_factory.mktemp("graph")
    assert kg("build", str(halls / "pages"), "-o", str(out), "--ontology", str(halls)).returncode == 0
    return Graph(out, halls)


def test_what_init_writes_passes(halls: Path) -> None:
    shown = kg("rules", "--test", str(halls))
    assert shown.returncode == 0, shown.stdout
    assert "4 examples\n2 questions\n" in shown.stdout
    assert "F1 1.000\nit passes" in shown.stdout


@pytest.mark.parametrize(
    ("kind", "zh", "message"),
    [
        ("museum", "科技馆", "a name in letters A to Z is wanted"),
        ("Museum", "x!", "a noun in Chinese is wanted"),
        ("Reservoir", "科技馆", "there is a class Reservoir or 科技馆 already"),
        ("Museum", "水库", "there is a class Museum or 水库 already"),
    ],
)
def test_init_tells_what_is_no_name(kind: str, zh: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as told:
        start_pack(tmp_path / "x", kind, zh)
    assert message in str(told.value)


def test_init_writes_over_nothing(halls: Path) -> None:
    with pytest.raises(DataError, match="is there already, and not empty"):
        start_pack(halls, "Museum", "博物馆")


def test_a_pack_that_misses_its_gold_is_told(halls: Path, tmp_path: Path) -> None:
    import shutil

    at = tmp_path / "halls"
    shutil.copytree(halls, at)
    with (at / "gold" / "p1.gold").open("a", encoding="utf-8") as file:
        file.write("介休市远山科技馆 openedOn 2020-01-01\n? 介休市远山科技馆 openedOn 2019\n")
    (at / "gold" / "asks.txt").write_text("介休市有哪些科技馆 = 石梁科技馆\n", "utf-8")
    (at / "pack.toml").write_text('name = "halls"\nfloor = 0.95\n', "utf-8")
    (at / "rules" / "notes.tml").write_text("", "utf-8")
    found = check_pack(at)
    assert not found.passes
    assert found.score is not None and found.f1 < 0.95
    assert "p1  missed  介休市远山科技馆 openedOn 2020-01-01" in found.score.notes
    assert [line.partition("; the answer")[0] for line in found.failures] == [
        "asks.txt: 介休市有哪些科技馆: missing: 石梁科技馆; not wanted: 介休市远山科技馆"
    ]
    assert [line.rpartition("notes.tml")[1] for line in found.notes] == ["notes.tml"]


ASKS = [
    ("介休市远山科技馆什么时候开放 = 2024-05-01", ""),
    ("介休市远山科技馆什么时候开放 = 介休市远山科技馆 2024-05-01", ""),
    ("介休市远山科技馆什么时候开放 = 2024-05", "missing: 2024-05; not wanted: 2024-05-01"),  # a part of the answer
    ("介休市有哪些科技馆 = 远山科技馆", "missing: 远山科技馆; not wanted: 介休市远山科技馆"),
    ("介休市有哪些科技馆 = 介休市远山科技馆、石梁科技馆", "missing: 石梁科技馆"),
    ("介休市有哪些科技馆 = 介休市远山科技馆、…", ""),
    ("介休市有几座科技馆 = 图谱里有1个", ""),
    ("介休市有几座科技馆 = 图谱里有2个", "missing: 图谱里有2个; not wanted: 介休市远山科技馆"),
    ("介休市远山科技馆的天气怎样 = 2024-05-01", "not answered (unknown)"),  # all facts on it are listed, and this one too
    ("介休市远山科技馆总投资多少 = 120000000", ""),
    ("介休市远山科技馆什么时候开工 = 2024-05-01", "not answered (unstated)"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "wrong"), ASKS)
def test_the_answer_is_compared(line: str, wrong: str, graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "asks.txt").write_text(f"# a remark\n\n{line}\n", "utf-8")
    (ask,) = read_asks(tmp_path / "asks.txt")
    assert differs(ask, graph.ask(ask.question)) == wrong


@pytest.mark.parametrize(
    "line", ["介休市有哪些科技馆", "介休市有哪些科技馆 =", "介休市有哪些科技馆 = …", "= 甲"]
)
def test_a_question_without_its_answer_is_told(line: str, tmp_path: Path) -> None:
    (tmp_path / "asks.txt").write_text(line, "utf-8")
    with pytest.raises(DataError, match="asks.txt:1: 'question = answer、answer' is wanted"):
        read_asks(tmp_path / "asks.txt")


SECOND = """
[[class]]
name = "SpaceHall"
zh = "航天馆"
en = "space hall"
kind_of = "ScienceHall"
nouns = ["航天馆"]
"""


def test_a_pack_builds_on_another(halls: Path, tmp_path: Path) -> None:
    more = tmp_path / "space"
    (more / "rules").mkdir(parents=True)
    (more / "rules" / "space.toml").write_text(SECOND, "utf-8")
    with pytest.raises(DataError, match="kind_of: there is no class 'ScienceHall'"):
        load_schema(ontology_folder(more), own_folders(more))
    (more / "pack.toml").write_text(f'name = "space"\nneeds = ["{halls}"]\n', "utf-8")
    assert own_folders(more) == (more / str(halls), more)
    assert load_schema(ontology_folder(more), own_folders(more)).own["SpaceHall"].above == (
        "SpaceHall",
        "ScienceHall",
    )
    (more / "pack.toml").unlink()
    both = several([halls, more])
    assert own_folders(both) == (halls, more)
    shown = kg("rules", "--classes", "--ontology", str(halls), "--ontology", str(more))
    assert "SpaceHall\t航天馆" in shown.stdout
    assert "ScienceHall\t科技馆" in shown.stdout


def test_a_pack_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('needs = ["../nowhere"]\n', "utf-8")
    with pytest.raises(DataError, match="needs '../nowhere', and there is no pack at"):
        own_folders(tmp_path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("介休市远山科技馆 openedIn 2024", "subject, relation and object are wanted; near: openedOn"),
        ("介休市远山科技馆 a ScienceHal", "there is no class 'ScienceHal'; near: ScienceHall"),
        ("介休市远山科技馆 openedOn 五月", "'五月' is no date"),
        ("介休市远山科技馆 status done", "'done' is no state"),
        ("p1|介休市远山科技馆|openedOn", "page|subject|relation|object is wanted"),
    ],
)
def test_mistakes_in_gold_are_told(line: str, message: str, halls: Path, tmp_path: Path) -> None:
    schema = load_schema(ontology_folder(halls), own_folders(halls))
    (tmp_path / "p1.gold").write_text(f"# a remark\n\n{line}\n", "utf-8")
    with pytest.raises(DataError) as told:
        read_lines([tmp_path / "p1.gold"], schema)
    assert message in str(told.value)
    assert str(told.value).startswith("p1.gold:3: ")


def test_gold_takes_labels_and_marks(halls: Path, tmp_path: Path) -> None:
    schema = load_schema(ontology_folder(halls), own_folders(halls))
    (tmp_path / "p1.gold").write_text(
        "甲馆 开放时间 2024-05\n？甲馆 a 科技馆\np2|甲馆|measure|48 亩\n", "utf-8"
    )
    lines = read_lines([tmp_path / "p1.gold"], schema)
    assert [(x.page, x.relation, x.object, x.optional) for x in lines] == [
        ("p1", "openedOn", "2024-05", False),
        ("p1", "a", "ScienceHall", True),
        ("p2", "measure", "48 亩", False),
    ]


def test_hours_are_written_as_people_do() -> None:
    from kg.score.compare import WRITTEN, same_quantity

    assert same_quantity({"value": "8", "unit": WRITTEN["小时"]}, "8", "h")
    assert not same_quantity({"value": "8", "unit": WRITTEN["小时"]}, "8", "kWh")


def test_score_takes_lines(halls: Path, tmp_path: Path) -> None:
    out, gold = str(tmp_path / "out"), str(halls / "gold" / "p1.gold")
    assert kg("build", str(halls / "pages"), "-o", out, "--ontology", str(halls)).returncode == 0
    shown = kg("score", gold, "-o", out, "--ontology", str(halls))
    assert "extended →openedOn                  1.000  1.000  1.000" in shown.stdout


def test_a_rule_is_shown_in_context(halls: Path) -> None:
    found = find_hits("sciencehall.opened", [halls / "pages"], halls)
    (hit,) = found.hits
    assert (hit.page, hit.quote, hit.others) == ("p1.txt", "介休市远山科技馆2024年5月1日正式开放", ())
    assert hit.left.endswith("记者白雪）")
    assert hit.right.startswith("。它位于介休市绵山镇")
    assert hit.fact == "介休市远山科技馆 openedOn 2024-05-01"
    assert hits_text(found).endswith("1 hits on 1 of 1 pages (100%); 1 facts that no other rule finds")
    both = find_hits("thing.lies", [halls / "pages"], halls)
    assert dict(both.overlap) == {"thing.sited": 1}
    with pytest.raises(DataError, match="there is no rule 'sciencehal.opened'; near: sciencehall.opened"):
        find_hits("sciencehal.opened", [halls / "pages"], halls)


WANTS = [
    ("介休市远山科技馆2024年5月1日正式开放。", "介休市远山科技馆 openedOn 2024-05-01", "it is made, by sciencehall.opened"),
    ("介休市远山科技馆2024年5月1日起接待游客。", "介休市远山科技馆 openedOn 2024-05-01", "and wants 开放"),
    ("介休市远山科技馆5月初正式开放。", "介休市远山科技馆 openedOn 2024-05-01", "object: no Date of the text is 2024-05-01"),
    ("介休市远山戏楼2024年5月1日开放。", "介休市远山戏楼 openedOn 2024-05-01", "subject: no name '介休市远山戏楼' is found"),
    ("介休市远山戏楼2024年5月1日开放。", "介休市远山戏楼 openedOn 2024-05-01", "no rule says that a name may end there"),
    ("全县科技馆2024年5月1日开放。", "科技馆 openedOn 2024-05-01", "has no word that is not generic (needs = specific)"),
    ("石梁水库2024年5月1日开放。", "石梁水库 openedOn 2024-05-01", "石梁水库 is a Reservoir, which is not in the domain"),
    ("介休市远山科技馆建成，2024年5月1日办展。", "介休市远山科技馆 openedOn 2024-05-01", "stands in another clause"),
    ("介休市远山科技馆2024年5月1日办展。", "远山书院 openedOn 2024-05-01", "the text does not have '远山书院'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want", "told"), WANTS)
def test_what_is_missing_for_a_fact_is_told(text: str, want: str, told: str, halls: Path) -> None:
    from kg.api.reading import load

    tools = load(halls)
    lines = why_not(want, trace(text, tools, place="山西省"), tools)
    assert any(told in line for line in lines), lines


def test_the_day_of_the_paper_counts(halls: Path) -> None:
    shown = kg(
        "explain", "--text", "介休市远山科技馆今年5月1日正式开放。", "--date", "2024-06-01", "--ontology", str(halls),
        "--want", "介休市远山科技馆 openedOn 2024-05-01",
    )  # fmt: skip
    assert "it is made, by sciencehall.opened" in shown.stdout
    example = """
[[relation]]
id = "own.opened"
makes = "openedOn"
pattern = "{subject:ScienceHall} {object:Date} 揭牌"
[[relation.example]]
text = "介休市远山科技馆今年5月1日揭牌。"
date = "2024-06-01"
facts = ["介休市远山科技馆 openedOn 2024-05-01"]
"""
    (halls / "rules" / "more.toml").write_text(example, "utf-8")
    shown = kg("rules", "--test", "own.opened", "--ontology", str(halls))
    (halls / "rules" / "more.toml").unlink()
    assert shown.stdout == "1 examples, 0 of them do not hold\n"


def test_of_two_rules_the_later_names_a_thing_and_its_own_class_takes_an_anaphor(tmp_path: Path) -> None:
    text = """
[[class]]
name = "Hall"
zh = "展演馆"
en = "hall"
kind_of = "Facility"
""" + "".join(
        f'[[name]]\nid = "own.{n}"\nmakes = "{makes}"\nends = ["展演馆"]\n'
        '[[name.example]]\ntext = "展演馆"\nnames = []\n'
        f'[[anaphor]]\nid = "own.this.{n}"\nmakes = "{makes}"\nwords = ["该馆"]\n'
        '[[anaphor.example]]\ntext = "该馆"\nfacts = []\n'
        for n, makes in (("b", "Facility"), ("a", "Hall"))
    )  # fmt: skip
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.toml").write_text(text, "utf-8")
    found = trace("介休市远山展演馆开放。石梁泵站建成，该馆受到好评。", load_tools(tmp_path), place="山西省")
    rules = {
        m.text: (m.rule, m.type, m.entity.label if m.entity else "")
        for m in found.mentions
        if m.value is None
    }
    assert rules["介休市远山展演馆"] == ("own.a", "Hall", "介休市远山展演馆")
    assert rules["该馆"] == ("own.this.a", "Hall", "介休市远山展演馆")


@pytest.mark.parametrize(
    "pack", sorted((Path(__file__).parent.parent / "docs" / "packs").iterdir()), ids=lambda p: p.name
)
def test_the_worked_packs_pass(pack: Path) -> None:
    """Examples, gold (the floor of its pack.toml), questions and shapes."""
    found = check_pack(pack)
    assert found.passes, pack_text(found)
    assert found.notes == []
    assert found.score is not None and found.pack.floor > 0 and found.asked >= 3


def test_an_anaphor_that_finds_nothing_of_its_class_is_ours(tmp_path: Path) -> None:
    text = """
[[class]]
name = "Hall"
zh = "展演馆"
en = "hall"
kind_of = "Facility"
nouns = ["展演馆"]
[[anaphor]]
id = "own.this"
makes = "Hall"
words = ["该项目"]
[[anaphor.example]]
text = "该项目"
facts = []
"""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.toml").write_text(text, "utf-8")
    tools = load_tools(tmp_path)
    found = trace("介休市远山引水工程开工。该项目总投资3亿元。", tools, place="山西省")
    assert ("investment", "介休市远山引水工程") in {
        (c.relation, found.names[c.subject]) for c in found.claims
    }
    found = trace("介休市远山展演馆开工。该项目总投资3亿元。", tools, place="山西省")
    assert ("investment", "介休市远山展演馆") in {(c.relation, found.names[c.subject]) for c in found.claims}
