"""Link the names that are no places: the canonical name, and through it the identity.

Equal kind and canonical name is one thing. An agency's canonical name spells out its jurisdiction (省水利厅 →
山西省水利厅), so it is linked only when the area is known: refusing beats guessing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from kg.link.agencies import AREAS, AgencyLinker, Resolve, level_mention
from kg.link.alike import join_alike, with_alias
from kg.link.keys import QUOTES, entity_of, identity_key
from kg.link.own_names import join_own
from kg.model import Entity, Mention, replace
from kg.rules.bodies import Bodies
from kg.rules.model import AnaphorRule, RuleBook
from kg.rules.own import with_types
from kg.text.shorten import Shortening
from kg.text.words import name_words, part_of_speech

NOBODY: Mapping[int, int] = MappingProxyType({})
BARE = 2  # characters of 工程
SHORTEST = 4  # characters of a name without the areas that it begins with
WORK, PLANTS = "Project", ("Facility", "Reservoir")
SHORT_TITLE = 6  # characters; a shorter title in 《》 is taken for the short form of an earlier one
INNER = str.maketrans("〈〉", "《》")  # a title within a title
OWN_TITLE = 6  # characters; a title of so many that no earlier one ends with is one of its own
SAME_WORK = "SAME_WORK"  # the word list of what a work's name may add to that of the thing built: 工程
NO_AREAS = "NOT_LEVEL"  # the list of words that end as areas do: 灌区
TOPIC = 60  # characters within which 它 has its antecedent
BACK = 400  # characters within which 该水库 has its
WORKS = ("Project", "Facility")
TOPICS = ("Project", "River", "Lake", "Reservoir", "Facility")
_QUOTED = re.compile("^“([^“”]*)”$")
_SPACES = re.compile(r"\s")
_BRACKET_ON = re.compile(r"[（(].*$")


def link_names(
    mentions: Sequence[Mention],
    *,
    rules: RuleBook,
    bodies: Bodies,
    resolve: Resolve,
    breaks: Sequence[int] = (),
    beside: Collection[int] = (),
    body: int = 0,
    leaders: Mapping[int, int] = NOBODY,
) -> tuple[Mention, ...]:
    """`mentions` of one article, in order, with the entities of all that can be decided.

    `breaks`: where paragraphs end; `beside`: where names begin that stand behind 与 or 和; `body`: where the headline ends;
    `leaders`: by where a name begins, where the one of its class begins with which its sentence began a clause before.
    """
    linker = _Linker(rules, bodies, resolve, breaks, beside, leaders)
    linked = [linker.name(m) for m in mentions]
    linked = _short_forms(join_alike(linked, shortening(rules, bodies)))
    return tuple(linker.anaphors(join_own(with_types(linked, rules.own), body)))


def shortening(rules: RuleBook, bodies: Bodies) -> Shortening:
    """What tells the short forms of names."""
    words = rules.words
    return Shortening(
        bodies.legal, bodies.tails, words.get(SAME_WORK, ()), rules.generic, words.get(NO_AREAS, ())
    )


class _Linker:
    def __init__(
        self,
        rules: RuleBook,
        bodies: Bodies,
        resolve: Resolve,
        breaks: Sequence[int] = (),
        beside: Collection[int] = (),
        leaders: Mapping[int, int] = NOBODY,
    ) -> None:
        self.bodies, self.resolve, self.breaks, self.beside = bodies, resolve, breaks, beside
        self.leaders = leaders
        self.agencies = AgencyLinker(bodies, resolve)
        self.titles: dict[str, Entity] = {}  # 关于…的通知 → the title with its issuer
        self.generic = rules.generic
        self.roads = tuple(rules.words.get("ROUTE", ()))  # 省道 is no 道 of a province that is not named
        self.area_ends = tuple(rules.words.get("LEVEL", ()))  # 市, 县: an area's name in full
        self.anaphor = {rule.id: rule for rule in rules.anaphors}
        self.about = tuple(rules.words.get("ABOUT", ()))
        self.country = tuple(rules.words.get("WHOLE_COUNTRY", ()))
        self.statutes = tuple(rules.words.get("STATUTE", ()))  # how the title of a law ends, however short
        self.no_statutes = tuple(rules.words.get("NO_STATUTE", ()))
        self.short_titles = tuple(end for rule in rules.names if rule.needs == "title" for end in rule.ends)

    def name(self, mention: Mention) -> Mention:
        """The mention with its entity, and those inside it with theirs."""
        if mention.inner:
            mention = replace(mention, inner=tuple([self.name(m) for m in mention.inner]))
        if mention.value is not None or mention.deictic or mention.entity is not None or mention.candidates:
            return mention
        if mention.kind in AREAS:
            return mention
        if mention.kind == "Agency":
            return self.agencies.link(mention)
        if mention.kind == "Policy":
            return self.policy(mention)
        return self.other(mention)

    def other(self, mention: Mention) -> Mention:
        plain = QUOTES.sub("", mention.full or mention.text)
        text = self.bodies.waters.get(plain, plain)
        key = identity_key(text, self.bodies)
        level = "" if text.startswith(self.roads) else text[:1]
        if level not in self.bodies.levels or any(m.span.start == mention.span.start for m in mention.inner):
            return mention.linked(entity_of(mention.kind, text, *self._without_areas(mention), key=key))
        area = self.resolve(self.bodies.levels[level], mention.span.start, level)
        if area is None:
            return mention.linked(entity_of(mention.kind, text, key=key))
        inner = (level_mention(mention, level, area), *mention.inner)
        entity = entity_of(
            mention.kind, area.label + text[1:], text, key=identity_key(area.label + text[1:], self.bodies)
        )
        return mention.linked(entity, inner=inner)

    def _without_areas(self, mention: Mention) -> tuple[str, ...]:
        """斗晏水库 of 寻乌县斗晏水库: what is left without the areas it begins with, if that is still a name of its own."""
        if mention.kind == "Company" or mention.text != QUOTES.sub("", mention.text):
            return ()
        begins = {m.span.start: m for m in mention.inner if m.value is None}
        at, shorter = mention.span.start, []
        while (
            (area := begins.get(at)) is not None and area.kind in AREAS and area.text.endswith(self.area_ends)
        ):
            at = area.span.end
            rest = mention.text[at - mention.span.start :]
            if len(rest) >= SHORTEST and (at in begins or self._is_proper(rest)):
                shorter.append(rest)
        return tuple(shorter)

    def _is_proper(self, rest: str) -> bool:
        """Whether a name begins with a word that is in no dictionary: 斗|晏, and not 城西 or 第二."""
        first, second = (*name_words(rest), "")[:2]
        unknown = len(first) == len(second) == 1 or not part_of_speech(first)
        return unknown and first not in self.generic and "一" <= first[0] <= "鿿"

    def policy(self, mention: Mention) -> Mention:
        title = _SPACES.sub("", mention.text).strip("《》")
        title = _QUOTED.sub(r"\1", title)
        named = title.startswith(self.country) or any(
            m.span.start <= mention.span.start + 1 for m in mention.inner
        )
        quoted = mention.text[0] in "《“"
        if quoted and len(title) <= SHORT_TITLE and title.endswith(self.short_titles) and not named:
            law = title.endswith(self.statutes) and not title.endswith(self.no_statutes)
            return replace(mention, candidates=(title, title) if law else (title,))
        known = self.titles.get(title.translate(INNER))
        if known is not None:
            return mention.linked(with_alias(known, title))
        about = max((title.find(word) for word in self.about), default=0)
        begins = mention.inner[0] if mention.inner else None
        issued = about > 0 and begins is not None and begins.kind == "Agency"
        entity = entity_of("Policy", title, *([title[about:]] if issued else []))
        if issued:
            self.titles[title[about:].translate(INNER)] = entity
        return mention.linked(entity)

    def _in_new_paragraph(self, mention: Mention, before: Sequence[Mention]) -> bool:
        """Whether no work was named in its paragraph so far."""
        named = next((m for m in reversed(before) if m.kind == WORK and m.entity is not None), None)
        return named is not None and any(named.span.end <= at < mention.span.start for at in self.breaks)

    def _leader(self, mention: Mention, before: Sequence[Mention]) -> Entity | None:
        """What the sentence goes on about, where the thing named last only stands within a clause: 甲通道…，建成乙桥，工程…."""
        if len(mention.text) > BARE:
            return None  # 整盘工程: the whole of what was just told of
        last = next((m for m in reversed(before) if m.kind == mention.kind and m.entity is not None), None)
        at = self.leaders.get(last.span.start) if last is not None else None
        return next((m.entity for m in before if m.span.start == at), None)

    def _newer(self, mention: Mention, before: Sequence[Mention], entity: Entity | None) -> Entity | None:
        """What 该项目 stands for: no work of an earlier paragraph, where its own has named a plant since."""
        start = max((at for at in self.breaks if at < mention.span.start), default=-1)
        here = [m for m in before if m.span.start > start and m.entity is not None]
        plants = {m.entity for m in here if m.kind in PLANTS}
        if any(m.entity == entity for m in here) or not plants:
            return entity
        return plants.pop() if len(plants) == 1 else None

    def _other(
        self, rule: AnaphorRule, mention: Mention, last: Mapping[str, Entity]
    ) -> tuple[AnaphorRule, Mention]:
        """The rule of the word whose class of the user's was named last; where none of theirs was, the one of ours."""
        same = [r for r in self.anaphor.values() if r.says(mention.text) and r.opens <= rule.opens]
        named = [kind for kind in last if any(r.type == kind for r in same)]
        wanted = named[-1] if named else ""
        other = next((r for r in same if r.type == wanted), None)
        if other is None or rule.type == wanted:
            return rule, mention
        types = (other.type,) if other.type else ()
        return other, replace(mention, rule=other.id, kind=other.makes, types=types)

    def anaphors(self, mentions: Sequence[Mention]) -> list[Mention]:
        """该项目 is the thing of its class that the nearest earlier sentence names first."""
        found: list[Mention] = []
        last: dict[str, Entity] = {}  # by class, the one named last behind all others
        for mention in mentions:
            rule = self.anaphor.get(mention.rule)
            if rule is not None and rule.type:
                rule, mention = self._other(rule, mention, last)
            if rule is not None and rule.any:
                topic = _phase(mention, found, rule.holds) if rule.holds else _topic(mention, found)
                if topic is None:
                    continue
                mention = replace(mention, kind=topic.kind, entity=topic.entity, types=topic.types)
            elif rule is not None:
                area = self.resolve(mention.kind, mention.span.start, mention.text) if rule.home else None
                mention = replace(mention, entity=area if rule.home else last.get(rule.type or mention.kind))
                if rule.opens and not rule.type and mention.entity is not None:
                    mention = replace(mention, entity=self._leader(mention, found) or mention.entity)
                if not rule.opens and rule.makes == WORK and not rule.type:
                    mention = replace(mention, entity=self._newer(mention, found, mention.entity))
                if rule.opens and rule.makes == WORK and self._in_new_paragraph(mention, found):
                    mention = replace(
                        mention, entity=_main_work(_of_type(found, rule.type)) or mention.entity
                    )
                if (
                    mention.entity is None
                    and rule.makes == WORK
                    and (plant := _only_plant(_of_type(found, rule.type))) is not None
                ):
                    mention = replace(mention, entity=plant)
                if rule.type or mention.entity is not None:
                    mention = _as_its_thing(mention)
            if mention.entity is not None:
                types = mention.entity.types
                if mention.span.start in self.beside:  # 该校 is the school that does it with another
                    types = tuple(t for t in types if t not in last)
                for kind in (mention.kind, *types):
                    last.pop(kind, None)
                    last[kind] = mention.entity
            found.append(mention)
        return found


