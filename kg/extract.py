"""From a page to what it says: the stages in their order for one document. `kg.pipeline` does it for many."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.facts.frames import Reading as FrameReading
from kg.facts.meet import joined
from kg.facts.read import frame_readings
from kg.facts.stage_words import StageWords, load_stage_words
from kg.facts.stages import StageReader
from kg.faults import Faults
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.language.reader import ClauseReader
from kg.language.tokens import TokenReader
from kg.link.names import link_names, shortening
from kg.link.namesakes import placed_twins, qualify, rename_mentions
from kg.link.places import LEVELS, PageContext, link_places, page_context
from kg.link.promote import KINDS, OF_WORKS, is_work, promote
from kg.model import Article, Claim, Date, Document, Entity, Mention, PageFacts, Span, find_leaps, replace
from kg.names.anaphors import find_anaphors, find_short_forms
from kg.names.find import NameFinder
from kg.names.given import GivenNames
from kg.names.nest import nest
from kg.names.places import PlaceFinder, make_finder, short_places
from kg.names.scorer import TAGS, NameScorer, load_scorer
from kg.ontology import ontology_folder, own_folders
from kg.pages.cues import PageCues, load_cues
from kg.pages.cut import cut_articles
from kg.pages.endless import LONGEST, count_cuts
from kg.rules.areas import area_claims
from kg.rules.bodies import Bodies, load_bodies
from kg.rules.claims import make_claims
from kg.rules.dated import article_periods, with_periods
from kg.rules.indicators import Indicators
from kg.rules.load import load_rules
from kg.rules.load_indicators import load_indicators
from kg.rules.match import Found, find_facts, named, walk
from kg.rules.model import RuleBook
from kg.rules.notices import notice_claims
from kg.rules.own import typed_entity, with_types
from kg.rules.parts import part_claims, stage_claims
from kg.rules.quantities import quantity_facts
from kg.rules.topics import Topics
from kg.schema import Schema, load_schema
from kg.story.deictic import count_votes, resolve_area
from kg.story.find import find_scenes
from kg.story.home import SceneWords, scene_words
from kg.story.placed import scene_claims
from kg.story.scene import Scenes
from kg.story.topic import find_topics
from kg.story.wholes import whole_claims
from kg.text.dates import open_dates
from kg.text.signs import CLOCK, WITH
from kg.text.values import Units, find_values, load_units
from kg.text.words import part_of_speech, words


@dataclass(frozen=True, slots=True)
class Tools:
    """All that reading a page needs, loaded once."""

    folder: Path
    schema: Schema
    rules: RuleBook
    gazetteer: Gazetteer
    cues: PageCues
    units: Units
    indicators: Indicators
    bodies: Bodies
    finder: NameFinder
    scorer: NameScorer
    places: PlaceFinder
    scene_words: SceneWords
    stage_words: StageWords


def load_tools(ontology: Path | None = None) -> Tools:
    """Load ontology, rules and tables; a folder without kg.ttl adds to ours. Raises DataError for the first mistake.

    What is loaded stays for the life of the process: Python's collector, which would go over its half a million
    objects again and again, is told to leave it alone.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return _load(ontology)
    finally:
        gc.freeze()
        if collects:
            gc.enable()


def _load(ontology: Path | None) -> Tools:
    folder, own = ontology_folder(ontology), own_folders(ontology)
    schema = load_schema(folder, own)
    rules = load_rules(folder, schema, own)
    gazetteer = load_gazetteer(folder / "gazetteer", [each / "gazetteer" for each in own])
    _check_places(rules, gazetteer)
    short = short_places(gazetteer)
    scorer = load_scorer(folder, words, part_of_speech, frozenset(short), own=own, classes=schema.own)
    return Tools(
        folder,
        schema,
        rules,
        gazetteer,
        load_cues(folder),
        load_units(folder, own),
        load_indicators(folder, own),
        load_bodies(
            [folder, *own],
            {a: w.name for w in gazetteer.waters.values() for a in w.aliases},
        ),
        NameFinder(
            rules.names,
            rules.words,
            words,
            {w.name: w.kind for w in gazetteer.waters.values()},
            scorer,
            short,
            gazetteer.words["street"][0],
            rules.own,
        ),
        scorer,
        make_finder(gazetteer),
        scene_words(rules),
        load_stage_words(folder, scorer.verbs),
    )


def _check_places(rules: RuleBook, gazetteer: Gazetteer) -> None:
    """Raises DataError for each example that plays where there is no place."""
    faults = Faults()
    for kinds in (rules.names, rules.anaphors, rules.relations, rules.frames, rules.gazetteer):
        for rule in kinds:
            for place in {example.place for example in rule.examples} - {""}:
                if not gazetteer.named(place):
                    faults.add(
                        f"{rule.source}: rule '{rule.id}': example: there is no place '{place}'; its full name is wanted"
                    )
    faults.end()


