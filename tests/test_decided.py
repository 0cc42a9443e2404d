"""What docs/rules.md says is decided: which facts an example lists, which of two name rules wins, what a shared anaphor stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.api.checking import run_rule_examples
from kg.extract import Tools, load_tools, read_sentence
from kg.rules.match import walk

TEXT = "介休市远山引水工程总投资2亿元，介休市石关引水工程总投资3亿元。"
SUMS = ("介休市远山引水工程 investment 200000000", "介休市石关引水工程 investment 300000000")
HALL = '[[class]]\nname = "Hall"\nzh = "讲堂"\nen = "hall"\nkind_of = "Facility"\n'
SCHOOL = '[[class]]\nname = "Academy"\nzh = "学馆"\nen = "academy"\nkind_of = "Facility"\n'


def folder(at: Path, text: str) -> Path:
    (at / "rules").mkdir(parents=True)
    (at / "rules" / "own.toml").write_text(text, "utf-8")
    return at


def listed(*facts: str) -> str:
    rows = ", ".join(f'"{fact}"' for fact in facts)
    return f"""
[[relation]]
id = "own.sum"
makes = "investment"
pattern = "{{^subject:Project}} ~ 总投资 {{object:Money}}"
[[relation.example]]
text = "{TEXT}"
facts = [{rows}]
[[relation.example]]
text = "介休市远山引水工程开工。"
facts = []
"""


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (SUMS, ()),
        (SUMS[:1], ("not wanted: " + SUMS[1],)),  # all that the rule makes is listed
        ((*SUMS, "介休市远山引水工程 investment 500000000"), ("missing: 介休市远山引水工程 investment 500000000",)),
    ],
)  # fmt: skip
def test_an_example_lists_all_that_its_rule_makes(
    facts: tuple[str, ...], missing: tuple[str, ...], tmp_path: Path
) -> None:
    count, failures = run_rule_examples("own.sum", folder(tmp_path, listed(*facts)))
    assert count == 2
    assert len(failures) == len(missing)
    assert all(any(told in line for line in failures) for told in missing)


def name_rule(rule: str, kind: str, end: str) -> str:
    return (
        f'[[name]]\nid = "{rule}"\nmakes = "{kind}"\nends = ["{end}"]\n'
        f'[[name.example]]\ntext = "青石岭{end}落成。"\nnames = []\n'
    )


def found(text: str, tools: Tools) -> list[tuple[str, str, tuple[str, ...]]]:
    _, mentions = read_sentence(text, tools, place="山西省")
    return [(m.text, m.rule, m.types) for m in walk(mentions) if m.rule.startswith("own.")]


@pytest.mark.parametrize(
    ("rules", "text", "wanted"),
    [
        # the longer name
        ((("own.a", "Hall", "讲堂"), ("own.b", "Hall", "讲堂分部")), "青石岭讲堂分部落成。", ("青石岭讲堂分部", "own.b")),
        ((("own.b", "Hall", "讲堂分部"), ("own.a", "Hall", "讲堂")), "青石岭讲堂分部落成。", ("青石岭讲堂分部", "own.b")),
        # of equally long ones of a class the later rule
        ((("own.a", "Hall", "讲堂"), ("own.b", "Hall", "大讲堂")), "青石岭大讲堂落成。", ("青石岭大讲堂", "own.b")),
        ((("own.b", "Hall", "大讲堂"), ("own.a", "Hall", "讲堂")), "青石岭大讲堂落成。", ("青石岭大讲堂", "own.a")),
    ],
)  # fmt: skip
def test_of_two_name_rules_the_longer_name_and_the_later_rule_win(
    rules: tuple[tuple[str, str, str], ...], text: str, wanted: tuple[str, str], tmp_path: Path
) -> None:
    tools = load_tools(folder(tmp_path, HALL + "".join(name_rule(*rule) for rule in rules)))
    assert [(name, rule) for name, rule, _ in found(text, tools)] == [wanted]


def test_of_two_classes_the_noun_of_ones_own_decides(tmp_path: Path) -> None:
    """A rule that makes firms finds the name too, and is later; its end is a noun of a class of the folder."""
    rules = (
        HALL
        + 'nouns = ["书堂"]\n'
        + name_rule("own.a", "Hall", "书堂")
        + name_rule("own.b", "Company", "书堂")
    )
    tools = load_tools(folder(tmp_path / "with", rules))
    _, mentions = read_sentence("青石岭书堂落成。", tools, place="山西省")
    assert [(m.text, m.types) for m in walk(mentions)] == [("青石岭书堂", ("Hall",))]
    tools = load_tools(folder(tmp_path / "without", name_rule("own.b", "Company", "书堂")))
    assert [(name, rule) for name, rule, _ in found("青石岭书堂落成。", tools)] == [("青石岭书堂", "own.b")]


ANAPHOR = """
[[anaphor]]
id = "own.this.{kind}"
makes = "{kind}"
words = ["项目", "该处"]
opens = true
[[anaphor.example]]
text = "项目竣工。"
facts = []
"""


@pytest.fixture(scope="module")
def shared_words(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    rules = HALL + 'nouns = ["讲堂"]\n' + SCHOOL + 'nouns = ["学馆"]\n'
    rules += "".join(ANAPHOR.format(kind=kind) for kind in ("Hall", "Academy"))
    return load_tools(folder(tmp_path_factory.mktemp("shared"), rules))


@pytest.mark.parametrize(
    ("text", "word", "stands_for"),
    [
        # for a thing of the class of the folder's, if one was named, although our 项目 would take the work
        ("介休市远山引水工程开工。青石岭讲堂落成。项目总投资2亿元。", "项目", "青石岭讲堂"),
        ("青石岭讲堂落成。介休市远山引水工程开工。项目总投资2亿元。", "项目", "青石岭讲堂"),
        # else for what our rule says
        ("介休市远山引水工程开工。项目总投资2亿元。", "项目", "介休市远山引水工程"),
        # of several classes of the folder's for the thing named last
        ("青石岭学馆落成。该处总投资2亿元。", "该处", "青石岭学馆"),
        ("青石岭讲堂落成。青石岭学馆落成。该处总投资2亿元。", "该处", "青石岭学馆"),
        ("青石岭学馆落成。青石岭讲堂落成。该处总投资2亿元。", "该处", "青石岭讲堂"),
    ],
)
def test_what_a_shared_word_stands_for(text: str, word: str, stands_for: str, shared_words: Tools) -> None:
    _, mentions = read_sentence(text, shared_words, place="山西省")
    stands = [m for m in walk(mentions) if m.text == word and m.entity is not None]
    assert [m.entity.label for m in stands if m.entity] == [stands_for]
