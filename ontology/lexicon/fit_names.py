#!/usr/bin/env python3
"""Fit the weights by which names are judged: names.tsv, from pages with gold, labelled articles and drawn sentences.

    python ontology/lexicon/fit_names.py SHARED [--without SOURCE] [--out FILE]

SHARED holds `real/` (folds 1 to 4 are read, 5 never), `gold/` + `pages/`, `corpus/`, `raw/` and `mining/articles.jsonl.gz`.
labels.tsv beside this file says for 8,424 places of 404 articles of `mining/` where a name that ends there begins: numbers
of articles and offsets, no text; six readers wrote it who saw no rules. judged.tsv says the same of ends that the scorer took for
names or nearly did, in pages of `raw/` with odd numbers (the even ones are for audits, but for 88 that readers annotated whole) and in `mining/`. To these come two sentences for each name (a person or
a body, a transitive verb of jieba's dictionary drawn with a seed, the name), which teach the left edge alone. Equal inputs
give equal weights. It wants numpy. `--without` leaves a source out, to judge the rest by it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import jieba
import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from kg.examples import cases as rule_cases  # noqa: E402
from kg.examples import figure_cases  # noqa: E402
from kg.extract import (  # noqa: E402
    Tools,
    link_article,
    load_figure_book,
    load_tools,
    read_mentions,
)
from kg.link.places import page_context  # noqa: E402
from kg.model import Article, Document, Mention, Span  # noqa: E402
from kg.names.candidates import KINDS, Candidate  # noqa: E402
from kg.names.features import by_group  # noqa: E402
from kg.names.inside import Features  # noqa: E402
from kg.names.kinds import KINDS_OF, kind_features, merged  # noqa: E402
from kg.names.scorer import NameScorer  # noqa: E402
from kg.pages.cut import cut_articles  # noqa: E402
from kg.pages.read import find_pages, read_document  # noqa: E402

SEED = 20261130
ROUNDS, RATE, PRIOR = 160, 0.12, 1.0  # of Adam; PRIOR is the weight of the squares of the weights
SEEN = 3  # a feature met less often has no weight
DRAWN = 0.15  # weight of a drawn sentence
SMALL = 0.005  # weights below are left out
COMMON = 30  # count in jieba's dictionary from which a verb is drawn
SOURCES = {
    "china-data/xwlb": "broadcast",
    "DuckBurnIncense/xin-wen-lian-bo": "broadcast",
    "likgjava/eb": "portal",
    "HappyShadowWalker/ChineseTextClassify": "web2006",
}
RAW = {
    "broadcast-2012-2025.zip": "broadcast",
    "portal-2011.zip": "portal",
    "web-2006.zip": "web2006",
    "policy-and-local-news.zip": "ranxi2001/information-extraction-policy-news",
}
JUDGED = 1500  # characters of an article of `mining/` that were looked at for judged.tsv
OLD = "old"
AGENTS = [
    "记者",
    "市长",
    "有关部门",
    "县里",
    "市水务局",
    "村民",
    "公司",
    "专家组",
    "省里",
    "他",
    "代表们",
    "调研组一行",
    "李明",
    "工人",
    "当地政府",
    "项目部",
    "董事长赵刚",
    "评审专家",
]


@dataclass
class Case:
    """A candidate with what is right: where the name begins (None: there is none), of which classes it may be."""

    source: str
    page: str
    text: str
    candidate: Candidate
    options: list[tuple[int, Features]]
    start: int | None
    kinds: list[str] = field(default_factory=list)
    drawn: bool = False


class Recorder:
    """Stands where the scorer stands and keeps what it would judge."""

    def __init__(self, scorer: NameScorer) -> None:
        self.scorer, self.seen = scorer, []  # type: ignore[var-annotated]

    def choose(
        self, text: str, known: Sequence[Mention], found: Sequence[Mention], own: object = None
    ) -> Sequence[Mention]:
        for candidate, options in self.scorer.featured(text, known, found):
            grouped = [(start, by_group(candidate.group, f)) for start, f in options[1:]]
            self.seen.append((text, candidate, [options[0], *grouped]))
        return found


def main() -> None:
    """Parse the arguments, gather the cases, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--without", default="")
    parser.add_argument("--out", type=Path, default=HERE / "names.tsv")
    given = parser.parse_args()
    tools = load_tools()
    scorer = tools.finder.scorer
    recorder = tools.finder.scorer = Recorder(scorer)  # type: ignore[assignment]
    cases = [c for c in gathered(given.shared, tools, recorder) if c.source != given.without]
    cases += list(drawn(cases, tools, recorder))
    weights = fit([edge_data(c) for c in cases])
    weights.update(fit(list(kind_data(cases, scorer))))
    with given.out.open("w", encoding="utf-8") as file:
        file.write("feature\tweight\n")
        file.writelines(f"{n}\t{w:.3f}\n" for n, w in sorted(weights.items()) if abs(w) >= SMALL)


