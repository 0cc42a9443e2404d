"""Which candidates are names, and where each begins: a log-linear score over readable features; the default is no name.

What the rules found is a feature too: a name that they and the score give alike is right nine times of ten. Weights are
a table, `ontology/lexicon/names.tsv`, fitted by `fit_names.py` beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import exp
from pathlib import Path

from kg.language.classes import WordClasses, load_classes
from kg.language.lexicon import FOLDER, Lexicon, load_lexicon, read_table, rows_of
from kg.language.tags import PROPER, Tagger
from kg.language.tokens import TokenReader
from kg.model import Mention
from kg.names.candidates import KINDS, OF_WORKS, Candidate, CandidateFinder
from kg.names.entries import add_entries
from kg.names.evidence import Word, WordTable
from kg.names.features import NAMELESS, by_group, start_features, start_weights
from kg.names.firm_lists import listed_firms, with_listed
from kg.names.grammar import AREAS, VALUES, WATERS
from kg.names.inside import Around, Features
from kg.names.kinds import GROUP_OF, WORK, kind_features, likeliest, merged, weights_by_kind
from kg.names.nameless import none_features
from kg.names.settle import (
    LINE,
    Judged,
    add_firms,
    add_members,
    add_wholes,
    lines_of,
    mention_of,
    with_first_signs,
    with_wholes,
    without_insides,
    without_tails,
)
from kg.names.standing import ClauseClasses
from kg.names.trimmed import trimmed
from kg.names.verdicts import Verdict, make_verdict
from kg.rules.own import GAP, OwnClasses
from kg.schema import OwnClass
from kg.text.signs import DIVERSION, PARAGRAPH

CLOSED = frozenset(
    {"Agency", "Policy", "MonitoringSection", "River", "Lake", *AREAS - {"Zone"}}
)  # where these end no name ends
# a candidate is a name from this probability on
# the same of other groups: where the rules found a name that ends there, and where they did not
OWN, SHORTEST_OWN = 0.25, 2  # one that ends in a noun of a class of the user's; characters before the noun
BUILT = (
    "Facility",
    "Reservoir",
    "Zone",
    "ProtectedArea",
    "Institution",
)  # which are works where a list of works has them
AGAIN = 0.12  # one that is a name elsewhere in the article, from this on
NONE = "none"  # how features of no name begin
SPLIT = ("work", "school", "firm")  # classes of heads that a word may begin with
SEAM = 2  # characters of 工程, 项目 in 工程设计, 项目建设
RARE = PROPER - {"PER"} | {""}  # tags of members of a list that name a firm, or were never met
ACTS = ("v", "vn")  # tags of words that say what is done: 地热资源勘查
SHORTEST_AGAIN = 4  # characters of it
PARAGRAPHS = 2  # 第一条, 第二条: a law
THIS, BEFORE = "此", "前"
PLACE = "ns"  # the tag of places in jieba's dictionary
BOUND = "bound"  # the value of 以上, 以下 there
PRODUCTS = "counts products"  # the value of such a counter in grammar.tsv


class Weights(dict[str, float]):
    """Feature → weight; a feature without one weighs nothing."""

    def __missing__(self, feature: str) -> float:
        return 0.0


class NameScorer:
    """Judges the candidates of a text."""

    def __init__(
        self,
        lexicon: Lexicon,
        classes: WordClasses,
        weights: Mapping[str, float],
        verbs: Mapping[str, str],
        segment: Callable[[str], Sequence[str]],
        dictionary: Callable[[str], str],
        places: frozenset[str] = frozenset(),
    ) -> None:
        """`places` are short names of places, which no dictionary need hold: 繁峙."""
        self.lexicon, self.weights, self.verbs = lexicon, Weights(weights), verbs
        self.segment, self.dictionary, self.places = segment, dictionary, places
        self.kind_weights = weights_by_kind(weights)
        self.none_weights = {name: weight for name, weight in weights.items() if name.startswith(NONE)}
        self.start_weights: dict[str, dict[str, float]] = {}  # by the class of the head
        self.tagger = Tagger(lexicon, dictionary, places)
        self.classes, self.roles = classes, tuple(classes.words["role"])
        self.toponyms = frozenset(classes.words["toponym"])
        counters = classes.words["counter"].items()  # 50个 counts works; 5万辆 is what a work is to make
        self.counters = frozenset(word for word, said in counters if said != PRODUCTS)
        self.owners = frozenset(classes.words["owner"])
        self.deictic = frozenset(classes.words["deictic"])
        self.work_heads = frozenset(h for h, group in lexicon.heads.items() if group in OF_WORKS)
        self.documents = frozenset(classes.words["document"])
        self.bounds = frozenset(word for word, said in classes.words["localizer"].items() if said == BOUND)
        self.ends = tuple(sorted(h for h in lexicon.heads if len(h) > 1))
        self.lines = tuple(sorted(h for h, group in lexicon.heads.items() if group == LINE))
        self.wholes = tuple(sorted(h for h, group in lexicon.heads.items() if group == "work"))
        self.words = WordTable(lexicon, self.toponyms, self._is_place)
        self.firms = tuple(classes.words["firms"])  # 企业, behind 等
        self.plain = frozenset(classes.words["plain"])  # 主要, before 工程
        self.unsure = frozenset(classes.words["unsure"])  # 相关, in what names nothing
        self.clauses = ClauseClasses(classes, verbs)
        self.finder = CandidateFinder(lexicon, classes)
        self.reader: TokenReader | None = None  # of the text that was judged last

    def __reduce__(self) -> tuple[type[NameScorer], tuple[object, ...]]:
        """What is remembered of words is not kept in a file (`kg/ready.py`)."""
        return NameScorer, (
            self.lexicon,
            self.classes,
            dict(self.weights),
            self.verbs,
            self.segment,
            self.dictionary,
            self.places,
        )

    def _is_place(self, word: str) -> bool:
        """Whether an area has it as its short name, and the dictionary as a place: 青山, not 温泉."""
        return word in self.places and self.dictionary(word) == PLACE

    def _is_rare(self, name: str) -> bool:
        """Whether a member of a list is no common word: 青钢, 白麓, not 通信."""
        words = self.segment(name)
        tags = [max(t, key=lambda tag: (t[tag], tag), default="") for t in map(self.lexicon.tags, words)]
        rare = any(tag in RARE for tag in tags) or 1 < len(words) == len(name)
        return rare and tags[-1] not in ACTS

    def split(self, text: str) -> Sequence[str]:
        """The words of a text, those apart that jieba takes for one with the head of a name, 工程|设计, or the 此 of 此前."""
        found = self._words(text)
        found = _with_this(found) if BEFORE in found else found
        seamed = {word for word in found if len(word) == SEAM * 2 and self._is_seamed(word)}
        if not seamed:
            return found
        parts = [(word[:SEAM], word[SEAM:]) if word in seamed else (word,) for word in found]
        return [word for part in parts for word in part]

    def _is_seamed(self, word: str) -> bool:
        heads = self.lexicon.heads
        return heads.get(word[:SEAM]) in SPLIT and word not in heads

    def _words(self, text: str) -> Sequence[str]:
        """As jieba cuts them, but for the names of diversions of water, which are one word each: 引黄入冀补淀."""
        found, at = list[str](), 0
        for match in DIVERSION.finditer(text):
            found += (*(self.segment(text[at : match.start()]) if at < match.start() else ()), match.group())
            at = match.end()
        return [*found, *self.segment(text[at:])] if found and at < len(text) else found or self.segment(text)

    def featured(
        self, text: str, known: Sequence[Mention], found: Sequence[Mention], *, whole: bool = True
    ) -> Iterable[tuple[Candidate, list[tuple[int, Features]]]]:
        """Each candidate with the features of no name (at -1) and of each beginning.

        Without `whole`, where no name can begin, nothing is worked out for no name. Features of beginnings by the class
        of the head are to be added (`by_group`).
        """
        closed = bytearray(len(text) + 1)
        for mention in found:
            if mention.kind in CLOSED:
                closed[mention.span.end] = 1
        tokens = [m for m in known if m.kind not in KINDS]
        reader = self.reader = TokenReader(text, tokens, self.split, self.tagger, TAGS)
        law = len(PARAGRAPH.findall(text)) >= PARAGRAPHS
        around = Around(
            text,
            0,
            self.verbs,
            self.roles,
            self.toponyms,
            self.deictic,
            self.counters,
            self.work_heads,
            self.ends,
            self.wholes,
            self.bounds,
            self.documents,
            law,
            self.owners,
        )
        stretch: Sequence[object] = ()
        for candidate in self.finder.find(reader, found, closed):
            if candidate.tokens is not stretch:
                stretch = candidate.tokens
                words = [self.words.word(token) for token in candidate.tokens]
            starts = start_features(candidate, words, around, self.lexicon)
            none = none_features(candidate, words, around, self.lexicon) if starts or whole else {}
            yield candidate, [(-1, none), *starts]

    def judge(self, text: str, known: Sequence[Mention], found: Sequence[Mention]) -> list[Judged]:
        """The verdict on each candidate."""
        featured = self.featured(text, known, found, whole=False)
        return [self._judged(candidate, options) for candidate, options in featured]

    def _judged(self, candidate: Candidate, options: Sequence[tuple[int, Features]]) -> Judged:
        if len(options) == 1:
            return Judged(candidate, 0.0, candidate.end, ())
        shares = self._shares(options, candidate.group)
        starts = [start for start, _ in options]
        ranked = sorted(zip(shares[1:], starts[1:], strict=True), reverse=True)
        others = tuple((start, share) for share, start in ranked[1:4])
        nameless = NAMELESS in options[starts.index(ranked[0][1])][1]
        return Judged(candidate, 1 - shares[0], ranked[0][1], others, nameless=nameless)

    def _shares(self, options: Sequence[tuple[int, Features]], group: str) -> list[float]:
        """The probability of each option: no name, and each beginning without the features by the class of the head."""
        mine = self.start_weights.get(group)
        if mine is None:
            mine = self.start_weights[group] = start_weights(group, self.weights)
        scores = [_score(options[0][1], self.none_weights), *[_score(f, mine) for _, f in options[1:]]]
        top = max(scores)
        shares = [exp(score - top) for score in scores]
        total = sum(shares)
        return [share / total for share in shares]

    def verdicts(self, text: str, known: Sequence[Mention], found: Sequence[Mention]) -> tuple[Verdict, ...]:
        """What decided on each candidate."""
        made: list[Verdict] = []
        for candidate, options in self.featured(text, known, found):
            likely = self._judged(candidate, options).likely
            shares = self._shares(options, candidate.group)
            told = [options[0], *((start, by_group(candidate.group, f)) for start, f in options[1:])]
            made.append(make_verdict(text, candidate, told, shares, self.weights, likely=likely))
        return tuple(made)

    def choose(
        self,
        text: str,
        known: Sequence[Mention],
        found: Sequence[Mention],
        own: OwnClasses | None = None,
    ) -> list[Mention]:
        """What was found, names of the scored classes as judged: some dropped, some with another beginning, some new."""
        judged = self.judge(text, known, found)
        names: dict[tuple[int, int], Judged] = {
            (j.start, j.candidate.end): j for j in judged if j.likely or _is_of_own(text, j, own)
        }
        known_names = {text[a:b] for a, b in names if b - a >= SHORTEST_AGAIN}
        for one in judged:
            if not one.likely:
                for start, share in ((one.start, one.probability), *one.others):
                    if share >= AGAIN and text[start : one.candidate.end] in known_names:
                        names[start, one.candidate.end] = one
                        break
        entries = add_entries(text, judged, names)
        add_members(text, judged, names)
        add_wholes(text, judged, names)
        add_firms(text, judged, names)
        names = trimmed(names, self.lexicon, self.plain, self.unsure)
        names = without_insides(text, without_tails(with_first_signs(text, names, self.lines)))
        closed = {m.span.end for m in found if m.kind in CLOSED}
        judged_ends = {one.candidate.end for one in judged}
        kept = [m for m in found if m.kind not in KINDS or m.span.end in closed - judged_ends]
        by_span = {(m.span.start, m.span.end, m.kind): m for m in found if m.kind in KINDS}
        by_end: dict[int, list[Mention]] = {}
        for mention in found:
            if mention.kind in KINDS:
                by_end.setdefault(mention.span.end, []).append(mention)
        wholes = lines_of(text, names, self.lines)
        kinds = self.clauses.settled(text, names, self._kinds(text, names, own))
        kinds = with_wholes(text, names, kinds)
        kinds.update({text[a:b]: WORK for a, b in entries if kinds.get(text[a:b]) in BUILT})
        for (start, end), one in sorted(names.items()):
            kind = kinds[text[start:end]]
            kept.append(
                mention_of(
                    text, start, end, kind, one, wholes.get((start, end), ""), by_span, by_end.get(end, ())
                )
            )
        return with_listed(kept, listed_firms(text, kept, self.firms, self._is_rare))

    def _kinds(
        self, text: str, names: Mapping[tuple[int, int], Judged], own: OwnClasses | None
    ) -> dict[str, str]:
        """The class of each name, of all its mentions alike."""
        parts: dict[object, list[Features]] = {}
        first: dict[str, tuple[object, Candidate]] = {}
        walked: dict[object, set[str]] = {}
        rows: dict[int, list[Word]] = {}
        for (start, end), one in sorted(names.items()):
            name, candidate = text[start:end], one.candidate
            # members of one list are of one class
            key = id(candidate.tokens) if candidate.added else first.get(name, (name, candidate))[0]
            first.setdefault(name, (key, candidate))
            walked.setdefault(key, set()).update(candidate.walked)
            words = rows.get(id(candidate.tokens))
            if words is None:
                words = rows[id(candidate.tokens)] = [self.words.word(t) for t in candidate.tokens]
            features = kind_features(candidate, start, self.verbs, self.classes, words)
            parts.setdefault(key, []).append(features)
        return {
            name: likeliest(
                merged(parts[key]),
                candidate.group,
                walked[key],
                self.kind_weights,
                own.may_be(name) if own else (),
            )
            for name, (key, candidate) in first.items()
        }


def _score(features: Features, weights: Mapping[str, float]) -> float:
    return sum([weights[name] * value for name, value in features.items() if name in weights])


def _with_this(words: Sequence[str]) -> list[str]:
    """据|此前 for 据此|前."""
    found: list[str] = []
    for word in words:
        if word == BEFORE and found and len(found[-1]) == SEAM and found[-1][-1] == THIS:
            found[-1:] = (found[-1][:-1], THIS + word)
        else:
            found.append(word)
    return found


def _is_of_own(text: str, one: Judged, own: OwnClasses | None) -> bool:
    """Whether a candidate ends in a noun of a class of the user's, who says that names do, and more than the noun is left."""
    if not own or one.probability < OWN or one.nameless:
        return False
    noun = own.noun_of(text[one.start : one.candidate.end])
    return bool(noun) and GAP not in noun and one.candidate.end - one.start >= len(noun) + SHORTEST_OWN


