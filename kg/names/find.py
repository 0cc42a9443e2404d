"""Find names by rule: how they end, and from there left to where they begin (`walk.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from kg.model import Mention, Span, replace
from kg.names.counted import without_counted
from kg.names.fixed import route_before, settled, with_routes
from kg.names.grammar import AREAS, MARKS, VALUES, WATERS, Grammar, Word
from kg.names.known_waters import KNOWN, is_edge, known_waters
from kg.names.listed import listed_names
from kg.names.nest import nest
from kg.names.notices import find_notices, notice_words
from kg.names.rivers import NOWHERE, RiverFinder
from kg.names.scorer import NameScorer
from kg.names.verdicts import Verdict
from kg.names.walk import BRANCH, Segment, Walk
from kg.rules.model import NameRule
from kg.rules.own import OwnClasses

BODIES = ("Agency",)  # of which parts have names that begin with theirs
HOSTS = frozenset({"Zone", "ProtectedArea"})  # what may have a body of its own: 青石港经济开发区管委会


class NameFinder:
    """The name rules, compiled: `find` gives the mentions of a text, longer names with the shorter inside."""

    def __init__(
        self,
        rules: Sequence[NameRule],
        words: Mapping[str, tuple[str, ...]],
        segment: Segment,
        waters: Mapping[str, str],
        scorer: NameScorer | None = None,
        places: Mapping[str, bool] = NOWHERE,
        street: str = r"(?!)",
        own: OwnClasses | None = None,
    ) -> None:
        """`places` and `street`: see `RiverFinder`; `waters` gives the class of each water that is known by name; `scorer` has the last word on works and firms; `own` are classes of the user's."""
        self.own = own
        self.waters = waters
        self.scorer = scorer
        self.known_waters = re.compile(_any(waters) or r"(?!)")
        self.segment = segment
        self.grammar = Grammar(
            frozenset(words["STOP"]),
            frozenset(words["JOIN"]),
            tuple(sorted({e for r in rules for e in r.ends if len(e) > 1}, key=lambda e: (-len(e), e))),
            frozenset(words["LEVEL"]),
            frozenset(words["PARTICLE"]),
            frozenset(words["TRIM"]),
            frozenset(words["COUNTER"]),
            tuple(words["FLOWS"]),
            frozenset(words["WATER_STOP"]),
            re.compile(_any(words["WATER_CUE"])),
            tuple(words["SIZE"]),
            tuple(words["NOT_LEVEL"]),
            tuple(words["VERB_TAIL"]),
            tuple(words["YEARLY"]),
            frozenset(words["INNER_END"]),
            tuple(sorted(words["LEAGUE"], key=lambda w: (-len(w), w))),
            frozenset(words["MAYBE"]),
        )
        self.notices = notice_words(words)
        first = sorted(rules, key=lambda r: r.makes not in HOSTS)  # their bodies are looked for behind them
        self.rules = [(rule, _ends(rule)) for rule in first]
        self.listed = frozenset(
            {"、", *(w for w in self.grammar.joins if len(w) == 1)}
        )  # between bodies of one area
        self.rivers = RiverFinder(scorer.lexicon if scorer else None, words, segment, places, street)
        self.whole = frozenset(r.id for r in rules if r.needs == "pattern" and r.type)
        self.route = route_before(words["ROUTE"], words["ROUTE_END"], words["ROAD_JOIN"])
        self.between = re.compile(f"、|{_any(self.grammar.joins)}")

    def find(self, text: str, known: Sequence[Mention]) -> tuple[Mention, ...]:
        """Mentions of names in a repaired text, together with `known`, nested and in order."""
        tokens, found = self._walked(text, known)
        if self.scorer is not None:
            found = settled(self.scorer.choose(text, tokens, found, self.own), found, self.whole)
        found = with_routes(text, found, self.route)
        found = list(without_counted(text, found, known))
        return nest(found, [m for m in known if m.kind in VALUES], self.grammar.inner_ends)

    def verdicts(self, text: str, known: Sequence[Mention]) -> tuple[Verdict, ...]:
        """Why each candidate is a name or none."""
        return self.scorer.verdicts(text, *self._walked(text, known)) if self.scorer is not None else ()

    def _walked(self, text: str, known: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
        """What is one token each (`known` and waters), and all that the rules find."""
        found: list[Mention] = [m for m in known if m.kind not in VALUES]
        found.extend(known_waters(text, known, self.known_waters, self.waters, self.rivers))
        self._scan(text, Walk(text, known, self.grammar, self.segment), found, first=True)
        found = _whole(found, text)
        waters = [m for m in found if m.kind in WATERS]
        tokens = [*known, *_apart(waters, known)]
        self._scan(text, Walk(text, tokens, self.grammar, self.segment), found, first=False)
        return tokens, found

    def _scan(self, text: str, walk: Walk, found: list[Mention], *, first: bool) -> None:
        """Apply the rules for waters (`first`) or all others; what is found is also added to `found`."""
        by_end: dict[int, list[Mention]] = {}
        _add(list(found), [], by_end)
        for rule, ends in self.rules:
            if (rule.needs in ("water", "river")) != first:
                continue
            if rule.needs == "river":
                _add(self._rivers(text, walk, rule, found), found, by_end)
                continue
            if rule.needs == "title":
                _add(_titles(text, rule), found, by_end)
                continue
            if rule.needs == "listed":
                listed = listed_names(text, rule, self.between, walk.edge(rule), walk.proper(rule))
                _add(listed, found, by_end)
                continue
            if rule.needs == "notice":
                _add(find_notices(text, rule, found, self.notices), found, by_end)
                continue
            barred: set[int] = set()  # where names end that `not_behind` bars
            for match in ends.finditer(text):
                for end in _possible_ends(text, rule, match):
                    span = _with_lead(text, rule, self._span(walk, rule, match, end, by_end))
                    if span is not None and self._stands_behind(text, rule, span, barred):
                        made = Mention(span, text[span.start : span.end], rule.makes, rule.id)
                        _add((made,), found, by_end)

    def _stands_behind(self, text: str, rule: NameRule, span: Span, barred: set[int]) -> bool:
        """Whether what stands before a name is what its rule wants; 农业部 in 美国财政部、农业部 is barred with the body before it."""
        start = span.start
        if rule.not_behind:
            listed = start > 0 and text[start - 1] in self.listed and start - 1 in barred
            of = start > 0 and text[start - 1] == "的"  # 巴西的卫生部
            if listed or text.endswith(rule.not_behind, 0, start - of):
                barred.add(span.end)
                return False
        return not rule.behind or text.endswith(rule.behind, 0, start)

    def _rivers(self, text: str, walk: Walk, rule: NameRule, found: Sequence[Mention]) -> list[Mention]:
        waters = [m for m in found if m.rule == KNOWN]
        return list(self.rivers.find(rule, text, [*walk.known, *_apart(waters, walk.known)]))

    def _span(
        self,
        walk: Walk,
        rule: NameRule,
        match: re.Match[str],
        end: int,
        by_end: Mapping[int, Sequence[Mention]],
    ) -> Span | None:
        if rule.not_before and walk.text.startswith(rule.not_before, end):
            return None
        if rule.needs in ("whole", "pattern"):
            cut = rule.makes in WATERS and rule.needs == "whole" and not is_edge(walk.text, *match.span())
            refused = rule.needs == "whole" and rule.refuse and rule.refuse.search(match.group())
            return None if cut or refused else Span(*match.span())  # 资水 in 投资水利
        if rule.needs == "parent":
            return _branch(walk, rule, match.start(), end, by_end)
        if rule.needs == "shared":
            return _shared(walk.text, rule, match, by_end, self.listed)
        if rule.needs == "member":
            return _member(walk, rule, match, by_end, self.listed)
        if rule.needs == "opens":
            return walk.opened(rule, match.start(), end)
        if rule.needs == "body":
            return walk.body(rule, match.start(), end)
        if rule.needs == "water":
            return walk.water(rule, match.start(), end)
        if rule.needs == "area":
            host = next((m for m in by_end.get(match.start(), ()) if m.kind in HOSTS), None)
            if host is not None:
                return Span(host.span.start, end)
        return walk.name(rule, match.start(), end)


def _whole(found: Sequence[Mention], text: str) -> list[Mention]:
    """Waters that were cut short and have their whole name elsewhere in the text are whole here too: 台溪 in 长台溪."""
    names = {(m.kind, m.text) for m in found if m.kind in WATERS}
    longer: dict[tuple[str, str], list[str]] = {}
    for kind, name in sorted(names, key=lambda n: (len(n[1]), n)):
        for at in range(1, len(name)):
            if (kind, name[at:]) in names:
                longer.setdefault((kind, name[at:]), []).append(name)
    return [_grown(m, longer.get((m.kind, m.text), ()), text) for m in found]


def _grown(mention: Mention, longer: Sequence[str], text: str) -> Mention:
    end = mention.span.end
    name = next((n for n in reversed(longer) if text.endswith(n, 0, end)), mention.text)
    return replace(mention, span=Span(end - len(name), end), text=name) if name != mention.text else mention


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _add(mentions: Iterable[Mention], found: list[Mention], by_end: dict[int, list[Mention]]) -> None:
    for mention in mentions:
        found.append(mention)
        by_end.setdefault(mention.span.end, []).append(mention)


def _possible_ends(text: str, rule: NameRule, match: re.Match[str]) -> list[int]:
    """The end, and the end with its tail: 某集团 and 某集团某某公司; 某工程 where 项目建议书 follows."""
    if rule.not_before and text.startswith(rule.not_before, match.end()):
        shorter = [e for e in rule.ends if len(e) > 1 and match.group().startswith(e)]
        return [match.start() + len(e) for e in sorted(shorter) if e != match.group()]
    tail = rule.tail.match(text, match.end()) if rule.tail else None
    within = (
        []
        if rule.needs != "area" or rule.makes not in BODIES
        else [e for e in rule.ends if _is_part(e, match.group())]
    )
    return [*(match.start() + len(e) for e in within), match.end(), *([tail.end()] if tail else [])]


def _is_part(end: str, whole: str) -> bool:
    """领导小组 in 领导小组办公室 is a body of its own."""
    return len(end) > 2 and len(end) < len(whole) and whole.startswith(end)


def _apart(mentions: Sequence[Mention], known: Sequence[Mention]) -> list[Mention]:
    """The longest of those that overlap, none that overlaps one of the known."""
    taken = bytearray(max((m.span.end for m in (*mentions, *known)), default=0))
    for mention in known:
        taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (-len(m.span), m.span.start)):
        if taken.find(1, mention.span.start, mention.span.end) < 0:
            taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
            kept.append(mention)
    return kept


