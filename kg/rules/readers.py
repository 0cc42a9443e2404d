"""One row of a rule file → one rule: relation, gazetteer, name and anaphor rules. Frames have a module of their own."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import DataError
from kg.rules import fields
from kg.rules.kit import RuleKit
from kg.rules.model import AnaphorRule, GazetteerRule, NameRule, RelationRule
from kg.rules.pattern import TEXT_KIND, Pattern
from kg.tables import Table

CARRIED = ("subject", "object", "indicator", "amount", "grantedBy")  # roles that a claim has
FIGURES = ("measure", "observation")  # relations that nothing is claimed of without an indicator
CONSTANTS = {"status": fields.STATES}


def read_relation(row: Table, file: str, kit: RuleKit) -> RelationRule:
    """Raises DataError for what is wrong in it, with what would be right."""
    identifier, where = kit.take_id(row, file)
    fields.check_row(row, fields.RELATION, where)
    makes = kit.relation(row, where)
    stage = row.get("stage") is True
    written = row.get("pattern", []) if stage else row.get("pattern")
    rule = RelationRule(
        identifier,
        makes,
        tuple(kit.pattern(source, where) for source in fields.strings(written, f"{where}: pattern")),
        kit.examples(row, where, "facts", () if stage else (makes,)),
        file,
        kit.all_classes(row, "inside", where),
        kit.words_pattern(row, "unless", where),
        kit.words_pattern(row, "not_within", where),
        str(row.get("object", "")),
        str(row.get("coming", "")),
        str(row.get("soon", "")),
        str(row.get("modality", "")),
        kit.confidence(row.get("confidence", "0.9"), identifier, where),
        str(row.get("indicator", "")),
        str(row.get("object_unit", "")),
        stage,
    )
    _check_roles(rule, kit, where)
    return rule


def read_gazetteer(row: Table, file: str, kit: RuleKit) -> GazetteerRule:
    identifier, where = kit.take_id(row, file)
    fields.check_row(row, fields.GAZETTEER, where)
    makes = kit.relation(row, where)
    return GazetteerRule(
        identifier,
        makes,
        kit.all_classes(row, "subject", where),
        kit.all_classes(row, "object", where),
        kit.examples(row, where, "facts"),
        file,
        kit.confidence(row.get("confidence", "0.95"), identifier, where),
        scene=_flag(row, "scene"),
        signed=_flag(row, "signed"),
        by_name=_flag(row, "by_name"),
        own=_flag(row, "own"),
        amid=_flag(row, "amid"),
        clause=_flag(row, "clause"),
        below=_flag(row, "below"),
        ends=kit.words_of(row, "ends", where),
        not_ends=kit.words_of(row, "not_ends", where),
        context=kit.words_of(row, "context", where),
        near=kit.words_of(row, "near", where),
        not_before=kit.words_of(row, "not_before", where),
        bare=kit.words_of(row, "bare", where),
        among=kit.words_of(row, "among", where),
    )


def read_name(row: Table, file: str, kit: RuleKit) -> NameRule:
    identifier, where = kit.take_id(row, file)
    fields.check_row(row, fields.NAME, where)
    kind, own = kit.one_class(row, where)
    ends = kit.list(row.get("ends"), f"{where}: ends")
    return NameRule(
        id=identifier,
        makes=kind,
        type=own,
        ends=ends,
        examples=kit.examples(row, where, "names"),
        source=file,
        stop_signs=str(row.get("stop_signs", "")),
        refuse=kit.regex(row, "refuse", where),
        tail=kit.regex(row, "tail", where),
        needs=str(row.get("needs", "specific")),
        longest=fields.whole(row.get("longest", 40), where),
        shortest=fields.whole(row.get("shortest", 3), where),
        inner_places=row.get("inner_places", True) is True,
        brackets=_flag(row, "brackets"),
        built=_flag(row, "built"),
        numbers=_flag(row, "numbers"),
        syllables=_flag(row, "syllables"),
        trim=kit.words_of(row, "trim", where),
        not_before=kit.words_of(row, "not_before", where),
        behind=kit.words_of(row, "behind", where),
        not_behind=kit.words_of(row, "not_behind", where),
        opens=kit.words_of(row, "opens", where),
        lead=kit.words_of(row, "lead", where),
        stop=frozenset(kit.words_of(row, "stop", where)),
        generic=frozenset(kit.words_of(row, "generic", where)),
        between=frozenset(kit.words_of(row, "between", where)),
        within=frozenset(kit.words_of(row, "within", where)),
        adds=frozenset(kit.words_of(row, "adds", where)),
    )


def read_anaphor(row: Table, file: str, kit: RuleKit) -> AnaphorRule:
    identifier, where = kit.take_id(row, file)
    fields.check_row(row, fields.ANAPHOR, where)
    kind, own = kit.one_class(row, where)
    return AnaphorRule(
        identifier,
        kind,
        kit.list(row.get("words", [] if "patterns" in row else None), f"{where}: words"),
        kit.examples(row, where, "facts"),
        file,
        holds=kit.words_of(row, "holds", where),
        type=own,
        opens=_flag(row, "opens"),
        home=_flag(row, "home"),
        any=_flag(row, "any"),
        patterns=kit.regex(row, "patterns", where),
    )


def _flag(row: Table, key: str) -> bool:
    return row.get(key) is True


def _check_roles(rule: RelationRule, kit: RuleKit, where: str) -> None:
    relation = kit.schema.relations[rule.makes]
    for pattern in rule.patterns:
        roles = {slot.role for slot in pattern.slots}
        if rule.makes in FIGURES and not rule.indicator and "indicator" not in roles:
            raise DataError(
                f'{where}: what the figure is called is wanted: indicator = "…", or {{indicator:Text}} in the pattern'
            )
        wanted = ({"subject"} if not rule.inside else set()) | (
            {"object"} if not rule.object and not rule.inside else set()
        )
        if missing := wanted - roles:
            raise DataError(f"{where}: pattern '{pattern.source}' has no {{{min(missing)}:…}} slot")
        if unknown := roles - {*CARRIED, *kit.schema.roles, ""}:
            raise DataError(
                f"{where}: pattern '{pattern.source}': a fact has no role '{min(unknown)}'; roles: {', '.join((*CARRIED, *sorted(kit.schema.roles)))}"
            )
        _check_kinds(pattern, "subject", relation.domain, rule, where)
        _check_kinds(pattern, "object", relation.range, rule, where)
    if rule.object and rule.object not in CONSTANTS.get(rule.makes, (rule.object,)):
        raise DataError(f"{where}: object '{rule.object}' is none of {', '.join(CONSTANTS[rule.makes])}")


def _check_kinds(pattern: Pattern, role: str, allowed: Iterable[str], rule: RelationRule, where: str) -> None:
    known = set(allowed)
    for slot in pattern.slots:
        if slot.role != role or slot.kinds == (TEXT_KIND,):
            continue
        for kind in slot.kinds:
            if kind not in known:
                side = "domain" if role == "subject" else "range"
                raise DataError(
                    f"{where}: {kind} is not in the {side} of {rule.makes} ({', '.join(sorted(known))})"
                )
