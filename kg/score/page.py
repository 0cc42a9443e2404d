"""Score one page of a graph against its gold."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.model import DataError
from kg.schema import KG, Schema
from kg.score.compare import close, plain, same_indicator, same_quantity, similar, squeezed
from kg.score.counts import Score
from kg.score.graph import Graph, local

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
STATUS = f"<{KG}status>"
SLACK = 30  # characters between a gold beginning and ours

Gold = Mapping[str, object]
Fact = tuple[str, str, str]  # subject, relation, object; IRIs in angle brackets as N-Triples has them


class PageScore:
    """Scores one page into a Score."""

    def __init__(self, gold: Gold, graph: Graph, score: Score, schema: Schema | None = None) -> None:
        self.own = schema.own if schema is not None else {}
        self.relations = (*RELATIONS, *(schema.relations if schema is not None else ()))
        self.graph, self.score = graph, score
        self.page = str(gold["page"])
        self.entities: list[Gold] = list(gold["entities"])  # type: ignore[call-overload]
        self.types = {str(e["type"]) for e in self.entities}
        self.facts: list[Gold] = list(gold["facts"])  # type: ignore[call-overload]
        self.gold_articles: list[Gold] = list(gold["articles"])  # type: ignore[call-overload]
        optional: Mapping[str, list[object]] = gold.get("optional", {})  # type: ignore[assignment]
        self.optional_entities = set(optional.get("entities", ()))
        self.optional_facts = set(optional.get("facts", ()))
        if self.page not in graph.documents:
            raise DataError(f'the graph has no document with dcterms:identifier "{self.page}"')
        self.articles = sorted({a for d in graph.documents[self.page] for a in graph.back[d]["isPartOf"]})
        found = {e for a in self.articles for e in graph.back[a]["mentionedIn"]}
        self.found = sorted(found, key=lambda node: node.strip("<>"))
        self.above_gold = self._areas_above_gold()
        self.rules: dict[Fact, set[str]] = {}
        self.predicted = self._predicted()

    def run(self, text: str | None) -> None:
        if text is not None:
            self._score_articles(text)
        self.pairs = self._match_entities()
        self._score_entities()
        used, ignored = self._score_gold_facts()
        self._score_extra_facts(used | ignored)

    def kind(self, node: str) -> str | None:
        """Its class; one of the user's where the gold has things of that."""
        kinds = self.graph.kinds(node)
        own = sorted(kinds & self.own.keys() & self.types, key=lambda k: -len(self.own[k].above))
        return next((k for k in (*own, *CORE, *EXTENDED) if k in kinds), None)

    def _tier(self, kind: str) -> str:
        return _tier(self.own[kind].kinds[0] if kind in self.own else kind)

    def _predicted(self) -> dict[Fact, str]:
        claims = {c for a in self.articles for c in self.graph.back[a]["wasDerivedFrom"]}
        found: dict[Fact, str] = {}
        for claim in sorted(claims):
            if "Claim" not in self.graph.kinds(claim) or self.graph.one(claim, "modality") == "denied":
                continue
            parts = tuple(self.graph.one(claim, k) for k in ("subject", "predicate", "object"))
            subject, predicate, object_ = parts
            if subject and predicate and object_ is not None and predicate.startswith(f"<{KG}"):
                if predicate == STATUS and object_ not in self.graph.out[subject].get("status", ()):
                    continue  # a state that is only planned makes no plain triple, and no fact
                found[subject, predicate, object_] = local(predicate.strip("<>"))
                rules = self.rules.setdefault((subject, predicate, object_), set())
                rules.add(self.graph.one(claim, "rule") or "")
        return found

    def _areas_above_gold(self) -> dict[tuple[object, object], set[str]]:
        """By subject and relation the names of the areas above those that the gold gives, found or not."""
        above = {e["id"]: {plain(n) for n in str(e.get("path", "")).split("/")[:-1]} for e in self.entities}
        found: dict[tuple[object, object], set[str]] = defaultdict(set)
        for fact in self.facts:
            if fact["p"] in INFERRED and isinstance(fact["o"], str):
                found[fact["s"], fact["p"]] |= above.get(fact["o"], set())
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
                self._count(self._tier(str(e["type"])), str(e["type"]), "tp" if hit else "fn")
                if not hit:
                    self._note(f"missed  {e['type']!s:<18}{e['name']}")
        for node in self.found:
            kind = self.kind(node)
            if node not in self.pairs and kind:
                self._count(self._tier(kind), kind, "fp")
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
                self._judge(found, "optional")
                continue
            self._judge(found, "right")
            self._count(self._fact_tier(relation, fact["s"], other), f"→{relation}", "tp" if found else "fn")
            if not found:
                shown = names.get(other) or json.dumps(fact["o"], ensure_ascii=False)
                self._note(f"missed  →{relation:<17}{names[fact['s']]} → {shown}")
        return used, ignored

    def _score_extra_facts(self, used: set[Fact]) -> None:
        for triple, relation in sorted(self.predicted.items()):
            subject, other = self.pairs.get(triple[0]), self.pairs.get(triple[2])
            if triple in used or relation not in self.relations or {subject, other} & self.optional_entities:
                continue
            if relation in INFERRED and self._larger_area(triple, used):
                continue
            self._judge(triple, "wrong")
            self._count(self._fact_tier(relation, subject, other), f"→{relation}", "fp")
            self._note(
                f"extra   →{relation:<17}{self.graph.label(triple[0])} → {self._shown(triple[2], relation)}"
            )

    def _larger_area(self, triple: Fact, used: Iterable[Fact]) -> bool:
        """Whether an area lies above one that the gold gives: true by inference, as 山西省 is beside 晋中市."""
        stated = (self.pairs.get(triple[0]), self.predicted[triple])
        if plain(self.graph.label(triple[2])) in self.above_gold.get(stated, ()):
            return True
        right = {t[2] for t in used if t[:2] == triple[:2]}
        above = {a for area in right for a in self.graph.above(area)} - right
        return triple[2] in above

    def _same(self, fact: Gold, triple: Fact) -> bool:
        wanted, node, relation = fact["o"], triple[2], str(fact["p"])
        if self.pairs.get(triple[0]) != fact["s"]:
            return False
        if relation in QUANTITIES and isinstance(wanted, dict):
            value, unit, name = (self.graph.one(node, k) for k in ("value", "unit", "indicator"))
            return same_quantity(wanted, value, unit) and same_indicator(wanted["name"], name)
        if relation == "investment":
            return close(wanted["value"] if isinstance(wanted, dict) else wanted, node)
        if relation == "designatedAs":
            return similar(wanted["text"] if isinstance(wanted, dict) else wanted, node)
        if relation == "status":
            return node in (f"<{KG}{wanted}>", wanted)
        if node.startswith("<"):
            return self.pairs.get(node) == wanted
        return node == str(wanted)

    def _fact_tier(self, relation: str, subject: object, other: object) -> str:
        if relation in QUANTITIES:
            return "quantities"
        kinds = {str(e["id"]): str(e["type"]) for e in self.entities}
        extended = relation == "designatedAs" or any(
            self._tier(kinds[x]) == "extended" for x in (subject, other) if isinstance(x, str) and x in kinds
        )
        return "extended" if extended else "core"

    def _shown(self, node: str, relation: str) -> str:
        if relation in QUANTITIES:
            return " ".join(self.graph.one(node, k) or "" for k in ("indicator", "value", "unit"))
        return self.graph.label(node) if node.startswith("<") else node

    def _score_articles(self, text: str) -> None:
        offsets, plain_text = squeezed(text)
        found: list[tuple[int, str]] = []
        for article in self.articles:
            start = self.graph.one(article, "charStart")
            if start is not None and int(start) < len(offsets):
                found.append((offsets[int(start)], self.graph.one(article, "title") or ""))
        for gold in self.gold_articles:
            position = plain_text.find(squeezed(str(gold["first"]))[1])
            near = min(found, key=lambda f: abs(f[0] - position), default=None) if position >= 0 else None
            if near is None or abs(near[0] - position) > SLACK:
                self._count("articles", "beginnings", "fn")
                continue
            found.remove(near)
            self._count("articles", "beginnings", "tp")
            if gold["title"]:
                self._count("articles", "titles", "tp" if similar(gold["title"], near[1]) else "fn")
        self.score.rows["articles", "beginnings"].update({"fp": len(found)})
        self.score.rows["articles", "titles"].update({})

    def _count(self, tier: str, name: str, what: str) -> None:
        self.score.rows[tier, name][what] += 1

    def _judge(self, triple: Fact | None, how: str) -> None:
        for rule in self.rules.get(triple, ()) if triple else ():
            self.score.rules[rule][how] += 1

    def _note(self, line: str) -> None:
        self.score.notes.append(f"{self.page}  {line}")


def _tier(kind: str) -> str:
    return "core" if kind in CORE else "extended"
