"""Shanhe 山河: knowledge graphs from newspapers, with the quote behind every fact.

    import kg

    kg.build("pages", "graph")
    graph = kg.open("graph")
    graph.explain("汾河")

docs/api.md has all of it. What is not in `__all__` is not public.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "AnswerRow",
    "Correction",
    "DataError",
    "Date",
    "Explanation",
    "Fact",
    "Graph",
    "Name",
    "Quantity",
    "Quote",
    "Reading",
    "Rows",
    "Summary",
    "Thing",
    "__version__",
    "as_json",
    "build",
    "correct",
    "open",
    "read",
]

if TYPE_CHECKING:
    from kg.api.building import build as build
    from kg.api.corrections import Correction as Correction
    from kg.api.corrections import correct as correct
    from kg.api.graph import Graph as Graph
    from kg.api.graph import open as open
    from kg.api.reading import read as read
    from kg.api.values import Answer as Answer
    from kg.api.values import AnswerRow as AnswerRow
    from kg.api.values import Explanation as Explanation
    from kg.api.values import Fact as Fact
    from kg.api.values import Name as Name
    from kg.api.values import Quote as Quote
    from kg.api.values import Reading as Reading
    from kg.api.values import Rows as Rows
    from kg.api.values import Thing as Thing
    from kg.api.values import as_json as as_json
    from kg.model import DataError as DataError
    from kg.model import Date as Date
    from kg.model import Quantity as Quantity
    from kg.outputs import Summary as Summary
else:
    _HOMES = {
        "kg.api.building": ("build",),
        "kg.api.corrections": ("Correction", "correct"),
        "kg.api.graph": ("Graph", "open"),
        "kg.api.reading": ("read",),
        "kg.api.values": (
            *("Answer", "AnswerRow", "Explanation", "Fact", "Name", "Quote", "Reading", "Rows", "Thing"),
            "as_json",
        ),
        "kg.model": ("DataError", "Date", "Quantity"),
        "kg.outputs": ("Summary",),
    }

    def __getattr__(name: str) -> object:
        """Imported when first asked for: the parts of the package import each other, and `kg --help` needs none."""
        for home, names in _HOMES.items():
            if name in names:
                found = getattr(import_module(home), name)
                globals()[name] = found
                return found
        raise AttributeError(f"module 'kg' has no attribute '{name}'")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
