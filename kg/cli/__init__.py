"""The `kg` command: each command parses, calls one function, prints. Nothing else prints or exits."""

from kg.cli import ask, correct, diff, graph, pages, query, rules
from kg.cli.app import app, in_order, main

in_order()

__all__ = ["app", "ask", "correct", "diff", "graph", "main", "pages", "query", "rules"]