def load_rule_book(ontology: Path | None = None) -> RuleBook:
    """Only the rules, without the gazetteer. Raises DataError for the first mistake in them."""
    folder = ontology_folder(ontology)
    own = own_folders(ontology)
    return load_rules(folder, load_schema(folder, own), own)


def load_figure_book(ontology: Path | None = None) -> Indicators:
    """Only what figures are read by. Raises DataError for the first mistake in it."""
    return load_indicators(ontology_folder(ontology), own_folders(ontology))


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
        today = _today(article, document, tools)
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


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the rules of facts read it; tokens and clauses are made stretch by stretch, each once."""

    article: Article
    mentions: tuple[Mention, ...]  # linked
    tokens: TokenReader
    clauses: ClauseReader
    scenes: Scenes
    topics: Topics
    today: Date | None


def read_article(
    article: Article, linked: tuple[Mention, ...], tools: Tools, today: Date | None = None
) -> Reading:
    """What facts are read off: clauses, where each plays and what it goes on about."""
    scorer = tools.scorer
    tokens = TokenReader(article.text, linked, scorer.split, scorer.tagger, TAGS, scorer.reader)
    clauses = ClauseReader(tokens, scorer.classes)
    scenes = find_scenes(article, linked, tools.gazetteer, tools.scene_words)
    topics = find_topics(article, linked, scenes, tools.rules, tools.indicators, clauses)
    return Reading(article, linked, tokens, clauses, scenes, topics, today)


def article_facts(reading: Reading, tools: Tools) -> tuple[Found, ...]:
    """What the patterns find, and how far works are, which is read off clauses."""
    facts = find_facts(reading.article, reading.mentions, tools.rules, reading.topics)
    stages = StageReader(tools.stage_words, tools.scorer.classes, tools.rules)
    return (
        *facts,
        *stages.read(reading.article, reading.mentions, reading.tokens, reading.topics, reading.today),
    )


def linked_facts(
    article: Article,
    linked: tuple[Mention, ...],
    tools: Tools,
    *,
    today: Date | None = None,
    classes_given: bool = False,
) -> tuple[Reading, tuple[Found, ...]]:
    """The article as read, and its facts; what the text builds and pays for is a work, and is read once more as one.

    With `classes_given` each thing stays what it is.
    """
    reading = read_article(article, linked, tools, today)
    facts = article_facts(reading, tools)
    roads = {rule.id for rule in tools.rules.names if rule.built}
    classes = tools.scorer.classes

    def group(name: str) -> str:
        return classes.lexicon.heads.get(classes.head(name), "")

    built = frozenset(
        f.subject.entity.id
        for f in facts
        if f.subject.entity
        and f.subject.kind in KINDS
        and is_work(
            f.rule.makes, f.object, f.subject.text, group(f.subject.text), built=f.subject.rule in roads
        )
    )
    if built and not classes_given:
        reading = read_article(article, promote(linked, built, tools.bodies), tools, today)
        facts = article_facts(reading, tools)
    facts = joined(article.text, facts, read_frames(reading, tools))
    return reading, tuple(f for f in facts if f.rule.makes not in OF_WORKS or f.subject.kind not in KINDS)


def read_frames(reading: Reading, tools: Tools) -> tuple[FrameReading, ...]:
    """What frames make of an article."""
    classes = tools.scorer.classes
    return frame_readings(reading.article, reading.mentions, reading.tokens, classes, tools.rules)


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


def read_mentions(
    article: Article, document: Document, tools: Tools
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Places and values of an article, before linking."""
    values = find_values(article.text, units=tools.units, today=_today(article, document, tools))
    places = tools.places.find(article.text)
    return tuple(p for p in places if CLOCK.match(article.text, p.span.end) is None), values


def _today(article: Article, document: Document, tools: Tools) -> Date | None:
    """What 今年 is counted from: the year in the title of a work report or plan, else the date of article or page."""
    today = article.issued or document.date
    year = tools.stage_words.report_year(article.title)
    if year is not None and (today is None or today[:4] != year.iso):
        return year
    return Date(today) if today else None


def link_article(
    article: Article,
    places: Sequence[Mention],
    values: Sequence[Mention],
    context: PageContext,
    tools: Tools,
    *,
    given: GivenNames | None = None,
) -> tuple[Mention, ...]:
    """All mentions of an article, nested, linked as far as can be decided; `given` names stand for those found."""
    linked = link_places(places, article, tools.gazetteer, context)
    if given is not None:
        linked = given.areas(article.text, linked)
    votes = count_votes(linked, article, context.province, tools.gazetteer)
    found = tools.finder.find(article.text, (*linked, *values))
    if given is not None:
        others = given.others(article.text, found)
        found = nest([*others, *linked], values, tools.finder.grammar.inner_ends)
    short = shortening(tools.rules, tools.bodies)
    found = with_types(found, tools.rules.own)
    found = find_short_forms(article.text, found, tools.rules, short)
    found = find_anaphors(article.text, found, tools.rules)

    scenes = find_scenes(article, found, tools.gazetteer, tools.scene_words)

    def resolve(level: str, at: int, word: str) -> Entity | None:
        return resolve_area(level, at, word, linked, scenes, votes, tools.gazetteer)

    breaks = tuple(i for i, c in enumerate(article.text) if c == "\n")
    beside = {m.span.start for m in found if m.types and article.text[: m.span.start].endswith(WITH)}
    mentions = link_names(
        found,
        rules=tools.rules,
        bodies=tools.bodies,
        resolve=resolve,
        breaks=breaks,
        beside=beside,
        body=article.body,
    )
    return mentions if given is None else given.identities(article.text, mentions)


