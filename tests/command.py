"""Run `kg` as a user does: in this process, which saves loading all libraries anew, or as a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from kg.cli import main


def kg(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What the command prints and its exit status. A bug of ours raises, as its trace would be printed."""
    given = [str(a) for a in arguments]
    out, err, status = _Written(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err), chdir(cwd or Path.cwd()):
        try:
            main(given)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
    return subprocess.CompletedProcess(given, status, out.getvalue(), err.getvalue())


class _Written(io.TextIOWrapper):
    """A standard output in memory, for text and for bytes."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8", newline="", write_through=True)

    def getvalue(self) -> str:
        return self.buffer.getvalue().decode("utf-8", "backslashreplace")  # type: ignore[attr-defined]


def kg_process(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, timeout=120, check=False, env=environment
    )
