"""Damaged pages are read all the same: nothing raises and nothing is lost. `make bench` has what long ones cost."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.extract import Tools, page_facts
from kg.model import Document, squeeze
from kg.pages.cut import cut_page
from kg.pages.read import Page, read_document
from kg.text.fold import fold
from kg.text.masthead import find_page_date
from tests.conftest import loaded
from tests.test_cut import accounted

CORPUS = Path(__file__).parent.parent / "corpus"
CUES = loaded().cues
PAGES = tuple(read_document(Page(p, p.stem, p.name)).text for p in sorted(CORPUS.glob("*.txt")))
DAMAGED = 300  # docs/reliability.md has a run of many more
READ_WHOLE = 25  # of these, facts and all
SENTENCE = "柳河水库的坝体本周加高到五十米，库区移民全部住进了新村，下游农田明年就能用上库里的水。"

Damage = Callable[[str, random.Random], str]


def cut_off(text: str, dice: random.Random) -> str:
    """A page that begins and ends anywhere."""
    a, b = sorted(dice.randrange(len(text) + 1) for _ in range(2))
    return text[a:b]


def doubled(text: str, dice: random.Random) -> str:
    """A stretch stands twice."""
    a = dice.randrange(len(text) + 1)
    b = min(len(text), a + dice.randrange(600))
    at = dice.randrange(len(text) + 1)
    return text[:at] + text[a:b] + text[at:]


def wrapped(text: str, dice: random.Random) -> str:
    """All lines of another width, with or without the blank lines."""
    width = dice.choice((3, 9, 14, 25, 60, 10_000))
    joined = "".join(text.split("\n")) if dice.random() < 0.5 else text
    lines = (
        line[at : at + width] for line in joined.split("\n") for at in range(0, max(len(line), 1), width)
    )
    return dice.choice(("\n", "\r\n", "\n\n", "\r")).join(lines)


def shuffled(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    dice.shuffle(lines)
    return "\n".join(lines)


def flipped(text: str, dice: random.Random) -> str:
    """Bytes of the file are wrong."""
    data = bytearray(text.encode(dice.choice(("utf-8", "gb18030"))))
    for _ in range(dice.randrange(1, 40)):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return data.decode(dice.choice(("utf-8", "gb18030")), errors="replace")


def sprinkled(text: str, dice: random.Random) -> str:
    """Signs that mean nothing stand anywhere."""
    signs = (
        "\x00\x01\x1f\x7f\x85\xad\u200b\u200e\u2028\u3000\ufeff\ufffd\ue000\uf8ff\U0001f30a |#*>■（）《》“”"
    )
    found = list(text)
    for _ in range(dice.randrange(1, 200)):
        found.insert(dice.randrange(len(found) + 1), dice.choice(signs))
    return "".join(found)


def spaced(text: str, dice: random.Random) -> str:
    share = dice.choice((0.02, 0.3, 1.0))
    return "".join(sign + dice.choice((" ", "　", "\t", "  ")) * (dice.random() < share) for sign in text)


def slipped(text: str, dice: random.Random) -> str:
    """Characters are taken for others."""
    wrong = str.maketrans(
        "01日元已未千亿万。，",
        dice.choice(("Ol曰无己末干忆力.,", "oI日元已未千亿万··", "〇l口兀巳朱干亿方、；")),
    )
    return "".join(sign.translate(wrong) if dice.random() < 0.4 else sign for sign in text)


DAMAGES: tuple[Damage, ...] = (cut_off, doubled, wrapped, shuffled, flipped, sprinkled, spaced, slipped)


def damaged(seed: int) -> str:
    """A page of the corpus with one to three kinds of damage; the same for the same seed."""
    dice = random.Random(seed)
    text = dice.choice(PAGES)
    for damage in dice.sample(DAMAGES, dice.randrange(1, 4)):
        text = damage(text, dice) or text
    return text


@pytest.mark.parametrize("first", range(0, DAMAGED, 100))
def test_damaged_pages_are_cut_and_nothing_is_lost(first: int) -> None:
    for seed in range(first, first + 100):
        text = damaged(seed)
        found = cut_page(Document("d", "d.txt", text, find_page_date(text)), CUES)
        accounted(text, found)
        assert len(fold(text)) == len(text)
        for article in found.articles:
            assert len(article.offsets) == len(article.text)
            assert 0 <= article.span.start < article.span.end <= len(text)


def test_damaged_pages_give_quotes_that_stand_at_their_offsets(tools: Tools) -> None:
    claims = 0
    for seed in range(0, DAMAGED, DAMAGED // READ_WHOLE):
        text = damaged(seed)
        facts, _ = page_facts(Document("d", "d.txt", text, find_page_date(text)), tools)
        for claim in facts.claims:
            evidence = claim.evidence
            assert squeeze(text[evidence.span.start : evidence.span.end]) == evidence.quote, seed
        claims += len(facts.claims)
    assert claims > READ_WHOLE  # damaged pages still say something


def big(size: int) -> dict[str, str]:
    """Texts that go on and on in one way, about 60 times `size` characters; `make bench` reads larger ones."""
    return {
        "one long line": SENTENCE * size,
        "blank lines": "大坝长个子\n" + "\n" * 60 * size + SENTENCE,
        "a line of spaces": "大坝" + " " * 60 * size + "长个子。" + SENTENCE,
        "a number of many digits": "投资" + "1O" * 30 * size + "元。",
        "nothing but brackets": "（" * 30 * size + "(" * 30 * size,
        "many titles": "\n\n".join(f"大坝长个子{n}\n\n{n}{SENTENCE}" for n in range(size)),
        "many captions": "\n\n".join(f"图为{n}号坝，{SENTENCE} 王小北 摄" for n in range(size)),
        "many jumps": "\n\n".join(
            f"{n}{SENTENCE}还要（下转第2版）\n\n（上接第1版）换成{SENTENCE}" for n in range(size // 2)
        ),
        "many names": "\n".join("王小北" for _ in range(15 * size)),
        "an unfinished sentence": "\n\n".join(SENTENCE[:-1].replace("，", "") for _ in range(size)),
        "no end of markup": "#" * 20 * size + "> " * 10 * size + "**" * 10 * size,
        "a story that never ends": "\n".join(f"{n}{SENTENCE}" for n in range(size)),
    }


@pytest.mark.parametrize(("name", "text"), big(500).items())
def test_long_pages_of_one_kind_are_cut_and_nothing_is_lost(name: str, text: str) -> None:
    found = cut_page(Document("d", "d.txt", text, find_page_date(text)), CUES)
    read = sum(len(set(article.offsets)) for article in found.articles)
    assert read + sum(len(part.span) for part in found.left_out) <= len(text), name