def _ends(rule: NameRule) -> re.Pattern[str]:
    if rule.needs in ("pattern", "listed", "member"):
        return re.compile("|".join(rule.ends))
    ordered = sorted(rule.ends, key=lambda e: (-len(e), e))
    return re.compile("|".join(re.escape(e) for e in ordered))


def _titles(text: str, rule: NameRule) -> Iterator[Mention]:
    """《…》 whose title ends as a policy's does, a bracket such as （试行） apart."""
    for match in _title_pattern(rule).finditer(text):
        if rule.refuse is None or not rule.refuse.search(match.group(1)):
            yield Mention(Span(*match.span()), match.group(), rule.makes, rule.id)


@lru_cache(maxsize=64)
def _title_pattern(rule: NameRule) -> re.Pattern[str]:
    heads = "|".join(re.escape(e) for e in sorted(rule.ends, key=lambda e: (-len(e), e)))
    return re.compile(rf"《([^《》\n]{{1,80}}?(?:{heads})(?:[（(][^（）()]{{1,20}}[）)])?)》")


def _with_lead(text: str, rule: NameRule, span: Span | None) -> Span | None:
    """全国 before 统一大市场建设条例 is of its name."""
    if span is None or not rule.lead:
        return span
    lead = next((w for w in rule.lead if text.endswith(w, 0, span.start)), "")
    return Span(span.start - len(lead), span.end)


