"""What a build of one page loads, and what it does without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

PAGE = ROOT / "corpus" / "p01.txt"
LOADED = ("networkx", "pyvis", "numpy", "pyoxigraph")
SPARED = ("scipy", "IPython", "pypinyin", "rdflib", "lxml", "httpx", "rich", "rjieba", "pkg_resources")


def test_a_small_build_loads_only_what_it_uses(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.pipeline import build\n"
        f"build([Path({str(PAGE)!r})], out=Path({str(tmp_path)!r})); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(run.stdout.split())
    assert set(LOADED) <= loaded
    assert not set(SPARED) & loaded


def test_the_command_loads_even_less(tmp_path: Path) -> None:
    """typer from 0.29 on imports pydantic, 0.2 s of CPU."""
    code = (
        "import atexit, sys; from kg.cli import main; atexit.register(lambda: print('loaded', *sys.modules))\n"
        f"main(['build', {str(PAGE)!r}, '-o', {str(tmp_path)!r}])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(run.stdout.splitlines()[-1].split())
    assert {"typer", "pyoxigraph"} <= loaded
    assert not {*SPARED, "pydantic"} & loaded
