"""What kind of page an article is for its stages: news, or a plan or work report, section by section."""

from __future__ import annotations

import re

from kg.facts.stage_words import StageWords
from kg.model import Article
from kg.text.numerals import DIGITS
from kg.text.signs import FIVE_YEARS, NUMBERED

NEWS, PLAN = "news", "plan"
SENTENCES = 5  # fewer tell nothing of their kind
SHORTEST = 6  # characters of a sentence
MANY, NOTHING_TOLD = 20, 0.03  # of so many sentences, the share at which a text is no news, however they open
TASKS, TOLD = 0.5, 0.1  # shares of sentences that open with a task, and that tell what was done
_SENTENCE = re.compile("[。；：\n]")


class PageKind:
    """`kind` is that of the section that was read last."""

    def __init__(self, article: Article, words: StageWords) -> None:
        self.year = words.report_year(article.title)
        title = words.is_report(article.title)
        self.kind = PLAN if title or tells_tasks(article.text[article.body :], words) else NEWS
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


def tells_tasks(text: str, words: StageWords) -> bool:
    """Whether a text without a telling title is one of tasks: most sentences open with what is to be done, next to none tells what was."""
    sentences = [s for s in map(_unnumbered, _SENTENCE.split(text)) if len(s) >= SHORTEST]
    opening, told = tuple(words.words_of("task")), _any(words, "told")
    tasks = sum(sentence.startswith(opening) for sentence in sentences)
    done = sum(told.search(sentence) is not None for sentence in sentences)
    if len(sentences) >= MANY and done <= NOTHING_TOLD * len(sentences):
        return True
    return len(sentences) >= SENTENCES and tasks >= TASKS * len(sentences) and done <= TOLD * len(sentences)


def _unnumbered(sentence: str) -> str:
    """A sentence without the number that it opens with."""
    sentence = sentence.lstrip()
    match = NUMBERED.match(sentence)
    return sentence[match.end() :].lstrip() if match else sentence


def _any(words: StageWords, name: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words.words_of(name))))