def _of_type(before: Sequence[Mention], own: str) -> Sequence[Mention]:
    """Those that belong to a class of the user's; all where there is none."""
    return [m for m in before if own in m.types] if own else before


def _as_its_thing(mention: Mention) -> Mention:
    """With the classes of what it stands for."""
    entity = mention.entity
    return replace(mention, kind=entity.kind, types=entity.types) if entity is not None else mention


def _main_work(before: Sequence[Mention]) -> Entity | None:
    """The work that an article has named more often than any other."""
    counts = Counter(m.entity for m in before if m.kind == WORK and m.entity is not None).most_common(2)
    clear = len(counts) == 1 or (len(counts) > 1 and counts[0][1] > counts[1][1])
    return counts[0][0] if clear else None


def _only_plant(before: Sequence[Mention]) -> Entity | None:
    """The one station or reservoir named so far: 工程总投资… of an article that names no work."""
    plants = {m.entity for m in before if m.kind in PLANTS and m.entity is not None}
    return next(iter(plants)) if len(plants) == 1 else None


def _phase(mention: Mention, before: Sequence[Mention], words: Sequence[str]) -> Mention | None:
    """What 二期工程 stands for: the work named last, not far before, whose name holds 二期."""
    word = next(w for w in words if mention.text.startswith(w))
    near = (m for m in reversed(before) if mention.span.start - m.span.end <= BACK)
    return next((m for m in near if m.kind in WORKS and m.entity and word in m.entity.label), None)


