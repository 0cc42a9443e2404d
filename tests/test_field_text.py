"""What a field says that names, headlines and dates are: patterns, roads behind numbers, forms of anaphors, frames with a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import Tools, article_claims, linked_facts, load_rule_book, load_tools, read_sentence
from kg.model import DataError, Date, Entity
from kg.rules.match import walk

FIELD = """
[[class]]
name = "Plant"
zh = "风场"
en = "plant"
kind_of = "Facility"
nouns = ["风电场"]

[[class]]
name = "Road"
zh = "公路线"
en = "road"
kind_of = "Facility"
nouns = ["公路", "公路…工程"]

[[property]]
name = "gridDate"
zh = "并网时间"
en = "grid date"
domain = "Plant"
range = "Date"
instead_of = "completionDate"

[[name]]
id = "road.route"
makes = "Road"
needs = "pattern"
ends = ['国道[0-9]{3}线[一-鿿]{2,12}?大修工程']
[[name.example]]
text = "国道222线白岭大修工程完工。"
names = ["Road 国道222线白岭大修工程"]
[[name.example]]
text = "白岭大修工程完工。"
names = []

[[anaphor]]
id = "plant.this"
makes = "Plant"
words = ["该风电场", "电站"]
patterns = ["[一二三四五六七八九十]+标段"]
opens = true
[[anaphor.example]]
text = "介休市白岭风电场并网。三标段开工。"
facts = ["三标段 介休市白岭风电场"]
[[anaphor.example]]
text = "介休市白岭风电场并网。多标段开工。"
facts = []

[[relation]]
id = "plant.cost"
makes = "investment"
pattern = "{^subject:Plant} 花费 {object:Money}"
[[relation.example]]
text = "介休市白岭风电场花费3亿元。"
facts = ["介休市白岭风电场 investment 300000000"]
date = 2024-06-02
[[relation.example]]
text = "介休市白岭风电场值3亿元。"
facts = []

[[frame]]
id = "plant.joins"
verbs = ["并网"]
holder = "Plant"
date = "Date"
makes = "holder gridDate date"
[[frame.example]]
text = "去年底并网的介休市白岭风电场有风机20台。"
date = "2024-06-02"
facts = ["介休市白岭风电场 gridDate 2023"]
[[frame.example]]
text = "介休市白岭风电场2024年6月1日开工，今年并网。"
date = "2025-06-02"
facts = ["介休市白岭风电场 gridDate 2025"]
[[frame.example]]
text = "介休市白岭风电场2024年6月1日开工。"
facts = []
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("field")
    (at / "rules").mkdir()
    (at / "rules" / "field.toml").write_text(FIELD, "utf-8")
    return at


@pytest.fixture(scope="module")
def tools(folder: Path) -> Tools:
    return load_tools(folder)


def names(text: str, tools: Tools, title: str = "") -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each name and word for one → the label of its thing, and its own classes."""
    _, mentions = read_sentence(text, tools, place="山西省", title=title, date="2024-06-02")
    return {m.text: (m.entity.label if m.entity else "", m.types) for m in walk(mentions) if m.value is None}


def said(text: str, tools: Tools) -> set[tuple[str, str, str]]:
    article, mentions = read_sentence(text, tools, place="山西省", date="2024-06-02")
    reading, facts = linked_facts(article, mentions, tools)
    labels = {m.entity.id: m.entity.label for m in walk(mentions) if m.entity}
    return {
        (labels[c.subject], c.relation, c.object.iso if isinstance(c.object, Date) else str(c.object))
        for c in article_claims(reading, facts, text, tools)
        if c.subject in labels and not isinstance(c.object, Entity)
    }


def test_its_examples_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kg.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["rules", "plant", "--test", "--ontology", str(folder)])
    assert ended.value.code in (0, None), capsys.readouterr()


def test_a_pattern_gives_the_whole_name(tools: Tools) -> None:
    found = names("国道341线祁县至平遥大修工程完工。", tools)
    assert found["国道341线祁县至平遥大修工程"] == ("国道341线祁县至平遥大修工程", ("Road",))
    assert not any(name.endswith("平遥大修工程") for name in found if not name.startswith("国道"))


@pytest.mark.parametrize(
    "name",
    [
        "国道341线祁县至平遥公路改造工程",
        "341国道祁县至平遥公路改造工程",
        "G341线祁县至平遥公路改造工程",
        "国道213线合作至郎木寺公路",
    ],
)
def test_a_road_has_its_number_in_its_name(name: str, tools: Tools) -> None:
    assert names(f"{name}全长12公里。", tools)[name][1] == ("Road",)


def test_a_road_of_a_province_is_not_spelled_out(tools: Tools) -> None:
    assert names("省道230线祁县至平遥公路改造工程完工。", tools)["省道230线祁县至平遥公路改造工程"][
        0
    ].startswith("省道")


def test_a_headline_calls_a_thing_by_less(tools: Tools) -> None:
    found = names("介休市绵山镇白岭风电场并网。", tools, title="介休白岭风电场送电")
    assert found["介休白岭风电场"][0] == "介休市绵山镇白岭风电场"
    two = names("介休市白岭第一风电场、介休市白岭第二风电场并网。", tools, title="介休白岭风电场送电")
    assert two["介休白岭风电场"][0] == "介休白岭风电场"


def test_a_phase_names_no_whole(tools: Tools) -> None:
    found = names("介休市白岭风电场二期并网。", tools)
    assert "介休市白岭风电场二期" in found and "介休市白岭风电场" not in found


def test_what_stands_behind_with_is_no_topic(tools: Tools) -> None:
    found = names("介休市白岭风电场开工，与祁县青崖风电场相邻。该风电场占地48亩。", tools)
    assert found["该风电场"][0] == "介休市白岭风电场"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("去年底并网的介休市白岭风电场有风机20台。", {("介休市白岭风电场", "2023")}),
        ("6月1日，介休市白岭风电场并网。", {("介休市白岭风电场", "2024-06-01")}),
        ("介休市白岭风电场2023年6月1日开工后并网。", set()),
        (
            "介休市白岭风电场、祁县青崖风电场分别于5月5日、5月20日并网。",
            {("介休市白岭风电场", "2024-05-05"), ("祁县青崖风电场", "2024-05-20")},
        ),
    ],
)
def test_a_frame_tells_when(text: str, wanted: set[tuple[str, str]], tools: Tools) -> None:
    assert {(s, o) for s, relation, o in said(text, tools) if relation == "gridDate"} == wanted


def test_a_relation_takes_the_place_of_ours(tools: Tools) -> None:
    relations = {relation for _, relation, _ in said("介休市白岭风电场5月1日建成并网。", tools)}
    assert "gridDate" in relations and "completionDate" not in relations
    relations = {relation for _, relation, _ in said("介休市白岭风电场5月1日竣工。", tools)}
    assert "completionDate" in relations


def test_a_figure_without_a_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    rule = '[[relation]]\nid = "plant.size"\nmakes = "measure"\npattern = "{subject:Facility} 装 {object:Quantity}"\n'
    example = '[[relation.example]]\ntext = "白岭泵站装3台。"\nfacts = []\n'
    (tmp_path / "rules" / "own.toml").write_text(rule + example, "utf-8")
    with pytest.raises(DataError, match="indicator = "):
        load_rule_book(tmp_path)
    (tmp_path / "rules" / "own.toml").write_text(f'{rule}indicator = "装机"\n{example}', "utf-8")
    assert any(r.id == "plant.size" for r in load_rule_book(tmp_path).relations)
