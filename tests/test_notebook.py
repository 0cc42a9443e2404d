"""docs/notebook.ipynb runs from its first cell to its last, and ends in a chart and a map."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = "the extra 'notebook' is wanted"
    nbclient = pytest.importorskip("nbclient", reason=wanted)
    nbformat = pytest.importorskip("nbformat", reason=wanted)
    for name in ("ipykernel", "matplotlib", "pandas"):
        pytest.importorskip(name, reason=wanted)
    paths = [str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    book = nbformat.read(ROOT / "docs" / "notebook.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in book.cells), "it is kept without outputs"
    client = nbclient.NotebookClient(book, timeout=120, resources={"metadata": {"path": str(ROOT / "docs")}})
    client.execute()
    pictures = [
        out for cell in book.cells for out in cell.get("outputs", ()) if "image/png" in out.get("data", {})
    ]
    assert len(pictures) == 2
    areas, works = eval(book.cells[-1].outputs[0]["data"]["text/plain"])
    assert areas > 5
    assert works > 5
