"""Fill the READMEs with what their commands print now: `python -m tests.readme`; read the diff before committing."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONSOLE = re.compile(r"(?<=```console\n)\$ ([^\n]*)\n.*?(?=```)", re.DOTALL)
DEMO = re.compile(r"(?<=```\n)\d+ pages, .*?(?=```)", re.DOTALL)


def printed(command: str) -> str:
    """What a terminal shows: in a pipe tables have no boxes."""
    reader, writer = pty.openpty()
    size = {**os.environ, "TERM": "dumb", "COLUMNS": "160"}
    process = subprocess.Popen(["bash", "-c", command], cwd=ROOT, stdout=writer, env=size)
    os.close(writer)
    shown = b"".join(_until_closed(reader)).decode().replace("\r\n", "\n")
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, command)
    return "\n".join(line.rstrip() for line in shown.strip().split("\n"))


def _until_closed(terminal: int) -> Iterator[bytes]:
    with os.fdopen(terminal, "rb", buffering=0) as shown, suppress(OSError):
        while part := shown.read(4096):
            yield part


def refreshed(text: str, demo: str) -> str:
    text = DEMO.sub(lambda _: f"{demo}\n", text)
    return CONSOLE.sub(lambda m: f"$ {m[1]}\n{printed(m[1])}\n", text)


if __name__ == "__main__":
    demo = printed("make demo")
    demo = demo[demo.index(next(line for line in demo.splitlines() if " pages, " in line)) :]
    for path in (ROOT / "README.md", ROOT / "README.zh.md"):
        path.write_text(refreshed(path.read_text("utf-8"), demo), "utf-8")
