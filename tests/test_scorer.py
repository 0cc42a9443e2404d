"""Names of works and firms by evidence: edges, lists, classes, and what is no name."""

from __future__ import annotations

import pickle

import pytest

from kg.extract import Tools, read_sentence
from kg.rules.match import walk

WHOLE = [  # a text, the class of a name and the name
    ("市领导察看枫桥污水处理厂扩建工程。", "Project", "枫桥污水处理厂扩建工程"),
    ("记者走访禹山至韩王铁路建设现场。", "Project", "禹山至韩王铁路"),
    ("检查组约谈中岳建设集团。", "Company", "中岳建设集团"),
    ("审计人员讥讽川东商业银行。", "Company", "川东商业银行"),
    ("县里开工建设云溪机场三期，年底完工。", "Project", "云溪机场三期"),
    ("13浙江白杨电器有限公司中标。", "Company", "浙江白杨电器有限公司"),
    ("县里实施“满塘清水工程”，三年投入2亿元。", "Project", "满塘清水工程"),
    ("南山重型机械有限公司、江北云山冷藏汽车有限公司等企业参会。", "Company", "江北云山冷藏汽车有限公司"),
    ("中国水工机械行业协会会长李明到会。", "Institution", "中国水工机械行业协会"),
    ("引青入白补淀工程全线贯通。", "Project", "引青入白补淀工程"),
    ("省里建成引沙济河二期工程。", "Project", "引沙济河二期工程"),
    ("引滦入津工程完工。", "Project", "引滦入津工程"),
    ("开工建设青岭2.5兆瓦沼气发电项目。", "Project", "青岭2.5兆瓦沼气发电项目"),
    ("推进新增3万辆客车产能提升项目实施。", "Project", "新增3万辆客车产能提升项目"),
]
NONE = [
    (
        "县里启动白渡清淤工程和柳泉河排水工程。",
        "白渡清淤工程和柳泉河排水工程",
    ),  # a text, and what must not be a name
    ("各地更加注重项目落地。", "更加注重项目"),
    ("他总觉得六车道高速公路太宽。", "六车道高速公路"),
    ("许多装饰公司上门服务。", "装饰公司"),
    ("今年安排8项治理工程。", "8项治理工程"),
    ("装机容量5万千瓦以下水电站项目由省级部门核准。", "水电站项目"),
    ("从事水运机电工程的单位要有资质。", "水运机电工程"),
    ("国内最长的跨河斜拉桥工程——枫桥大桥开工。", "跨河斜拉桥工程"),
    ("这是全省首座跨河管廊工程。", "跨河管廊工程"),
    ("南河支线铁路改造项目4云山铁路开工建设。", "南河支线铁路改造项目4云山铁路"),
    ("青岭至白沙高速公路项目工程可行性研究报告获批。", "高速公路项目工程"),
    ("平遥获批国家级循环经济示范区。", "获批国家级循环经济示范区"),
    ("青岭公路管理段清理边沟。", "青岭公路管理段"),
    ("枫桥水厂扩建工程是云溪调水工程的一部分。", "枫桥水厂扩建工程是云溪调水工程"),
]


def names(text: str, tools: Tools) -> set[tuple[str, str]]:
    _, mentions = read_sentence(text, tools)
    return {(m.kind, m.text) for m in walk(mentions)}


@pytest.mark.parametrize(("text", "kind", "name"), WHOLE)
def test_a_name_is_whole_and_no_longer(text: str, kind: str, name: str, tools: Tools) -> None:
    found = names(text, tools)
    assert any(n == name and k in (kind, "Facility") for k, n in found), found
    assert not [n for _, n in found if n.endswith(name) and n != name]


@pytest.mark.parametrize(("text", "phrase"), NONE)
def test_what_is_no_name(text: str, phrase: str, tools: Tools) -> None:
    assert not [n for _, n in names(text, tools) if n.endswith(phrase)]


def test_members_of_a_list_get_its_head(tools: Tools) -> None:
    _, mentions = read_sentence("今年要动工修建天水至陇南、临夏至合作、武都至文县3个高速公路项目。", tools)
    labels = {m.entity.label for m in walk(mentions) if m.entity is not None and m.kind == "Project"}
    assert {"天水至陇南高速公路", "武都至文县高速公路"} <= labels


