"""What a field says that names, headlines and dates are: patterns, roads behind numbers, forms of anaphors, frames with a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import Tools, article_claims, linked_facts, load_rule_book, load_tools, read_sentence
from kg.model import Claim, DataError, Date, Entity, Quantity
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


POWER = """
[[class]]
name = "PowerPlant"
zh = "电站类"
en = "power plant"
kind_of = "Facility"
nouns = ["光热电站"]

[[property]]
name = "gridDate"
zh = "并网时间"
en = "grid date"
domain = "PowerPlant"
range = "Date"

[[anaphor]]
id = "power.this"
makes = "PowerPlant"
words = ["工程"]
opens = true
[[anaphor.example]]
text = "白岭光热电站开工。工程总投资2亿元。"
facts = ["工程 白岭光热电站"]

[[frame]]
id = "power.joins"
verbs = ["并网"]
holder = "PowerPlant"
date = "Date"
makes = "holder gridDate date"
unless = ["原定"]
[[frame.example]]
text = "2024年6月1日并网的白岭光热电站运行良好。"
facts = ["白岭光热电站 gridDate 2024-06-01"]
[[frame.example]]
text = "原定2024年6月1日并网的白岭光热电站仍在施工。"
facts = []
"""


@pytest.fixture(scope="module")
def power(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("power")
    (at / "rules").mkdir()
    (at / "rules" / "power.toml").write_text(POWER, "utf-8")
    return at


def test_a_frame_is_silent_behind_a_word_before_its_relative_clause(
    power: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from kg.api.checking import run_rule_examples

    assert run_rule_examples("power.", power) == (3, [])


def test_a_sum_is_of_what_its_clause_names(power: Path) -> None:
    """Not of the grid to which the next clause joins it."""
    text = "介休市白岭光热电站今日并网。该电站装机30万千瓦，工程总投资16.4亿元，通过330千伏线路接入远山电网工程。"
    names, claims = read_claims(text, load_tools(power))
    assert {names[c.subject] for c in claims if c.relation == "investment"} == {"介休市白岭光热电站"}


def read_claims(text: str, tools: Tools) -> tuple[dict[str, str], tuple[Claim, ...]]:
    article, mentions = read_sentence(text, tools, place="山西省", date="2024-06-02")
    reading, facts = linked_facts(article, mentions, tools)
    names = {m.entity.id: m.entity.label for m in walk(reading.mentions) if m.entity is not None}
    return names, tuple(article_claims(reading, facts, article.text, tools))


@pytest.mark.parametrize("verb", ["位于", "选址", "选址在", "落户", "建在"])
def test_a_figure_is_of_the_work_and_not_of_where_it_lies(verb: str, tools: Tools) -> None:
    names, claims = read_claims(f"介休市远山引水工程{verb}平遥县，占地1200亩。", tools)
    assert [names[c.subject] for c in claims if isinstance(c.object, Quantity)] == ["介休市远山引水工程"]


LINES = [
    ("向石铁路开通\n\n新建向石铁路连接甲乙两地。我国首条快速铁路——向石铁路今天运营。", "向石铁路"),
    ("沿岭高速远山段通车\n\n沿岭高速公路昨日建成通车。", "沿岭高速公路"),
]


@pytest.mark.parametrize(("text", "whole"), LINES)
def test_a_line_whose_first_sign_is_a_preposition_keeps_it(text: str, whole: str, tools: Tools) -> None:
    _, mentions = read_sentence(text, tools, place="山西省")
    names = {m.text for m in walk(mentions) if m.value is None}
    assert whole in names
    assert not {name for name in names if name.startswith(whole[1:3])}


@pytest.mark.parametrize("course", ["南至", "北起", "东接"])
def test_where_a_line_ends_is_not_of_its_name(course: str, tools: Tools) -> None:
    text = f"平营高速公路全长70公里，{course}胶石高速远山镇。"
    _, mentions = read_sentence(text, tools, place="山西省")
    assert not [m.text for m in walk(mentions) if m.text.startswith(course)]


SCHOOLS = '[[class]]\nname = "School"\nzh = "学校"\nen = "school"\nkind_of = "Facility"\nnouns = ["小学", "中学", "学校"]\n'


def test_what_is_counted_is_no_name(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.toml").write_text(SCHOOLS, "utf-8")
    tools = load_tools(tmp_path)
    for text, wanted in (
        ("介休市三所新学校秋季启用。", []),
        ("介休市五所中学同时启用。", []),
        ("青石县第三中学启用。", ["青石县第三中学"]),
        ("东方市八所镇中心小学启用。", ["东方市八所镇中心小学"]),
    ):
        _, mentions = read_sentence(text, tools, place="山西省")
        assert [m.text for m in walk(mentions) if m.types == ("School",)] == wanted
