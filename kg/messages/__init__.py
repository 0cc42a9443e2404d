"""What the command says, in the user's language: every message of the code is a key of one catalogue, `zh.po`.

The code writes its messages in English, with the values in them. A key has `{}` for each value: a message is found by the words
around its values, and its values, which may be messages themselves, are put into the translation.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from kg.model import DataError

LANGUAGES = ("zh", "en")
VALUE = "{}"
DEPTH = 3  # messages in messages
FIRST = 3  # characters by which the keys are sorted into boxes
QUOTED = ("''", "[]", "“”")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_PLACE = re.compile(r"\{(\d*)\}")
_WORDS = re.compile(r"[A-Za-z]{2}")


def language(environment: Mapping[str, str]) -> str:
    """Of the environment, as gettext reads it: LC_ALL, LC_MESSAGES, LANG; English without any."""
    given = next((v for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := environment.get(name))), "")
    return "zh" if given.lower().startswith("zh") else "en"


@dataclass(frozen=True, slots=True)
class Key:
    """A message with values: the pattern that finds it, and its translation."""

    pattern: re.Pattern[str]
    text: str
    own: tuple[bool, ...]  # of each value: whether it stands in quotes or brackets, as the user has it


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of a language. An unknown one stays as it is."""

    whole: Mapping[str, str]  # those without values
    keys: Mapping[str, tuple[Key, ...]]  # by how they begin; those that begin with a value under ""

    def tell(self, message: str, depth: int = DEPTH) -> str:
        """A message, its white space kept; each of several lines by itself."""
        if not (self.whole or self.keys) or not message.strip():
            return message
        if "\n" in message and message not in self.whole:
            return "\n".join(self.tell(line, depth) for line in message.split("\n"))
        core = message.strip()
        start = message.index(core)
        return message[:start] + self._one(core, depth) + message[start + len(core) :]

    def _one(self, message: str, depth: int) -> str:
        if message in self.whole:
            return self.whole[message]
        if depth == 0 or not _WORDS.search(message):
            return message
        for key in (*self.keys.get(message[:FIRST], ()), *self.keys.get("", ())):
            match = key.pattern.fullmatch(message)
            if match is not None:
                given = zip(match.groups(), key.own, strict=True)
                return _filled(key.text, [v if own else self.tell(v, depth - 1) for v, own in given])
        return self._parts(message, depth - 1)

    def _parts(self, message: str, depth: int) -> str:
        """Several messages in one: a.txt: is empty; b.txt: is empty."""
        if "; " in message:
            parts = message.split("; ")
            told = [self.tell(part, depth) for part in parts]
            return "；".join(told) if told != parts else message
        head, sign, tail = message.partition(": ")
        told_tail = self.tell(tail, depth) if sign else tail
        return f"{head}：{told_tail}" if told_tail != tail else message


def _filled(text: str, values: list[str]) -> str:
    rest = iter(values)
    return _PLACE.sub(lambda m: values[int(m[1])] if m[1] else next(rest), text)


@functools.lru_cache(maxsize=2)
def catalogue(lang: str) -> Catalogue:
    """English has none: the code is in English."""
    if lang not in LANGUAGES:
        raise DataError(f"no language '{lang}'; languages: {', '.join(LANGUAGES)}")
    return made(messages()) if lang == "zh" else Catalogue({}, {})


def messages() -> dict[str, str]:
    """All keys with their translations, as in zh.po."""
    return dict(_entries((files(__name__) / "zh.po").read_text("utf-8")))


def made(entries: Mapping[str, str]) -> Catalogue:
    """Keys with more words of their own come first."""
    boxes: dict[str, list[Key]] = {}
    for message in sorted(entries, key=lambda m: (-len(m.replace(VALUE, "")), m)):
        if VALUE in message:
            parts = message.strip().split(VALUE)
            pattern = re.compile("(.*?)".join(map(re.escape, parts)), re.DOTALL)
            box = parts[0][:FIRST] if len(parts[0]) >= FIRST else ""
            own = tuple(a[-1:] + b[:1] in QUOTED for a, b in itertools.pairwise(parts))
            boxes.setdefault(box, []).append(Key(pattern, entries[message].strip(), own))
    whole = {m.strip(): text.strip() for m, text in entries.items() if VALUE not in m and text}
    return Catalogue(whole, {box: tuple(keys) for box, keys in boxes.items()})


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """The pairs of msgid and msgstr; strings on several lines are one."""
    for block in re.split(r"\n\s*\n", text):
        found = {"msgid": "", "msgstr": ""}
        name = ""
        for line in block.splitlines():
            name = line.split(" ", 1)[0] if line.startswith(("msgid ", "msgstr ")) else name
            if name and not line.startswith("#"):
                found[name] += "".join(map(_plain, _STRING.findall(line)))
        if found["msgid"]:
            yield found["msgid"], found["msgstr"]


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda m: "\n" if m[1] == "n" else m[1], text)