def _shared(
    text: str,
    rule: NameRule,
    match: re.Match[str],
    by_end: Mapping[int, Sequence[Mention]],
    listed: frozenset[str],
) -> Span | None:
    """水务局 right behind another body in a list: 某市住建局、水务局."""
    start = match.start()
    before = by_end.get(start - 1, ()) if start and text[start - 1] in listed else ()
    return Span(*match.span()) if any(m.kind == rule.makes for m in before) else None


def _member(
    walk: Walk,
    rule: NameRule,
    match: re.Match[str],
    by_end: Mapping[int, Sequence[Mention]],
    listed: frozenset[str],
) -> Span | None:
    """残疾人联合会 in 某省民政厅、残疾人联合会: what ends as bodies do, and is none by itself."""
    span = _shared(walk.text, rule, match, by_end, listed)
    if span is None or (rule.refuse is not None and rule.refuse.search(match.group())):
        return None
    ends = range(span.start + 2, span.end + 1)
    alone = any(m.span.start <= span.start for at in ends for m in by_end.get(at, ()) if m.kind == rule.makes)
    words = walk.words(span)
    barred = any(
        w.mention is not None or w.text in walk.grammar.stop or w.text in walk.grammar.joins for w in words
    )
    begins = walk.text[span.start] in walk.grammar.levels
    return None if alone or barred or begins else span


