"""The values of the rule language: what a TOML file of rules becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.rules.index import Index
from kg.rules.pattern import Pattern
from kg.rules.slots import SlotCodes

if TYPE_CHECKING:
    from kg.rules.own import OwnClasses


@dataclass(frozen=True, slots=True)
class Example:
    """A text and all that the rule makes of it; `facts` is empty for a counter-example."""

    text: str
    facts: tuple[str, ...]
    place: str = ""  # where the newspaper is at home: 山西省
    title: str = ""  # of the article that the text is the body of
    date: str = ""  # ISO 8601: the day of the newspaper


@dataclass(frozen=True, slots=True, eq=False)
class RelationRule:
    """Makes facts of one relation where a pattern matches."""

    id: str
    makes: str
    patterns: tuple[Pattern, ...]
    examples: tuple[Example, ...]
    source: str
    inside: tuple[str, ...] = ()  # classes: the pattern is matched within names of these
    unless: re.Pattern[str] | None = None  # not where this stands in the clauses that matched, names apart
    not_within: re.Pattern[str] | None = None  # not where this stands in what matched, names apart
    object: str = ""  # a constant object: completed
    coming: str = ""  # the constant where it is only to come: what will begin is planned
    soon: str = ""  # the constant that holds where it is near: what is soon completed is being built
    modality: str = ""
    confidence: Decimal = Decimal("0.9")
    indicator: str = ""  # of an observation, where the text does not name it
    unit: str = ""  # only quantities of this unit
    stage: bool = False  # no patterns: kg/facts/stages.py reads it off clauses


@dataclass(frozen=True, slots=True)
class Made:
    """A fact that an event makes: `subject` and `object` are roles, `rule` what its claims are of."""

    subject: str
    object: str
    rule: RelationRule
    domain: frozenset[str]  # the classes of the subject's role that the relation takes
    range: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """An event by its verbs, or a relation by its nouns (支流), with roles and the facts that it makes; see docs/rules.md."""

    id: str
    verbs: frozenset[str]  # with nouns, those that say as 是 does what a thing is: 地处 (某河的源头)
    nouns: tuple[str, ...]
    forms: tuple[str, ...]  # how a noun may stand to what it relates
    roles: Mapping[str, frozenset[str]]  # role → classes
    made: tuple[Made, ...]
    examples: tuple[Example, ...]
    source: str
    has: tuple[str, ...] = ()  # of a text: one of these stands in it
    ends: tuple[str, ...] = ()  # and it ends in one of these
    begins: tuple[str, ...] = ()  # and begins with one
    unless: tuple[str, ...] = ()  # not where one of these stands in the clause


@dataclass(frozen=True, slots=True, eq=False)
class GazetteerRule:
    """Makes `makes` between two areas named in one article when the gazetteer says that one lies in the other."""

    id: str
    makes: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    examples: tuple[Example, ...]
    source: str
    confidence: Decimal = Decimal("0.95")
    scene: bool = False  # the object is where the text plays that names the subject
    ends: tuple[str, ...] = ()  # only of names that end so; a rule without takes those that no other takes
    not_ends: tuple[str, ...] = ()  # none of names that end so
    context: tuple[str, ...] = ()  # only what one of these tells: "title"
    signed: bool = False  # of the notice that the article is, by its title and signature
    by_name: bool = False  # the subject's name tells the object, which the article names too
    own: bool = (
        False  # with scene: the object is the area that the subject's name begins with, if it lies there
    )
    amid: bool = False  # with scene: the object is the area in the midst of the subject's name
    near: tuple[str, ...] = ()  # only where one of these stands in the clause
    not_before: tuple[str, ...] = ()  # not where one of these stands right behind the name
    bare: tuple[str, ...] = ()  # only of names without a place in them that begin with none of these
    among: tuple[
        str, ...
    ] = ()  # only in a sentence that tells of the object, and behind one of these of parts of it
    clause: bool = False  # only where the object is the last of its class before the subject in one sentence
    below: bool = False  # the object is the work that the heading above the subject is


@dataclass(frozen=True, slots=True, eq=False)
class NameRule:
    """Finds names of one class by how they end, and walks left to where they begin."""

    id: str
    makes: str
    ends: tuple[str, ...]
    examples: tuple[Example, ...]
    source: str
    stop: frozenset[str] = frozenset()  # words that no name holds: the name begins after them
    stop_signs: str = ""  # single characters that stop even inside a longer word
    trim: tuple[str, ...] = ()  # words dropped from the left edge
    generic: frozenset[str] = frozenset()  # words that identify nothing
    refuse: re.Pattern[str] | None = None  # names that are none
    not_before: tuple[str, ...] = ()  # what must not follow the end
    behind: tuple[str, ...] = ()  # one of these must stand right before the beginning: 印发
    not_behind: tuple[str, ...] = ()  # and none of these: 美国 before 财政部
    opens: tuple[str, ...] = ()  # what the name begins with, where `needs` is opens: 巴西 in 巴西交通部
    lead: tuple[str, ...] = ()  # belongs to the name where it stands right before it: 全国
    tail: re.Pattern[str] | None = None  # what may be added after the end: 一期
    needs: str = "specific"  # what makes it a name: see docs/rules.md
    longest: int = 40  # characters
    shortest: int = 3
    brackets: bool = False  # （山西） may stand inside
    numbers: bool = False  # 300MW may stand inside
    syllables: bool = False  # single characters are no stop words, particles apart
    inner_places: bool = True  # places inside the name count as named
    built: bool = False  # while it is being built it is a work: roads, dykes, reservoirs
    between: frozenset[str] = frozenset()  # stop words that may stand between two names of places: 至
    adds: frozenset[str] = frozenset()  # 及 in 某水库及灌区工程: what it adds is generic, and the name is one
    within: frozenset[str] = (
        frozenset()
    )  # stop words that may stand right before the end: 投资 in 远川投资集团
    type: str = ""  # the class of the user's, of which `makes` is what its names are read as


@dataclass(frozen=True, slots=True, eq=False)
class AnaphorRule:
    """Words that stand for a thing named before: 该项目; or for the area of the article: 全市."""

    id: str
    makes: str
    words: tuple[str, ...]
    examples: tuple[Example, ...]
    source: str
    opens: bool = False  # only where a clause begins
    home: bool = False  # an area: the article's own
    any: bool = False  # of whatever class the topic is: 它
    holds: tuple[str, ...] = ()  # words: 二期工程 is the work named last whose name holds 二期
    type: str = ""  # a class of the user's: it stands for a thing of that
    patterns: re.Pattern[str] | None = None  # forms beside the words: 土建一标, 第三标段

    def says(self, text: str) -> bool:
        """Whether a text is one of its words or forms."""
        return text in self.words or (self.patterns is not None and self.patterns.fullmatch(text) is not None)


@dataclass(frozen=True, slots=True)
class Modality:
    """Words that make a fact planned, expected or denied when they stand in its clause."""

    planned: re.Pattern[str]
    expected: re.Pattern[str]
    denied: re.Pattern[str]
    neither: re.Pattern[str]  # words that hold one of these and are none: 年度计划
    coming: re.Pattern[str]  # before the verb of a state: it is to come (将, 要, 明年)
    soon: re.Pattern[str]  # 即将, 在即
    behind: re.Pattern[str]  # right behind the verb: 开工在即, 开工动员会明天
    no_plan: re.Pattern[str]  # words that hold a cue and plan no state: 主要, 计划投资


@dataclass(frozen=True, slots=True)
class SumRole:
    """The words before a sum that say what it is of the whole: 已完成投资, 中央资金."""

    name: str
    before: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, checked and compiled."""

    relations: tuple[RelationRule, ...]
    gazetteer: tuple[GazetteerRule, ...]
    names: tuple[NameRule, ...]
    anaphors: tuple[AnaphorRule, ...]
    words: dict[str, tuple[str, ...]]
    modality: Modality
    sum_roles: tuple[SumRole, ...]  # the first that stands before a sum is its role
    openers: re.Pattern[str]  # words that may stand before what a clause opens with: 目前, 其中
    said: re.Pattern[str]  # 介绍, 说: a clause that ends so names who says what follows, and no subject
    described: re.Pattern[str]  # what describes a name without naming another: 正在建设的
    prepositions: re.Pattern[str]  # 从, 在: what stands right behind one is no subject
    main_lines: re.Pattern[str]  # 干线长: what follows is of the whole
    parts: re.Pattern[str]  # 西线, 一期: a clause that begins so speaks of a part
    resumes: re.Pattern[
        str
    ]  # 总投资, 全线: a sentence that begins so goes on about what the one before named
    carriers: re.Pattern[str]  # what may stand in a clause whose subject an earlier one named: 计划, 全线
    left_out: frozenset[str]  # rules of figures that the user disables
    codes: SlotCodes
    index: Index  # of the relations
    generic: frozenset[str]  # words that identify nothing in a name: 污水, 工程
    frames: tuple[Frame, ...] = ()
    own: OwnClasses | None = None

    def rule_ids(self) -> tuple[str, ...]:
        ids = [rule.id for rule in self.names] + [rule.id for rule in self.anaphors]
        ids += [rule.id for rule in self.relations] + [rule.id for rule in self.gazetteer]
        ids += [frame.id for frame in self.frames]
        return tuple(sorted(ids))
