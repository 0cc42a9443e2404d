"""Words, lists, phrases and clauses: Chinese in, Chinese out. The tokens are those of jieba's words alone, without known names."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kg.language.classes import WordClasses, levels, load_classes
from kg.language.clauses import Clause, find_clauses
from kg.language.lexicon import load_lexicon
from kg.language.lists import find_lists
from kg.language.phrases import find_phrases
from kg.language.predicates import blank_phrases, cut_predicates, find_predicate, relative_clauses
from kg.language.tags import Tagger
from kg.language.tokens import Token, TokenReader
from kg.model import DataError, Mention, Span
from kg.text.words import part_of_speech, words
from tests.language_lists import FIRST, KEPT, THIRD, Row, Sentence

ONTOLOGY = Path(__file__).parent.parent / "ontology"
OPEN = {  # what jieba's words or tags hide: 个|子 项目; 有机 衔接 的; 流经/n
    "今年将完成墨河治理一期、二期工程。",
    "公司主要生产水泥、钢材、玻璃等建材产品。",
    "张伟、刘芳、陈静三人受到表扬。",
    "项目包括老城区供水管网改造（一期）、西山水厂扩建（含泵房、清水池）和智慧水务平台等3个子项目。",
    "建成公路、铁路、水路有机衔接的综合交通网。",
    "清水河流经石门、双河两县，在长岭汇入大江。",
}


@pytest.fixture(scope="module")
def classes() -> WordClasses:
    return load_classes(ONTOLOGY, load_lexicon(ONTOLOGY))


Read = Callable[[str], list[tuple[Token, ...]]]


@pytest.fixture(scope="module")
def read(classes: WordClasses) -> Read:
    tagger = Tagger(classes.lexicon, part_of_speech)

    def stretches(text: str) -> list[tuple[Token, ...]]:
        reader = TokenReader(text, [], words, tagger, {})
        return [reader.tokens_at(start) for start, _ in reader.stretches]

    return stretches


def open_ones(sentence: Sentence) -> object:
    hidden = pytest.mark.xfail(strict=True, reason="hidden by the words or tags")
    return pytest.param(sentence, marks=[hidden] if sentence[0] in OPEN else [])


@pytest.mark.parametrize("sentence", [open_ones(s) for s in (*FIRST, *KEPT, *THIRD)])
def test_lists(sentence: Sentence, read: Read, classes: WordClasses) -> None:
    text, wanted = sentence
    found = [one for tokens in read(text) for one in find_lists(tokens, classes)]
    rows = [
        Row(
            tuple(text[m.start : m.end] for m in one.members),
            one.count,
            text[one.head.start : one.head.end] if one.head else "",
            one.completed,
        )
        for one in found
    ]
    assert sorted(rows) == sorted(wanted)


def test_the_first_member_is_open_to_the_left(read: Read, classes: WordClasses) -> None:
    text = "今年，全县将新建东湖泵站、西湖泵站。"
    (one,) = find_lists(read(text)[0], classes)
    assert text[one.members[0].start :].startswith("东湖泵站") and text[one.earliest :].startswith("全县将")


def test_a_phase_takes_its_beginning_from_the_first(read: Read, classes: WordClasses) -> None:
    text = "北山一期、二期、三期工程均已投产。"
    (one,) = find_lists(read(text)[0], classes)
    assert one.beginning == Span(0, 2) and one.link == "tail" and one.span == Span(0, 12)


@pytest.mark.parametrize(
    ("text", "nouns", "numbers", "prepositions", "appositions"),
    [
        ("青岭的老街大桥建成了。", ["青岭的老街大桥>大桥<青岭"], [], [], []),
        ("全长6.2公里，设4座车站。", ["全长>全长", "4座车站>车站"], ["6.2|公里|", "4|座|车站"], [], []),
        ("由中川集团承建，对老街进行改造。", None, [], ["agent 中川集团", "target 老街"], []),
        ("把污水引入新厂，于明年3月完工。", None, [], ["patient 污水", "time 明年3月"], []),
        ("全县最大的水库——远山水库开工。", None, [], [], ["全县最大的水库=远山水库"]),
        ("青岭高速公路（简称“青高速”）通车。", None, [], [], ["青岭高速公路=青高速"]),
        ("远山水库（二期）开工。", ["远山水库（二期）>水库"], ["二|期|"], [], []),
    ],
)
def test_phrases(
    text: str,
    nouns: list[str] | None,
    numbers: list[str],
    prepositions: list[str],
    appositions: list[str],
    read: Read,
    classes: WordClasses,
) -> None:
    (tokens,) = read(text)
    found = find_phrases(tokens, classes)

    def of(span: Span | None) -> str:
        return text[span.start : span.end] if span else ""

    if nouns is not None:
        assert nouns == [
            f"{of(p.span)}>{of(p.head)}" + "".join(f"<{of(m)}" for m in p.modifiers) for p in found.nouns
        ]
    assert numbers == [f"{of(p.number)}|{of(p.unit)}|{of(p.noun)}" for p in found.numbers]
    assert prepositions == [f"{p.role} {of(p.object)}" for p in found.prepositions]
    assert appositions == [f"{of(p.first)}={of(p.second)}" for p in found.appositions]


def shown(text: str, clause: Clause) -> str:
    """`kind: subject | predicate | object`, then what else is said."""

    def of(span: Span | None) -> str:
        return text[span.start : span.end] if span else ""

    verbs = "+".join(of(v) for v in (clause.predicate, *clause.serial))
    more = [clause.aspect, clause.modality, "not" if clause.negated else ""]
    more += [
        clause.voice if clause.voice != "active" else "",
        of(clause.agent),
        "told" if clause.reported else "",
    ]
    more += [of(clause.head)]
    parts = " ".join(m for m in more if m)
    return f"{clause.kind}: {of(clause.subject)} | {verbs} | {of(clause.object)}" + (
        f" ; {parts}" if parts else ""
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("县里正在修建水库。", ["main: 县里 | 修建 | 水库 ; progressive"]),
        ("远山水库已开工建设。", ["main: 远山水库 | 开工 | 建设 ; perfective"]),
        ("工程尚未完工。", ["main: 工程 | 完工 |  ; not yet not"]),
        ("全县计划新建、改建公路。", ["main: 全县 | 新建+改建 | 公路 ; planned"]),
        ("青崖河是汾江的支流。", ["copula: 青崖河 | 是 | 汾江的支流"]),
        ("水库大坝全长320米。", ["copula: 水库大坝全长 |  | 320米"]),
        ("工程由省水利厅批复。", ["main: 工程 | 批复 |  ; agent 省水利厅"]),
        ("该项目被列为重点工程。", ["main: 该项目 | 列为 | 重点工程 ; passive"]),
        ("工人把污水引入新厂。", ["main: 工人 | 引入 | 污水 ; disposal"]),
        (
            "由中川集团承建的远山隧道已经贯通。",
            ["main: 远山隧道 | 贯通 |  ; perfective", "relative:  | 承建 |  ; agent 中川集团 远山隧道"],
        ),
        (
            "投资2亿元、占地60亩的物流园正式开园。",
            [
                "main: 物流园 | 开园 | ",
                "relative:  | 投资 | 2亿元 ; 物流园",
                "relative:  | 占地 | 60亩 ; 物流园",
            ],
        ),
        ("市里加强重点项目的管理。", ["main: 市里 | 加强 | 重点项目的管理"]),
        (
            "记者从省水利厅获悉，工程将动工。",
            ["speech: 记者 | 获悉 | ", "main: 工程 | 动工 |  ; prospective told"],
        ),
        ("加强领导、强化保障。", ["main:  | 加强 | 领导", "main:  | 强化 | 保障"]),
        (
            "老街改造、墨河修复等六大工程已经开工。",
            ["main: 老街改造、墨河修复等六大工程 | 开工 |  ; perfective"],
        ),
        ("长岭至清水等4条高速公路今年开工。", ["main: 长岭至清水等4条高速公路 | 开工 | "]),
        ("一、加快推进项目建设", ["heading:  | 加快+推进 | 项目建设"]),
        ("今年10月，大桥通车。", ["main: 大桥 | 通车 | "]),
        ("工人修好水渠并种植果树。", ["main: 工人 | 修好 | 水渠", "main:  | 种植 | 果树"]),
    ],
)
def test_clauses(text: str, wanted: list[str], read: Read, classes: WordClasses) -> None:
    found = [shown(text, c) for tokens in read(text) for c in find_clauses(tokens, classes)]
    assert found == wanted


def test_a_title_is_told_by_who_asks(read: Read, classes: WordClasses) -> None:
    (tokens,) = read("远山水库开工")
    assert [c.kind for c in find_clauses(tokens, classes, title=True)] == ["title"]


def test_a_time_before_the_comma_is_the_setting_of_the_clause(read: Read, classes: WordClasses) -> None:
    text = "今年10月，大桥通车。"
    (clause,) = find_clauses(read(text)[0], classes)
    assert [text[s.start : s.end] for s in clause.setting] == ["今年10月"]


def test_a_subject_is_known_where_it_holds_a_name(classes: WordClasses) -> None:
    text = "远山水库开工，工程完工，已经通车。"
    name = Mention(Span(0, 4), "远山水库", "Reservoir", "test")
    reader = TokenReader(text, [name], words, Tagger(classes.lexicon, part_of_speech), {"Reservoir": "nz"})
    found = find_clauses(reader.tokens_at(0), classes)
    assert [c.subject_kind for c in found] == ["known", "unknown", "none"]


@pytest.mark.parametrize(
    ("code", "relatives", "predicate"),
    [
        ("PNVHNVZ", [(0, 4)], 5),  # 由集团承建的隧道贯通
        ("NVNHvZ", [], 1),  # 市里加强项目的管理
        ("VNVNHNZ", [(1, 5)], 0),  # 建成岸连接岸的桥: a verb outside
        ("NvDVZ", [], 3),  # 河道治理已完成
        ("NXVNZ", [], 2),  # 全县计划新建公路
    ],
)
def test_rules_go_over_letters(code: str, relatives: list[tuple[int, int]], predicate: int) -> None:
    letters = blank_phrases(code)
    end = len(code) - 1
    assert list(relative_clauses(letters, 0, end)) == relatives
    for a, b in relatives:
        letters = f"{letters[:a]}{'r' * (b - a)}{letters[b:]}"
    assert find_predicate(letters, 0, end) == predicate


def test_predicates_are_parted_behind_an_object_only() -> None:
    assert list(cut_predicates("VNSVN", 0, 5)) == [(0, 2), (3, 5)]
    assert list(cut_predicates("NVSVN", 0, 5)) == [(0, 5)]


def test_brackets_are_one_thing_outside_and_a_level_inside() -> None:
    assert list(levels("N(NSN)V")) == [(2, "NSN"), (0, "N(bbb)V")]
    assert list(levels("[NV")) == [(0, "BNV")]


UNITS = [
    "甲/n",
    "、/w",
    "和/c",
    "路/n",
    "的/u",
    "（/w",
    "）/w",
    "《/w",
    "》/w",
    "由/p",
    "对/p",
    "修建/v",
    "建设/v",
    "建设/vn",
    "三/m",
    "个/q",
    "，/w",
    "等/u",
    "已/d",
    "并/c",
    "今年/TIME",
    "最/d",
    "大/a",
    "—/w",
    "至/p",
]


def made_of(units: Sequence[str], count: int) -> list[Token]:
    tokens: list[Token] = []
    for number in range(count):
        text, _, tag = units[number % len(units)].rpartition("/")
        at = tokens[-1].end if tokens else 0
        tokens.append(Token(at, at + len(text), text, tag, ""))
    return tokens


def test_any_tokens_give_spans_in_order_within_them(classes: WordClasses) -> None:
    chance = random.Random(11)
    for _ in range(300):
        tokens = made_of([chance.choice(UNITS) for _ in range(12)], 36)
        end = tokens[-1].end
        for one in find_lists(tokens, classes):
            assert (
                all(0 <= m.start < m.end <= end for m in one.members) and one.earliest <= one.members[0].start
            )
            assert all(a.end <= b.start for a, b in zip(one.members, one.members[1:], strict=False))
        for clause in find_clauses(tokens, classes):
            parts = [clause.predicate, clause.subject, clause.object, *clause.adverbs, *clause.serial]
            assert all(0 <= s.start < s.end <= end for s in (clause.span, *parts) if s is not None)
        find_phrases(tokens, classes)


@pytest.mark.parametrize("find", [find_lists, find_phrases, find_clauses], ids=lambda f: f.__name__)
def test_a_sentence_without_end_takes_linear_time(
    find: Callable[[Sequence[Token], WordClasses], object], classes: WordClasses
) -> None:
    chance = random.Random(7)
    for _ in range(25):
        units = [chance.choice(UNITS) for _ in range(3)]
        tokens = made_of(units, 4000)
        began = time.process_time()
        find(tokens, classes)
        assert time.process_time() - began < 1.5, units  # a quadratic rule takes ten seconds and more


def test_a_line_of_the_table_that_does_not_fit_is_named(tmp_path: Path, classes: WordClasses) -> None:
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "grammar.tsv").write_text("word\tclass\tvalue\n由\tpreposition\n", "utf-8")
    with pytest.raises(DataError, match=r"grammar\.tsv:2: 2 columns"):
        load_classes(tmp_path, classes.lexicon)
    (folder / "grammar.tsv").write_text("word\tclass\tvalue\n由\tpreposition\tagent\n", "utf-8")
    with pytest.raises(DataError, match="no word of class adverb"):
        load_classes(tmp_path, classes.lexicon)
