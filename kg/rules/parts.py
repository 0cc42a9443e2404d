"""What names say of each other: 青岭引水工程二期 and 石关铁路隰县段 are parts, 远川集团冷链项目 is the firm's.

The whole, or the firm, must be named in the article by itself. A name that goes on with no more than the kind of work
(青岭水库 and 青岭水库扩建工程) is no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from kg.model import Article, Claim, Entity, Mention, replace
from kg.rules.areas import claim_of
from kg.rules.match import STATES, STATUS
from kg.rules.model import GazetteerRule, RuleBook
from kg.text.numerals import DIGITS

PHASE, STRETCH, PART_KIND = "PHASE", "STRETCH", "PART_KIND"  # word lists
WORK_HEAD, COMPONENT, FIRM_TAIL = "WORK_HEAD", "COMPONENT", "FIRM_TAIL"
UNIT_OF = "UNIT_OF"  # word list: how the name of a body ends that may have parts
SHORTEST = 4  # characters of a whole, and of a firm's name in a work's
SHORTEST_BODY = 3
SHORTEST_TAIL = 2  # characters of a part behind its body
LONGEST_TAIL = 30  # characters behind the whole
PROJECT, PART_OF = "Project", "subProjectOf"
WHOLE_SURE = Decimal("0.75")
Kin = dict[str, list[Mention]]


def part_claims(
    article: Article,
    mentions: Sequence[Mention],
    raw: str,
    rules: RuleBook,
    claims: Sequence[Claim],
) -> tuple[Claim, ...]:
    """By the rules with `by_name`; `mentions` are all that name a thing, `claims` those of this article so far."""
    known = {(c.subject, c.relation) for c in claims}
    found: dict[tuple[str, str], Claim] = {}
    by_kind = _by_kind(mentions)
    for rule in (r for r in rules.gazetteer if r.by_name):
        for mention, other in _pairs(rule, by_kind, rules.words):
            key = (mention.entity.id if mention.entity else "", rule.makes)
            if key not in known and key not in found:
                found[key] = claim_of(article, mention, other, raw, rule)
    return tuple(found.values())


def stage_claims(claims: Sequence[Claim], works: Iterable[Entity]) -> tuple[Claim, ...]:
    """What is being built in part is being built, where an article says no more of how far the whole is."""
    wholes: dict[str, list[str]] = {}
    projects = {work.id for work in works if work.kind == PROJECT}
    told = {c.subject for c in claims if c.relation == STATUS}
    for claim in claims:
        whole = claim.object.id if claim.relation == PART_OF and isinstance(claim.object, Entity) else ""
        if whole in projects and whole not in told:
            wholes.setdefault(claim.subject, []).append(whole)
    found: dict[str, Claim] = {}
    for claim in claims:
        if claim.relation != STATUS or claim.object != STATES[1] or not claim.stands:
            continue
        evidence = replace(claim.evidence, confidence=WHOLE_SURE, context=("topic",))
        for whole in wholes.get(claim.subject, ()):
            found.setdefault(whole, replace(claim, subject=whole, evidence=evidence))
    return tuple(found.values())


def _by_kind(mentions: Iterable[Mention]) -> Kin:
    found: Kin = {}
    for mention in mentions:
        if mention.entity is not None:
            for kind in (mention.kind, *mention.types):
                found.setdefault(kind, []).append(mention)
    return found


def _pairs(
    rule: GazetteerRule, by_kind: Kin, words: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Mention, Entity]]:
    """Each that the rule speaks of with the other that its name tells."""
    others = {m.entity.id: m.entity for kind in rule.object for m in by_kind.get(kind, ()) if m.entity}
    if not others:
        return
    owners = rule.subject != rule.object
    named = _firms(others.values()) if owners and not rule.ends else _labels(others.values(), rule)
    for mention in (m for kind in rule.subject for m in by_kind.get(kind, ())):
        entity = mention.entity
        if entity is None:
            continue
        if rule.ends:
            other = _parent(entity.label, named, rule.ends, words.get(UNIT_OF, ()))
        else:
            other = _owner(entity.label, named, words) if owners else _whole(entity, named, words)
        if other is not None and other.id != entity.id:
            yield mention, other


def _labels(entities: Iterable[Entity], rule: GazetteerRule) -> dict[str, Entity]:
    shortest = SHORTEST_BODY if rule.ends else SHORTEST
    return {form: e for e in entities for form in (*e.aliases, e.label) if len(form) >= shortest}


def _parent(
    label: str, named: Mapping[str, Entity], ends: tuple[str, ...], bodies: tuple[str, ...]
) -> Entity | None:
    """The longest body that the name of a part begins with: 青石大学 of 青石大学水利学院."""
    if not label.endswith(ends):
        return None
    for end in range(len(label) - SHORTEST_TAIL, SHORTEST_BODY - 1, -1):
        if label[:end] in named and label[:end].endswith(bodies):
            return named[label[:end]]
    return None


def _whole(part: Entity, named: Mapping[str, Entity], words: Mapping[str, tuple[str, ...]]) -> Entity | None:
    """The longest name that the part's begins with, or that it is without its phase."""
    label = part.label
    for end in range(len(label) - 1, SHORTEST - 1, -1):
        whole = named.get(label[:end])
        if whole is None or whole.id == part.id:
            continue
        tail = label[end:]
        if _part(words).fullmatch(tail) or (_ends_whole(label[:end], words) and _names_part(tail, words)):
            return whole
    phase = _phase(words).search(label)
    without = label[: phase.start()] + label[phase.end() :] if phase else ""
    found = named.get(without) if len(without) >= SHORTEST else None
    return found if found is not None and found.id != part.id else None


