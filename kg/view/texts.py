"""The articles' texts as the page carries them, and where in them each claim stands.

Up to LIMIT characters the texts are whole. Above it each keeps the sentences around its quotes, with … for what lies between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import Article, Claim, Span, squeeze

LIMIT = 3_000_000  # characters, some 9 MB: the pages of about 3,000 articles
LONG = 200  # characters; of a longer sentence what is near the quote
GAP = "\n…\n"
_ENDS = re.compile("[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Texts:
    """By number of article: its text and the index at which its body begins; by number of claim: its span there."""

    texts: Sequence[str] = ()
    bodies: Sequence[int] = ()
    spans: Mapping[int, Span] = field(default_factory=dict)
    sentences: Mapping[int, str] = field(
        default_factory=dict
    )  # by claim: the name of the sentence that it is in
    whole: bool = True  # not the sentences around quotes alone

    def quoted(self, claim: int, article: int) -> str:
        """What stands at the place of a claim, as quotes are written; "" where the page has no text for it."""
        span = self.spans.get(claim)
        return squeeze(self.texts[article][span.start : span.end]) if span else ""


def page_texts(articles: Sequence[Article], claims: Sequence[Claim], *, limit: int = LIMIT) -> Texts:
    """The texts of articles that have one; offsets are in UTF-16 units, as scripts count."""
    number = {a.identifier: i for i, a in enumerate(articles)}
    placed: dict[int, dict[int, Span]] = {}
    for i, claim in enumerate(claims):
        at = number.get(claim.evidence.article, -1)
        span = articles[at].placed(claim.evidence.span) if at >= 0 and articles[at].text else None
        if span is not None:
            placed.setdefault(at, {})[i] = _trimmed(articles[at].text, span)
    whole = sum(len(a.text) for a in articles) <= limit
    texts, bodies, spans, sentences = [], [], {}, {}
    for n, article in enumerate(articles):
        text, body, own = article.text, article.body, placed.get(n, {})
        sentences.update({i: f"{n} {_sentence(article.text, s).start}" for i, s in own.items()})
        if not whole:
            text, body, own = _excerpt(text, body, own)
        texts.append(text)
        if text and max(text) > "\uffff":
            body = _units(text, body)
            own = {i: Span(_units(text, s.start), _units(text, s.end)) for i, s in own.items()}
        bodies.append(body)
        spans.update(own)
    return Texts(texts, bodies, spans, sentences, whole)


def _trimmed(text: str, span: Span) -> Span:
    """Without the white space at its ends."""
    inside = text[span.start : span.end]
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, max(start + 1, span.start + len(inside.rstrip())))


def _units(text: str, at: int) -> int:
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def _excerpt(text: str, body: int, spans: Mapping[int, Span]) -> tuple[str, int, dict[int, Span]]:
    """The title and the sentences of the spans."""
    kept: list[Span] = [Span(0, body)] if body else []
    for span in sorted(spans.values()):
        around = _sentence(text, span)
        if kept and around.start <= kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, around.end))
        else:
            kept.append(around)
    parts: list[str] = []
    moved: list[tuple[Span, int]] = []
    size = 0
    for stretch in kept:
        gap = GAP if parts and stretch.start != body else ""
        parts.append(gap + text[stretch.start : stretch.end])
        moved.append((stretch, size + len(gap) - stretch.start))
        size += len(parts[-1])
    found = {
        i: Span(s.start + by, s.end + by)
        for i, s in spans.items()
        for stretch, by in moved
        if stretch.start <= s.start < stretch.end
    }
    return "".join(parts), body, found


def _sentence(text: str, span: Span) -> Span:
    """From the end of the sentence before to the end of its own, no farther than LONG each way."""
    before = [m.end() for m in _ENDS.finditer(text, max(0, span.start - LONG), span.start)]
    after = _ENDS.search(text, max(span.end - 1, span.start), span.end + LONG)
    start = before[-1] if before else max(0, span.start - LONG)
    return Span(start, after.end() if after else min(len(text), span.end + LONG))
