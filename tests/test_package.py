"""The wheel stands alone: built, installed without the checkout, and run from another folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PAGE = "青崖河治理见成效\n\n本报讯 青崖河防洪提升工程在山西省介休市开工，总投资3亿元。\n"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        *PIP, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT, cwd=folder
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path) -> Path:
    """The wheel unpacked by pip into a folder of its own; the dependencies come from the running Python."""
    target = wheel.parent / "site"
    run(*PIP, "install", "--quiet", "--no-deps", "--target", target, wheel, cwd=wheel.parent)
    return target


def test_the_wheel_carries_all_of_the_ontology(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [p for p in (ROOT / "ontology").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    ours = [p.relative_to(ROOT).as_posix() for p in files]
    assert "ontology/kg.ttl" in ours
    assert {f"kg/_{name}" for name in ours} <= names
    assert {
        "kg/view/page/page.html",
        "kg/view/page/main.js",
        "kg/view/page/theme.css",
        "kg/graph/page/editor.html",
    } <= names


def test_the_wheel_carries_the_licence_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(n.endswith("/LICENSE") for n in names)
    assert any(n.endswith("/NOTICE") for n in names)
    assert not [n for n in names if n.startswith(("tests/", "corpus/", "bench/"))]


def test_the_installed_command_builds_and_explains_elsewhere(site: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    env = {**os.environ, "PYTHONPATH": str(site)}
    where = run(sys.executable, "-c", "import kg; print(kg.__file__)", cwd=tmp_path, env=env)
    assert Path(where.strip()).is_relative_to(site)
    command = site / "bin" / "kg"
    assert "build" in run(sys.executable, command, "--help", cwd=tmp_path, env=env)
    assert run(sys.executable, command, "build", "page.txt", cwd=tmp_path, env=env).startswith("1 pages")
    told = run(sys.executable, command, "explain", "青崖河防洪提升工程", cwd=tmp_path, env=env)
    assert "300000000" in told
    assert "the graph conforms" in run(sys.executable, command, "validate", cwd=tmp_path, env=env)


def test_an_install_as_the_makefile_does_it_warns_of_no_extra(tmp_path: Path) -> None:
    """Pip before 23.3 takes lxml's html-clean for another extra than the html_clean that justext asks for."""
    (wanted,) = re.findall(r"install .*'(pip>=[\d.]+)'", (ROOT / "Makefile").read_text("utf-8"))
    dry = ["--dry-run", "--no-build-isolation", f"{ROOT}[dev]"]
    if (
        Version(version("pip")) in Requirement(wanted).specifier
    ):  # what is installed by it is looked at once more
        pip, steps = PIP, [dry]
    else:
        venv.create(tmp_path / "venv", with_pip=True)
        pip, steps = (
            (str(tmp_path / "venv" / "bin" / "python"), *PIP[1:]),
            [[wanted], ["--dry-run", f"{ROOT}[dev]"]],
        )
    told = ""
    for arguments in steps:
        done = subprocess.run(
            [*pip, "install", *arguments], capture_output=True, text=True, timeout=300, check=False
        )
        told += done.stdout + done.stderr
        if done.returncode:
            pytest.skip("no package registry is reached from here")
    assert "does not provide the extra" not in told
