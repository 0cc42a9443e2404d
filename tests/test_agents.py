"""The server for agents answers the official client."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

import kg
from kg.api.agents import Tools
from kg.model import DataError
from tests.command import kg as run

mcp = pytest.importorskip("mcp", reason="the extra 'mcp' is wanted")
PAGE = "青崖河治理见成效\n\n本报讯 青崖河防洪提升工程在山西省介休市开工，总投资3亿元。\n"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agents")
    (folder / "a.txt").write_text(PAGE, "utf-8")
    kg.build(folder / "a.txt", folder / "out")
    return folder / "out"


def test_the_official_client_searches_reads_asks_and_queries(out: Path) -> None:
    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "kg.cli", "serve", "--mcp", "-o", str(out)],
        env=dict(os.environ),  # a client passes little on; PYTHONPATH of a worktree is wanted
    )

    async def talk() -> list[object]:
        async with (
            mcp.stdio_client(server) as (reading, writing),
            mcp.ClientSession(reading, writing) as client,
        ):
            told = await client.initialize()
            tools = await client.list_tools()
            calls = [
                ("search", {"text": "青崖河"}),
                ("facts", {"name": "青崖河防洪提升工程", "relation": "investment"}),
                ("ask", {"question": "青崖河防洪提升工程投资多少"}),
                ("query", {"sparql": "SELECT ?v { ?p kg:investment ?v }"}),
                ("schema", {}),
                ("facts", {"name": "无此工程"}),
                ("facts", {"name": "青崖河", "relation": "cost"}),
                ("query", {"sparql": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}),
            ]
            return [told, tools, *[await client.call_tool(name, values) for name, values in calls]]

    told, tools, search, facts, ask, query, schema, unknown, cost, service = asyncio.run(
        asyncio.wait_for(talk(), 60)
    )
    assert "cite them" in told.instructions  # type: ignore[attr-defined]
    assert [t.name for t in tools.tools] == ["search", "facts", "ask", "schema", "query"]  # type: ignore[attr-defined]
    assert all(t.description for t in tools.tools)  # type: ignore[attr-defined]
    assert {t["name"]["label"] for t in _said(search)["things"]} == {"青崖河", "青崖河防洪提升工程"}  # type: ignore[index,call-overload]
    assert _said(facts)[0]["found"] == 1  # type: ignore[index,call-overload]
    (fact,) = _said(facts)[0]["facts"]  # type: ignore[index,call-overload]
    assert (fact["object"], fact["quotes"][0]["page"], fact["quotes"][0]["start"]) == ("300000000", "a", 14)
    assert "总投资3亿元" in fact["quotes"][0]["quote"]
    assert _said(ask)["status"] == "answered"  # type: ignore[index,call-overload]
    assert _said(query)["values"] == [["300000000"]]  # type: ignore[index,call-overload]
    assert "investment" in _said(schema)["relations"]  # type: ignore[index,call-overload]
    assert "nothing is called '无此工程'" in unknown.content[0].text  # type: ignore[attr-defined]
    assert "no relation 'cost'" in cost.content[0].text  # type: ignore[attr-defined]
    assert "SERVICE is not allowed" in service.content[0].text  # type: ignore[attr-defined]


def _said(answer: object) -> object:
    return json.loads(answer.content[0].text)  # type: ignore[attr-defined]


def test_answers_are_bounded(out: Path) -> None:
    tools = Tools(out)
    assert len(json.loads(tools.search("", limit=1))["things"]) == 1
    assert json.loads(tools.query("SELECT ?s { ?s ?p ?o }", limit=10_000))["rows"] > 30
    assert len(json.loads(tools.query("SELECT ?s { ?s ?p ?o }", limit=2))["values"]) == 2


MANY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_query_has_so_much_time_and_memory_and_no_network(out: Path) -> None:
    with pytest.raises(DataError, match="took longer than 2 s"):
        Tools(out, seconds=2).query(MANY)
    everything = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
    with pytest.raises(DataError, match="more than 200 MB"):
        Tools(out, memory=200).query(everything)
    with pytest.raises(DataError, match="SERVICE is not allowed"):
        Tools(out).query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(DataError, match="SELECT"):
        Tools(out).query("SELECT nothing")


def test_without_a_graph_it_is_one_line(tmp_path: Path) -> None:
    done = run("serve", "--mcp", "-o", tmp_path / "none")
    assert done.returncode == 2
    assert "run `kg build` first" in done.stderr
