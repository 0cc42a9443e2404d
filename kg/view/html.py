"""The explorer: one file that opens with the network off. pyvis makes the network, vis-network (which pyvis ships) draws it.

pyvis's own page is not used: it links Bootstrap from a CDN and puts labels in as markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import networkx as nx

from kg.model import Knowledge
from kg.schema import Schema
from kg.view.data import graph_data, numbers, relation_names
from kg.view.facts import Json, Names, fact_data
from kg.view.layout import place
from kg.view.outlines import outlines
from kg.view.spelling import find_readings
from kg.view.texts import page_texts
from kg.view.vis import drawing_script, new_network

BASE_IRI = "https://shanhe.example/id/"
STYLES = ("theme", "frame", "panel", "views")
# one constant a file, of the same name; each uses those before it. OPENING is what the first drawing wants, and stands in a script of its own before the rest
OPENING = (
    "words", "theme", "data", "values", "state", "places", "look", "typed", "filter", "paths", "layout", "shapes", "labels", "canvas", "camera", "opening",
)  # fmt: skip
SCRIPTS = (
    "traced", "pointing", "search", "sidebar", "appearance", "marking", "cards", "reader", "rivers", "dossier", "questions", "panel", "turtle", "xlsx", "pictures", "exports", "columns",
    "table", "timeline", "map", "overview", "conflicts", "pages", "print", "main",
)  # fmt: skip
# characters that could end the script element or begin markup, and line ends that scripts once knew
_ESCAPED = re.compile("[<>&\u2028\u2029]")


def write_html(
    knowledge: Knowledge,
    schema: Schema,
    path: Path,
    *,
    names: Names,
    base_iri: str = BASE_IRI,
    texts: bool = True,
) -> None:
    """Write the page. The same knowledge gives the same bytes; text of pages is data, never markup.

    Without `texts` it has the quotes alone, none of the articles. `base_iri` and `names` are for the Turtle that the page exports: what it says is in graph.ttl too.
    """
    library = drawing_script().replace("</script", "<\\/script")
    scripts = {"LIBRARY": library, "OPENING": _opening(), "SCRIPT": _script()}
    hashes = " ".join(f"'sha256-{_digest(text)}'" for text in scripts.values())
    relations = relation_names(knowledge, schema)
    carried = page_texts(knowledge.articles, knowledge.claims) if texts else None
    # the data come last: a page of the corpus that holds a mark cannot be filled in
    data = {
        "GRAPH": _inert(graph_data(knowledge, schema, base_iri=base_iri, names=names)),
        "MAP": _inert(outlines(e.code for e in knowledge.entities if e.code)),
        "FACTS": _inert(
            fact_data(knowledge, numbers(knowledge.entities), relations, names=names, texts=carried)
        ),
    }
    style = "\n".join(_template(f"{name}.css") for name in STYLES)
    page = _template("page.html")
    for mark, text in {**scripts, "STYLE": style, "HASHES": hashes}.items():
        page = page.replace(f"@@{mark}@@", text, 1)
    before, _, rest = page.partition("@@GRAPH@@")
    between, _, rest = rest.partition("@@FACTS@@")
    beside, _, after = rest.partition("@@MAP@@")
    whole = (before, data["GRAPH"], between, data["FACTS"], beside, data["MAP"], after)
    path.write_bytes("".join(whole).encode("utf-8"))


def get_ready() -> None:
    """Load what every page needs."""
    new_network()
    outlines(())
    find_readings(())
    place(
        nx.path_graph(4), ("a", "a", "b", "b"), {}
    )  # numpy imports some of its parts when they are first used


def _opening() -> str:
    """What the first drawing wants, as one function, so that none of its names is the page's but `shanhe`."""
    return _function(f"{_lines(OPENING)}\nwindow.shanhe = {{ {', '.join(OPENING)} }};")


def _script() -> str:
    """The rest, which uses what the opening has made."""
    return _function(f"const {{ {', '.join(OPENING)} }} = window.shanhe;\n{_lines(SCRIPTS)}")


def _function(body: str) -> str:
    return f'(function () {{\n"use strict";\n{body}\n}}());\n'


def _lines(names: tuple[str, ...]) -> str:
    """The text of some files without comments and indentation: a quarter less to read."""
    lines = (line.strip() for name in names for line in _template(f"{name}.js").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _template(name: str) -> str:
    return files("kg.view").joinpath("page", name).read_text("utf-8")


def _inert(data: Json) -> str:
    """JSON that cannot end its script element or begin markup."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _ESCAPED.sub(lambda m: f"\\u{ord(m.group()):04x}", text)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
