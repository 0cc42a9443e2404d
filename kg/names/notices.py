"""Titles of notices without 《》: a line, or lines, of a body, 关于, a matter and 的通知; in a sentence behind 印发 or a body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kg.model import Mention, Span
from kg.names.grammar import AREAS
from kg.rules.model import NameRule

LONGEST = 90  # characters of the matter
WRAPS = 2  # line ends within it
_SENDS = "印发|转发|批转|发布"
_NUMBER = re.compile(r"[ \t　]*(?:附件[：:]?)?(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、])?[ \t　]*")
_BRACKETS = r"(?:[（(][^（）()\n]{1,20}[）)])*"
_TO = r"各[^。！？的\n]{1,40}：|[^，。！？的\n]{2,30}(?:府|局|厅|委|会|办|室|位|门|院|司)："  # to whom it is sent, on the same line
_BETWEEN = "、 　\n"
_CLEAR = re.compile("[《》的“”\\s]")


def find_notices(text: str, rule: NameRule, found: Sequence[Mention]) -> Iterator[Mention]:
    """`found` are the mentions so far: what stands before 关于 in a title must be a body or an area."""
    line, running, sent = _patterns(rule)
    titled: list[Span] = []
    if "关于" not in text and not any(word in text for word in _SENDS.split("|")):
        return
    heads = _heads(found)
    at = 0
    while at < len(text):
        start = _NUMBER.match(text, at).end()  # type: ignore[union-attr]
        match = _last_line(line.match(text, start), line)
        if match is not None and _is_title(match, rule, heads):
            yield from _made(match, rule, sent)
            titled.append(Span(*match.span()))
            at = match.end() + 1
            continue
        end = text.find("\n", at)
        at = end + 1 if end >= 0 else len(text)
    ends = {m.span.end: m.span.start for m in heads.values() if m.kind == "Agency"}
    for match in running.finditer(text):
        if any(title.start <= match.start() < title.end for title in titled):
            continue
        start = ends.get(match.start(), match.start())
        if start < match.start() or text.endswith(rule.behind, 0, match.start()):
            if rule.refuse is None or not rule.refuse.search(match.group()):
                yield Mention(Span(start, match.end()), text[start : match.end()], rule.makes, rule.id)


@lru_cache(maxsize=8)
def _patterns(rule: NameRule) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    ends = "|".join(re.escape(e) for e in sorted(rule.ends, key=lambda e: (-len(e), e)))
    line = rf"(?P<issuer>[^。；！？：，《》]{{0,60}}?)(?P<verb>关于|{_SENDS})(?P<matter>[^。；！？：，]{{3,{LONGEST}}}?)(?P<end>{ends}){_BRACKETS}(?=[ \t　]*(?:\n|$|{_TO}))"
    running = rf"关于[^。；！？：，《》\n]{{3,50}}?的?(?:{ends}){_BRACKETS}(?=[，。；！？、：（）()\n等]|\d{{1,2}}[.．、]|$)"
    sent = rf"(?:{_SENDS})(?P<what>[^《》]{{4,{LONGEST}}}?(?:{ends})[）)]?)的?(?:通知|公告|函|决定)$"
    return re.compile(line), re.compile(running), re.compile(sent)


def _heads(found: Sequence[Mention]) -> Mapping[int, Mention]:
    """The longest body or area at each place."""
    heads: dict[int, Mention] = {}
    for mention in found:
        if mention.kind == "Agency" or mention.kind in AREAS:
            known = heads.get(mention.span.start)
            if known is None or len(known.span) < len(mention.span):
                heads[mention.span.start] = mention
    return heads


def _last_line(match: re.Match[str] | None, line: re.Pattern[str]) -> re.Match[str] | None:
    """From the last line on that the issuer stands on: what stands on a line before it is another title."""
    if match is None or not match["issuer"].rpartition("\n")[2]:
        return match
    broken = match["issuer"].rfind("\n")
    return match if broken < 0 else line.match(match.string, match.start("issuer") + broken + 1)


def _is_title(match: re.Match[str], rule: NameRule, heads: Mapping[int, Mention]) -> bool:
    title = match.group()
    if title.count("\n") > WRAPS + 1 or (rule.refuse is not None and rule.refuse.search(title)):
        return False
    sends = match["verb"] != "关于"
    if sends and not match["end"].endswith("通知"):
        return False
    at, end = match.start("issuer"), match.end("issuer")
    if at == end:
        return not sends
    while at < end:
        if match.string[at] in _BETWEEN:
            at += 1
        elif at in heads:
            at = heads[at].span.end
        else:
            return False
    return at == end


def _made(match: re.Match[str], rule: NameRule, sent: re.Pattern[str]) -> Iterator[Mention]:
    """The notice, and what it sends where that stands in no 《》 of the text."""
    title = match.group()
    yield Mention(Span(*match.span()), title, rule.makes, rule.id)
    inner = sent.search(title)
    if inner is None or "\n" in inner["what"]:
        return
    plain = _CLEAR.sub("", inner["what"])
    titles = (_CLEAR.sub("", t) for t in re.findall(r"《([^《》\n]{4,100})》", match.string))
    if not any(plain.endswith(t) for t in titles):
        start = match.start() + inner.start("what")
        yield Mention(Span(start, start + len(inner["what"])), inner["what"], rule.makes, rule.id)
