"""Frames: twenty events in five orders, sentences written before, lists and pairs, mistakes that the loader tells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.examples import cases, run, shown
from kg.extract import Tools, linked_facts, load_rule_book, load_tools
from kg.model import DataError
from kg.rules.claims import make_claims
from kg.rules.match import walk
from kg.trace import format_trace, trace
from tests.frame_orders import ORDERS
from tests.frame_sentences import KEPT, SEEN
from tests.given import read_given

OTHERS = ("status", "startDate", "completionDate")
ORDERED, WRITTEN = 0.9, 0.85


def facts_of(text: str, names: Mapping[str, str], tools: Tools) -> set[str]:
    article, mentions = read_given(text, names, tools)
    _, found = linked_facts(article, mentions, tools, classes_given=True)
    labels = {m.entity.id: m.entity.label for m in walk(mentions) if m.entity}
    claims = make_claims(article, found, text, tools.rules)
    return {f"{labels[c.subject]} {c.relation} {shown(c.object)}" for c in claims if c.relation not in OTHERS}


def test_an_event_makes_its_facts_in_whatever_order_it_is_told(tools: Tools) -> None:
    found, wanted, missed = 0, 0, []
    for told in ORDERS:
        for text in told.texts:
            got = facts_of(text, told.names, tools)
            found += len(got & set(told.facts))
            wanted += len(told.facts)
            missed += [f"{text}: {fact}" for fact in told.facts if fact not in got]
    assert found >= ORDERED * wanted, "\n".join(missed)


def test_sentences_that_were_written_before(tools: Tools) -> None:
    for rows in (SEEN, KEPT):
        got = [(facts_of(text, names, tools), set(facts)) for text, names, facts in rows]
        assert sum(len(a & b) for a, b in got) >= WRITTEN * sum(len(b) for _, b in got)


FRAME = """
[[frame]]
id = "own.dredge"
verbs = ["清淤"]
agent = "Company"
theme = "River|Reservoir"
place = "Area"
makes = "theme undertakenBy agent"
[[frame.example]]
text = "山西远川水务建设有限公司对青石岭水库进行清淤。"
facts = ["青石岭水库 undertakenBy 山西远川水务建设有限公司"]
[[frame.example]]
text = "青石岭水库清淤后蓄水。"
facts = []
"""


def own(folder: Path, text: str) -> Path:
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "rules" / "own.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('verbs = ["清淤"]', 'verbs = ["<biuld>"]', "the lexicon has no class of verbs <biuld>; near: build"),
        ("agent = ", "agnet = ", "unknown key 'agnet'; near: agent"),
        (
            "undertakenBy agent",
            "undertakenby agent",
            "kg.ttl has no relation 'undertakenby'; near: undertakenBy",
        ),
        ("theme undertakenBy", "them undertakenBy", "there is no role 'them'; near: theme"),
        ('"Company"', '"Compeny"', "kg.ttl has no class 'Compeny'; near: Company"),
        ('"River|Reservoir"', '"River"', "no class of 'theme' is in the domain of undertakenBy"),
        ('"theme undertakenBy agent"', '"theme, agent"', "is not written as 'role relation role'"),
        ('verbs = ["清淤"]', "", "verbs or nouns are wanted"),
        ('verbs = ["清淤"]', 'nouns = ["清淤"]\nforms = ["behind"]', "forms: 'behind' is none of leads, is"),
    ],
)
def test_mistakes_in_a_frame_are_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(DataError) as caught:
        load_rule_book(own(tmp_path, FRAME.replace(old, new)))
    assert told in str(caught.value)
    assert "own.toml: rule 'own.dredge'" in str(caught.value)


def test_a_folder_adds_frames_and_leaves_ours_out(tmp_path: Path) -> None:
    tools = load_tools(own(tmp_path, f'disable = ["work.paid"]\n{FRAME}'))
    assert "work.paid" not in tools.rules.rule_ids()
    assert list(run(cases(tools.rules, "own.dredge"), tools)) == []


def test_two_lists_are_paired(tools: Tools) -> None:
    names = {
        "白渡大桥工程": "Project",
        "沙溪大桥工程": "Project",
        "远山路桥集团": "Company",
        "中川路桥集团": "Company",
    }
    text = "白渡大桥工程、沙溪大桥工程分别由远山路桥集团、中川路桥集团承建。"
    assert facts_of(text, names, tools) == {
        "白渡大桥工程 undertakenBy 远山路桥集团",
        "沙溪大桥工程 undertakenBy 中川路桥集团",
    }


@pytest.mark.parametrize(
    "text",
    [
        "中川水务公司在静乐县承建白渡大桥工程。",
        "白渡大桥工程由中川水务公司在静乐县承建。",
    ],
)
def test_what_stands_behind_in_builds_nothing(text: str, tools: Tools) -> None:
    names = {"白渡大桥工程": "Project", "中川水务公司": "Company", "静乐县": "County"}
    assert "白渡大桥工程 undertakenBy 静乐县" not in facts_of(text, names, tools)


def test_a_sum_for_several_works_is_none_of_each(tools: Tools) -> None:
    names = {"白渡大桥工程": "Project", "沙溪大桥工程": "Project", "静乐县": "County"}
    found = facts_of("静乐县投资3亿元建设白渡大桥工程、沙溪大桥工程。", names, tools)
    assert {f for f in found if "investment" in f} == set()
    assert "沙溪大桥工程 undertakenBy 静乐县" in found


def test_what_is_carried_is_less_sure(tools: Tools) -> None:
    text = "山西远川水务建设有限公司实力雄厚，去年在祁县建成了白渡清淤工程。"
    found = {
        c.evidence.rule: c.evidence.confidence
        for c in trace(text, tools, place="山西省").claims
        if c.relation == "undertakenBy"
    }
    written = "山西远川水务建设有限公司在祁县建成了白渡清淤工程。"
    sure = {
        c.evidence.rule: c.evidence.confidence
        for c in trace(written, tools, place="山西省").claims
        if c.relation == "undertakenBy"
    }
    assert found["work.build"] < sure["work.build"]


def test_the_trace_shows_roles_and_what_stopped_a_frame(tools: Tools) -> None:
    told = format_trace(trace("白渡清淤工程由山西远川水务建设有限公司在祁县实施。", tools, place="山西省"))
    assert "agent: 山西远川水务建设有限公司 — agent of the preposition" in told
    assert "→ 白渡清淤工程 locatedIn 祁县" in told
    stopped = format_trace(
        trace("山西远川水务建设有限公司监理的白渡清淤工程由晋中市建设。", tools, place="山西省")
    )
    assert "stopped by: unless: 监理" in stopped
