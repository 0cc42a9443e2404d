"""The tables of stages: words by class, how two verbs make one, and what class, time, scope and page make of a work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.language.lexicon import FOLDER, read_table
from kg.model import DataError, Date, Mention
from kg.rules.topics import PLACES

ANY, NOTHING = "*", "-"
FIRST, SECOND = "<", "="  # in `stage_joins.tsv`: what two verbs make
WHEN = ("not", "hoped", "coming", "going", "begun", "done", "bare")
SCOPES, PAGES = ("whole", "part", "unit"), ("news", "plan")
NONE: frozenset[str] = frozenset()
YEAR = re.compile(r"(?<![\d—－–~～至-])((?:19|20)\d\d)年(?![代-])")
HEAD, PARTS = 2, frozenset({"scope", "unit"})  # characters of 项目; classes of parts of works
PAIR, RESULT, FINISH, MAKING = 2, "result", "finish", ("none", "build", "craft")
MARKS = frozenset(
    [
        "manner",
        "formal",
        "achieved",
        "urge",
        "coming",
        "soon",
        "after",
        "before",
        "condition",
        "since",
        "rite",
        "site",
        "whole",
        "scope",
        "unit",
        "progress",
        "progressing",
        "includes",
        "report",
        "posts",
        "about",
        "notice",
        "review",
        "ahead",
        "until",
        "alone",
        "alters",
        "sought",
        "lasting",
        "mission",
        "former",
        "nameless",
        "some",
        "ago",
        "midst",
        "result",
        "crew",
        "phase",
        "hard",
        "headway",
        "arrive",
        "role",
        "span",
        "task",
        "told",
    ]
)  # classes of words that are no verbs of works


@dataclass(frozen=True, slots=True)
class Stage:
    """What a row makes: a status, with how it is meant, and the relation of its date; each empty where there is none."""

    status: str = ""
    modality: str = ""  # planned, expected or denied, of a status that does not stand
    date: str = ""


NO_STAGE = Stage()
Remembered = dict[str, tuple[str, str, frozenset[str]]]  # what was worked out of words
PARTED = re.compile("[ 　—]+")  # parts of a title


@dataclass(frozen=True, slots=True)
class StageWords:
    """`words` gives the classes of a word: 建成 → finish. `joins` of two verbs → the class of both."""

    words: Mapping[str, frozenset[str]]
    joins: Mapping[tuple[str, str], str]
    rows: tuple[tuple[str, str, str, str, Stage], ...]
    longest: int
    found: re.Pattern[str]  # a verb of works; a text without one tells no stage
    some: re.Pattern[str]  # what counts works that have no name
    report: re.Pattern[str]  # how a part of the title of a work report or plan ends
    about: re.Pattern[str]  # 关于
    posts: re.Pattern[str]  # 发布: a title with it is news of a plan, but for 关于印发某规划的通知
    rites: re.Pattern[str]
    missions: re.Pattern[str]  # how what is no work and has no stage of building is called: 某媒体行动
    _known: dict[tuple[str, str, str, str], Stage] = field(default_factory=dict, repr=False, compare=False)
    signs: Remembered = field(default_factory=dict, repr=False, compare=False)  # see `kg.facts.signs`

    def verb(self, word: str) -> str:
        """The class of a verb of works, empty for other words."""
        return min(self.words.get(word, NONE) - MARKS, default="")

    def ended(self, word: str) -> str:
        """The class of finishing for a verb of building with what ends it behind: 修|成, 架|好."""
        ends = len(word) == PAIR and RESULT in self.words.get(word[1], NONE)
        return FINISH if ends and self.verb(word[0]) in MAKING else ""

    def kind_of(self, word: str) -> frozenset[str]:
        """The classes of a noun by what it ends in: 重点项目 tells of works as 项目 does, 路基工程 of a part as 路基 does."""
        head = word[-HEAD:]
        if len(word) <= HEAD or "nameless" not in self.words.get(head, NONE):
            return NONE
        return self.words.get(word[:-HEAD], NONE) & PARTS or self.words[head] & {"whole"}

    def stage(self, verb: str, when: str, scope: str, page: str) -> Stage:
        """The first row that fits."""
        key = (verb, when, scope, page)
        if key not in self._known:
            fits = (
                row[4] for row in self.rows if all(r in (ANY, k) for r, k in zip(row[:4], key, strict=True))
            )
            self._known[key] = next(fits, NO_STAGE)
        return self._known[key]

    def report_year(self, title: str) -> Date | None:
        """The year of a work report or plan by its title: that of its 今年."""
        years = set(YEAR.findall(title))
        return Date(years.pop()) if len(years) == 1 and self.is_report(title) else None

    def is_report(self, title: str) -> bool:
        """Whether a title is that of a work report or plan, and not of news of one: 某规划发布, 某局印发某计划."""
        news = self.posts.search(title) is not None and self.about.search(title) is None
        return not news and any(self.report.search(part) for part in PARTED.split(title))

    def names_work(self, mention: Mention) -> bool:
        """Whether a name is more than a place and a bare head or a count (某市工程, 某市一批工程), and no campaign's."""
        if self.missions.search(mention.text):
            return False
        if mention.deictic or not mention.inner or mention.inner[0].kind not in PLACES:
            return True
        rest = mention.text.removeprefix(mention.inner[0].text)
        return "nameless" not in self.words.get(rest, NONE) and not self.some.match(rest)

    def words_of(self, name: str) -> tuple[str, ...]:
        """All words of a class."""
        return tuple(word for word, names in self.words.items() if name in names)


