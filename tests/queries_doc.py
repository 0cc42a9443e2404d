"""Write the lists in docs/queries.md and docs/zh/queries.md from the files: `python -m tests.queries_doc`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from kg.graph.saved import Parameter, SavedQuery, load_saved

DOCS = Path(__file__).parent.parent / "docs"
DOCUMENT = DOCS / "queries.md"
CHINESE = DOCS / "zh" / "queries.md"
LIST = re.compile(r"(?<=<!-- list -->\n).*?(?=<!-- end -->)", re.DOTALL)


def entry(query: SavedQuery) -> str:
    settings = "".join(f" --set {p.name}={p.example}" for p in query.parameters)
    rows = "".join(f"* `{p.name}`: {p.en}{_default(p)} · {p.zh}\n" for p in query.parameters)
    return f"### {query.name}\n\n{query.en}. {query.zh}。\n\n{rows}\n```sh\nkg query --name {query.name}{settings}\n```\n"


def chinese_entry(query: SavedQuery) -> str:
    settings = "".join(f" --set {p.name}={p.example}" for p in query.parameters)
    rows = "".join(f"* `{p.name}`：{p.zh}{_chinese_default(p)}\n" for p in query.parameters)
    return f"### {query.name}\n\n{query.zh}。\n\n{rows}\n```sh\nkg query --name {query.name}{settings}\n```\n"


def _chinese_default(parameter: Parameter) -> str:
    return f"（不给时为 {parameter.default}）" if parameter.default is not None else ""


def _default(parameter: Parameter) -> str:
    return f" (without it {parameter.default})" if parameter.default is not None else ""


def listed(told: Callable[[SavedQuery], str] = entry) -> str:
    return "\n" + "\n".join(map(told, load_saved().values())).replace("\n\n\n", "\n\n") + "\n"


if __name__ == "__main__":
    for document, told in ((DOCUMENT, entry), (CHINESE, chinese_entry)):
        text = document.read_text("utf-8")
        document.write_text(LIST.sub(lambda _, told=told: listed(told), text), "utf-8")  # type: ignore[misc]
