"""Figures of articles: what each measures, of what, and when; every example of indicators.toml."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg.examples import Case, figure_cases, run
from kg.extract import Tools, linked_facts, read_sentence
from kg.model import DataError, Date, Mention, Quantity
from kg.ontology import ontology_folder
from kg.rules.dated import article_periods, with_periods
from kg.rules.indicators import Form
from kg.rules.load_indicators import load_indicators
from kg.rules.quantities import quantity_facts

BOOK = load_indicators(ontology_folder())


@pytest.mark.parametrize("case", figure_cases(BOOK), ids=lambda c: f"{c.rule} {c.example.text[:12]}")
def test_example(case: Case, tools: Tools) -> None:
    assert [str(failure) for failure in run([case], tools)] == []


@pytest.mark.parametrize("form", BOOK.forms, ids=lambda form: form.name)
def test_a_form_names_a_fact_of_its_example(form: Form) -> None:
    wanted = re.compile(re.sub(r"\\\d", ".+", form.name))
    assert any(wanted.search(fact) for fact in form.example.facts)


def test_both_relations_have_examples_and_counter_examples() -> None:
    for rule in BOOK.rules.values():
        assert any(e.facts for e in rule.examples)
        assert any(not e.facts for e in rule.examples)


def figures(text: str, tools: Tools) -> list[tuple[str, str, str]]:
    """Subject, indicator and period of each figure."""
    article, mentions = read_sentence(text, tools, place="山西省")
    reading, facts = linked_facts(article, mentions, tools)
    periods = article_periods(article, reading.mentions, Date("2024-08-06"))
    found = (
        *with_periods(article.text, [f for f in facts if f.rule.makes == "observation"], periods),
        *quantity_facts(
            article, reading.topics, facts, tools.rules, tools.indicators, reading.clauses, periods
        ),
    )
    told = {(f.subject.text, f.indicator, f.object): period(f.object) for f in found}  # one, by two patterns
    return [(subject, indicator, when) for (subject, indicator, _), when in told.items()]


def period(mention: Mention | str) -> str:
    return (
        mention.value.period if isinstance(mention, Mention) and isinstance(mention.value, Quantity) else ""
    )


SUBJECTS = [
    pytest.param(
        "青石岭水库工程开工。工程总库容8000万立方米。", [("工程", "总库容", "")], id="an anaphor goes on"
    ),
    pytest.param(
        "柳泉河引水工程设计坝高64米，一期全长8公里。",
        [("柳泉河引水工程", "设计坝高", "")],
        id="a part's figures are not the whole's",
    ),
    pytest.param(
        "青石岭水库工程位于介休市。灵石县森林覆盖率达38%。",
        [("灵石县", "森林覆盖率", "")],
        id="a place that opens a sentence speaks for itself",
    ),
    pytest.param("介休市、灵石县建成游园12处。", [], id="a list shares no figure"),
    pytest.param(
        "介休市2023年森林覆盖率达38%。",
        [("介休市", "森林覆盖率", "2023")],
        id="the date of the clause is the period",
    ),
    pytest.param(
        "介休市今年1月至6月造林3万亩，去年前9个月优良天数214天，同比增长5%。",
        [
            ("介休市", "造林面积", "2024-01/2024-06"),
            ("介休市", "优良天数", "2023-01/2023-09"),
            ("介休市", "优良天数同比变化", "2023-01/2023-09"),
        ],
        id="each figure has the period named before it",
    ),
    pytest.param(
        "2023年介休市粮食产量310万吨，较2005年增加12万吨。",
        [("介休市", "粮食产量", "2023"), ("介休市", "粮食产量较2005年变化", "2023")],
        id="a change since a year that is named says so",
    ),
    pytest.param(
        "介休市有12座污水处理厂。",
        [("介休市", "污水处理厂数量", "")],
        id="a plant is no verb, whatever it does",
    ),
    pytest.param(
        "2023年，昌源河东泉断面为三类水质。",
        [("昌源河东泉断面", "水质类别", "2023")],
        id="a water class has its period",
    ),
    pytest.param(
        "介休市推进治水，青石峪调蓄枢纽已经通水，总库容8000万立方米。",
        [],
        id="an unknown work keeps its figures",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), SUBJECTS)
def test_subject(text: str, wanted: list[tuple[str, str, str]], tools: Tools) -> None:
    assert figures(text, tools) == wanted


MISTAKES = [
    ("\n[count]\n", "\n[counts]\n", "unknown section 'counts'"),
    ("pattern = '总库容", "pattern = '(总库容", "indicator '总库容': "),
    ('makes = "measure"', 'makes = "status"', "[[rule]] makes 'status'"),
    ("example = {", "beispiel = {", "has no example"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES)
def test_a_mistake_is_told(right: str, wrong: str, message: str, tmp_path: Path) -> None:
    text = (ontology_folder() / "indicators.toml").read_text("utf-8")
    assert right in text
    (tmp_path / "indicators.toml").write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(DataError) as error:
        load_indicators(tmp_path)
    assert message in str(error.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    shutil.copy(ontology_folder() / "units.toml", tmp_path)
    with pytest.raises(DataError, match="cannot be read"):
        load_indicators(tmp_path)


def told_of(text: str, tools: Tools, title: str = "") -> list[tuple[str, str]]:
    """Subject and indicator of each figure of a page."""
    article, mentions = read_sentence(text, tools, title=title)
    reading, facts = linked_facts(article, mentions, tools)
    found = quantity_facts(article, reading.topics, facts, tools.rules, tools.indicators, reading.clauses)
    return [(f.subject.entity.label, f.indicator) for f in found if f.subject.entity is not None]


PLAN = "山西省人民政府关于印发山西省养老服务规划的通知"


def test_a_plan_is_of_the_area_that_issues_it_and_not_of_one_that_it_is_sent_to(tools: Tools) -> None:
    title = f"{PLAN}\n各设区市人民政府、平遥县人民政府："
    assert told_of("建成养老服务中心158所。", tools, title) == [("山西省", "建成养老服务中心数量")]


def test_the_policy_that_a_page_without_lines_begins_with_is_its_title(tools: Tools) -> None:
    text = f"{PLAN}（晋政发〔2021〕13号）现印发给你们，请认真实施。建成养老服务中心158所。"
    assert told_of(text, tools) == [("山西省", "建成养老服务中心数量")]


def test_each_name_of_a_list_has_a_value_before_and_one_now(tools: Tools) -> None:
    text = "介休市毛入园率、巩固率分别由83.2%、94%提升至90.3%、96%。"
    names = [indicator for _, indicator in told_of(text, tools)]
    assert names == ["原毛入园率", "原巩固率", "毛入园率", "巩固率"]


def test_the_value_before_has_the_year_that_is_told_of_it_and_no_other(tools: Tools) -> None:
    text = "2024年，介休市制糖企业从2015年的17家减少到10家，森林覆盖率由35%提高到38%。"
    assert figures(text, tools) == [
        ("介休市", "制糖企业数量", "2015"),
        ("介休市", "制糖企业数量", "2024"),
        ("介休市", "原森林覆盖率", ""),
        ("介休市", "森林覆盖率", "2024"),
    ]


FIRM = "远川科技有限公司"
OF_FIRMS = [
    (
        f"{FIRM}发布新品。公司拥有专利32项，员工1200人。目前公司共有设备26台。",
        ["专利数量", "员工人数", "设备数量"],
    ),
    (f"{FIRM}在32个国家建立了销售网络，员工总数近13000名。", ["建立销售网络国家数量", "员工总数"]),
    (f"9月3日，全球最大的水泵公司{FIRM}宣布裁员三万人，目前已亏损3亿元。", ["裁员", "亏损"]),
    (f"{FIRM}以公司如何在两个水泵品牌中作抉择为例。", []),
]


@pytest.mark.parametrize(("text", "wanted"), OF_FIRMS)
def test_a_firm_owns_what_its_clauses_tell(text: str, wanted: list[str], tools: Tools) -> None:
    assert told_of(text, tools) == [(FIRM, indicator) for indicator in wanted]


OF_AREAS = [
    ("钢铁大市太原的任务是压减生铁1614万吨。", ["压减生铁量"]),
    ("太原市工业总产值303亿元，年均增长12.6%。", ["工业总产值", "工业总产值年均变化"]),
    ("太原市关停糖厂16间，毕业生就业率保持在80%以上。", ["关停糖厂数量", "毕业生就业率"]),
    ("太原市128个社区的环境评估验收圆满完成。", ["环境评估验收圆满完成社区数量"]),
    ("太原市合作项目总数达到289个。", ["合作项目总数"]),
    ("太原市来自86个国家的客商齐聚，整治两岸1公里范围内的村庄。", []),
    ("北京时间9月3日消息，裁员6500人。", []),
]


@pytest.mark.parametrize(("text", "wanted"), OF_AREAS)
def test_the_noun_phrase_that_a_number_completes(text: str, wanted: list[str], tools: Tools) -> None:
    assert [indicator for _, indicator in told_of(text, tools)] == wanted


FULL = [
    ("太原市新增设备1337台（套），已发现矿产34种。", ["新增设备数量", "发现矿产"]),  # any classifier
    ("太原市承办5个项目。", ["承办项目数量"]),
    ("太原市保留1025项行政权力事项，精简446项。", ["保留行政权力事项数量", "精简行政权力事项数量"]),
    ("太原市年产值亿元以上企业48家。", ["年产值亿元以上企业数量"]),
    ("太原市公交线路已恢复运营289条。", ["恢复运营公交线路数量"]),
    ("今天太原市全国道路客流将达8130万人次。", []),  # of no area
]


@pytest.mark.parametrize(("text", "wanted"), FULL)
def test_a_count_is_named_by_parts_of_speech(text: str, wanted: list[str], tools: Tools) -> None:
    assert [indicator for _, indicator in told_of(text, tools)] == wanted


def test_a_sum_is_named_by_its_verb_and_noun_and_a_price_is_none(tools: Tools) -> None:
    assert told_of("太原市减轻企业用地成本1.48亿元。", tools) == [("太原市", "减轻企业用地成本")]
    assert told_of("太原市有人购买家具280元。", tools) == []


def test_a_clause_of_a_firm_goes_on_about_it(tools: Tools) -> None:
    text = f"{FIRM}业绩大增，全年实现营业总收入28.4亿元，资产负债率为70.25%。"
    assert told_of(text, tools) == [(FIRM, "营业总收入"), (FIRM, "资产负债率")]
