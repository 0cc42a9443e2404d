"""The clauses of a stretch → events: one for each verb, with all that grammar says of who and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts.stretch import Range, Stretch
from kg.language.classes import WordClasses
from kg.language.clauses import COPULA, HEADING, MAIN, RELATIVE, TITLE, Clause
from kg.language.phrases import PREPOSITIONAL
from kg.model import light, replace

READ = frozenset({MAIN, COPULA, RELATIVE, TITLE, HEADING})
PLACE, SOURCE, AGENT, BY = "place", "source", "agent", "passive"
RECIPIENT = frozenset({"goal", "target", "purpose"})
RELATIVE_SIGN, COPULA_SIGN = "H", "Y"


@light
@dataclass(frozen=True, slots=True)
class Event:
    """A verb, or verbs that go together (投资建设), in its clause. Ranges are of tokens; what is not there is None."""

    stretch: Stretch
    clause: Clause
    verb: Range
    words: tuple[str, ...]  # the verbs, each and together; none for a clause without one
    subject: Range | None
    object: Range | None  # up to the next verb of the clause
    agent: Range | None = None  # of 由 and 被
    target: Range | None = None  # of 对 and 把
    places: tuple[Range, ...] = ()
    sources: tuple[Range, ...] = ()
    recipients: tuple[Range, ...] = ()  # of 向, 为, 给
    head: Range | None = None  # what a relative clause tells of
    voice: str = "active"
    following: Event | None = None  # the next verb of the same subject
    first: bool = True  # the first verb of its clause
    paired: bool = False  # 分别

    @property
    def relative(self) -> bool:
        return self.clause.kind == RELATIVE


@light
@dataclass(frozen=True, slots=True)
class _Verb:
    """A group of verbs in a clause, its object, and the phrases with prepositions that belong to it."""

    start: int
    end: int
    object: Range | None
    phrases: tuple[tuple[str, Range], ...]


def read_events(stretch: Stretch, classes: WordClasses) -> list[Event]:
    """All events of a stretch in order, a relative clause behind the clause that holds it."""
    inner = [stretch.range(c.span) for c in stretch.clauses if c.kind == RELATIVE]
    rows: list[list[Event]] = []
    for clause in stretch.clauses:
        if clause.kind in READ:
            rows.append(list(_of_clause(stretch, clause, classes, inner)))
    return _linked([row for row in rows if row])


def _linked(rows: Sequence[list[Event]]) -> list[Event]:
    """Each event with the one that follows it: the next of its clause, or the first of the next clause without a subject."""
    found: list[Event] = []
    after: Event | None = None  # the first event of the clause behind
    for row in reversed(rows):
        following = None if row[0].relative else after
        done: list[Event] = []
        for event in reversed(row):
            event = replace(event, following=following)
            done.append(event)
            following = event
        found += done
        if not row[0].relative:
            after = None if done[-1].subject is not None or done[-1].voice == AGENT else done[-1]
    return found[::-1]


def _of_clause(
    stretch: Stretch,
    clause: Clause,
    classes: WordClasses,
    inner: Sequence[Range],
) -> Iterator[Event]:
    start, end = stretch.range(clause.span)
    own = [r for r in inner if r != (start, end)] if clause.kind == RELATIVE else list(inner)
    subject = _subject(stretch, clause)
    head = _head(stretch, clause, end) if clause.kind == RELATIVE else None
    if clause.predicate is None:
        yield Event(stretch, clause, (start, end), (), subject or _opening(stretch, start, end), None)
        return
    verbs = _verbs(stretch, clause, start, end, own, classes)
    agents = [r for verb in verbs for role, r in verb.phrases if role in (AGENT, BY)]
    voice = (
        clause.voice
        if clause.agent
        else AGENT
        if agents and clause.voice == "active" and _by(verbs)
        else clause.voice
    )
    agent = stretch.range(clause.agent) if clause.agent else agents[0] if voice == AGENT and agents else None
    outer = [stretch.range(s) for s in clause.setting if s.end <= clause.span.start]
    places = [(a + 1, b) for a, b in outer if classes.says("preposition", stretch.tokens[a].text) == PLACE]
    paired = any(stretch.tokens[i].text in stretch.words.pairing for i in range(start, end))
    if (
        clause.kind == COPULA and stretch.code[end - 1] == RELATIVE_SIGN and len(verbs) > 1
    ):  # 某工程是某公司建设的
        voice, agent = _cleft(stretch, verbs, agents)
        verbs = verbs[1:]
    for number, verb in enumerate(verbs):
        words = [stretch.tokens[i].text for i in range(verb.start, verb.end)]
        mine = [*places, *(r for role, r in verb.phrases if role == PLACE)]
        yield Event(
            stretch,
            clause,
            (verb.start, verb.end),
            (*_forms(words, stretch.words.verbs), *_done(stretch, verb)),
            subject,
            verb.object,
            agent,
            _target(stretch, verb),
            tuple(mine),
            tuple(r for role, r in verb.phrases if role == SOURCE),
            tuple(r for role, r in verb.phrases if role in RECIPIENT),
            head,
            voice,
            None,
            number == 0,
            paired,
        )
        if clause.kind != COPULA or stretch.code[verb.start] != COPULA_SIGN:
            places = mine


def _opening(stretch: Stretch, start: int, end: int) -> Range | None:
    """What a clause without a verb begins with, before a preposition: 某水电站|在某市境内."""
    at = start
    while at < end and stretch.code[at] != "P":
        at += 1
    return (start, at) if start < at < end and stretch.is_name(at - 1) else None


def _forms(words: Sequence[str], verbs: frozenset[str]) -> tuple[str, ...]:
    """Each verb, each two together and all, and 连接 of 连接起来."""
    forms = [*words, *(a + b for a, b in zip(words, words[1:], strict=False)), "".join(words)]
    forms += [word[:2] for word in words if len(word) > 2 and word not in verbs and word[:2] in verbs]
    return tuple(dict.fromkeys(forms))


def _done(stretch: Stretch, verb: _Verb) -> tuple[str, ...]:
    """What is done where the verb only says that it is: 清淤 of 对某水库进行清淤."""
    if verb.object is None or stretch.tokens[verb.end - 1].text not in stretch.words.light:
        return ()
    last = stretch.tokens[verb.object[1] - 1].text
    return (last,) if last in stretch.words.verbs else ()


def _subject(stretch: Stretch, clause: Clause) -> Range | None:
    """The subject, if it is more than a time or a number: 连续三年."""
    if clause.subject is None:
        return None
    where = stretch.range(clause.subject)
    first = stretch.tokens[where[0]]
    alone = where[1] - where[0] == 1 and len(first.text) == 1 and not stretch.is_name(where[0])
    if alone and (clause.predicate is None or stretch.code[where[0]] != "M"):
        return None  # 新|实施了
    enumerates = clause.kind == COPULA and clause.predicate is not None
    return None if not enumerates and set(stretch.code[slice(*where)]) <= set("MQTFA") else where


def _cleft(stretch: Stretch, verbs: Sequence[_Verb], agents: Sequence[Range]) -> tuple[str, Range | None]:
    """Voice and agent of 是…的: whoever stands behind 是, or behind 由 and 被."""
    if any(role == BY for verb in verbs for role, _ in verb.phrases):
        return "passive", agents[0]
    inner = verbs[0].object
    if agents:
        return AGENT, agents[0]
    if inner is not None and any(stretch.is_name(i) for i in range(*inner)):
        return AGENT, inner
    return (
        "passive" if any(stretch.code[i] == "P" for i in range(verbs[0].end, verbs[1].start)) else AGENT
    ), None


def _target(stretch: Stretch, verb: _Verb) -> Range | None:
    """What 把 gives; what 对 does, if what is done to it stands behind the verb (对某路进行改造), not 实施检查."""
    for role, where in verb.phrases:
        if role == "patient":
            return where
        if role == "target" and (
            verb.object is None or stretch.tokens[verb.object[1] - 1].text in stretch.words.verbs
        ):
            return where
    return None


def _by(verbs: Sequence[_Verb]) -> bool:
    """Whether the agent of 由 stands before the first verb."""
    return any(role == AGENT for role, _ in verbs[0].phrases)


def _head(stretch: Stretch, clause: Clause, end: int) -> Range | None:
    """What a relative clause tells of, a list as a whole; of 是…投资设立的企业 what stands before 是."""
    if clause.head is None:
        return None
    first, last = stretch.range(clause.head)
    while last + 1 < len(stretch.code) and stretch.code[last] in "SC" and stretch.code[last + 1] in "N[v":
        last += 1
        while last < len(stretch.code) and stretch.code[last] in "N[]v":
            last += 1
    if any(stretch.names[first:last]):
        return first, last
    outer = next(
        (c for c in stretch.clauses if c.kind == COPULA and c.subject and c.span.covers(clause.span)), None
    )
    at = (
        stretch.range(outer.predicate)[0]
        if outer is not None and outer.predicate is not None
        else len(stretch.code)
    )
    if outer is not None and outer.subject is not None and at < stretch.range(clause.span)[0]:
        return stretch.range(outer.subject)
    return first, last


def _verbs(
    stretch: Stretch, clause: Clause, start: int, end: int, inner: Sequence[Range], classes: WordClasses
) -> list[_Verb]:
    """The verbs of a clause from left to right."""
    code = stretch.code
    at = stretch.range(clause.predicate)[0] if clause.predicate else start
    stop = max([at + 1, *(stretch.range(s)[1] for s in clause.serial)])
    found: list[_Verb] = []
    before = start
    while True:
        if stop < end and code[stop] == "U":
            stop += 1
        following = next((i for i in range(stop, end) if _acts(code, stretch, i, end, inner)), end)
        phrases = [*_phrases(stretch, before, at, inner, classes)]
        limit = following
        later = [m.start() for m in PREPOSITIONAL.finditer(code, stop, following)]
        if later:
            limit = later[0]
        if limit == stop and later and following == end:  # 建 在 P
            phrases += _phrases(stretch, stop, following, inner, classes)
        object_ = _trimmed(code, stop, limit)
        found.append(_Verb(at, stop, object_, tuple(phrases)))
        if following == end:
            return found
        before, at, stop = limit, following, following + 1
        while stop < end and code[stop] in "VG" and _acts(code, stretch, stop, end, inner):
            stop += 1


def _acts(code: str, stretch: Stretch, at: int, end: int, inner: Sequence[Range]) -> bool:
    """Whether a verb within what follows the predicate is one more verb of the clause: 投资3亿元|建设某工程."""
    if code[at] not in "VG" or any(a <= at < b for a, b in inner):
        return False
    if at + 1 < end and code[at + 1] == RELATIVE_SIGN and code[at + 2 : at + 3] not in ("", "B", "Z"):
        return False
    if _bracketed(code, at):
        return False
    if code[at] == "V":
        return True
    return at + 1 < end and (
        stretch.names[at + 1] is not None or code[at + 1] in "M[UH" or code[at - 1] in "DXM"
    )


def _bracketed(code: str, at: int) -> bool:
    return code.count("(", 0, at) > code.count(")", 0, at) or code.count("[", 0, at) > code.count("]", 0, at)


def _phrases(
    stretch: Stretch, start: int, end: int, inner: Sequence[Range], classes: WordClasses
) -> Iterator[tuple[str, Range]]:
    for match in PREPOSITIONAL.finditer(stretch.code, start, end):
        a, b = match.span()
        if b > end or any(x <= a < y for x, y in inner):
            continue
        word = stretch.tokens[a].text
        role = classes.says("preposition", word) or classes.says("passive", word)
        yield role, (a + 1, b)


def _trimmed(code: str, start: int, end: int) -> Range | None:
    while start < end and code[start] in "UL":
        start += 1
    while end > start and code[end - 1] in "ULDH":
        end -= 1
    return (start, end) if start < end else None