def test_an_extension_in_a_list_of_roads_is_whole(tools: Tools) -> None:
    text = "今年，建设局加快实施青河北路北延、北三环东延、明山路西延、白江东侧道路、西白江路等道路建设。"
    _, mentions = read_sentence(text, tools)
    labels = {m.entity.label for m in walk(mentions) if m.entity is not None and m.kind == "Project"}
    assert {"青河北路北延", "北三环东延", "明山路西延"} <= labels
    assert not {label for label in labels if label.endswith("延路")}


def test_marks_part_the_members_of_a_list_of_works_whatever_they_hold(tools: Tools) -> None:
    text = "重点推进远川年产60万吨己内酰胺、白沙涂料产业园、云岭重科智能制造、青岭铜冶炼基地等32个项目建设。"
    found = {name for kind, name in names(text, tools) if kind == "Project"}
    assert {"远川年产60万吨己内酰胺", "云岭重科智能制造", "青岭铜冶炼基地"} <= found


@pytest.mark.parametrize(
    "text",
    [
        "加快电子信息、装备制造、新材料等项目建设。",
        "推进农村饮水安全、中小河流治理、小型水库加固等工程建设。",
    ],
)
def test_a_list_of_kinds_of_works_names_none(text: str, tools: Tools) -> None:
    assert not [name for kind, name in names(text, tools) if kind == "Project"]


def test_a_section_has_the_name_of_the_line_before_it(tools: Tools) -> None:
    text = "云岭铁路开工，双河至合山段于2015年6月开工建设。"
    _, mentions = read_sentence(text, tools)
    assert "云岭铁路双河至合山段" in {m.entity.label for m in walk(mentions) if m.entity is not None}


def test_a_numbered_road_is_no_section_of_another(tools: Tools) -> None:
    _, mentions = read_sentence("青岭公路白沙段修好了，省道218线也修好了。", tools)
    assert not [m for m in mentions if m.entity and m.entity.label == "青岭公路省道218线"]
    _, mentions = read_sentence("15号线一期西段、青山线二期年底开通。", tools)
    assert not [m for m in mentions if m.entity and "号线青山线" in m.entity.label]


def test_numbers_and_dashes_of_a_list_are_of_no_name(tools: Tools) -> None:
    found = [
        name
        for _, name in names(
            "项目清单：4青岭至白沙高速公路云溪段 5双河至合山高速公路白水段--省道201线合山段改造工程", tools
        )
    ]
    assert not [name for name in found if name[0].isdigit() or "--" in name], found


def test_a_section_that_is_built_names_its_line(tools: Tools) -> None:
    found = names("青州至合山高铁白水段开工建设。", tools)
    assert {("Project", "青州至合山高铁白水段"), ("Project", "青州至合山高铁")} <= found


def test_a_word_is_judged_as_those_with_like_neighbours(tools: Tools) -> None:
    clusters = tools.finder.scorer.lexicon.clusters
    assert clusters["钢铁"] == clusters["水泥"] != clusters["昨天"]
    found = names("远川钢铁有限公司和远川水泥有限公司签约。", tools)
    assert {("Company", "远川钢铁有限公司"), ("Company", "远川水泥有限公司")} <= found


def test_a_list_has_the_head_behind_what_is_done_to_it(tools: Tools) -> None:
    _, mentions = read_sentence("争取南河金属15万吨铬铁、青啤老厂搬迁扩产等一批拟开工项目及早开工。", tools)
    assert "青啤老厂搬迁扩产" in {m.entity.label for m in walk(mentions) if m.entity is not None}


def test_what_stands_in_a_list_with_works_is_one(tools: Tools) -> None:
    alone = names("南关车间改造完成。", tools)
    listed = names("加快推进柳河水库扩建工程、北山风电场二期、南关车间改造、白沙港码头扩建工程。", tools)
    assert ("Project", "南关车间改造") in listed and ("Project", "南关车间改造") not in alone


def test_verdicts_name_the_next_reading(tools: Tools) -> None:
    text = "县里推动青岭水库除险加固工程。"
    verdicts = tools.finder.verdicts(text, ())
    best = next(v for v in verdicts if v.best == "青岭水库除险加固工程")
    assert best.name and best.second != best.best and best.reasons


def test_a_scorer_is_kept_without_what_it_remembers(tools: Tools) -> None:
    names("青岭水库除险加固工程开工。", tools)
    scorer = pickle.loads(pickle.dumps(tools.finder.scorer))
    assert not scorer.tagger.memo and not scorer.words.memo
    assert dict(scorer.weights) == dict(tools.finder.scorer.weights)
