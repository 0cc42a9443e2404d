"""Claims of the facts that rules make, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from kg.model import (
    DENIED,
    Article,
    Claim,
    Entity,
    Evidence,
    Mention,
    Quantity,
    Span,
    Value,
    replace,
    squeeze,
)
from kg.rules.match import STATES, STATUS, Found
from kg.rules.model import RuleBook
from kg.rules.plans import PLANNED, is_planned
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

ContextOf = Callable[[Mention], tuple[str, ...]]

MARKS = frozenset(CLAUSE_MARKS + SENTENCE_MARKS)
AMOUNT = "amount"  # the role of the sum that a payer pays
MONEY = "CNY"
YEAR = 4  # characters
HEAD = "head"  # of a table: its words are not in the quote, which is the row
SUM_REACH = 16  # characters from the word that tells a sum's role to the sum
DATED = ("startDate", "completionDate")  # planned where the date is to come
STANDING = (
    "partOf",
    "jurisdiction",
    "subOrganizationOf",
    "appliesTo",
)  # no plan, hope or denial touches them


def make_claims(
    article: Article,
    found: Sequence[Found],
    raw: str,
    rules: RuleBook,
    *,
    context_of: ContextOf | None = None,
) -> tuple[Claim, ...]:
    """Claims of the facts whose mentions are linked; the rest say nothing. `raw` is the document's text.

    `context_of` says what tells which area a mention such as 全市 means.
    """
    claims = (_claim(article, fact, raw, rules, context_of) for fact in found)
    return _latest_status(tuple(dict.fromkeys(c for c in claims if c is not None)))


def _latest_status(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Of the states that an article gives a project, the most advanced: 2019年开工 … 2021年竣工 is completed.

    What is planned beyond that is kept beside it.
    """
    latest: dict[str, int] = {}
    for claim in claims:
        if claim.relation == STATUS and claim.object in STATES and claim.stands:
            latest[claim.subject] = max(latest.get(claim.subject, 0), STATES.index(claim.object))
    return tuple(
        c
        for c in claims
        if c.relation != STATUS
        or c.evidence.modality == DENIED
        or (c.stands and c.object == STATES[latest.get(c.subject, 0)])
        or (not c.stands and c.object in STATES[latest.get(c.subject, 0) + 1 :])
    )


def _claim(
    article: Article, fact: Found, raw: str, rules: RuleBook, context_of: ContextOf | None
) -> Claim | None:
    subject = fact.subject.entity
    object_ = _object(fact)
    if subject is None or object_ is None or subject == object_:
        return None
    row = article.row_of(fact.span)
    span = article.raw(row or fact.span)
    evidence = Evidence(
        article=article.identifier,
        rule=fact.rule.id,
        quote=squeeze(raw[span.start : span.end]),
        span=span,
        written=_written(fact),
        modality=_modality(article, fact, rules),
        confidence=fact.rule.confidence if fact.confidence is None else fact.confidence,
        qualifiers=tuple((r, m.entity.id) for r, m in fact.qualifiers if m.entity is not None),
        sum_role=_sum_role(article.text, fact, rules),
        amount=next(
            (m.value for r, m in fact.qualifiers if r == AMOUNT and isinstance(m.value, Decimal)), None
        ),
        context=(
            *([HEAD] if row else []),
            *(_context(fact, context_of) if context_of is not None else fact.context),
        ),
    )
    return Claim(subject.id, fact.rule.makes, object_, evidence)


def _context(fact: Found, context_of: ContextOf) -> tuple[str, ...]:
    ends = (m for m in (fact.subject, fact.object) if isinstance(m, Mention))
    return tuple(dict.fromkeys((*fact.context, *(source for m in ends for source in context_of(m)))))


def _object(fact: Found) -> Value | Entity | None:
    if isinstance(fact.object, str):
        return fact.object
    if isinstance(fact.object.value, Quantity):
        return replace(fact.object.value, indicator=fact.indicator) if fact.indicator else None
    return fact.object.entity if fact.object.value is None else fact.object.value


def _sum_role(text: str, fact: Found, rules: RuleBook) -> str:
    """What a sum is of the whole, as the words before it say; those behind the sum before are not its own."""
    money = fact.object
    if not isinstance(money, Mention) or not _is_sum(money.value):
        return ""
    start = max(fact.span.start, money.span.start - SUM_REACH)
    before = text[start : money.span.start]
    marks = [i + 1 for i, c in enumerate(before) if c in MARKS]
    words = before[marks[-1] :] if marks else before
    return next((role.name for role in rules.sum_roles if role.before.search(words)), "")


def _is_sum(value: Value | None) -> bool:
    return isinstance(value, Decimal) or (isinstance(value, Quantity) and value.unit == MONEY)


def _written(fact: Found) -> str:
    if isinstance(fact.object, Mention) and fact.object.value is not None:
        return squeeze(fact.object.text)
    return ""


def _modality(article: Article, fact: Found, rules: RuleBook) -> str:
    text = article.text
    if fact.modality is not None:
        return fact.modality
    if fact.rule.modality:
        return fact.rule.modality
    if fact.rule.inside or fact.rule.makes in STANDING:
        return ""  # 没有 in 某市某村的老人没有囤煤 denies no village
    span = fact.core or fact.span
    state = fact.rule.makes == STATUS
    for name in ("denied",) if state else ("denied", "expected", "planned"):
        pattern: re.Pattern[str] = getattr(rules.modality, name)
        cues = pattern.finditer(text, span.start, span.end)
        if any(not _covered(text, cue, span, rules.modality.neither) for cue in cues):
            return name
    if fact.rule.makes in DATED and isinstance(fact.object, Mention):
        return PLANNED if is_planned(fact.object, article.issued, rules.modality) else ""
    return fact.plan or (PLANNED if _is_ahead(fact, article) else "")


def _is_ahead(fact: Found, article: Article) -> bool:
    """Whether a figure is told of a time to come: 到2030年达到95%."""
    figure = fact.object.value if isinstance(fact.object, Mention) else None
    if not isinstance(figure, Quantity) or not figure.period or article.issued is None:
        return False
    return figure.period.rpartition("/")[2][:YEAR] > article.issued[:YEAR]


def _covered(text: str, cue: re.Match[str], span: Span, neither: re.Pattern[str]) -> bool:
    """Whether a cue is a part of a word that is none: 计划 in 占年度计划的30%."""
    return any(
        m.start() <= cue.start() and cue.end() <= m.end()
        for m in neither.finditer(text, span.start, span.end)
    )
