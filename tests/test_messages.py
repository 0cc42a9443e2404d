"""Every message for users has both languages, and the command speaks the one that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from kg.ask.english import in_english
from kg.messages import Catalogue, catalogue, language, made, messages
from kg.model import DataError
from tests.command import kg, kg_process
from tests.conftest import asking
from tests.messages import all_messages, heads, missing, origins

_PLACE = re.compile(r"\{(\d*)\}")
_HAN = re.compile("[一-鿿]")


def test_no_message_lacks_its_chinese() -> None:
    assert len(all_messages()) > 400
    assert missing() == [], "add them to kg/messages/zh.po"


def has_its_values(english: str, chinese: str) -> bool:
    given = len(_PLACE.findall(english))
    numbers = _PLACE.findall(chinese)
    in_chinese = _HAN.search(chinese) or english in ("kg correct {} {}", "{}", "iri") or "IRI" in chinese
    counted = numbers.count("") in (0, given) and all(int(number) < given for number in numbers if number)
    return bool(in_chinese) and counted


def test_a_translation_has_the_values_of_its_message() -> None:
    assert [pair for pair in sorted(messages().items()) if not has_its_values(*pair)] == []


def test_the_language_is_that_of_the_environment() -> None:
    assert language({"LANG": "zh_CN.UTF-8"}) == "zh"
    assert language({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}) == "en"
    assert language({"LC_MESSAGES": "zh_TW", "LANG": "de_DE"}) == "zh"
    assert language({}) == "en"


def test_messages_in_messages_are_told_and_what_is_unknown_stays() -> None:
    told = catalogue("zh").tell
    assert told("x.toml: unknown key 'a'; known: b") == "x.toml：不认识的键“a”；认识的有：b"
    assert told("nothing is called '江宁'; near: 江宁河") == "没有叫“江宁”的事物；相近的有：江宁河"
    assert told("skipped x.pdf: is empty") == "略过    x.pdf：是空的"
    assert told("x.toml: [rule] must be a table") == "x.toml：[rule] 应是一个表"
    assert told("x.toml: unknown key 'title'; known: a, b") == "x.toml：不认识的键“title”；认识的有：a, b"
    assert told("  also: 江宁") == "  别名：江宁"
    assert told("Some words of nobody") == "Some words of nobody"
    assert catalogue("en").tell("skipped x") == "skipped x"


def test_what_a_sentence_lacks_is_told_in_chinese() -> None:
    told = catalogue("zh").tell
    assert told("it is made, by x.y") == "规则 x.y 已经得出"
    assert (
        told("it is made, by x.y, and does not stand: planned") == "规则 x.y 已经得出，但不作为事实成立：计划"
    )
    assert (
        told("subject: 甲 is found, and not settled which it is: a, b")
        == "主体：找到了 甲，但不能确定是哪一个：a, b"
    )
    assert (
        told("    x ends names so; this one fails its refuse")
        == "    x 管这样结尾的名称；这一个：refuse 一项不通过"
    )
    assert told("4 hits on 3 of 5 pages (60%); 2 facts that no other rule finds") == (
        "共 4 处，在 5 页中的 3 页上（60%）；别的规则都找不到的事实有 2 条"
    )


def test_values_may_stand_in_another_order() -> None:
    small = made({"{} of {} fail": "{1} 中有 {0} 失败"})
    assert isinstance(small, Catalogue)
    assert small.tell("2 of 5 fail") == "5 中有 2 失败"


def test_another_language_is_a_mistake() -> None:
    with pytest.raises(DataError, match="no language 'fr'; languages: zh, en"):
        catalogue("fr")


def test_heads_of_saved_queries_and_origins_of_roles_are_among_them() -> None:
    assert {"?work", "?yuan", "?lowest"} <= set(heads())
    assert "?n" not in set(heads())
    assert "{}: {} — sum behind the verb, by default" in set(origins())


@pytest.fixture
def lang(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the language of the environment."""
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    return partial(monkeypatch.setenv, "LANG")


def test_a_process_speaks_the_language_of_its_environment(lang: Callable[[str], None]) -> None:
    for name, head in (("zh_CN.UTF-8", "用法："), ("C", "Usage:")):
        lang(name)
        assert kg_process("--help").stdout.startswith(head)


