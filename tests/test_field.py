"""A class of one's own in a folder is a class of everything that takes the class above it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract import Tools, article_claims, linked_facts, load_tools, read_sentence
from kg.model import Claim, DataError, Entity, Mention
from kg.ontology import ontology_folder
from kg.pipeline import build
from kg.rules.match import walk
from kg.schema import load_schema

NOUNS = {  # of each class, an ending that no name of ours has; areas are known by the gazetteer
    "Project": "星桩工程", "Facility": "星舱", "Reservoir": "星库", "Zone": "星园", "ProtectedArea": "星林",
    "Institution": "星院", "Company": "星社", "River": "星溪", "Lake": "星泊", "MonitoringSection": "星界面",
    "Agency": "星局", "Policy": "星空保护条例",
}  # fmt: skip
AREAS = {
    "Province": ("自治区", "宁夏回族自治区"),
    "City": ("自治州", "恩施土家族苗族自治州"),
    "County": ("自治县", "关岭布依族苗族自治县"),
    "Township": ("城关镇", "介休市城关镇"),
    "Village": ("崖底村", "介休市青崖底村"),
}
READ_AS = {
    "Organization": "Company",
    "Water": "River",
    "Area": "Zone",
    "Entity": "Facility",
}  # no thing has these alone
TEXTS = (
    "白岭{0}位于介休市，总投资2.3亿元，由山西远川水务建设有限公司承建，2021年3月开工，2023年5月竣工，全长12公里。",
    "白岭{0}占地48亩，该{0}被授予“省级示范单位”称号，森林覆盖率达20.5%。",
    "记者从白岭{0}获悉，白岭{0}正在建设。汾河流经白岭{0}。它面积3平方公里。",
    "昨日，白岭{0}投入运行。白岭{0}是汾河的支流，流经介休市、平遥县。",
    "《白岭{0}》由介休市人民政府2020年6月1日印发，自2020年7月1日起施行。",
    "山西省水利厅出资2000万元支持白岭{0}建设，白岭{0}隶属山西远川水务集团。",
    "介休市远山引水工程由白岭{0}承建，白岭{0}位于太原市。该{0}实现产值3亿元。",
)  # fmt: skip
PLACES = (
    "{0}完成水利投资12亿元，森林覆盖率达20.5%。远山引水工程位于{0}，由{0}人民政府实施。",
    "记者在{0}看到，石梁水库已经开工，总投资3亿元。全境新建泵站12座。",
    "汾河流经{0}。{0}有人口30万人。",
)


def folder(at: Path, text: str) -> Path:
    (at / "rules").mkdir(parents=True)
    (at / "rules" / "own.toml").write_text(text, "utf-8")
    return at


def name_rule(kind: str, noun: str, makes: str) -> str:
    needs = 'needs = "title"\n' if kind == "Policy" else ""
    return (
        f'[[name]]\nid = "own.{kind.lower()}"\nmakes = "{makes}"\nends = ["{noun}"]\n{needs}'
        f'[[name.example]]\ntext = "白岭{noun}建成。"\nnames = []\n'
        f'[[anaphor]]\nid = "own.this.{kind.lower()}"\nmakes = "{makes}"\nwords = ["该{noun}"]\n'
        f'[[anaphor.example]]\ntext = "该{noun}建成。"\nfacts = []\n'
    )


def class_row(kind: str, noun: str = "") -> str:
    nouns = f'nouns = ["{noun}"]\n' if noun else ""
    return f'[[class]]\nname = "My{kind}"\nzh = "吾之{kind}"\nen = "my {kind}"\nkind_of = "{kind}"\n{nouns}'


def test_each_class_that_things_have_is_tried() -> None:
    schema = load_schema(ontology_folder())
    assert {*NOUNS, *AREAS} == {*schema.concrete()} - {
        "Quantity",
        "Status",
    }  # values, that no name stands for
    assert {*READ_AS} == {kind for kind in schema.classes if schema.below_ours(kind)}


@pytest.fixture(scope="module")
def parents(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """Names of our classes, by rules."""
    rules = "".join(name_rule(kind, noun, kind) for kind, noun in NOUNS.items())
    return load_tools(folder(tmp_path_factory.mktemp("parents"), rules))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same names, of a class below each of ours."""
    rules = "".join(class_row(kind) + name_rule(kind, noun, f"My{kind}") for kind, noun in NOUNS.items())
    rules += "".join(class_row(kind, noun) for kind, (noun, _) in AREAS.items())
    return folder(tmp_path_factory.mktemp("own"), rules)


