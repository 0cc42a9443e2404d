"""What the workbench does: reads pages once, shows a sentence, tries a rule on all pages, and saves it into the user's folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.examples import Case, run, shown
from kg.extract import Reading, Tools, link_article, linked_facts, load_tools, read_mentions
from kg.fresh import fresh
from kg.link.places import page_context
from kg.model import DataError, Date, Document, Entity, Mention, Span
from kg.pages.cut import cut_articles
from kg.pages.read import find_pages, read_document
from kg.rules.claims import make_claims
from kg.rules.index import make_index
from kg.rules.kit import RuleKit
from kg.rules.match import Found, find_facts, walk
from kg.rules.model import RelationRule, RuleBook
from kg.rules.readers import read_relation
from kg.rules.trace import near_misses
from kg.story.scene import clause_around
from kg.tables import Table, parse_table, read_table
from kg.text.sentences import split_sentences
from kg.toml import quoted
from kg.trace import Trace, trace
from kg.workbench.draft import Draft, draft_rule

FILE = "workbench.toml"  # under rules/ of the folder: the only file that is written
MOST = 400  # rows of a list that are sent
CONTEXT = 16  # characters on either side

Json = dict[str, object]


@dataclass(slots=True)
class Workbench:
    """One for a folder of the user's; `pages` are those that rules are tried on."""

    folder: Path
    ontology: Path
    pages: Sequence[Path]
    _tools: Tools | None = None
    _read: dict[str, list[Reading]] = field(default_factory=dict)

    @property
    def tools(self) -> Tools:
        if self._tools is None:
            self._tools = load_tools(self.ontology)
        return self._tools

    def relations(self) -> list[Json]:
        return [
            {"name": r.name, "zh": r.label_zh, "own": r.own} for r in self.tools.schema.relations.values()
        ]

    def sources(self) -> list[str]:
        return [page.source for page in find_pages(self.pages).pages] if self.pages else []

    def page(self, source: str) -> str:
        """The text of a page. Raises DataError for one that is not among them."""
        for page in find_pages(self.pages).pages if self.pages else ():
            if page.source == source:
                return read_document(page).text
        raise DataError(f"there is no page {source}")

    def see(self, text: str, place: str = "", date: str = "") -> Json:
        """A sentence as the engine has it."""
        found = trace(text, self.tools, place=place, date=date)
        return {
            "text": text,
            "names": [_name(m) for m in walk(found.mentions)],
            "language": list(found.language),
            "frames": [*found.frames, *found.near_frames],
            "facts": _facts(found),
            "near": [f"{n.rule}: {n.matched} → {n.wanted}" for n in found.near],
        }

    def draft(self, text: str, subject: Span, object_: Span, makes: str, place: str = "") -> Draft:
        found = trace(text, self.tools, place=place)
        return draft_rule(text, found.mentions, subject, object_, makes, self.tools)

    def attempt(self, row: Table) -> Json:
        """What a rule finds on all pages, nearly finds, and what the saved rule of its id finds that it does not."""
        rule = self._rule({**row, "example": [{"text": "-", "facts": []}]})
        before = next((r for r in self.tools.rules.relations if r.id == rule.id), None)
        hits: list[Json] = []
        near: list[Json] = []
        lost: list[Json] = []
        for source, reading in self._readings():
            found = self._find(reading, rule)
            rows = list(self._rows(source, reading, found, rule))
            hits += rows
            facts = {str(r["fact"]) for r in rows}
            book = _book(self.tools.rules, rule)
            for miss in near_misses(reading.article, reading.mentions, found, book):
                near.append(
                    {
                        "page": source,
                        "text": miss.matched,
                        "wanted": miss.wanted,
                        "sentence": _sentence(reading, miss.matched),
                    }
                )
            if before is not None:
                was = self._rows(source, reading, self._find(reading, before), before)
                lost += [r for r in was if str(r["fact"]) not in facts]
        hits.sort(key=lambda r: (str(r["left"])[::-1], str(r["quote"])))
        on = len({r["page"] for r in hits})
        return {
            "hits": hits[:MOST],
            "near": near[:MOST],
            "lost": lost[:MOST],
            "count": len(hits),
            "pages": len(self._read),
            "on": on,
        }

    def save(self, row: Table) -> tuple[str, list[str]]:
        """Write a rule with its examples into `rules/workbench.toml` of the folder; the file's path, and which examples do not hold.

        Raises DataError for a rule that the loader would refuse, and then nothing is written.
        """
        rule = self._rule(row)
        if not any(e.facts for e in rule.examples) or all(e.facts for e in rule.examples):
            raise DataError("an example (✓) and a counter-example (✗) are wanted before a rule is saved")
        path = self.folder / "rules" / FILE
        rows = read_table(path).get("relation", []) if path.is_file() else []
        kept = (
            [r for r in rows if isinstance(r, dict) and r.get("id") != rule.id]
            if isinstance(rows, list)
            else []
        )
        text = "\n".join(map(_toml, [*kept, row]))
        parse_table(text, FILE)  # a file that cannot be read again is not written
        with fresh(path) as new:
            path.parent.mkdir(exist_ok=True)
            new.write_text(text, "utf-8")
        tools = replace(self.tools, rules=_book(self.tools.rules, rule))
        told = [str(f) for f in run([Case("relation", rule.id, FILE, e) for e in rule.examples], tools)]
        self._tools, self._read = None, {}
        return str(path), told

    def _rule(self, row: Table) -> RelationRule:
        tools = self.tools
        return read_relation(row, FILE, RuleKit(tools.schema, tools.rules.words, {}, {}))

    def _readings(self) -> Iterator[tuple[str, Reading]]:
        """Each article of the pages, read once."""
        if not self._read:
            for page in find_pages(self.pages).pages if self.pages else ():
                self._read[page.source] = list(_articles(read_document(page), self.tools))
        for source, readings in self._read.items():
            yield from ((source, reading) for reading in readings)

    def _find(self, reading: Reading, rule: RelationRule) -> tuple[Found, ...]:
        return find_facts(reading.article, reading.mentions, _book(self.tools.rules, rule), reading.topics)

    def _rows(
        self, source: str, reading: Reading, found: Sequence[Found], rule: RelationRule
    ) -> Iterator[Json]:
        text = reading.article.text
        labels = {m.entity.id: m.entity.label for m in walk(reading.mentions) if m.entity is not None}
        for fact in found:
            for claim in make_claims(reading.article, [fact], text, self.tools.rules):
                start, end = fact.span.start, fact.span.end
                yield {
                    "page": source,
                    "left": text[max(0, start - CONTEXT) : start].replace("\n", " "),
                    "quote": text[start:end],
                    "right": text[end : end + CONTEXT].replace("\n", " "),
                    "fact": f"{labels.get(claim.subject, claim.subject)} {claim.relation} {shown(claim.object)}",
                    "sentence": _sentence_at(text, start),
                }


