"""What kind of page an article is for its stages: news, or a plan or work report, section by section."""

from __future__ import annotations

import re

from kg.facts.stage_words import StageWords
from kg.model import Article

NEWS, PLAN = "news", "plan"
NUMERALS = "一二三四五六七八九"
TERM = re.compile(f"十([{NUMERALS}])五")  # 十四五: five years


class PageKind:
    """`kind` is that of the section that was read last."""

    def __init__(self, article: Article, words: StageWords) -> None:
        self.year = words.report_year(article.title)
        title = words.is_report(article.title)
        self.kind = PLAN if title else NEWS
        term = TERM.search(article.title)
        self.term = NUMERALS.index(term[1]) if term else 0
        self.report, self.review, self.ahead = title, _any(words, "review"), _any(words, "ahead")

    def read(self, text: str, start: int, end: int) -> None:
        """Go on to a clause, which may open a section."""
        if not self.report:
            return
        if (term := TERM.search(text, start, end)) is not None and self.term:
            self.kind = NEWS if NUMERALS.index(term[1]) < self.term else PLAN
        elif self.review.search(text, start, end):
            self.kind = NEWS
        elif self.ahead.search(text, start, end):
            self.kind = PLAN


def _any(words: StageWords, name: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words.words_of(name))))
