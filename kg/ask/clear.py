"""Whether the names of a reading are clear, and whether another reading may be tried."""

from __future__ import annotations

from collections.abc import Iterator

from kg.ask.model import Name, QuestionBook, Reading
from kg.ask.names import FIGURES, Lexicon


def may_be_read_on(reading: Reading, lexicon: Lexicon) -> bool:
    """Asked where a reading has no answer: nothing that it counts or compares is there, a figure of that name is not, or a
    name has two classes."""
    kinds = {name.kind for name in reading.names}
    if reading.wants in ("count", "value", "sum", "best") and reading.classes:
        return True  # 隧洞有多长 asks a work for its figure 隧洞长度 where no tunnel is named
    if reading.wants == "value" and not kinds.isdisjoint(FIGURES):
        return True
    return any(len({n.kind for n in lexicon.find(name.written)}) > 1 for name in reading.names)


def unclear_names(reading: Reading, book: QuestionBook) -> Iterator[str]:
    """Names that are several things, or that mean something on one page only."""
    by_written: dict[str, list[Name]] = {}
    for name in reading.names:
        if name.kind not in FIGURES:
            by_written.setdefault(name.written, []).append(name)
    for written, names in by_written.items():
        different = sorted({(n.label, n.place) for n in names})
        shown = book.says["and"].join(f"{label}（{place}）" if place else label for label, place in different)
        if len({n.term for n in names}) > 1:
            yield book.says["unclear"].format(written, shown)
        elif not names[0].sure:
            yield book.says["loose"].format(written, shown)
