"""What an article that is a notice says by its form: the claims of its title, its signature and what it sends.

A notice is titled 某局关于…的通知, sends 《某办法》 (现印发给你们) and is signed 某局 2019年5月6日 at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Article, Claim, Date, Entity, Evidence, Mention, Span, squeeze
from kg.rules.match import walk
from kg.rules.model import GazetteerRule, RuleBook
from kg.rules.signatures import BODY, HEAD, Signature, date_line, issuer_line, signatures
from kg.rules.terms import AREAS, effects, of_term, scopes
from kg.text.signs import JOINS

TITLE = "policy.notice"  # the rule of titles without 《》
HANDS_ON, SENDS, SENT, DECREE = "HANDS_ON", "SENDS", "SENT", "DECREE"  # word lists
OPENING, CLOSING = " 　《“", "》” 　"  # of a title within a title
DECREE_HEAD = 60  # characters of an article within which a decree says what it is
_SENT_REACH = 60  # characters between a title and the words that send it


Named = Callable[[str], Mention | None]  # the body that a text is the name of


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: its title (a decree has none), what it sends, who issues it, and its signature."""

    title: Mention | None
    sent: tuple[Mention, ...]
    organs: tuple[Mention, ...]
    where: Span  # raw, of the issuers
    signature: Signature | None


def notice_claims(
    article: Article,
    mentions: Sequence[Mention],
    raw: str,
    rules: RuleBook,
    claims: Sequence[Claim],
    named: Named,
) -> tuple[Claim, ...]:
    """By the rules with `signed`; `claims` are those of this article so far; `named` reads who signs outside of it."""
    notice = _notice(article, mentions, raw, rules, named)
    if notice is None:
        return ()
    known = {(c.subject, c.relation) for c in claims}
    found: dict[tuple[str, str, object], Claim] = {}
    for rule in (r for r in rules.gazetteer if r.signed):
        for claim in _by_rule(article, notice, mentions, raw, rule, rules):
            if rule.makes == "issuedBy" or (claim.subject, claim.relation) not in known:
                found.setdefault((claim.subject, claim.relation, claim.object), claim)
    return tuple(found.values())


def _by_rule(
    article: Article,
    notice: Notice,
    mentions: Sequence[Mention],
    raw: str,
    rule: GazetteerRule,
    rules: RuleBook,
) -> Iterator[Claim]:
    texts = (*((notice.title,) if notice.title else ()), *notice.sent)
    for text, value, where in _said(article, notice, mentions, rule, rules, texts):
        yield _claim(article, text, value, where, raw, rule)


def _said(
    article: Article,
    notice: Notice,
    mentions: Sequence[Mention],
    rule: GazetteerRule,
    rules: RuleBook,
    texts: Sequence[Mention],
) -> Iterator[tuple[Mention, Entity | Date, Span]]:
    """Of which of the notice's texts a rule says what, and where this stands."""
    date = notice.signature.date if notice.signature is not None else None
    if rule.makes == "issueDate" and notice.signature is not None and date is not None:
        yield from ((text, date, notice.signature.span) for text in texts)
    elif rule.makes == "issuedBy":
        organs = [m.entity for m in notice.organs if m.entity is not None]
        yield from ((text, organ, notice.where) for text in texts for organ in organs)
    elif rule.makes == "effectiveDate":
        for term in effects(article.text, rules):
            text, value = of_term(term, texts), term.value or date
            if text is not None and value is not None:
                yield text, value, article.raw(term.span)
    elif rule.makes == "appliesTo":
        yield from _scopes(article, notice, mentions, rules, texts)


def _scopes(
    article: Article,
    notice: Notice,
    mentions: Sequence[Mention],
    rules: RuleBook,
    texts: Sequence[Mention],
) -> Iterator[tuple[Mention, Entity, Span]]:
    """Where a text says that it holds, else the area of who issues it."""
    own = [(of_term(term, texts), term) for term in scopes(article.text, mentions, rules)]
    for text, term in own:
        if text is not None and isinstance(term.value, Entity):
            yield text, term.value, article.raw(term.span)
    area = next((a for a in map(_area, notice.organs) if a is not None), None)
    told = {text for text, _ in own}
    alone = notice.title is not None and _is_general(notice.title, notice.organs, rules)
    for text in notice.sent or ((notice.title,) if notice.title and alone else ()):
        if area is not None and text not in told:
            yield text, area, notice.where


def _claim(
    article: Article, text: Mention, value: Entity | Date, span: Span, raw: str, rule: GazetteerRule
) -> Claim:
    subject = text.entity.id if text.entity else ""
    quote = squeeze(raw[span.start : span.end])
    evidence = Evidence(article.identifier, rule.id, quote, span, confidence=rule.confidence)
    return Claim(subject, rule.makes, value, evidence)


def _area(organ: Mention) -> Entity | None:
    return next((m.entity for m in walk(organ.inner) if m.kind in AREAS and m.entity is not None), None)