@pytest.fixture(scope="module")
def children(own: Path) -> Tools:
    return load_tools(own)


_read: dict[tuple[int, str], tuple[tuple[Mention, ...], tuple[Claim, ...]]] = {}


def read(text: str, tools: Tools) -> tuple[tuple[Mention, ...], tuple[Claim, ...]]:
    """The names and claims of a text in a paper of 山西省, read once by each set of tools of this module."""
    key = (id(tools), text)
    if key not in _read:
        article, mentions = read_sentence(text, tools, place="山西省")
        reading, facts = linked_facts(article, mentions, tools)
        _read[key] = reading.mentions, article_claims(reading, facts, text, tools)
    return _read[key]


def claims(text: str, tools: Tools) -> list[tuple[str, ...]]:
    mentions, found = read(text, tools)
    names = {m.entity.id: m.entity.label for m in walk(mentions) if m.entity is not None}
    return sorted(
        (
            names.get(c.subject, c.subject),
            c.relation,
            c.object.label if isinstance(c.object, Entity) else str(c.object),
            c.evidence.rule,
            c.evidence.modality,
        )
        for c in found
    )


def things(text: str, tools: Tools) -> list[Mention]:
    return [m for m in walk(read(text, tools)[0]) if m.value is None]


@pytest.mark.parametrize("kind", NOUNS)
def test_a_subclass_gives_the_facts_that_its_parent_would(kind: str, parents: Tools, children: Tools) -> None:
    told = 0
    for text in (t.format(NOUNS[kind]) for t in TEXTS):
        expected = claims(text, parents)
        assert claims(text, children) == expected, text
        told += len([c for c in expected if NOUNS[kind] in c[0] + c[2]])
    assert told, f"the texts say nothing of a {kind}"


@pytest.mark.parametrize("kind", READ_AS)
def test_a_class_below_one_that_no_thing_has_alone(kind: str, parents: Tools, tmp_path: Path) -> None:
    like = READ_AS[kind]
    noun = NOUNS[like]
    row = class_row(kind) + f'like = "{like}"\n'
    tools = load_tools(folder(tmp_path, row + name_rule(like, noun, f"My{kind}")))
    told = 0
    for text in (t.format(noun) for t in TEXTS):
        expected = claims(text, parents)
        assert claims(text, tools) == expected, text
        told += len([c for c in expected if noun in c[0] + c[2]])
    assert told


@pytest.mark.parametrize("kind", AREAS)
def test_a_class_of_places_gives_the_facts_of_places(kind: str, tools: Tools, children: Tools) -> None:
    for text in (t.format(AREAS[kind][1]) for t in PLACES):
        assert claims(text, children) == claims(text, tools), text


@pytest.mark.parametrize("kind", [*NOUNS, *AREAS])
def test_its_things_have_both_classes(kind: str, children: Tools) -> None:
    noun, text = (NOUNS[kind], TEXTS) if kind in NOUNS else (AREAS[kind][1], PLACES)
    found = {
        (m.kind, m.types)
        for t in text
        for m in things(t.format(noun), children)
        if m.entity is not None and m.entity.label.endswith(noun[-3:]) and m.types
    }
    assert found
    assert {types for _, types in found} == {(f"My{kind}",)}


@pytest.mark.parametrize("kind", sorted(set(NOUNS) - {"Policy"}))  # 该条例 is a word of ours
def test_its_anaphor_stands_for_a_thing_of_the_class(kind: str, parents: Tools, children: Tools) -> None:
    text = f"介休市白岭{NOUNS[kind]}建成。该{NOUNS[kind]}受到好评。"
    both = []
    for tools in (parents, children):
        (stands,) = [m for m in things(text, tools) if m.rule == f"own.this.{kind.lower()}"]
        assert stands.entity is not None
        both.append((stands.kind, stands.entity.label, stands.entity.id))
    assert both[0] == both[1]
    assert stands.types == stands.entity.types == (f"My{kind}",)


