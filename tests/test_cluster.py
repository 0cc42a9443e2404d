"""Ray Core as a crew: several nodes on this machine, one of them killed half way; the same bytes, nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.extract import Tools
from kg.model import DataError
from kg.pages.read import find_pages
from kg.pipeline import HTML, SHARDS, TURTLE, build
from kg.shards.cluster import NICENESS, ONE_MACHINE, Cluster, open_cluster
from kg.shards.file import read_records
from kg.shards.plan import LARGEST, SUFFIX, plan
from kg.shards.run import make_by
from kg.shards.watch import Watch
from tests.synthetic import write_pages

ROOT = Path(__file__).parent.parent
PAGES = LARGEST + 6  # two shards
TRIES = 3
CLIENT = 10001 + os.getpid() % 500  # the port of Ray's client server


@pytest.mark.parametrize("on", ["spark", "ray://", "raye"])
def test_an_address_that_is_none_is_told(on: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"--on {on}: no such cluster; ray, or ray://HOST:PORT"):
        open_cluster(on, None, tmp_path, tables="f")


def test_without_ray_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)  # what an import finds where it is not installed
    with pytest.raises(DataError, match=r"--on ray needs Ray: pip install 'shanhe-kg\[ray\]'"):
        open_cluster("ray", None, tmp_path, tables="f")


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """A head that reads nothing, and two nodes of one processor each."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", ONE_MACHINE: "0", NICENESS: "0"}
    pytest.importorskip("ray", reason="the extra shanhe-kg[ray] is not installed")
    os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    import ray
    from ray.cluster_utils import Cluster as Nodes

    small = {"object_store_memory": 80 << 20, "include_dashboard": False}
    head = {
        "num_cpus": 0,
        "ray_client_server_port": CLIENT,
        "min_worker_port": 0,
        "max_worker_port": 0,
        **small,
    }
    found = Nodes(initialize_head=True, head_node_args=head)
    found.two = [found.add_node(num_cpus=1, **small) for _ in range(2)]
    ray.init(address=found.address, log_to_driver=False, logging_level="ERROR")
    yield found
    ray.shutdown()
    found.shutdown()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_pages(folder, PAGES, paragraphs=1)
    return folder


def files(out: Path) -> dict[str, bytes]:
    found = [out / TURTLE, out / HTML, *(out / SHARDS).glob(f"*{SUFFIX}*")]
    return {path.name: path.read_bytes() for path in found}


@pytest.mark.slow
def test_a_node_killed_half_way_changes_nothing(
    nodes: Any, pages: Path, tools: Tools, tmp_path: Path
) -> None:
    alone = build([pages], out=tmp_path / "alone", tools=tools, workers=1)
    killed: list[str] = []

    def step(stage: str, done: int, total: int, what: str) -> None:
        assert 0 <= done <= total
        if stage == "reading" and not killed:  # one shard is made; the other node is at the next
            killed.append(what)
            nodes.remove_node(nodes.two.pop(), allow_graceful=False)

    summary = build([pages], out=tmp_path / "ray", on="ray", progress=step)
    assert killed
    assert replace(summary, files=()) == replace(alone, files=())
    assert files(tmp_path / "ray") == files(tmp_path / "alone")
    keys = [r.key for path in (tmp_path / "ray" / SHARDS).glob(f"*{SUFFIX}") for r in read_records(path)]
    assert len(keys) == len(set(keys)) == PAGES


@pytest.mark.slow
def test_a_node_with_other_rules_is_told(nodes: Any, pages: Path, tmp_path: Path) -> None:
    """Its shards would stand under the names of ours."""
    shards = plan(find_pages([pages]).pages, "other")
    with (
        pytest.raises(DataError, match="has another version of shanhe-kg, of a package, or of the ontology"),
        Cluster("ray", None, tmp_path, tables="other", earlier=()) as crew,
    ):
        make_by(crew, shards, tmp_path, watch=Watch(None, 0.5, total=PAGES))
    assert list(tmp_path.glob(f"*{SUFFIX}")) == []


@pytest.mark.slow
def test_relative_paths_are_those_of_the_driver(
    nodes: Any, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted(pages.glob("*.txt"))[:3]:
        shutil.copy(path, few)
    monkeypatch.chdir(tmp_path)
    summary = build([Path("few")], out=Path("out"), on="ray")
    assert (summary.pages, summary.skipped) == (3, ())


@pytest.mark.slow
def test_a_driver_outside_of_the_cluster_reaches_it_by_ray_client(
    nodes: Any, pages: Path, tools: Tools, tmp_path: Path
) -> None:
    pytest.importorskip("grpc", reason="Ray's client needs grpcio: the extra shanhe-kg[ray] has it")
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted(pages.glob("*.txt"))[:3]:
        shutil.copy(path, few)
    build([few], out=tmp_path / "alone", tools=tools, workers=1)
    command = [sys.executable, "-m", "kg.cli", "build", str(few), "-o", str(tmp_path / "ray")]
    for _ in range(
        TRIES
    ):  # Ray gives its client server half a minute to start, which a busy machine may need
        done = subprocess.run(
            [*command, "--on", f"ray://127.0.0.1:{CLIENT}"], capture_output=True, text=True, timeout=120
        )
        if done.returncode == 0:
            break
    assert (done.returncode, done.stdout[:7]) == (0, "3 pages"), done.stderr
    assert files(tmp_path / "ray") == files(tmp_path / "alone")
