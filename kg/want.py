"""What a sentence lacks for a fact: `X relation Y`, and why the rules do not make it: a name, its class, a clause, a word."""

from __future__ import annotations

from collections.abc import Iterator

from kg.examples import shown as _shown
from kg.extract import Tools
from kg.faults import near
from kg.model import DataError, Mention, is_a
from kg.names.grammar import AREAS
from kg.names.verdicts import Verdict
from kg.rules.facts import wrong_value
from kg.rules.match import walk
from kg.rules.model import NameRule
from kg.schema import Relation
from kg.score.compare import plain
from kg.story.scene import clause_around
from kg.trace import Trace

VALUES = {"Money": "Money", "Date": "Date", "Quantity": "Quantity"}
RULES = 5  # that are told


def why_not(want: str, found: Trace, tools: Tools) -> tuple[str, ...]:
    """Lines: what is there, and what is missing. Raises DataError for a fact that cannot be."""
    subject, relation, value = _parts(want, tools)
    rule = tools.schema.relations[relation]
    made = [c for c in found.claims if c.relation == relation]
    for claim in made:
        label = found.names.get(claim.subject, claim.subject)
        if _same(subject, label) and _same(value, _shown(claim.object)):
            how = "" if claim.stands else ", and does not stand: " + claim.evidence.modality
            return (f"it is made, by {claim.evidence.rule}{how}",)
    one = _named(subject, found)
    lines = list(_side(subject, one, rule.domain, "subject", found, tools))
    other = None
    if rule.range & VALUES.keys():
        other = _valued(value, found)
        if other is None:
            kinds = ", ".join(sorted(rule.range))
            lines.append(f"object: no {kinds} of the text is {value}{_values_there(rule, found)}")
    elif rule.range != {"Text"} and relation != "status":
        other = _named(value, found)
        lines += _side(value, other, rule.range, "object", found, tools)
    if one is not None and other is not None:
        lines += _clauses(one, other, found)
    lines += _rules(relation, found, tools)
    return tuple(lines) or ("nothing is missing but a rule: no rule that makes it fits this sentence",)


def _parts(want: str, tools: Tools) -> tuple[str, str, str]:
    relations = tools.schema.relations
    labels = {r.label_zh: name for name, r in relations.items()}
    words = want.split()
    at = next((i for i, w in enumerate(words) if i and (w in relations or w in labels)), 0)
    if not at or at + 1 == len(words):
        other = words[1] if len(words) > 1 else want
        raise DataError(
            f"--want '{want}': 'subject relation object' is wanted{near(other, {*relations, *labels})}"
        )
    relation, value = labels.get(words[at], words[at]), " ".join(words[at + 1 :])
    if why := wrong_value(value, relation, tools.schema):
        raise DataError(f"--want '{want}': {why}")
    return " ".join(words[:at]), relation, value


def _same(a: str, b: str) -> bool:
    return plain(a) == plain(b)


def _named(name: str, found: Trace) -> Mention | None:
    for mention in walk(found.mentions):
        entity = mention.entity
        forms = (mention.text, *((entity.label, *entity.aliases) if entity is not None else ()))
        if mention.value is None and any(_same(name, form) for form in forms):
            return mention
    return None


def _valued(value: str, found: Trace) -> Mention | None:
    number = " ".join(value.split()[-2:])
    for mention in walk(found.mentions):
        if mention.value is not None:
            told = _shown(mention.value)
            if _same(told, value) or _same(told, number):
                return mention
    return None


def _values_there(rule: Relation, found: Trace) -> str:
    there = [_shown(m.value) for m in walk(found.mentions) if m.value is not None and m.kind in rule.range]
    return f"; there are {', '.join(there)}" if there else "; there is none"


def _side(
    name: str, mention: Mention | None, kinds: frozenset[str], side: str, found: Trace, tools: Tools
) -> Iterator[str]:
    if mention is None:
        yield from _no_name(name, side, found, tools)
    elif mention.entity is None:
        open_between = ", ".join(mention.candidates[:5])
        yield f"{side}: {name} is found, and not settled which it is{f': {open_between}' if open_between else ''}"
    elif not is_a(mention, kinds):
        way = "domain" if side == "subject" else "range"
        yield f"{side}: {name} is a {mention.type}, which is not in the {way} of the relation ({', '.join(sorted(kinds))})"


