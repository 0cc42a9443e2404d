"""Load and check the rules: TOML files of words, name rules, relation rules and anaphors.

Every mistake raises DataError with the file, the rule and what would be right.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kg.model import DataError
from kg.rules.bodies import CENTRAL, LEAGUE, central_names, league_names
from kg.rules.frames import FrameKit, load_verbs, read_frame
from kg.rules.index import make_index
from kg.rules.model import (
    AnaphorRule,
    Example,
    Frame,
    GazetteerRule,
    Modality,
    NameRule,
    RelationRule,
    RuleBook,
    SumRole,
)
from kg.rules.overlay import left_out, replaced
from kg.rules.pattern import TEXT_KIND, Pattern, compile_pattern
from kg.rules.precision import Measured, corrected, load_measured
from kg.rules.slots import SlotCodes
from kg.schema import Schema
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

Table = Mapping[str, object]

SECTIONS = {"words", "name", "relation", "frame", "gazetteer", "anaphor", "modality", "sum_role"}
OWN_SECTIONS = SECTIONS | {"disable", "words_instead"}
DESCRIPTION = 8  # characters that describe a name without naming another: 正在建设
OTHER_STAGES = {"pages", "slip"}  # sections of files that others read
EXAMPLE = {"text", "facts", "names", "place", "title"}
RELATION = {
    "id",
    "makes",
    "pattern",
    "stage",
    "inside",
    "unless",
    "not_within",
    "indicator",
    "object_unit",
    "object",
    "coming",
    "soon",
    "modality",
    "confidence",
    "example",
    "note",
}
CONTEXTS = ("title", "lead", "heading", "scene")  # what tells where a text plays
GAZETTEER = {
    "id",
    "makes",
    "subject",
    "object",
    "scene",
    "ends",
    "not_ends",
    "context",
    "signed",
    "by_name",
    "own",
    "near",
    "not_before",
    "bare",
    "among",
    "clause",
    "below",
    "confidence",
    "example",
    "note",
}
NAME = {
    "id", "makes", "ends", "stop", "stop_signs", "trim", "generic", "refuse", "not_before", "tail", "needs",
    "longest", "shortest", "brackets", "numbers", "syllables", "inner_places", "built", "within", "adds", "between", "behind", "not_behind", "lead",
    "example", "note",
}  # fmt: skip
ANAPHOR = {"id", "makes", "words", "opens", "home", "any", "holds", "example", "note"}
MODALITIES = ("planned", "expected", "denied")
NEITHER = "neither"  # the words that only look like those
COMING, SOON, NO_PLAN = "coming", "soon", "no_plan"  # of states: see `kg.rules.plans`
OF_MODALITY = (*MODALITIES, NEITHER, COMING, SOON, NO_PLAN)
SUM_ROLES = (
    "completed",
    "central",
    "annual",
    "phase",
    "contract",
    "estimate",
    "total",
)  # the first that fits
VALUE_KINDS = ("Money", "Date", "Quantity")
NEEDS = (
    "listed",
    "specific",
    "proper",
    "area",
    "none",
    "title",
    "notice",
    "shared",
    "member",
    "parent",
    "whole",
    "body",
    "pattern",
    "water",
    "river",
)
CONSTANTS = {"status": ("planned", "underConstruction", "completed", "inOperation")}


def load_rules(folder: Path, schema: Schema, own: Path | None = None) -> RuleBook:
    """Read `rules/*.toml` under an ontology folder, except the files of other stages.

    Those under `own` are added: a rule of theirs replaces the one with its id, `disable` leaves rules out, their word
    lists add to the lists of the same name, and those in [words_instead] stand in their place.
    """
    ours, theirs = _files(folder, SECTIONS), _files(own, OWN_SECTIONS) if own else []
    folders = [folder, own] if own else [folder]
    words = {CENTRAL: central_names(folders), LEAGUE: league_names(folders)}
    loader = _Loader(replaced(ours, theirs), schema, load_measured(folder), words, load_verbs(folder))
    return loader.book(left_out(theirs))


def _files(folder: Path, sections: set[str]) -> list[tuple[Path, Table]]:
    files = [(path, _read(path)) for path in sorted((folder / "rules").glob("*.toml"))]
    files = [(path, table) for path, table in files if not OTHER_STAGES & table.keys()]
    for path, table in files:
        _check_keys(table, sections, path.name, "section")
    return files


def _read(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from error


def _near(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.5)
    return f"; near: {', '.join(near)}" if near else ""


def _check_keys(table: Table, known: set[str], where: str, what: str) -> None:
    for key in table:
        if key not in known:
            raise DataError(
                f"{where}: unknown {what} '{key}'{_near(key, known)}; known: {', '.join(sorted(known))}"
            )


class _Loader:
    """Reads the tables of all files into one rule book."""

    def __init__(
        self,
        files: Sequence[tuple[Path, Table]],
        schema: Schema,
        measured: Mapping[str, Measured],
        words: Mapping[str, tuple[str, ...]],
        verbs: Mapping[str, tuple[str, ...]],
    ) -> None:
        """`words` are lists that tables make, `verbs` those of each class of the lexicon."""
        self.verbs = verbs
        self.files, self.schema, self.measured = files, schema, measured
        self.codes = SlotCodes([*_concrete(schema), *VALUE_KINDS])
        self.words = self._words(words)
        self.seen: set[str] = set()

    def _any_of(self, name: str) -> re.Pattern[str]:
        return re.compile(f"(?:{_alternation(self.words.get(name, ())).pattern})*")

    def _described(self) -> re.Pattern[str]:
        barred = _alternation([*self.words.get("PREPOSITION", ()), *self.words.get("PRONOUN", ())]).pattern
        return re.compile(
            f"(?!{barred})[^{CLAUSE_MARKS}{SENTENCE_MARKS}、\ue000-\ue0ff]{{1,{DESCRIPTION}}}的"
        )

    def book(self, left_out: frozenset[str]) -> RuleBook:
        relations = tuple(self._all("relation", self._relation))
        names = tuple(self._all("name", self._name))
        return RuleBook(
            relations=relations,
            gazetteer=tuple(self._all("gazetteer", self._gazetteer)),
            names=names,
            anaphors=tuple(self._all("anaphor", self._anaphor)),
            words=self.words,
            modality=self._modality(),
            sum_roles=self._sum_roles(),
            openers=self._any_of("OPENER"),
            said=re.compile(f"(?:{_alternation(self.words.get('SAID', ())).pattern})$"),
            described=self._described(),
            prepositions=re.compile(f"(?:{_alternation(self.words.get('PREPOSITION', ())).pattern})$"),
            main_lines=_alternation(self.words.get("MAIN_LINE", ())),
            parts=_alternation(self.words.get("PART", ())),
            resumes=_alternation([*self.words.get("CARRIER", ()), *self.words.get("RESUME", ())]),
            carriers=self._any_of("CARRIER"),
            left_out=left_out,
            codes=self.codes,
            index=make_index(relations),
            generic=frozenset(word for rule in names for word in rule.generic),
            frames=tuple(self._all("frame", self._frame)),
        )

    def _words(self, made: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        raw = dict(made)
        for path, table in self.files:
            for name, values in _table(table.get("words", {}), path.name).items():
                if name in raw:
                    raise DataError(
                        f"{path.name}: word list {name} stands in two files; give one another name"
                    )
                raw[name] = _strings(values, f"{path.name}: words {name}")
        return {name: self._flat(name, raw, ()) for name in raw}

    def _flat(self, name: str, raw: Mapping[str, tuple[str, ...]], above: tuple[str, ...]) -> tuple[str, ...]:
        """A list may hold others: "<MONTHS>"."""
        if name in above:
            raise DataError(f"word list {name} holds itself")
        found: list[str] = []
        for word in raw.get(name, ()):
            inner = re.fullmatch(r"<(\w+)>", word)
            if inner and inner.group(1) not in raw:
                raise DataError(f"word list {name}: no list {word}{_near(inner.group(1), raw)}")
            found.extend(self._flat(inner.group(1), raw, (*above, name)) if inner else (word,))
        return tuple(dict.fromkeys(found))

    def _all(self, section: str, make: Callable[[Table, str], object]) -> Iterable:  # type: ignore[type-arg]
        for path, table in self.files:
            rows = table.get(section, [])
            if not isinstance(rows, list):
                raise DataError(f"{path.name}: {section} must be written [[{section}]]")
            for row in rows:
                yield make(_table(row, path.name), path.name)

    def _id(self, row: Table, file: str, known: set[str]) -> tuple[str, str]:
        """The rule's id, and where it stands for messages."""
        identifier = row.get("id")
        if not isinstance(identifier, str) or not re.fullmatch(r"[a-z][\w.-]*", identifier):
            raise DataError(
                f"{file}: a rule has no id such as 'project.place' (lower-case words joined by points)"
            )
        where = f"{file}: rule '{identifier}'"
        if identifier in self.seen:
            raise DataError(f"{where} stands twice")
        self.seen.add(identifier)
        _check_keys(row, known, where, "key")
        return identifier, where

    def _confidence(self, value: object, identifier: str, where: str) -> Decimal:
        return corrected(_confidence(value, where), self.measured.get(identifier))

    def _relation(self, row: Table, file: str) -> RelationRule:
        identifier, where = self._id(row, file, RELATION)
        makes = self._makes(row, where, self.schema.relations, "relation")
        stage = bool(row.get("stage", False))
        written = row.get("pattern", []) if stage else row.get("pattern")
        patterns = tuple(self._pattern(source, where) for source in _strings(written, f"{where}: pattern"))
        inside = tuple(
            k for name in _strings(row.get("inside", []), where) for k in self._classes(name, where)
        )
        rule = RelationRule(
            identifier,
            makes,
            patterns,
            self._examples(row, where, "facts"),
            file,
            inside,
            self._words_pattern(row.get("unless", []), f"{where}: unless"),
            self._words_pattern(row.get("not_within", []), f"{where}: not_within"),
            _string(row.get("object", ""), f"{where}: object"),
            self._one_of(row.get("coming", ""), ("", *CONSTANTS["status"]), f"{where}: coming"),
            self._one_of(row.get("soon", ""), ("", *CONSTANTS["status"]), f"{where}: soon"),
            self._one_of(row.get("modality", ""), ("", *MODALITIES), f"{where}: modality"),
            self._confidence(row.get("confidence", "0.9"), identifier, where),
            _string(row.get("indicator", ""), f"{where}: indicator"),
            _string(row.get("object_unit", ""), f"{where}: object_unit"),
            stage,
        )
        self._check_roles(rule, where)
        return rule

    def _frame(self, row: Table, file: str) -> Frame:
        identifier, where = self._id(row, file, set(row))
        kit = FrameKit(
            self.schema,
            self._classes,
            self._list,
            lambda table, at: self._examples(table, at, "facts"),
            self._confidence,
            VALUE_KINDS,
            self.verbs,
        )
        return read_frame(row, identifier, where, file, kit)

    def _gazetteer(self, row: Table, file: str) -> GazetteerRule:
        identifier, where = self._id(row, file, GAZETTEER)
        makes = self._makes(row, where, self.schema.relations, "relation")
        subject, object_ = (
            tuple(
                k
                for name in _strings(row.get(role, []), f"{where}: {role}")
                for k in self._classes(name, where)
            )
            for role in ("subject", "object")
        )
        confidence = self._confidence(row.get("confidence", "0.95"), identifier, where)
        examples = self._examples(row, where, "facts")
        scene = bool(row.get("scene", False))
        ends, not_ends = (self._list(row.get(key, []), f"{where}: {key}") for key in ("ends", "not_ends"))
        context = self._list(row.get("context", []), f"{where}: context")
        for source in context:
            self._one_of(source, CONTEXTS, f"{where}: context")
        return GazetteerRule(
            identifier,
            makes,
            subject,
            object_,
            examples,
            file,
            confidence,
            scene,
            ends,
            not_ends,
            context,
            bool(row.get("signed", False)),
            bool(row.get("by_name", False)),
            own=bool(row.get("own", False)),
            near=self._list(row.get("near", []), f"{where}: near"),
            not_before=self._list(row.get("not_before", []), f"{where}: not_before"),
            bare=self._list(row.get("bare", []), f"{where}: bare"),
            among=self._list(row.get("among", []), f"{where}: among"),
            clause=bool(row.get("clause", False)),
            below=bool(row.get("below", False)),
        )

    def _name(self, row: Table, file: str) -> NameRule:
        identifier, where = self._id(row, file, NAME)
        return NameRule(
            id=identifier,
            makes=self._makes(row, where, _concrete(self.schema), "class"),
            ends=self._list(row.get("ends"), f"{where}: ends"),
            examples=self._examples(row, where, "names"),
            source=file,
            stop=frozenset(self._list(row.get("stop", []), f"{where}: stop")),
            stop_signs=_string(row.get("stop_signs", ""), where),
            trim=self._list(row.get("trim", []), f"{where}: trim"),
            generic=frozenset(self._list(row.get("generic", []), f"{where}: generic")),
            refuse=_regex(self._list(row.get("refuse", []), f"{where}: refuse"), f"{where}: refuse"),
            not_before=self._list(row.get("not_before", []), f"{where}: not_before"),
            behind=self._list(row.get("behind", []), f"{where}: behind"),
            not_behind=self._list(row.get("not_behind", []), f"{where}: not_behind"),
            lead=self._list(row.get("lead", []), f"{where}: lead"),
            tail=_regex(self._list(row.get("tail", []), f"{where}: tail"), f"{where}: tail"),
            needs=self._one_of(row.get("needs", "specific"), NEEDS, f"{where}: needs"),
            longest=_integer(row.get("longest", 40), where),
            shortest=_integer(row.get("shortest", 3), where),
            brackets=bool(row.get("brackets", False)),
            built=bool(row.get("built", False)),
            between=frozenset(self._list(row.get("between", []), f"{where}: between")),
            within=frozenset(self._list(row.get("within", []), f"{where}: within")),
            adds=frozenset(self._list(row.get("adds", []), f"{where}: adds")),
            numbers=bool(row.get("numbers", False)),
            syllables=bool(row.get("syllables", False)),
            inner_places=bool(row.get("inner_places", True)),
        )

    def _anaphor(self, row: Table, file: str) -> AnaphorRule:
        identifier, where = self._id(row, file, ANAPHOR)
        return AnaphorRule(
            identifier,
            self._makes(row, where, _concrete(self.schema), "class"),
            self._list(row.get("words"), f"{where}: words"),
            self._examples(row, where, "facts"),
            file,
            bool(row.get("opens", False)),
            bool(row.get("home", False)),
            bool(row.get("any", False)),
            self._list(row.get("holds", []), f"{where}: holds"),
        )

    def _modality(self) -> Modality:
        found: dict[str, list[str]] = {name: [] for name in OF_MODALITY}
        for path, table in self.files:
            section = _table(table.get("modality", {}), path.name)
            _check_keys(section, set(OF_MODALITY), f"{path.name}: [modality]", "key")
            for name, values in section.items():
                found[name].extend(self._list(values, f"{path.name}: modality {name}"))
        cues = _alternation([*found["planned"], *found["expected"], *found[COMING]]).pattern
        event = _alternation(self.words.get("EVENT_NOUN", ())).pattern
        behind = re.compile(f"(?:{event})*(?:{_alternation(found[SOON]).pattern})|(?:{event})+(?:{cues})")
        return Modality(**{name: _alternation(words) for name, words in found.items()}, behind=behind)

    def _sum_roles(self) -> tuple[SumRole, ...]:
        found: dict[str, list[str]] = {name: [] for name in SUM_ROLES}
        for path, table in self.files:
            section = _table(table.get("sum_role", {}), path.name)
            _check_keys(section, set(SUM_ROLES), f"{path.name}: [sum_role]", "key")
            for name, values in section.items():
                found[name].extend(self._list(values, f"{path.name}: sum_role {name}"))
        return tuple(SumRole(name, _alternation(words)) for name, words in found.items() if words)

    def _makes(self, row: Table, where: str, known: Iterable[str], what: str) -> str:
        makes = _string(row.get("makes"), f"{where}: makes")
        names = set(known)
        if makes not in names:
            raise DataError(f"{where}: kg.ttl has no {what} '{makes}'{_near(makes, names)}")
        return makes

    def _classes(self, name: str, where: str) -> tuple[str, ...]:
        below = tuple(self.schema.subclasses(name))
        concrete = _concrete(self.schema)
        found = tuple(k for k in (name, *below) if k in concrete)
        if not found:
            raise DataError(f"{where}: kg.ttl has no class '{name}'{_near(name, self.schema.classes)}")
        return tuple(dict.fromkeys(found))

    def _pattern(self, source: str, where: str) -> Pattern:
        def expand(name: str) -> Sequence[str]:
            return () if name in VALUE_KINDS else self._classes(name, where)

        try:
            return compile_pattern(source, words=self.words, codes=self.codes, expand=expand)
        except DataError as error:
            raise DataError(
                error.args[0] if error.args[0].startswith(where) else f"{where}: {error}"
            ) from error

    def _check_roles(self, rule: RelationRule, where: str) -> None:
        relation = self.schema.relations[rule.makes]
        for pattern in rule.patterns:
            roles = {slot.role for slot in pattern.slots}
            wanted = ({"subject"} if not rule.inside else set()) | (
                {"object"} if not rule.object and not rule.inside else set()
            )
            if missing := wanted - roles:
                raise DataError(f"{where}: pattern '{pattern.source}' has no {{{sorted(missing)[0]}:…}} slot")
            self._check_kinds(pattern, "subject", relation.domain, rule, where)
            self._check_kinds(pattern, "object", relation.range, rule, where)
        if rule.object and rule.object not in CONSTANTS.get(rule.makes, (rule.object,)):
            raise DataError(f"{where}: object '{rule.object}' is none of {', '.join(CONSTANTS[rule.makes])}")

    def _check_kinds(
        self, pattern: Pattern, role: str, allowed: Iterable[str], rule: RelationRule, where: str
    ) -> None:
        known = set(allowed)
        for slot in pattern.slots:
            if slot.role != role or slot.kinds == (TEXT_KIND,):
                continue
            kinds = [
                k
                for name in slot.kinds
                for k in ((name,) if name in VALUE_KINDS else self._classes(name, where))
            ]
            for kind in kinds:
                if kind not in known:
                    side = "domain" if role == "subject" else "range"
                    raise DataError(
                        f"{where}: {kind} is not in the {side} of {rule.makes} ({', '.join(sorted(known))})"
                    )

    def _examples(self, row: Table, where: str, key: str) -> tuple[Example, ...]:
        rows = row.get("example", [])
        if not isinstance(rows, list) or not rows:
            raise DataError(f'{where} has no example: add one as text = "…" with {key} = […]')
        found = []
        for example in rows:
            table = _table(example, where)
            _check_keys(table, EXAMPLE, f"{where}: example", "key")
            if key not in table:
                raise DataError(f"{where}: an example has no {key} (use [] for a counter-example)")
            text = _string(table.get("text"), f"{where}: example text")
            facts = _strings(table[key], f"{where}: example {key}")
            place, title = (_string(table.get(key, ""), where) for key in ("place", "title"))
            found.append(Example(text, facts, place, title))
        return tuple(found)

    def _list(self, value: object, where: str) -> tuple[str, ...]:
        """Words, with "<LIST>" standing for the words of a list."""
        found: list[str] = []
        for word in _strings(value, where):
            name = re.fullmatch(r"<(\w+)>", word)
            if name is None:
                found.append(word)
            elif name.group(1) in self.words:
                found.extend(self.words[name.group(1)])
            else:
                raise DataError(f"{where}: there is no word list {word}{_near(name.group(1), self.words)}")
        return tuple(dict.fromkeys(found))

    def _words_pattern(self, value: object, where: str) -> re.Pattern[str] | None:
        words = self._list(value, where)
        return _alternation(words) if words else None

    def _one_of(self, value: object, allowed: Sequence[str], where: str) -> str:
        if value not in allowed:
            raise DataError(f"{where}: '{value}' is none of {', '.join(a for a in allowed if a)}")
        return str(value)


