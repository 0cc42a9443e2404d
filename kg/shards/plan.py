"""Which pages go into which shard, and what the shards are called.

A page's key is a hash of all that its facts depend on: its bytes, identifier and source, the rules and tables, the code.
A shard holds the pages whose hashed identifiers begin with the same bits; a group that is too large is split in two by
the next bit. So one page more or less changes one shard (or splits or joins one), whatever the other pages are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution, requires, version
from pathlib import Path
from platform import python_version

from kg.pages.read import Page

LARGEST = (
    64  # pages of a shard: 100,000 pages are some 2,200 files; one changed page rewrites 64 records, not all
)
SUFFIX = ".jsonl.gz"
BITS = 256  # of a hash
SMALL = 1 << 16  # bytes of a file that is hashed in one piece
PROJECT = "shanhe-kg"
CODE = Path(__file__).parent.parent
_VERSION = re.compile(r"^Version: (\S+)\s*$", re.M)
EXTRA = "extra =="  # what developers and clusters need changes no fact
NOT_READ = {
    "identity.toml",
    "shapes.ttl",
    ".rq",
    ".md",
    "pages",
    "gold",
    "template",
}  # of an ontology folder: what does not change what a page says


@dataclass(frozen=True, slots=True)
class Task:
    """A page to read, and the key of its facts. `bits` are those of its hashed identifier, as a number."""

    page: Page
    key: str
    bits: int


@dataclass(frozen=True, slots=True)
class Shard:
    """Pages that share a file; `prefix` is the bits by which they were grouped, `0110`."""

    prefix: str
    tasks: tuple[Task, ...]

    @property
    def name(self) -> str:
        """The same for the same pages, rules, tables and code, and for no other."""
        return f"s{self.prefix}-{_hash_of(tuple([task.key for task in self.tasks]))[:32]}{SUFFIX}"


def plan(pages: Iterable[Page], fingerprint: str) -> tuple[Shard, ...]:
    """The shards of some pages, in the order of their prefixes; neither order nor history of the pages matters."""
    return tuple(_split(sorted(_tasks(pages, fingerprint), key=lambda t: (t.bits, t.page.identifier)), ""))


def fingerprint(ontology: Path, own: Sequence[Path] = ()) -> str:
    """A hash of rules and tables, ours and the user's own, of our code, and of the versions of Python and of the packages that we stand on."""
    total = hashlib.sha256("\n".join(_versions()).encode())
    tables = [(folder, _tables(folder)) for folder in (ontology, *own)]
    _add(total, [*tables, (CODE, sorted(CODE.rglob("*.py")))])
    return total.hexdigest()


def ontology_hash(ontology: Path, own: Sequence[Path] = ()) -> str:
    """A hash of rules and tables alone, ours and the user's own: the same on every machine that reads pages by them."""
    total = hashlib.sha256()
    _add(total, [(folder, _tables(folder)) for folder in (ontology, *own)])
    return total.hexdigest()


def _add(total: hashlib._Hash, folders: Iterable[tuple[Path, Iterable[Path]]]) -> None:
    for folder, files in folders:
        for path in files:
            total.update(f"\n{path.relative_to(folder).as_posix()}\n{_file_hash(path)}".encode())


def bits_of(name: str) -> str:
    """The prefix of the shard with this file name."""
    return name.split("-")[0].removeprefix("s")


def _split(tasks: Sequence[Task], prefix: str) -> Iterator[Shard]:
    if len(tasks) > LARGEST and len(prefix) < BITS:
        shift = BITS - 1 - len(prefix)
        for bit in (0, 1):
            yield from _split([t for t in tasks if t.bits >> shift & 1 == bit], f"{prefix}{bit}")
    elif tasks:
        yield Shard(prefix, tuple(tasks))


def _tasks(pages: Iterable[Page], fingerprint: str) -> Iterator[Task]:
    path, digest = None, ""
    for page in pages:
        if page.path != path:  # pages of one archive stand together, and are read for their hash once
            path, digest = page.path, _file_hash(page.path)
        key = _hash(fingerprint, page.identifier, page.source, digest, *([page.date] if page.date else []))
        yield Task(page, key, int(_hash(page.identifier), 16))


def _tables(ontology: Path) -> list[Path]:
    files = (p for p in ontology.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc"))
    kept = (p for p in files if not NOT_READ & {p.name, p.suffix, p.relative_to(ontology).parts[0]})
    return sorted(kept)


def _versions() -> list[str]:
    """Python's, and those of the packages that the project requires and finds."""
    found = [f"python {python_version()}"]
    try:
        needed = sorted({_name(line) for line in requires(PROJECT) or () if EXTRA not in line})
    except PackageNotFoundError:  # run from a folder that is not installed
        return found
    for name in needed:
        try:
            found.append(f"{name} {_version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} is not here")
    return found


def _version(name: str) -> str:
    """As `importlib.metadata.version`, which reads all of what a package says of itself as a letter: a third of a build of nothing new."""
    match = _VERSION.search(distribution(name).read_text("METADATA") or "")
    return match[1] if match else version(name)


def _name(requirement: str) -> str:
    """`jieba>=0.42.1` → `jieba`."""
    return "".join(c if c.isalnum() or c in "-_." else " " for c in requirement).split()[0]


def _file_hash(path: Path) -> str:
    """Of the bytes; of the reason where they cannot be read, so that a page is tried again when that is mended."""
    try:
        with path.open("rb") as file:
            data = file.read(SMALL)
            if len(data) < SMALL:  # most pages: in one piece
                return hashlib.sha256(data).hexdigest()
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"cannot be read: {error.strerror}"


@lru_cache(maxsize=4096)  # a build asks for the name of a shard several times
def _hash_of(parts: tuple[str, ...]) -> str:
    return _hash(*parts)


def _hash(*parts: str) -> str:
    """Each part is counted, so that no two lists of parts give the same text."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
