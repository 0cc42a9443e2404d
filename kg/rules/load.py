"""The rule files of an ontology, and of the folders that add to it → one rule book.

Every mistake is told, all at once, with the file, the rule and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from kg.faults import Faults, near
from kg.model import DataError
from kg.rules import fields
from kg.rules.bodies import CENTRAL, LEAGUE, central_names, league_names
from kg.rules.frames import load_verbs, read_frame
from kg.rules.index import make_index
from kg.rules.kit import RuleKit, alternation
from kg.rules.model import Modality, RuleBook, SumRole
from kg.rules.overlay import left_out, replaced
from kg.rules.own import names_of_classes, own_classes
from kg.rules.precision import load_measured
from kg.rules.readers import read_anaphor, read_gazetteer, read_name, read_relation
from kg.schema import Schema
from kg.tables import Table, read_table
from kg.text.sentences import CLAUSE_MARKS, SENTENCE_MARKS

Rule = TypeVar("Rule")

SECTIONS = {"words", "name", "relation", "frame", "gazetteer", "anaphor", "modality", "sum_role"}
OWN_SECTIONS = SECTIONS | {"disable", "words_instead", "class", "property"}
DESCRIPTION = 8  # characters that describe a name without naming another: 正在建设
OTHER_STAGES = {"pages", "slip"}  # sections of files that others read
NEITHER = "neither"  # the words that only look like those of a modality
COMING, SOON, NO_PLAN = "coming", "soon", "no_plan"  # of states: see `kg.rules.plans`
OF_MODALITY = (*fields.MODALITIES, NEITHER, COMING, SOON, NO_PLAN)


def load_rules(folder: Path, schema: Schema, own: Sequence[Path] = ()) -> RuleBook:
    """Read `rules/*.toml` under an ontology folder, except the files of other stages.

    Those under each folder of `own` are added: a rule of theirs replaces the one with its id, `disable` leaves rules
    out, their word lists add to the lists of the same name, and those in [words_instead] stand in their place.
    """
    faults = Faults()
    files = _files(folder, SECTIONS, faults)
    gone: frozenset[str] = frozenset()
    for each in own:
        theirs = _files(each, OWN_SECTIONS, faults)
        with faults.told():
            files = replaced(files, theirs)
            gone |= left_out(theirs)
    folders = [folder, *own]
    words = {CENTRAL: central_names(folders), LEAGUE: league_names(folders)}
    lists = _words(files, words, faults)
    kit = RuleKit(schema, lists, load_measured(folder), load_verbs(folders))
    return _Loader(files, kit, faults).book(gone)


def _files(folder: Path, sections: set[str], faults: Faults) -> list[tuple[Path, Table]]:
    found: list[tuple[Path, Table]] = []
    for path in sorted((folder / "rules").glob("*.toml")):
        with faults.told():
            table = read_table(path)
            if OTHER_STAGES & table.keys():
                continue
            known = {name: value for name, value in table.items() if name in sections}
            found.append((path, known))
            fields.check_keys(table, sections, path.name, "section")
    return found


def _words(
    files: Sequence[tuple[Path, Table]], made: Mapping[str, tuple[str, ...]], faults: Faults
) -> dict[str, tuple[str, ...]]:
    """All word lists; `made` are those that tables make."""
    raw = dict(made)
    for path, table in files:
        with faults.told():
            for name, values in fields.table(table.get("words", {}), path.name).items():
                if name in raw:
                    raise DataError(
                        f"{path.name}: word list {name} stands in two files; give one another name"
                    )
                raw[name] = fields.strings(values, f"{path.name}: words {name}")
    found: dict[str, tuple[str, ...]] = dict.fromkeys(raw, ())
    for name in raw:
        with faults.told():
            found[name] = _flat(name, raw, ())
    return found


def _flat(name: str, raw: Mapping[str, tuple[str, ...]], above: tuple[str, ...]) -> tuple[str, ...]:
    """A list may hold others: "<MONTHS>"."""
    if name in above:
        raise DataError(f"word list {name} holds itself")
    found: list[str] = []
    for word in raw.get(name, ()):
        inner = re.fullmatch(r"<(\w+)>", word)
        if inner and inner.group(1) not in raw:
            raise DataError(f"word list {name}: no list {word}{near(inner.group(1), raw)}")
        found.extend(_flat(inner.group(1), raw, (*above, name)) if inner else (word,))
    return tuple(dict.fromkeys(found))


class _Loader:
    """Reads the tables of all files into one rule book."""

    def __init__(self, files: Sequence[tuple[Path, Table]], kit: RuleKit, faults: Faults) -> None:
        self.files, self.kit, self.faults = files, kit, faults

    def book(self, left_out: frozenset[str]) -> RuleBook:
        """Raises what was found on the way, here and before."""
        words, kit = self.kit.words, self.kit
        relations = self._all("relation", read_relation)
        names = self._all("name", read_name)
        names = (*names, *names_of_classes(kit.schema, names, words.get("ROAD_JOIN", ())))
        anaphors = self._all("anaphor", read_anaphor)
        gazetteer = self._all("gazetteer", read_gazetteer)
        frames = self._all("frame", read_frame)
        modality, sum_roles = self._modality(), self._sum_roles()
        self.faults.end()
        return RuleBook(
            relations=relations,
            gazetteer=gazetteer,
            names=names,
            anaphors=anaphors,
            words=dict(words),
            modality=modality,
            sum_roles=sum_roles,
            openers=self._any_of("OPENER"),
            said=re.compile(f"(?:{alternation(words.get('SAID', ())).pattern})$"),
            described=self._described(),
            prepositions=re.compile(f"(?:{alternation(words.get('PREPOSITION', ())).pattern})$"),
            main_lines=alternation(words.get("MAIN_LINE", ())),
            parts=alternation(words.get("PART", ())),
            resumes=alternation([*words.get("CARRIER", ()), *words.get("RESUME", ())]),
            carriers=self._any_of("CARRIER"),
            left_out=left_out,
            codes=kit.codes,
            index=make_index(relations),
            generic=frozenset(word for rule in names for word in rule.generic),
            frames=frames,
            own=own_classes(kit.schema, names, anaphors),
        )

    def _any_of(self, name: str) -> re.Pattern[str]:
        return re.compile(f"(?:{alternation(self.kit.words.get(name, ())).pattern})*")

    def _described(self) -> re.Pattern[str]:
        words = self.kit.words
        barred = alternation([*words.get("PREPOSITION", ()), *words.get("PRONOUN", ())]).pattern
        return re.compile(
            f"(?!{barred})[^{CLAUSE_MARKS}{SENTENCE_MARKS}、\ue000-\ue0ff]{{1,{DESCRIPTION}}}的"
        )

    def _all(self, section: str, read: Callable[[Table, str, RuleKit], Rule]) -> tuple[Rule, ...]:
        found: list[Rule] = []
        for path, table in self.files:
            rows = table.get(section, [])
            if not isinstance(rows, list):
                self.faults.add(f"{path.name}: {section} must be written [[{section}]]")
                continue
            for row in rows:
                with self.faults.told():
                    found.append(read(fields.table(row, path.name), path.name, self.kit))
        return tuple(found)

    def _lists(self, section: str, names: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The words of a section's keys, file by file."""
        for path, table in self.files:
            with self.faults.told():
                rows = fields.table(table.get(section, {}), path.name)
                fields.check_keys(rows, set(names), f"{path.name}: [{section}]", "key")
                for name, values in rows.items():
                    yield name, self.kit.list(values, f"{path.name}: {section} {name}")

    def _modality(self) -> Modality:
        found: dict[str, list[str]] = {name: [] for name in OF_MODALITY}
        for name, words in self._lists("modality", OF_MODALITY):
            found[name].extend(words)
        cues = alternation([*found["planned"], *found["expected"], *found[COMING]]).pattern
        event = alternation(self.kit.words.get("EVENT_NOUN", ())).pattern
        behind = re.compile(f"(?:{event})*(?:{alternation(found[SOON]).pattern})|(?:{event})+(?:{cues})")
        return Modality(**{name: alternation(words) for name, words in found.items()}, behind=behind)

    def _sum_roles(self) -> tuple[SumRole, ...]:
        found: dict[str, list[str]] = {name: [] for name in fields.SUM_ROLES}
        for name, words in self._lists("sum_role", fields.SUM_ROLES):
            found[name].extend(words)
        return tuple(SumRole(name, alternation(words)) for name, words in found.items() if words)
