"""A user's own folder of rules and tables adds to ours, replaces a rule, or leaves one out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import Tools, load_rule_book, load_tools
from kg.model import DataError
from kg.trace import trace

OWN_RULE = """
[[relation]]
id = "own.cost"
makes = "investment"
pattern = "{^subject:Project} ~ <COST> {object:Money}"
[[relation.example]]
text = "远山引水工程花掉2亿元"
facts = ["远山引水工程 investment 200000000"]
[words]
COST = ["花掉"]
"""


def own(folder: Path, text: str) -> Path:
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "rules" / "own.toml").write_text(text, "utf-8")
    return folder


def made(text: str, tools: Tools) -> set[tuple[str, str]]:
    return {(c.evidence.rule, str(c.object)) for c in trace(text, tools, place="山西省").claims}


def test_a_rule_is_added(tmp_path: Path) -> None:
    tools = load_tools(own(tmp_path, OWN_RULE))
    assert ("own.cost", "200000000") in made("远山引水工程花掉2亿元。", tools)
    assert ("project.investment.total", "300000000") in made("远山引水工程总投资3亿元。", tools)


def test_words_are_added_to_a_list_of_ours(tmp_path: Path, tools: Tools) -> None:
    text = "远山引水工程总花销2亿元。"
    assert not made(text, tools)
    ours = load_tools(own(tmp_path, '[words]\nINVEST = ["总花销"]\n'))
    assert ("project.investment.total", "200000000") in made(text, ours)
    assert len(ours.rules.words["INVEST"]) == len(tools.rules.words["INVEST"]) + 1


def test_a_list_of_ours_is_replaced(tmp_path: Path) -> None:
    book = load_rule_book(own(tmp_path, '[words_instead]\nINVEST = ["总花销"]\n'))
    assert book.words["INVEST"] == ("总花销",)


def test_a_rule_of_ours_is_replaced(tmp_path: Path) -> None:
    rule = OWN_RULE.replace("own.cost", "project.investment.total")
    book = load_rule_book(own(tmp_path, rule))
    found = [r for r in book.relations if r.id == "project.investment.total"]
    assert [r.source for r in found] == ["own.toml"]


def test_a_rule_of_ours_is_left_out(tmp_path: Path) -> None:
    text = "《青崖河流域保护条例》自2023年4月1日起施行。"
    assert {rule for rule, _ in made(text, load_tools(own(tmp_path, "")))} == {"policy.effective"}
    assert not made(text, load_tools(own(tmp_path, 'disable = ["policy.effective"]\n')))


def test_a_rule_of_figures_is_left_out(tmp_path: Path, tools: Tools) -> None:
    text = "远山引水工程总投资3亿元，全长9公里。"
    gone = 'disable = ["project.investment.total", "quantity.investment", "quantity.measure", "work.paid"]\n'
    assert "quantity.measure" in {rule for rule, _ in made(text, tools)}
    assert not made(text, load_tools(own(tmp_path, gone)))


OWN_INDICATOR = """
[words]
head = ["碳汇值"]

[[indicator]]
name = "点灯数量"
units = ["km²"]
pattern = "流域面积#"
example = {text = "昌源河流域面积3平方公里。", place = "山西省", facts = ["昌源河 observation 点灯数量 3 km²"]}
"""


def test_indicators_are_added_and_stand_before_ours(tmp_path: Path) -> None:
    (tmp_path / "indicators.toml").write_text(OWN_INDICATOR, "utf-8")
    book = load_tools(tmp_path).indicators
    names = [form.name for form in book.forms]
    assert names[0] == "点灯数量"
    assert "流域面积" in names
    assert {"碳汇值", "覆盖率"[-1]} <= book.words["head"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[words]\nhaed = ["碳"]\n', "there is no 'haed'; near: head"),
        ('[word]\nhead = ["碳"]\n', "unknown section 'word'"),
        ("words = 3\n", "must be written as in our indicators.toml"),
    ],
)
def test_mistakes_in_indicators_are_told(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "indicators.toml").write_text(text, "utf-8")
    with pytest.raises(DataError) as told:
        load_tools(tmp_path)
    assert message in str(told.value)


def test_waters_and_bodies_are_added(tmp_path: Path) -> None:
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / "waters.csv").write_text("name,kind,aliases\n乌有泽,Lake,乌泽\n", "utf-8")
    (tmp_path / "bodies.csv").write_text("kind,short,full\nbody,水发中心,水利发展中心\n", "utf-8")
    tools = load_tools(tmp_path)
    assert tools.gazetteer.waters["乌有泽"].kind == "Lake"
    assert tools.bodies.full["水发中心"] == "水利发展中心"
    assert tools.bodies.full["发改委"] == "发展和改革委员会"


def test_villages_are_known_by_their_code(tmp_path: Path) -> None:
    from kg.extract import page_facts
    from kg.model import Document

    (tmp_path / "gazetteer").mkdir()
    table = "code,name\n140781100201,青崖底村委会\n140781101203,石窑村民委员会\n"
    (tmp_path / "gazetteer" / "villages.csv").write_text(table, "utf-8")
    tools = load_tools(tmp_path)
    text = "本报讯 介休市青崖底村通水。介休市石窑村修路，介休市白沙村种树。"
    found = {e.label: e for e in page_facts(Document("x", "x", text), tools)[0].entities}
    assert found["青崖底村"].id == "area-140781100201"
    assert found["青崖底村"].part_of == "area-140781100"
    assert found["石窑村"].code == "140781101203"
    assert found["白沙村"].id.startswith("village-")


def test_a_village_table_without_codes_is_told(tmp_path: Path) -> None:
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / "villages.csv").write_text("code,name\n1407,青崖底村\n", "utf-8")
    with pytest.raises(DataError, match="villages.csv: code,name are wanted"):
        load_tools(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'disable = ["project.investment"]\n',
            "there is no rule 'project.investment'; near: project.investment.total",
        ),
        ('[[relations]]\nid = "x"\n', "unknown section 'relations'; near: relation"),
        (OWN_RULE.replace("investment", "invested"), "kg.ttl has no relation 'invested'; near: investment"),
        (OWN_RULE.replace("<COST>", "<COSTS>"), "there is no word list <COSTS>"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match="own.toml") as told:
        load_rule_book(own(tmp_path, text))
    assert message in str(told.value)


def test_a_folder_without_anything_to_add_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="or one with rules/ to add to ours"):
        load_tools(tmp_path)
