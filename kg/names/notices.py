"""Titles of notices without 《》: a line, or lines, of a body, 关于, a matter and 的通知; in a sentence behind 印发 or a body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Mention, Span
from kg.names.grammar import AREAS
from kg.rules.model import NameRule
from kg.text.signs import JOINS, NUMBERING

LONGEST = 140  # characters of the matter: it may send three texts
SHORTEST = 6  # of each text where it sends several
WRAPS = 2  # line ends within it
_BRACKET = r"[（(][^（）()\n]{1,20}[）)]"
_NUMBER = (  # of a document, behind its title: 某政发〔2014〕21号; 的通知 is still the title
    r"(?!的)[一-龥]{2,8} *[〔（(\[] *(?:19|20)\d\d *[〕）)\]]"
)
_BETWEEN = "、 　\n"
_CLEAR = re.compile("[《》的“”\\s]")
_BLANK = re.compile("[ \t　]*")
LISTS = (
    "ABOUT",
    "SENDS",
    "SENDING_END",
    "ADDRESSEE",
    "ADDRESSEE_END",
    "ATTACHED",
    "TITLE_LABEL",
    "TITLE_STATE",
)


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """Words of titles, from the word lists of the rules."""

    about: tuple[str, ...]  # 关于
    sends: tuple[str, ...]  # 印发
    sending_end: tuple[str, ...]  # 通知: how a title ends that sends another text
    addressee: tuple[str, ...]  # 各: how a line begins that tells to whom it is sent
    addressee_end: tuple[str, ...]  # 局: how it ends, before the colon
    attached: tuple[str, ...]  # 附件：
    labels: tuple[str, ...]  # 发布日期：: what stands behind a title on a page that has lost its lines
    states: tuple[str, ...]  # 失效: what a bracket behind a title says that is no part of it


def notice_words(words: Mapping[str, tuple[str, ...]]) -> NoticeWords:
    return NoticeWords(*(words.get(name, ()) for name in LISTS))


def find_notices(
    text: str, rule: NameRule, found: Sequence[Mention], words: NoticeWords
) -> Iterator[Mention]:
    """`found` are the mentions so far: what stands before 关于 in a title must be a body or an area."""
    line, running, sent = _patterns(rule, words)
    titled: list[Span] = []
    if not any(word in text for word in (*words.about, *words.sends)):
        return
    heads = _heads(found)
    at = 0
    while at < len(text):
        start = _begins(text, at, words)
        match = _last_line(line.match(text, start), line)
        if match is not None and _is_title(match, rule, heads, words):
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
        told = start < match.start() or text.endswith(rule.behind, 0, match.start())
        refused = rule.refuse is not None and rule.refuse.search(match.group()) is not None
        refused = refused or _goes_on(match, words)
        if told and not refused:
            yield Mention(Span(start, match.end()), text[start : match.end()], rule.makes, rule.id)


def _begins(text: str, at: int, words: NoticeWords) -> int:
    """Where a line begins behind 附件： and its number."""
    at = _BLANK.match(text, at).end()  # type: ignore[union-attr]  # it matches everywhere
    at += len(next((w for w in words.attached if text.startswith(w, at)), ""))
    number = NUMBERING.match(text, at)
    return _BLANK.match(text, number.end() if number else at).end()  # type: ignore[union-attr]


@lru_cache(maxsize=8)
def _patterns(rule: NameRule, words: NoticeWords) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Of a title on lines of its own, of one in a sentence, and of what a title sends."""
    ends, about, sends = _any(rule.ends), _any(words.about), _any(words.sends)
    to = rf"(?:{_any(words.addressee)})[^。！？的\n]{{1,40}}：|[^，。！？的\n]{{2,30}}(?:{_any(words.addressee_end)})："
    state = rf"[（(](?:{_any(words.states)}|[^（）()\n]{{2,24}}号)[）)]"
    brackets = rf"(?:(?!{state}){_BRACKET})*"
    label = rf"{state}|(?:{_any(words.labels)})[：:]"
    line = (
        rf"(?P<issuer>[^。；！？：，《》]{{0,60}}?)(?P<verb>{about}|{sends})(?P<matter>[^。；！？：，]{{3,{LONGEST}}}?)"
        rf"(?P<end>{ends}){brackets}(?=[ \t　]*(?:\n(?![（(])|$|{to}|{_NUMBER}|{label}|(?P=issuer)(?P=verb)))"
    )
    running = rf"(?:{about})[^。；！？：，《》\n]{{3,50}}?(?P<end>{ends}){brackets}(?=[，。；！？、：（）()\n等]|\d{{1,2}}[.．、]|$)"
    sent = rf"(?:{sends})(?P<what>[^《》]{{4,{LONGEST}}}?(?:{ends}){brackets}[）)]?)的?(?:{_any(words.sending_end)})$"
    return re.compile(line), re.compile(running), re.compile(sent)


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _heads(found: Sequence[Mention]) -> Mapping[int, Mention]:
    """The longest body or area at each place."""
    heads: dict[int, Mention] = {}
    for mention in found:
        if mention.kind == "Agency" or mention.kind in AREAS:
            known = heads.get(mention.span.start)
            if known is None or len(known.span) < len(mention.span):
                heads[mention.span.start] = mention
    return heads


def _goes_on(match: re.Match[str], words: NoticeWords) -> bool:
    """Whether 的通知 must still come: 关于印发某规划 | （2021—2025年）的通知."""
    about = next(w for w in words.about if match.group().startswith(w))
    sends = match.group().startswith(words.sends, len(about))
    return sends and not match["end"].endswith(words.sending_end)


def _last_line(match: re.Match[str] | None, line: re.Pattern[str]) -> re.Match[str] | None:
    """From the last line on that the issuer stands on: what stands on a line before it is another title."""
    if match is None or not match["issuer"].rpartition("\n")[2]:
        return match
    broken = match["issuer"].rfind("\n")
    return match if broken < 0 else line.match(match.string, match.start("issuer") + broken + 1)


def _is_title(match: re.Match[str], rule: NameRule, heads: Mapping[int, Mention], words: NoticeWords) -> bool:
    title = match.group()
    if title.count("\n") > WRAPS + 1 or (rule.refuse is not None and rule.refuse.search(title)):
        return False
    sends = match["verb"] not in words.about
    if not match["end"].endswith(words.sending_end) and (sends or match["matter"].startswith(words.sends)):
        return False  # the title goes on in a line that stands elsewhere
    at, end = match.start("issuer"), match.end("issuer")
    if at == end:
        return not sends or at == 0  # a page's own title
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
    titles = [_CLEAR.sub("", t) for t in re.findall(r"《([^《》\n]{4,100})》", match.string)]
    for start, end in _each(inner["what"], rule):
        plain = _CLEAR.sub("", inner["what"][start:end])
        if not any(plain.endswith(t) for t in titles):
            at = match.start() + inner.start("what")
            yield Mention(Span(at + start, at + end), inner["what"][start:end], rule.makes, rule.id)


def _each(what: str, rule: NameRule) -> Iterator[tuple[int, int]]:
    """Where each of the texts begins and ends that a title sends: 某市甲办法和某市乙办法, which begin alike."""
    start = 0
    for match in _joined(rule.ends).finditer(what):
        alike = what.startswith(what[start : start + 2], match.end())
        if alike and match.start("join") - start >= SHORTEST and len(what) - match.end() >= SHORTEST:
            yield start, match.start("join")
            start = match.end()
    yield start, len(what)


@lru_cache(maxsize=8)
def _joined(ends: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(ends)})(?:[ ]*{_BRACKET})*(?P<join>[ ]*[{JOINS}][ ]*)")
