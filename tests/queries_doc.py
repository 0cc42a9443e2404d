"""Write the list in docs/queries.md from the files: `python -m tests.queries_doc`."""

from __future__ import annotations

import re
from pathlib import Path

from kg.graph.saved import Parameter, SavedQuery, load_saved

DOCUMENT = Path(__file__).parent.parent / "docs" / "queries.md"
LIST = re.compile(r"(?<=<!-- list -->\n).*?(?=<!-- end -->)", re.DOTALL)


def entry(query: SavedQuery) -> str:
    settings = "".join(f" --set {p.name}={p.example}" for p in query.parameters)
    rows = "".join(f"* `{p.name}`: {p.en}{_default(p)} · {p.zh}\n" for p in query.parameters)
    return f"### {query.name}\n\n{query.en}. {query.zh}。\n\n{rows}\n```sh\nkg query --name {query.name}{settings}\n```\n"


def _default(parameter: Parameter) -> str:
    return f" (without it {parameter.default})" if parameter.default is not None else ""


def listed() -> str:
    return "\n" + "\n".join(entry(q) for q in load_saved().values()).replace("\n\n\n", "\n\n") + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(LIST.sub(lambda _: listed(), DOCUMENT.read_text("utf-8")), "utf-8")