def read_sentence(
    text: str, tools: Tools, *, place: str = "", title: str = "", date: str = ""
) -> tuple[Article, tuple[Mention, ...]]:
    """One text as an article of its own, and its linked mentions; `place` is where the paper is at home (山西省), `date` its day (ISO 8601)."""
    body = len(title) + 1 if title else 0
    text = f"{title}\n{text}" if title else text
    document = Document("text", "text", text, date or None)
    span, offsets = Span(body, len(text)), tuple(range(len(text)))
    article = Article("text-1", "text", title, span, text, offsets, body, date or None)
    places, values = read_mentions(article, document, tools)
    home = [
        Mention(Span(0, 0), place, p.kind, "place.full", candidates=(f"area-{p.code}",))
        for p in tools.gazetteer.named(place)
    ]
    context = page_context([[*home, *places]], tools.gazetteer)
    return article, link_article(article, places, values, context, tools)


def article_claims(reading: Reading, facts: Sequence[Found], raw: str, tools: Tools) -> tuple[Claim, ...]:
    """What the rules say of an article, what the gazetteer adds, and where things lie that nothing places."""
    article, linked, scenes = reading.article, reading.mentions, reading.scenes
    periods = article_periods(article, linked, reading.today)
    figures = quantity_facts(
        article, reading.topics, facts, tools.rules, tools.indicators, reading.clauses, periods
    )
    said = (*with_periods(article.text, facts, periods), *figures)
    made = make_claims(article, said, raw, tools.rules, context_of=scenes.context_of)
    stated = tuple(claim for claim in made if _by_codes(claim, tools.gazetteer))
    stated = (*stated, *_area_claims(article, linked, facts, raw, tools))
    signed = notice_claims(article, linked, raw, tools.rules, stated, lambda text: _body_of(text, tools))
    stated = (*stated, *signed)
    stated = (*stated, *part_claims(article, tuple(named(linked, tools.rules)), raw, tools.rules, stated))
    stated = (*stated, *whole_claims(article, reading.topics, raw, tools.rules, stated))
    stated = (*stated, *stage_claims(stated, (m.entity for m in walk(linked) if m.entity is not None)))
    claims = (*stated, *scene_claims(article, linked, raw, tools.rules, stated, scenes))
    return _without_replaced(claims, tools.schema)


def _without_replaced(claims: Sequence[Claim], schema: Schema) -> tuple[Claim, ...]:
    """The claims without those whose relation gives way to one of the user's that says the same of the same thing."""
    gone = {
        (claim.subject, other, claim.object)
        for claim in claims
        for other in schema.relations[claim.relation].instead_of
    }
    return (
        tuple(c for c in claims if (c.subject, c.relation, c.object) not in gone) if gone else tuple(claims)
    )


def _body_of(text: str, tools: Tools) -> Mention | None:
    """The body that a line outside of the article is the name of."""
    _, mentions = read_sentence(text, tools)
    first = mentions[0] if len(mentions) == 1 else None
    return (
        first
        if first is not None and first.kind == "Agency" and first.entity and len(first.span) == len(text)
        else None
    )


def _by_codes(claim: Claim, gazetteer: Gazetteer) -> bool:
    """Whether a claim on the parent of an area agrees with their codes: 天津衡水 puts 衡水市 in no 天津市."""
    outer = claim.object
    if claim.relation != "partOf" or not isinstance(outer, Entity) or outer.code is None:
        return True
    inner = claim.subject.removeprefix("area-")
    if inner == claim.subject or inner not in gazetteer.places or outer.code not in gazetteer.places:
        return True
    return gazetteer.may_lie_in(inner, outer.code)


def _area_claims(
    article: Article, mentions: Sequence[Mention], facts: Sequence[Found], raw: str, tools: Tools
) -> tuple[Claim, ...]:
    said = {
        (f.subject.entity.id, f.object.entity.id)
        for f in facts
        if isinstance(f.object, Mention) and f.subject.entity is not None and f.object.entity is not None
    }

    return area_claims(article, tuple(named(mentions, tools.rules)), raw, tools.rules, said)


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
