"""The home of an article: the area of its title, else of its lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Article, Mention
from kg.rules.model import RuleBook
from kg.story.areas import ORGAN, Named
from kg.story.scene import NOWHERE, Scene
from kg.text.signs import ADDRESSED, DATELINE

DESCRIBES = "的"
ZONE, LISTS = "Zone", ("、", "等")
PROVINCE, POLICY = "Province", "Policy"
LEAD = 60  # characters of the body in which an article says where it plays
SHARE = 0.6  # of the areas that an article names: those in the one that its lead names
ASIDE = 6  # characters before an area in which a word may say that nothing plays there


@dataclass(frozen=True, slots=True)
class SceneWords:
    """How a text says where it plays."""

    opens: re.Pattern[str]  # all that may stand before what a clause opens with: 日前，, （三）
    enters: re.Pattern[str]  # ends with 来到, 走进, 在
    lies: re.Pattern[str]  # ends with 位于, 地处: where only the thing that it tells of is
    asides: re.Pattern[str]  # ends with 支援, 销往: what follows is not where the text plays
    abroad: re.Pattern[str]  # 越南, 境外
    roundups: re.Pattern[str]  # 快讯


def scene_words(rules: RuleBook) -> SceneWords:
    """From the lists of words.toml."""
    lists = {
        name: "|".join(sorted(map(re.escape, rules.words.get(name, ())), key=lambda w: (-len(w), w)))
        for name in (
            "SCENE_OPENS",
            "SCENE_ENTERS",
            "SCENE_LIES",
            "SCENE_ASIDE",
            "SCENE_ABROAD",
            "SCENE_ROUNDUP",
        )
    }
    numeral, stop = (
        "".join(map(re.escape, rules.words.get(name, ()))) for name in ("SCENE_NUMERAL", "SCENE_NUMBERED")
    )
    heads = "".join(sorted({word[0] for word in rules.words.get("SCENE_ABROAD", ())}))  # to look at few words
    opens = f"(?:{lists['SCENE_OPENS']}|[（(]?[{numeral}\\d]{{1,3}}[{stop}]|[“‘「（( 　—·●■◆▲])*"
    return SceneWords(
        re.compile(opens),
        re.compile(f"(?:{lists['SCENE_ENTERS']})$"),
        re.compile(f"(?:{lists['SCENE_LIES']})$"),
        re.compile(f"(?:{lists['SCENE_ASIDE']})$"),
        re.compile(f"(?=[{heads}])(?:{lists['SCENE_ABROAD']})"),
        re.compile(lists["SCENE_ROUNDUP"]),
    )


def find_home(
    article: Article, areas: Sequence[Named], mentions: Sequence[Mention], words: SceneWords
) -> Scene:
    """The area of the title; of the lead, if the title has none and most areas of the article lie in it.

    None of an article on several things, or on one abroad.
    """
    text, body = article.text, article.body
    if words.roundups.search(text, 0, body) or words.abroad.search(text, 0, body):
        return NOWHERE
    opening = [
        a
        for a in areas
        if a.span.end <= body + LEAD and not _aside(text, a, words) and not _is_addressed(text, a)
    ]
    title = [a for a in opening if (a.span.end <= body or _heads(a))]
    if title:
        found = deepest(title)
        return NOWHERE if found is not None and _is_wider(article, mentions, found) else Scene(found, "title")
    found = deepest(
        [
            a
            for a in opening
            if a.inside in ("", ORGAN) and not _lies(text, a, words) and not _is_listed(text, a)
        ]
    )
    if found is None:
        return NOWHERE
    inside = sum(a.lies_in(found) for a in areas)
    outside = sum(not a.kin(found) for a in areas)
    return Scene(found, "lead") if inside >= SHARE * (inside + outside) else NOWHERE


def _heads(area: Named) -> bool:
    """Whether an area stands in the name of a policy that the text begins with: the title of a page that has no lines."""
    return area.inside == POLICY and area.outer is not None and area.outer.start == 0


def _is_addressed(text: str, area: Named) -> bool:
    """Whether a line only tells whom a notice is for: 各市人民政府、某区管委会："""
    line = ADDRESSED.match(text, text.rfind("\n", 0, area.span.start) + 1)
    return line is not None and line.start() > 0 and area.span.end <= line.end()


def _is_wider(article: Article, mentions: Sequence[Mention], home: Named) -> bool:
    """Whether the title says 全省: 全省培训班在太原举行 is not about 太原."""
    return home.area.kind != PROVINCE and any(
        m.deictic and m.kind == PROVINCE and m.span.end <= article.body for m in mentions
    )


def deepest(areas: Sequence[Named]) -> Named | None:
    """The one that lies in all others; of several beside each other, the deepest named that they all lie in."""
    known = [a for a in areas if a.known] or areas
    leaves = [a for a in known if not any(b.area != a.area and b.lies_in(a) for b in known)]
    over = [a for b in known for a in (*b.parents, b) if all(leaf.lies_in(a) for leaf in leaves)]
    return next((a for a in over if all(a.lies_in(b) for b in over)), None)


def _lies(text: str, area: Named, words: SceneWords) -> bool:
    """Whether an area only tells where a thing is: 在位于某县的某工地."""
    before = max(0, area.span.start - ASIDE)
    return (
        words.lies.search(text, before, area.span.start) is not None
        and DESCRIBES in text[area.span.end : area.span.end + ASIDE]
    )


def _is_listed(text: str, area: Named) -> bool:
    """Whether a zone is a member of a list, of which others may be works: 某电子城、某产业园等工地."""
    beside = (
        text[area.span.end : area.span.end + 1] in LISTS
        or text[area.span.start - 1 : area.span.start] in LISTS
    )
    return area.area.kind == ZONE and beside


def _aside(text: str, area: Named, words: SceneWords) -> bool:
    """Whether a gift went there, or the report comes from there: 新华网北京4月3日电."""
    if DATELINE.match(text, area.span.end):
        return True
    return words.asides.search(text, max(0, area.span.start - ASIDE), area.span.start) is not None
