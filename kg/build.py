"""The one module that knows the order of the stages: pages in, claims, then graph, store and HTML out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.gazetteer import Gazetteer, load_gazetteer
from kg.link.names import Bodies, link_names, load_bodies
from kg.link.places import PageContext, article_homes, link_places, page_context, resolve_area
from kg.link.promote import BUILT, KINDS, promote
from kg.model import Article, Claim, DataError, Date, Document, Entity, Knowledge, Mention, PageFacts, Span
from kg.names.anaphors import find_anaphors, find_short_forms
from kg.names.find import NameFinder
from kg.names.places import PlaceFinder, make_finder
from kg.ontology import ontology_folder
from kg.pages.cues import PageCues, load_cues
from kg.pages.cut import cut_articles
from kg.pages.read import find_pages, read_document
from kg.rules.areas import area_claims
from kg.rules.load import load_rules
from kg.rules.match import Found, find_facts, make_claims, walk
from kg.rules.model import RuleBook
from kg.schema import Schema, load_schema
from kg.text.values import Units, find_values, load_units
from kg.text.words import words

BASE_IRI = "https://shanhe.example/id/"
STORE = "store"
TURTLE = "graph.ttl"
HTML = "graph.html"

Progress = Callable[[int, int, str], None]  # pages done, pages in all, the page just done


@dataclass(frozen=True, slots=True)
class Tools:
    """All that reading a page needs, loaded once."""

    folder: Path
    schema: Schema
    rules: RuleBook
    gazetteer: Gazetteer
    cues: PageCues
    units: Units
    bodies: Bodies
    finder: NameFinder
    places: PlaceFinder


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made. `facts` counts distinct (subject, relation, object), `claims` their statements."""

    pages: int
    articles: int
    entities: int
    facts: int
    claims: int
    by_class: tuple[tuple[str, int], ...]
    by_relation: tuple[tuple[str, int], ...]
    unplaced: int  # mentions that linking left open
    skipped: tuple[str, ...]
    files: tuple[Path, ...]


def load_tools(ontology: Path | None = None) -> Tools:
    """Load ontology, rules and tables. Raises DataError for the first mistake in them."""
    folder = ontology_folder(ontology)
    schema = load_schema(folder)
    rules = load_rules(folder, schema)
    gazetteer = load_gazetteer(folder / "gazetteer")
    return Tools(
        folder,
        schema,
        rules,
        gazetteer,
        load_cues(folder),
        load_units(folder),
        load_bodies(folder, {a: w.name for w in gazetteer.waters.values() for a in w.aliases}),
        NameFinder(rules.names, rules.words, words, {w.name: w.kind for w in gazetteer.waters.values()}),
        make_finder(gazetteer),
    )


def build(
    inputs: Sequence[Path],
    *,
    out: Path,
    ontology: Path | None = None,
    base_iri: str = BASE_IRI,
    progress: Progress | None = None,
) -> Summary:
    """Read pages, write `graph.ttl`, `graph.html` and the store under `out`.

    What cannot be read is in `Summary.skipped`, a line each. Raises DataError when nothing can be.
    """
    found = find_pages(inputs)
    if not found.pages:
        raise DataError("; ".join(found.faults) or "no pages were given")
    tools = load_tools(ontology)
    skipped = list(found.faults)
    pages: list[PageFacts] = []
    open_mentions = 0
    for number, page in enumerate(found.pages, 1):
        try:
            document = read_document(page)
        except DataError as error:
            skipped.append(str(error))
        else:
            facts, unplaced = page_facts(document, tools)
            pages.append(facts)
            open_mentions += unplaced
        if progress is not None:
            progress(number, len(found.pages), page.source)
    if not pages:
        raise DataError("; ".join(skipped))
    knowledge = _merge(pages)
    files = write_outputs(knowledge, tools.schema, out=out, base_iri=base_iri)
    return _summary(knowledge, open_mentions, skipped, files)


def page_facts(document: Document, tools: Tools) -> tuple[PageFacts, int]:
    """What one page says, and how many mentions stay open."""
    articles = cut_articles(document, tools.cues)
    read = [read_mentions(article, document, tools) for article in articles]
    context = page_context([places for places, _ in read], tools.gazetteer)
    entities: dict[str, Entity] = {}
    mentioned: set[tuple[str, str]] = set()
    claims: list[Claim] = []
    unplaced = 0
    for article, (places, values) in zip(articles, read, strict=True):
        linked = link_article(article, places, values, context, tools)
        facts = find_facts(article, linked, tools.rules)
        built = frozenset(
            f.subject.entity.id
            for f in facts
            if f.rule.makes in BUILT and f.subject.entity and f.subject.kind in KINDS
        )
        if built:
            linked = promote(linked, built)
            facts = find_facts(article, linked, tools.rules)
        claims.extend(make_claims(article, facts, document.text, tools.rules))
        claims.extend(_area_claims(article, linked, facts, document.text, tools))
        for mention in named(linked, tools.rules):
            if mention.entity is None:
                unplaced += 1
                continue
            entities[mention.entity.id] = _pooled(entities.get(mention.entity.id), mention)
            mentioned.add((mention.entity.id, article.identifier))
        for mention in walk(linked):
            if mention.deictic and mention.entity is not None:
                entities.setdefault(mention.entity.id, mention.entity)
    for entity in list(entities.values()):
        _add_parents(entity, entities, tools.gazetteer)
    used = {c.subject for c in claims} | {c.object.id for c in claims if isinstance(c.object, Entity)}
    kept = _kept(entities, mentioned, used)
    facts_of_page = PageFacts(document, articles, kept, tuple(sorted(mentioned)), tuple(claims))
    return facts_of_page, unplaced


