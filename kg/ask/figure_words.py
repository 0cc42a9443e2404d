"""The words of figures: `[figures]` and its tables in the TOML files of question rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.ask.model import FigureWords

TABLES = ("figures", "modes", "spans", "asked", "measures")
LISTS = (
    "asking",
    "many",
    "dated",
    "nouns",
    "vague",
    "whole",
    "which",
    "greatest",
    "phases",
    "light",
    "changes",
    "shares",
    "times",
    "soft",
    "plans",
    "events",
    "inside",
    "telling",
    "past",
    "former",
    "unjoined",
    "within",
    "limits",
    "spends",
)
# any figure of ?x, whatever it measures
FIGURE = "?x kg:measure|kg:observation ?figure . ?figure kg:indicator ?indicator ; kg:value ?value ; kg:unit ?unit ."

Texts = Callable[[object, str], list[str]]  # a list of texts, or DataError


def figure_words(tables: Mapping[str, Mapping[str, object]], texts: Texts) -> FigureWords:
    """Of the merged tables; `texts` checks a list."""
    lists = {
        name: tuple(sorted(set(texts(tables["figures"].get(name, []), name)), key=lambda w: (-len(w), w)))
        for name in LISTS
    }
    return FigureWords(
        **lists,
        spent=str(tables["figures"].get("spent", "")),
        modes={str(k): str(v) for k, v in tables["modes"].items()},
        asked={str(k): tuple(texts(v, k)) for k, v in tables["asked"].items()},
        spans={str(k): str(v) for k, v in tables["spans"].items()},
        measures={str(k): str(v) for k, v in tables["measures"].items()},
    )