def gathered(shared: Path, tools: Tools, recorder: Recorder) -> Iterator[Case]:
    """The cases of pages with gold and of labelled articles, without debatable ones."""
    with (shared / "real" / "folds.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["fold"] != "5"]
    for row in rows:
        source = SOURCES.get(row["source"], row["source"])
        page = row["page"]
        yield from gold_cases(
            shared / "real/pages" / f"{page}.txt",
            shared / "real/gold" / f"{page}.json",
            source,
            tools,
            recorder,
        )
    for pages, golds in ((shared / "pages", shared / "gold"), (shared / "corpus", shared / "corpus/gold")):
        for gold in sorted(golds.glob("*.json")):
            yield from gold_cases(pages / f"{gold.stem}.txt", gold, OLD, tools, recorder)
    yield from of_examples(tools, recorder)
    yield from labelled(shared, tools, recorder)
    yield from judged(shared, tools, recorder)


def of_examples(tools: Tools, recorder: Recorder) -> Iterator[Case]:
    """Names in the examples of our rules: those that a name rule finds, and the subjects of facts."""
    figures = figure_cases(load_figure_book())
    for case in (*rule_cases(tools.rules), *figures):
        if case.kind == "anaphor" or case.example.place not in ("", "山西省"):
            continue
        names = {fact.split(" ")[1 if case.kind == "name" else 0] for fact in case.example.facts}
        text = case.example.text
        for found, candidate, options in read(*of_text(text), tools, recorder):
            name = max((n for n in names if text.endswith(n, 0, candidate.end)), key=len, default="")
            if name:
                kinds = [
                    f.split(" ")[0] for f in case.example.facts if case.kind == "name" and f.endswith(name)
                ]
                start = candidate.end - len(name)
                yield Case(OLD, f"E{case.rule}", found, candidate, options, start, kinds[:1])


def gold_cases(page: Path, gold: Path, source: str, tools: Tools, recorder: Recorder) -> Iterator[Case]:
    """Those of one page."""
    wanted = json.loads(gold.read_text("utf-8"))
    optional = set(wanted.get("optional", {}).get("entities", []))
    document = read_document(find_pages([page]).pages[0])
    for article in cut_articles(document, tools.cues, 1):
        spans: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
        for entity in (e for e in wanted["entities"] if e["type"] in KINDS):
            for form in sorted({*entity["mentions"], entity["name"], *entity.get("aliases", [])}):
                if len(form) < 2 or "等" in form:
                    continue
                for at in places(article.text, form):
                    vague = entity["id"] in optional or (short(form, entity) and entity["type"] == "Project")
                    spans[at + len(form)].append((at, entity["type"], vague))
        for text, candidate, options in read(article, document, tools, recorder):
            found = spans.get(candidate.end)
            start, _, debatable = min(found) if found else (None, "", False)
            if not debatable:
                kinds = [k for s, k, _ in found or () if s == start]
                yield Case(source, page.stem, text, candidate, options, start, kinds)


def short(form: str, entity: Mapping[str, str]) -> bool:
    """Whether a form stands for a work rather than names it: 二期工程, 提标改造."""
    return form != entity["name"] and 2 * len(form) < len(entity["name"])


def places(text: str, form: str) -> Iterator[int]:
    """Where a form stands in a text."""
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def read(
    article: Article, document: Document, tools: Tools, recorder: Recorder
) -> list[tuple[str, Candidate, list[tuple[int, Features]]]]:
    """The candidates of an article."""
    recorder.seen.clear()
    found, values = read_mentions(article, document, tools)
    link_article(article, found, values, page_context([found], tools.gazetteer), tools)
    return list(recorder.seen)


def of_text(text: str) -> tuple[Article, Document]:
    """A text as an article of its own."""
    return Article("t-1", "t", "", Span(0, len(text)), text, tuple(range(len(text)))), Document(
        "t", "t", text
    )


def labelled(shared: Path, tools: Tools, recorder: Recorder) -> Iterator[Case]:
    """Those of labels.tsv; a `+` row tells a name that ends in no head, and says nothing for sure."""
    labels: dict[int, dict[int, tuple[str, str, str]]] = defaultdict(dict)
    with (HERE / "labels.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            labels[int(row["article"])][int(row["end"])] = (row["start"], row["kinds"], row["sure"])
    with gzip.open(shared / "mining/articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number not in labels:
                continue
            source, whole = json.loads(line)[:2]
            ends = labels[number]
            text = whole[: min(len(whole), max(ends) + 1)]
            for found, candidate, options in read(*of_text(text), tools, recorder):
                headless = candidate.group in (
                    "trade",
                    "item",
                )  # no place of theirs was marked, but most were told
                start, kinds, sure = ends.get(candidate.end, ("", "", "" if headless else "+"))
                if (kinds and not sure.endswith("1")) or (sure.startswith("+") and not headless):
                    continue
                begins = int(start) if start else None
                yield Case(
                    source, f"L{number}", found, candidate, options, begins, kinds.split("/") if kinds else []
                )


def judged(shared: Path, tools: Tools, recorder: Recorder) -> Iterator[Case]:
    """Those of judged.tsv: `text` is a number in `mining/` or a page of `raw/`; offsets are of the file."""
    labels: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    with (HERE / "judged.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            labels[row["text"]][int(row["end"])] = (row["start"], row["kinds"])
    for source, document, ends in judged_texts(shared, labels):
        for article in cut_articles(document, tools.cues, 1):
            for found, candidate, options in read(article, document, tools, recorder):
                start, kinds = ends.get(article.offsets[candidate.end - 1] + 1, (None, ""))
                if start is not None and candidate.group != "item":  # readers saw no head behind the list
                    begins = article.offsets.index(int(start)) if start else None
                    case = f"J{document.identifier}-{article.identifier}"
                    yield Case(
                        source, case, found, candidate, options, begins, kinds.split("/") if kinds else []
                    )


Labels = Mapping[str, dict[int, tuple[str, str]]]


def judged_texts(shared: Path, labels: Labels) -> Iterator[tuple[str, Document, dict[int, tuple[str, str]]]]:
    """The source, the document and the labels of each text that has any."""
    for archive in sorted((shared / "raw").glob("*.zip")):
        for page in find_pages([archive]).pages:
            if page.source in labels:
                yield RAW[archive.name], read_document(page), labels[page.source]
    with gzip.open(shared / "mining/articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if str(number) in labels:
                source, text = json.loads(line)[:2]
                yield source, of_text(text[:JUDGED])[1], labels[str(number)]


def drawn(cases: Sequence[Case], tools: Tools, recorder: Recorder) -> Iterator[Case]:
    """Two sentences for each name: 记者 + 视察 + 名."""
    chance = random.Random(SEED)
    verbs = sorted(transitive())
    names: dict[str, str] = {}
    for case in cases:
        if case.start is not None and case.source != OLD:
            name = case.text[case.start : case.candidate.end]
            if len(name) >= 4:
                names.setdefault(name, case.source)
    for name, source in names.items():
        for _ in range(2):
            before = chance.choice(AGENTS) + chance.choice(verbs)
            for text, candidate, options in read(*of_text(f"{before}{name}。"), tools, recorder):
                if candidate.end == len(before) + len(name):
                    yield Case(source, "", text, candidate, options, len(before), drawn=True)


def transitive() -> Iterator[str]:
    """Verbs of two characters in jieba's dictionary."""
    with (Path(jieba.__path__[0]) / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, tag = line.split()
            if tag == "v" and len(word) == 2 and int(count) >= COMMON:
                yield word


Datum = tuple[list[Features], int, float]  # the options' features, the right one, the weight


def edge_data(case: Case) -> Datum | None:
    """A case as the fit wants it; None where the right beginning is none of the options."""
    options = case.options[1:] if case.drawn else case.options
    right = next(
        (i for i, (start, _) in enumerate(options) if start == (-1 if case.start is None else case.start)),
        None,
    )
    if right is None and case.candidate.whole:
        right = 0  # 通用 of 上海通用
    return None if right is None else ([f for _, f in options], right, DRAWN if case.drawn else 1.0)


def kind_data(cases: Sequence[Case], scorer: NameScorer) -> Iterator[Datum]:
    """The class of each name of an article, by all its mentions."""
    names: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.start is not None and case.kinds:
            names[case.page, case.text[:40], case.text[case.start : case.candidate.end]].append(case)
    for found in names.values():
        kinds = KINDS_OF.get(found[0].candidate.group, ())
        if found[0].kinds[0] not in kinds:
            continue
        features = merged(
            [
                kind_features(
                    c.candidate,
                    c.start or 0,
                    scorer.verbs,
                    scorer.classes,
                    [scorer.words.word(token) for token in c.candidate.tokens],
                )
                for c in found
            ]
        )
        options = [{f"kind.{kind}.{name}": value for name, value in features.items()} for kind in kinds]
        yield options, kinds.index(found[0].kinds[0]), 1.0


def fit(given: Sequence[Datum | None]) -> dict[str, float]:
    """Weights of a log-linear choice between options, by Adam over all data at once."""
    data = [d for d in given if d is not None]
    seen: Counter[str] = Counter()
    for options, _, _ in data:
        seen.update({n for f in options for n, v in f.items() if v})
    index = {name: i for i, name in enumerate(sorted(n for n, count in seen.items() if count >= SEEN))}
    columns, values, rows, option_case, right, weight = [], [], [], [], [], []
    number = 0
    for case, (options, best, share) in enumerate(data):
        right.append(number + best)
        weight.append(share)
        for features in options:
            for name, value in features.items():
                if value and name in index:
                    columns.append(index[name])
                    values.append(value)
                    rows.append(number)
            option_case.append(case)
            number += 1
    column, value, row = np.array(columns), np.array(values), np.array(rows)
    of, share = np.array(option_case), np.array(weight)
    first = np.searchsorted(of, np.arange(len(data)))
    wanted = np.zeros(number)
    wanted[right] = 1
    weights, mean, square = np.zeros(len(index)), np.zeros(len(index)), np.zeros(len(index))
    for step in range(1, ROUNDS + 1):
        score = np.bincount(row, weights=weights[column] * value, minlength=number)
        score = np.exp(score - np.maximum.reduceat(score, first)[of])
        error = (score / np.add.reduceat(score, first)[of] - wanted) * share[of]
        slope = np.bincount(column, weights=error[row] * value, minlength=len(index)) + PRIOR * weights
        slope /= share.sum()
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        rate = RATE * (1 if step < ROUNDS * 0.6 else 0.3)
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {name: float(weights[i]) for name, i in index.items()}


if __name__ == "__main__":
    main()
