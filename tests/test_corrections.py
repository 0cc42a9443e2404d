"""Corrections: told by what they say, applied by each build, shown wherever a fact is shown."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import kg
from kg.api.corrections import meets
from kg.api.serving import marks_into
from kg.corrections.file import THING, add_correction, check, load_corrections
from kg.corrections.match import value_forms
from kg.extract import Tools
from kg.graph.marks import HEADER, Marking
from kg.graph.serve import Served, make_app
from kg.model import Date, Quantity
from kg.pipeline import Summary, build
from tests.command import kg as run

WORK, PLANT = "青崖河防洪提升工程", "东山污水处理厂"
PAGES = {
    "a": f"青崖河治理见成效\n\n本报讯 {WORK}在山西省介休市开工，总投资3亿元。工程由远川水务有限公司承建。",
    "b": f"青崖河治理再提速\n\n本报讯 山西省介休市的{WORK}总投资4亿元，堤防长12.5公里。",
    "c": f"{PLANT}建成\n\n本报讯 山西省介休市的{PLANT}已经建成，总投资5000万元。",
    "d": f"综述\n\n本报讯 {WORK}位于山西省介休市，总投资3亿元。",
    "e": "汾河水清\n\n本报讯 汾河流经山西省介休市、平遥县。",
}
REJECTED = (
    f'[[reject]]\nsubject = "{WORK}"\nrelation = "investment"\nobject = "3亿元"\nby = "李梅"\nnote = "旧数"\n'
)


@pytest.fixture
def make(tmp_path: Path, tools: Tools) -> Callable[..., Summary]:
    """Build the pages of some letters with corrections; pages/ and out/ stay from call to call."""
    folder = tmp_path / "pages"
    folder.mkdir()

    def run_build(letters: str, corrections: str | None = None) -> Summary:
        for name, text in PAGES.items():
            path = folder / f"{name}.txt"
            if name in letters:
                path.write_text(text, "utf-8")
            else:
                path.unlink(missing_ok=True)
        if corrections is not None:
            (folder / "corrections.toml").write_text(corrections, "utf-8")
        return build([folder], out=tmp_path / "out", tools=tools)

    return run_build


@pytest.fixture
def graph(tmp_path: Path) -> Callable[[], kg.Graph]:
    return lambda: kg.open(tmp_path / "out")


def standing(graph: kg.Graph, relation: str) -> set[tuple[str, str]]:
    return {(f.subject.label, f.text) for f in graph.facts(relation=relation) if f.stands}


def corrected(graph: kg.Graph) -> set[tuple[str, str, str]]:
    """Relation, modality and rule of the claims that a correction met."""
    return {(f.relation, q.modality, q.rule) for f in graph.facts() for q in f.quotes if q.corrected}


def test_a_rejected_claim_stays_and_does_not_stand(
    make: Callable[..., Summary], graph: Callable[[], kg.Graph], tmp_path: Path
) -> None:
    summary = make("ab", REJECTED)
    assert (summary.corrected, summary.unmet, summary.notes) == (1, (), ())
    assert {text for _, text in standing(graph(), "investment")} == {"400000000"}
    (wrong,) = [f for f in graph().facts(relation="investment") if not f.stands]
    assert (wrong.text, wrong.quotes[0].corrected) == ("300000000", ("reject · 李梅 · 旧数",))
    assert graph().validate().conforms
    kinds = graph().query("SELECT ?k ?by { ?c a ?k ; kg:correctedBy ?by }").rows
    assert kinds == (("https://shanhe.example/ontology#RejectedClaim", "reject · 李梅 · 旧数"),)
    quotes = graph().query("SELECT ?q { ?c rdf:predicate kg:investment ; oa:exact ?q }").rows
    assert len(quotes) == 1  # whoever asks for claims does not meet it
    told = run("explain", WORK, "-o", tmp_path / "out").stdout
    assert "[rejected, total]" in told
    assert "corrected: reject · 李梅 · 旧数" in told
    page = (tmp_path / "out" / "graph.html").read_text("utf-8")
    assert '"corrected":' in page and "reject · 李梅 · 旧数" in page


def test_a_page_narrows_and_what_stands_elsewhere_stands(
    make: Callable[..., Summary], graph: Callable[[], kg.Graph]
) -> None:
    make("ad", REJECTED + 'page = "d"\n')
    (fact,) = graph().facts(relation="investment")
    assert fact.stands
    assert {q.page: q.modality for q in fact.quotes} == {"a": "", "d": "rejected"}


def test_accept_change_rename_class_place_and_merge(
    make: Callable[..., Summary], graph: Callable[[], kg.Graph]
) -> None:
    text = f"""
