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
from kg.text.sentences import CLAUSE_MARKS

PROJECT = WORKS[0]
DRIVING = "DRIVING"  # word list
JOINS, QUOTES = ("、", "和", "及", "与"), "了“"  # what joins works, what may follow a verb


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
        if whole is None or whole.entity is None or not whole.entity.label.endswith(rule.ends):
            continue
        works = [own] if own is not None else _driven(sentence.slots.text, sentence.slots.mentions, driving)
        yield from ((w, whole) for w in works if w.entity != whole.entity and is_a(w, rule.subject))


def _driven(text: str, mentions: Mapping[int, Mention], driving: tuple[str, ...]) -> list[Mention]:
    """The works of a sentence to which something is done, alone or in a list: 实施了甲工程、乙工程."""
    found: list[Mention] = []
    start = 0
    for at in sorted(mentions):
        mention = mentions[at]
        mark = max(text.rfind(sign, start, at) for sign in CLAUSE_MARKS)
        start = max(start, mark + 1)  # of the clause
        if mention.kind != PROJECT or mention.entity is None or mention.deictic:
            continue
        before = text[start:at].rstrip(QUOTES)
        if before.endswith(driving) or (before.endswith(JOINS) and any(verb in before for verb in driving)):
            found.append(mention)
    return found
