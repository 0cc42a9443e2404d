"""Units in, without what a page of the web has around its stories: menus, links and notices; and with its title."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import replace
from kg.pages.cues import PageCues
from kg.pages.kinds import BYLINE, CAPTION, FILLER, FOOT, META, META_LINE, NAMES, PROSE, TITLE
from kg.pages.lines import STOPS
from kg.pages.units import Unit

MENU = 3  # titles; a story has fewer, the menu of a site has more
NOTICE = 400  # characters; so is a notice on copyright
ITEMS = "·•‧∙◦▪"  # what an item of a list of links begins with


def story_units(units: Sequence[Unit], cues: PageCues) -> list[Unit]:
    """The units that stories are made of; what is none of them becomes filler."""
    told = [_without_notice(unit, cues) for unit in units]
    return _without_links(_without_menu(_with_title(told, cues), cues))


def _with_title(units: list[Unit], cues: PageCues) -> list[Unit]:
    """What a page of the web begins with, right before its date, is its title, however long."""
    first, after = (*units[:2], None, None)[:2]
    if first is None or after is None or first.kind != PROSE or after.kind != META:
        return units
    whole = len(first.text) > META_LINE or any(sign in first.text for sign in STOPS) or first.lead is not None
    return units if whole or not cues.issued.search(after.text) else [replace(first, kind=TITLE), *units[1:]]


def _without_menu(units: list[Unit], cues: PageCues) -> list[Unit]:
    """Of many titles at the head of a page of the web, only the last, before its date, is a title."""
    first = next((at for at, unit in enumerate(units) if unit.kind not in (TITLE, FILLER, NAMES, FOOT)), 0)
    head = [at for at in range(first) if units[at].kind == TITLE]
    if len(head) <= MENU or units[first].kind != META or not cues.issued.search(units[first].text):
        return units
    menu = set(head[:-1])
    return [replace(unit, kind=FILLER) if at in menu else unit for at, unit in enumerate(units)]


def _without_notice(unit: Unit, cues: PageCues) -> Unit:
    """A paragraph on copyright is no part of a story."""
    short = unit.kind == PROSE and len(unit.text) <= NOTICE
    return replace(unit, kind=FILLER) if short and cues.disclaimer.search(unit.text) else unit


def _without_links(units: Sequence[Unit]) -> list[Unit]:
    """Behind 上一篇 or 相关新闻, titles that no body follows and items of a list are links to other pages."""
    kept: list[Unit] = []
    linked = False
    for at, unit in enumerate(units):
        after = units[at + 1] if at + 1 < len(units) else None
        listed = _is_list(unit)
        linked = unit.kind == FOOT or (linked and (listed or unit.kind in (TITLE, FILLER, NAMES, BYLINE)))
        bodied = after is not None and after.kind in (PROSE, META, CAPTION) and not _is_list(after)
        link = linked and (listed or (unit.kind == TITLE and not bodied))
        kept.append(replace(unit, kind=FILLER) if link else unit)
    return kept


def _is_list(unit: Unit) -> bool:
    """Whether each line is an item: ·某地出台实施意见."""
    return unit.kind in (TITLE, PROSE) and all(line.squeezed[0] in ITEMS for line in unit.lines)
