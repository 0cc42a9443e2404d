"""The articles of corpus/, set anew as other papers and sites set theirs, are found again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.model import Document
from kg.pages.cut import cut_articles
from kg.pages.read import Page, read_document
from tests.conftest import loaded

CORPUS = Path(__file__).parent.parent / "corpus"
CUES = loaded().cues
NAMES = ["王小北", "李大川", "赵一山", "孙小红", "周小青", "钱多多", "吴一平", "郑北"]
BODY = 80  # characters; shorter ones are captions
SLACK = 12  # characters between where an article begins and where it is found to begin


@dataclass(frozen=True)
class Story:
    number: int
    titles: list[str]
    body: list[str]


def stories(page: Path) -> list[Story]:
    found = cut_articles(read_document(Page(page, page.stem, page.name)), CUES)
    kept = [a for a in found if a.title and len(a.text) - a.body > BODY]
    return [
        Story(n, a.text[: a.body].strip("\n").split("\n"), a.text[a.body :].split("\n"))
        for n, a in enumerate(kept)
    ]


def wrap(paragraph: str, width: int, indent: str = "") -> list[str]:
    text = indent + paragraph
    return [text[at : at + width] for at in range(0, len(text), width)]


def set_anew(found: Sequence[Story], lines: Callable[[Story], list[str]], between: str = "\n\n") -> str:
    return between.join("\n".join(lines(story)) for story in found)


def wrapped(story: Story, width: int, indent: str = "") -> list[str]:
    return [line for paragraph in story.body for line in wrap(paragraph, width, indent)]


def indented(story: Story) -> list[str]:
    return ["　　" + paragraph for paragraph in story.body]


def name(story: Story) -> str:
    return NAMES[story.number % len(NAMES)]


LAYOUTS: dict[str, tuple[Callable[[list[Story]], str], float]] = {  # with the least F1 of beginnings
    "headings in Markdown": (
        lambda f: set_anew(f, lambda s: ["## " + " ".join(s.titles), "", *s.body]),
        0.98,
    ),
    "titles all bold": (lambda f: set_anew(f, lambda s: [f"**{' '.join(s.titles)}**", "", *s.body]), 0.98),
    "leads, a line a paragraph": (
        lambda f: set_anew(f, lambda s: [" ".join(s.titles), "　　本报讯　" + s.body[0], *indented(s)[1:]]),
        0.98,
    ),
    "names behind bodies, no blank lines": (
        lambda f: set_anew(
            f, lambda s: [" ".join(s.titles), *indented(s)[:-1], f"{indented(s)[-1]}（{name(s)}）"], "\n"
        ),
        0.95,
    ),
    "bylines below titles": (
        lambda f: set_anew(f, lambda s: [" ".join(s.titles), "□ 本报记者 " + name(s), *indented(s)]),
        0.95,
    ),
    "sources and dates below titles": (
        lambda f: set_anew(
            f, lambda s: [" ".join(s.titles), f"来源：江城日报 2024-05-06 10:2{s.number}", *s.body]
        ),
        0.95,
    ),
    "nothing but titles, a line a paragraph": (
        lambda f: set_anew(f, lambda s: [*s.titles, *s.body], "\n"),
        0.75,
    ),
    "nothing but titles, wrapped and indented": (
        lambda f: set_anew(f, lambda s: [*s.titles, "", *wrapped(s, 17, "　　")]),
        0.75,
    ),
    "nothing but titles, no blank lines": (
        lambda f: set_anew(f, lambda s: [*s.titles, *wrapped(s, 20, "　　")], "\n"),
        0.75,
    ),
    "titles behind bodies": (lambda f: set_anew(f, lambda s: [*wrapped(s, 22), "", *s.titles]), 0.7),
}


def f1(layout: Callable[[list[Story]], str]) -> float:
    """Of beginnings, over all pages of the corpus."""
    right = found_count = wanted = 0
    for page in sorted(CORPUS.glob("*.txt")):
        wanted_stories = stories(page)
        text = layout(wanted_stories)
        found = [a.text[a.body :][:SLACK] for a in cut_articles(Document("p", "p.txt", text), CUES)]
        heads = [story.body[0][:SLACK] for story in wanted_stories]
        right += sum(head in found for head in heads)
        found_count, wanted = found_count + len(found), wanted + len(heads)
    return 2 * right / (found_count + wanted)


@pytest.mark.parametrize("name", LAYOUTS)
def test_articles_are_found_again_in_another_layout(name: str) -> None:
    layout, least = LAYOUTS[name]
    assert f1(layout) >= least