def _no_name(name: str, side: str, found: Trace, tools: Tools) -> Iterator[str]:
    """Where the name ends or begins otherwise, and which test refused it."""
    if name not in found.text:
        yield f"{side}: the text does not have '{name}'"
        return
    yield f"{side}: no name '{name}' is found"
    start = found.text.find(name)
    end = start + len(name)
    for mention in walk(found.mentions):
        if mention.value is None and mention.span.start < end and start < mention.span.end:
            yield f"    there is {mention.text} ({mention.type}, {mention.rule})"
    for verdict in tools.finder.verdicts(found.text, _given(found)):
        if (
            name in (verdict.best, verdict.second)
            or verdict.best.endswith(name)
            or name.endswith(verdict.best or "\n")
        ):
            yield f"    a name may end there; {_decided(verdict)}"
    refused = [line for rule in tools.rules.names for line in _refused(rule, found.text, start, end, tools)]
    yield from (f"    {line}" for line in dict.fromkeys(refused))
    if not refused:
        yield "    no rule says that a name may end there: a [[name]] with its end, or nouns of a [[class]], would"


def _refused(rule: NameRule, text: str, start: int, end: int, tools: Tools) -> Iterator[str]:
    """Which test of a rule a name fails whose end the rule knows."""
    name = text[start:end]
    if rule.needs in ("pattern", "member") or not name.endswith(rule.ends):
        return
    tests = {
        "refuse": rule.refuse is not None and rule.refuse.search(name) is not None,
        "not_before": bool(rule.not_before) and text.startswith(rule.not_before, end),
        "behind": bool(rule.behind) and not text.endswith(rule.behind, 0, start),
        "not_behind": bool(rule.not_behind) and text.endswith(rule.not_behind, 0, start),
        "shortest": len(name) < rule.shortest,
        "longest": len(name) > rule.longest,
    }
    words = tools.finder.segment(name)
    stops = [w for w in words[:-1] if w in rule.stop or w in tools.finder.grammar.stop]
    plain_words = [w for w in words if w not in rule.generic and w not in rule.ends]
    failed = [key for key, fails in tests.items() if fails]
    told = [f"fails its {key}" for key in failed]
    told += [f"begins behind the stop word {stops[-1]}"] if stops else []
    told += [f"has no word that is not generic (needs = {rule.needs})"] if not plain_words else []
    for why in told or [f"does not meet its needs ({rule.needs}), or is judged to begin elsewhere"]:
        yield f"{rule.id} ends names so; this one {why}"


def _decided(verdict: Verdict) -> str:
    told = ", ".join(f"{name} {value:+.1f}" for name, value in verdict.reasons)
    read = f"it is read as '{verdict.best}'" if verdict.best else "it is read as no name"
    return f"{read} ({verdict.probability:.0%}); next: {verdict.second or 'no name'}; by: {told or 'nothing'}"


def _given(found: Trace) -> list[Mention]:
    """The places and values of a text, which the finder of names is given."""
    return [m for m in walk(found.mentions) if (m.kind in AREAS or m.value is not None) and not m.deictic]


def _clauses(one: Mention, other: Mention, found: Trace) -> Iterator[str]:
    first, second = clause_around(found.text, one.span), clause_around(found.text, other.span)
    if first != second:
        between = found.text[min(one.span.end, other.span.end) : max(one.span.start, other.span.start)]
        how = "in another sentence" if "。" in between else "in another clause"
        yield f"clause: {other.text} stands {how} than {one.text}: a rule carries its subject there with {{^subject:…}}, a frame by itself"


def _rules(relation: str, found: Trace, tools: Tools) -> Iterator[str]:
    near_ones = [n for n in found.near if n.makes == relation][:RULES]
    for each in near_ones:
        yield f"rule {each.rule} fits “{each.matched}”, and wants {each.wanted}"
    if not near_ones:
        ids = [r.id for r in tools.rules.relations if r.makes == relation]
        ids += [f.id for f in tools.rules.frames if any(m.rule.makes == relation for m in f.made)]
        yield (
            f"word: no rule for {relation} is near this sentence: {', '.join(ids[:RULES])}{'…' if len(ids) > RULES else ''}"
            if ids
            else f"word: there is no rule that makes {relation}"
        )
