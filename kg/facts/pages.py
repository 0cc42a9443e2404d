"""What kind of page an article is for its stages: news, or a plan or work report, section by section."""

from __future__ import annotations

import re

from kg.facts.stage_words import StageWords
from kg.model import Article
from kg.text.numerals import DIGITS
from kg.text.signs import FIVE_YEARS

NEWS, PLAN = "news", "plan"


class PageKind:
    """`kind` is that of the section that was read last."""

    def __init__(self, article: Article, words: StageWords) -> None:
        self.year = words.report_year(article.title)
        title = words.is_report(article.title)
        self.kind = PLAN if title else NEWS
        term = FIVE_YEARS.search(article.title)
        self.term = DIGITS[term[1]] if term else 0  # 4 of the 十四五 plan: it looks back on 十三五
        self.report, self.review, self.ahead = title, _any(words, "review"), _any(words, "ahead")

    def read(self, text: str, start: int, end: int) -> None:
        """Go on to a clause, which may open a section."""
        if not self.report:
            return
        if (term := FIVE_YEARS.search(text, start, end)) is not None and self.term:
            self.kind = NEWS if DIGITS[term[1]] < self.term else PLAN
        elif self.review.search(text, start, end):
            self.kind = NEWS
        elif self.ahead.search(text, start, end):
            self.kind = PLAN


def _any(words: StageWords, name: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words.words_of(name))))