def _topic(mention: Mention, before: Sequence[Mention]) -> Mention | None:
    """What 它, 该水库 or 大桥 stands for: the thing named last before whose name holds the noun, else the only one nearby."""
    things: list[Mention] = []
    for other in reversed(before):
        if mention.span.start - other.span.end > BACK:
            break
        if other.entity is not None and other.kind in TOPICS:
            things.append(other)
    for at in range(len(mention.text)):
        noun = mention.text[at:]
        for thing in things if len(noun) > 1 or at > 0 else []:
            if thing.entity is not None and noun in thing.entity.label:
                return thing
    near = [m for m in things if mention.span.start - m.span.end <= TOPIC]
    return near[-1] if near and len({m.entity for m in near}) == 1 else None


def _short_forms(mentions: Sequence[Mention]) -> list[Mention]:
    """Short forms: those the text introduces, and 《方案》 for the latest title that ends so."""
    found: list[Mention] = []
    by_text: dict[tuple[str, str], Entity] = {}
    introduced: dict[tuple[str, str], Entity] = {}
    for mention in mentions:
        if (
            mention.value is None
            and mention.entity is None
            and mention.candidates
            and mention.kind not in AREAS
        ):
            mention = replace(mention, entity=_full_form(mention, by_text, introduced, found))
        for each in (mention, *mention.inner):
            if each.entity is not None:
                by_text[each.kind, each.text] = each.entity
        if mention.rule == "name.short" and mention.entity is not None:
            introduced[mention.kind, mention.text.strip("《》")] = mention.entity
        found.append(mention)
    return found


def _full_form(
    mention: Mention,
    by_text: Mapping[tuple[str, str], Entity],
    introduced: Mapping[tuple[str, str], Entity],
    before: Sequence[Mention],
) -> Entity | None:
    wanted = mention.candidates[0]
    entity = by_text.get((mention.kind, wanted)) or introduced.get((mention.kind, wanted))
    if entity is None and mention.kind == "Policy":
        titles = (m.entity for m in reversed(before) if m.kind == "Policy" and m.entity is not None)
        entity = next((t for t in titles if _BRACKET_ON.sub("", t.label).endswith(wanted)), None)
        if entity is None and (len(wanted) >= OWN_TITLE or len(mention.candidates) > 1):  # 《公司法》
            return entity_of("Policy", wanted)
    return with_alias(entity, mention.text.strip("《》")) if entity is not None else None
