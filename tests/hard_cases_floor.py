"""Pin the shares of hard cases that pass: `python -m tests.hard_cases_floor`. A share never sinks here."""

import json

from kg.extract import load_tools
from tests.hard_cases_table import PINNED, SETS, pinned, shares

if __name__ == "__main__":
    tools = load_tools()
    old = pinned() if PINNED.exists() else {}
    new = {w: {s: max(v, old.get(w, {}).get(s, 0.0)) for s, v in shares(w, tools).items()} for w in SETS}
    PINNED.write_text(json.dumps(new, indent=1, sort_keys=True) + "\n", "utf-8")
