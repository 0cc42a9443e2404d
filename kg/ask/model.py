"""The values of questions: what a TOML file of question rules becomes, how a question is read, and its answer.

A question is covered whole by *chunks*: names, values, and phrases that a rule knows. What asks and what narrows are
put together into a `Reading`, which is one SPARQL query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.ask.passages import Sentence
from kg.ask.sentence_words import SentenceWords
from kg.explain import Fact
from kg.rules.pattern import Pattern
from kg.rules.slots import SlotCodes

ASKS = ("which", "who", "where", "when", "how_many", "how_much", "yes_no", "pages")
VALUES = ("money", "date", "number", "text", "state")
SECTIONS = ("class", "link", "property", "state", "constraint", "ask", "compare", "best", "sum", "refuse")


@dataclass(frozen=True, slots=True)
class QuestionExample:
    """A question and the line that says how it is understood; `reads` is empty where it must not be."""

    ask: str
    reads: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A rule: a phrase that may stand in a question, and what it adds to the query.

    `where` is a piece of SPARQL over `?x` (the thing asked for), or over `?s` and `?o` in a link. Roles of the pattern
    are variables of the same name.
    """

    id: str
    kind: str  # one of SECTIONS
    patterns: tuple[Pattern, ...]
    source: str
    examples: tuple[QuestionExample, ...] = ()
    where: str = ""
    says: str = ""
    no: str = ""  # of a state: what the page must say for the answer "no"
    unknown: str = ""  # of a link: holds where the graph does not tell
    of: tuple[str, ...] = ()  # classes that it can be said of
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    bare: bool = False  # of a link: stands between a name and what is asked for without a word
    counts: bool = True  # of a link: what it lists may be counted
    x: str = ""  # of a link: "subject" or "object", where the classes leave it open
    link: str = ""  # of a class: the link that its noun carries: 支流
    value: str = ""  # of a property: one of VALUES
    asks: str = ""
    order: str = ""  # of a superlative: asc or desc
    pair: bool = False  # of a superlative: only between names: 哪个投资大; of a property: only where things are compared
    op: str = ""  # of a comparison
    default: str = ""  # of a property: the value class that means it when no word does
    label: str = ""  # of a class: what the thing's name must hold
    back: str = ""  # of a link: what it says where `?x` is its object
    direct: str = ""  # of a link: where only what stands next is asked for: 在哪里
    date: str = ""  # of a link: the property that a date beside it means
    unit: str = ""  # of a property: only figures of this unit
    meant: str = ""  # of a superlative: the property that it means by itself: 最长


@dataclass(frozen=True, slots=True)
class FigureWords:
    """How a question speaks of a figure: what asks, what only limits, and what its number counts."""

    asking: tuple[str, ...] = ()  # 多少, 请问: no part of the figure's name; longer ones first
    many: tuple[str, ...] = ()  # 多少, 几
    nouns: tuple[str, ...] = ()  # 投资: of `asked`, and words of the name as well
    vague: tuple[str, ...] = ()  # 投资: no indicator by itself
    whole: tuple[str, ...] = ()  # 长度: the one figure of its unit
    which: tuple[str, ...] = ()  # 哪个: asks for things, not for a figure
    greatest: tuple[str, ...] = ()  # 最
    phases: tuple[str, ...] = ()  # 一期: the name stands before the first of several
    dated: tuple[str, ...] = ()  # signs of a time: 年, 月
    light: tuple[str, ...] = ()  # 数量, 人次: what an indicator's name has for its unit
    changes: tuple[str, ...] = ()  # 增长: only an indicator of a change is meant
    shares: tuple[str, ...] = ()  # 占: only an indicator of a share
    times: tuple[str, ...] = ()  # 今年, 去年: those that a page says of its own day
    soft: tuple[str, ...] = ()  # 今年: may be left out, and is then told
    plans: tuple[str, ...] = ()  # 计划
    events: tuple[str, ...] = ()  # 通车: a date is only that of it where the page says so
    inside: tuple[str, ...] = ()  # what a name that is nearly so may have between its characters
    telling: tuple[str, ...] = ()  # characters that tell names apart
    limits: tuple[str, ...] = ()  # 首批: never left out
    within: tuple[str, ...] = ()  # 其中: before the name of a part
    unjoined: tuple[str, ...] = ()  # 涉及: words with a 及 that joins nothing
    past: tuple[str, ...] = ()  # 以前: only the figure of before is meant
    former: tuple[str, ...] = ()  # 原: what the name of a figure of before begins with
    spends: tuple[str, ...] = ()  # 花: before 多少 they ask for what was spent,
    spent: str = ""  # 投资
    modes: Mapping[str, str] = field(default_factory=dict)  # planned → 计划
    spans: Mapping[str, str] = field(default_factory=dict)  # 上半年 → 01-06: the months of a period
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # 公里 → km, m
    measures: Mapping[str, str] = field(default_factory=dict)  # km → 公里


