"""Gold as people write it, a line a fact: `临颍县第五小学 openingDate 2025-09-01`; and a graph scored against it.

A file is named after its page (`a01.gold`), or each line begins with it (`a01|临颍县第五小学|openingDate|2025-09-01`).
`临颍县第五小学 a School` says what a thing is, `?` before a line that it counts neither way, `#` begins a remark. Only
relations and classes of which the files have a line are judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.faults import Faults, near
from kg.model import DataError
from kg.rules.facts import wrong_value
from kg.schema import KG, Schema
from kg.score.compare import WRITTEN, close, plain, same_indicator, same_quantity, similar
from kg.score.counts import Score
from kg.score.graph import Graph, local
from kg.score.page import CORE, EXTENDED, INFERRED, QUANTITIES

ENDINGS = (".gold", ".txt")
TYPE = "a"
OPTIONAL, REMARK, BAR, AMOUNT = "?？", "#", "|", "@"
LABELLED = 3  # parts of a figure with its indicator: 占地面积 48 亩


@dataclass(frozen=True, slots=True)
class Line:
    """One line of gold."""

    page: str
    subject: str
    relation: str  # or `a`
    object: str
    optional: bool
    where: str  # file and number, for messages

    @property
    def text(self) -> str:
        return f"{self.subject} {self.relation} {self.object}"


def read_lines(paths: Sequence[Path], schema: Schema) -> tuple[Line, ...]:
    """Raises DataError for all that is wrong: a relation or class that there is not, a value that the relation cannot have."""
    faults, found = Faults(), []
    for path in paths:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise DataError(f"{path}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise DataError(f"{path}: is not in UTF-8; save it as UTF-8") from error
        for number, line in enumerate(text.splitlines(), 1):
            line = line.strip()
            if line and not line.startswith(REMARK):
                with faults.told():
                    found.append(_line(line, path, number, schema))
    faults.end()
    return tuple(found)


def _line(written: str, path: Path, number: int, schema: Schema) -> Line:
    where = f"{path.name}:{number}"
    optional = written[0] in OPTIONAL
    text = written.lstrip(OPTIONAL).strip()
    page = path.stem
    if BAR in text:
        page, *parts = (part.strip() for part in text.split(BAR))
        if len(parts) != LABELLED:
            raise DataError(f"{where}: '{written}': page|subject|relation|object is wanted")
        subject, relation, value = parts
    else:
        subject, relation, value = _parts(text, where, schema)
    relation = _relation(relation, where, schema)
    if relation == TYPE:
        value = _class(value, where, schema)
    elif why := wrong_value(value.partition(AMOUNT)[0], relation, schema):
        raise DataError(f"{where}: '{written}': {why}")
    return Line(page, subject, relation, value, optional, where)


def _parts(text: str, where: str, schema: Schema) -> tuple[str, str, str]:
    words = text.split()
    known = {TYPE, *schema.relations, *(r.label_zh for r in schema.relations.values())}
    at = next((i for i, word in enumerate(words) if i and word in known), 0)
    if not at or at + 1 == len(words):
        other = words[1] if len(words) > 1 else ""
        raise DataError(f"{where}: '{text}': subject, relation and object are wanted{near(other, known)}")
    return " ".join(words[:at]), words[at], " ".join(words[at + 1 :])


def _relation(name: str, where: str, schema: Schema) -> str:
    found = {r.label_zh: key for key, r in schema.relations.items()}.get(name, name)
    if found != TYPE and found not in schema.relations:
        raise DataError(f"{where}: there is no relation '{name}'{near(name, schema.relations)}")
    return found


def _class(name: str, where: str, schema: Schema) -> str:
    found = {schema.label(k, "zh"): k for k in schema.classes}.get(name, name)
    if found not in schema.classes:
        raise DataError(f"{where}: there is no class '{name}'{near(name, schema.classes)}")
    return found


def score_lines(graph: Graph, lines: Sequence[Line], schema: Schema, score: Score) -> None:
    """Add the counts of all pages that the lines tell of. Raises DataError for a page that the graph does not hold."""
    judged = {line.relation for line in lines} - {TYPE}
    classes = {line.object for line in lines if line.relation == TYPE}
    for page in dict.fromkeys(line.page for line in lines):
        if page not in graph.documents:
            raise DataError(f'the graph has no document with dcterms:identifier "{page}"')
        of = [line for line in lines if line.page == page]
        _Page(page, graph, schema, score).run(of, judged, classes)


class _Page:
    def __init__(self, page: str, graph: Graph, schema: Schema, score: Score) -> None:
        self.page, self.graph, self.schema, self.score = page, graph, schema, score
        self.articles = {a for d in graph.documents[page] for a in graph.back[d]["isPartOf"]}
        self.things = sorted({e for a in self.articles for e in graph.back[a]["mentionedIn"]})

    def run(self, lines: Sequence[Line], judged: Collection[str], classes: Collection[str]) -> None:
        self._classes([line for line in lines if line.relation == TYPE], classes)
        facts = self._facts(judged)
        right: set[tuple[str, str, str]] = set()
        ignored: set[tuple[str, str, str]] = set()
        for line in sorted((x for x in lines if x.relation != TYPE), key=lambda x: x.optional):
            fits = [f for f in facts if f not in right | ignored and self._same(line, f)]
            if line.optional:
                ignored.update(fits)
            else:
                self._count(f"→{line.relation}", line.relation, "tp" if fits else "fn")
                right.update(fits[:1])
                ignored.update(fits[1:])
                if not fits:
                    self._note("missed", line.text)
        for fact in sorted(set(facts) - right - ignored):
            if fact[1] in INFERRED and self._larger(fact, right | ignored):
                continue
            self._count(f"→{fact[1]}", fact[1], "fp")
            self._note("extra", f"{self.graph.label(fact[0])} {fact[1]} {self._shown(fact[2])}")

    def _classes(self, lines: Sequence[Line], classes: Iterable[str]) -> None:
        for name in classes:
            found = {t for t in self.things if name in self.graph.kinds(t)}
            wanted = [line for line in lines if line.object == name]
            met: set[str] = set()
            for line in wanted:
                fits = {t for t in found if plain(line.subject) in self.graph.names(t)}
                met |= fits
                if not line.optional:
                    self._count(name, name, "tp" if fits else "fn")
                    if not fits:
                        self._note("missed", line.text)
            for thing in sorted(found - met):
                self._count(name, name, "fp")
                self._note("extra", f"{self.graph.label(thing)} a {name}")

    def _facts(self, judged: Collection[str]) -> list[tuple[str, str, str]]:
        found: dict[tuple[str, str, str], None] = {}
        for claim in sorted({c for a in self.articles for c in self.graph.back[a]["wasDerivedFrom"]}):
            parts = [self.graph.one(claim, name) for name in ("subject", "predicate", "object")]
            if None in parts or "Claim" not in self.graph.kinds(claim):
                continue
            subject, predicate, value = (str(part) for part in parts)
            relation = local(predicate.strip("<>"))
            stands = value in self.graph.out[subject].get(relation, ())
            if relation in judged and stands and self.graph.one(claim, "modality") != "denied":
                found[subject, relation, value] = None
        return list(found)

    def _same(self, line: Line, fact: tuple[str, str, str]) -> bool:
        subject, relation, value = fact
        if relation != line.relation:
            return False
        if self.schema.relations[relation].symmetric and plain(line.subject) in self.graph.names(value):
            subject, value = value, subject
        if plain(line.subject) not in self.graph.names(subject):
            return False
        return self._same_value(line.object.partition(AMOUNT)[0].strip(), relation, value)

    def _same_value(self, wanted: str, relation: str, value: str) -> bool:
        kinds = self.schema.relations[relation].range
        if relation in QUANTITIES or "Quantity" in kinds:
            return self._same_quantity(wanted, value)
        if "Money" in kinds:
            return close(wanted, value)
        if "Text" in kinds:
            return similar(wanted, value)
        if value.startswith(f"<{KG}"):
            return local(value.strip("<>")) == wanted
        return plain(wanted) in self.graph.names(value) if value.startswith("<") else value == wanted

    def _same_quantity(self, wanted: str, node: str) -> bool:
        parts = wanted.split()
        name = parts[0] if len(parts) >= LABELLED else ""
        number, unit = (parts[-2], parts[-1]) if len(parts) > 1 else (parts[0], "")
        value, its_unit, indicator = (self.graph.one(node, k) for k in ("value", "unit", "indicator"))
        gold = {"value": number, "unit": WRITTEN.get(unit, unit)}
        same = same_quantity(gold, value, its_unit)
        return same and (not name or same_indicator(name, indicator))

    def _larger(self, fact: tuple[str, str, str], right: Collection[tuple[str, str, str]]) -> bool:
        """Whether an area lies above one that is right: true by inference."""
        areas = {f[2] for f in right if f[:2] == fact[:2]}
        return fact[2] in {a for area in areas for a in self.graph.above(area)} - areas

    def _shown(self, node: str) -> str:
        parts = [self.graph.one(node, k) or "" for k in ("indicator", "value", "unit")]
        return " ".join(parts) if parts[0] else self.graph.label(node) if node.startswith("<") else node

    def _count(self, row: str, name: str, what: str) -> None:
        self.score.rows[tier_of(name, self.schema), row][what] += 1

    def _note(self, how: str, text: str) -> None:
        self.score.notes.append(f"{self.page}  {how:<8}{text}")


def tier_of(name: str, schema: Schema) -> str:
    """The tier of a class, of the user's as that of the class above it; of a relation, by the classes that have it."""
    if name in QUANTITIES:
        return "quantities"
    own = schema.own.get(name)
    if own is not None:
        return tier_of(own.kinds[0], schema)
    if name in schema.relations:
        tiers = {tier_of(kind, schema) for kind in schema.relations[name].domain}
        return "core" if "core" in tiers else "extended"
    return "extended" if name in EXTENDED or name not in CORE else "core"


def split_gold(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """JSON, and lines."""
    lines = [path for path in paths if path.suffix in ENDINGS]
    return [path for path in paths if path not in lines], lines