def load_stage_words(folder: Path, verbs: Mapping[str, str]) -> StageWords:
    """From `lexicon/` of an ontology; `verbs` are those of `verbs.tsv`, which `stage_words.tsv` overrides.

    Raises DataError for a row that does not fit its table.
    """
    folder = folder / FOLDER
    own: dict[str, set[str]] = {}
    for word, name in read_table(folder / "stage_words.tsv", 2):
        own.setdefault(word, set()).add(name)
    for word, name in verbs.items():
        if not own.get(word, set()) - MARKS:
            own.setdefault(word, set()).add(name)
    joins = _joins(read_table(folder / "stage_joins.tsv", 3))
    rows = tuple(_row(folder / "stages.tsv", row) for row in read_table(folder / "stages.tsv", 6))
    telling = sorted((w for w, names in own.items() if names - MARKS and len(w) > 1), key=lambda w: -len(w))
    return StageWords(
        {word: frozenset(names) for word, names in own.items()},
        joins,
        rows,
        max(map(len, own)),
        re.compile("|".join((*map(re.escape, telling), _endings(own)))),
        _any_of(own, "some"),
        _report_end(own),
        _any_of(own, "about"),
        _any_of(own, "posts"),
        _any_of(own, "rite"),
        re.compile(f"(?:{_any_of(own, 'mission').pattern})[”」]?$"),
    )


def _joins(rows: Iterable[list[str]]) -> dict[tuple[str, str], str]:
    """The class of two verbs by rows of several classes each: the second as a complement (=), the first (<), or another.

    A row of `-` says what a class is as a complement: 规划 behind 开展 are papers. Twice the same is the same.
    """
    found: dict[tuple[str, str], str] = {}
    forms: dict[str, list[str]] = {}
    for firsts, seconds, name in rows:
        if firsts == NOTHING:
            forms.setdefault(name, []).append(seconds)
            continue
        for first in firsts.split():
            for second in seconds.split():
                own = name.replace(SECOND, second).replace(FIRST, first)
                for form in (second, *forms.get(second, ())):
                    found.setdefault((first, form), own)
    return {(first, first): first for first, _ in found} | found


def _endings(words: Mapping[str, set[str]]) -> str:
    """A pattern for what `StageWords.ended` takes."""
    making = "".join(w for w, names in words.items() if len(w) == 1 and names & {*MAKING})
    return f"[{making}][{''.join(w for w, names in words.items() if RESULT in names)}]"


def _any_of(words: Mapping[str, set[str]], name: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w, names in words.items() if name in names))


def _report_end(words: Mapping[str, set[str]]) -> re.Pattern[str]:
    """How a title of a plan ends: …规划, …规划》的通知（某办发〔2021〕1号）."""
    brackets = "(?:[（(〔][^（()）]*[）)])?"
    report, notice = _any_of(words, "report").pattern, _any_of(words, "notice").pattern
    return re.compile(f"(?:{report}){brackets}[》”]?{brackets}(?:{notice})?{brackets}$")


def _row(path: Path, row: list[str]) -> tuple[str, str, str, str, Stage]:
    verb, when, scope, page, status, date = row
    for value, known in ((when, WHEN), (scope, SCOPES), (page, PAGES)):
        if value not in (ANY, *known):
            raise DataError(f"{path}: '{value}' is none of {', '.join((ANY, *known))}")
    modality, _, state = status.rpartition(":")
    return verb, when, scope, page, Stage(state.strip(NOTHING), modality, date.strip(NOTHING))