@pytest.mark.parametrize("arguments", [("--help",), ("ask", "--help"), ("build", "-h"), ("export", "-h")])
def test_help_is_in_the_language(arguments: tuple[str, ...], lang: Callable[[str], None]) -> None:
    lang("zh_CN.UTF-8")
    chinese = kg(*arguments).stdout
    assert kg("--lang=en", *arguments).stdout.startswith("Usage:")
    lang("C")
    english = kg(*arguments).stdout
    assert chinese.startswith("用法：")
    assert english.startswith("Usage:")
    assert kg(*arguments, "--lang", "zh").stdout == chinese
    assert kg("--lang=en", *arguments).stdout == english
    told = [
        line for line in chinese.splitlines() if re.search(r"\b(the|of|with|that)\b|[一-鿿]:$|OPTIONS", line)
    ]
    assert told == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("query", "--nothing"), "没有选项"),
        (("build",), "缺少参数"),
        (("build", "no-such-folder"), "kg: no-such-folder：不存在\n"),
        (("ask",), "kg: 请给出问题，或用 --test，两者取一\n"),
        (("query", "--format", "yaml", "ASK {}"), "kg: 没有格式“yaml”；"),
        (
            ("query", "--name", "projects-on-river"),
            "kg: projects-on-river 需要 river，河流：--set river=汾河\n",
        ),
    ],
)
def test_faults_are_in_the_language(arguments: tuple[str, ...], told: str) -> None:
    done = kg(*arguments, "--lang", "zh")
    assert done.returncode == 2
    assert told in done.stderr


def test_summary_progress_and_heads_are_in_the_language(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("青崖县水利工程开工\n\n青崖县江宁河防洪工程总投资3亿元，全长12公里。\n", "utf-8")
    out = tmp_path / "out"
    built = kg("build", str(page), "-o", str(out), "-v", "--lang", "zh")
    assert built.stdout.splitlines()[0].startswith("1 页，1 篇文章")
    assert "工程项目" in built.stdout
    assert "kg: 读取 1/1" in built.stderr
    for lang, head in (("zh", "事物,标识"), ("en", "thing,id")):
        kg("export", "--format", "figures", "-o", str(out), "--lang", lang)
        first = (out / "figures" / "figures.csv").read_text("utf-8-sig").splitlines()[0]
        assert first.startswith(head.split(",")[0])
    rules = kg("rules", "project", "--lang", "zh").stdout.splitlines()[0]
    assert rules.split("\t")[:2] == ["规则", "生成"]
    saved = kg("query", "--name", "projects-of-area", "--set", "area=青崖县", "-o", str(out), "--lang", "zh")
    assert saved.stdout.splitlines()[0].split("\t") == ["名称", "金额（元）", "状态", "地点", "工程"]
    text = "江宁河防洪工程总投资3亿元，由远川水务集团有限公司承建。"
    assert "theme：江宁河防洪工程（主语）" in kg("explain", "--text", text, "--lang", "zh").stdout


# words of answers and of the line that says how a question is understood: both are in Chinese
ANSWERS = {
    *("yes", "no", "no_planned", "unstated", "none", "and", "or", "list", "any", "place", "count", "sum", "most", "least"),
    *("earliest", "latest", "verdict", "pages", "over", "at_least", "under", "at_most", "before", "after", "from", "until"),
    *("in", "between", "join", "among", "range", "at_least_sum", "graph_count", "figure", "same_page", "other_event_told"),
    *("said_so", "semicolon", "not_read", "about", "sentences", "sentences_unstated", "quoted"),
}  # fmt: skip
BOOK = asking().book
NOTES = (
    *(text for key, text in BOOK.says.items() if key not in ANSWERS),
    *(p.says for p in BOOK.phrases if p.kind == "refuse"),
)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_on_an_answer_has_its_english(note: str) -> None:
    told = in_english(note.format("青崖河", "江宁河", "白石江"), BOOK)
    assert [v in told for v in ("青崖河", "江宁河", "白石江")] == [f"{{{i}}}" in note for i in range(3)]
    assert not _HAN.search(re.sub("青崖河|江宁河|白石江", "", told))


def test_a_note_that_is_no_rules_stays_as_it_is() -> None:
    assert in_english("另有说明", BOOK) == "另有说明"