def _is_general(title: Mention, organs: Sequence[Mention], rules: RuleBook) -> bool:
    """Whether a notice is to all of its issuer's area: its title names no other, and it answers nobody."""
    others = (m for m in title.inner if not any(organ.span.covers(m.span) for organ in organs))
    return not any(w in title.text for w in rules.words.get(HANDS_ON, ())) and not any(
        m.kind in AREAS for m in others
    )


def _notice(
    article: Article, mentions: Sequence[Mention], raw: str, rules: RuleBook, named: Named
) -> Notice | None:
    title = next((m for m in mentions if m.rule == TITLE and m.entity), None)
    if title is not None and (BODY.search(article.text, 0, title.span.start) or title.span.start > HEAD):
        title = None
    decree = _decree(article.text, mentions, rules) if title is None else None
    if title is None and decree is None:
        return None
    sent = tuple(_sent(article.text, title, mentions, rules))
    bodies = _bodies(mentions)
    titles = {squeeze(m.text).strip("《》") for m in walk(mentions) if m.kind == "Policy"}
    found = min(signatures(article, raw, bodies, sorted(titles), rules), key=_order, default=None)
    signature = found or date_line(article, raw, rules)
    if decree is not None:
        return Notice(None, sent, (decree,), article.raw(decree.span), signature)
    leading = _leading(title) if title is not None else ()
    if leading and found is not None and _is_of_another(found, leading, bodies):
        signature = None  # who hands a notice on has signed below it
    if title is not None and leading:
        return Notice(title, sent, leading, article.raw(title.span), signature)
    signed = signature if signature is not None and signature.organs else issuer_line(article, raw, rules)
    organs = [bodies.get(name) or named(name) for name in signed.organs] if signed else []
    where = signed.span if signed else article.raw(title.span) if title else article.span
    return Notice(title, sent, tuple(m for m in organs if m is not None), where, signature)


def _is_of_another(signature: Signature, leading: Sequence[Mention], bodies: dict[str, Mention]) -> bool:
    signed = {m.entity for name in signature.organs if (m := bodies.get(name)) is not None}
    return len(signed) == len(signature.organs) > 0 and signed.isdisjoint(m.entity for m in leading)


def _leading(title: Mention) -> tuple[Mention, ...]:
    """The bodies that a title begins with."""
    found: list[Mention] = []
    at = title.span.start
    for mention in title.inner:
        between = title.text[at - title.span.start : mention.span.start - title.span.start]
        if mention.kind != "Agency" or between.strip(" 　、\n"):
            break
        found.append(mention)
        at = mention.span.end
    return tuple(found)


def _decree(text: str, mentions: Sequence[Mention], rules: RuleBook) -> Mention | None:
    """Who issues a decree: 某市人民政府令 at the head of an article."""
    for mention in mentions:
        if mention.span.start > DECREE_HEAD or BODY.search(text, 0, mention.span.start):
            return None
        if mention.kind == "Agency" and text.startswith(rules.words.get(DECREE, ()), mention.span.end):
            return mention
    return None


def _order(signature: Signature) -> tuple[bool, bool]:
    return signature.printed, not signature.organs


def _bodies(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """The bodies that an article names, by all their names, the longest first."""
    found: dict[str, Mention] = {}
    for mention in walk(mentions):
        if mention.kind == "Agency" and mention.entity is not None and not mention.deictic:
            found.setdefault(mention.entity.label, mention)
            found.setdefault(squeeze(mention.text), mention)
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def _sent(
    text: str, title: Mention | None, mentions: Sequence[Mention], rules: RuleBook
) -> Iterator[Mention]:
    """What a notice sends: named within its title, or 《…》 … 印发给你们; not what it only forwards."""
    if title is not None:
        if any(word in title.text for word in rules.words.get(HANDS_ON, ())):
            return
        yield from _sent_by_title(title, rules)
    for mention in mentions:
        if mention.kind == "Policy" and mention.entity and _is_sent(text, mention, rules):
            yield mention


def _sent_by_title(title: Mention, rules: RuleBook) -> Iterator[Mention]:
    """What stands behind 印发 in a title, and what is listed behind that; not what it amends or carries out."""
    sends, end = rules.words.get(SENDS, ()), -1
    for mention in (m for m in title.inner if m.kind == "Policy" and m.entity):
        at = mention.span.start - title.span.start
        before = title.text[:at].rstrip(OPENING)
        listed = end >= 0 and not title.text[end:at].strip(f"{JOINS}{OPENING}{CLOSING}")
        if listed or before.endswith(sends):
            end = mention.span.end - title.span.start
            yield mention


def _is_sent(text: str, mention: Mention, rules: RuleBook) -> bool:
    behind = re.split("[。！？\n《]", text[mention.span.end : mention.span.end + _SENT_REACH])[0]
    return any(word in behind for word in rules.words.get(SENT, ()))
