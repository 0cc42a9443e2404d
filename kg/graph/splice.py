"""A Turtle file of ours with some subjects other than they were: what is as it was is copied as bytes.

Subjects stand in the order of their names (`kg.graph.keys.order`), each ends with a line's ` .`, and line ends in literals are
escaped; so a subject is found by halving the file.
"""

from __future__ import annotations

import io
import mmap
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import RdfFormat, Triple, parse

from kg.graph.keys import order
from kg.graph.rdf import write_into
from kg.graph.store import CHUNK, END, PREFIXES

SUBJECT = re.compile(rb"id:([A-Za-z0-9-]+) ")


class Foreign(Exception):
    """The file is none that we wrote so."""


@dataclass(slots=True)
class Difference:
    """The triples that a graph lost and those that it gained."""

    gone: set[Triple] = field(default_factory=set)
    new: set[Triple] = field(default_factory=set)


def splice(
    old: Path, new: BinaryIO, names: Iterable[str], rows: Iterable[Triple], *, base_iri: str
) -> Difference:
    """Write a file as `write_into` would write all triples, if those of the subjects called `names` are `rows` now.

    Raises Foreign for an old file that another wrote.
    """
    if not old.stat().st_size:
        raise Foreign(f"{old}: is empty")
    head, blocks = _blocks(rows, base_iri)
    with old.open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as text:
        if head and text[: len(head)] != head:
            raise Foreign(f"{old}: has other prefixes")
        found = PREFIXES.match(text)
        at = len(found[0]) if found else 0
        before = bytearray(text[:at])
        new.write(before)
        for key in sorted({order(name) for name in names} | set(blocks)):
            place = _place(text, key, at)
            _copy(text, at, place, new)
            at = place
            if place < len(text) and _key(text, place) == key:
                at = _end(text, place)
                before += text[place:at]
            new.write(blocks.get(key, b""))
        _copy(text, at, len(text), new)
    return _difference(bytes(before), head + b"".join(blocks.values()))


def _copy(text: mmap.mmap, at: int, end: int, new: BinaryIO) -> None:
    for begin in range(at, end, CHUNK):
        new.write(text[begin : min(begin + CHUNK, end)])


def _blocks(rows: Iterable[Triple], base_iri: str) -> tuple[bytes, dict[str, bytes]]:
    """The prefixes, and the text of each subject by its key."""
    file = io.BytesIO()
    write_into(file, rows, base_iri=base_iri)
    text = file.getvalue()
    found = PREFIXES.match(text)
    head = found[0] if found else b""
    return head, {_key(part, 0): part for part in _parts(text[len(head) :])}


def _parts(text: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(text):
        end = _end(text, at)
        yield text[at:end]
        at = end


def _place(text: mmap.mmap, key: str, low: int) -> int:
    """Where the subject with this key begins, or the next one, from the beginning of a subject on."""
    high = len(text)
    while low < high:
        end = text.rfind(END, low, (low + high) // 2)
        begin = low if end < 0 else end + len(END)
        if _key(text, begin) < key:
            low = _end(text, begin)
        else:
            high = begin
    return low


def _key(text: bytes | mmap.mmap, at: int) -> str:
    found = SUBJECT.match(text, at)
    if found is None:
        raise Foreign(f"no subject of ours at byte {at}")
    return order(found[1].decode())


def _end(text: bytes | mmap.mmap, at: int) -> int:
    """Where the subject that begins here ends."""
    end = text.find(END, at)
    if end < 0:
        raise Foreign(f"no end of a subject after byte {at}")
    return end + len(END)


def _difference(before: bytes, now: bytes) -> Difference:
    old, new = ({quad.triple for quad in parse(text, RdfFormat.TURTLE)} for text in (before, now))
    return Difference(old - new, new - old)
