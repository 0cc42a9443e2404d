"""Precision, recall and F1 of a graph against gold files, by the rules of the annotation guide.

Entities are matched page by page on class and name (cities and counties also on their path through kg:partOf),
facts on subject, relation and object. What the gold marks as optional counts neither way.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import DataError
from kg.schema import KG

CORE = (
    "Province",
    "City",
    "County",
    "Township",
    "Village",
    "River",
    "Project",
    "Agency",
    "Company",
    "Policy",
)
EXTENDED = ("Zone", "Lake", "Reservoir", "ProtectedArea", "MonitoringSection", "Facility", "Institution")
QUANTITIES = ("measure", "observation")
RELATIONS = (
    "partOf", "locatedIn", "flowsThrough", "tributaryOf", "onRiver", "investment", "fundedBy", "undertakenBy", "subProjectOf",
    "status", "startDate", "completionDate", "issuedBy", "issueDate", "effectiveDate", "appliesTo", "jurisdiction",
    "subOrganizationOf", "designatedAs", "measure", "observation",
)  # fmt: skip
INFERRED = ("locatedIn", "partOf", "flowsThrough")  # a true larger area beside the right one is no fault
PARTS = ("page", "articles", "entities", "facts")  # of a gold file
SLACK = 30  # characters between a gold beginning and ours
TOLERANCE = 0.005  # half a per cent

_DROPPED = re.compile("[\\s\"'“”‘’「」『』《》〈〉()\\[\\]【】〔〕·,、。-]|—|–|―|－")
_UNITS = {
    "mw": ("kw", 1e3), "gw": ("kw", 1e6), "兆瓦": ("kw", 1e3), "千瓦": ("kw", 1), "km": ("m", 1e3), "公里": ("m", 1e3), "千米": ("m", 1e3),
    "米": ("m", 1), "km2": ("m2", 1e6), "平方公里": ("m2", 1e6), "平方千米": ("m2", 1e6), "平方米": ("m2", 1), "公顷": ("亩", 15), "ha": ("亩", 15),
    "吨": ("t", 1), "kg": ("t", 1e-3), "千克": ("t", 1e-3), "公斤": ("t", 1e-3), "立方米": ("m3", 1), "千瓦时": ("kwh", 1), "度": ("kwh", 1),
    "元": ("cny", 1), "秒": ("s", 1),
}  # fmt: skip

Gold = Mapping[str, object]
Row = tuple[str, str]
Fact = tuple[str, str, str]  # subject, relation, object; IRIs in angle brackets as N-Triples has them


@dataclass(slots=True)
class Score:
    """Counts (tp, fp, fn) by (tier, class or →relation), and what was missed or extra, a line each."""

    rows: dict[Row, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, Counter[str]]:
        """Counts by `core entities`, `core facts`, …; articles are not among them."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for (tier, name), counts in self.rows.items():
            if tier != "articles":
                found[f"{tier} {'facts' if name.startswith('→') else 'entities'}"].update(counts)
        return found


def score_graph(turtle: Path, gold: Sequence[Path], *, pages: Path | None = None) -> Score:
    """Score a Turtle file. Raises DataError for an unreadable file, or a gold page that the graph does not hold."""
    graph = _Graph(turtle)
    score = Score()
    for path in gold:
        table = _json(path)
        text = _text(pages / f"{table['page']}.txt") if pages is not None else None
        _Page(table, graph, score).run(text)
    return score


def figures(counts: Mapping[str, int]) -> dict[str, float]:
    """Precision, recall and F1 to four digits, and the counts."""
    tp, fp, fn = (counts.get(k, 0) for k in ("tp", "fp", "fn"))
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    f1 = round(2 * p * r / (p + r), 4) if p + r else 0.0
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": f1, **counts}


