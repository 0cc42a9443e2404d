"""The texts by which things, objects and claims are compared, sorted and named."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal

from kg.model import Claim, Date, Entity, Quantity, Value

_PLAIN = re.compile(r"[A-Za-z0-9-]+")


def object_key(value: Value | Entity) -> str:
    """A text by which objects are compared and sorted: 0.5 and 0.50 亿元 give the same."""
    if isinstance(value, Entity):
        return f"entity {value.id}"
    if isinstance(value, Decimal):
        return f"decimal {plain_number(value)}"
    if isinstance(value, Date):
        return f"date {value.iso}"
    if isinstance(value, Quantity):
        return "|".join(("quantity", *quantity_key(value)))
    return f"text {value}"


def quantity_key(quantity: Quantity) -> tuple[str, ...]:
    """What makes two quantities the same: value, unit, indicator, period, wording."""
    value = quantity.value
    number = plain_number(value) if isinstance(value, Decimal) else value
    return (number, quantity.unit, quantity.indicator, quantity.period, quantity.written)


def plain_number(number: Decimal) -> str:
    """A decimal without exponent, closing zeros or a negative zero: 4.20E+7 → 42000000."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def local(name: str) -> str:
    """A name as flat ASCII: kept when it is, else its ASCII part and a hash of the whole, so that no two collide."""
    if _PLAIN.fullmatch(name):
        return name
    kept = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
    return f"{kept}-x{digest(name)}".lstrip("-")


def order(name: str) -> str:
    """The key by which names sort as their IRIs do in N-Triples, where `>` ends them: x-10 before x-1."""
    return f"{local(name)}>"


def claim_name(claim: Claim) -> str:
    """The local name of a claim: a hash of fact, article, place and rule, the same under every base IRI."""
    evidence = claim.evidence
    place = (evidence.article, str(evidence.span.start), str(evidence.span.end), evidence.rule)
    return f"claim-{digest('|'.join((claim.subject, claim.relation, object_key(claim.object), *place)))}"


def quantity_name(quantity: Quantity) -> str:
    """The local name of a quantity: equal ones share it."""
    return f"quantity-{digest('|'.join(quantity_key(quantity)))}"


def digest(text: str) -> str:
    """16 hex digits of SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
