"""Things of classes of one's own that a headline calls by less than their names, and wholes that only a phase's name holds."""

from __future__ import annotations

from collections.abc import Sequence

from kg.link.alike import with_alias
from kg.model import Entity, Mention, replace
from kg.text.shorten import in_order
from kg.text.signs import PHASE


def join_own(mentions: Sequence[Mention], title_end: int) -> list[Mention]:
    """The mentions of an article, in order, whose classes are known; its headline ends at `title_end`."""
    found = [_without_whole(m) for m in mentions]
    longer = _headlines(found, title_end)
    return [_renamed(m, longer) for m in found] if longer else found


def _without_whole(mention: Mention) -> Mention:
    """青岭风电场 in 青岭风电场二期 is named for the phase alone: what lies in it is the phase's."""
    if not mention.types or not mention.inner:
        return mention
    inner = tuple(each for m in mention.inner for each in (m.inner if _is_whole(m, mention) else (m,)))
    return mention if inner == mention.inner else replace(mention, inner=inner)


def _is_whole(inner: Mention, outer: Mention) -> bool:
    rest = outer.text.removeprefix(inner.text)
    same = inner.types == outer.types and inner.span.start == outer.span.start
    return same and rest != outer.text and PHASE.fullmatch(rest) is not None


def _headlines(mentions: Sequence[Mention], title_end: int) -> dict[str, Entity]:
    """By id, what is named in the headline alone, and the one thing of its class whose name holds its signs in their order."""
    titled: dict[str, Mention] = {}
    told: dict[str, Mention] = {}
    for mention in mentions:
        if mention.types and mention.entity is not None and not mention.deictic:
            (titled if mention.span.end <= title_end else told).setdefault(mention.entity.id, mention)
    found: dict[str, Entity] = {}
    for name, mention in titled.items():
        fits = [m.entity for m in told.values() if name not in told and _is_short(mention, m)]
        if len(fits) == 1 and fits[0] is not None:
            found[name] = fits[0]
    return found


def _is_short(short: Mention, full: Mention) -> bool:
    if short.entity is None or full.entity is None or short.types[-1] not in full.types:
        return False
    name, whole = short.entity.label, full.entity.label
    return len(name) < len(whole) and in_order(name, whole) == len(name)


def _renamed(mention: Mention, longer: dict[str, Entity]) -> Mention:
    entity = longer.get(mention.entity.id) if mention.entity else None
    if mention.entity is None or entity is None:
        return mention
    alias = with_alias(entity, mention.entity.label)
    return replace(mention, kind=entity.kind, types=entity.types, entity=alias)
