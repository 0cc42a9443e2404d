"""Of which class a name is, by all that its article says of it: a station that is being built is a work, one that stands a plant."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kg.language.classes import WordClasses
from kg.language.tokens import Token
from kg.names.candidates import Candidate
from kg.names.evidence import Word
from kg.names.inside import Features

# classes that a name with a head of a group may have
KINDS_OF: Mapping[str, tuple[str, ...]] = {
    "work": ("Project", "Facility"),
    "change": ("Project",),
    "part": ("Project", "Facility", "Zone"),
    "line": ("Project", "Facility"),
    "plant": ("Project", "Facility", "Company", "Institution", "Zone"),
    "reservoir": ("Reservoir", "Project"),
    "zone": ("Zone", "Project"),
    "park": ("ProtectedArea", "Project", "Facility"),
    "school": ("Institution", "Company", "Facility"),
    "firm": ("Company", "Facility"),
    "trade": ("Company",),
    "brand": ("Company", "Institution"),
    "item": ("Project", "Facility", "Company"),
}
GROUP_OF: Mapping[str, str] = {  # of heads that a user's class adds
    "Project": "work", "Facility": "plant", "Reservoir": "reservoir", "Zone": "zone", "ProtectedArea": "park",
    "Institution": "school", "Company": "firm",
}  # fmt: skip
BEFORE, BEHIND = 12, 8  # tokens in which verbs of works are looked for
STOPS = frozenset("，,：；")
SENTENCE_ENDS = frozenset("。！？；;\n")
BESIDE = 3  # words on either side whose place counts
FAR_BEFORE, FAR_BEHIND = 13, 11  # tokens in which words count wherever they stand
REACH = 29  # tokens in which a verb of works may stand in another clause
NEAR_DOUBT, FAR_DOUBT = (
    0.3,
    1.0,
)  # what speaks against a work that a verb of its clause tells of, only one of another clause
WORK = "Project"
KIND = "kind."  # how the name of a weight of a class begins
STANDING = frozenset({"line", "plant"})  # groups of things that stand where nothing tells that they are built


def kind_features(
    candidate: Candidate, start: int, verbs: Mapping[str, str], classes: WordClasses, words: Sequence[Word]
) -> Features:
    """What one mention says of the class of a name that begins at `start`; those of all its mentions add up.

    `words` are those of its tokens.
    """
    tokens, last, group = candidate.tokens, candidate.last, candidate.group
    first = next((i for i in range(last + 1) if tokens[i].end > start), last)
    found: Features = {group: 1.0, f"head.{candidate.head}": 1.0}
    for kind, begins in candidate.walked.items():
        found[f"walked.{kind}"] = 1.0
        if begins == start:
            found[f"walked.same.{kind}"] = 1.0
    seen: set[str] = set()
    for side, reach in (
        ("left", range(first - 1, max(-1, first - BEFORE), -1)),
        ("right", range(last + 1, min(len(tokens), last + BEHIND))),
    ):
        nearest = True
        for at in reach:
            if tokens[at].text in STOPS:
                break
            kind = verbs.get(tokens[at].text, "")
            if kind:
                seen.add(f"{side}.{kind}")
                if nearest:
                    seen.add(f"{side}.nearest.{kind}")
                    nearest = False
        if nearest:
            seen.add(f"{side}.none")
    for name in seen:
        found[name] = found[f"{group}.{name}"] = 1.0
    _edges(tokens, first, last, classes, found)
    for at in range(first, last + 1):
        found[f"in~{words[at].cluster}"] = 1.0
    for side, reach in (
        ("left", range(first - 1, max(-1, first - 1 - REACH), -1)),
        ("right", range(last + 1, min(len(tokens), last + 1 + REACH))),
    ):
        _sentence(side, [(tokens[at], words[at]) for at in reach], group, verbs, found)
    return found


def _sentence(
    side: str,
    tokens: Sequence[tuple[Token, Word]],
    group: str,
    verbs: Mapping[str, str],
    found: Features,
) -> None:
    """The words on one side of a name in its sentence, the nearest first: by their clusters, and verbs of works in any clause."""
    most = FAR_BEFORE if side == "left" else FAR_BEHIND
    for step, (token, word) in enumerate(tokens):
        if step < BESIDE:
            found[f"{side}.{step}~{word.cluster}"] = 1.0
        if token.text in SENTENCE_ENDS:
            return
        if step < most and token.tag != "w":
            found[f"{side}~{word.cluster}"] = 1.0
        kind = verbs.get(token.text, "")
        if kind:
            found[f"far.{side}.{kind}"] = found[f"{group}.far.{side}.{kind}"] = 1.0


def _edges(tokens: Sequence[Token], first: int, last: int, classes: WordClasses, found: Features) -> None:
    right = tokens[last + 1].text if last + 1 < len(tokens) else "$"
    left = tokens[first - 1].text if first else "^"
    found[f"next.{right[:2]}"] = found[f"before.{left[-2:]}"] = 1.0
    joins = classes.words["conjunction"]
    listed = {right, left} & {"、", *joins}
    found["listed"] = float(bool(listed))
    rest = tokens[last + 1 : last + 8]
    etcetera = any(t.text in classes.words["etcetera"] for t in rest)
    works = any(classes.lexicon.heads.get(t.text) == "work" for t in rest)
    found["of.works"] = float(etcetera and works)


def weights_by_kind(weights: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Class → feature → weight, of those that are named `kind.Project.line`."""
    found: dict[str, dict[str, float]] = {}
    for name, weight in weights.items():
        if name.startswith(KIND):
            kind, _, feature = name.removeprefix(KIND).partition(".")
            found.setdefault(kind, {})[feature] = weight
    return found


def merged(parts: Sequence[Features]) -> Features:
    """The features of a name by those of its mentions: the strongest of each."""
    found: Features = {}
    for part in parts:
        for name, value in part.items():
            found[name] = max(value, found.get(name, 0.0))
    return found


def likeliest(
    features: Features,
    group: str,
    walked: Collection[str],
    weights: Mapping[str, Mapping[str, float]],
    only: Sequence[str] = (),
) -> str:
    """The class with the highest score; `weights` are those of each class. Where no head tells, it is one that a rule gave.

    `only` are those that a class of the user's is read as, the first where none of them is possible.
    """
    kinds = KINDS_OF.get(group, ()) or tuple(sorted(walked))
    if only:
        kinds = tuple(kind for kind in kinds if kind in only) or tuple(only[:1])
    doubt = NEAR_DOUBT if group in STANDING and not features.get("of.works") else 0.0
    if doubt and not any(map(_is_told, features)):
        doubt = FAR_DOUBT
        if not any(name.startswith("far.") for name in features):
            kinds = tuple(kind for kind in kinds if kind != WORK)

    def score(kind: str) -> tuple[float, int]:
        mine = weights.get(kind, {})
        told = sum([mine[n] * v for n, v in features.items() if n in mine])
        return told - doubt * (kind == WORK), -kinds.index(kind)

    return max(kinds, key=score)


def _is_told(feature: str) -> bool:
    """Whether a feature is a verb of works in the clause of the name."""
    side, _, kind = feature.partition(".")
    return side in ("left", "right") and kind != "none" and "~" not in kind
