"""What an article that is a notice says by its form: the claims of its title, its signature and what it sends.

A notice is titled 某局关于…的通知, sends 《某办法》 (现印发给你们) and is signed 某局 2019年5月6日 at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Article, Claim, Date, Entity, Evidence, Mention, Span, squeeze
from kg.rules.match import walk
from kg.rules.model import GazetteerRule, RuleBook
from kg.text.dates import find_dates
from kg.text.fold import fold
from kg.text.sentences import sentence_around

TITLE = "policy.notice"  # the rule of titles without 《》
AREAS = ("Province", "City", "County", "Township", "Zone")
DAY = 10  # characters of a whole date: 2019-05-06
BEHIND = 120  # characters behind the last sentence in which a signature may stand
ORGAN = 40  # characters of who signs
_SENDS = re.compile(r"[^。！？\n]{0,24}?(?:印发|下发|发布)(?:给你们|你们)|[^。！？\n]{0,24}?(?:现|一并)?予以?(?:印发|发布)")
_FORWARDS = re.compile("转发|批转|批复|函$")
_LINE = re.compile(r"[^\n]+")
_SIGNED = re.compile(r"\s*(?:$|[\n（(]|印发\s*(?:$|\n))")  # what follows a signature's date
_PRINTED = "印发"  # 某办2019年5月6日印发: when it was printed
_SPACE = re.compile(r"(?<=[二〇○零一])[ 　]+(?=[〇○零一二])")  # 二 ○○九年


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: its title, what it sends, who signs, and when, with the raw span of the date's line."""

    title: Mention
    sent: tuple[Mention, ...]
    organ: Mention | None
    date: Date | None = None
    signed: Span | None = None


def notice_claims(
    article: Article, mentions: Sequence[Mention], raw: str, rules: RuleBook, claims: Sequence[Claim]
) -> tuple[Claim, ...]:
    """By the rules with `signed`; `claims` are those of this article so far."""
    notice = _notice(article, mentions, raw)
    if notice is None:
        return ()
    known = {(c.subject, c.relation) for c in claims}
    found: dict[tuple[str, str], Claim] = {}
    for rule in (r for r in rules.gazetteer if r.signed):
        for claim in _by_rule(article, notice, raw, rule):
            if (claim.subject, claim.relation) not in known:
                found.setdefault((claim.subject, claim.relation), claim)
    return tuple(found.values())


def _by_rule(article: Article, notice: Notice, raw: str, rule: GazetteerRule) -> Iterator[Claim]:
    texts = (notice.title, *notice.sent)
    if rule.makes == "issueDate" and notice.date is not None and notice.signed is not None:
        for text in texts:
            yield _claim(article, text, notice.date, notice.signed, raw, rule)
    organ = notice.organ
    if organ is None or organ.entity is None:
        return
    span = article.raw(sentence_around(article.text, organ.span))
    if rule.makes == "issuedBy":
        for text in texts:
            yield _claim(article, text, organ.entity, span, raw, rule)
    area = _area(organ)
    if rule.makes == "appliesTo" and area is not None:
        for text in notice.sent or ((notice.title,) if _is_general(notice.title, organ) else ()):
            yield _claim(article, text, area, span, raw, rule)


def _claim(
    article: Article, text: Mention, value: Entity | Date, span: Span, raw: str, rule: GazetteerRule
) -> Claim:
    subject = text.entity.id if text.entity else ""
    quote = squeeze(raw[span.start : span.end])
    evidence = Evidence(article.identifier, rule.id, quote, span, confidence=rule.confidence)
    return Claim(subject, rule.makes, value, evidence)


def _area(organ: Mention) -> Entity | None:
    return next((m.entity for m in walk(organ.inner) if m.kind in AREAS and m.entity is not None), None)


def _is_general(title: Mention, organ: Mention) -> bool:
    """Whether a notice is to all of its issuer's area: its title names no other, and it answers nobody."""
    others = (m for m in title.inner if not organ.span.covers(m.span))
    return not _FORWARDS.search(title.text) and not any(m.kind in AREAS for m in others)


def _notice(article: Article, mentions: Sequence[Mention], raw: str) -> Notice | None:
    end = article.body or len(article.text.partition("\n")[0])
    title = next((m for m in mentions if m.rule == TITLE and m.span.end <= end and m.entity), None)
    if title is None:
        return None
    first = title.inner[0] if title.inner else None
    issuer = first if first is not None and first.kind == "Agency" and first.span.start == title.span.start else None
    date, signed, organ = _signature(article, mentions, raw)
    return Notice(title, tuple(_sent(article.text, title, mentions)), issuer or organ, date, signed)


def _sent(text: str, title: Mention, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """What a notice sends: named within its title, or 《…》 … 印发给你们; not what it only forwards."""
    if _FORWARDS.search(title.text):
        return
    yield from (m for m in title.inner if m.kind == "Policy" and m.entity)
    for mention in mentions:
        if mention.kind == "Policy" and mention.entity and _SENDS.match(text, mention.span.end):
            yield mention


def _signature(
    article: Article, mentions: Sequence[Mention], raw: str
) -> tuple[Date | None, Span | None, Mention | None]:
    """The date of the signature with its raw span, and the body before it; of two, not the one of printing."""
    found = sorted(_signed(article, raw), key=lambda s: s[2])
    if not found:
        return None, None, None
    date, span, _, organ = found[0]
    bodies = [m for m in walk(mentions) if m.kind == "Agency" and m.entity is not None]
    same = (m for m in bodies if organ in (squeeze(m.text), m.entity.label if m.entity else ""))
    return date, span, next(same, None)


def _signed(article: Article, raw: str) -> Iterator[tuple[Date, Span, bool, str]]:
    """Each whole date at the end of a line, or in Chinese figures at its head: with its raw span, whether it is one of printing, and who signs."""
    before = ""
    for line in _LINE.finditer(raw, article.span.start, min(len(raw), article.span.end + BEHIND)):
        text = _SPACE.sub(lambda m: "\0" * len(m.group()), fold(line.group()))
        plain = text.replace("\0", "")
        for mention in find_dates(plain, today=None):
            date = mention.value
            if not isinstance(date, Date) or len(date.iso) < DAY:
                continue
            head, rest = plain[: mention.span.start], plain[mention.span.end :]
            formal = not head.strip() and not mention.text[0].isascii()  # 二○一九年五月六日
            organ = squeeze(re.split("[。；：]", head)[-1])
            if formal or (_ends(rest, organ) and len(organ) <= ORGAN):
                yield date, Span(*line.span()), rest.startswith(_PRINTED), organ or before
        before = squeeze(plain) if len(plain) <= ORGAN else ""


def _ends(rest: str, organ: str) -> bool:
    """Whether a date ends a signature: its line ends, or who prints it follows."""
    return _SIGNED.match(rest) is not None or (bool(organ) and rest.startswith(organ))
