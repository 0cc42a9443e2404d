"""graph.html drawn by a process of its own, which loads networkx and pyvis while this one reads the pages.

For a page or two that loading takes as long as everything else; on a machine of two cores it costs no time so. When that
process is not there, or ends otherwise than well, the page is drawn here: the same bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Knowledge
    from kg.schema import Schema

    Picture = tuple[
        Knowledge, Schema, str, str, bool
    ]  # what to draw, the page's path, the base IRI, with texts

MOST = 64  # pages; of more the loading is a small part, and what they say is much to hand over
READY = "networkx"  # where it is loaded already, there is nothing to gain
CODE = "from kg.painter import main; main()"


class Painter:
    """A context: `start` the process, `begin` a picture, `finish` it. What is not finished at the end is given up."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.request: Path | None = None  # the file with what is to be drawn

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
                [sys.executable, "-c", CODE],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )

    def begin(
        self, knowledge: Knowledge, schema: Schema, path: Path, base_iri: str, *, texts: bool = True
    ) -> None:
        """Have the process write the page of `knowledge` to `path`."""
        if self.process is None or self.process.stdin is None:
            return
        import pickle
        from tempfile import NamedTemporaryFile

        picture: Picture = (knowledge, schema, str(path.absolute()), base_iri, texts)
        with NamedTemporaryFile(
            prefix="shanhe-", delete=False
        ) as file:  # not in the output folder: a build may be killed
            self.request = Path(file.name)
            file.write(pickle.dumps(picture))
        with suppress(OSError):  # it has ended already
            self.process.stdin.write(os.fsencode(self.request))
            self.process.stdin.close()

    def finish(self) -> bool:
        """Wait for what was begun. False where nothing was, or it did not end well: then the page is not drawn."""
        done = self.process is not None and self.request is not None and self.process.wait() == 0
        self.close()
        return done

    def close(self) -> None:
        """End the process, whatever it is at."""
        if self.request is not None:
            self.request.unlink(missing_ok=True)
        if self.process is not None:
            self.process.kill()
            with suppress(OSError):
                self.process.communicate()
        self.process = self.request = None


def main() -> None:
    """The other process: load, wait for a picture, draw it. The death of its driver ends the waiting."""
    import pickle

    from kg.graph import keys
    from kg.view.html import get_ready, write_html

    get_ready()
    request = os.fsdecode(sys.stdin.buffer.read())
    if not request:
        sys.exit(1)
    picture = Path(request).read_bytes()
    Path(request).unlink(missing_ok=True)
    knowledge, schema, path, base_iri, texts = pickle.loads(picture)
    write_html(knowledge, schema, Path(path), names=keys, base_iri=base_iri, texts=texts)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