def format_table(score: Score) -> str:
    """The figures as a table."""
    lines = [f"{'':<34}{'P':>7}{'R':>7}{'F1':>7}{'tp':>6}{'fp':>6}{'fn':>6}"]
    ordered = sorted(score.rows.items(), key=lambda kv: (kv[0][0], kv[0][1].startswith("→"), kv[0][1]))
    named = [(f"{tier} {name}", counts) for (tier, name), counts in ordered]
    named += [(f"TOTAL {name}", counts) for name, counts in sorted(score.totals.items())]
    for name, counts in named:
        f = figures(counts)
        shares = "".join(f"{f[k]:>7.3f}" for k in ("precision", "recall", "f1"))
        lines.append(f"{name:<34}{shares}" + "".join(f"{counts[k]:>6}" for k in ("tp", "fp", "fn")))
    return "\n".join(lines)


def as_json(score: Score) -> str:
    """The figures as JSON: totals by name, all rows under `rows`."""
    rows = {f"{tier} {name}": figures(counts) for (tier, name), counts in score.rows.items()}
    return json.dumps(
        {**{k: figures(c) for k, c in score.totals.items()}, "rows": rows}, ensure_ascii=False, indent=1
    )


def plain(name: object) -> str:
    """A name as compared: width folded, no white space, quotes, brackets or dashes."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", str(name))).lower()


def _json(path: Path) -> Gold:
    try:
        table: Gold = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: no gold file: {error}") from error
    missing = [key for key in PARTS if key not in table] if isinstance(table, dict) else list(PARTS)
    if missing:
        raise DataError(f"{path}: no gold file: it lacks {', '.join(missing)}")
    return table


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}; --pages wants the folder of the page texts") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not UTF-8, and gold is scored on UTF-8 texts only") from error


class _Graph:
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
            self.out[str(t.subject)][_local(t.predicate.value)].append(value)
            if not literal:
                self.back[value][_local(t.predicate.value)].append(str(t.subject))
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


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


class _Page:
    """Scores one page into a Score."""

    def __init__(self, gold: Gold, graph: _Graph, score: Score) -> None:
        self.graph, self.score = graph, score
        self.page = str(gold["page"])
        self.entities: list[Gold] = list(gold["entities"])  # type: ignore[call-overload]
        self.facts: list[Gold] = list(gold["facts"])  # type: ignore[call-overload]
        self.gold_articles: list[Gold] = list(gold["articles"])  # type: ignore[call-overload]
        optional: Mapping[str, list[object]] = gold.get("optional", {})  # type: ignore[assignment]
        self.optional_entities = set(optional.get("entities", ()))
        self.optional_facts = set(optional.get("facts", ()))
        if self.page not in graph.documents:
            raise DataError(f'the graph has no document with dcterms:identifier "{self.page}"')
        self.articles = sorted({a for d in graph.documents[self.page] for a in graph.back[d]["isPartOf"]})
        self.found = sorted({e for a in self.articles for e in graph.back[a]["mentionedIn"]})
        self.predicted = self._predicted()

    def run(self, text: str | None) -> None:
        if text is not None:
            self._score_articles(text)
        self.pairs = self._match_entities()
        self._score_entities()
        used, ignored = self._score_gold_facts()
        self._score_extra_facts(used | ignored)

    def kind(self, node: str) -> str | None:
        kinds = self.graph.kinds(node)
        return next((k for k in (*CORE, *EXTENDED) if k in kinds), None)

    def _predicted(self) -> dict[Fact, str]:
        claims = {c for a in self.articles for c in self.graph.back[a]["wasDerivedFrom"]}
        found: dict[Fact, str] = {}
        for claim in sorted(claims):
            if "Claim" not in self.graph.kinds(claim) or self.graph.one(claim, "modality") == "denied":
                continue
            parts = tuple(self.graph.one(claim, k) for k in ("subject", "predicate", "object"))
            subject, predicate, object_ = parts
            if subject and predicate and object_ is not None and predicate.startswith(f"<{KG}"):
                found[subject, predicate, object_] = _local(predicate.strip("<>"))
        return found

    def _match_entities(self) -> dict[str, str]:
        pairs: dict[str, str] = {}
        for exact in (True, False):
            for node in self.found:
                if node not in pairs:
                    match = self._match(node, exact, set(pairs.values()))
                    if match is not None:
                        pairs[node] = match
        return pairs

    def _match(self, node: str, exact: bool, taken: set[str]) -> str | None:
        kind = self.kind(node)
        names = {plain(self.graph.label(node))} if exact else self.graph.names(node)
        for e in self.entities:
            if e["type"] != kind or e["id"] in taken:
                continue
            wanted = {plain(e["name"])} if exact else {plain(n) for n in (e["name"], *e.get("aliases", ()))}  # type: ignore[misc]
            if names & wanted and (kind not in ("City", "County") or self._lies_in(node, str(e["path"]))):
                return str(e["id"])
        return None

    def _lies_in(self, node: str, path: str) -> bool:
        wanted = {plain(p) for p in path.split("/")[:-1]} or {""}
        return wanted <= {plain(self.graph.label(n)) for n in self.graph.above(node)}

    def _score_entities(self) -> None:
        matched = set(self.pairs.values())
        for e in self.entities:
            if e["id"] not in self.optional_entities:
                hit = e["id"] in matched
                self._count(_tier(str(e["type"])), str(e["type"]), "tp" if hit else "fn")
                if not hit:
                    self._note(f"missed  {e['type']!s:<18}{e['name']}")
        for node in self.found:
            kind = self.kind(node)
            if node not in self.pairs and kind:
                self._count(_tier(kind), kind, "fp")
                self._note(f"extra   {kind:<18}{self.graph.label(node)}")

    def _score_gold_facts(self) -> tuple[set[Fact], set[Fact]]:
        names = {e["id"]: e["name"] for e in self.entities}
        used: set[Fact] = set()
        ignored: set[Fact] = set()
        for index, fact in enumerate(self.facts):
            relation, other = str(fact["p"]), fact["o"] if isinstance(fact["o"], str) else None
            found = next(
                (
                    t
                    for t, r in self.predicted.items()
                    if t not in used and r == relation and self._same(fact, t)
                ),
                None,
            )
            if found:
                used.add(found)
            if (
                index in self.optional_facts
                or fact["s"] in self.optional_entities
                or other in self.optional_entities
            ):
                ignored.update([found] if found else [])
                continue
            self._count(self._fact_tier(relation, fact["s"], other), f"→{relation}", "tp" if found else "fn")
            if not found:
                shown = names.get(other) or json.dumps(fact["o"], ensure_ascii=False)
                self._note(f"missed  →{relation:<17}{names[fact['s']]} → {shown}")
        return used, ignored

    def _score_extra_facts(self, used: set[Fact]) -> None:
        for triple, relation in sorted(self.predicted.items()):
            subject, other = self.pairs.get(triple[0]), self.pairs.get(triple[2])
            if triple in used or relation not in RELATIONS or {subject, other} & self.optional_entities:
                continue
            if relation in INFERRED and self._larger_area(triple, used):
                continue
            self._count(self._fact_tier(relation, subject, other), f"→{relation}", "fp")
            self._note(
                f"extra   →{relation:<17}{self.graph.label(triple[0])} → {self._shown(triple[2], relation)}"
            )

    def _larger_area(self, triple: Fact, used: Iterable[Fact]) -> bool:
        right = {t[2] for t in used if t[:2] == triple[:2]}
        above = {a for area in right for a in self.graph.above(area)} - right
        return triple[2] in above

    def _same(self, fact: Gold, triple: Fact) -> bool:
        wanted, node, relation = fact["o"], triple[2], str(fact["p"])
        if self.pairs.get(triple[0]) != fact["s"]:
            return False
        if relation in QUANTITIES and isinstance(wanted, dict):
            value, unit, name = (self.graph.one(node, k) for k in ("value", "unit", "indicator"))
            return _same_quantity(wanted, value, unit) and _similar(wanted["name"], name)
        if relation == "investment":
            return _close(wanted["value"] if isinstance(wanted, dict) else wanted, node)
        if relation == "designatedAs":
            return _similar(wanted["text"] if isinstance(wanted, dict) else wanted, node)
        if relation == "status":
            return node in (f"<{KG}{wanted}>", wanted)
        if node.startswith("<"):
            return self.pairs.get(node) == wanted
        return node == str(wanted)

    def _fact_tier(self, relation: str, subject: object, other: object) -> str:
        if relation in QUANTITIES:
            return "quantities"
        kinds = {e["id"]: e["type"] for e in self.entities}
        extended = relation == "designatedAs" or any(
            kinds.get(x) in EXTENDED for x in (subject, other) if isinstance(x, str)
        )
        return "extended" if extended else "core"

    def _shown(self, node: str, relation: str) -> str:
        if relation in QUANTITIES:
            return " ".join(self.graph.one(node, k) or "" for k in ("indicator", "value", "unit"))
        return self.graph.label(node) if node.startswith("<") else node

    def _score_articles(self, text: str) -> None:
        offsets, squeezed = _squeezed(text)
        found: list[tuple[int, str]] = []
        for article in self.articles:
            start = self.graph.one(article, "charStart")
            if start is not None and int(start) < len(offsets):
                found.append((offsets[int(start)], self.graph.one(article, "title") or ""))
        for gold in self.gold_articles:
            position = squeezed.find(re.sub(r"\s", "", unicodedata.normalize("NFKC", str(gold["first"]))))
            near = min(found, key=lambda f: abs(f[0] - position), default=None) if position >= 0 else None
            if near is None or abs(near[0] - position) > SLACK:
                self._count("articles", "beginnings", "fn")
                continue
            found.remove(near)
            self._count("articles", "beginnings", "tp")
            if gold["title"]:
                self._count("articles", "titles", "tp" if _similar(gold["title"], near[1]) else "fn")
        self.score.rows["articles", "beginnings"].update({"fp": len(found)})
        self.score.rows["articles", "titles"].update({})

    def _count(self, tier: str, name: str, what: str) -> None:
        self.score.rows[tier, name][what] += 1

    def _note(self, line: str) -> None:
        self.score.notes.append(f"{self.page}  {line}")


def _tier(kind: str) -> str:
    return "core" if kind in CORE else "extended"


def _squeezed(text: str) -> tuple[list[int], str]:
    """For each character its offset in the text without white space, and that text, width folded."""
    offsets: list[int] = []
    signs: list[str] = []
    for sign in text:
        offsets.append(len(signs))
        signs.extend(c for c in unicodedata.normalize("NFKC", sign) if not c.isspace())
    return offsets, "".join(signs)


def _close(a: object, b: object) -> bool:
    try:
        x, y = float(str(a)), float(str(b))
    except ValueError:
        return plain(a) == plain(b)
    return abs(x - y) <= TOLERANCE * max(abs(x), abs(y), 1e-12)


def _same_quantity(gold: Mapping[str, object], value: str | None, unit: str | None) -> bool:
    a_unit, a_factor = _UNITS.get(plain(gold["unit"]), (plain(gold["unit"]), 1))
    b_unit, b_factor = _UNITS.get(plain(unit or ""), (plain(unit or ""), 1))
    if a_unit != b_unit:
        return False
    try:
        return _close(float(str(gold["value"])) * a_factor, float(value or "") * b_factor)
    except ValueError:
        return plain(gold["value"]) == plain(value)


def _similar(a: object, b: object) -> bool:
    """Free text that says the same: one holds the other, or most of their pairs of characters are shared."""
    x, y = plain(a), plain(b)
    if not x or not y:
        return False
    if x in y or y in x:
        return min(len(x), len(y)) / max(len(x), len(y)) >= 0.4
    p, q = ({s[i : i + 2] for i in range(len(s) - 1)} for s in (x, y))
    return bool(p and q) and 2 * len(p & q) / (len(p) + len(q)) >= 0.5
