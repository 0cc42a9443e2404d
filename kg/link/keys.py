"""What makes the identity of a thing: its class and its canonical name."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from kg.model import Entity
from kg.rules.bodies import Bodies

_BRACKETS = re.compile("[（()）]")
QUOTES = re.compile(r"[“”‘’『』「」《》〈〉\"'\s]")  # no part of a name


def identity_key(text: str, bodies: Bodies) -> str:
    """What makes the identity of a name: 某某工程项目 is 某某工程, 某某高速 某某高速公路."""
    tail = next((t for t in bodies.tails if text.endswith(t)), "")
    return text.removesuffix(tail) + bodies.tails[tail] if tail else text


@lru_cache(maxsize=4096)
def local_name(kind: str, key: str) -> str:
    """`project-9c41e07b…`: the class and a hash of the kind and the canonical name."""
    return f"{kind.lower()}-{hashlib.sha256(f'{kind}|{key}'.encode()).hexdigest()[:16]}"


def entity_of(kind: str, label: str, *aliases: str, key: str = "") -> Entity:
    """`key` is what makes the identity, where that is not the label."""
    other = tuple(sorted({a for a in aliases if a and a != label}))
    return Entity(local_name(kind, key_of(key or label)), kind, label, other)


def key_of(label: str) -> str:
    """The part of a name that makes its identity: brackets do not."""
    return _BRACKETS.sub("", label)
