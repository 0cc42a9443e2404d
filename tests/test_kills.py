"""Real builds that are killed anywhere: each time all of the old graph stands or all of the new, and the next build goes on.

`python -m tests.test_kills 1000` kills so many; `docs/reliability.md` has what came of it. The store's library has threads
that a forked process would miss: builds and looks at stores are both processes of their own, and this one does neither.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg import merging
from kg.extract import Tools, page_facts
from kg.made import CURRENT, HTML, POOL, SHARDS, STORE, TURTLE
from kg.model import Document
from kg.pipeline import build
from tests.synthetic import page, write_pages

FEW = 6  # kills in the suite
ROOT = Path(__file__).parent.parent
CHANGES = {"open", "os.rename", "os.mkdir", "os.remove", "os.symlink", "os.link", "os.rmdir", "shutil.rmtree"}
NAMES = ("old", "new")


def versions(folder: Path) -> None:
    """Two small inputs whose graphs differ."""
    for number, name in enumerate(NAMES):
        write_pages(folder / name, 2, paragraphs=1, first=10 * number)


def forked(work: Callable[[], object]) -> int:
    """The process in which the work is done; its exit status tells whether it raised."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def waited(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def facts(out: Path) -> bytes:
    """All that the outputs say: the Turtle, and the triples of the store; the page tells the same graph as both."""
    from kg.graph.store import read_store

    turtle, html = (out / TURTLE).read_bytes(), (out / HTML).read_bytes()
    quads = sorted(f"{q.subject} {q.predicate} {q.object}" for q in read_store(out / STORE))
    return b"\n".join((turtle, html, "\n".join(quads).encode()))


def stands(out: Path, whole: dict[str, bytes]) -> str:
    """Which version the outputs are, all of them; looked at in a process of its own."""
    if not (out / CURRENT).is_symlink():
        return "none"

    def look() -> None:
        found = facts(out)
        os._exit(10 + [*whole.values()].index(found))

    status = waited(forked(look))
    assert status >= 10, f"a mixed graph in {out}"
    return NAMES[status - 10]


class Attack:
    """Builds in one folder, killed in turn at a random time or at a random change of a file."""

    def __init__(self, folder: Path, tools: Tools) -> None:
        self.folder, self.tools, self.whole = folder, tools, dict[str, bytes]()
        versions(folder)
        for name in NAMES:
            assert waited(forked(lambda n=name: self._record(n))) == 0  # type: ignore[misc]
            self.whole[name] = (folder / f"{name}.facts").read_bytes()
        assert self.whole["old"] != self.whole["new"]
        self.out = folder / "out"
        self.before = "none"
        merging.MOST_CHANGED = 0
        self.seconds, self.writing, self.changes = 0.3, 0.2, 100  # of a build, as far as is known

    def _record(self, name: str) -> None:
        out = self.folder / f"of {name}"
        build([self.folder / name], out=out, tools=self.tools, workers=1)
        (self.folder / f"{name}.facts").write_bytes(facts(out))

    def build(self, name: str, kill_at: int | None = None) -> tuple[int, int]:
        """Begin a build: its process, and a pipe that says when outputs begin to be written; it kills itself at a change."""
        told, tell = os.pipe()
        merging.MOST_CHANGED = (
            2 - merging.MOST_CHANGED
        )  # go on with the pool that is there, and begin one, in turns
        os.set_inheritable(tell, False)

        def work() -> None:
            writing, changes = [False], [0]

            def count(event: str, arguments: tuple[object, ...]) -> None:
                if not writing[0]:
                    if event == "os.mkdir" and f"/{CURRENT}-" in str(arguments[0]):
                        writing[0] = True
                        os.write(tell, b"w")
                    return
                if event in CHANGES:
                    changes[0] += 1
                    if changes[0] == kill_at:
                        os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(count)
            build([self.folder / name], out=self.out, tools=self.tools, workers=1)
            os.write(tell, changes[0].to_bytes(4, "big"))

        child = forked(work)
        os.close(tell)
        return child, told

    def whole_build(self, name: str) -> None:
        """Go on from what stands, and measure."""
        began = time.monotonic()
        child, told = self.build(name)
        os.read(told, 1)
        writing = time.monotonic()
        assert waited(child) == 0
        ended = time.monotonic()
        self.changes = int.from_bytes(os.read(told, 4), "big") or self.changes
        os.close(told)
        self.seconds, self.writing = ended - began, ended - writing
        self.before = stands(self.out, self.whole)
        assert self.before == name
        generation = (self.out / CURRENT).readlink().name
        assert {p.name for p in self.out.iterdir()} == {SHARDS, TURTLE, HTML, STORE, CURRENT, generation}
        left = {p.name for p in (self.out / SHARDS).iterdir() if not p.name.startswith("s")}
        assert left == {"lock", "made.json", POOL}

    def kill(self, dice: random.Random) -> str:
        """Kill a build of the other version, half of the time while it writes outputs; what came of it."""
        before = self.before
        name = NAMES[before == "old"]
        how = dice.choice(("any time", "any time", "while it writes", "at a change"))
        child, told = self.build(name, dice.randrange(1, self.changes + 1) if how == "at a change" else None)
        if how == "while it writes":
            os.read(told, 1)
        if how != "at a change":
            time.sleep(dice.random() * (self.seconds if how == "any time" else self.writing))
            os.kill(child, signal.SIGKILL)
        status = waited(child)
        os.close(told)
        assert status in (0, -signal.SIGKILL)
        after = stands(self.out, self.whole)
        assert after in (before, name)
        self.before = after
        return "ended before" if not status else f"{how}: {'kept' if after == before else 'new'}"

    def run(self, kills: int, dice: random.Random) -> Counter[str]:
        counts: Counter[str] = Counter()
        self.whole_build("old")
        while counts.total() - counts["ended before"] < kills:
            if dice.random() < 0.05:  # as if nothing had ever been built here
                import shutil

                shutil.rmtree(self.out)
                self.before = "none"
            counts[self.kill(dice)] += 1
            if dice.random() < 0.1:
                self.whole_build(dice.choice(NAMES))
        self.whole_build("new")
        return counts


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork and signals")
def test_a_build_that_is_killed_anywhere_leaves_the_old_graph_or_the_new() -> None:
    command = [sys.executable, "-m", "tests.test_kills", str(FEW), "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "kept" in done.stdout


def main() -> None:
    from kg.ontology import ontology_folder, own_folders
    from kg.pipeline import Loader
    from kg.shards.plan import fingerprint
    from kg.view.html import get_ready

    get_ready()
    tools = Loader(None, None, fingerprint(ontology_folder(None), own_folders(None)))()
    page_facts(Document("warm", "warm.txt", page(0)), tools)  # what each build would make anew is made
    began = time.monotonic()
    with TemporaryDirectory() as name:
        seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
        found = Attack(Path(name), tools).run(int(sys.argv[1]), random.Random(seed))
    sys.stdout.write(f"{dict(found)} in {time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
