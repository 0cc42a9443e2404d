"""The rule book as a table, and why a rule fired or did not."""

from __future__ import annotations

import pytest

from kg.extract import Tools
from kg.rules.book import figure_rows, format_rule, rows
from kg.trace import format_trace, trace


def test_each_rule_has_a_row_and_its_examples(tools: Tools) -> None:
    found = rows(tools.rules)
    assert sorted(row.id for row in found) == list(tools.rules.rule_ids())
    assert all(row.examples and row.finds and row.file.endswith(".toml") for row in found)


def test_figures_have_rows_too(tools: Tools) -> None:
    found = {row.id: row for row in figure_rows(tools.indicators)}
    assert {"quantity.measure", "quantity.observation", "figure.总库容"} <= set(found)
    assert all(row.examples and row.finds and row.file == "indicators.toml" for row in found.values())
    assert "units: m³" in format_rule(found["figure.总库容"])


def test_a_figure_without_a_fact_tells_why(tools: Tools) -> None:
    shown = format_trace(trace("青石岭水库工程坝高64米，一期全长8公里，来了30名代表。", tools))
    assert "8公里\n      stopped by: the clause is about a part of it" in shown
    assert "坝高" in shown.partition("facts")[2].partition("rules that nearly")[0]


def test_a_rule_is_shown_with_its_counter_examples(tools: Tools) -> None:
    row = next(row for row in rows(tools.rules) if row.id == "project.investment.total")
    shown = format_rule(row)
    assert shown.startswith("project.investment.total  relation → investment  (facts-projects.toml)")
    assert "counter-example: " in shown
    assert "→ nothing" in shown
    assert "unless: " in shown


@pytest.mark.parametrize(
    ("text", "rule", "wanted"),
    [
        ("为远山引水工程追加总投资2.3亿元。", "project.investment.total", "without '追加' (unless)"),
        ("远山引水工程由太原市水务局批复。", "project.by.passive", "<BUILDS>"),
        ("有关方面总投资2.3亿元。", "project.investment.total", "opening an earlier clause"),
    ],
)
def test_a_near_miss_tells_what_was_wanted(text: str, rule: str, wanted: str, tools: Tools) -> None:
    near = {n.rule: n for n in trace(text, tools, place="山西省").near}
    assert wanted in near[rule].wanted
    assert near[rule].matched in text


def test_a_rule_that_fired_is_no_near_miss(tools: Tools) -> None:
    found = trace("远山引水工程总投资2.3亿元，位于介休市。", tools, place="山西省")
    fired = {claim.evidence.rule for claim in found.claims}
    assert {"project.investment.total", "thing.lies"} <= fired
    assert not fired & {n.rule for n in found.near}


def test_the_trace_tells_what_is_open(tools: Tools) -> None:
    shown = format_trace(trace("鼓楼区召开会议，远山引水工程总投资2.3亿元。", tools))
    assert "not settled between area-" in shown
    assert "远山引水工程 investment 230000000" in shown
    assert "project.investment.total · 0." in shown


def test_a_text_without_anything_is_told(tools: Tools) -> None:
    assert format_trace(trace("天气很好。", tools)).count("  none") == 3


def test_the_trace_shows_the_language_first(tools: Tools) -> None:
    shown = format_trace(trace("县里计划修建东湖泵站、西湖泵站等两座泵站。", tools))
    first, verdicts, *_ = shown.split("\n\n")
    language = first.splitlines()
    assert language[0] == "language" and language[1].startswith("  tokens   县里/County 计划/n")
    assert verdicts.startswith("where names may end\n")
    assert "  list     东湖泵站 + 西湖泵站 [2] | 泵站" in language
    assert any(line.startswith("  clause   main: subject 县里 · predicate 修建") for line in language)
