"""The process in which files of formats are read: requests as lines of JSON come in, texts or faults go out.

It is started by `kg.pages.reader`, reads many files, and ends with its driver. It writes no file, and takes no more than
so much memory; a parser that breaks out of Python's hands (a crash in C) ends it and nothing else.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kg.model import DataError

ROOM = 3 * 2**30  # bytes of the whole process; a file may take `bounds.MEMORY`


def main() -> None:
    """Answer until the driver closes the pipe; what parsers print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    _bind(int(sys.argv[1]))
    sys.setrecursionlimit(3000)
    while line := sys.stdin.buffer.readline():
        _answer(json.loads(line), answers)


def _answer(request: dict[str, str], answers: BinaryIO) -> None:
    from kg.pages.archive import read_member
    from kg.pages.formats import read_text

    path, member, where = Path(request["path"]), request["member"], request["where"]
    answer: dict[str, object]
    try:
        data = read_member(path, member) if member else path.read_bytes()
        found = read_text(data, where)
        answer = {"text": found.text, "date": found.date, "notes": found.notes, "losses": found.losses}
    except DataError as error:
        answer = {"fault": str(error)}
    except OSError as error:
        answer = {"fault": f"{where}: cannot be read: {error.strerror}"}
    except (MemoryError, RecursionError) as error:
        answer = {"fault": f"{where}: cannot be read: {type(error).__name__}"}
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _bind(driver: int) -> None:
    """End with the driver, however it ends; on Linux take no more than ROOM, write no file, leave no core."""
    if sys.platform != "linux":
        return
    import ctypes
    import resource
    import signal

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != driver:  # it ended before
        os._exit(1)
    for which, bound in (
        (resource.RLIMIT_DATA, ROOM),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):
            hard = resource.getrlimit(which)[1]
            resource.setrlimit(which, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))
