"""What an article that is a notice says by its form: the claims of its title, its signature and what it sends.

A notice is titled 某局关于…的通知, sends 《某办法》 (现印发给你们) and is signed 某局 2019年5月6日 at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Article, Claim, Date, Entity, Evidence, Mention, Span, replace, squeeze
from kg.rules.match import walk
from kg.rules.model import GazetteerRule, RuleBook
from kg.text.dates import find_dates
from kg.text.fold import fold
from kg.text.signs import YEAR_SPACES

TITLE = "policy.notice"  # the rule of titles without 《》
HANDS_ON, SENT, PRINTED, ISSUER_LINE = "HANDS_ON", "SENT", "PRINTED", "ISSUER_LINE"  # word lists
AREAS = ("Province", "City", "County", "Township", "Zone")
DAY = 10  # characters of a whole date: 2019-05-06
BEHIND = 120  # characters behind the last sentence in which a signature may stand
HEAD = 160  # characters before the title: other lines of the head
ORGAN = 40  # characters of who signs
_SENT_REACH = 24  # characters between a title and the words that send it
_LINE = re.compile(r"[^\n]+")
_BODY = re.compile("[。！？，]")  # what no line before the title has
_END = re.compile(r"\s*(?:$|[\n（(])")  # what follows a signature's date


Named = Callable[[str], Mention | None]  # the body that a text is the name of


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when, with the raw span of both; `printed`: it tells when the notice was printed."""

    organ: str
    date: Date | None
    span: Span
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: its title, what it sends, who issues it, and its signature."""

    title: Mention
    sent: tuple[Mention, ...]
    organ: Mention | None
    where: Span  # raw, of the issuer
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
    found: dict[tuple[str, str], Claim] = {}
    for rule in (r for r in rules.gazetteer if r.signed):
        for claim in _by_rule(article, notice, raw, rule, rules):
            if (claim.subject, claim.relation) not in known:
                found.setdefault((claim.subject, claim.relation), claim)
    return tuple(found.values())


def _by_rule(
    article: Article, notice: Notice, raw: str, rule: GazetteerRule, rules: RuleBook
) -> Iterator[Claim]:
    texts: tuple[Mention, ...] = (notice.title, *notice.sent)
    value: Entity | Date | None = None
    where = notice.where
    if rule.makes == "issueDate" and notice.signature is not None:
        value, where = notice.signature.date, notice.signature.span
    elif rule.makes == "issuedBy" and notice.organ is not None:
        value = notice.organ.entity
    elif rule.makes == "appliesTo" and notice.organ is not None:
        value = _area(notice.organ)
        texts = notice.sent or ((notice.title,) if _is_general(notice.title, notice.organ, rules) else ())
    if value is not None:
        yield from (_claim(article, text, value, where, raw, rule) for text in texts)


def _claim(
    article: Article, text: Mention, value: Entity | Date, span: Span, raw: str, rule: GazetteerRule
) -> Claim:
    subject = text.entity.id if text.entity else ""
    quote = squeeze(raw[span.start : span.end])
    evidence = Evidence(article.identifier, rule.id, quote, span, confidence=rule.confidence)
    return Claim(subject, rule.makes, value, evidence)


def _area(organ: Mention) -> Entity | None:
    return next((m.entity for m in walk(organ.inner) if m.kind in AREAS and m.entity is not None), None)


def _is_general(title: Mention, organ: Mention, rules: RuleBook) -> bool:
    """Whether a notice is to all of its issuer's area: its title names no other, and it answers nobody."""
    others = (m for m in title.inner if not organ.span.covers(m.span))
    return not any(w in title.text for w in rules.words.get(HANDS_ON, ())) and not any(
        m.kind in AREAS for m in others
    )


def _notice(
    article: Article, mentions: Sequence[Mention], raw: str, rules: RuleBook, named: Named
) -> Notice | None:
    title = next((m for m in mentions if m.rule == TITLE and m.entity), None)
    if title is None or _BODY.search(article.text, 0, title.span.start) or title.span.start > HEAD:
        return None
    sent = tuple(_sent(article.text, title, mentions, rules))
    bodies = _bodies(mentions)
    signature = min(_signatures(article, raw, bodies, rules), key=_order, default=None)
    first = title.inner[0] if title.inner else None
    if first is not None and first.kind == "Agency" and first.span.start == title.span.start:
        return Notice(title, sent, first, article.raw(title.span), signature)
    signed = signature if signature is not None and signature.organ else _issuer_line(article, raw, rules)
    if signed is None:
        return Notice(title, sent, None, article.raw(title.span), signature)
    return Notice(title, sent, bodies.get(signed.organ) or named(signed.organ), signed.span, signature)


