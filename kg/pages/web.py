"""A page of the web, or one saved with its pictures (MHT) → its text: title, paragraphs in order, date of publication.

trafilatura says what of a page is its article; the paragraphs are those of the page itself, so that a span ends none
and a line break does where a sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes

from kg.model import DataError
from kg.pages.arrival import Text, came, han
from kg.pages.encoding import decode_as, decode_told
from kg.pages.flow import Block
from kg.pages.grids import rule_tables
from kg.pages.tagless import TAG, find_all_blocks

LARGEST = 64 * 2**20  # bytes of a page; lxml takes some ten times as much memory
JUDGED = 2**20  # characters of a page that trafilatura judges; a larger one is no article
CROWDED = 2000  # signs of attributes in one tag; libxml2 compares each attribute with all others
CHARSET = 2048  # bytes of a page of the web within which its charset is told
KEPT = 0.25  # of the text of its paragraphs that trafilatura must keep, else all paragraphs are taken
GRAM = 6  # characters; a paragraph whose runs of so many are in the article belongs to it
SHARE = 0.7  # of its runs
SAME_TITLE = 4  # characters that a headline has
_META = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ENDS = re.compile(r"(?i)</\s*(?:html|body)\s*>|(?<!\A)<!doctype[^<>]*>")
_SIGNS = re.compile(r"[=\s]")
_MULTIPART = re.compile(rb"(?i)content-type:\s*multipart/")
NESTED = 50  # parts of a mail that have parts; it is read by recursion


def read_web(data: bytes, where: str) -> Text:
    """The article of a page; all paragraphs, when trafilatura keeps too little. Raises DataError for what is none."""
    from lxml import html

    if len(data) > LARGEST:
        raise DataError(f"{where}: is a web page of more than {LARGEST >> 20} MB; cut it into parts")
    source, notes = _web_text(data, where)
    source = TAG.sub(_plain_tag, _ENDS.sub(" ", source))  # what closes a page early closes nothing
    tree = html.document_fromstring(
        source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
    )
    if rule_tables(tree):
        source = str(html.tostring(tree, encoding="unicode"))
    everything, whole = find_all_blocks(tree, source)
    shown = [block for block in everything if not block.aside]
    if han(shown) < KEPT * han(everything):  # a page that lies in a form, or is called so
        shown = everything
    main, told, date = _judged(source) if whole and len(source) <= JUDGED else ("", "", None)
    kept = _of_article(shown, main) if main else shown
    if not kept or (kept is not shown and han(kept) < KEPT * han(shown)):
        kept = shown
    title = _headline(everything, told) or (told if main and kept is not shown else "")
    text = _written(title, kept)
    prose = "".join(block.text for block in everything if "。" in block.text)
    share = came(text, prose)
    return Text(
        text, date, notes=(*notes, *([share.tell(where, "outside of its article")] if share.low else ()))
    )


def read_mht(data: bytes, where: str) -> Text:
    """The page in a file that a browser saved with all its parts. Raises DataError where there is none."""
    if len(_MULTIPART.findall(data)) > NESTED:
        raise DataError(f"{where}: has parts in parts in parts: no page has")
    for part in message_from_bytes(data).walk():  # by a newer policy, a header of 50 kB takes seconds
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(payload, bytes):
                return read_web(_with_charset(payload, charset), where)
    raise DataError(f"{where}: holds no web page")


def _with_charset(page: bytes, charset: str | None) -> bytes:
    """In UTF-8, by what the part says of itself, if it says so rightly."""
    text = decode_as(page, charset) if charset and not _META.search(page[:CHARSET]) else None
    return page if text is None else b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


def _plain_tag(tag: re.Match[str]) -> str:
    """A tag has no more attributes than a page has."""
    text = tag[0]
    if len(text) <= CROWDED or len(_SIGNS.findall(text)) <= CROWDED:
        return text
    return re.split(r"[\s/]", text, maxsplit=1)[0]


def _judged(source: str) -> tuple[str, str, str | None]:
    """Main text without white space, title and date of publication, each empty where trafilatura finds none."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as WebPage

    found = bare_extraction(
        source,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
    )
    if not isinstance(found, WebPage):
        return "", "", None
    date = str(found.date or "")
    told = _DATE.fullmatch(date) and any(form in source for form in _forms(date))
    return _squeezed(str(found.text or "")), " ".join(str(found.title or "").split()), date if told else None


def _squeezed(text: str) -> str:
    return "".join(text.replace("|", "").split())


def _of_article(blocks: Sequence[Block], main: str) -> list[Block]:
    """The blocks whose text stands in the article, with its pieces joined otherwise perhaps, and headings right between such."""
    runs = {main[at : at + GRAM] for at in range(len(main) - GRAM + 1)}
    stands = [_stands_in(_squeezed(block.text), main, runs) for block in blocks]
    beside = zip([False, *stands], [*stands[1:], False], strict=False)
    return [
        block
        for block, own, (before, behind) in zip(blocks, stands, beside, strict=True)
        if own or (block.level and before and behind)
    ]


def _stands_in(text: str, main: str, runs: set[str]) -> bool:
    if len(text) < 2 * GRAM:
        return bool(text) and text in main
    own = [text[at : at + GRAM] in runs for at in range(0, len(text) - GRAM + 1)]
    return sum(own) >= SHARE * len(own)


def _headline(blocks: Sequence[Block], told: str) -> str:
    """The page's own <h1>: the one that its <title> repeats, or the only one."""
    heads = list(dict.fromkeys(block.text for block in blocks if block.level == 1))
    heads = [head for head in heads if len(_squeezed(head)) >= SAME_TITLE and "\n" not in head]
    same = [
        head for head in heads if _squeezed(head) in _squeezed(told) or _squeezed(told) in _squeezed(head)
    ]
    return (same or (heads if len(heads) == 1 else [""]))[0]


def _written(title: str, blocks: Sequence[Block]) -> str:
    """Markdown: the title, then the blocks; a heading that is the title is not told twice."""
    own = _squeezed(title)
    lines = [block.written() for block in blocks if not own or _squeezed(block.text) != own]
    headed = own and not (blocks and own in _squeezed(blocks[0].text)[: 2 * len(own)] and not blocks[0].level)
    return "\n\n".join([f"# {title}", *lines] if headed else lines)


def _forms(date: str) -> Iterator[str]:
    """Ways to write a date; one that the page does not write is a guess of the library's."""
    year, month, day = date.split("-")
    yield date
    for between in ("-", "/", "."):
        yield between.join((year, str(int(month)), str(int(day))))
        yield between.join((year, month, day))
    yield f"{year}年{int(month)}月{int(day)}日"
    yield f"{year}年{month}月{day}日"


def _web_text(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """By the charset that the page tells, else as any text."""
    told = (
        None if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) else _META.search(data[:CHARSET])
    )
    text = decode_as(data, told.group(1).decode("ascii", "replace").lower()) if told else None
    return decode_told(data, where) if text is None else (text, ())
