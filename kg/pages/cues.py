"""Cues of page layout, from `ontology/rules/pages.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kg.model import DataError

KEYS = ("lead", "reporter", "byline", "caption", "filler", "jump_to", "jump_from")


@dataclass(frozen=True, slots=True)
class PageCues:
    """Compiled patterns over single lines."""

    lead: re.Pattern[str]  # 本报讯: begins an article
    reporter: re.Pattern[str]  # （记者 …） behind a lead
    byline: re.Pattern[str]  # a name alone on a line or in brackets: ends an article
    caption: re.Pattern[str]  # … 摄: ends a photo caption
    filler: re.Pattern[str]  # masthead, editors, column labels
    jump_to: re.Pattern[str]
    jump_from: re.Pattern[str]


def load_cues(folder: Path) -> PageCues:
    """Read the cues. Raises DataError for an unknown or missing key or a bad pattern."""
    path = folder / "rules" / "pages.toml"
    table = tomllib.loads(path.read_text("utf-8")).get("pages", {})
    for key in table:
        if key not in KEYS:
            raise DataError(f"{path.name}: unknown key '{key}'; known: {', '.join(KEYS)}")
    missing = [key for key in KEYS if key not in table]
    if missing:
        raise DataError(f"{path.name}: [pages] lacks {', '.join(missing)}")
    try:
        return PageCues(*(re.compile("|".join(f"(?:{p})" for p in table[key])) for key in KEYS))
    except re.error as error:
        raise DataError(f"{path.name}: {error}") from error
