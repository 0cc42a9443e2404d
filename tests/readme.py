"""Fill the READMEs with what their commands print now: `python -m tests.readme`; read the diff before committing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONSOLE = re.compile(r"(?<=```console\n)\$ ([^\n]*)\n.*?(?=```)", re.DOTALL)
DEMO = re.compile(r"(?<=```\n)\d+ pages, .*?(?=```)", re.DOTALL)


def printed(command: str) -> str:
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def refreshed(text: str, demo: str) -> str:
    text = DEMO.sub(lambda _: f"{demo}\n", text)
    return CONSOLE.sub(lambda m: f"$ {m[1]}\n{printed(m[1])}\n", text)


if __name__ == "__main__":
    demo = printed("make demo")
    demo = demo[demo.index(next(line for line in demo.splitlines() if " pages, " in line)) :]
    for path in (ROOT / "README.md", ROOT / "README.zh.md"):
        path.write_text(refreshed(path.read_text("utf-8"), demo), "utf-8")
