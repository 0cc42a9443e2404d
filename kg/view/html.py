"""The HTML graph: one file that opens with the network off. pyvis makes the network, this page carries it.

pyvis's own page is not used: it links Bootstrap from a CDN and puts labels in as markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from pathlib import Path

from kg.model import Knowledge
from kg.schema import Schema
from kg.view.data import Json, page_data

VIS = "lib/vis-9.1.2/vis-network.min.js"
# characters that could end the script element or begin markup, and line ends that scripts once knew
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def write_html(knowledge: Knowledge, schema: Schema, path: Path) -> None:
    """Write the page. The same knowledge gives the same bytes; text of pages is data, never markup."""
    scripts = {"LIBRARY": _library(), "SCRIPT": _template("page.js")}
    hashes = " ".join(f"'sha256-{_digest(text)}'" for text in scripts.values())
    data = _inert(page_data(knowledge, schema))
    page = _template("page.html")
    # the data comes last: a page of the corpus that holds a mark cannot be filled in
    for mark, text in {**scripts, "STYLE": _template("page.css"), "HASHES": hashes, "DATA": data}.items():
        page = page.replace(f"@@{mark}@@", text, 1)
    path.write_bytes(page.encode("utf-8"))


def _template(name: str) -> str:
    return files("kg.view").joinpath(name).read_text("utf-8")


def _library() -> str:
    """vis-network, as pyvis ships it."""
    return files("pyvis").joinpath(VIS).read_text("utf-8").replace("</script", "<\\/script")


def _inert(data: Json) -> str:
    """JSON that cannot end its script element or begin markup."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
