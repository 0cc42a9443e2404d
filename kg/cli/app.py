"""The application, the options that several commands share, and how a user's mistake is told."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from kg import DataError, __version__
from kg.api.settings import lines_of, ontology_version, project_ontology, readable, store_of
from kg.api.speaking import LANGUAGES
from kg.cli.lang import choose, spoken, tell, told_help, translate

if TYPE_CHECKING:
    from kg.api.serving import Login

MISUSE: type[Any] = typer.BadParameter.__mro__[
    2
]  # what the library raises for any wrong usage; it has no public name in all versions
DONE, FAULTS, USAGE = 0, 1, 2
STOPPED = 130  # by Ctrl-C, as shells have it
OUT = Path("exports")
BASE_IRI = "https://shanhe.example/id/"
ONTOLOGY = "--ontology"
PIPE = "-"  # for a file: standard input or output

ORDER = (
    *("build", "diff", "query", "ask", "explain", "correct", "export", "push", "html", "serve"),
    *("validate", "rules", "init", "score", "read"),
)

__all__ = ["DataError", "app", "main", "store_of"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_CURSOR = re.compile(rf"(?!\t|\r?\n|[\u2028\u2029]){_CONTROL.pattern}")  # in a text of several lines
LANG = "The language of help and messages; else as LANG of the environment has it."
_level = 0  # -1 with -q, 1 with -v


class Group(TyperGroup):
    """All commands."""

    def get_help(self, ctx: Any) -> str:
        return told_help(super().get_help(ctx))


class Command(TyperCommand):
    """A command that also knows -q, -v and --lang."""

    def get_help(self, ctx: Any) -> str:
        return told_help(super().get_help(ctx))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = (("quiet", -1, "Only results and faults."), ("verbose", 1, "Tell more of what is done."))
        for name, level, text in marks:
            self.params.append(
                TyperOption(
                    param_decls=[f"--{name}", f"-{name[0]}"],
                    is_flag=True,
                    expose_value=False,
                    help=text,
                    callback=_setter(level),
                )
            )
        self.params.append(
            TyperOption(param_decls=["--lang"], expose_value=False, metavar="|".join(LANGUAGES), help=LANG)
        )


def _setter(level: int) -> Callable[[object, object, bool], None]:
    def set_level(context: object, parameter: object, wanted: bool) -> None:
        global _level
        _level = level if wanted else _level

    return set_level


app = typer.Typer(
    cls=Group,
    help="Shanhe 山河: knowledge graphs from newspapers, with the quote behind every fact.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich takes as long to import as all else that `kg --help` does
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _in_utf8(out: Path) -> Path:
    """Raises DataError for a folder whose name is no UTF-8: the store's library cannot open it."""
    if readable(out) != str(out):
        raise DataError(f"{readable(out)}: the name of this folder is not in UTF-8; give another with -o")
    return out


Out = Annotated[
    Path,
    typer.Option(
        "--out",
        "-o",
        file_okay=False,
        callback=_in_utf8,
        help="The folder that `kg build` writes and others read.",
    ),
]
EndpointOption = Annotated[
    str | None,
    typer.Option("--endpoint", help="Ask a SPARQL endpoint at this URL, not the embedded store."),
]
GraphOption = Annotated[
    str | None, typer.Option("--graph", help="With --endpoint: IRI of the named graph that is asked.")
]
OntologyOption = Annotated[
    Path | None,
    typer.Option(
        "--ontology",
        callback=lambda given: given or project_ontology(Path()),
        help="A folder of classes, rules and tables to add to ours; give several one after the other. Else as kg.toml says.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _tell_version(wanted: bool) -> None:
    if not wanted:
        return
    typer.echo(f"kg {__version__}, ontology {ontology_version(project_ontology(Path()))}")
    raise typer.Exit(DONE)


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_tell_version, is_eager=True, help="The version, and the ontology's hash."
        ),
    ] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="|".join(LANGUAGES), help=LANG)] = "",
) -> None:
    """What stands before a command; the help of `app` is the program's."""
    del lang  # `choose` has read it before any help is told


