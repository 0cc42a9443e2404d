"""Works told below a heading that is the name of a programme: 三、某工程。先后实施了甲工程、乙工程: they are its parts.

Only a heading that is no more than a number and the name counts, and below it the works of deeper headings and those
that something is done to: 实施, 启动. 一是推进某项目 heads nothing, as what follows it stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.model import Article, Claim, Mention, is_a
from kg.rules.areas import claim_of
from kg.rules.model import GazetteerRule, RuleBook
from kg.rules.topics import WORKS, Topics
from kg.story.headings import LEVELS, Section
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

PROJECT = WORKS[0]
DRIVING = "DRIVING"  # word list
JOINS = ("、", "和", "及", "与")
TAKEN = "".join(("了", "的", "“"))  # what may follow a verb


class Wholes:
    """The programmes whose headings stand above a sentence, the outermost first."""

    def __init__(self) -> None:
        self.above: list[Section] = []

    def read(self, heading: Section | None) -> Mention | None:
        """The work that a sentence with this heading, or none, stands below."""
        if heading is None:
            return self.above[-1].thing if self.above else None
        line = heading.level == len(LEVELS)
        self.above = [] if line else [one for one in self.above if one.level < heading.level]
        outer = self.above[-1].thing if self.above else None
        if heading.titled:
            self.above.append(heading)
        return outer if heading.titled else self.above[-1].thing if self.above else None


def whole_claims(
    article: Article, topics: Topics, raw: str, rules: RuleBook, claims: Sequence[Claim]
) -> tuple[Claim, ...]:
    """By the rules with `below`, for works that `claims` put into no other."""
    found: dict[str, Claim] = {}
    for rule in (r for r in rules.gazetteer if r.below):
        known = {c.subject for c in claims if c.relation == rule.makes}
        for part, whole in _pairs(topics, rule, rules.words.get(DRIVING, ())):
            one, other = part.entity, whole.entity
            if one is not None and other is not None and one.id not in known and one.id not in found:
                found[one.id] = claim_of(article, part, other, raw, rule, context=("heading",))
    return tuple(found.values())


def _pairs(
    topics: Topics, rule: GazetteerRule, driving: tuple[str, ...]
) -> Iterator[tuple[Mention, Mention]]:
    for sentence in topics.values():
        whole, own = sentence.below, sentence.headed
        works = _told(sentence.slots.text, sentence.slots.mentions, driving)
        pairs = [(own, whole), *((w, own) for w in works)] if own else [(w, whole) for w in works]
        for part, programme in pairs:
            if (
                programme is None
                or programme.entity is None
                or part is None
                or part.entity == programme.entity
            ):
                continue
            if programme.entity.label.endswith(rule.ends) and is_a(part, rule.subject):
                yield part, programme


def _told(text: str, mentions: Mapping[int, Mention], driving: tuple[str, ...]) -> list[Mention]:
    """The works of a sentence that something is done to, alone or in a list that goes on behind ，: 实施了甲工程、乙工程，丙工程."""
    found: list[Mention] = []
    start = last = 0
    for at in sorted(mentions):
        mention = mentions[at]
        mark = max(text.rfind(sign, start, at) for sign in CLAUSE_MARKS)
        start = max(start, mark + 1)  # of the clause
        if mention.kind != PROJECT or mention.entity is None or mention.deictic:
            continue
        before = text[start:at].rstrip(TAKEN)
        listed = before.endswith(JOINS) and any(verb in before for verb in driving)
        goes_on = not before and bool(found) and last == start - 1 and _ends(text, at + 1)
        if before.endswith(driving) or listed or goes_on:
            found.append(mention)
            last = at + 1
    return found


def _ends(text: str, at: int) -> bool:
    """Whether a clause ends there."""
    return at >= len(text) or text[at] in CLAUSE_MARKS + SENTENCE_MARKS
