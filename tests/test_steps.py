"""No pattern of a rule takes the square of a sentence that says one thing over and over: its steps are counted."""

from __future__ import annotations

import re

import pytest

from kg.extract import Tools, page_facts
from kg.model import Document
from kg.rules.index import Index
from tests.steps import Counter
from tests.test_linear import GROWTH_OF_ONE, SAID_AGAIN, TIMES

SHORT = 200  # characters: four times that is one sentence yet
FEWEST = 2000  # steps on the longer text; of fewer, nothing grows dangerously


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"a(?:bc|b)+d?", "xabcbbd abc"),
        (r"[^，]{0,3}?开工(?!前)(?<=开工)$", "某工程开工前，工程开工"),
        (r"(?:甲|乙丙|乙)(?P<x>.*?)丁+", "乙丙丙丁丁甲丁"),
        (r"(?:(?:甲|甲乙)、)*甲乙$", "甲、甲乙、甲乙"),
    ],
)
def test_the_counter_matches_what_re_matches(pattern: str, text: str) -> None:
    compiled = re.compile(pattern)
    assert Counter(compiled).findall(text) == [m.group() for m in compiled.finditer(text)]


def test_the_counter_sees_a_square() -> None:
    grown = []
    for size in (100, 400):
        counter = Counter(re.compile("a*b"))
        counter.findall("a" * size)
        grown.append(counter.steps)
    assert grown[1] > 12 * grown[0]


def slot_texts(text: str, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What patterns are matched against as a page of this text is read."""
    seen: list[str] = []
    fitting = Index.fitting

    def noted(index: Index, slots: str) -> object:
        seen.append(slots)
        return fitting(index, slots)

    with monkeypatch.context() as patch:
        patch.setattr(Index, "fitting", noted)
        page_facts(Document("again", "again.txt", text, None), tools)
    return list(dict.fromkeys(seen))  # a sentence that comes again takes as many steps again


@pytest.mark.parametrize("unit", SAID_AGAIN.values(), ids=SAID_AGAIN.keys())
def test_no_pattern_takes_the_square_of_what_is_said_again(
    unit: str, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [slot_texts(unit * (size // len(unit)), tools, monkeypatch) for size in (SHORT, TIMES * SHORT)]
    tried = {
        expression
        for slots in texts[1]
        for _, pattern in tools.rules.index.fitting(slots)
        if pattern is not None
        for expression in (pattern.regex, pattern.rest)
        if expression is not None
    }
    squares = {}
    for expression in tried:
        counter = Counter(expression)
        for one in texts[0]:
            assert counter.findall(one) == [m.group() for m in expression.finditer(one)]
        long = _steps(expression, texts[1])
        if long > FEWEST and long > TIMES * GROWTH_OF_ONE * counter.steps:
            squares[expression.pattern[:80]] = (counter.steps, long)
    assert squares == {}


@pytest.mark.slow
def test_no_pattern_takes_more_than_the_square_of_a_sentence(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all patterns, also those that these texts hold too little for: a list without its verb is gone through from each of its items.

    A sentence has at most 2,000 characters, so that a square is 0.3 s in the worst of them.
    """
    expressions = {
        expression
        for rule in tools.rules.relations
        for pattern in rule.patterns
        for expression in (pattern.regex, pattern.rest)
        if expression is not None
    }
    assert len(expressions) > 150
    grown: dict[str, float] = {}
    for unit in SAID_AGAIN.values():
        texts = [slot_texts(unit * (size // len(unit)), tools, monkeypatch) for size in (60, 60 * TIMES)]
        for expression in expressions:
            long = _steps(expression, texts[1])
            if long > FEWEST:
                short = max(1, _steps(expression, texts[0]))
                grown[expression.pattern] = max(grown.get(expression.pattern, 0), long / short)
    assert grown
    assert {text[:80]: times for text, times in grown.items() if times > TIMES**2 * GROWTH_OF_ONE} == {}


def _steps(expression: re.Pattern[str], texts: list[str]) -> int:
    counter = Counter(expression)
    for text in texts:
        counter.findall(text)
    return counter.steps
