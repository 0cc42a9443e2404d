"""The store on disk: replaced whole, and found again after a build that was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.graph.rdf import triples
from kg.graph.store import read_store, write_store
from kg.model import DataError
from tests.graph_sample import FIRST, knowledge


def count(folder: Path) -> int:
    return len(read_store(folder))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    rows = triples(knowledge())
    write_store(rows, tmp_path / "store")
    assert {str(q.triple) for q in read_store(tmp_path / "store")} == {str(r) for r in rows}


def test_a_second_build_replaces_the_first_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    from kg.graph.merge import merge

    write_store(triples(knowledge()), tmp_path / "store")
    fewer = triples(merge([FIRST]))
    write_store(fewer, tmp_path / "store")
    assert count(tmp_path / "store") == len(fewer)
    assert [p.name for p in tmp_path.iterdir()] == ["store"]


def test_an_open_reader_keeps_the_graph_that_it_opened(tmp_path: Path) -> None:
    rows = triples(knowledge())
    write_store(rows, tmp_path / "store")
    reader = read_store(tmp_path / "store")
    write_store(rows[:5], tmp_path / "store")
    assert len(list(reader)) == len(rows)
    assert count(tmp_path / "store") == 5


def test_two_readers_at_once(tmp_path: Path) -> None:
    write_store(triples(knowledge()), tmp_path / "store")
    assert len(read_store(tmp_path / "store")) == len(read_store(tmp_path / "store"))


def test_a_build_killed_between_its_renamings_leaves_the_old_graph(tmp_path: Path) -> None:
    rows = triples(knowledge())
    write_store(rows, tmp_path / "store")
    (tmp_path / "store").rename(tmp_path / ".store.old")  # where the kill struck
    assert count(tmp_path / "store") == len(rows)
    write_store(rows[:7], tmp_path / "store")
    assert count(tmp_path / "store") == 7
    assert [p.name for p in tmp_path.iterdir()] == ["store"]


KILLED = """
import sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Triple
from kg.graph.store import write_store
p = NamedNode("https://shanhe.example/ontology#rule")
rows = [Triple(NamedNode(f"https://shanhe.example/id/claim-{n}"), p, Literal(str(n))) for n in range(20000)]
print("go", flush=True)
while True:
    write_store(rows, Path(sys.argv[1]))
"""


@pytest.mark.parametrize("wait", [0.01, 0.05, 0.09, 0.13, 0.21])
def test_a_killed_build_leaves_the_old_graph_or_the_new(tmp_path: Path, wait: float) -> None:
    old = triples(knowledge())
    write_store(old, tmp_path / "store")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "store")], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert count(tmp_path / "store") in (len(old), 20000)
    write_store(old, tmp_path / "store")
    assert count(tmp_path / "store") == len(old)


def test_no_store_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no graph at .*/store: run `kg build` first"):
        read_store(tmp_path / "store")


def test_a_folder_that_is_no_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with pytest.raises(DataError, match="no readable store"):
        read_store(tmp_path / "store")
