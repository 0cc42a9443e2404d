"""Where words of a text begin and end, worked out sentence by sentence and only when asked."""

from __future__ import annotations

from bisect import bisect_right

from kg.model import Span
from kg.text.sentences import split_sentences
from kg.text.words import boundaries

MARKS = "，。；：、！？,;:!?（）()《》“”‘’「」『』〈〉【】[] 　\n\t—－–-…·●■▲★|/~～"


class Edges:
    """Word boundaries of one text: `seams`, which are known, and jieba's, who sees a sentence only when a name in it is in doubt."""

    def __init__(self, text: str, seams: frozenset[int] = frozenset()) -> None:
        self.text, self.seams = text, seams
        self._sentences = split_sentences(text)
        self._starts = [s.start for s in self._sentences]
        self._known: dict[int, frozenset[int]] = {}

    def begins(self, at: int) -> bool:
        """Whether a word begins at an offset: at a seam, behind a mark, or by jieba."""
        if (
            at in self.seams
            or at <= 0
            or at >= len(self.text)
            or self.text[at - 1] in MARKS
            or self.text[at] in MARKS
        ):
            return True
        index = bisect_right(self._starts, at) - 1
        if index < 0 or at >= self._sentences[index].end:
            return True
        sentence = self._sentences[index]
        if sentence.start not in self._known:
            self._known[sentence.start] = boundaries(self.text[sentence.start : sentence.end])
        return at - sentence.start in self._known[sentence.start]

    def are(self, span: Span) -> bool:
        """Whether a word begins at the start and ends at the end of a span."""
        return self.begins(span.start) and self.begins(span.end)