def in_order() -> None:
    """List the commands as a new user meets them, wherever they are defined."""
    app.registered_commands.sort(key=lambda c: ORDER.index(c.callback.__name__) if c.callback else len(ORDER))
    for command in app.registered_commands:
        command.cls = Command


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; a user's mistake, and what the system refuses, is one line and exit status 2."""
    global _level
    _level = 0
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # m³ on a terminal in GBK
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        choose(given)
        command = _command(spoken())
        args = _one_ontology([a if os.path.lexists(a) else readable(a) for a in given])
        sys.exit(command.main(args=args, prog_name="kg", standalone_mode=False) or DONE)
    except typer.Abort:
        fail("stopped")
        sys.exit(FAULTS)
    except MISUSE as error:
        told = io.StringIO()
        error.show(told)
        typer.echo(shown(tell(told.getvalue())), nl=False, err=True)
        sys.exit(error.exit_code)
    except DataError as error:
        for line in lines_of(error):
            fail(line)
        sys.exit(USAGE)
    except BrokenPipeError:  # `kg … | head`
        _drop_output()
        sys.exit(DONE)
    except OSError as error:
        fail(f"{error.filename or 'cannot write'}: {error.strerror or error}")
        _drop_output()
        sys.exit(USAGE)


@cache
def _command(lang: str) -> Any:
    """The commands with their help in the language that is spoken: made once, also where one process runs several."""
    del lang
    return translate(typer.main.get_command(app))


def _one_ontology(given: list[str]) -> list[str]:
    """Several `--ontology` as one, `a:b`; `kg diff` compares those that it is given."""
    if given[:1] == ["diff"]:
        return given
    rest, folders = [], []
    words = iter(given)
    for word in words:
        if word == ONTOLOGY:
            folders.append(next(words, ""))
        elif word.startswith(f"{ONTOLOGY}="):
            folders.append(word.partition("=")[2])
        else:
            rest.append(word)
    return [*rest, ONTOLOGY, os.pathsep.join(folders)] if len(folders) > 1 else given


def _drop_output() -> None:
    """What waits to be written to a full disk, or Python tries it again at its end and prints a trace."""
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def fail(line: str) -> None:
    """A fault, on standard error, also with -q."""
    typer.echo(f"kg: {printable(tell(line))}", err=True)


def say(line: str) -> None:
    """A message on standard error, where it does not mix with results; none with -q."""
    if _level >= 0:
        fail(line)


def is_quiet() -> bool:
    return _level < 0


def is_verbose() -> bool:
    return _level > 0


def piped() -> bytes:
    """All of standard input."""
    return sys.stdin.buffer.read()


def put(data: bytes) -> None:
    """Bytes on standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def piped_text() -> str:
    """Standard input as text. Raises DataError where it is not UTF-8."""
    try:
        return piped().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("standard input is not text in UTF-8") from error


def printable(text: str) -> str:
    """Without what moves a terminal's cursor or begins a line of its own: names of files may hold both."""
    return _CONTROL.sub(_escaped, text)


def _escaped(sign: re.Match[str]) -> str:
    return f"\\x{ord(sign[0]):02x}"


def echo(text: str, *, nl: bool = True) -> None:
    """Print what has words of pages in it, for people: no title or quote moves the cursor, colours or names a terminal."""
    typer.echo(shown(tell(text)), nl=nl)


def shown(text: str) -> str:
    """A text of lines without what else moves a terminal's cursor."""
    return _CURSOR.sub(_escaped, text)


def echo_data(text: str, *, nl: bool = True) -> None:
    """Print what is for programs as it is, but on a terminal, where a person looks; lines of CSV end in CR LF."""
    seen = shown(text.replace("\r\n", "\n").removesuffix("\r"))
    typer.echo(seen if sys.stdout.isatty() else text, nl=nl, color=True)  # else colours are cut out


def login() -> Login:
    """User and password, or token, of a triple store: from the environment, where no list of processes shows them."""
    from kg.api.serving import Login

    return Login(*(os.environ.get(name) for name in ("KG_USER", "KG_PASSWORD", "KG_TOKEN")))