def read_mentions(
    article: Article, document: Document, tools: Tools
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Places and values of an article, before linking."""
    today = article.issued or document.date
    values = find_values(article.text, units=tools.units, today=Date(today) if today else None)
    return tools.places.find(article.text), values


def link_article(
    article: Article, places: Sequence[Mention], values: Sequence[Mention], context: PageContext, tools: Tools
) -> tuple[Mention, ...]:
    """All mentions of an article, nested, linked as far as can be decided."""
    linked = link_places(places, article, tools.gazetteer, context)
    homes = article_homes(linked, article, context, tools.gazetteer)
    found = tools.finder.find(article.text, (*linked, *values))
    found = find_anaphors(article.text, find_short_forms(article.text, found, tools.rules), tools.rules)

    def resolve(level: str, at: int) -> Entity | None:
        return resolve_area(level, at, linked, homes, tools.gazetteer)

    return link_names(found, rules=tools.rules, bodies=tools.bodies, resolve=resolve)


def read_sentence(text: str, tools: Tools, *, place: str = "") -> tuple[Article, tuple[Mention, ...]]:
    """One text as an article of its own, and its linked mentions; `place` is where the paper is at home (山西省)."""
    document = Document("text", "text", text)
    article = Article("text-1", "text", "", Span(0, len(text)), text, tuple(range(len(text))))
    places, values = read_mentions(article, document, tools)
    home = [
        Mention(Span(0, 0), place, p.kind, "place.full", candidates=(f"area-{p.code}",))
        for p in tools.gazetteer.named(place)
    ]
    context = page_context([[*home, *places]], tools.gazetteer)
    return article, link_article(article, places, values, context, tools)


def named(mentions: Iterable[Mention], rules: RuleBook) -> Iterable[Mention]:
    """The mentions that name a thing: no values, no anaphors, no places inside a company's name."""
    opaque = {rule.id for rule in rules.names if not rule.inner_places}
    areas = {"Province", "City", "County", "Township", "Village", "River", "Lake", "Reservoir"}

    def visit(found: Iterable[Mention], hidden: bool) -> Iterable[Mention]:
        for mention in found:
            if mention.value is None and not mention.deictic and not (hidden and mention.kind in areas):
                yield mention
            yield from visit(mention.inner, hidden or mention.rule in opaque)

    return visit(mentions, False)


def write_outputs(
    knowledge: Knowledge, schema: Schema, *, out: Path, base_iri: str = BASE_IRI
) -> tuple[Path, ...]:
    """Write Turtle, store and HTML under `out`; the paths written."""
    from kg.graph.rdf import triples, write_turtle
    from kg.graph.store import write_store
    from kg.view.html import write_html

    out.mkdir(parents=True, exist_ok=True)
    rows = triples(knowledge, base_iri=base_iri)
    write_turtle(rows, out / TURTLE, base_iri=base_iri)
    write_store(rows, out / STORE)
    write_html(knowledge, schema, out / HTML)
    return (out / TURTLE, out / HTML, out / STORE)


def _merge(pages: Sequence[PageFacts]) -> Knowledge:
    from kg.graph.merge import merge

    return merge(pages)


def _area_claims(
    article: Article, mentions: Sequence[Mention], facts: Sequence[Found], raw: str, tools: Tools
) -> tuple[Claim, ...]:
    said = {
        (f.subject.entity.id, f.object.entity.id)
        for f in facts
        if isinstance(f.object, Mention) and f.subject.entity is not None and f.object.entity is not None
    }

    def inside(area: Entity, other: Entity) -> bool:
        return area.part_of == other.id

    return area_claims(article, mentions, raw, tools.rules, inside, said)


def _pooled(known: Entity | None, mention: Mention) -> Entity:
    """The entity with the form that this mention adds."""
    entity = mention.entity
    if entity is None:
        raise DataError("a mention without an entity cannot be pooled")
    forms = {*entity.aliases, *(known.aliases if known else ()), mention.text.strip("《》")}
    return replace(entity, aliases=tuple(sorted(forms - {entity.label})))


def _add_parents(entity: Entity, entities: dict[str, Entity], gazetteer: Gazetteer) -> None:
    while entity.part_of is not None and entity.part_of not in entities:
        entity = gazetteer.entity(entity.part_of.removeprefix("area-"))
        entities[entity.id] = entity


def _kept(entities: dict[str, Entity], mentioned: set[tuple[str, str]], used: set[str]) -> tuple[Entity, ...]:
    """What is named or used in a claim, and the parents of that."""
    wanted = {e for e, _ in mentioned} | used
    for identifier in sorted(wanted):
        entity = entities.get(identifier)
        while entity is not None and entity.part_of is not None:
            wanted.add(entity.part_of)
            entity = entities.get(entity.part_of)
    return tuple(entities[i] for i in sorted(wanted) if i in entities)


def _summary(knowledge: Knowledge, unplaced: int, skipped: Sequence[str], files: tuple[Path, ...]) -> Summary:
    named_ids = {e for e, _ in knowledge.mentioned}
    classes = Counter(e.kind for e in knowledge.entities if e.id in named_ids)
    facts = {(c.subject, c.relation, c.object) for c in knowledge.claims if c.evidence.modality != "denied"}
    relations = Counter(relation for _, relation, _ in facts)
    return Summary(
        pages=len(knowledge.documents),
        articles=len(knowledge.articles),
        entities=len(named_ids),
        facts=len(facts),
        claims=len(knowledge.claims),
        by_class=tuple(sorted(classes.items(), key=lambda kv: (-kv[1], kv[0]))),
        by_relation=tuple(sorted(relations.items(), key=lambda kv: (-kv[1], kv[0]))),
        unplaced=unplaced,
        skipped=tuple(skipped),
        files=files,
    )