def _branch(
    walk: Walk, rule: NameRule, head: int, end: int, by_end: Mapping[int, Sequence[Mention]]
) -> Span | None:
    """A branch stands right behind its body: 市生态环境局 + 岢岚分局. `by_end` has what is found so far by its end."""
    ends = range(head, head - BRANCH - 1, -1)
    parents = (m for at in ends for m in by_end.get(at, ()) if m.kind == rule.makes)
    nearest = next(parents, None)
    if nearest is None:
        return None
    same = [m for m in by_end[nearest.span.end] if m.kind == rule.makes]
    parent = min(same, key=lambda m: m.span.start)
    if any(
        m.span.start > parent.span.end or (m.span.start == parent.span.end and not _is_placed(walk, m.span))
        for m in by_end.get(end, ())
        if m.kind == rule.makes
    ):
        return None  # another body ends here: 某局根据国务院办公厅, 某署国家某局
    between = walk.text[parent.span.end : head]
    words = walk.words(Span(parent.span.end, end))
    between_words = [w for w in words if w.span.end <= head]
    if between_words and between_words[-1].text in walk.grammar.particles:
        return None  # 某办的办公室 is a room
    if between_words and between_words[0].text in walk.grammar.joins:
        return None  # 某部和国务院某办 are two
    if any(c in MARKS for c in between) or any(
        w.text in rule.stop or w.text in walk.grammar.stop or w.text in walk.grammar.joins or _is_apart(w)
        for w in between_words[:-1]
    ):
        return None
    if rule.refuse is not None and rule.refuse.search(walk.text, parent.span.end, end):
        return None
    return Span(parent.span.start, end)


def _is_placed(walk: Walk, name: Span) -> bool:
    """Whether a name begins with an area, as that of a branch may: 某总局某市税务局."""
    first = walk.words(name)[0].mention
    return first is not None and first.kind in AREAS


def _is_apart(word: Word) -> bool:
    """Whether a word is an area or a count, which no name of a branch holds in its middle."""
    return word.mention is not None and word.mention.kind in (*AREAS, "Quantity", "Money")
