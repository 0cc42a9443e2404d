"""Identity across pages: what is merged, what is not, and why."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import Tools, read_sentence
from kg.graph.equal import agreement
from kg.link.identity import Decision, Identity, Thing, find_same, load_decisions
from kg.link.keys import entity_of
from kg.model import DataError, Evidence, Span
from tests.conftest import loaded

LEGAL = ("有限责任公司", "有限公司", "集团有限公司")
TOOLS = loaded()


def thing(kind: str, label: str, *areas: str, key: str = "") -> Thing:
    return Thing(entity_of(kind, label, key=key), frozenset(areas))


def identify(*things: Thing, decisions: tuple[Decision, ...] = ()) -> Identity:
    return find_same(
        things,
        decisions=decisions,
        gazetteer=TOOLS.gazetteer,
        legal_forms=LEGAL,
        generic=TOOLS.rules.generic,
    )


def one(*things: Thing, decisions: tuple[Decision, ...] = ()) -> bool:
    same = identify(*things, decisions=decisions).same
    return len({same.get(t.entity.id, t.entity.id) for t in things}) == 1


LONG = thing("Project", "介休市青崖浍河防洪工程", "140781")
SHORT = thing("Project", "青崖浍河防洪工程", "140781")


@pytest.mark.parametrize(
    ("things", "merged"),
    [
        ((LONG, SHORT), True),
        ((LONG, thing("Project", "青崖浍河防洪工程")), True),  # a rare name, nowhere placed
        ((LONG, thing("Project", "青崖浍河防洪工程", "140700")), True),  # its city
        ((LONG, thing("Project", "青崖浍河防洪工程", "140728")), False),  # another county
        ((LONG, thing("Project", "介休青崖浍河防洪工程")), True),  # 介休 is 介休市
        ((LONG, thing("Facility", "青崖浍河防洪工程", "140781")), False),  # another class
        (
            (
                LONG,
                thing("Project", "平遥县青崖浍河防洪工程", "140728"),
                thing("Project", "青崖浍河防洪工程"),
            ),
            False,
        ),
        (
            (thing("Facility", "介休市第二水厂", "140781"), thing("Facility", "第二水厂")),
            False,
        ),  # a common name
        ((thing("Facility", "介休市第二水厂", "140781"), thing("Facility", "第二水厂", "140781")), True),
        ((thing("Company", "远川热力集团有限责任公司"), thing("Company", "远川热力集团")), True),
        ((thing("Company", "远川热力集团有限责任公司"), thing("Company", "远川热力集团热源分公司")), False),
        (
            (
                thing("Company", "远川热力有限责任公司"),
                thing("Company", "远川热力有限公司"),
                thing("Company", "远川热力"),
            ),
            False,  # two candidates are none
        ),
        ((thing("Reservoir", "东风水库", key="东风水库|140781"), thing("Reservoir", "东风水库")), True),
        (
            (
                thing("Reservoir", "东风水库", key="东风水库|140781"),
                thing("Reservoir", "东风水库", key="东风水库|140728"),
                thing("Reservoir", "东风水库"),
            ),
            False,
        ),
    ],
)
def test_merge(things: tuple[Thing, ...], merged: bool) -> None:
    assert one(*things) is merged


def test_the_longest_name_stands_and_the_reason_is_told() -> None:
    found = identify(LONG, SHORT)
    assert found.same == {SHORT.entity.id: LONG.entity.id}
    assert found.notes[LONG.entity.id] == (
        "青崖浍河防洪工程 = 介休市青崖浍河防洪工程: the longer name adds only the place, 介休市",
    )


def test_the_user_can_forbid_and_force() -> None:
    names = (LONG.entity.label, SHORT.entity.label)
    assert not one(LONG, SHORT, decisions=(Decision("Project", names, same=False),))
    far = thing("Company", "某某股份"), thing("Company", "远川股份")
    assert one(*far, decisions=(Decision("Company", ("某某股份", "远川股份"), same=True),))


@given(st.permutations([LONG, SHORT, thing("Project", "介休青崖浍河防洪工程"), thing("Company", "远川热力")]))
def test_the_order_makes_no_difference(things: list[Thing]) -> None:
    assert identify(*things) == identify(*sorted(things, key=lambda t: t.entity.id))


def test_decisions_are_read(tmp_path: Path) -> None:
    (tmp_path / "identity.toml").write_text(
        '[[same]]\nkind = "Company"\nnames = ["甲公司", "乙公司"]\n\n[[different]]\nkind = "Project"\nnames = ["丙", "丁"]\n',
        "utf-8",
    )
    assert load_decisions(tmp_path) == (
        Decision("Company", ("甲公司", "乙公司"), same=True),
        Decision("Project", ("丙", "丁"), same=False),
    )
    assert load_decisions(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[equal]]\n", "unknown section 'equal'; known: same, different"),
        ('[[same]]\nkind = "Company"\nname = ["甲"]\n', "unknown key 'name'; known: kind, names, note"),
        ('[[same]]\nkind = "Company"\nnames = ["甲"]\n', "two names or more"),
        ('[[same]]\nnames = ["甲", "乙"]\n', 'wanted: kind = "Company"'),
        ("[[same]\n", "identity.toml: "),
    ],
)
def test_mistakes_in_decisions_are_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "identity.toml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=message.replace("[", r"\[")):
        load_decisions(tmp_path)


def test_the_decisions_of_the_project_can_be_read(tools: Tools) -> None:
    assert load_decisions(tools.folder) == ()


def test_pages_with_a_fuller_and_a_shorter_name_give_one_thing_with_its_reason(tmp_path: Path) -> None:
    from kg.explain import explain, format_explanation
    from kg.pipeline import STORE, build

    (tmp_path / "a.txt").write_text("本报讯 介休市青崖浍河防洪工程开工，总投资2.3亿元。", "utf-8")
    (tmp_path / "b.txt").write_text("本报讯 在介休市，青崖浍河防洪工程正在建设，投资2.3亿元。", "utf-8")
    build([tmp_path / "a.txt", tmp_path / "b.txt"], out=tmp_path / "out", tools=TOOLS)
    (thing_found,) = explain(tmp_path / "out" / STORE, "青崖浍河防洪工程")
    assert thing_found.label == "介休市青崖浍河防洪工程"
    shown = format_explanation([thing_found], {})
    assert (
        "one thing: 青崖浍河防洪工程 = 介休市青崖浍河防洪工程: the longer name adds only the place, 介休市"
        in shown
    )


def test_identity_toml_of_the_users_own_folder_keeps_names_apart(tmp_path: Path) -> None:
    from kg.explain import explain
    from kg.pipeline import STORE, build

    own = tmp_path / "own"
    own.mkdir()
    names = '["青崖浍河防洪工程", "介休市青崖浍河防洪工程"]'
    (own / "identity.toml").write_text(f'[[different]]\nkind = "Project"\nnames = {names}\n', "utf-8")
    (tmp_path / "a.txt").write_text("本报讯 介休市青崖浍河防洪工程开工，总投资2.3亿元。", "utf-8")
    (tmp_path / "b.txt").write_text("本报讯 在介休市，青崖浍河防洪工程正在建设。", "utf-8")
    build([tmp_path / "a.txt", tmp_path / "b.txt"], out=tmp_path / "out", ontology=own)
    (thing_found,) = explain(tmp_path / "out" / STORE, "青崖浍河防洪工程")
    assert thing_found.label == "青崖浍河防洪工程"
    assert not thing_found.notes


@pytest.mark.parametrize(
    ("found", "confidence"),
    [
        ([("a", "甲", "0.9"), ("b", "乙", "0.8")], "0.98"),
        ([("a", "甲", "0.9"), ("b", "甲", "0.9")], "0.9"),  # a reprint
        ([("a", "甲", "0.9"), ("a", "乙", "0.8")], "0.9"),  # one article
        ([("a", "甲", "0.9"), ("b", "乙", "0.9"), ("c", "丙", "0.9")], "0.99"),
    ],
)
def test_articles_that_agree_make_surer(found: list[tuple[str, str, str]], confidence: str) -> None:
    evidence = [
        Evidence(article, "rule", quote, Span(0, 1), confidence=Decimal(c)) for article, quote, c in found
    ]
    assert agreement(evidence) == Decimal(confidence)


def test_a_name_is_known_without_the_areas_that_it_begins_with(tools: Tools) -> None:
    text = "寻乌县斗晏水库蓄水，河池市罗城仫佬族自治县武阳江治理工程开工，醴陵市城西第二污水处理厂投运。"
    _, mentions = read_sentence(text, tools)
    aliases = {m.entity.label: m.entity.aliases for m in mentions if m.entity}
    assert "斗晏水库" in aliases["寻乌县斗晏水库"]
    assert "罗城仫佬族自治县武阳江治理工程" in aliases["河池市罗城仫佬族自治县武阳江治理工程"]
    assert "城西第二污水处理厂" not in aliases["醴陵市城西第二污水处理厂"]  # every town has one


def test_a_short_name_within_another_is_the_same_thing(tools: Tools) -> None:
    text = "高质量推进太焦铁路工程建设。太焦铁路（大同至浑源段）开工动员大会11月8日举行。太焦铁路大同至浑源段已于2018年12月开通运营，太焦铁路意义重大。"
    _, mentions = read_sentence(text, tools)
    named = [m for m in mentions if m.kind == "Project"]
    inner = [i for m in named for i in m.inner if i.text == "太焦铁路"]
    assert inner
    assert {m.entity.label for m in (*named, *inner) if m.entity and m.text == "太焦铁路"} == {"太焦铁路工程"}
