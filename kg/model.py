"""The frozen values that all stages share. This module imports nothing of ours.

Offsets are code points and half-open. `Document.text` is *raw*: as decoded from the file, before any
cleaning. `Article.text` is *repaired*, and `Article.offsets` maps each of its characters back to the raw text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")

DENIED = "denied"  # the modality of what a page says is not so
REJECTED = "rejected"  # that of what a correction says is not so


def light(cls: type[T]) -> type[T]:
    """For frozen dataclasses with slots that are made in great numbers: `__init__` writes to the slots directly.

    It takes a third of the time of what `dataclass` writes, which must get past the lock that it puts on itself. So
    nothing but the type check, which takes them for frozen, keeps one of these values from being changed.
    """
    known: dict[str, object] = {}
    wanted, lines = [], []
    for each in fields(cls):  # type: ignore[arg-type]
        known[f"_default_{each.name}"] = each.default
        wanted.append(each.name if each.default is MISSING else f"{each.name}=_default_{each.name}")
        lines.append(f"self.{each.name} = {each.name}")
    exec(f"def __init__(self, {', '.join(wanted)}):\n    {'; '.join(lines)}", known)
    cls.__init__ = known["__init__"]  # type: ignore[assignment]
    del cls.__setattr__, cls.__delattr__
    return cls


if TYPE_CHECKING:
    from dataclasses import replace as replace
else:

    def replace(value: T, /, **changes: object) -> T:
        """As `dataclasses.replace`, for values without fields of their own making: in a third of the time."""
        for name in value.__match_args__:
            if name not in changes:
                changes[name] = getattr(value, name)
        return type(value)(**changes)


class DataError(Exception):
    """A mistake of the user's, told in one line: what is wrong, where, and what would be right."""


@light
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range [start, end) of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One file: `identifier` is its stem and a hash of its path (`source`), `text` the raw text.

    A file too big for one piece is read in parts: `start` is the raw offset of `text` in the whole file. Spans in
    articles are within `text`; those of `PageFacts` are within the file.
    """

    identifier: str
    source: str
    text: str = field(repr=False)
    date: str | None = None  # ISO 8601, whole or part: 2023-12-20, 2023-12, 2023
    start: int = 0
    notes: tuple[str, ...] = ()  # what was done to read it, one line each
    losses: tuple[str, ...] = ()  # what of the file did not arrive, one line each


@dataclass(frozen=True, slots=True)
class Article:
    """One story of a page: the unit of context.

    `text` is repaired: the lines of the title, then the paragraphs of the body, joined by newlines; no hard
    wraps, no stray spaces. `offsets[i]` is the raw offset of `text[i]` (of the preceding character for a
    newline that repair put in). `body` is the index in `text` at which the body begins. `span` is the raw
    span of the body.
    """

    identifier: str
    document: str
    title: str
    span: Span
    text: str = field(repr=False)
    offsets: tuple[int, ...] = field(repr=False)
    body: int = 0
    issued: str | None = None  # ISO 8601 date of the story or of the page, if the text tells
    leaps: tuple[int, ...] = ()  # in place of `offsets` where these are left out: see `find_leaps`
    rows: tuple[Span, ...] = ()  # of tables, in `text`, in order: each says its cells with their heads

    def row_of(self, span: Span) -> Span | None:
        """The row of a table that a span lies in."""
        at = bisect_right(self.rows, span.start, key=lambda row: row.start) - 1
        return self.rows[at] if at >= 0 and self.rows[at].covers(span) else None

    def raw(self, span: Span) -> Span:
        """The raw span of a non-empty span of the repaired text."""
        inside = self.offsets[span.start : span.end]
        return Span(min(inside), max(inside) + 1)

    def placed(self, span: Span) -> Span | None:
        """The span of the repaired text that holds what stands in a raw span; None where nothing of it does."""
        leaps = self.leaps or find_leaps(self.offsets)
        begins, raws = leaps[::2], leaps[1::2]
        found: list[int] = []
        for begin, raw, end in zip(begins, raws, (*begins[1:], len(self.text)), strict=True):
            first, last = max(span.start, raw), min(span.end, raw + end - begin)
            if first < last:
                found += (begin + first - raw, begin + last - raw)
        return Span(min(found), max(found)) if found else None


def find_leaps(offsets: Sequence[int], start: int = 0) -> tuple[int, ...]:
    """Where the offsets of an article leap, as flat pairs of index and raw offset: 2 for each line, not 1 a character."""
    found: list[int] = []
    for i, raw in enumerate(offsets):
        if not i or raw != offsets[i - 1] + 1:
            found += (i, raw + start)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date in ISO 8601, as exact as the text: `2025`, `2025-06` or `2025-06-30`."""

    iso: str

    @property
    def year(self) -> int:
        return int(self.iso[:4])