def _concrete(schema: Schema) -> tuple[str, ...]:
    """The classes of entities: those that stand in the domain or range of a relation and have none below."""
    found = {k for r in schema.relations.values() for k in (*r.domain, *r.range)}
    return tuple(sorted(k for k in found & set(schema.classes) if not schema.subclasses(k)))


def _alternation(words: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile("|".join(re.escape(w) for w in ordered) or r"(?!)")


def _regex(sources: Sequence[str], where: str) -> re.Pattern[str] | None:
    try:
        return re.compile("|".join(sources)) if sources else None
    except re.error as error:
        raise DataError(f"{where}: {error}") from error


def _table(value: object, where: str) -> Table:
    if not isinstance(value, dict):
        raise DataError(f"{where}: a table is wanted, not {value!r}")
    return value


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise DataError(f"{where}: a text in quotes is wanted, not {value!r}")
    return value


def _strings(value: object, where: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise DataError(f"{where}: a text or a list of texts is wanted, not {value!r}")
    return tuple(values)


def _integer(value: object, where: str) -> int:
    if not isinstance(value, int):
        raise DataError(f"{where}: a whole number is wanted, not {value!r}")
    return value


def _confidence(value: object, where: str) -> Decimal:
    number = Decimal(str(value)) if isinstance(value, (int, float, str)) else Decimal(-1)
    if not 0 <= number <= 1:
        raise DataError(f"{where}: confidence {value!r} is not between 0 and 1")
    return number
