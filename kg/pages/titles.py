"""Give each title to the story before or behind it.

A title may stand before its body or after it. All gaps of a page are decided together, by the best sum of: how
much of a title the story's text shares, whether each story has a title, and that it has them on one side only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.pages.kinds import TITLE
from kg.pages.pairs import Weights
from kg.pages.stories import Stories, Story, is_headline
from kg.pages.units import Unit

TITLED = 0.35  # a story with a title is worth as much as a title of which so much is shared
BOTH_SIDES = -0.4
AHEAD = 0.1  # most titles stand before their body
TOUCHING = 0.4  # a title in one block with a body on one side only
FAR = 0.3  # of a title is shared with a story elsewhere on the page, and
NEAR = 0.1  # no more with the one beside it: the title is the one of a picture


def give_titles(found: Stories, weights: Weights) -> tuple[Story, ...]:
    """The stories with their titles."""
    stories = found.stories
    for story in stories:
        if not story.before and not story.is_part:
            _take_inner_title(story, headline=True)
    gaps = [*(tuple(story.before) for story in stories), found.after]
    # titles before the first story and behind the last have no choice
    inner = [gap if 0 < i < len(stories) else () for i, gap in enumerate(gaps)]
    fits = [[_fit(weights, stories, at, gap) for at in (i - 1, i)] for i, gap in enumerate(inner)]
    splits = _best_splits(stories, gaps, fits)
    for i, (gap, split) in enumerate(zip(gaps, splits, strict=True)):
        if i:
            stories[i - 1].titles.extend(gap[:split])
        if i < len(stories):
            stories[i].titles.extend(gap[split:])
    _give_far_titles(stories, weights)
    for story in stories:
        if not story.titles and not story.is_part:
            _take_inner_title(story, headline=False)
    return stories


def _fit(weights: Weights, stories: Sequence[Story], at: int, gap: Sequence[Unit]) -> list[float]:
    """How well each title of a gap fits a story beside it; no story, nothing."""
    if not gap or not 0 <= at < len(stories):
        return [0.0] * len(gap)
    known = weights.known(stories[at].prose)
    return [weights.shared(known, weights.known([unit])) for unit in gap]


def _best_splits(
    stories: Sequence[Story], gaps: Sequence[Sequence[Unit]], fits: Sequence[Sequence[Sequence[float]]]
) -> list[int]:
    """For each gap, how many of its titles go to the story before (dynamic programming over the gaps)."""
    if not stories:
        return [0]
    best: dict[bool, _Splits] = {False: _Splits(0.0, 0, None)}  # has the story a title before it?
    for i, gap in enumerate(gaps):
        after: dict[bool, _Splits] = {}
        for titled, before in best.items():
            for split in range(0 if i < len(stories) else len(gap), (len(gap) if i else 0) + 1):
                gained = before.score + _worth(stories, gap, fits[i], i, split, titled)
                state = split < len(gap) or (i < len(stories) and bool(stories[i].titles))
                if state not in after or gained > after[state].score:
                    after[state] = _Splits(gained, split, before)
        best = after
    return max(best.values(), key=lambda splits: splits.score).listed()


@dataclass(frozen=True, slots=True)
class _Splits:
    """The best splits of the gaps so far, linked to those before the last."""

    score: float
    split: int
    before: _Splits | None

    def listed(self) -> list[int]:
        found: list[int] = []
        at: _Splits | None = self
        while at is not None and at.before is not None:
            found.append(at.split)
            at = at.before
        return found[::-1]


def _worth(
    stories: Sequence[Story],
    gap: Sequence[Unit],
    fits: Sequence[Sequence[float]],
    i: int,
    split: int,
    titled: bool,
) -> float:
    worth = sum(fits[0][:split]) + sum(fits[1][split:])
    if split and titled:
        worth += BOTH_SIDES
    elif split:
        worth += TITLED
    if split < len(gap):
        worth += TITLED + AHEAD
    if gap:
        ahead = i < len(stories) and _touches(gap[-1], stories[i].body[0])
        behind = i > 0 and _touches(stories[i - 1].body[-1], gap[0])
        worth += TOUCHING * (
            (ahead and not behind and split < len(gap)) + (behind and not ahead and split > 0)
        )
    return worth


def _touches(upper: Unit, lower: Unit) -> bool:
    """No blank line stands between them."""
    return upper.lines[-1].block == lower.lines[0].block


def _give_far_titles(stories: Sequence[Story], weights: Weights) -> None:
    """A picture's title may stand anywhere."""
    owners = [at for at, story in enumerate(stories) if len(story.titles) > 1]
    for story in stories:
        if story.titles or not story.is_caption:
            continue
        for other in owners:
            owner = stories[other]
            if len(owner.titles) < 2:  # it keeps one
                continue
            known, others = weights.known(story.prose), weights.known(owner.prose)
            far = [unit for unit in owner.titles if _is_far(weights, known, others, unit)]
            story.titles.extend(far)
            owner.titles = [unit for unit in owner.titles if unit not in far]


def _is_far(weights: Weights, picture: frozenset[str], owner: frozenset[str], unit: Unit) -> bool:
    own = weights.known([unit])
    return weights.shared(picture, own) >= FAR and weights.shared(owner, own) <= NEAR


def _take_inner_title(story: Story, *, headline: bool) -> None:
    """Titles in the middle of a body that has none before it; `headline`: not if it may be a subhead."""
    first = next((at for at, unit in enumerate(story.body) if unit.kind == TITLE), None)
    if first is None:
        return
    end = first
    while end < len(story.body) and story.body[end].kind == TITLE:
        end += 1
    if headline and not is_headline(story.body[first:end]):
        return
    story.titles = story.body[first:end]
    story.body = story.body[:first] + story.body[end:]
