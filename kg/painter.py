"""graph.html drawn by a process of its own, which loads networkx and pyvis while this one reads the pages.

For a page or two that loading takes as long as everything else; on a machine of two cores it costs no time so. When that
process is not there, or ends otherwise than well, the page is drawn here: the same bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Knowledge
    from kg.schema import Schema

MOST = 64  # pages; of more the loading is a small part, and what they say is much to hand over
READY = "networkx"  # where it is loaded already, there is nothing to gain
CODE = "from kg.painter import main; main()"


class Painter:
    """A context: `start` the process, `begin` a picture, `finish` it. What is not finished at the end is given up."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.begun = False

    def __enter__(self) -> Painter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the process, if it is of use here."""
        if READY in sys.modules or not sys.executable or _cores() < 2:
            return
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        with suppress(OSError):
            self.process = subprocess.Popen(
                [sys.executable, "-c", CODE, str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )

    def begin(
        self, knowledge: Knowledge, schema: Schema, path: Path, base_iri: str, *, texts: bool = True
    ) -> None:
        """Have the process write the page of `knowledge` to `path`: it is told all as text through its pipe."""
        if self.process is None or self.process.stdin is None:
            return
        from kg.graph.codec import encode

        whole = tuple(getattr(knowledge, part.name) for part in fields(knowledge))
        picture = (whole, taken_apart(schema), str(path.absolute()), base_iri, texts)
        self.begun = True
        with suppress(OSError):  # it has ended already
            self.process.stdin.write(encode(picture).encode("utf-8", "surrogatepass"))
            self.process.stdin.close()

    def finish(self) -> bool:
        """Wait for what was begun. False where nothing was, or it did not end well: then the page is not drawn."""
        done = self.process is not None and self.begun and self.process.wait() == 0
        self.close()
        return done

    def close(self) -> None:
        """End the process, whatever it is at."""
        if self.process is not None:
            self.process.kill()
            with suppress(OSError):
                self.process.communicate()
        self.process, self.begun = None, False


def main() -> None:
    """The other process: load, wait for a picture, draw it. It ends with its driver."""
    _end_with(int(sys.argv[1]))
    with ThreadPoolExecutor(1) as thread:
        told = thread.submit(sys.stdin.buffer.read)  # the driver is not to wait until all is loaded
        from kg.graph import keys
        from kg.graph.codec import decode
        from kg.model import Knowledge
        from kg.view.html import get_ready, write_html

        get_ready()
        text = told.result().decode("utf-8", "surrogatepass")
    try:
        picture = decode(text)
    except ValueError:  # the driver died, or wants none
        sys.exit(1)
    match picture:
        case (tuple(whole), tuple(schema), str(path), str(base_iri), bool(texts)):
            write_html(
                Knowledge(*whole),
                put_together(schema),
                Path(path),
                names=keys,
                base_iri=base_iri,
                texts=texts,
            )


def taken_apart(schema: Schema) -> tuple[object, ...]:
    """A schema as tuples of text, as the values of the model are written."""
    return (
        tuple(sorted(schema.classes)),
        tuple(
            (
                name,
                r.name,
                tuple(sorted(r.domain)),
                tuple(sorted(r.range)),
                r.label_zh,
                r.label_en,
                r.own,
                r.symmetric,
                r.words,
            )
            for name, r in schema.relations.items()
        ),
        tuple((*key, label) for key, label in schema.labels.items()),
        tuple(schema.below.items()),
        tuple((*key, label) for key, label in schema.inverses.items()),
        tuple((o.name, o.above, o.kinds, o.nouns, o.words, o.colour, o.shape) for o in schema.own.values()),
    )


def put_together(parts: tuple[object, ...]) -> Schema:
    """The schema that was taken apart. Raises TypeError or ValueError for anything else."""
    from kg.schema import OwnClass, Relation, Schema

    classes, relations, labels, below, inverses, own = parts
    return Schema(
        frozenset(classes),  # type: ignore[call-overload]
        {
            key: Relation(name, frozenset(domain), frozenset(range_), zh, en, *more)
            for key, name, domain, range_, zh, en, *more in relations  # type: ignore[attr-defined]
        },
        {(name, lang): label for name, lang, label in labels},  # type: ignore[attr-defined]
        dict(below),  # type: ignore[call-overload]
        {(name, lang): label for name, lang, label in inverses},  # type: ignore[attr-defined]
        {row[0]: OwnClass(*row) for row in own},  # type: ignore[attr-defined]
    )


def _end_with(driver: int) -> None:
    """On Linux the system kills this process when the driver ends; elsewhere the end of the pipe ends the waiting."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != driver:
            os._exit(1)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
