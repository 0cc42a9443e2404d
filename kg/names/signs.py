"""Provinces by their signs in a counted list: 晋冀鲁三省, 新、甘、陕、川、渝五省区市, 沪苏浙皖三省一市."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.gazetteer import KIND_PROVINCE, Gazetteer
from kg.model import Mention, Span
from kg.text.numerals import parse_number


@dataclass(frozen=True, slots=True)
class SignFinder:
    """Only where as many signs stand together as the count behind them says, none of them twice."""

    codes: Mapping[str, str]  # sign → code
    listed: re.Pattern[str]

    def find(self, text: str) -> Iterator[Mention]:
        for match in self.listed.finditer(text):
            places = [i for i in range(match.start("signs"), match.end("signs")) if text[i] in self.codes]
            counts = (parse_number(n) or 0 for n in match.group("count", "more") if n)
            if len(places) != sum(counts) or len({text[i] for i in places}) < len(places):
                continue
            for at in places:
                code = f"area-{self.codes[text[at]]}"
                yield Mention(Span(at, at + 1), text[at], KIND_PROVINCE, "place.list", candidates=(code,))


def make_sign_finder(gazetteer: Gazetteer) -> SignFinder:
    """From `province_signs` of forms.toml: 晋山西省."""
    rows = gazetteer.words["province_signs"]
    codes = {row[0]: place.code for row in rows for place in gazetteer.named(row[1:]) if not place.parent}
    signs, numeral = "".join(map(re.escape, codes)), rf"[{gazetteer.words['numeral'][0]}\d]"
    classes = "|".join(sorted(map(re.escape, gazetteer.words["sign_class"]), key=lambda w: (-len(w), w)))
    marks = "|".join(map(re.escape, gazetteer.words["sign_between"]))
    listed = rf"(?P<signs>[{signs}](?:(?:{marks})?[{signs}]){{1,11}})等?(?P<count>{numeral}{{1,2}})个?(?:{classes})"
    others = "|".join(gazetteer.words["not_class"])
    more = rf"(?:、?(?P<more>[一{numeral[1:]})(?:{'|'.join(gazetteer.words['sign_more'])})(?!{others}))?"
    return SignFinder(codes, re.compile(listed + more))
