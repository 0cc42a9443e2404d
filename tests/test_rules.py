"""Every rule's examples and counter-examples; what the loader says of mistakes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.examples import Case, cases, found_by, run
from kg.extract import Tools, load_tools
from kg.model import DataError
from kg.ontology import ontology_folder
from kg.rules.load import load_rules
from kg.schema import load_schema
from kg.trace import trace
from tests.conftest import loaded

RULES = loaded().rules


CASES = cases(RULES)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule}-{n}" for n, case in enumerate(CASES)])
def test_example(case: Case, tools: Tools) -> None:
    assert found_by(case, tools) == set(case.example.facts)


def test_an_example_that_does_not_hold_is_told(tools: Tools) -> None:
    case = next(c for c in CASES if c.rule == "project.investment.total" and c.example.facts)
    wrong = replace(case, example=replace(case.example, facts=("远山引水工程 investment 1",)))
    (failure,) = run([case, wrong], tools)
    told = str(failure)
    assert told.startswith("facts-projects.toml: project.investment.total: “")
    assert "missing: 远山引水工程 investment 1; not wanted: " in told


def test_each_relation_rule_has_an_example_and_a_counter_example() -> None:
    for rule in (*RULES.relations, *RULES.gazetteer):
        assert any(e.facts for e in rule.examples), f"{rule.id} has no example"
        assert any(not e.facts for e in rule.examples) or len(rule.examples) > 1, (
            f"{rule.id} has no counter-example"
        )


RULE = """
[words]
INVEST = ["总投资"]
[modality]
planned = ["计划"]
[[relation]]
id = "project.sum"
makes = "investment"
pattern = "{^subject:Project} ~ <INVEST> {object:Money}"
[[relation.example]]
text = "某工程总投资3亿元"
facts = []
"""

MISTAKES = [
    ('makes = "investment"', 'makes = "locatedAt"', "kg.ttl has no relation 'locatedAt'; near: locatedIn"),
    ("<INVEST>", "<INVST>", "there is no word list <INVST>"),
    ("subject:Project", "subject:Projekt", "kg.ttl has no class 'Projekt'; near: Project"),
    ("subject:Project", "subject:Village", "Village is not in the domain of investment"),
    ("object:Money", "object:County", "County is not in the range of investment"),
    ("~ <INVEST>", "~ (<INVEST>", "a ( does not close"),
    ("~ <INVEST>", "~ <INVEST>)", "a ) has no ("),
    ("{object:Money}", "{objekt:Money}", "has no {object:…} slot"),
    ('id = "project.sum"', 'id = "Project Sum"', "no id such as 'project.place'"),
    ("pattern =", "patern =", "unknown key 'patern'; near: pattern"),
    ("facts = []", "fact = []", "unknown key 'fact'; near: facts"),
    (
        'makes = "investment"',
        'makes = "investment"\nmodality = "hoped"',
        "'hoped' is none of planned, expected, denied",
    ),
    ('makes = "investment"', 'makes = "investment"\nconfidence = 3', "confidence 3 is not between 0 and 1"),
    ('makes = "investment"', "makes = investment", "Invalid value"),
]


def load(text: str, folder: Path) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "mine.toml").write_text(text, "utf-8")
    load_rules(folder, load_schema(ontology_folder()))


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES)
def test_a_mistake_is_told_with_what_would_be_right(
    right: str, wrong: str, message: str, tmp_path: Path
) -> None:
    assert right in RULE
    with pytest.raises(DataError) as error:
        load(RULE.replace(right, wrong), tmp_path)
    assert message in str(error.value)
    assert "mine.toml" in str(error.value)


def test_a_rule_without_example_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has no example"):
        load(RULE.split("[[relation.example]]")[0], tmp_path)


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="stands twice"):
        load(RULE + RULE[RULE.index("[[relation]]") :], tmp_path)


def test_the_users_own_rule_works(tmp_path: Path) -> None:
    """A copy of our ontology with one more rule finds one more fact."""
    import shutil

    folder = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), folder)
    rule = '[[relation]]\nid = "mine.cost"\nmakes = "investment"\npattern = "{subject:Project} 花费 {object:Money}"\n'
    example = '[[relation.example]]\ntext = "青崖河防洪提升工程花费3亿元"\nfacts = ["青崖河防洪提升工程 investment 300000000"]\n'
    (folder / "rules" / "mine.toml").write_text(rule + example, "utf-8")
    mine = load_tools(folder)
    text = "青崖河防洪提升工程花费3亿元。"
    claims = trace(text, mine).claims
    assert [(c.evidence.rule, str(c.object)) for c in claims if c.relation == "investment"] == [
        ("mine.cost", "300000000")
    ]