@light
@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: value in base units (`万亩` worked out), unit symbol, what it measures, and when."""

    value: Decimal | str  # a string for water classes (Ⅱ) and ratios (1:9)
    unit: str
    indicator: str = ""
    period: str = ""
    written: str = ""  # as on the page, white space removed


Value = Decimal | Date | Quantity | str  # Decimal: CNY


@light
@dataclass(frozen=True, slots=True)
class Mention:
    """A name or a value in an article; `span` is in the repaired text.

    `kind` is a class of kg.ttl (`County`) or a value type (`Money`, `Date`, `Quantity`). `inner` holds the
    mentions inside a longer name: 太原市 in 太原市东区污水处理厂新建工程. `deictic` marks 全市, 该项目, 省 in
    省水利厅: they carry facts, and do not count as naming the thing.
    """

    span: Span
    text: str
    kind: str
    rule: str
    entity: Entity | None = None
    value: Value | None = None
    inner: tuple[Mention, ...] = ()
    candidates: tuple[str, ...] = ()  # local names that linking has not decided between
    deictic: bool = False
    certainty: float = 1.0  # how likely it is a name at all, where names are judged by evidence
    full: str = (
        ""  # the whole name where the text leaves its end out: 都安高速公路 of 都安、凯雷等3条高速公路
    )
    types: tuple[str, ...] = ()  # classes of the user's that it belongs to, the narrowest first

    @property
    def type(self) -> str:
        """The narrowest of its classes."""
        return self.types[0] if self.types else self.kind

    def __hash__(self) -> int:
        """Of what tells nearly all mentions apart: they are hashed often."""
        return hash((self.text, self.kind, self.span.start))

    def linked(
        self, entity: Entity | None, kind: str = "", inner: tuple[Mention, ...] | None = None
    ) -> Mention:
        """With an entity, and so without candidates; `replace` takes three times as long."""
        return Mention(
            self.span,
            self.text,
            kind or self.kind,
            self.rule,
            entity,
            self.value,
            self.inner if inner is None else inner,
            (),
            self.deictic,
            self.certainty,
            self.full,
            self.types,
        )


@light
@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with an identity: equal when `id` is equal. `id` is the local name, `area-140781`."""

    id: str
    kind: str = field(compare=False)
    label: str = field(compare=False)
    aliases: tuple[str, ...] = field(default=(), compare=False)
    code: str | None = field(default=None, compare=False)
    part_of: str | None = field(
        default=None, compare=False
    )  # local name of the parent area, from the gazetteer
    longitude: Decimal | None = field(default=None, compare=False)
    latitude: Decimal | None = field(default=None, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)  # why names of several pages are this one thing
    corrected: tuple[str, ...] = field(default=(), compare=False)  # by which lines of corrections.toml
    types: tuple[str, ...] = field(default=(), compare=False)  # classes of the user's, the narrowest first

    @property
    def type(self) -> str:
        """The narrowest of its classes; `kind` is the one of ours that it is read as."""
        return self.types[0] if self.types else self.kind

    def renamed(self, ids: Mapping[str, str]) -> Entity:
        """With other ids of itself and its parent; a thing is no part of itself."""
        name = ids.get(self.id, self.id)
        parent = ids.get(self.part_of, self.part_of) if self.part_of else None
        if name == self.id and parent == self.part_of:
            return self
        return replace(self, id=name, part_of=None if parent == name else parent)


@light
@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact is stated: article, rule, the quote and its raw span."""

    article: str
    rule: str
    quote: str  # raw text of the span without white space
    span: Span  # raw offsets in the document
    written: str = ""  # the value as on the page: 0.42亿元
    modality: str = ""  # "", "planned", "expected", "denied" or "rejected"
    confidence: Decimal = Decimal("0.9")
    qualifiers: tuple[tuple[str, str], ...] = ()  # (("grantedBy", "agency-…"),)
    sum_role: str = (
        ""  # of a sum: "total", "estimate", "completed", "phase", "annual", "central" or "contract"
    )
    amount: Decimal | None = None  # what a payer pays, CNY
    context: tuple[str, ...] = ()  # where what the quote does not say comes from: "title", "lead", …
    corrected: tuple[str, ...] = ()  # by which lines of corrections.toml


@light
@dataclass(frozen=True, slots=True)
class Claim:
    """A fact (subject, relation, object) with one piece of evidence; an object entity is its local name."""

    subject: str
    relation: str
    object: Value | Entity
    evidence: Evidence

    @property
    def stands(self) -> bool:
        """Whether the graph has its fact as a plain triple: not what is denied or rejected, nor a state that is only to come.

        What is planned stands where it says so itself (`kg:planned`), and so do the sums, dates and places of plans.
        """
        if self.evidence.modality in (DENIED, REJECTED):
            return False
        return self.relation != "status" or not self.evidence.modality or self.object == "planned"

    def renamed(self, ids: Mapping[str, str]) -> Claim:
        """On the things that stand for its subject, its object and those of its qualifiers."""
        if not ids:
            return self
        subject = ids.get(self.subject, self.subject)
        value = self.object.renamed(ids) if isinstance(self.object, Entity) else self.object
        qualifiers = tuple((name, ids.get(of, of)) for name, of in self.evidence.qualifiers)
        if subject == self.subject and value is self.object and qualifiers == self.evidence.qualifiers:
            return self
        evidence = replace(self.evidence, qualifiers=qualifiers)
        return replace(self, subject=subject, object=value, evidence=evidence)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """All that one page yields. `mentioned` holds (entity id, article identifier)."""

    document: Document
    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    mentioned: tuple[tuple[str, str], ...]
    claims: tuple[Claim, ...]
    undated: int = 0  # dates that stay open since nothing tells the day of their article: 今年, 昨日


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The merged whole, everything sorted: what RDF, HTML and summaries are made from."""

    documents: tuple[Document, ...]
    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    mentioned: tuple[tuple[str, str], ...]
    claims: tuple[Claim, ...]


def is_a(thing: Mention | Entity, kinds: Collection[str]) -> bool:
    """Whether a thing belongs to one of some classes, ours or the user's."""
    return thing.kind in kinds or (bool(thing.types) and any(name in kinds for name in thing.types))


by_place = attrgetter("span.start", "span.end")  # sorts mentions: the pair is compared faster than the span


def squeeze(text: str) -> str:
    """Text without any white space, as quotes are kept and compared."""
    return "".join(text.split())