def _order(signature: Signature) -> tuple[bool, bool]:
    return signature.printed, not signature.organ


def _bodies(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """The bodies that an article names, by all their names, the longest first."""
    found: dict[str, Mention] = {}
    for mention in walk(mentions):
        if mention.kind == "Agency" and mention.entity is not None and not mention.deictic:
            found.setdefault(mention.entity.label, mention)
            found.setdefault(squeeze(mention.text), mention)
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def _sent(text: str, title: Mention, mentions: Sequence[Mention], rules: RuleBook) -> Iterator[Mention]:
    """What a notice sends: named within its title, or 《…》 … 印发给你们; not what it only forwards."""
    if any(word in title.text for word in rules.words.get(HANDS_ON, ())):
        return
    yield from (m for m in title.inner if m.kind == "Policy" and m.entity)
    for mention in mentions:
        if mention.kind == "Policy" and mention.entity and _is_sent(text, mention, rules):
            yield mention


def _is_sent(text: str, mention: Mention, rules: RuleBook) -> bool:
    behind = re.split("[。！？\n]", text[mention.span.end : mention.span.end + _SENT_REACH])[0]
    return any(word in behind for word in rules.words.get(SENT, ()))


def _issuer_line(article: Article, raw: str, rules: RuleBook) -> Signature | None:
    """发文机构：某厅 between title and body."""
    start = max(0, article.span.start - HEAD)
    words = "|".join(map(re.escape, rules.words.get(ISSUER_LINE, ())))
    line = re.compile(rf"(?:{words})[：:][ 　]*(?P<organ>[^\s，。：:]{{4,30}})")
    match = line.search(raw, start, article.span.start) if words else None
    return Signature(squeeze(match["organ"]), None, Span(*match.span())) if match else None


def _signatures(
    article: Article, raw: str, bodies: Mapping[str, Mention], rules: RuleBook
) -> Iterator[Signature]:
    """Each whole date at the end of a line or a body's name, or in Chinese figures at the head of a line."""
    before = ""
    for line in _LINE.finditer(raw, article.span.start, min(len(raw), article.span.end + BEHIND)):
        folded = fold(line.group())
        text = YEAR_SPACES.sub("", folded)
        for mention in find_dates(text, today=None):
            signature = _signature(text, mention, tuple(bodies), before, rules.words.get(PRINTED, ()))
            if signature is not None:
                at = line.start() if len(text) == len(folded) else None
                span = (
                    Span(*line.span())
                    if at is None
                    else Span(at + signature.span.start, at + signature.span.end)
                )
                yield replace(signature, span=span)
        before = squeeze(text) if len(text) <= ORGAN else ""


def _signature(
    line: str, mention: Mention, bodies: tuple[str, ...], before: str, printed: tuple[str, ...]
) -> Signature | None:
    """That of a date in a line, with its span in the line; `before` is the short line before it."""
    date, head, rest = mention.value, line[: mention.span.start].rstrip(), line[mention.span.end :]
    if not isinstance(date, Date) or len(date.iso) < DAY:
        return None
    organ = next((name for name in bodies if head.endswith(name)), "")
    formal = not head.strip() and not mention.text[0].isascii()  # 二○一九年五月六日
    plain = len(head) <= ORGAN and not _BODY.search(head)
    print_word = next((w for w in printed if rest.startswith(w)), "")
    ends = _END.match(rest, len(print_word)) is not None and (bool(organ) or plain)
    if not (formal or ends or (organ and rest.lstrip().startswith(bodies))):
        return None
    if not organ:
        organ = squeeze(head) if head.strip() else before
    start = len(head) - len(organ) if head.endswith(organ) and organ else 0
    return Signature(organ, date, Span(start, mention.span.end), bool(print_word))