[[accept]]
subject = "{WORK}"
relation = "locatedIn"
object = "介休"
[[change]]
subject = "{WORK}"
relation = "status"
object = "在建"
to = "completed"
[[change]]
subject = "{WORK}"
relation = "measure"
to = "13公里"
[[thing]]
name = "{PLANT}"
rename = "东山净水厂"
class = "Project"
place = "平遥县"
[[thing]]
name = "介休"
place = "平遥县"
[[reject]]
subject = "无此工程"
relation = "status"
"""
    summary = make("abc", text.replace("在建", "underConstruction"))
    found = graph()
    assert {
        f.text for f in found.facts(relation="status") if f.stands and f.subject.label.endswith(WORK)
    } == {"completed"}
    assert {f.text for f in found.facts(relation="measure") if f.stands} == {"堤防长 13 km"}
    (plant,) = [t for t in found.things("Project") if t.name.label == "东山净水厂"]
    assert plant.aliases == (PLANT,) and len(plant.corrected) == 1
    assert {f.text for f in found.facts(plant.name.iri, relation="locatedIn") if f.stands} == {"平遥县"}
    assert ("locatedIn", "", "correction") in corrected(found)
    assert any(q.confidence == 1 for f in found.facts(relation="locatedIn") for q in f.quotes)
    assert len(summary.unmet) == 2
    assert "lies where its code says" in summary.unmet[1] or "lies where its code says" in summary.unmet[0]
    assert found.validate().conforms


def test_a_class_drops_what_it_cannot_have(
    make: Callable[..., Summary], graph: Callable[[], kg.Graph]
) -> None:
    make("c", f'[[thing]]\nname = "{PLANT}"\nclass = "Company"\n')
    assert standing(graph(), "investment") == set()
    assert standing(graph(), "locatedIn") == {(PLANT, "介休市")}
    assert graph().validate().conforms


def test_merges_are_set_and_forbidden(make: Callable[..., Summary], graph: Callable[[], kg.Graph]) -> None:
    make("ac", "")
    works = {t.name.label: t.name.kind for t in graph().things()}
    kind = works[PLANT]
    names = [WORK, PLANT]
    same = f'[[same]]\nkind = "Project"\nnames = {json.dumps(names, ensure_ascii=False)}\nnote = "一物二名"\n'
    if kind == "Project":
        assert make("ac", same).corrected == 1
        (one,) = graph().explain(PLANT)
        assert "corrections.toml: same · 一物二名" in one.notes[0]
        assert one.thing.corrected == ("same · 一物二名",)
    else:
        (unmet,) = make("ac", same).unmet
        assert "they stayed apart" in unmet
    longer = f"介休市{WORK}"
    PAGES["f"] = f"快讯\n\n本报讯 {longer}开工。"
    make("af", "")
    assert len(graph().explain(WORK)) == 1
    apart = f'[[different]]\nkind = "Project"\nnames = ["{WORK}", "{longer}"]\n'
    assert make("af", apart).unmet == ()
    assert {t.name.label for t in graph().things("Project")} == {WORK, longer}
    del PAGES["f"]


def test_a_class_that_is_none_and_a_value_that_is_none_are_told_once(make: Callable[..., Summary]) -> None:
    told = f"""