SCHOOL = """
[[class]]
name = "School"
zh = "学校"
en = "school"
kind_of = "Facility"
nouns = ["小学", "中学"]
words = ["中小学"]
has = ["fundedBy"]

[[class]]
name = "Primary"
zh = "小学"
en = "primary school"
kind_of = "学校"
nouns = ["实验小学"]

[[property]]
name = "openingDate"
zh = "开学时间"
en = "opening date"
domain = "School"
range = "Date"
words = ["开学"]

[[property]]
name = "partnerOf"
zh = "结对"
en = "partner of"
domain = "School"
range = "School"
symmetric = true
words = ["结对的学校"]

[[property]]
name = "runBy"
zh = "举办方"
en = "run by"
domain = "School"
range = ["Agency", "Company"]
inverse_zh = "举办"
inverse_en = "runs"
words = ["由谁举办"]

[[anaphor]]
id = "school.this"
makes = "School"
words = ["该校"]
[[anaphor.example]]
text = "介休市第五小学开学。该校受到好评。"
facts = ["该校 介休市第五小学"]

[[relation]]
id = "school.opens"
makes = "开学时间"
pattern = "{^subject:School} ~ {object:Date} ~ 开学"
[[relation.example]]
text = "介休市第五小学2025年9月1日开学。"
facts = ["介休市第五小学 openingDate 2025-09-01"]
[[relation.example]]
text = "介休市第五小学2025年9月1日停课。"
facts = []

[[relation]]
id = "school.partner"
makes = "partnerOf"
pattern = "{^subject:学校} 与 {object:学校} 结对"
[[relation.example]]
text = "介休市第五小学与介休市北关实验小学结对。"
facts = ["介休市第五小学 partnerOf 介休市北关实验小学"]
[[relation.example]]
text = "介休市第五小学与介休市北关实验小学相邻。"
facts = []

[[relation]]
id = "school.run"
makes = "runBy"
pattern = "{^subject:School} ~ 由 {object:Agency|Company} 举办"
[[relation.example]]
text = "介休市第五小学由介休市教育局举办。"
facts = ["介休市第五小学 runBy 介休市教育局"]
[[relation.example]]
text = "介休市第五小学由介休市教育局拨款。"
facts = []

[[relation]]
id = "school.fund"
makes = "fundedBy"
pattern = "{^subject:School} ~ 由 {object:Company} 捐建"
[[relation.example]]
text = "介休市第五小学由山西远川能源有限公司捐建。"
facts = ["介休市第五小学 fundedBy 山西远川能源有限公司"]
[[relation.example]]
text = "介休市第五小学由山西远川能源有限公司施工。"
facts = []
"""
PAGE = """介休市两所小学开学

本报介休2025年9月2日讯（记者 白雪）昨天，介休市第五小学迎来新生。该校位于介休市绵山镇，总投资1.1亿元，占地48亩，2025年9月1日开学。介休市第五小学与介休市北关实验小学结对。

介休市第五小学由介休市教育局举办。介休市远山小学2024年9月1日开学，由山西远川能源有限公司捐建。石梁水库位于介休市。
"""


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with classes, and the graph of a page."""
    at = tmp_path_factory.mktemp("schools")
    (at / "pages").mkdir()
    (at / "pages" / "p1.txt").write_text(PAGE, "utf-8")
    build([at / "pages"], out=at / "out", ontology=folder(at / "own", SCHOOL))
    return at / "own", at / "out"


def test_its_examples_hold(schools: tuple[Path, Path]) -> None:
    from kg.api.checking import run_rule_examples

    assert run_rule_examples("school", schools[0]) == (9, [])


def test_the_graph_conforms_and_says_both_classes(schools: tuple[Path, Path]) -> None:
    from kg import open as open_graph

    graph = open_graph(schools[1], ontology=schools[0])
    assert graph.validate().results == ()
    rows = graph.query("SELECT ?l ?c WHERE { ?x a kg:School ; rdfs:label ?l ; a ?c } ORDER BY ?l ?c").rows
    primary = [str(c).rpartition("#")[2] for label, c in rows if label == "介休市北关实验小学"]
    assert primary == ["Facility", "Primary", "School"]
    assert {t.name.kind for t in graph.things("School")} == {"Primary", "School"}
    assert {t.name.label for t in graph.things("Facility")} >= {"介休市第五小学", "介休市北关实验小学"} - {
        t.name.label for t in graph.things("Project")
    }
    years = graph.query("SELECT ?y WHERE { ?x kg:openingYear ?y } ORDER BY ?y")
    assert [row[0] for row in years.rows] == [2024, 2025]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("介休市有哪些学校", "介休市第五小学、介休市远山小学"),
        ("介休市有哪些中小学", "介休市第五小学、介休市远山小学"),
        ("介休市第五小学什么时候开学", "2025-09-01"),
        ("介休市第五小学的开学时间", "2025-09-01"),
        ("介休市第五小学结对的学校有哪些", "介休市北关实验小学"),
        ("介休市北关实验小学结对的学校有哪些", "介休市第五小学"),
        ("介休市第五小学由谁举办", "介休市教育局"),
        ("介休市教育局举办哪些学校", "介休市第五小学"),
        ("介休市第五小学总投资多少", "110000000"),
        ("介休市远山小学的出资方是谁", "山西远川能源有限公司"),  # a relation of ours that the class has
        ("介休市远山小学是谁捐建的", "山西远川能源有限公司"),
        ("山西远川能源有限公司捐建了哪些学校", "介休市远山小学"),
    ],
)
def test_questions_on_it_are_answered(question: str, answer: str, schools: tuple[Path, Path]) -> None:
    from kg import open as open_graph

    found = open_graph(schools[1], ontology=schools[0]).ask(question)
    assert found.status == "answered", found
    assert answer in (found.text or ""), found


def test_exports_have_the_narrowest_class(schools: tuple[Path, Path], tmp_path: Path) -> None:
    from kg import open as open_graph

    graph = open_graph(schools[1], ontology=schools[0])
    nodes = dict(graph.to_networkx().nodes(data=True))
    kinds = {node["label"]: (node["class"], node["classZh"]) for node in nodes.values()}
    assert kinds["介休市北关实验小学"] == ("Primary", "小学")
    (files, *_) = graph.export(tmp_path / "figures", format="figures")
    figures = files.read_text("utf-8")
    assert ",School,占地面积,48,亩," in figures


def test_a_small_ttl_adds_too(tmp_path: Path) -> None:
    at = folder(tmp_path / "own", "")
    (at / "kg.ttl").write_text(
        """@prefix kg: <https://shanhe.example/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <https://schema.org/> .
        kg:School a owl:Class ; rdfs:label "学校"@zh , "school"@en ; rdfs:subClassOf kg:Facility ; kg:noun "小学"@zh .
        kg:headOf a owl:ObjectProperty ; rdfs:label "校长"@zh , "head"@en ; schema:domainIncludes kg:School ;
            schema:rangeIncludes kg:Agency .""",
        "utf-8",
    )
    schema = load_schema(ontology_folder(at), [at])
    assert schema.own["School"].kinds == ("Facility",)
    assert schema.relations["headOf"].domain == {"School"}
    assert "School" in schema.relations["locatedIn"].domain
    tools = load_tools(at)
    (school,) = {m.entity for m in things("介休市第五小学开学。", tools) if m.types}
    assert school is not None and school.types == ("School",)


MISTAKES = [
    ('zh = "学校"\n', "", "class 'School': zh is wanted, its label"),
    ('kind_of = "Facility"', 'kind_of = "Facilty"', "there is no class 'Facilty'; near: Facility"),
    ('kind_of = "Facility"\n', "", "class 'School': kind_of is wanted"),
    ('kind_of = "Facility"', 'kind_of = "Organization"', "no thing is read as a Organization; say what these are read as"),
    ('name = "School"', 'name = "Reservoir"', "class 'Reservoir': there is one of that name already"),
    ('name = "School"', 'name = "学校"', "a class has no name such as 'School' (letters A to Z), but '学校'"),
    ("nouns =", "noun =", "unknown key 'noun'; near: nouns"),
    ('range = "Date"', 'range = "Dat"', "range: there is no class 'Dat'; near: Date"),
    ('range = "Date"', 'range = ["Date", "River"]', "Date is a value and River a class"),
    ('domain = "School"\nrange = "Date"', 'range = "Date"', "property 'openingDate': domain is wanted"),
    ("symmetric = true", 'symmetric = "yes"', "symmetric: true or false is wanted"),
    ("[[class]]", "[class]", "class must be written [[class]]"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES)
def test_mistakes_in_classes_are_told(right: str, wrong: str, message: str, tmp_path: Path) -> None:
    text = SCHOOL.partition("[[anaphor]]")[0]
    if wrong == "[class]":
        text = text.partition("[[class]]")[2].partition("[[class]]")[0].join(["[class]\n", ""])
    at = folder(tmp_path / "own", text.replace(right, wrong, 1))
    with pytest.raises(DataError) as told:
        load_schema(ontology_folder(at), [at])
    assert message in str(told.value)
    assert "own.toml" in str(told.value)


ROLES = """
[[property]]
name = "supervisor"
zh = "监理单位"
en = "supervised by"
claim = true
[[relation]]
id = "own.built"
makes = "undertakenBy"
pattern = "{subject:Project/学校|小学/} 由 {object:Company} 承建 ， {supervisor:Company} 监理"
[[relation.example]]
text = "介休市远山小学迁建工程由山西远川水务建设有限公司承建，山西白岭监理有限公司监理。"
facts = ["介休市远山小学迁建工程 undertakenBy 山西远川水务建设有限公司"]
[[relation.example]]
text = "介休市远山引水工程由山西远川水务建设有限公司承建，山西白岭监理有限公司监理。"
facts = []
[[relation]]
id = "own.area"
makes = "measure"
indicator = "校园面积"
pattern = "{^subject:Project} ~ 校园 {object:Quantity/^亩$/}"
[[relation.example]]
text = "介休市远山小学迁建工程校园48亩。"
facts = ["介休市远山小学迁建工程 measure 校园面积 48 亩"]
[[relation.example]]
text = "介休市远山小学迁建工程校园48平方米。"
facts = []
"""


def test_slots_are_tested_and_claims_carry_roles_of_ones_own(tmp_path: Path) -> None:
    from kg import open as open_graph
    from kg.api.checking import run_rule_examples

    at = folder(tmp_path / "own", ROLES)
    assert run_rule_examples("own.", at) == (4, [])
    (tmp_path / "p.txt").write_text(
        "学校迁建\n\n本报讯 介休市远山小学迁建工程由山西远川水务建设有限公司承建，山西白岭监理有限公司监理。\n",
        "utf-8",
    )
    build([tmp_path / "p.txt"], out=tmp_path / "out", ontology=at)
    graph = open_graph(tmp_path / "out", ontology=at)
    rows = graph.query("SELECT ?l WHERE { ?c a kg:Claim ; kg:supervisor ?s . ?s rdfs:label ?l }").rows
    assert rows == (("山西白岭监理有限公司",),)
    assert graph.validate().results == ()


EACH = """
[[relation]]
id = "own.each"
makes = "locatedIn"
pattern = "{subject:Project}+ 分别? 建于 {object:County}+"
[[relation.example]]
text = "远山引水工程、白岭提水工程分别建于介休市、平遥县。"
facts = ["远山引水工程 locatedIn 介休市", "白岭提水工程 locatedIn 平遥县"]
[[relation.example]]
text = "远山引水工程、白岭提水工程分别建于介休市、平遥县、祁县。"
facts = []
"""


def test_a_word_for_each_pairs_two_lists(tmp_path: Path) -> None:
    from kg.api.checking import run_rule_examples

    assert run_rule_examples("own.", folder(tmp_path / "own", EACH)) == (2, [])


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{subject:Project/[/} {object:Company}", "unterminated character set"),
        ("{subject:Project} {Company/x/} {object:Company}", "only a slot with a role is tested"),
    ],
)
def test_a_test_of_a_slot_that_cannot_be_is_told(pattern: str, message: str, tmp_path: Path) -> None:
    from kg.extract import load_rule_book

    text = ROLES.replace(
        "{subject:Project/学校|小学/} 由 {object:Company} 承建 ， {supervisor:Company} 监理", pattern
    )
    with pytest.raises(DataError, match=message):
        load_rule_book(folder(tmp_path / "own", text))
