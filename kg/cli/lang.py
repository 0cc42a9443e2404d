"""The language of the command: `--lang zh|en`, else as LC_ALL, LC_MESSAGES or LANG has it; help, messages, summaries and progress."""

from __future__ import annotations

import gettext
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.api.speaking import Catalogue, catalogue, language

OPTION = "--lang"
_HEAD = re.compile(
    "^([^\\x00-\\x7f]+):$", re.MULTILINE
)  # of the parts of a help, which the library ends with its own colon
LIBRARIES = ("click.", "typer.")  # whose own messages go through the `_` of their modules

_spoken: Catalogue = catalogue("en")
_lang = ""


def choose(arguments: Sequence[str]) -> None:
    """Speak the language that the arguments tell, else that of the environment. Raises DataError for another one."""
    global _spoken, _lang
    _lang = _given(arguments) or language(os.environ)
    _spoken = catalogue(_lang)
    for name, module in list(sys.modules.items()):
        if name.startswith(LIBRARIES) and getattr(module, "_", None) in (gettext.gettext, tell):
            vars(module)["_"] = tell


def _given(arguments: Sequence[str]) -> str:
    for i, argument in enumerate(arguments):
        if argument == OPTION and i + 1 < len(arguments):
            return arguments[i + 1]
        if argument.startswith(f"{OPTION}="):
            return argument.removeprefix(f"{OPTION}=")
    return ""


def spoken() -> str:
    """The language that was chosen last."""
    return _lang


def tell(message: str) -> str:
    """A message, or a text of lines, in the language of the command."""
    return _spoken.tell(message)


def translate(command: Any) -> Any:
    """The help of a command and of all below it."""
    for name in ("help", "short_help", "epilog", "options_metavar", "subcommand_metavar"):
        text = getattr(command, name, None)
        if isinstance(text, str):
            setattr(command, name, tell(text))
    for parameter in command.params:
        for name in ("help", "metavar"):
            if isinstance(getattr(parameter, name, None), str):
                setattr(parameter, name, tell(getattr(parameter, name)))
    for below in getattr(command, "commands", {}).values():
        translate(below)
    return command


def told_help(text: str) -> str:
    """A help with what the library writes itself."""
    for own in ("Usage:", "[OPTIONS]", "Show this message and exit."):
        text = text.replace(own, tell(own), 1)
    return _HEAD.sub(r"\1：", text) if _spoken.whole else text


def teach(messages: Mapping[str, str]) -> None:
    """Chinese of what is no message of ours: the names that a query gives its parameters."""
    global _spoken
    if _spoken.whole:
        _spoken = replace(_spoken, whole={**_spoken.whole, **messages})


def head_of(variable: str) -> str:
    """The head of a column of a saved query."""
    key = f"?{variable}"
    told = tell(key)
    return variable if told == key else told


def chosen() -> str:
    """The language that was asked for; empty where nobody did, as where a test calls a command."""
    return _lang
