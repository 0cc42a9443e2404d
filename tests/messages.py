"""Every message for users that the code holds, as the catalogue has it: `python -m tests.messages` lists those without Chinese."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.graph.saved import load_saved
from kg.messages import VALUE, messages

KG = Path(__file__).parent.parent / "kg"
TELLING = {
    "DataError",
    "say",
    "fail",
    "echo",
    "note",
    "PlainTextResponse",
    "TimeUp",
    "OutOfMemory",
    "ChildProcessError",
}
SECOND = {"Refusal"}  # what tells by its second argument
# functions whose strings are lines for people
SHOWN = {
    "explain.py": {"_thing_lines", "fact_lines"},
    "ask/show.py": {"as_text", "_lines"},
    "trace.py": {"format_trace", "_near_lines", "_mention_lines", "_meaning", "_figure_lines", "_claim_line"},
    "pages/show.py": {"format_articles", "format_repairs", "_lines", "_article_lines"},
    "graph/diff.py": {"format_text", "_lines"},
    "graph/empty.py": {"why_empty", "_texts", "_terms", "_elsewhere"},
    "graph/query.py": {"_unparsed"},
    "rules/actors.py": {"why_rule"},
    "rules/book.py": {"format_rule"},
    "rules/owners.py": {"why_not"},
    "cli/show.py": {"print_summary", "_print_columns", "_say_rows"},
    "cli/graph.py": {"_counted"},
    "pages/walk.py": {"tell_others", "_what", "_why_no_file"},
    "pages/arrival.py": {"tell"},
    "pages/book.py": {"*"},
    "pages/pdf.py": {"*"},
    "pages/word.py": {"*"},
    "pages/formats.py": {"*"},
    "pages/web.py": {"*"},
    "pages/encoding.py": {"*"},
    "pages/read.py": {"*"},
    "pages/reader.py": {"*"},
    "corrections/apply.py": {"*"},
    "score/counts.py": {"format_rules"},
    "want.py": {"*"},
    "api/packs.py": {"pack_text"},
    "api/hits.py": {"hits_text"},
}
HEADS = {"graph/figures.py": "COLUMNS", "ask/show.py": "COLUMNS"}
_INNER = re.compile(r"\((?:[^()]*\bAS\s+(\?\w+)|[^()]*)\)")  # (MAX(?n) AS ?most) is ?most
_PROSE = re.compile(r"[a-z]{3}")
_CODE = re.compile(r"^[\w./:+-]*$|[?]\w+ |\\[bdws]|^kg:|\{\{")


def template(node: ast.AST) -> str | None:
    """A string with {} for its values; None for what is no string."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else VALUE for v in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [template(side) for side in (node.left, node.right)]
        return "".join(VALUE if part is None else part for part in parts)
    return None


def strings(node: ast.AST) -> Iterator[str]:
    """The templates in an expression, those in the values of f-strings too."""
    text = template(node)
    if text is not None:
        yield text
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant):
            continue
        if isinstance(child, ast.FormattedValue):
            yield from strings(child.value)
        elif not (isinstance(node, ast.BinOp) and text is not None and template(child) is not None):
            yield from strings(child)


def found(path: Path) -> Iterator[str]:
    """The messages of one module."""
    name = path.relative_to(KG).as_posix()
    tree = ast.parse(path.read_text("utf-8"))
    shown = SHOWN.get(name, set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _told(node)
        if isinstance(node, ast.FunctionDef):
            if any(ast.unparse(d).startswith("app.command") for d in node.decorator_list):
                yield inspect.cleandoc(ast.get_docstring(node) or "")
            if {"*", node.name} & shown:
                yield from _prose(node)
        if isinstance(node, ast.Assign) and HEADS.get(name) in {ast.unparse(t) for t in node.targets}:
            yield from (s for s in strings(node.value) if s.strip(", "))


def _told(node: ast.Call) -> Iterator[str]:
    function = node.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    if name in TELLING and node.args:
        yield from (s for s in strings(node.args[0]) if _is_prose(s))
    if name in SECOND and len(node.args) > 1:
        yield from (s for s in strings(node.args[1]) if _is_prose(s))
    for keyword in node.keywords:
        if keyword.arg == "help":
            yield from (s for s in strings(keyword.value) if s.strip(", "))


def _prose(node: ast.FunctionDef) -> Iterator[str]:
    for statement in node.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # the docstring
        yield from (s for s in strings(statement) if _is_prose(s) and " " in s.strip())


def _is_prose(text: str) -> bool:
    return text.strip() not in ("and", ",", "") and bool(_PROSE.search(text)) and not _CODE.search(text)


def heads() -> Iterator[str]:
    """What the columns of saved queries are called: the variables that stand between SELECT and WHERE."""
    for query in load_saved().values():
        chosen = query.text.partition("SELECT")[2].partition("WHERE")[0]
        while (shorter := _INNER.sub(r"\1", chosen)) != chosen:
            chosen = shorter
        yield from re.findall(r"\?\w+", chosen)


def origins() -> Iterator[str]:
    """How a role of a frame was filled, as `kg explain --text` tells it."""
    for name in ("roles", "around", "nouns"):
        for node in ast.walk(ast.parse((KG / "facts" / f"{name}.py").read_text("utf-8"))):
            pair = node.elts if isinstance(node, ast.Tuple) and len(node.elts) == 2 else []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Filled":
                pair = node.args[:2]
            how = template(pair[1]) if len(pair) == 2 else None
            if how and how.islower():
                yield from (f"{VALUE}: {VALUE} — {how}{default}" for default in ("", ", by default"))


def all_messages() -> list[str]:
    told = (m for path in sorted(KG.rglob("*.py")) for m in found(path))
    return list(dict.fromkeys([*told, *heads(), *origins()]))


def missing() -> list[str]:
    """Messages without Chinese in the catalogue."""
    known = messages()
    return [m for m in all_messages() if not known.get(m)]


if __name__ == "__main__":
    sys.stdout.writelines(f"{message!r}\n" for message in missing())
