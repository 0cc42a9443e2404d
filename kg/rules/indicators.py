"""What `ontology/indicators.toml` says: the words and forms by which a text tells what a number measures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.rules.model import Example, RelationRule

WORDS = (
    "no_noun",
    "vague",
    "totals",
    "link",
    "open",
    "action",
    "deed",
    "stop",
    "adverb",
    "no_deed",
    "empty",
    "reached",
    "filler",
    "to",
    "time_end",
    "over",
    "over_end",
    "grown",
    "counted",
    "rivers",
    "abstract",
    "not_built",
    "bound",
    "over_bound",
    "one",
    "needs_stem",
    "void",
    "object",
    "lies",
    "of_works",
    "of_areas",
    "of_deeds",
    "of_money",
    "enters",
    "whole",
    "plain",
    "flows",
    "every",
    "within",
    "of_firms",
    "owns",
    "reach",
    "achieved",
    "said_only",
    "sums",
    "sets",
    "listed_in",
    "compare",
    "down",
    "up",
    "head",
    "money",
    "bodies",
    "offices",
    "folk",
    "this_one",
    "that_one",
    "duties",
    "manner",
    "looked_at",
    "all_of",
    "others",
    "if",
    "causes",
    "each",
    "self",
    "points",
    "pairs",
    "own_level",
    "partial",
    "sectors",
    "who",
    "nation",
    "bound_too",
    "turns",
    "prefix",
    "it",
    "aims",
    "rates",
    "parts",
    "whole_of",
    "organs",
    "actors",
    "comes",
    "summed",
    "set_rates",
    "votes",
    "demands",
    "removes",
    "market",
    "denies",
    "among",
    "firms",
    "aims_at",
    "plans",
    "over_line",
    "has",
    "spent",
    "for",
)
PATTERNS = (
    "levels",
    "spell",
    "listed",
    "work",
    "anecdote",
    "nation",
    "joins",
    "points",
    "stretch",
    "share_of",
    "unnamed",
    "own_firm",
    "total",
    "beside",
    "short_end",
    "resumes",
    "old",
    "new",
    "bare",
    "whole_sum",
    "etcetera",
    "above",
    "old_of",
    "risen",
    "span",
    "grants",
    "granting",
    "policy",
    "statute",
    "report",
    "shares",
    "generic",
    "narrow",
    "partly",
    "notice",
)
RULES = {
    "measure": "quantity.measure",
    "observation": "quantity.observation",
    "investment": "quantity.investment",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the language with a name of its own: 一年能发6亿千瓦时电 is 年发电量."""

    name: str  # may hold \\1
    units: frozenset[str]
    kinds: frozenset[str]  # classes of the subject; empty: any
    pattern: re.Pattern[str]
    example: Example
    file: str = ""  # in which it stands


@dataclass(frozen=True, slots=True, eq=False)
class Indicators:
    """All that `indicators.toml` says."""

    words: Mapping[str, frozenset[str]]
    forms: tuple[Form, ...]
    forms_of: Mapping[str, tuple[Form, ...]]  # the same by unit, in their order
    suffixes: Mapping[str, str]  # of a unit: km → 长度
    takes: Mapping[str, frozenset[str]]  # units of a class of subject; classes not named take all
    counters: frozenset[str]
    not_counted: frozenset[str]
    persons: Mapping[str, str]  # units of people, with what a verb alone is told of: 接待 + 人数
    count_suffix: str
    area_words: tuple[str, ...]  # longest first
    not_areas: tuple[str, ...]  # 县 before 级 is no county
    ranked: tuple[str, ...]  # 县级 in 26个县级、87个乡镇级水源地
    levels: re.Pattern[str]  # （市、区）
    spell: re.Pattern[str]  # 近三年
    praise: tuple[str, ...]  # what follows 全省 where it only ranks: 全省最大的
    stretch: re.Pattern[str]  # 段 behind a name: what follows is of that stretch alone
    work: re.Pattern[str]  # a work that a clause opens with; group `name` is what stands before its head noun
    anecdote: re.Pattern[str]  # 王大爷家的: what one person has is no figure of the place
    nation: re.Pattern[str]  # 全国客流: of no area of the country
    joins: re.Pattern[str]
    points: re.Pattern[str]  # 这条渠, where a sentence begins: the work named last
    share: str  # 占比
    rate: str  # 比例, of what is done
    notice: re.Pattern[str]  # how the title of a text ends that tells others what to do
    partly: re.Pattern[str]  # （甲段）, right behind a work's name
    distance: str  # 距离
    sizes: Mapping[str, tuple[str, ...]]  # by how a name ends, the units that such a thing has
    shares: re.Pattern[str]  # such a name, which the text does not hold as one
    narrow: re.Pattern[str]  # 《…园发展规划》 in a title; group `part`
    generic: re.Pattern[str]  # 综合产值: a name that tells nothing of an area
    share_name: str  # {what}占{of}比例
    share_of: re.Pattern[str]  # 占 before a share
    unnamed: re.Pattern[str]  # 该镇: what no name stands for
    total: re.Pattern[str]  # 总数, behind a head noun: what is counted, and no work of that name
    own_firm: re.Pattern[str]  # 公司, where a clause begins: the firm that the article is about
    beside: re.Pattern[str]  # 全球最大的汽车公司, right before the name of such a firm
    old: re.Pattern[str]  # 由, before a value that holds no more
    risen: re.Pattern[str]  # 由＃猛增至: behind it stands the value that holds now
    span: re.Pattern[str]  # 5年内, between an indicator and its verb
    old_of: re.Pattern[str]  # 由开通初期的
    new: re.Pattern[str]  # 提高到, behind it
    resumes: re.Pattern[str]  # 总投资, where a sentence begins: it goes on about a work
    short_end: re.Pattern[str]  # how a short form of a work's name ends
    bare: re.Pattern[str]  # 大坝, where a clause begins: the work named last
    whole_sum: re.Pattern[str]  # 总投资: a sum behind it is what the work costs
    grants: re.Pattern[str]  # 给予, before a sum or a share that a policy grants
    policy: re.Pattern[str]  # 给予30万元奖励, in a sentence
    statute: re.Pattern[str]  # 第三条
    granting: re.Pattern[str]  # 的奖励, behind it
    above: re.Pattern[str]  # 高于全国, before a difference; group `down` of 低于
    etcetera: re.Pattern[str]  # 等地的, between names and a count: the names only tell of what is counted
    report: re.Pattern[str]  # how the title of a report on an area ends
    each: str  # 分别
    part: str  # 其中
    listed: re.Pattern[str]  # what follows the first name of a list
    ranks: frozenset[str]  # units of 第3
    changes: Mapping[str, str]
    change_units: frozenset[str]
    sums: frozenset[str]
    compare: re.Pattern[str]  # 同比下降了 at the end of what stands before a value
    rules: Mapping[str, RelationRule]  # by relation
    heads: tuple[str, ...]  # words["head"], longest first
    changing: frozenset[str] = frozenset()  # words["up"] and words["down"]: 提高
    phrased: frozenset[str] = frozenset()  # units that count where a verb governs them: 查处违停56起
    only: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # by unit, what its things have in their name
    granted: frozenset[str] = frozenset()  # units of what is granted