@dataclass(frozen=True, slots=True)
class QuestionBook:
    """All question rules, checked and compiled."""

    phrases: tuple[Phrase, ...]
    fillers: tuple[str, ...]  # words without content: 请问, 的
    joins: Mapping[str, str]  # 和 → and, 或者 → or
    says: Mapping[str, str]  # what is said in answers, by what is meant
    english: Mapping[str, str]  # notes on answers, in Chinese and in English
    tails: Mapping[
        str, tuple[str, ...]
    ]  # Counted → 数量: what an indicator's name has more than the question
    bodies: Mapping[str, str]  # 政府 → 人民政府
    loose: tuple[str, ...]  # 省, 市: a body's other name that begins so is only good on its page
    fronts: tuple[str, ...]  # 中华人民共和国: what a title may be cited without
    wholes: tuple[
        str, ...
    ]  # 铁路: what a name ends in that stands before that of its part: 远川铁路|黑石岭隧道
    units: tuple[str, ...]  # 元: behind 500亿 they say what it is; without them it is a sum
    parts: tuple[str, ...]  # ，: what stands between two questions in a sentence
    pronouns: tuple[str, ...]  # 它: what a second question may have for the name in the first
    behind: tuple[str, ...]  # 上面: what then stands right behind that name
    answers: tuple[str, ...]  # 其中: what stands for the answer to the first question
    asked_by: tuple[str, ...]  # 多少, 哪: a piece of a sentence without one of them asks nothing
    each: tuple[str, ...]  # 各: what is asked is asked of each thing before it
    before: tuple[str, ...]  # 从: what stands before the figure of before a change
    after: tuple[str, ...]  # 降到: before that of after it
    together: tuple[str, ...]  # 加起来: what is asked is no figure of one thing
    bounds: tuple[str, ...]  # 以上: what stands beside a value and is no part of it
    class_words: frozenset[str]  # nouns that are no names by themselves: 条例, 方案
    codes: SlotCodes
    names: Mapping[str, str]  # names of the examples, with their classes
    broad: Mapping[str, tuple[str, ...]]  # class → the classes below it
    figures: FigureWords
    sentences: SentenceWords
    own_words: frozenset[str] = frozenset()  # of classes of the user's
    depth: Mapping[str, int] = field(default_factory=dict)  # of these, how many classes of theirs lie above

    def concrete(self, classes: tuple[str, ...]) -> frozenset[str]:
        """The classes and all those below them."""
        return frozenset(k for name in classes for k in (name, *self.broad.get(name, ())))


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A thing that a question names. `term` is its term in SPARQL; `written` what the question has for it."""

    label: str
    kind: str
    term: str
    written: str
    place: str = ""  # the area that it lies in, to tell namesakes apart
    sure: bool = True  # not where the other name is only good on its page: 市政府


@dataclass(frozen=True, slots=True)
class Constraint:
    """A piece of the query on `?x`, and what it says in Chinese. `link` where it is a link's."""

    where: str  # over ?x
    says: str
    phrase: Phrase
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()  # variable → the terms it may be
    no: str = ""  # what the page must say for the answer "no"
    unknown: str = ""  # holds where the graph does not tell


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question is understood: what `?x` is, what narrows it, and what is wanted of it."""

    wants: str  # list, value, count, sum, best, verdict or pages
    says: str
    classes: tuple[str, ...] = ()
    label: str = ""  # what its name must hold
    subjects: tuple[Name, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    property: Constraint | None = None  # its where has ?value
    order: str = ""
    pair: bool = False
    names: tuple[Name, ...] = ()  # all names, for telling what they were taken for
    rules: tuple[str, ...] = ()  # ids of the rules that read it
    counts: bool = True  # false where the graph knows only some
    event: str = ""  # of a date: what the question calls the event: 通车


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: a thing, its value if one was asked for, and the facts behind it."""

    label: str
    iri: str
    value: str = ""
    facts: tuple[Fact, ...] = ()
    names: tuple[str, ...] = ()  # other forms of the label
    known: bool = True
    indicator: str = ""  # what a figure measures
    shown: str = ""  # the value for people: 约38亿元（3800000000元）


@dataclass(frozen=True, slots=True)
class Answer:
    """What `kg ask` shows.

    `status` is answered, unstated (understood, and no page says), unclear (names that are several things), or unknown (not
    understood; `rows` may then hold what pages say of the things named). `result` is the count, sum or verdict (yes, no). `notes` limit it. `near` are questions that are
    understood. `sure` is false where the graph cannot tell that nothing is missing.
    """

    question: str
    status: str
    reading: Reading | None = None
    sparql: str = ""
    rows: tuple[Row, ...] = ()
    result: str = ""
    told: str = ""  # the answer in a line
    notes: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    sure: bool = True
    taken: tuple[str, ...] = ()  # of the notes: what names were taken for
    refused: str = ""  # the id of the rule that says why it is not answered
    sentences: tuple[Sentence, ...] = ()  # of pages, where no fact answers: the likeliest first

    @property
    def understood(self) -> bool:
        return self.status in ("answered", "unstated")