[[different]]
kind = "Firma"
names = ["{WORK}", "青崖河"]
[[change]]
subject = "{WORK}"
relation = "investment"
to = "许多"
"""
    unmet = make("ab", told).unmet
    assert [line.rpartition(": ")[2] for line in unmet] == [
        "none of them is a Firma",
        "'许多' is no sum of money",
    ]


def test_the_last_line_on_a_claim_counts(make: Callable[..., Summary], graph: Callable[[], kg.Graph]) -> None:
    make("a", REJECTED + "\n" + REJECTED.replace("reject", "accept"))
    assert standing(graph(), "investment") == {(WORK, "300000000")}


def test_ten_random_rebuilds_keep_what_was_rejected(
    make: Callable[..., Summary], graph: Callable[[], kg.Graph], tmp_path: Path, tools: Tools
) -> None:
    """Pages come and go; the rejected fact never stands, is shown where a page says it, and the rest is as without."""
    dice = random.Random(23)
    letters = "abcde"
    make(letters, REJECTED)
    for _ in range(10):
        kept = "".join(sorted(dice.sample(letters, dice.randint(1, len(letters)))))
        summary = make(kept)
        says = bool(set("ad") & set(kept))
        found = graph()
        rejected = [f for f in found.facts(relation="investment") if f.text == "300000000"]
        assert [f.stands for f in rejected] == [False] * len(rejected), kept
        assert bool(rejected) == says == (not summary.unmet), kept
        sums = {row[0] for row in found.query("SELECT ?v { ?s kg:investment ?v }").rows}
        assert 300_000_000 not in sums
        assert (400_000_000 in sums) == ("b" in kept)
    build([tmp_path / "pages"], out=tmp_path / "fresh", tools=tools)
    assert (tmp_path / "fresh" / "graph.ttl").read_bytes() == graph().turtle.read_bytes()


def test_a_build_with_other_corrections_is_another(make: Callable[..., Summary]) -> None:
    assert not make("a", REJECTED).unchanged
    assert make("a", REJECTED).unchanged
    assert not make("a", REJECTED.replace("旧数", "新数")).unchanged
    assert not make("a", "").unchanged


MISTAKES = [
    ("[[reject]]\nsubject = 'x'", r"line 1: \[\[reject\]\] wants subject and relation"),
    ("\n[[reject]]\nsubjct = 'x'", r"line 2: unknown key 'subjct'"),
    ("[[refuse]]\nsubject = 'x'", "unknown section 'refuse'"),
    ("[reject]\nsubject = 'x'", r"written as \[\[reject\]\]"),
    ("[[change]]\nsubject = 'x'\nrelation = 'status'", "wants one of to, to_relation, to_subject"),
    ("[[same]]\nkind = 'Project'\nnames = ['x']", "two names or more"),
    ("[[thing]]\nname = 'x'\nrename = true", "text is wanted"),
    ("[[", "cannot be read as TOML"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_in_the_file_is_told(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_text(text, "utf-8")
    with pytest.raises(kg.DataError, match=message):
        load_corrections(tmp_path / "corrections.toml")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text("# ours\n", "utf-8")
    values = {"name": '一"二\\三\n四', "rename": "五", "note": "六"}
    add_correction(path, check(THING, values, "x"))
    add_correction(path, check("same", {"kind": "Project", "names": ["甲", "乙"]}, "x"))
    first, second = load_corrections(path)
    assert dict(first.values) == values
    assert (second.names, second.where) == (("甲", "乙"), "corrections.toml line 8")
    assert path.read_text("utf-8").startswith("# ours\n\n[[thing]]")


def test_a_figure_is_told_in_several_ways() -> None:
    from decimal import Decimal

    forms = value_forms(Quantity(Decimal("12.50"), "km", "堤防长", "2024", "12.5公里"))
    assert {"12.5km", "堤防长12.5km", "堤防长12.5km(2024)", "12.5公里", "堤防长12.5公里"} == forms
    assert value_forms(Date("2025-06"), "今年6月") == {"2025-06", "今年6月"}


def test_kg_correct_writes_lines_and_says_whether_they_meet(
    make: Callable[..., Summary], tmp_path: Path
) -> None:
    make("ab")
    done = run("correct", "reject", WORK, "investment", "3亿元", "--by", "李梅", "-o", "out", cwd=tmp_path)
    assert done.stdout.splitlines() == [
        f"wrote corrections.toml: reject {WORK} investment 3亿元",
        "it meets 1 claim of out; the next build applies it",
    ]
    done = run("correct", "rename", "无此工程", "某工程", "-o", "out", cwd=tmp_path)
    assert "nothing in out is what it is about" in done.stderr
    done = run("build", "pages", "-o", "out", cwd=tmp_path)
    assert "mended  1 claims and things by corrections" in done.stdout
    assert (
        "kg: unmet   corrections.toml line 8: thing 无此工程 rename 某工程: no page names it" in done.stderr
    )
    for words in (
        ("rename", "x"),
        ("reject", "x"),
        ("praise", "x"),
        ("reject", WORK, "cost"),
        ("class", WORK, "Firma"),
    ):
        assert run("correct", *words, cwd=tmp_path).returncode == 2
    kg.correct("accept", subject=WORK, relation="investment", object="4亿元", file=tmp_path / "own.toml")
    kg.correct("accept", subject=WORK, relation="status", object="completed", file=tmp_path / "own.toml")
    found = load_corrections(tmp_path / "own.toml")
    assert [meets(kg.open(tmp_path / "out"), one) for one in found] == [1, 0]
    told = run(
        "score",
        "--corrections",
        "own.toml",
        "--corrections",
        "corrections.toml",
        "-o",
        "out",
        "--show",
        cwd=tmp_path,
    )
    assert "TOTAL corrections facts" in told.stdout
    assert f"missed  own.toml line 6: accept {WORK} status completed" in told.stdout
    assert "extra   corrections.toml line 1: reject" in told.stdout


def test_marks_from_the_page_become_lines(make: Callable[..., Summary], tmp_path: Path) -> None:
    make("ab")
    out, file = tmp_path / "out", tmp_path / "corrections.toml"
    marking = Marking.new(marks_into(out, file, None, "李梅"))
    served = Served(out / "store", out / "graph.html", marking=marking)
    client = TestClient(make_app(served), base_url="http://127.0.0.1:8000")
    with_token = {HEADER: marking.token}
    (wrong,) = [f for f in kg.open(out).facts(relation="investment") if f.text == "300000000"]
    claim = wrong.quotes[0].iri.rpartition("/")[2]
    mark = {"claim": claim, "mark": "wrong", "note": "旧数"}
    assert client.post("/marks", json=mark).status_code == 403
    assert client.post("/marks", json=mark, headers={HEADER: "x"}).status_code == 403
    assert (
        client.post("/marks", json=mark, headers={**with_token, "Origin": "http://evil.example"}).status_code
        == 403
    )
    assert client.post("/marks", json={**mark, "mark": "praise"}, headers=with_token).status_code == 400
    for none in ("claim-0", "no claim>"):
        assert client.post("/marks", json={**mark, "claim": none}, headers=with_token).status_code == 400
    halves = f'{{"claim": "{claim}", "mark": "wrong", "note": "\\ud800"}}'.encode()
    for content in (b"[" * 60_000, b"1" * 5000, halves):
        assert client.post("/marks", content=content, headers=with_token).status_code == 400
    assert not file.exists()
    answer = client.post("/marks", json=mark, headers=with_token)
    assert (answer.status_code, answer.text) == (200, "corrections.toml")
    (line,) = load_corrections(file)
    assert (line.action, line["page"], line["object"], line["by"], line["note"]) == (
        "reject",
        "a",
        "300000000",
        "李梅",
        "旧数",
    )
    assert meets(kg.open(out), line) == 1
    page = client.get("/", params={"token": marking.token}).text
    assert "connect-src 'self'; base-uri" in page
    assert "connect-src" not in client.get("/").text.split("<title>")[0]
    figure = next(f for f in kg.open(out).facts(relation="measure"))
    mark = {"claim": figure.quotes[0].iri.rpartition("/")[2], "mark": "change", "to": "13公里"}
    assert client.post("/marks", json=mark, headers=with_token).status_code == 200
    assert [meets(kg.open(out), one) for one in load_corrections(file)] == [1, 1]


def test_no_marks_where_others_may_come(tmp_path: Path, make: Callable[..., Summary]) -> None:
    make("a")
    marking = Marking.new(lambda mark: "x")
    served = Served(
        tmp_path / "out" / "store", tmp_path / "out" / "graph.html", host="0.0.0.0", marking=marking
    )
    client = TestClient(make_app(served), base_url="http://127.0.0.1:8000")
    assert client.post("/marks", json={}, headers={HEADER: marking.token}).status_code == 404