class _Tags(dict[str, str]):
    def __missing__(self, kind: str) -> str:
        return "nz"


TAGS: Mapping[str, str] = _Tags(
    {**dict.fromkeys((*AREAS, *WATERS), "LOC"), **dict.fromkeys(VALUES, "m"), "Date": "TIME"}
)


def load_scorer(
    folder: Path,
    segment: Callable[[str], Sequence[str]],
    dictionary: Callable[[str], str],
    places: frozenset[str] = frozenset(),
    *,
    own: Sequence[Path] = (),
    classes: Mapping[str, OwnClass] | None = None,
) -> NameScorer:
    """From the tables of an ontology's `lexicon/`, and of folders that add to them. Raises DataError for a table that does not fit.

    The nouns of the user's `classes` are heads of names.
    """
    lexicon = load_lexicon(folder, own, _nouns(classes or {}))
    verbs = dict(row for each in (folder, *own) for row in rows_of(each, "verbs.tsv", 2))
    weights = {feature: float(weight) for feature, weight in read_table(folder / FOLDER / "names.tsv", 2)}
    return NameScorer(
        lexicon, load_classes(folder, lexicon, own), weights, verbs, segment, dictionary, places
    )


def _nouns(classes: Mapping[str, OwnClass]) -> dict[str, str]:
    """The nouns of the user's classes, each with the group of heads that its class of ours has."""
    return {
        noun: GROUP_OF[own.kinds[0]]
        for _, own in sorted(classes.items())
        if own.kinds[0] in GROUP_OF
        for noun in own.nouns
        if GAP not in noun
    }
