"""Linked mentions in, the areas that a text names out: 云南省曲靖市沾益区 is one of them, with all that it lies in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer import Gazetteer
from kg.model import Article, Entity, Mention, Span, light

CODED = ("Province", "City", "County", "Township")
AREAS = (*CODED, "Village", "Zone")
CLOSED = (
    "Company",
    "Institution",
    "MonitoringSection",
    "Policy",
)  # a place in the name of one says nothing of where a text plays
ORGAN = "Agency"
WHOLE = ("全", "我", "本")  # 全市 and 我市 are of the article, 该市 and 市水利局 of the scene
THAT = "该"
DEICTIC = (*WHOLE, THAT)
BETWEEN = "的"  # may stand between an area and a part of it


@light
@dataclass(frozen=True, slots=True)
class Named:
    """An area as named at one place, the deepest of those written as one, and the ids of all that it lies in."""

    span: Span
    area: Entity
    within: frozenset[str]  # its own id too
    inside: str = ""  # the class of the name that it is a part of: Project, Agency
    outer: Span | None = None  # the span of that name
    parents: tuple[Named, ...] = ()  # those written before it as one

    def lies_in(self, other: Named) -> bool:
        return other.area.id in self.within

    @property
    def begins(self) -> bool:
        """Whether it stands by itself or at the beginning of a name: 奉化 in 大岚至奉化段 is no place of its own."""
        return self.outer is None or self.outer.start == self.span.start

    @property
    def known(self) -> bool:
        """Whether it is told what the area lies in: of a village or zone named by itself it is not."""
        return self.area.code is not None or len(self.within) > 1

    def kin(self, other: Named) -> bool:
        """Whether one lies in the other, as far as is known."""
        return not (self.known and other.known) or self.lies_in(other) or other.lies_in(self)


def named_areas(article: Article, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Named, ...]:
    """In their order, 全市 and 该县 as far as they are linked; `mentions` are nested.

    Without those in names of firms and monitoring sections, and in titles of policies that the body names.
    """
    found: list[Named] = []
    for mention, inside in _areas(mentions, None, article.body):
        if mention.entity is None:
            continue
        outer = inside.span if inside is not None else None
        kind = inside.kind if inside is not None else ""
        known = _within(mention, gazetteer)
        here = Named(mention.span, mention.entity, known, kind, outer)
        last = found[-1] if found else None
        if last is not None and mention.deictic and _says_no_more(article.text, last, here):
            continue
        if last is not None and _one(article.text, last, here):
            found[-1] = _joined(last, here)
        else:
            found.append(here)
    return tuple(found)


def _says_no_more(text: str, last: Named, here: Named) -> bool:
    """Whether 省里 only takes up, in the same sentence, what an area lies in: 在江西赣州，省里的重点工程."""
    gap = text[last.span.end : here.span.start]
    return here.area.id in last.within and here.area != last.area and not any(c in gap for c in "。！？\n")


def _joined(parent: Named, part: Named) -> Named:
    span = Span(parent.span.start, part.span.end)
    outer = parent.outer or part.outer
    within = parent.within | part.within
    return Named(span, part.area, within, parent.inside, outer, (*parent.parents, parent))


def _areas(
    mentions: Sequence[Mention], inside: Mention | None, body: int
) -> Iterator[tuple[Mention, Mention | None]]:
    for mention in mentions:
        if mention.value is not None or (mention.deictic and inside is not None):
            continue
        if mention.kind in AREAS:
            yield mention, inside
        elif mention.inner and (mention.kind not in CLOSED or _titles(mention, body)):
            yield from _areas(mention.inner, inside or mention, body)


def _titles(mention: Mention, body: int) -> bool:
    """Whether a policy stands in the title of the article, or begins a text that has none."""
    return mention.kind == "Policy" and (mention.span.end <= body or mention.span.start == 0)


def _within(mention: Mention, gazetteer: Gazetteer) -> frozenset[str]:
    """The ids of an area and of all that it lies in; of a zone, also of the area that its name begins with."""
    if mention.entity is None:
        return frozenset()
    ids = {mention.entity.id}
    codes = [mention.entity.code] if mention.entity.code and mention.entity.kind in CODED else []
    codes += [
        m.entity.code for m in mention.inner if m.entity is not None and m.entity.code and m.kind in CODED
    ]
    for code in codes:
        ids |= {f"area-{place.code}" for place in gazetteer.path(code)}
    return frozenset(ids)


def _one(text: str, last: Named, here: Named) -> bool:
    """Whether an area and a part of it are written as one: 甘肃天水, 浙江省岱山县的衢山镇; a village has no code to tell."""
    gap = text[last.span.end : here.span.start]
    if gap not in ("", BETWEEN):
        return False
    return here.lies_in(last) or not (here.known or gap)
