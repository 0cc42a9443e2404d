"""Mistakes of a user's, told together: one that is found does not hide the others."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from kg.model import DataError


class DataErrors(DataError):
    """Several mistakes; as text a line each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(self.faults))


class Faults:
    """Collects mistakes while one reads on: `with faults.told(): …` for what can be wrong by itself."""

    def __init__(self) -> None:
        self.found: list[str] = []

    @contextmanager
    def told(self) -> Iterator[None]:
        """What is raised within is kept for `end`."""
        try:
            yield
        except DataError as error:
            self.found.extend(lines_of(error))

    def add(self, line: str) -> None:
        self.found.append(line)

    def end(self) -> None:
        """Raises what was found: DataError for one, DataErrors for several."""
        found = list(dict.fromkeys(self.found))
        if len(found) == 1:
            raise DataError(found[0])
        if found:
            raise DataErrors(found)


def lines_of(error: DataError) -> tuple[str, ...]:
    """The mistakes of an error, a line each."""
    if isinstance(error, DataErrors):
        return error.faults
    return (" ".join(str(error).split()),)  # a parser's message may have several lines


def near(word: str, known: Iterable[str]) -> str:
    """`; near: locatedIn`, for the end of a message; empty where nothing is."""
    names = sorted(known)
    folded = {name.casefold(): name for name in names}
    found = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    found += [
        folded[n]
        for n in difflib.get_close_matches(word.casefold(), folded, n=3, cutoff=0.5)
        if folded[n] not in found
    ]
    return f"; near: {', '.join(found[:3])}" if found else ""
