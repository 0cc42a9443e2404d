"""What one page says: its articles one by one, their things pooled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.claims import article_claims
from kg.extract.facts import linked_facts
from kg.extract.names import link_article, read_mentions, today_of
from kg.extract.tools import Tools
from kg.gazetteer import Gazetteer
from kg.link.namesakes import placed_twins, qualify, rename_mentions
from kg.link.places import LEVELS, page_context
from kg.model import Article, Claim, Document, Entity, Mention, PageFacts, Span, find_leaps, replace
from kg.names.given import GivenNames
from kg.pages.cut import cut_articles
from kg.pages.endless import LONGEST, count_cuts
from kg.rules.match import named, walk
from kg.rules.own import typed_entity
from kg.text.dates import open_dates


def page_facts(
    document: Document, tools: Tools, first: int = 1, *, given: GivenNames | None = None
) -> tuple[PageFacts, int]:
    """What one page says, and how many mentions stay open. Articles are numbered from `first`, as parts of a file need.

    With `given` the names, their classes and identities are not found but given.
    """
    articles = cut_articles(document, tools.cues, first)
    read = [read_mentions(article, document, tools) for article in articles]
    context = page_context([places for places, _ in read], tools.gazetteer)
    page = _Page()
    for article, (places, values) in zip(articles, read, strict=True):
        today = today_of(article, document, tools)
        linked = link_article(article, places, values, context, tools, given=given)
        reading, facts = linked_facts(article, linked, tools, today=today, classes_given=given is not None)
        linked, said = reading.mentions, article_claims(reading, facts, document.text, tools)
        ids: Mapping[str, str] = {}
        if given is None:
            ids = qualify(linked, said, tools.gazetteer.waters, tools.rules.generic, context.province or "")
        page.claims.extend(claim.renamed(ids) for claim in said)
        page.take(article, rename_mentions(linked, ids), tools)
        page.speak_of(article, (claim.renamed(ids) for claim in said))
        page.undated += open_dates(article.text) if today is None else 0
    page.join_twins()
    for entity in list(page.entities.values()):
        _add_parents(entity, page.entities, tools.gazetteer)
    page.entities = {name: typed_entity(e, tools.rules.own) for name, e in page.entities.items()}
    used = {c.subject for c in page.claims} | {
        c.object.id for c in page.claims if isinstance(c.object, Entity)
    }
    facts_of_page = PageFacts(
        replace(document, text="", notes=(*document.notes, *_endless(document, articles))),
        tuple(_slim(article, document.start) for article in articles),
        _kept(page.entities, page.mentioned, used),
        tuple(sorted(page.mentioned)),
        tuple(_moved(claim, document.start) for claim in page.claims),
        page.undated,
    )
    return facts_of_page, page.unplaced


def _endless(document: Document, articles: Sequence[Article]) -> tuple[str, ...]:
    """A line on the sentences that were cut, since none that is written is so long."""
    cuts = sum(count_cuts(article.text, article.body) for article in articles)
    return (
        (f"{document.source}: sentences of more than {LONGEST} characters were cut, {cuts} times",)
        if cuts
        else ()
    )


@dataclass(slots=True)
class _Page:
    """What a page says, in the making."""

    entities: dict[str, Entity] = field(default_factory=dict)
    mentioned: set[tuple[str, str]] = field(default_factory=set)
    claims: list[Claim] = field(default_factory=list)
    pooled: set[tuple[str, str, tuple[str, ...], str]] = field(
        default_factory=set
    )  # forms that entities have
    unplaced: int = 0
    undated: int = 0

    def take(self, article: Article, linked: Sequence[Mention], tools: Tools) -> None:
        """The things that an article names, and those that its anaphors stand for."""
        for mention in named(linked, tools.rules):
            if mention.entity is None:
                self.unplaced += 1
                continue
            entity = mention.entity
            text = mention.full or mention.text
            form = (entity.id, entity.label, entity.aliases, text)
            if form not in self.pooled:
                self.pooled.add(form)
                self.entities[entity.id] = _pooled(self.entities.get(entity.id), entity, text)
            self.mentioned.add((entity.id, article.identifier))
        for mention in walk(linked):
            if mention.deictic and mention.entity is not None:
                self.entities.setdefault(mention.entity.id, mention.entity)

    def speak_of(self, article: Article, said: Iterable[Claim]) -> None:
        """全市 names the city that the article's facts are of."""
        for claim in said:
            if isinstance(claim.object, Entity) and claim.object.id not in self.entities:
                self.entities[claim.object.id] = claim.object  # who signs below the article
                self.mentioned.add((claim.object.id, article.identifier))
            for name in (claim.subject, claim.object.id if isinstance(claim.object, Entity) else ""):
                if name in self.entities and self.entities[name].kind in LEVELS:
                    self.mentioned.add((name, article.identifier))

    def join_twins(self) -> None:
        """东风水库 without a place is the one that another article of the page places, if that is one only."""
        same = placed_twins(self.entities.values())
        if not same:
            return
        self.claims = [claim.renamed(same) for claim in self.claims]
        self.mentioned = {(same.get(entity, entity), article) for entity, article in self.mentioned}
        for old, new in same.items():
            entity, twin = self.entities.pop(old), self.entities[new]
            self.entities[new] = replace(twin, aliases=tuple(sorted({*twin.aliases, *entity.aliases})))


def _slim(article: Article, start: int) -> Article:
    """With leaps for offsets, its places within the file."""
    leaps = find_leaps(article.offsets, start)
    return replace(article, offsets=(), leaps=leaps, span=_shifted(article.span, start))


def _moved(claim: Claim, start: int) -> Claim:
    if not start:
        return claim
    return replace(claim, evidence=replace(claim.evidence, span=_shifted(claim.evidence.span, start)))


def _shifted(span: Span, start: int) -> Span:
    return Span(span.start + start, span.end + start)


def _pooled(known: Entity | None, entity: Entity, text: str) -> Entity:
    """The entity under its longest name, with the form that a mention with this text adds."""
    first = known if known is not None and len(known.label) >= len(entity.label) else entity
    forms = {*entity.aliases, entity.label, text.strip("《》")}
    forms |= {*known.aliases, known.label} if known else set()
    types = max(first.types, entity.types, known.types if known else (), key=len)
    return replace(first, aliases=tuple(sorted(forms - {first.label})), types=types)


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
