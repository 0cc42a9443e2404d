"""Where a thing lies by an area in the midst of its name: 远川集团宁德基地, 青蓉高速福建龙岩段, 中国（上海）自由贸易试验区."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Mention, is_a
from kg.story.areas import CODED, Named
from kg.story.scene import NOWHERE, Scene, Scenes

ENDS = ("至", "到", "和", "与", "、", "—", "－", "-", "～", "~")  # between the ends of a course, or of a list


def amid(mention: Mention, kinds: Sequence[str], scenes: Scenes, towards: tuple[str, ...]) -> Scene:
    """The one area that stands behind other words of a name, unless it is an end of a course, or the article is at home elsewhere.

    `towards` are words before an area to which something only leads: 援, 入.
    """
    found = [a for each in scenes.inside(mention.span) for a in _coded(each, mention)]
    area = found[-1] if found else None
    if area is None or mention.entity is None or area.span.start == mention.span.start:
        return NOWHERE
    if not is_a(area.area, kinds) or not all(area.lies_in(other) for other in found):
        return NOWHERE
    if scenes.tells_abroad(mention.span.start, mention.span.end):
        return NOWHERE
    home, at = scenes.home.named, scenes.at(mention.span.start).named
    if not all(place is None or area.kin(place) for place in (home, at)):
        return NOWHERE
    if at is not None and at.area not in (area.area, mention.entity) and at.lies_in(area):
        return NOWHERE  # the scene tells more
    return NOWHERE if _leads(scenes.text, area, mention, towards) else Scene(area)


def _coded(area: Named, mention: Mention) -> Sequence[Named]:
    """An area with a code; of a zone, which is an area itself, those in its name."""
    if area.span != mention.span:
        return (area,) if area.area.kind in CODED else ()
    within = area.within - {area.area.id}
    inner = ((m.span, m.entity) for m in mention.inner if m.kind in CODED)
    return [Named(span, entity, within) for span, entity in inner if entity is not None]


def _leads(text: str, area: Named, mention: Mention, towards: tuple[str, ...]) -> bool:
    """Whether an area is an end of a course, or where something only goes."""
    before = text[mention.span.start : area.span.start]
    return before.endswith((*ENDS, *towards)) or text.startswith(ENDS, area.span.end)
