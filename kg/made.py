"""The names of what a build makes in its folder."""

from __future__ import annotations

import os
from pathlib import Path

STORE = "store"
TURTLE = "graph.ttl"
HTML = "graph.html"
ERRORS = "errors.log"  # the traces of mistakes of ours; there is none when there were none
CURRENT = ".made"  # a link to the folder with the three of them; see `kg.graph.generation`
SHARDS = ".shards"
CORRECTIONS = "corrections.toml"  # in a folder of pages or of rules: made by people, and no page
POOL = "pool.db"  # while a build merges


def is_made(path: str | Path) -> bool:
    """Whether a file or folder was made by a build: it is called so, and the shards are beside it."""
    # pathlib raises where a folder cannot be entered
    folder, name = os.path.split(path)
    return name in (STORE, TURTLE, HTML, ERRORS) and os.path.isdir(os.path.join(folder, SHARDS))  # noqa: PTH112, PTH118
