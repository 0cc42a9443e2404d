"""The ways to write the names of places, and how safe the short ones are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.gazetteer.values import TIER_CUE, TIER_SAFE, TIER_WORD, Form, Place
from kg.model import DataError


class Shortener:
    """Strips the class word and the peoples of an autonomous area: 玉龙纳西族自治县 → 玉龙."""

    def __init__(self, forms: Mapping[str, object]) -> None:
        suffix = forms["suffix"]
        peoples = forms["peoples"]
        if not isinstance(suffix, dict) or not isinstance(peoples, list):
            raise DataError("forms.toml: [suffix] and peoples are wanted")
        self.suffix: dict[str, list[str]] = suffix
        self.autonomous = str(forms["autonomous"])
        self.people = str(forms["people"])
        self.nation = str(forms["nation"])
        longest = sorted(peoples, key=lambda p: (-len(p), p))
        self.peoples = re.compile(f"(?:{'|'.join(longest)})+$")

    def short(self, name: str, kind: str) -> str:
        for end in self.suffix[kind]:
            if name.endswith(end) and len(name) > len(end) + 1:
                stem = name.removesuffix(end)
                bare = self.peoples.sub("", stem) if len(end) > 1 else stem
                return bare if len(bare) > 1 else stem.removesuffix(self.people)  # 内蒙古, 东乡族自治县
        return ""

    def plain_town(self, name: str) -> str:
        """三源浦朝鲜族镇 → 三源浦镇; nothing for others."""
        end = next((e for e in (f"{self.nation}乡", "镇", "乡") if name.endswith(e)), "")
        stem = name.removesuffix(end)
        bare = self.peoples.sub("", stem)
        return bare + end[-1:] if end and len(bare) > 1 and bare != stem else ""

    def middle(self, name: str, kind: str) -> str:
        """大理白族自治州 → 大理州, 玉龙纳西族自治县 → 玉龙县."""
        for end in self.suffix[kind]:
            if end.startswith(self.autonomous) and name.endswith(end):
                return self.short(name, kind) + end.removeprefix(self.autonomous)
        return ""


def forms_of(
    places: Mapping[str, Place], shorten: Shortener, tiers: Mapping[str, str], words: Mapping[str, object]
) -> dict[str, Form]:
    full: dict[str, list[str]] = {}
    former: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    provinces = {place.short: place for place in places.values() if place.kind == "Province"}
    for code, place in places.items():
        full.setdefault(place.name, []).append(code)
        middle = shorten.middle(place.name, place.kind)
        if middle and middle != place.name:
            full.setdefault(middle, []).append(code)
        for name in place.former:
            former.setdefault(name, []).append(code)
        if len(place.short) >= 2 and not _is_of_another(place, provinces):
            short.setdefault(place.short, []).append(code)
    forms: dict[str, Form] = {}
    for text, codes in short.items():
        tier = _tier(text, [places[c].kind for c in codes], [tiers.get(c, TIER_SAFE) for c in codes], words)
        forms[text] = Form(text, "short", tuple(codes), tier)
    for text, codes in former.items():  # 襄樊
        stem = text.removesuffix("市")
        city = all(places[c].kind == "City" for c in codes)
        if city and len(stem) > 1 and stem != text and stem not in forms:
            forms[stem] = Form(stem, "short", tuple(codes), TIER_CUE)
    forms.update({text: Form(text, "former", tuple(codes)) for text, codes in former.items()})
    forms.update({text: Form(text, "full", tuple(codes)) for text, codes in full.items()})
    return forms


def _is_of_another(place: Place, provinces: Mapping[str, Place]) -> bool:
    """Whether a place would be called as a province that it does not lie in: 河南蒙古族自治县 is never 河南; 青海海南 is a prefecture."""
    province = provinces.get(place.short)
    return province is not None and place.kind == "County" and place.code[:2] != province.code[:2]


def _tier(text: str, kinds: Sequence[str], tiers: Sequence[str], words: Mapping[str, object]) -> str:
    """The strictest of the tiers; cities, named so often, are a step safer, counties named like a water less safe."""
    tier, never, waters = min(tiers), words["never_bare"], words["water_ends"]
    if "Province" in kinds:
        return TIER_SAFE
    if isinstance(never, list) and text in never:
        return TIER_WORD
    if "City" in kinds:
        return TIER_CUE if tier == TIER_WORD else TIER_SAFE
    return min(tier, TIER_CUE) if text.endswith(tuple(str(waters))) else tier
