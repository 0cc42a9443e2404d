"""How `kg read` shows what a page was cut into. All offsets are raw and half-open."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Article, Document, Span
from kg.pages.cut import Cut

BODY = 120  # characters of a body that are shown
SHOWN = 40  # characters of what was left out


def format_articles(document: Document, cut: Cut) -> str:
    """The page, then each article: identifier, span and date; the lines of its title; how its body begins."""
    count = len(cut.articles)
    lines = [
        f"{document.identifier}  {document.date or 'no date'}  {len(document.text)} characters, {count} article{'s'[count == 1 :]}"
    ]
    for article in cut.articles:
        lines.append("")
        lines.extend(_article(article))
    return "\n".join(lines)


def _article(article: Article) -> Iterator[str]:
    yield f"{article.identifier}  {article.span.start}-{article.span.end}  {article.issued or 'no date'}"
    titles = article.text[: article.body].split("\n") if article.title else ["(no title)"]
    yield from (f"  # {line}" for line in titles if line)
    body = article.text[article.body :].replace("\n", " ")
    yield f"    {body[:BODY]}{'…' if len(body) > BODY else ''}"


def format_repairs(document: Document, cut: Cut) -> str:
    """Every edit and everything left out, in the order of the page: kind, raw span, what stood there, what stands now."""
    rows = [(edit.span, edit.kind, repr(edit.replacement)) for edit in cut.edits]
    rows += [(left.span, left.kind, "left out") for left in cut.left_out]
    lines = [
        f"{kind:<12}{span.start:>7}-{span.end:<7}{_quoted(document.text, span)} → {now}"
        for span, kind, now in sorted(rows)
    ]
    return "\n".join(lines) or "nothing was repaired, and nothing left out"


def _quoted(raw: str, span: Span) -> str:
    text = raw[span.start : span.end]
    if len(text) <= SHOWN:
        return repr(text)
    return f"{text[: SHOWN // 2]!r}…{text[-SHOWN // 2 :]!r}"