def _ends_whole(label: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    return label.endswith(words.get(WORK_HEAD, ()))


def _names_part(tail: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether what goes on behind 工程 names one of its works: 厂房及引水洞土建工程."""
    return len(tail) <= LONGEST_TAIL and any(word in tail for word in words.get(COMPONENT, ()))


def _firms(firms: Iterable[Entity]) -> dict[str, Entity]:
    """The firms by their names, without what stands in brackets."""
    found: dict[str, Entity] = {}
    for firm in firms:
        for form in (firm.label, *firm.aliases):
            bare = _brackets().sub("", form)
            if len(bare) >= SHORTEST:
                found.setdefault(bare, firm)
    return found


def _owner(label: str, firms: Mapping[str, Entity], words: Mapping[str, tuple[str, ...]]) -> Entity | None:
    """The firm that a work's name begins with, or of whose name its stem is part: 远川冷链 of 晋南远川冷链科技有限公司."""
    begins = [form for form in firms if label.startswith(form) and len(form) < len(label)]
    if begins:
        return firms[max(begins, key=len)]
    tail = _firm_tail(words).search(label)
    stem = label[: tail.start()] if tail else ""
    if len(stem) < SHORTEST:
        return None
    owners = {firm.id: firm for form, firm in firms.items() if stem in form}
    return next(iter(owners.values())) if len(owners) == 1 else None


@lru_cache(maxsize=1)
def _brackets() -> re.Pattern[str]:
    return re.compile("[（(][^（）()]*[）)]")


def _part(words: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    return _patterns(*(words.get(n, ()) for n in (PHASE, STRETCH, PART_KIND, FIRM_TAIL)))[0]


def _phase(words: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    return _patterns(*(words.get(n, ()) for n in (PHASE, STRETCH, PART_KIND, FIRM_TAIL)))[1]


def _firm_tail(words: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    return _patterns(*(words.get(n, ()) for n in (PHASE, STRETCH, PART_KIND, FIRM_TAIL)))[2]


@lru_cache(maxsize=8)
def _patterns(
    phases: tuple[str, ...], stretches: tuple[str, ...], heads: tuple[str, ...], tails: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Of what makes a part behind a whole, of a phase, and of what stands behind a firm in a work's name."""
    phase = rf"(?:(?:[{''.join(DIGITS)}0-9ⅠⅡⅢ]|十|首){{1,3}}(?:{_any(phases)}))"
    kind = rf"(?:{_any(heads)})?"
    stretch = rf"[^，。；、]{{0,{LONGEST_TAIL}}}(?:{_any(stretches)})"
    part = re.compile(rf"[（(]?(?:{phase}(?:{stretch})?|{stretch})[）)]?{kind}")
    return part, re.compile(phase), re.compile(rf"(?:{phase})?(?:{_any(tails)})$")


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)"
