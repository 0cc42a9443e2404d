"""What is wrong in a folder of the user's is told, all of it at once, with the input that made it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.extract import load_rule_book, load_tools
from kg.faults import DataErrors
from kg.model import DataError
from kg.packs.read import read_pack, unread
from tests.command import kg

RULE = """
[words]
COST = ["花掉"]
[[relation]]
id = "own.cost"
makes = "investment"
pattern = "{^subject:Project} ~ <COST> {object:Money}"
[[relation.example]]
text = "远山引水工程花掉2亿元"
facts = ["远山引水工程 investment 200000000"]
[[relation.example]]
text = "远山引水工程花掉一天"
facts = []
"""

MISTAKES = [
    # signs of regular expressions
    ("<COST> {object:Money}", "<COST>.*{object:Money}", "'.*' is a sign of regular expressions and means nothing here"),
    ("<COST> {object:Money}", r"<COST> \\d+ {object:Money}", r"'\d' is a sign of regular expressions"),
    ("<COST> {object:Money}", "[花掉] {object:Money}", "'[' is a sign of regular expressions"),
    # what no pattern can match
    ("~ <COST>", "。 <COST>", "a pattern is matched within one sentence, and '。' ends it"),
    # a role that nothing carries
    ("{object:Money}", "{object:Money} {winer:Company}", "a fact has no role 'winer'; roles: subject, object"),
    # an example that cannot be
    ("远山引水工程 investment 200000000", "远山引水工程 invested 200000000", "the rule makes investment, not 'invested'; near: investment"),
    ("远山引水工程 investment 200000000", "远山引水工程 locatedIn 介休市", "the rule makes investment, not 'locatedIn'"),
    ("远山引水工程 investment 200000000", "远山引水工程 investment 2亿元", "'2亿元' is no sum: a plain number in CNY"),
    ("远山引水工程 investment 200000000", "远山引水工程", "is not written as 'subject relation object'"),
    ('facts = ["远山', 'date = 2024\nfacts = ["远山', "example: date: a text in quotes is wanted"),
    # numbers
    ('makes = "investment"', 'makes = "investment"\nconfidence = "high"', "confidence 'high' is not between 0 and 1"),
    ('makes = "investment"', 'makes = "investment"\nconfidence = true', "confidence True is not between 0 and 1"),
    # near misses, of values too
    ("object:Money", "object:Mony", "kg.ttl has no class 'Mony'; near: Money"),
    ("subject:Project", "subject:工程项木", "kg.ttl has no class '工程项木'; near: 工程项目"),
    ('makes = "investment"', 'makes = "投资"', "kg.ttl has no relation '投资'; near: 投资额"),
    # what a key holds
    ('pattern = "{^subject', 'unless = 3\npattern = "{^subject', "unless: a text or a list of texts is wanted, not 3"),
    ('pattern = "{^subject', 'modality = "planed"\npattern = "{^subject', "modality: 'planed' is none of planned"),
]  # fmt: skip


def folder(at: Path, text: str | bytes) -> Path:
    (at / "rules").mkdir(parents=True, exist_ok=True)
    (at / "rules" / "own.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return at


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES)
def test_a_mistake_is_told(right: str, wrong: str, message: str, tmp_path: Path) -> None:
    assert right in RULE
    with pytest.raises(DataError) as told:
        load_rule_book(folder(tmp_path, RULE.replace(right, wrong)))
    assert message in str(told.value)
    assert str(told.value).startswith("own.toml")


def test_a_wrong_date_in_an_example_is_told(tmp_path: Path) -> None:
    rule = RULE.replace("investment", "startDate").replace("{object:Money}", "{object:Date}")
    with pytest.raises(DataError, match="'200000000' is no date: 2025, 2025-09 or 2025-09-01 is wanted"):
        load_rule_book(folder(tmp_path, rule))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    second = RULE.replace("own.cost", "own.other").replace('[words]\nCOST = ["花掉"]\n', "")
    text = (
        RULE.replace("<COST>", "<COTS>")
        + second.replace("object:Money", "object:Mony")
        + '[[nam]]\nid = "x"\n'
    )
    with pytest.raises(DataErrors) as told:
        load_rule_book(folder(tmp_path, text))
    assert len(told.value.faults) == 3
    shown = kg("rules", "--ontology", str(tmp_path))
    assert shown.returncode == 2
    lines = shown.stderr.splitlines()
    assert [line.startswith("kg: own.toml") for line in lines] == [True] * 3, lines
    assert "unknown section 'nam'; near: name" in shown.stderr


def test_an_example_that_plays_nowhere_is_told(tmp_path: Path) -> None:
    text = RULE.replace('facts = ["远山', 'place = "火星省"\nfacts = ["远山')
    with pytest.raises(DataError, match="rule 'own.cost': example: there is no place '火星省'"):
        load_tools(folder(tmp_path, text))


def test_a_file_in_gbk_is_told_and_a_mark_is_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"own.toml: is in GB18030 \(GBK\), not in UTF-8; save it as UTF-8"):
        load_rule_book(folder(tmp_path, RULE.encode("gb18030")))
    with pytest.raises(DataError, match=r"own.toml: is in UTF-16, not in UTF-8"):
        load_rule_book(folder(tmp_path, RULE.encode("utf-16")))
    marked = load_rule_book(folder(tmp_path, b"\xef\xbb\xbf" + RULE.encode()))
    assert "own.cost" in marked.rule_ids()


@pytest.mark.parametrize(
    ("right", "written"),
    [
        ("{object:Money}", "｛object:Money｝"),
        ("<COST>", "＜COST＞"),
        ('makes = "investment"', "makes = “investment”"),
        ('COST = ["花掉"]', "COST = [“花掉”, “用掉”]"),
        ('makes = "investment"', 'makes = "投资额"'),
        ("{^subject:Project}", "{^subject:工程项目}"),
    ],
)
def test_what_chinese_keyboards_write_is_taken(right: str, written: str, tmp_path: Path) -> None:
    assert right in RULE
    book = load_rule_book(folder(tmp_path, RULE.replace(right, written)))
    (rule,) = [r for r in book.relations if r.id == "own.cost"]
    assert rule.makes == "investment"
    assert rule.patterns[0].slots[0].kinds == ("Project",)


def test_quotes_within_a_text_stay(tmp_path: Path) -> None:
    book = load_rule_book(folder(tmp_path, RULE.replace('["花掉"]', '["“花掉”"]')))
    assert book.words["COST"] == ("“花掉”",)


def test_a_file_that_nothing_reads_is_told(tmp_path: Path) -> None:
    folder(tmp_path, RULE)
    for name in ("unit.toml", "rules/old.tml", "lexicon/head.tsv", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    told = unread(tmp_path)
    assert [line.partition(":")[0].removeprefix(f"{tmp_path}/") for line in told] == [
        "lexicon/head.tsv", "rules/old.tml", "unit.toml",
    ]  # fmt: skip
    assert "near: heads.tsv" in told[0]
    assert "near: units.toml" in told[2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('nmae = "x"\n', "unknown key 'nmae'; near: name"),
        ('needs = "../other"\n', "needs must be a list of folders"),
        ("floor = 2\n", "floor is 2; a number from 0 to 1 is wanted"),
        ("version = 1\n", "version is 1; a text in quotes is wanted"),
    ],
)
def test_mistakes_in_pack_toml_are_told(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text(text, "utf-8")
    with pytest.raises(DataError, match="pack.toml") as told:
        read_pack(tmp_path)
    assert message in str(told.value)


def test_the_schema_takes_our_rules_and_refuses_mistakes() -> None:
    """Of the loader's own tables: whatever of ours loads is in it."""
    import tomllib

    jsonschema = pytest.importorskip("jsonschema")
    shown = kg("rules", "--schema")
    schema = json.loads(shown.stdout)
    validator = jsonschema.Draft202012Validator(schema)
    ours = Path(__file__).parent.parent / "ontology" / "rules"
    for path in sorted(ours.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        if not {"pages", "slip"} & table.keys():
            assert [e.message for e in validator.iter_errors(table)] == [], path.name
    wrong = tomllib.loads(RULE.replace("makes =", "mkaes ="))
    assert any("mkaes" in e.message for e in validator.iter_errors(wrong))
