"""Frames as a file writes them → `Frame`: the verbs or nouns of an event, its roles, and the facts that it makes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kg.language.lexicon import FOLDER, read_table
from kg.model import DataError
from kg.rules.kit import VALUE_KINDS, RuleKit
from kg.rules.model import Frame, Made, RelationRule
from kg.tables import Table

VERB_TABLES = ("verbs.tsv", "events.tsv")  # word, class
KEYS = {
    "id",
    "verbs",
    "nouns",
    "forms",
    "makes",
    "unless",
    "has",
    "ends",
    "begins",
    "confidence",
    "example",
    "note",
}
# of an event: who does it, to what, whom or what the sentence says it of, what stands behind the verb, where, whence, for whom or what, how much, by whom, when
VERB_ROLES = (
    "agent",
    "theme",
    "holder",
    "goal",
    "ground",
    "place",
    "source",
    "recipient",
    "amount",
    "by",
    "date",
    "text",
)
NOUN_ROLES = ("of", "holder")  # 汾河的支流沙坪河: of 汾河, holder 沙坪河
# how a noun may stand to both: of 支流 holder; holder 是 of 支流; holder（of 支流）; holder——of 支流; holder 等 of 支流;
# holder right before of (平遥县汾河畔); of left out where the clause goes on about it (沿线的); a list of areas right behind the one they lie in
FORMS = ("leads", "is", "bracket", "dash", "ends", "before", "own", "list")
USUAL = FORMS[:5]
TEXT = "Text"
_CLASS = re.compile(r"<(\w+)>")
_MAKES = re.compile(r"(\w+) (\w+) (\w+)")


def load_verbs(folders: Sequence[Path]) -> Mapping[str, tuple[str, ...]]:
    """The verbs of each class of the lexicon. Raises DataError for a row of other than two columns."""
    found: dict[str, list[str]] = {}
    for path in (folder / FOLDER / name for folder in folders for name in VERB_TABLES):
        for word, kind in read_table(path, 2) if path.is_file() else ():
            found.setdefault(kind, []).append(word)
    return {kind: tuple(words) for kind, words in found.items()}


def read_frame(row: Table, file: str, kit: RuleKit) -> Frame:
    """One `[[frame]]`. Raises DataError for what is wrong in it, with what would be right."""
    identifier, where = kit.take_id(row, file)
    nouns = kit.list(row.get("nouns", []), f"{where}: nouns")
    verbs = _verbs(row.get("verbs", []), where, kit)
    forms = _forms(row, where, nouns=bool(nouns) or "forms" in row)
    if not verbs and not nouns and "list" not in forms:
        raise DataError(f"{where}: verbs or nouns are wanted")
    known = NOUN_ROLES if forms else VERB_ROLES
    for key in row:
        if key not in KEYS and key not in known:
            raise DataError(
                f"{where}: unknown key '{key}'{_near(key, {*KEYS, *known})}; roles: {', '.join(known)}"
            )
    roles = {role: _kinds(row[role], f"{where}: {role}", kit) for role in known if role in row}
    confidence = kit.confidence(row.get("confidence", "0.88"), identifier, where)
    lines = row.get("makes", [])
    made = tuple(
        _made(line, identifier, roles, where, file, confidence, kit)
        for line in ([lines] if isinstance(lines, str) else lines if isinstance(lines, list) else [])
    )
    if not made:
        raise DataError(f'{where}: makes is wanted, as in makes = ["theme undertakenBy agent"]')
    has, ends, begins, unless = (
        kit.list(row.get(key, []), f"{where}: {key}") for key in ("has", "ends", "begins", "unless")
    )
    return Frame(
        identifier,
        frozenset(verbs),
        nouns,
        forms,
        roles,
        made,
        kit.examples(row, where, "facts", tuple(dict.fromkeys(m.rule.makes for m in made))),
        file,
        has,
        ends,
        begins,
        unless,
    )


def _verbs(value: object, where: str, kit: RuleKit) -> tuple[str, ...]:
    """Lemmas, and the verbs of a class of the lexicon for <build>."""
    values = [value] if isinstance(value, str) else value
    found: list[str] = []
    for word in values if isinstance(values, list) else []:
        name = _CLASS.fullmatch(str(word))
        if name is None:
            found.append(str(word))
        elif name[1] in kit.verbs:
            found.extend(kit.verbs[name[1]])
        else:
            raise DataError(f"{where}: the lexicon has no class of verbs {word}{_near(name[1], kit.verbs)}")
    return tuple(dict.fromkeys(found))


def _forms(row: Table, where: str, *, nouns: bool) -> tuple[str, ...]:
    value = row.get("forms", list(USUAL) if nouns else [])
    forms = tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)
    for form in forms:
        if form not in FORMS:
            raise DataError(f"{where}: forms: '{form}' is none of {', '.join(FORMS)}")
    return forms


def _kinds(value: object, where: str, kit: RuleKit) -> frozenset[str]:
    """Classes as "Project|Facility"; values and Text stand for themselves."""
    if not isinstance(value, str):
        raise DataError(f"{where}: classes in quotes are wanted, not {value!r}")
    found: list[str] = []
    for name in value.split("|"):
        found.extend((name,) if name in (*VALUE_KINDS, TEXT) else kit.classes(name, where))
    return frozenset(found)


def _made(
    line: object,
    identifier: str,
    roles: Mapping[str, frozenset[str]],
    where: str,
    file: str,
    confidence: Decimal,
    kit: RuleKit,
) -> Made:
    parts = _MAKES.fullmatch(str(line))
    if parts is None:
        raise DataError(f"{where}: makes: '{line}' is not written as 'role relation role'")
    subject, makes, object_ = parts.groups()
    makes = kit.relation_name(makes, where)
    relation = kit.schema.relations[makes]
    for role, allowed, side in ((subject, relation.domain, "domain"), (object_, relation.range, "range")):
        if role not in roles:
            raise DataError(f"{where}: makes: there is no role '{role}'{_near(role, roles)}")
        if not roles[role] & allowed:
            raise DataError(
                f"{where}: no class of '{role}' is in the {side} of {makes} ({', '.join(sorted(allowed))})"
            )
    rule = RelationRule(identifier, makes, (), (), file, confidence=confidence)
    return Made(subject, object_, rule, roles[subject] & relation.domain, roles[object_] & relation.range)


def _near(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.5)
    return f"; near: {', '.join(near)}" if near else f"; known: {', '.join(sorted(known))}"
