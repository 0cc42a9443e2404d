"""What the rules see in a sentence: its language, names and what they are linked to, the rules that fired, those that nearly did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract import Tools, article_claims, linked_facts, read_frames, read_sentence
from kg.facts.trace import frame_lines, near_frame_lines
from kg.language.show import show_language
from kg.language.tokens import TokenReader
from kg.model import Claim, Date, Entity, Mention, Quantity, Value
from kg.names.grammar import AREAS
from kg.names.scorer import TAGS
from kg.names.verdicts import verdict_lines
from kg.rules.match import walk
from kg.rules.quantities import Unsaid, read_figures
from kg.rules.trace import Near, near_misses


@dataclass(frozen=True, slots=True)
class Trace:
    """All that reading one text yields."""

    text: str
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    near: tuple[Near, ...]
    names: dict[str, str]  # id → label
    unsaid: tuple[Unsaid, ...] = ()  # figures that made no fact
    language: tuple[str, ...] = ()  # lines: tokens, phrases, lists, clauses
    verdicts: tuple[str, ...] = ()  # lines: what decided on each candidate of a name
    frames: tuple[str, ...] = ()  # lines: the frames that made facts
    near_frames: tuple[str, ...] = ()  # lines: those that nearly did
    wanted: tuple[str, ...] = ()  # lines: what is missing for the fact that was asked for


def trace(text: str, tools: Tools, *, place: str = "", date: str = "") -> Trace:
    """Read a text as an article of its own; `place` is where the paper is at home (山西省), `date` its day (ISO 8601)."""
    article, mentions = read_sentence(text, tools, place=place, date=date)
    reading, facts = linked_facts(article, mentions, tools, today=Date(date) if date else None)
    linked = reading.mentions
    claims = article_claims(reading, facts, text, tools)
    names = {m.entity.id: m.entity.label for m in walk(linked) if m.entity is not None}
    names |= {c.object.id: c.object.label for c in claims if isinstance(c.object, Entity)}
    readings = read_frames(reading, tools)
    figures = read_figures(article, reading.topics, facts, tools.rules, tools.indicators, reading.clauses)
    return Trace(
        text,
        linked,
        claims,
        near_misses(article, linked, facts, tools.rules),
        names,
        tuple(f for f in figures if isinstance(f, Unsaid)),
        tuple(_language(article.text, linked, tools)),
        tuple(verdict_lines(tools.finder.verdicts(article.text, _tokens(linked)))),
        tuple(frame_lines(article.text, readings)),
        tuple(near_frame_lines(article.text, readings)),
    )


def _language(text: str, mentions: Sequence[Mention], tools: Tools) -> Iterator[str]:
    """The text as the language layer takes it apart, each name and value one token."""
    scorer = tools.scorer
    reader = TokenReader(text, mentions, scorer.split, scorer.tagger, TAGS)
    for start, _ in reader.stretches:
        yield from show_language(text, reader.tokens_at(start), scorer.classes)


def _tokens(mentions: Sequence[Mention]) -> list[Mention]:
    """The places and values of a text, which the finder of names is given."""
    return [m for m in walk(mentions) if (m.kind in AREAS or m.value is not None) and not m.deictic]


def format_trace(found: Trace) -> str:
    """Plain text: language, mentions, facts, near misses."""
    lines = ["for what is wanted", *(f"  {line}" for line in found.wanted), ""] if found.wanted else []
    lines += ["language", *(f"  {line}" for line in found.language), ""] if found.language else []
    if found.verdicts:
        lines += ["where names may end", *(f"  {line}" for line in found.verdicts), ""]
    lines += ["names and values", *(_mention_lines(found.mentions, 1) or ["  none"]), "", "facts"]
    lines += [_claim_line(claim, found) for claim in found.claims] or ["  none"]
    if found.frames:
        lines += ["", "frames", *(f"  {line}" for line in found.frames)]
    lines += ["", "rules that nearly fired"]
    lines += [line for near in found.near for line in _near_lines(near)] or ["  none"]
    if found.near_frames:
        lines += ["", "frames that nearly made a fact", *(f"  {line}" for line in found.near_frames)]
    if found.unsaid:
        lines += ["", "figures that made no fact"]
        lines += [line for figure in found.unsaid for line in _unsaid_lines(figure)]
    return "\n".join(lines)


def _unsaid_lines(figure: Unsaid) -> Iterator[str]:
    known = [f"of {figure.subject.text}"] if figure.subject else []
    known += [figure.indicator] if figure.indicator else []
    yield f"  {figure.mention.text}  {' '.join(known)}".rstrip()
    yield f"      stopped by: {figure.why}"


def _mention_lines(mentions: Sequence[Mention], depth: int) -> list[str]:
    lines: list[str] = []
    for mention in mentions:
        lines.append(f"{'  ' * depth}{mention.type:<12} {mention.text}  [{mention.rule}]{_meaning(mention)}")
        lines += _mention_lines(mention.inner, depth + 1)
    return lines


def _meaning(mention: Mention) -> str:
    if mention.value is not None:
        return f"  = {_shown(mention.value)}"
    if mention.entity is None:
        open_between = ", ".join(mention.candidates[:5])
        return f"  not settled{f' between {open_between}' if open_between else ''}: makes no fact"
    label = "" if mention.entity.label == mention.text else f"  {mention.entity.label}"
    return f"  →{label} id:{mention.entity.id}"


def _claim_line(claim: Claim, found: Trace) -> str:
    evidence = claim.evidence
    object_ = claim.object.label if isinstance(claim.object, Entity) else _shown(claim.object)
    modality = f" [{evidence.modality}]" if evidence.modality else ""
    context = f" · by the {', '.join(evidence.context)}" if evidence.context else ""
    subject = found.names.get(claim.subject, claim.subject)
    return f"  {subject} {claim.relation} {object_}{modality}\n      {evidence.rule} · {evidence.confidence}{context} · “{evidence.quote}”"


def _near_lines(near: Near) -> Iterator[str]:
    yield f"  {near.rule} ({near.makes})"
    yield f"      {near.pattern}"
    yield f"      fits: “{near.matched}”   wanted: {near.wanted}"


def _shown(value: Value) -> str:
    if isinstance(value, Date):
        return value.iso
    if isinstance(value, Quantity):
        parts = (value.indicator, str(value.value), value.unit, value.period)
        return " ".join(part for part in parts if part)
    return str(value)
