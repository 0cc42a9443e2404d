"""Names that are given instead of found: what reading asks of whoever knows them, as a gold file does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kg.model import Mention


class GivenNames(Protocol):
    """The names of one page with their classes and identities. Each is asked for one article, whose text is `text`."""

    def areas(self, text: str, found: Sequence[Mention]) -> tuple[Mention, ...]:
        """The linked areas of an article, in order; `found` are those that linking made of the text."""

    def others(self, text: str, found: Sequence[Mention]) -> tuple[Mention, ...]:
        """All other names of an article, not nested; `found` are those that the name rules made of the text."""

    def identities(self, text: str, linked: Sequence[Mention]) -> tuple[Mention, ...]:
        """The mentions of an article as linking leaves them, with the entities that are given."""
