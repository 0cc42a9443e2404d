"""The table of hard cases: what each sentence must yield and must not, and what the tool makes of it."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.examples import shown
from kg.extract import Tools, article_claims, linked_facts, page_facts, read_sentence
from kg.model import Claim, Document, Mention
from kg.rules.match import named, walk

FOLDER = Path(__file__).parent / "hard_cases"
PINNED = Path(__file__).parent / "hard_cases.json"
SETS = ("dev", "held")
SLACK = 0.02  # a share that rises by more than this is to be pinned


@dataclass(frozen=True, slots=True)
class HardCase:
    """A text, what it must yield (`County 鼓楼区 @ 江苏省/南京市`, `A locatedIn B`) and what it must not."""

    id: str
    subject: str
    region: str
    text: str
    place: str = ""
    want: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    avoid_facts: tuple[str, ...] = ()
    page: bool = False  # the text is a whole page, cut into articles first


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case misses, and what it has that it must not have."""

    case: HardCase
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def passes(self) -> bool:
        return not self.missing and not self.wrong

    def __str__(self) -> str:
        parts = [f"missing: {m}" for m in self.missing] + [f"not wanted: {w}" for w in self.wrong]
        return f"{self.case.id}: “{self.case.text}”: {'; '.join(parts)}"


def load_cases(which: str) -> tuple[HardCase, ...]:
    """The cases of `dev` or `held`, in the order of files and rows."""
    files = sorted(FOLDER.glob(f"{which}*.toml"))
    return tuple(_case(row) for file in files for row in tomllib.loads(file.read_text("utf-8"))["case"])


def _case(row: Mapping[str, str | list[str]]) -> HardCase:
    names = {"not": "avoid", "not_facts": "avoid_facts"}
    values = {names.get(k, k): tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return HardCase(**values)  # type: ignore[arg-type]


def outcome(case: HardCase, tools: Tools) -> Outcome:
    """Read the text of a case and compare."""
    found, said = _of_page(case, tools) if case.page else _of_sentence(case, tools)
    return Outcome(
        case,
        tuple(w for w in (*case.want, *case.facts) if w not in found | said),
        tuple(w for w in (*case.avoid, *case.avoid_facts) if w in found | said),
    )


def _of_sentence(case: HardCase, tools: Tools) -> tuple[set[str], set[str]]:
    """What a sentence names and says."""
    article, linked = read_sentence(case.text, tools, place=case.place)
    reading, facts = linked_facts(article, linked, tools)
    linked = reading.mentions
    claims = article_claims(reading, facts, case.text, tools)
    labels = {m.entity.id: m.entity.label for m in walk(linked) if m.entity}
    return set(_forms(named(linked, tools.rules), tools)), _said(claims, labels)


def _of_page(case: HardCase, tools: Tools) -> tuple[set[str], set[str]]:
    """What a page names, by its entities, and says."""
    page, _ = page_facts(Document("page", "page.txt", case.text), tools)
    mentioned = {entity for entity, _ in page.mentioned}
    labels = {e.id: e.label for e in page.entities}
    found = {form for e in page.entities if e.id in mentioned for form in (e.label, f"{e.kind} {e.label}")}
    return found, _said(page.claims, labels)


def _said(claims: Iterable[Claim], labels: Mapping[str, str]) -> set[str]:
    told = (c for c in claims if c.stands)
    return {f"{labels.get(c.subject, '?')} {c.relation} {shown(c.object)}" for c in told}


def _forms(mentions: Iterable[Mention], tools: Tools) -> Iterator[str]:
    """How a case may name a mention that has an entity: as on the page (神池), or by its canonical name.

    With the type (County 神池县) and the path (County 神池县 @ 山西省/忻州市) the canonical name alone counts.
    """
    for mention in mentions:
        if mention.entity is None:
            continue
        kind, label, code = mention.kind, mention.entity.label, mention.entity.code
        yield from (mention.text, label, f"{kind} {label}")
        if code is not None and code in tools.gazetteer.places:
            path = "/".join(p.name for p in tools.gazetteer.path(code)[:-1])
            yield f"{kind} {label} @ {path}"


def shares(which: str, tools: Tools) -> dict[str, float]:
    """The share of cases that pass, by subject and `all`, rounded down to three digits."""
    passed: dict[str, list[bool]] = {"all": []}
    for case in load_cases(which):
        good = outcome(case, tools).passes
        passed["all"].append(good)
        passed.setdefault(case.subject, []).append(good)
    return {s: math.floor(1000 * sum(p) / len(p)) / 1000 for s, p in sorted(passed.items())}


def pinned() -> dict[str, dict[str, float]]:
    return json.loads(PINNED.read_text("utf-8"))  # type: ignore[no-any-return]
