"""Names within names: 太原市 in 太原市某污水处理厂新建工程."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.model import Mention, Span, replace
from kg.names.grammar import AREAS, WATERS

OF_FORM = "water.lake"  # the rule of lakes that no table has
OF_PART = "name.head.part"  # the rule of 青岭铁路白沙段, which names 青岭铁路 too


def nest(
    found: Sequence[Mention], values: Sequence[Mention], bare: Collection[str] = ()
) -> tuple[Mention, ...]:
    """Top-level mentions in order, each with those inside it; of two that cross, the longer stays."""
    ordered = sorted(dict.fromkeys(found), key=lambda m: (-len(m.span), m.span.start, m.kind, m.rule))
    ordered += sorted(values, key=lambda m: (-len(m.span), m.span.start))
    edges = bytearray(
        max((m.span.end for m in ordered), default=0) + 1
    )  # where one that is kept begins or ends
    spans: set[Span] = set()
    kept: list[Mention] = []
    for mention in ordered:
        span = mention.span
        if edges.find(1, span.start + 1, span.end) < 0 and span not in spans:
            edges[span.start] = edges[span.end] = 1
            spans.add(span)
            kept.append(mention)
    return _tree(sorted(kept, key=lambda m: (m.span.start, -m.span.end)), bare)


def _may_stand_in(mention: Mention, outer: Mention, bare: Collection[str]) -> bool:
    """Whether a name inside another names a thing: 某某产业园 in 某某产业园项目 is the project itself."""
    if (
        outer.kind == "Project"
        and mention.kind in ("Zone", "Facility")
        and mention.span.start == outer.span.start
    ):
        return outer.text.removeprefix(mention.text) not in bare
    return _names_inside(mention, outer)


def _names_inside(mention: Mention, outer: Mention) -> bool:
    """A body, company or title names places and waters, and its own parent at its beginning; a section its line."""
    if mention.kind == outer.kind == "Policy":
        return not outer.text.startswith("《")  # 关于印发《…》的通知
    if mention.kind == outer.kind:
        whole = mention.kind in ("Agency", "Company", "Institution") or (
            mention.kind == "Project" and outer.rule == OF_PART
        )
        return whole and mention.span.start == outer.span.start
    if outer.kind == "Policy" and mention.kind == "Agency":
        return True  # those at its beginning: `_tree`
    if outer.kind == "Zone" and mention.kind in WATERS:
        return False  # 七里河工业园区 lies at a place called 七里河
    if outer.kind == "MonitoringSection":
        return mention.kind in (*AREAS, *WATERS)  # 某河大桥断面 names no bridge
    if outer.kind == "Institution" and mention.kind in WATERS:
        return False  # 黄河水利学院 tells nothing of the river
    closed = outer.kind in ("Agency", "Company", "Institution", "Policy")
    return not closed or mention.kind in (*AREAS, "River", "Lake", "Reservoir", "ProtectedArea")


def _is_quarter(mention: Mention, outer: Mention, begun: Collection[int]) -> bool:
    """Whether a lake that no table has, in the midst of a building's name, is where it stands: 某剧院白沙湖艺术中心.

    `begun` is where the name begins, and where its areas end.
    """
    lake = mention.kind == "Lake" and mention.rule == OF_FORM and outer.kind == "Facility"
    return lake and mention.span.start not in begun


def _titled(within: Sequence[Mention], title: Mention) -> list[Mention]:
    """What a title names; of bodies those that it begins with: 《某市某区人民政府关于…》, 某市水利局、某市财政局关于…."""
    kept: list[Mention] = []
    begins = title.span.start
    for mention in within:
        if mention.kind == "Agency" and mention.span.start > begins + 1:
            continue
        if mention.kind == "Agency" or (mention.kind in AREAS and mention.span.start <= begins + 1):
            begins = max(begins, mention.span.end)
        kept.append(mention)
    return kept


def _tree(ordered: Sequence[Mention], bare: Collection[str]) -> tuple[Mention, ...]:
    """Nest a list sorted by start, longest first."""
    top: list[Mention] = []
    at = 0
    while at < len(ordered):
        outer = ordered[at]
        end = at + 1
        while end < len(ordered) and ordered[end].span.start < outer.span.end:
            end += 1
        begun = {outer.span.start, *(m.span.end for m in ordered[at + 1 : end] if m.kind in AREAS)}
        within = [
            m
            for m in ordered[at + 1 : end]
            if _may_stand_in(m, outer, bare) and not _is_quarter(m, outer, begun)
        ]
        inner = _tree(within if outer.kind != "Policy" else _titled(within, outer), bare)
        top.append(outer if inner == outer.inner else replace(outer, inner=inner))
        at = end
    return tuple(top)
