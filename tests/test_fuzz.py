"""Damaged files of all formats: each is read or told in a line, and what does not arrive is told.

`python -m tests.test_fuzz 50000 0` runs so many from a seed on, and `docs/reliability.md` has what came of it.
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg.model import DataError
from kg.pages.arrival import came
from kg.pages.bounds import OutOfTime, bounded_time
from kg.pages.formats import read_text
from tests.test_arrival import chapter, docx, epub, words
from tests.test_formats import html, write_docx, write_epub, write_pdf

FEW = 240  # files in the suite
SECONDS = 20.0  # that one file may take of this process's time


def _samples(folder: Path) -> dict[str, bytes]:
    for suffix, write in (("docx", write_docx), ("epub", write_epub), ("pdf", write_pdf)):
        write(folder / f"a.{suffix}")
    docx(folder / "b.docx", words("青崖河昨日开工。") * 20)
    epub(folder / "b.epub", {"c.xhtml": chapter("白石沟水厂通水。", "gb18030")}, ["c.xhtml"])
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    page = html().encode()
    mail = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    escaped = "".join(f"\\u{ord(sign)}?" for sign in "青崖河防洪提升工程昨日开工。" * 20)
    rich = rf"{{\rtf1\ansi\ansicpg936 {escaped}\par}}".encode()
    text = ("青崖河防洪提升工程昨日开工，总投资三亿元。\n" * 20).encode
    return {
        **files,
        **{"a.html": page, "a.mht": mail, "a.rtf": rich},
        **{f"{name}.txt": text(name) for name in ("utf-8", "gb18030", "utf-16")},
    }


def flipped(data: bytes, dice: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(dice.randrange(1, 30)):
        found[dice.randrange(len(found))] = dice.randrange(256)
    return bytes(found)


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(1, len(data))]


def joined(data: bytes, dice: random.Random) -> bytes:
    """A stretch twice, or missing."""
    a, b = sorted(dice.randrange(len(data)) for _ in range(2))
    return data[:b] + data[a:] if dice.random() < 0.5 else data[:a] + data[b:]


def inside(data: bytes, dice: random.Random) -> bytes:
    """The parts of a ZIP archive are damaged, and the archive is sound."""
    if not data.startswith(b"PK"):
        return flipped(data, dice)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(
                info.filename, dice.choice((flipped, cut, joined))(part, dice) if len(part) > 1 else part
            )
    return packed.getvalue()


def swapped(data: bytes, dice: random.Random) -> bytes:
    """Numbers are others, as large as they like to be."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57] or [0]
    at = dice.choice(digits)
    return data[:at] + str(10 ** dice.randrange(1, 12)).encode() + data[at + 1 :]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (flipped, cut, joined, inside, swapped)


def attack(seed: int, samples: dict[str, bytes]) -> str:
    """Read one damaged file; whether it was `read`, `told` or both. Anything else raises."""
    dice = random.Random(seed)
    name = dice.choice(sorted(samples))
    data = dice.choice(DAMAGES)(samples[name], dice)
    try:
        with bounded_time(SECONDS):
            found = read_text(data, name)
    except DataError as error:
        assert "\n" not in str(error), (seed, error)
        return "refused"
    except OutOfTime:
        raise AssertionError(f"seed {seed}: {name} took more than {SECONDS} s") from None
    assert all("\n" not in line for line in (*found.notes, *found.losses)), seed
    if name.endswith(".docx") and not found.losses:
        assert not came(found.text, _plainly(data)).low, seed
    return "read, with losses told" if found.losses else "read"


def _plainly(data: bytes) -> str:
    """All text of a DOCX file, by an eye that knows no more than its tags."""
    import re

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        part = packed.read("word/document.xml").decode("utf-8", "ignore")
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _samples(tmp_path_factory.mktemp("samples"))


def test_damaged_files_are_read_or_told(samples: dict[str, bytes]) -> None:
    counts = Counter(attack(seed, samples) for seed in range(FEW))
    assert counts["refused"] > FEW // 10
    assert counts["read"] > FEW // 10


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        given, started, total = _samples(Path(name)), time.monotonic(), Counter[str]()
        first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
        for seed in range(first, first + int(sys.argv[1])):
            total[attack(seed, given)] += 1
        sys.stdout.write(f"{dict(total)} in {time.monotonic() - started:.0f} s\n")