def _articles(document: Document, tools: Tools) -> Iterator[Reading]:
    """The articles of a page as rules read them; their text stands for the page's."""
    articles = cut_articles(document, tools.cues)
    read = [read_mentions(article, document, tools) for article in articles]
    context = page_context([places for places, _ in read], tools.gazetteer)
    for article, (places, values) in zip(articles, read, strict=True):
        day = article.issued or document.date
        linked = link_article(article, places, values, context, tools)
        reading, _ = linked_facts(article, linked, tools, today=Date(day) if day else None)
        yield replace(reading, article=replace(article, offsets=tuple(range(len(article.text)))))


def _book(rules: RuleBook, rule: RelationRule) -> RuleBook:
    return replace(rules, relations=(rule,), index=make_index((rule,)))


def _name(mention: Mention) -> Json:
    entity = mention.entity
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "class": mention.type,
        "rule": mention.rule,
        "is": entity.label
        if entity is not None
        else shown(mention.value)
        if mention.value is not None
        else "",
        "value": mention.value is not None,
    }


def _facts(found: Trace) -> list[str]:
    return [
        f"{found.names.get(c.subject, c.subject)} {c.relation} {c.object.label if isinstance(c.object, Entity) else shown(c.object)}"
        f" · {c.evidence.rule} {c.evidence.confidence}"
        for c in found.claims
    ]


def _sentence(reading: Reading, piece: str) -> str:
    text = reading.article.text
    at = text.find(piece)
    if at < 0:
        return piece
    start, end = clause_around(text, Span(at, at + len(piece)))
    return text[start:end]


def _sentence_at(text: str, at: int) -> str:
    return next((text[s.start : s.end].strip() for s in split_sentences(text) if s.start <= at < s.end), text)


def _toml(row: Table) -> str:
    """A row as TOML: texts, lists of texts, numbers and examples."""
    lines = [
        "[[relation]]",
        *(
            f"{key} = {_value(value)}"
            for key, value in row.items()
            if key != "example" and value not in ("", [])
        ),
    ]
    examples = row.get("example")
    for example in examples if isinstance(examples, list) else []:
        lines += [
            "",
            "[[relation.example]]",
            *(f"{key} = {_value(value)}" for key, value in example.items() if value != ""),
        ]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return quoted(str(value))
