"""What is told beside an answer, in English: `[english]` in the TOML files of question rules."""

from __future__ import annotations

import re

from kg.ask.model import QuestionBook

_PLACE = re.compile(r"\\{(\d)\\}")


def in_english(note: str, book: QuestionBook) -> str:
    """The note with its values, names as the graph has them; as it is where it has no English."""
    if note in book.english:
        return book.english[note]
    for chinese, english in sorted(book.english.items(), key=lambda pair: -len(pair[0])):
        pattern = _PLACE.sub(r"(?P<v\1>.*)", re.escape(chinese))
        found = re.fullmatch(pattern, note, re.DOTALL)
        if found is not None:
            return english.format(*(found[f"v{i}"] for i in range(len(found.groups()))))
    return note
