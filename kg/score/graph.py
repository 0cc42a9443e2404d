"""A Turtle file as look-up tables."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from kg.model import DataError
from kg.schema import KG
from kg.score.compare import plain


class Graph:
    """The graph as look-up tables; IRIs keep their angle brackets, literals are their text."""

    def __init__(self, turtle: Path) -> None:
        from pyoxigraph import Literal, RdfFormat, parse

        try:
            triples = list(parse(path=str(turtle), format=RdfFormat.TURTLE))
        except OSError as error:
            raise DataError(f"no graph at {turtle}: run `kg build` first") from error
        except SyntaxError as error:
            raise DataError(f"{turtle}: {error}") from error
        self.out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.back: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for t in sorted(triples, key=str):
            literal = isinstance(t.object, Literal)
            value = t.object.value if literal else str(t.object)
            self.out[str(t.subject)][local(t.predicate.value)].append(value)
            if not literal:
                self.back[value][local(t.predicate.value)].append(str(t.subject))
        self.documents: dict[str, list[str]] = defaultdict(list)
        for subject, properties in sorted(self.out.items()):
            for identifier in properties.get("identifier", ()):
                self.documents[identifier].append(subject)

    def one(self, node: str, name: str) -> str | None:
        found = self.out.get(node, {}).get(name)
        return found[0] if found else None

    def kinds(self, node: str) -> set[str]:
        return {
            t.removeprefix(f"<{KG}").rstrip(">")
            for t in self.out.get(node, {}).get("type", ())
            if t.startswith(f"<{KG}")
        }

    def label(self, node: str) -> str:
        return self.one(node, "label") or node.strip("<>")

    def names(self, node: str) -> set[str]:
        return {plain(n) for key in ("label", "altLabel") for n in self.out.get(node, {}).get(key, ())}

    def above(self, node: str) -> set[str]:
        """The node and all that it is part of."""
        found, todo = {node}, [node]
        while todo:
            for parent in self.out.get(todo.pop(), {}).get("partOf", ()):
                if parent not in found:
                    found.add(parent)
                    todo.append(parent)
        return found


def local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]
